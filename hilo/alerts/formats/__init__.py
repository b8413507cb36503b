"""Every format an alert may come in. A new one is a file here, a line in FORMATS, and samples in the tests.

Reading is lenient: what is not understood is kept with its path, nothing is refused for the sake of
a schema. Only two things are needed: something that is recognisably a report, and its number.
"""

from collections.abc import Callable, Iterator
from typing import Any

from hilo.alerts.draft import Draft, Malformed
from hilo.alerts.formats import cybertip_json, cybertip_xml, iccam_json, json_text, letter_json

Parse = Callable[..., Iterator[Draft]]

FORMATS: dict[str, Parse] = {
    "cybertip_xml": cybertip_xml.parse,
    "cybertip_json": cybertip_json.parse,
    "iccam_json": iccam_json.parse,
    "letter_json": letter_json.parse,
}
_JSON = (cybertip_json, iccam_json, letter_json)
_SPACE_AND_BOM = b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"


def parse(data: bytes, *, name: str, format: str = "auto", sender: str | None = None) -> list[Draft]:
    """All drafts of one item. ``name``: of the file, for the formats whose report number is there.

    Raises Malformed with a stable code and one Spanish sentence; nothing else, whatever the bytes.
    """
    if format != "auto":
        if format not in FORMATS:
            raise Malformed("unknown_format", f"No se conoce el formato «{format}»: use {', '.join(FORMATS)}.")
        return list(FORMATS[format](data, name=name, sender=sender))
    if _is_xml(data):
        return list(cybertip_xml.parse(data, name=name, sender=sender))
    tree, notes = json_text.load(data)
    return list(_reader(tree).read(tree, notes, name=name, sender=sender))


def detect(data: bytes, name: str) -> str:
    """The key of FORMATS these bytes are of. Raises Malformed when of none."""
    if _is_xml(data):
        return cybertip_xml.FORMAT
    return str(_reader(json_text.load(data)[0]).FORMAT)


def _is_xml(data: bytes) -> bool:
    return data[:4096].lstrip(_SPACE_AND_BOM).startswith(b"<")


def _reader(tree: Any) -> Any:
    for module in _JSON:
        if module.claims(tree):
            return module
    raise Malformed("unknown_format", "El JSON no es de ningún formato conocido: revise que sea un aviso.")
