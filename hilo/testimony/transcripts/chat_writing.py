"""CHAT out: a CHAT file byte for byte as it came, with layers added as tiers; other formats are set in CHAT."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from hilo.lib.errors import BadInput
from hilo.testimony.transcripts.model import Layer, Role, Transcript, Utterance
from hilo.testimony.transcripts.reading import said

_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")
_ROLES: dict[Role, tuple[str, str]] = {
    "child": ("CHI", "Target_Child"),
    "interviewer": ("INV", "Investigator"),
    "other": ("OTH", "Unidentified"),
}
_SENTENCES = re.compile(r"(?<![.…?!])[.…?!]++[\"'”»)\]]*+(?=\s|$)|(?:—|–|--)\s*$")
_REMARK = re.compile(r"\[[^\[\]]{1,200}\]|(?<!\w)\([^()]{1,200}\)(?!\w)")  # of who transcribes: «[risas]»
_MEANT = re.compile(r"[\[\]<>&@+()^_~%*/:\"«»‘’|=#$\\„‡⌈⌉⌊⌋↑↓→↗↘∆∇°▁▔☺∬Ϋ⁇↫≋≈ˈˌ]|(?<!\S)[-–—]+(?!\S)|—|--+")
_QUOTED = re.compile(r"\"([^\"]*)\"|«([^«»]*)»")
_LAST_DASH = re.compile(r"(?:—|–|--)\s*$")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def write_chat(transcript: Transcript, layers: Sequence[Layer] = (), *, name: str = "entrevista") -> bytes:
    """The transcript as CHAT (UTF-8; the source's own bytes if it was CHAT), layers as ``%cod`` tiers.

    From other formats each sentence is an utterance with the times of the stretch it came from. Remarks in brackets
    and signs that mean something in CHAT are left out of the main tier; then ``%xori`` has the words as they stood.
    ``name``: of the file to be, without its ending; CHAT asks that ``@Media`` say the same. Times need that header.
    Raises BadInput when a layer's name or codes do not fit in a tier or speak of an utterance that is not there.
    """
    codes = _codes(transcript, layers)
    if transcript.format == "chat":
        return _with_tiers(transcript, codes) if codes else transcript.original
    return "".join(f"{line}\n" for line in _document(transcript, codes, name)).encode()


def _codes(transcript: Transcript, layers: Sequence[Layer]) -> dict[int, str]:
    """Per utterance, the codes of all layers as ``$layer:code``."""
    found: dict[int, list[str]] = {}
    for layer in layers:
        for number, codes in sorted(layer.codes.items()):
            words = [f"${layer.name}:{code}" if layer.name else f"${code}" for code in codes.split()]
            fits = all(word.isprintable() for word in words)
            if not fits or " " in layer.name or not 1 <= number <= len(transcript.utterances):
                raise BadInput(
                    f"La capa «{layer.name}» no cabe en CHAT: use un nombre sin espacios e intervenciones que existan."
                )
            found.setdefault(number, []).extend(words)
    return {number: " ".join(words) for number, words in found.items() if words}


def _with_tiers(transcript: Transcript, codes: dict[int, str]) -> bytes:
    """The original bytes with a tier after each coded utterance and what already depends on it."""
    lines = _LINES.findall(transcript.original)
    ending = next((end for end in (b"\r\n", b"\n", b"\r") if end in transcript.original), b"\n")
    after = _last_lines(transcript, lines)
    for number in sorted(codes, reverse=True):
        at, taken = after[number]
        if not lines[at].endswith((b"\r", b"\n")):
            lines[at] += ending
        name = b"%xcod" if taken else b"%cod"
        lines[at] += name + b":\t" + codes[number].encode() + ending
    return b"".join(lines)


def _last_lines(transcript: Transcript, lines: Sequence[bytes]) -> dict[int, tuple[int, bool]]:
    """Per utterance: the index of its last line, dependent tiers included, and whether it has a %cod tier already."""
    found: dict[int, tuple[int, bool]] = {}
    at, offset = 0, 0
    for one in transcript.utterances:
        at += transcript.text.count("\n", offset, one.end)
        offset = one.end
        last, taken = at, False
        while last + 1 < len(lines) and lines[last + 1][:1] in (b"%", b"\t", b" "):
            last += 1
            taken = taken or lines[last].startswith(b"%cod:")
        found[one.number] = (last, taken)
    return found


def _document(transcript: Transcript, codes: dict[int, str], name: str) -> Iterator[str]:
    names = _names(transcript.utterances)
    yield from ("@UTF8", "@Begin", "@Languages:\tspa")
    yield "@Participants:\t" + ", ".join(
        f"{code} {_word(speaker)} {_role(role, code)}" for (speaker, role), code in names.items()
    )
    yield from (f"@ID:\tspa|hilo|{code}|||||{_role(role, code)}|||" for (_, role), code in names.items())
    if any(_bullet(one) for one in transcript.utterances):
        yield f"@Media:\t{'_'.join(name.replace(',', ' ').split())}, audio, missing"
    yield f"@Comment:\tsource {transcript.format}, SHA-256 {transcript.sha256}"
    for one in transcript.utterances:
        yield from _utterance(transcript, one, names[one.speaker, one.role])
        if one.number in codes:
            yield f"%cod:\t{codes[one.number]}"
    yield "@End"


def _names(utterances: Iterable[Utterance]) -> dict[tuple[str, Role], str]:
    """A code of three signs for every speaker: CHI, CH2, CH3…"""
    found: dict[tuple[str, Role], str] = {}
    seen: dict[Role, int] = {}
    for one in utterances:
        if (one.speaker, one.role) not in found:
            count = seen[one.role] = seen.get(one.role, 0) + 1
            whole = _ROLES[one.role][0]
            found[one.speaker, one.role] = whole if count == 1 else f"{whole[: 3 - len(str(count))]}{count}"
    return found


def _role(role: Role, code: str) -> str:
    return "Child" if role == "child" and code != "CHI" else _ROLES[role][1]


def _word(speaker: str) -> str:
    return (
        "_".join("".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFC", speaker)).split()) or "Nombre"
    )


def _bullet(one: Utterance) -> str:
    return "" if one.begins is None or one.ends is None else f" \x15{one.begins}_{one.ends}\x15"


def _utterance(transcript: Transcript, one: Utterance, code: str) -> Iterator[str]:
    words = said(transcript, one)
    bare = _REMARK.sub(" ", words)
    for sentence in _sentences(bare):
        yield f"*{code}:\t{sentence}{_bullet(one)}"
    if bare != words or _MEANT.search(_LAST_DASH.sub("", words)):
        yield f"%xori:\t{_one_line(words)}"


def _sentences(words: str) -> list[str]:
    """Main tiers without their times: one per sentence, each with the one terminator that CHAT asks for."""
    found, at = [], 0
    for end in _SENTENCES.finditer(words):
        found.append(_main(words[at : end.start()], end[0]))
        at = end.end()
    if words[at:].strip() or not found:
        found.append(_main(words[at:], "."))
    return found


def _main(words: str, end: str) -> str:
    quoted = _QUOTED.sub(r"“\1\2”", words.replace("‘", "'").replace("’", "'"))
    bare = re.sub(r"[,;]", lambda sign: f" {sign[0]} ", _MEANT.sub(" ", quoted))
    bare = re.sub(r"(?<!\S)0(\S*)", r"0\1@g", _one_line(bare))  # a nought before a word would mean that it was not said
    return f"{bare or '0'} {_terminator(end.strip())}"


def _one_line(words: str) -> str:
    return " ".join(_CONTROLS.sub(" ", words).split())


def _terminator(end: str) -> str:
    if end.startswith(("—", "–", "--")):
        return "+/."
    if "?" in end:
        return "?"
    return "!" if "!" in end else "+..." if "…" in end or "..." in end else "."
