"""Bytes of an XML document to nested dicts, with everything that could bite turned off.

An element with only text is a string; attributes are "@name"; text beside them is "#text"; a name
that repeats is a list. Namespaces are dropped and the order of different names does not matter, so
that a report sent again in another order is the same report.

Entities, DTDs and the network are off and a DOCTYPE is refused outright.

The parser keeps every name it ever met for as long as its thread lives. When names that are no
part of any known report have taken their share, each further document gets a thread of its own.
"""

import re
import threading
from typing import Any

from lxml import etree

from hilo.alerts.draft import Malformed
from hilo.alerts.formats import limits
from hilo.alerts.formats.json_text import check_size, decode
from hilo.alerts.formats.scrub import is_suspect, scrub

_DECLARATION = re.compile(r"\s{0,99}<\?xml\s[^>]{0,300}\?>")
_ENCODING = re.compile(rb"\s{0,99}<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._\-]{1,40})[\"']")
_OLD_ENCODINGS = {
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "latin-1": "latin-1",
    "windows-1252": "cp1252",
}
_UTF = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "utf-16"})
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_KEPT_NAMES = 20_000
_KEPT_CHARS = 16 * 1024 * 1024


def load(data: bytes) -> tuple[str, Any, list[str]]:
    """Name of the root, its tree, and the notes of what was cleaned. Raises Malformed."""
    check_size(data)
    text = _DECLARATION.sub("", _decode(data), count=1)
    _check(text)
    raw = text.encode()
    parsed: list[tuple[str, Any] | Malformed] = []
    if _names.spent < _KEPT_CHARS:
        _parse(raw, _PARSER, parsed)
    else:
        alone = threading.Thread(target=lambda: _parse(raw, _hardened(), parsed))
        alone.start()
        alone.join()
    result = parsed[0]
    if isinstance(result, Malformed):
        _names.spent += len(text)
        raise result
    root, tree = result
    notes: list[str] = []
    return root, scrub(tree, notes) if b"&#" in raw or is_suspect(raw, b"<") else tree, notes


class _Names:
    """Which names the parser has met, up to a bound, and how many characters the rest has cost."""

    def __init__(self) -> None:
        self.met: set[str] = set()
        self.spent = 0

    def meet(self, name: str) -> None:
        self.spent += len(name) + 32
        if len(self.met) < _KEPT_NAMES:
            self.met.add(name)


_names = _Names()


def _hardened() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,  # our own, lower, limits are checked before and after
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
    )


_PARSER = _hardened()


def _parse(raw: bytes, parser: etree.XMLParser, parsed: list[Any]) -> None:
    try:
        root = etree.fromstring(raw, parser)
        parsed.append((_local(str(root.tag)), _convert(root, 1)))
    except Malformed as refused:
        parsed.append(refused)
    except etree.XMLSyntaxError as error:
        line = getattr(error, "lineno", 0) or 0
        parsed.append(
            Malformed("syntax", f"No es XML correcto (línea {line}): pida al remitente que lo envíe de nuevo.")
        )


def _decode(data: bytes) -> str:
    declared = _ENCODING.match(data)
    name = declared[1].decode().lower() if declared else "utf-8"
    if name in _OLD_ENCODINGS:
        return data.decode(_OLD_ENCODINGS[name], "replace")
    if name not in _UTF:
        raise Malformed("encoding", f"El XML dice estar en «{name}»: guárdelo como UTF-8 y vuelva a importarlo.")
    return decode(data)


def _check(text: str) -> None:
    if not text.strip():
        raise Malformed("empty", "El archivo está vacío: pida al remitente que lo envíe de nuevo.")
    if _has_doctype(text):
        raise Malformed("doctype", "El XML trae un DOCTYPE, que no se acepta por seguridad: pida el archivo sin él.")
    if text.count("<") > limits.XML_MARKS or text.count("=") > limits.XML_MARKS:
        raise Malformed("too_many_elements", "El XML tiene demasiados elementos para ser un aviso: revise el archivo.")


def _has_doctype(text: str) -> bool:
    """Whether a DOCTYPE stands before the root; comments and instructions are stepped over."""
    at = 0
    while True:
        at += len(text[at : at + 4096]) - len(text[at : at + 4096].lstrip())
        end = "?>" if text.startswith("<?", at) else "-->" if text.startswith("<!--", at) else ""
        if not end:
            if text[at : at + 1].isspace():
                continue
            return text[at : at + 9].upper() == "<!DOCTYPE"
        closed = text.find(end, at)
        if closed < 0:
            return False
        at = closed + len(end)


def _local(tag: str) -> str:
    return tag[tag.rfind("}") + 1 :]


def _convert(element: Any, depth: int) -> Any:
    attributes = element.items()
    if not len(element) and not attributes:
        return element.text or ""
    if depth > limits.XML_DEPTH:
        raise Malformed("depth", "El XML está anidado más de 100 niveles: pida un archivo correcto.")
    node: dict[str, Any] = {"@" + _met(name): value for name, value in attributes if not name.startswith(_XSI)}
    if not len(element):
        node["#text"] = element.text or ""
        return node
    between = [element.text]
    for child in element:
        tag = child.tag
        if type(tag) is not str:  # an entity that was not resolved
            raise Malformed("entity", "El XML usa una entidad no permitida: pida el archivo sin ella.")
        value = _convert(child, depth + 1) if len(child) or child.keys() else child.text or ""
        tag = _met(tag)
        if tag in node:
            _repeat(node, tag, value)
        else:
            node[tag] = value
        between.append(child.tail)
    text = " ".join(part.strip() for part in between if part and not part.isspace()) if any(between) else ""
    if text:
        node["#text"] = text
    return node


def _met(name: str) -> str:
    """The name to keep: without namespace, of bounded length."""
    if name not in _names.met:
        _names.meet(name)
    return _local(name)[: limits.KEY_CHARS]


def _repeat(node: dict[str, Any], tag: str, value: Any) -> None:
    if type(node[tag]) is list:
        node[tag].append(value)
    else:
        node[tag] = [node[tag], value]
