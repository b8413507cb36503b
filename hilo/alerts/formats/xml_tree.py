"""Bytes of an XML document to nested dicts, with everything that could bite turned off.

An element with only text is a string; attributes are "@name"; text beside them is "#text"; a name
that repeats is a list. Namespaces are dropped and the order of different names does not matter, so
that a report sent again in another order is the same report.

Entities, DTDs and the network are off and a DOCTYPE is refused outright. The counts are checked on
the text before parsing because the parser keeps every name it ever met.
"""

import re
from typing import Any

from lxml import etree

from hilo.alerts.draft import Malformed
from hilo.alerts.formats import limits
from hilo.alerts.formats.json_text import check_size, decode
from hilo.alerts.formats.scrub import scrub

_DECLARATION = re.compile(r"\s{0,99}<\?xml\s[^>]{0,300}\?>")
_ENCODING = re.compile(
    rb"\s{0,99}<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._\-]{1,40})[\"']"
)
_OLD_ENCODINGS = {
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "latin-1": "latin-1",
    "windows-1252": "cp1252",
}
_UTF = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "utf-16"})
_NAMES = re.compile(r"<([^\s<>/!?]+)|\s([^\s<>=\"'/]+)\s*=\s*[\"']")
_SUSPECT = re.compile("&#|data:|[^<]{2000}|ÿØÿ|GIF8|\x89PNG", re.IGNORECASE)
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def load(data: bytes) -> tuple[str, Any, list[str]]:
    """Name of the root, its tree, and the notes of what was cleaned. Raises Malformed."""
    check_size(data)
    text = _DECLARATION.sub("", _decode(data), count=1)
    _check(text)
    try:
        root = etree.fromstring(text.encode(), _PARSER)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        line = getattr(error, "lineno", 0) or 0
        raise Malformed(
            "syntax", f"No es XML correcto (línea {line}): pida al remitente que lo envíe de nuevo."
        ) from None
    notes: list[str] = []
    tree = _convert(root, 1)
    return _local(str(root.tag)), scrub(tree, notes) if _SUSPECT.search(text) else tree, notes


_PARSER = etree.XMLParser(
    encoding="utf-8",
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    dtd_validation=False,
    huge_tree=True,  # our own, lower, limits are checked before and after
    remove_comments=True,
    remove_pis=True,
)


def _decode(data: bytes) -> str:
    declared = _ENCODING.match(data)
    name = declared[1].decode().lower() if declared else "utf-8"
    if name in _OLD_ENCODINGS:
        return data.decode(_OLD_ENCODINGS[name], "replace")
    if name not in _UTF:
        raise Malformed(
            "encoding", f"El XML dice estar en «{name}»: guárdelo como UTF-8 y vuelva a importarlo."
        )
    return decode(data)


def _check(text: str) -> None:
    if not text.strip():
        raise Malformed("empty", "El archivo está vacío: pida al remitente que lo envíe de nuevo.")
    if _has_doctype(text):
        raise Malformed(
            "doctype", "El XML trae un DOCTYPE, que no se acepta por seguridad: pida el archivo sin él."
        )
    if text.count("<") > limits.XML_MARKS or text.count("=") > limits.XML_MARKS:
        raise Malformed(
            "too_many_elements", "El XML tiene demasiados elementos para ser un aviso: revise el archivo."
        )
    found = _NAMES.findall(text)
    names = {tag or attribute for tag, attribute in found}
    if len(names) > limits.XML_NAMES or any(len(name) > limits.XML_NAME_CHARS for name in names):
        raise Malformed(
            "too_many_names", "El XML usa demasiados nombres distintos para ser un aviso: revise el archivo."
        )


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
    attributes = element.attrib
    if not len(element) and not attributes:
        return element.text or ""
    if depth > limits.XML_DEPTH:
        raise Malformed("depth", "El XML está anidado más de 100 niveles: pida un archivo correcto.")
    node: dict[str, Any] = {}
    for name, value in attributes.items():
        if not name.startswith(_XSI):
            node["@" + _local(name)] = value
    text = _own_text(element)
    if text or not len(element):
        node["#text"] = text
    for child in element:
        tag = child.tag
        if type(tag) is not str:  # an entity that was not resolved
            raise Malformed("entity", "El XML usa una entidad no permitida: pida el archivo sin ella.")
        _lay(node, tag[tag.rfind("}") + 1 :] if tag[0] == "{" else tag, _convert(child, depth + 1))
    return node


def _own_text(element: Any) -> str:
    parts = [element.text or ""]
    parts.extend(child.tail for child in element if child.tail)
    return " ".join("".join(parts).split()) if len(element) else parts[0]


def _lay(node: dict[str, Any], tag: str, value: Any) -> None:
    if tag not in node:
        node[tag] = value
    elif type(node[tag]) is list:
        node[tag].append(value)
    else:
        node[tag] = [node[tag], value]
