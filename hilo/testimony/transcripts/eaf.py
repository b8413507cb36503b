"""ELAN annotation files. Source: ELAN Annotation Format 3.0, Max Planck Institute for Psycholinguistics.

A DOCTYPE is refused; entities, DTDs and the network are off.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from hilo.lib.errors import BadInput
from hilo.testimony.transcripts.draft import Draft
from hilo.testimony.transcripts.model import Role
from hilo.testimony.transcripts.speakers import role_of

_SIGN = re.compile(r"\s{0,99}(?:<\?xml\s|<!DOCTYPE|<ANNOTATION_DOCUMENT\b|<!--)", re.IGNORECASE)
_DECLARATION = re.compile(r"\s{0,99}<\?xml\s[^>]{0,300}\?>")
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
ROLE = "hilo:role:"  # a PROPERTY of the header for each tier, so that what Hilo wrote reads back the same
_ROLES: dict[str, Role] = {"child": "child", "interviewer": "interviewer", "other": "other"}
_DEEPEST = 20  # annotations that refer to annotations, tiers below tiers
_LINE_ENDS = re.compile("\r\n?")
_MILLISECONDS = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class _Slot:
    time: int | None
    place: tuple[int, int]


_NOWHERE = _Slot(None, (0, -1))


@dataclass(frozen=True)
class _Annotation:
    id: str
    value: str
    slots: tuple[str, str] | None  # None where it refers to another annotation
    refers_to: str


@dataclass
class _Tier:
    name: str
    speaker: str
    parent: str
    line: int
    annotations: list[_Annotation] = field(default_factory=list)

    @property
    def has_words(self) -> bool:
        return any(one.value for one in self.annotations)


_Row = tuple[_Tier, _Annotation, _Slot, _Slot]


def looks_like(text: str) -> bool:
    """Whether the text is XML."""
    return _SIGN.match(text) is not None


def read(text: str) -> Draft:
    """A draft whose text is the annotations in time order, one after the other. Raises BadInput."""
    root = _parse(text)
    slots = _slots(root)
    tiers = [_tier(element) for element in root.iterfind("TIER")]
    spans = _spans(tiers)
    found = [_placed(tier, one, spans, slots) for tier in _speech(tiers) for one in tier.annotations]
    ours = {one.id for _, one, *_ in found} == {f"u{number}" for number in range(1, len(found) + 1)}
    found.sort(key=_as_written if ours else _by_time)
    draft = Draft("\n".join(one.value for _, one, *_ in found))
    _headers(draft, root, tiers)
    _fill(draft, found, _properties(root))
    return draft


def _placed(tier: _Tier, one: _Annotation, spans: dict[str, tuple[str, str]], slots: dict[str, _Slot]) -> _Row:
    begins, ends = spans[one.id]
    return tier, one, slots.get(begins, _NOWHERE), slots.get(ends, _NOWHERE)


def _as_written(row: _Row) -> tuple[int, int]:
    return int(row[1].id[1:]), 0


def _by_time(row: _Row) -> tuple[int, int]:
    return row[2].place


def _parse(text: str) -> etree._Element:
    if _DOCTYPE.search(text):
        raise BadInput(
            "El archivo de ELAN trae un DOCTYPE, que no se acepta por seguridad; guárdelo de nuevo desde ELAN."
        )
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_DECLARATION.sub("", text, count=1).strip().encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise BadInput(f"El archivo de ELAN está dañado (línea {line}); ábralo en ELAN y guárdelo de nuevo.") from None
    if root.tag != "ANNOTATION_DOCUMENT":
        raise BadInput("Es XML, pero no de ELAN; exporte la transcripción como .eaf, .cha, .vtt o texto.")
    return root


def _slots(root: etree._Element) -> dict[str, _Slot]:
    """Slots by id. One without a time takes its place after the one before it; frames are not turned into times."""
    header = root.find("HEADER")
    in_milliseconds = header is None or header.get("TIME_UNITS", "milliseconds") == "milliseconds"
    slots: dict[str, _Slot] = {}
    latest = 0
    for index, slot in enumerate(root.iterfind("TIME_ORDER/TIME_SLOT")):
        digits = slot.get("TIME_VALUE", "")
        time = int(digits) if _MILLISECONDS.fullmatch(digits) else None
        latest = latest if time is None else time
        slots[slot.get("TIME_SLOT_ID", "")] = _Slot(time if in_milliseconds else None, (latest, index))
    return slots


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _tier(element: etree._Element) -> _Tier:
    name = element.get("TIER_ID", "")
    found = _Tier(name, element.get("PARTICIPANT", "").strip(), element.get("PARENT_REF", ""), _line(element))
    for one in element.iterfind("ANNOTATION/*"):
        value = one.find("ANNOTATION_VALUE")
        slots = (
            (one.get("TIME_SLOT_REF1", ""), one.get("TIME_SLOT_REF2", ""))
            if one.tag == "ALIGNABLE_ANNOTATION"
            else None
        )
        words = "" if value is None else _LINE_ENDS.sub("\n", "".join(map(str, value.itertext()))).strip()
        found.annotations.append(_Annotation(one.get("ANNOTATION_ID", ""), words, slots, one.get("ANNOTATION_REF", "")))
    return found


def _spans(tiers: list[_Tier]) -> dict[str, tuple[str, str]]:
    """The slots of every annotation; one that refers to another has the other's."""
    every = {one.id: one for tier in tiers for one in tier.annotations}
    return {id: _span(one, every) for id, one in every.items()}


