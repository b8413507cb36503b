"""Bytes to text: what is no text is refused, what is no UTF-8 is told apart from Windows-1252."""

import codecs
import re

from hilo.lib.errors import BadInput

MOST_BYTES = 8 * 1024 * 1024

_RECORDINGS = (
    *(b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3"),
    *(
        b"\xff\xfb",
        b"\xff\xf3",
        b"\xff\xf2",
        b"\xff\xf1",
        b"\xff\xf9",
        b"FLV\x01",
        b"0&\xb2u",
        b"#!AMR",
        b"II*\x00",
        b"MM\x00*",
    ),
)
_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x14\x16-\x1f\x7f]")  # 0x15 encloses CHAT's times
_SEQUENCES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LINE_ENDS = re.compile("\r\n?")


def decode(data: bytes) -> tuple[str, list[tuple[int, str]]]:
    """The text with LF line ends and no byte order mark, and faults as (line, sentence). Raises BadInput."""
    _refuse(data)
    try:
        return _LINE_ENDS.sub("\n", data.decode("utf-8-sig")), []
    except UnicodeDecodeError as broken:
        at = broken.start
    if len(_SEQUENCES.findall(data)) > data.decode("utf-8", "replace").count("�"):
        text, sentence = (
            data.decode("utf-8-sig", "replace"),
            "El texto UTF-8 está dañado aquí; lo ilegible se ve como «�». Pida el archivo otra vez.",
        )
    else:
        text, sentence = (
            data.decode("cp1252", "replace"),
            "El archivo no está en UTF-8 y se leyó como Windows-1252; compruebe los acentos.",
        )
    return _LINE_ENDS.sub("\n", text), [(_line(data, at), sentence)]


def _line(data: bytes, at: int) -> int:
    before = data[:at]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def _refuse(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise BadInput("El archivo pasa de 8 MiB; divida la transcripción en partes.")
    if data.startswith(_RECORDINGS) or data[4:8] == b"ftyp":
        raise BadInput("Es una imagen, un audio o un video; aquí se recibe solo su transcripción en texto.")
    if data.startswith(_DOCUMENTS):
        raise BadInput("Es un documento con formato; ábralo y guárdelo como texto sin formato (.txt, UTF-8).")
    if data.startswith(_UTF16):
        raise BadInput("El texto está en UTF-16; guárdelo como UTF-8 y vuelva a intentarlo.")
    if b"\x00" in data or 50 * len(_CONTROLS.findall(data)) > len(data):
        raise BadInput("El archivo no es texto; guarde la transcripción como texto UTF-8 y vuelva a intentarlo.")
    if not data.strip():
        raise BadInput("El archivo está vacío; revise que sea la transcripción.")
