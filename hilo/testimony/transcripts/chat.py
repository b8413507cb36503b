"""CHAT of CHILDES and TalkBank, also as old corpora wrote it. Source: MacWhinney, The CHAT Transcription Format."""

import re
from collections.abc import Iterator

from hilo.testimony.transcripts.draft import Draft
from hilo.testimony.transcripts.model import Role, Transcript, Utterance
from hilo.testimony.transcripts.speakers import role_of

_SIGNS = re.compile(r"^(?:@(?:UTF8|Begin|Participants|Languages)\b|\*[A-Z0-9]{3}:\t)", re.MULTILINE)
_MAIN = re.compile(r"\*([^\s:]{1,40})[ \t]{0,20}:[ \t]{0,20}")
_DEPENDENT = re.compile(r"%([^\s:]{1,40})[ \t]{0,20}:[ \t]{0,20}")
_HEADER = re.compile(r"(@[^\t:]{1,60}):?[ \t]{0,20}")
_TIMES = re.compile(r'\x15(?:%?\w{1,20}:[ \t]?"[^"\x15]{0,300}"[_ ])?(\d{1,12})_(\d{1,12})-?\x15')

# the roles of @Participants that are children's; every other one is an adult's or nobody's
_CHILDREN = {"Target_Child", "Child", "Sibling", "Brother", "Sister", "Playmate", "Girl", "Boy", "Student", "Teenager"}
_INTERVIEWERS = {"Investigator", "Interviewer", "Adult", "Teacher", "Clinician", "Therapist", "Doctor"}


def looks_like(text: str) -> bool:
    """Whether the text has a header or a main tier of CHAT."""
    return _SIGNS.search(text) is not None


def read(draft: Draft) -> None:
    """Fill the draft from main tiers. Dependent tiers stay in the text: see ``dependents``."""
    roles: dict[str, Role] = {}
    for number, start, end in _tiers(draft):
        tier = draft.text[start:end]
        if tier.startswith("*"):
            _main(draft, number, (start, end), roles)
        elif tier.startswith("@"):
            _header(draft, tier, roles)


def _tiers(draft: Draft) -> Iterator[tuple[int, int, int]]:
    """Line, start and end of every tier or header with the lines that continue it."""
    at, first, start, end = 0, 0, -1, -1
    for number, line in enumerate(draft.text.split("\n"), start=1):
        if line[:1] in ("*", "@", "%"):
            if start >= 0:
                yield first, start, end
            first, start, end = number, at, at + len(line)
        elif line[:1] in ("\t", " ") and line.strip() and start >= 0:
            end = at + len(line)
        elif line.strip():
            draft.fault(
                number,
                "La línea no empieza con «*», «%», «@» ni tabulador y no se leyó; corríjala en el archivo si es habla.",
            )
        at += len(line) + 1
    if start >= 0:
        yield first, start, end


def _header(draft: Draft, tier: str, roles: dict[str, Role]) -> None:
    found = _HEADER.match(tier)
    if not found:
        return
    name, value = found[1].rstrip(), " ".join(tier[found.end() :].split())
    draft.headers.append((name, value))
    if name == "@Participants":
        for entry in value.split(","):
            words = entry.split()
            if len(words) > 1:
                roles[words[0]] = _role(words[-1])
    elif name == "@ID":
        fields = value.split("|")
        if len(fields) > 7 and fields[7]:
            roles[fields[2]] = _role(fields[7])


def _role(name: str) -> Role:
    if name in _CHILDREN:
        return "child"
    return "interviewer" if name in _INTERVIEWERS else "other"


def _main(draft: Draft, number: int, span: tuple[int, int], roles: dict[str, Role]) -> None:
    found = _MAIN.match(draft.text, *span)
    if not found:
        draft.fault(
            number,
            "La línea empieza con «*» y no dice quién habla; no se leyó. Escríbala como «*CHI:», tabulador y lo dicho.",
        )
        return
    speaker = found[1]
    if speaker not in roles:
        roles[speaker] = role_of(speaker) or "other"
        draft.fault(
            number, f"«{speaker}» no está en @Participants; se toma por su nombre como {_WORDS[roles[speaker]]}."
        )
    times = _TIMES.findall(draft.text, found.end(), span[1])
    end = _without_bullets(draft.text, found.end(), span[1])
    bounds = (int(times[0][0]), int(times[-1][1])) if times else (None, None)
    draft.say(speaker, roles[speaker], (found.end(), end), bounds)