def _span(one: _Annotation, every: dict[str, _Annotation]) -> tuple[str, str]:
    for _ in range(_DEEPEST):
        if one.slots is not None or one.refers_to not in every:
            break
        one = every[one.refers_to]
    return one.slots or ("", "")


def _speech(tiers: list[_Tier]) -> list[_Tier]:
    """The tiers that hold what was said: independent ones, or the first below one that only marks stretches of time."""
    names = {tier.name for tier in tiers}
    below: dict[str, _Tier] = {}
    for tier in tiers:
        if tier.annotations and tier.parent:
            below.setdefault(tier.parent, tier)
    found = [tier for tier in tiers if not tier.parent or tier.parent not in names]
    for _ in range(_DEEPEST):
        found = [tier if tier.has_words else below.get(tier.name, tier) for tier in found]
    return found


def _headers(draft: Draft, root: etree._Element, tiers: list[_Tier]) -> None:
    draft.headers += [(name, value) for name in ("AUTHOR", "DATE") if (value := root.get(name, ""))]
    draft.headers += [("MEDIA_URL", media.get("MEDIA_URL", "")) for media in root.iterfind("HEADER/MEDIA_DESCRIPTOR")]
    read_too = {id(tier) for tier in _speech(tiers)}
    for tier in tiers:
        if id(tier) not in read_too and tier.has_words:
            draft.fault(tier.line, f"La capa «{tier.name}» depende de «{tier.parent}» y no se leyó como habla.")
    header = root.find("HEADER")
    if header is not None and header.get("TIME_UNITS", "milliseconds") != "milliseconds":
        draft.fault(
            _line(header),
            "Los tiempos no están en milisegundos y no se leyeron; guárdelo de nuevo desde ELAN.",
        )


def _properties(root: etree._Element) -> dict[str, Role]:
    found = ((one.get("NAME", ""), (one.text or "").strip()) for one in root.iterfind("HEADER/PROPERTY"))
    return {
        name.removeprefix(ROLE): _ROLES[value] for name, value in found if name.startswith(ROLE) and value in _ROLES
    }


def _fill(draft: Draft, found: list[_Row], properties: dict[str, Role]) -> None:
    at = 0
    unknown: set[str] = set()
    for tier, one, begins, ends in found:
        ours = properties.get(tier.name)
        speaker = tier.speaker if ours else tier.speaker or tier.name
        role = ours or role_of(speaker) or role_of(tier.name)
        if role is None and speaker not in unknown:
            unknown.add(speaker)
            draft.fault(
                tier.line,
                f"No se sabe quién es «{speaker}»; se toma como otra persona adulta. Llame «Niña» a su capa si lo es.",
            )
        draft.say(speaker, role or "other", (at, at + len(one.value)), (begins.time, ends.time))
        at += len(one.value) + 1
