"""Breaks while they are being found, and how one change that shows in two places becomes one break."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hilo.ledger.report import CHECKPOINTS, OF_CHECKPOINTS, SENTENCES, Break, Code

_GAPS = (Code.ENTRY_MISSING, Code.TAIL_CUT)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold at ``seq`` of ``chain`` (see :class:`hilo.ledger.report.Break`)."""

    chain: str
    seq: int
    code: Code
    got: bytes | None = None
    """The hash that stands in the row."""
    want: bytes | None = None
    """The hash that belongs here; of a gap, the one of its last missing entry."""
    count: int = 1
    number: int = 0
    """The checkpoint that says otherwise."""
    subject: str = ""

    def told(self) -> Break:
        """The break, in the language that is active."""
        code = OF_CHECKPOINTS.get(self.code, self.code) if self.chain == str(CHECKPOINTS) else self.code
        facts = {"count": self.count, "number": self.number, "subject": self.subject}
        return Break(self.chain, self.seq, f"{code}: {str(SENTENCES[code]) % facts}")


def settle(findings: Iterable[Finding]) -> list[Break]:
    """One break for each place, sorted by chain and place.

    An entry whose chain or place was changed leaves a gap and turns up elsewhere: one change, told where
    the entry belongs. Entries that stand where the other's hash belongs were exchanged.
    """
    found = list(findings)
    gaps = {f.want: f for f in found if f.want and f.code in _GAPS}
    standing = {f.got: f for f in found if f.got}
    wanted = {f.want: f for f in found if f.want}
    kept: dict[tuple[str, int, str], Finding] = {}
    for f in sorted(found, key=lambda f: (f.chain, f.seq, f.subject, f.code != Code.ENTRY_DUPLICATED)):
        for told in _settled(f, gaps, standing, wanted):
            kept.setdefault((told.chain, told.seq, told.subject), told)
    return [f.told() for f in kept.values()]


def _settled(
    f: Finding, gaps: dict[bytes, Finding], standing: dict[bytes, Finding], wanted: dict[bytes, Finding]
) -> Iterator[Finding]:
    if f.code in _GAPS and f.want in standing:
        if f.count > 1:
            yield Finding(f.chain, f.seq, f.code, count=f.count - 1)
        yield Finding(f.chain, f.seq + f.count - 1, Code.ENTRY_ALTERED)
    elif f.got in gaps:
        return
    elif f.code == Code.ENTRY_ALTERED and _exchanged(f, standing, wanted):
        yield Finding(f.chain, f.seq, Code.ENTRY_REORDERED)
    else:
        yield f


def _exchanged(f: Finding, standing: dict[bytes, Finding], wanted: dict[bytes, Finding]) -> bool:
    others = (wanted.get(f.got or b""), standing.get(f.want or b""))
    return any(other is not None and other is not f for other in others)
