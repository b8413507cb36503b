"""ELAN out: one tier per speaker, layers as tiers below it. Source: ELAN Annotation Format 3.0."""

import itertools
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from lxml import etree

from hilo.lib.errors import BadInput
from hilo.testimony.transcripts.eaf import ROLE
from hilo.testimony.transcripts.model import Layer, Role, Transcript, Utterance

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation"
_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Speaker = tuple[str, Role]
Tiers = dict[str, tuple[Speaker, list[Utterance]]]  # by the tier's name


def write_eaf(transcript: Transcript, layers: Sequence[Layer] = (), *, written_at: datetime | None = None) -> bytes:
    """The transcript as an .eaf file (UTF-8), verbatim: ``read`` gives the same utterances back.

    Times that the transcript does not have are not made up: their slots have no value. ``written_at`` (now) is the
    document's date. Raises BadInput when a character of the words cannot stand in XML.
    """
    root = etree.Element("ANNOTATION_DOCUMENT", {_XSI: _SCHEMA})
    root.attrib.update(
        {
            "AUTHOR": "Hilo",
            "DATE": (written_at or datetime.now(UTC)).isoformat(timespec="seconds"),
            "FORMAT": "3.0",
            "VERSION": "3.0",
        }
    )
    tiers = _tiers(transcript)
    _header(root, transcript, tiers)
    _times(root, transcript.utterances)
    for name, (speaker, said) in tiers.items():
        _speech(root, name, speaker[0], said)
    for (place, layer), (name, (speaker, said)) in itertools.product(enumerate(layers, start=1), tiers.items()):
        _layer(root, layer, f"c{place}", (name, speaker[0]), said)
    _types(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _tiers(transcript: Transcript) -> Tiers:
    """Utterances by tier, whose name is the speaker's, made different where two would be the same."""
    speakers: dict[Speaker, list[Utterance]] = {}
    for one in transcript.utterances:
        speakers.setdefault((one.speaker, one.role), []).append(one)
    found: Tiers = {}
    for speaker, said in speakers.items():
        name = speaker[0] or speaker[1]
        while name in found:
            name += "+"
        found[name] = (speaker, said)
    return found


def _header(root: etree._Element, transcript: Transcript, tiers: Tiers) -> None:
    header = etree.SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    for name, ((_, role), _) in tiers.items():
        etree.SubElement(header, "PROPERTY", NAME=ROLE + _safe(name)).text = role
    etree.SubElement(header, "PROPERTY", NAME="hilo:source").text = f"{transcript.format} SHA-256 {transcript.sha256}"


def _times(root: etree._Element, utterances: Sequence[Utterance]) -> None:
    """Slots in order of time; one without a time stands behind the one that it follows in the transcript."""
    slots: list[tuple[int, int, int | None, str]] = []
    latest = 0
    for one in utterances:
        for side, time in enumerate((one.begins, one.ends)):
            place = time if time is not None else latest if side == 0 else max(latest, one.begins or 0)
            slots.append((place, len(slots), time, f"ts{2 * one.number - 1 + side}"))
        latest = one.begins if one.begins is not None else latest
    order = etree.SubElement(root, "TIME_ORDER")
    for _, _, time, name in sorted(slots):
        slot = etree.SubElement(order, "TIME_SLOT", TIME_SLOT_ID=name)
        if time is not None:
            slot.set("TIME_VALUE", str(time))


def _speech(root: etree._Element, name: str, participant: str, said: Sequence[Utterance]) -> None:
    tier = etree.SubElement(
        root, "TIER", LINGUISTIC_TYPE_REF="said", PARTICIPANT=_safe(participant), TIER_ID=_safe(name)
    )
    for one in said:
        first = 2 * one.number - 1
        slots = {"TIME_SLOT_REF1": f"ts{first}", "TIME_SLOT_REF2": f"ts{first + 1}"}
        annotation = etree.SubElement(tier, "ANNOTATION")
        spoken = etree.SubElement(annotation, "ALIGNABLE_ANNOTATION", {"ANNOTATION_ID": f"u{one.number}", **slots})
        etree.SubElement(spoken, "ANNOTATION_VALUE").text = _safe(one.text, one.number)


def _layer(root: etree._Element, layer: Layer, prefix: str, names: tuple[str, str], said: Sequence[Utterance]) -> None:
    below = [one for one in said if one.number in layer.codes]
    if not below:
        return
    name, participant = map(_safe, names)
    about = {"PARENT_REF": name, "PARTICIPANT": participant, "TIER_ID": f"{_safe(layer.name)}@{name}"}
    tier = etree.SubElement(root, "TIER", {"LINGUISTIC_TYPE_REF": "code", **about})
    for one in below:
        annotation = etree.SubElement(tier, "ANNOTATION")
        ids = {"ANNOTATION_ID": f"{prefix}-{one.number}", "ANNOTATION_REF": f"u{one.number}"}
        code = etree.SubElement(annotation, "REF_ANNOTATION", ids)
        etree.SubElement(code, "ANNOTATION_VALUE").text = _safe(layer.codes[one.number])


def _types(root: etree._Element) -> None:
    etree.SubElement(
        root, "LINGUISTIC_TYPE", GRAPHIC_REFERENCES="false", LINGUISTIC_TYPE_ID="said", TIME_ALIGNABLE="true"
    )
    kind = {"CONSTRAINTS": "Symbolic_Association", "GRAPHIC_REFERENCES": "false", "LINGUISTIC_TYPE_ID": "code"}
    etree.SubElement(root, "LINGUISTIC_TYPE", {**kind, "TIME_ALIGNABLE": "false"})
    about = "1-1 association with a parent annotation"
    etree.SubElement(root, "CONSTRAINT", DESCRIPTION=about, STEREOTYPE="Symbolic_Association")


def _safe(text: str, number: int | None = None) -> str:
    """The text itself. Raises BadInput when XML cannot hold it."""
    if _FORBIDDEN.search(text):
        where = f"La intervención {number}" if number else "El nombre de una capa o de quien habla"
        raise BadInput(f"{where} lleva un signo que ELAN no admite; expórtela como CHAT, que lo conserva.")
    return text