_WORDS: dict[Role, str] = {"child": "niña o niño", "interviewer": "quien entrevista", "other": "otra persona adulta"}


def _without_bullets(text: str, start: int, end: int) -> int:
    """Where the words end when the times behind them are left out."""
    while True:
        while end > start and text[end - 1].isspace():
            end -= 1
        opens = text.rfind("\x15", start, end - 1) if end - start > 1 and text[end - 1] == "\x15" else -1
        if opens < 0:
            return end
        end = opens


def dependents(transcript: Transcript, utterance: Utterance) -> list[tuple[str, str]]:
    """The dependent tiers of an utterance in a CHAT file, as («cod», text). Other formats have none."""
    if transcript.format != "chat":
        return []
    ends = transcript.text.find("\n*", utterance.end)
    below = transcript.text[utterance.end : ends if ends >= 0 else None]
    below = re.split(r"\n@", below, maxsplit=1)[0]
    tiers = re.split(r"\n(?=%)", below)[1:]
    found = [(_DEPENDENT.match(tier), tier) for tier in tiers]
    return [(match[1], " ".join(tier[match.end() :].split())) for match, tier in found if match]


_CODES = re.compile(r"\x15[^\x15]*\x15|\[[^\[\]]*\]|\((?:\.{1,3}|\d{1,4}(?::\d{1,2})?\.\d{0,3})\)")
_MARKS = re.compile(r"[<>⌈⌉⌊⌋↑↓→↗↘∆∇°▁▔☺∬Ϋ⁇↫≋≈^ˈˌ\x01-\x08\x0e-\x1f]")  # groups, overlaps, pitch, stress
_ENDS = (
    *(("+//.", "…"), ("+//?", "?"), ("+/.", "—"), ("+/?", "?—"), ("+...", "…"), ("+..?", "…?"), ("+!?", "?!")),
    *(('+"/.', "."), ('+".', "."), ("+.", ".")),
)
_LINKERS = re.compile(r'(?<!\S)\+(?:["^<,+≋≈]|\+)(?!\S)')
_NOT_SAID = re.compile(r"(?<!\w)&[=*{}]\S*|(?<!\S)0[^\W\d_@]+(?!\S)|(?<!\S)0(?!\S)")
_SIGNS_IN_WORDS = re.compile(r"[()]|&[-+]?|(?<!\S):+(?!\S)")
_MARKER = re.compile(r"(?<=\S)@[\w:$&+-]*")
_JOINTS = re.compile(r"(?<=[^\s+])[+_~]+(?=\w)")
_LONG = re.compile(r"(?:(?<=[^\W\d_])|(?<=[\u0300-\u036f])):+(?!\d)")


def spoken(text: str) -> str:
    """What a CHAT utterance says, for reading: words as the speaker made them, no codes, times, pauses or noises.

    «cogido [: cogido]» keeps the child's form, «(es)tá» is read whole, «+/.» becomes «—». The verbatim text is not
    touched: this is a view of it.
    """
    text = " ".join(_CODES.sub(" ", text).split())
    end, sign = next(((code, sign) for code, sign in _ENDS if text.endswith(code)), ("", ""))
    text = _NOT_SAID.sub(" ", _LINKERS.sub(" ", text.removesuffix(end)))
    for signs, instead in ((_MARKS, ""), (_SIGNS_IN_WORDS, ""), (_MARKER, ""), (_JOINTS, " "), (_LONG, "")):
        text = signs.sub(instead, text)
    return _spaced(f"{text.replace('‡', ',').replace('„', ',')} {sign}")


_SIGNS_ALONE = {".", "?", "!"}  # a tier of a gesture: nothing was said


def _spaced(text: str) -> str:
    joined = re.sub(r" (?=[.,;!?…—])", "", " ".join(text.split()))
    return "" if joined in _SIGNS_ALONE else joined
