"""Makes synthetic alerts in both CyberTipline formats, and the truth about them.

Deterministic by seed. Everything is invented and neutral: reserved addresses, hashes that are half
zeros, no picture, no narrative. ``python -m bench.generate OUT --count 2000 --seed 7`` writes the
alerts to ``OUT/alerts`` (or ``OUT/alerts.zip``, ``OUT/alerts.ndjson``) and the truth to
``OUT/truth.json``, outside of what an import would read.

In the folder, ``1-files`` and ``4-files`` hold descriptions of files that come before and after the
report they belong to; ``3-again`` holds what was sent again. A report in XML has no id but its name.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from bench import generate_mix as mix
from bench.generate_json import report_json
from bench.generate_people import Cast
from bench.generate_report import Report, ordinary
from bench.generate_write import BROKEN, WRITERS, Document
from bench.generate_xml import file_xml, report_xml

UNTIL = datetime(2026, 11, 1, 12, tzinfo=UTC)
FIRST_ID = 200_000_001
SENDER = "NCMEC"


@dataclass
class Planted:
    """The truth about one report document.

    ``kind``: plain, noise, replay_of, version_of, sibling_of, campaign, urgent, viral, informational
    or malformed. ``of``: the report it repeats, changes or follows. ``nature``: urgent, viral,
    informational or plain, also of what is sent again. ``sign``: how it was said. ``same_person``:
    equal for all reports of one invented person.
    """

    file: str
    report_id: str
    sender: str
    kind: str
    nature: str = "plain"
    sign: str = ""
    of: str | None = None
    incident_type: str = ""
    state: str | None = None
    place_told: str = ""
    same_person: str | None = None
    campaign: str | None = None


@dataclass
class Truth:
    """What was planted, in the order of writing. ``files``: (file, report it belongs to)."""

    seed: int
    items: list[Planted] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Planted]:
        """All that were planted as ``kind``."""
        return [item for item in self.items if item.kind == kind]

    def as_json(self) -> dict[str, Any]:
        """Plain JSON: ``seed``, ``count``, ``kinds``, ``items``, ``files``."""
        kinds: dict[str, int] = {}
        for item in self.items:
            kinds[item.kind] = kinds.get(item.kind, 0) + 1
        files = [{"file": name, "report_id": number} for name, number in self.files]
        items = [asdict(item) for item in self.items]
        return {"seed": self.seed, "count": len(items), "kinds": kinds, "items": items, "files": files}


def generate(
    n: int,
    *,
    seed: int,
    out: Path | None,
    shape: str = "folder",
    malformed: bool = False,
    until: datetime = UNTIL,
    first_id: int = FIRST_ID,
    states: Sequence[str] | None = None,
) -> Truth:
    """Make ``n`` reports and write them under ``out`` (None: write nothing). ``shape``: folder, zip, ndjson.

    In ndjson every report is JSON. Report ids count up from ``first_id``; incidents lie in the 60
    days before ``until``. ``states``: keys of those that people live in, all when None. Raises
    FileExistsError when alerts are already there: two sets must not mix.
    """
    formats = ("json",) if shape == "ndjson" else ("xml", "json")
    documents, truth = compose(
        n, seed=seed, malformed=malformed, until=until, first_id=first_id, formats=formats, states=states
    )
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        WRITERS[shape](out, documents)
        (out / "truth.json").write_text(json.dumps(truth.as_json(), ensure_ascii=False, indent=1), "utf-8")
    return truth


def compose(
    n: int,
    *,
    seed: int,
    malformed: bool = False,
    until: datetime = UNTIL,
    first_id: int = FIRST_ID,
    formats: tuple[str, ...] = ("xml", "json"),
    states: Sequence[str] | None = None,
) -> tuple[list[Document], Truth]:
    """The same in memory: the documents in order of arrival, and the truth."""
    rng = Random(seed)
    cast = Cast(rng, prefix=f"p{first_id}", until=until, states=states)
    return _Composer(n, rng, Truth(seed), cast, first_id, formats).run(malformed=malformed)


class _Composer:
    """Holds what is made so far while the kinds are planted one after the other."""

    def __init__(self, n: int, rng: Random, truth: Truth, cast: Cast, first_id: int, formats: tuple[str, ...]) -> None:
        self.n, self.rng, self.truth, self.formats = n, rng, truth, formats
        self.cast = cast
        self.next_id = first_id
        self.originals: list[tuple[Report, Planted]] = []
        self.documents: list[Document] = []

    def run(self, *, malformed: bool) -> tuple[list[Document], Truth]:
        broken = round(self.n * mix.MALFORMED_SHARE) if malformed else 0
        quota = {kind: round(self.n * share) for kind, share in mix.SHARES.items()}
        again = sum(quota[kind] for kind in ("replay_of", "version_of", "sibling_of"))
        firsts = list(self._firsts(quota, self.n - again - broken))
        self.rng.shuffle(firsts)
        for make in firsts:
            make()
        for kind in ("sibling_of", "version_of", "replay_of"):
            for _ in range(quota[kind]):
                getattr(self, f"_{kind}")()
        for _ in range(broken):
            self._malformed()
        self.documents.sort(key=lambda document: document.name.split("/")[0])
        return self.documents, self.truth

    def _firsts(self, quota: dict[str, int], total: int) -> Iterator[Callable[[], None]]:
        """Makers of all reports that do not lean on another one."""
        for i in range(quota["urgent"]):
            yield partial(self._signed, "urgent", mix.urgent, mix.URGENT_SIGNS, i)
        for i in range(quota["viral"]):
            yield partial(self._signed, "viral", mix.viral, mix.VIRAL_SIGNS, i)
        for i in range(quota["informational"]):
            yield partial(self._signed, "informational", mix.informational, mix.INFORMATIONAL_SIGNS, i)
        for i in range(quota["campaign"]):
            yield partial(self._campaign, i // mix.CAMPAIGN_SIZE)
        for _ in range(quota["noise"]):
            yield self._noise
        special = ("urgent", "viral", "informational", "campaign", "noise")
        for _ in range(total - sum(quota[kind] for kind in special)):
            yield self._plain

    def _id_and_format(self) -> tuple[int, str]:
        number = self.next_id
        self.next_id += 1
        return number, self.formats[number % len(self.formats)]

    def _signed(self, kind: str, make: Callable[..., Report], signs: dict[str, tuple[str, ...]], position: int) -> None:
        number, form = self._id_and_format()
        sign = signs[form][position // len(self.formats) % len(signs[form])]
        self._add(make(self.cast, number, form, sign), kind, nature=kind, sign=sign)

    def _campaign(self, wave: int) -> None:
        """One of many reports, each of another account, about the same viral file."""
        number, form = self._id_and_format()
        made = mix.viral(self.cast, number, form, "file_viral", md5=f"{'0' * 24}{wave + 1:08x}")
        self._add(made, "campaign", nature="viral", sign="file_viral", campaign=f"c{wave + 1}")

    def _noise(self) -> None:
        self._add(mix.noise(self.cast, *self._id_and_format()), "noise")

    def _plain(self) -> None:
        made = ordinary(self.cast, *self._id_and_format())
        if made.account and self.originals and self.rng.random() < 0.03:
            other = self.rng.choice(self.originals)[0].account
            if other and (other.email or other.phone):
                made.account = self.cast.elsewhere(other)
                made.company, made.platform = made.account.company, made.account.platform
        self._add(made, "plain")

    def _sibling_of(self) -> None:
        """A new incident of an account already reported; half of them name the earlier report."""
        first, planted = self._known(with_account=True)
        made = ordinary(self.cast, *self._id_and_format(), bare=0.0)
        made.account, made.company, made.platform = first.account, first.company, first.platform
        if self.rng.random() < 0.5:
            made.priors = [first.number]
        self._add(made, "sibling_of", of=planted.report_id, sign="prior" if made.priors else "account")

    def _version_of(self) -> None:
        """The same report, changed: more is known, seldom that it is urgent."""
        first, planted = self._once()
        made = replace(first, revision=1, texts=[*first.texts, "PLACEHOLDER: información añadida."])
        nature, sign = planted.nature, planted.sign
        if nature == "plain" and self.rng.random() < 0.2:
            made.escalation = "PLACEHOLDER: la plataforma avisó después."
            nature, sign = "urgent", "escalation"
        self._add(made, "version_of", nature=nature, sign=sign, of=planted.report_id, campaign=planted.campaign)

    def _replay_of(self) -> None:
        first, planted = self._once()
        self._add(first, "replay_of", nature=planted.nature, sign=planted.sign, of=planted.report_id)

    def _known(self, *, with_account: bool = False) -> tuple[Report, Planted]:
        """Any report already made."""
        return self.rng.choice([one for one in self.originals if one[0].account or not with_account])

    def _once(self) -> tuple[Report, Planted]:
        """A report that is sent again only this time, so that the order of arrival cannot matter."""
        return self.originals.pop(self.rng.randrange(len(self.originals)))

    def _malformed(self) -> None:
        number, form = self._id_and_format()
        name = f"2-reports/{number}.{form}"
        sign = self.rng.choice(sorted(BROKEN[form]))
        self.documents.append(Document(name, BROKEN[form][sign]))
        self.truth.items.append(Planted(name, str(number), SENDER, "malformed", "malformed", sign))

    def _add(self, report: Report, kind: str, **truth: Any) -> None:
        again = kind in ("replay_of", "version_of")
        name = f"{'3-again' if again else '2-reports'}/{report.number}.{report.format}"
        self.documents.append(Document(name, self._written(report, respaced=kind == "replay_of")))
        account = report.account
        item = Planted(name, str(report.number), SENDER, kind, incident_type=report.incident_type, **truth)
        if account:
            item.state, item.place_told = account.expected_state, account.place_style
            item.same_person = account.person
        self.truth.items.append(item)
        if again:
            return
        self.originals.append((report, item))
        if report.format == "xml":
            self._add_files(report)

    def _written(self, report: Report, *, respaced: bool) -> bytes:
        if report.format == "xml":
            return report_xml(report, spaced=respaced)
        return report_json(report, shuffled=self.rng if respaced else None)

    def _add_files(self, report: Report) -> None:
        for position, media in enumerate(report.media):
            when = self.rng.choice(("1-files", "4-files"))
            name = f"{when}/{report.number}-{position}.xml"
            self.documents.append(Document(name, file_xml(report, media)))
            self.truth.files.append((name, str(report.number)))


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--shape", choices=sorted(WRITERS), default="folder")
    parser.add_argument("--malformed", action="store_true", help="plant a few that cannot be read")
    parser.add_argument("--until", type=datetime.fromisoformat, default=UNTIL, help="ISO 8601, with zone")
    parser.add_argument("--first-id", type=int, default=FIRST_ID)
    given = parser.parse_args(arguments)
    truth = generate(
        given.count,
        seed=given.seed,
        out=given.out,
        shape=given.shape,
        malformed=given.malformed,
        until=given.until,
        first_id=given.first_id,
    )
    print(json.dumps({"reports": len(truth.items), "files": len(truth.files), "out": str(given.out)}))


if __name__ == "__main__":
    main()
