"""How files begin that are no text: by these bytes a refused file gets the sentence that helps."""

import re

from hilo.evidence.document_refusals import Refused

TAG = r"<(?:!doctype|html|svg|body|script|img|iframe|object|embed|video|picture|canvas)[\s:>/]|<\?xml"

# What the first bytes say -> code of the refusal. Sought at any place of the first kilobytes, because a file can begin
# as one thing and go on as another.
BEGINNINGS = (
    (
        "picture",
        re.compile(
            rb"\xff\xd8\xff|\x89PNG|GIF8[79]a|RIFF....WEBP|II\*\0|MM\0\*|ftyp(?:heic|heix|mif1|msf1|avif)|Exif\0\0|JFIF\0"
            rb"|\0\0\0\x0c(?:jP  |JXL )|\xff\x0a.\0|8BPS\0|^BM....\0\0\0\0|^\0\0\x01\0[\x01-\x20]\0"
            rb"|^P[1-7]\s+(?:#|\d+\s+\d+\s)|/\* XPM \*/|#define \w+_width \d",
            re.DOTALL,
        ),
    ),
    (
        "moving",
        re.compile(
            rb"ftyp[a-zA-Z0-9 ]{4}|\x1a\x45\xdf\xa3|RIFF....(?:AVI |WAVE)|\0\0\x01[\xb3\xba]|FLV\x01|OggS\0|fLaC\0"
            rb"|^ID3[\x02-\x04]|^\xff[\xfb\xf3\xf2]|0&\xb2u\x8ef\xcf\x11",
            re.DOTALL,
        ),
    ),
    (
        "packed",
        re.compile(
            rb"PK\x03\x04|\x1f\x8b\x08|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|BZh\d1AY&SY|\xfd7zXZ\0|\x28\xb5\x2f\xfd"
            rb"|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|ustar[\0 ]",
            re.DOTALL,
        ),
    ),
    ("page", re.compile(TAG.encode() + rb"|\{\\rtf\d|%!PS", re.IGNORECASE)),
)
FIRST = 8192

# Beginnings so particular that chance does not write them: sought in a whole PDF and in every part of it. A picture
# that was hidden there, packed or not, would be found by whoever takes the part out.
ANYWHERE = re.compile(
    rb"(?P<pdf_picture>\xff\xd8\xff[\xe0\xe1\xe2\xee]..(?:JFIF|Exif|ICC_|Adob)|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBP"
    rb"|....ftyp(?:heic|heix|mif1|avif)|\0\0\0\x0cjP  \r\n|<svg[\s:>/])"
    rb"|(?P<pdf_moving>....ftyp(?:isom|mp4[12]|qt  |M4V )|RIFF....AVI |\x1a\x45\xdf\xa3.{0,40}(?:webm|matroska))"
    rb"|(?P<pdf_files>PK\x03\x04.{2}[\0-\x0f]\0|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c)",
    re.DOTALL,
)
# Inside a part that was unpacked there is less chance: fewer bytes are enough.
INSIDE = re.compile(rb"(?P<pdf_picture>\xff\xd8\xff[\xe0-\xef\xdb\xc4\xfe])", re.DOTALL)


def kind_of(content: bytes) -> str:
    """Code of the refusal for bytes that are neither text nor PDF."""
    first = content[:FIRST]
    found = [code for code, marks in BEGINNINGS if marks.match(first)]
    found += [code for code, marks in BEGINNINGS if marks.search(first)]
    return found[0] if found else "unknown"


def look_for_others(content: bytes, *, unpacked: bool = False) -> None:
    """Raises Refused when a picture, video or archive begins somewhere in there."""
    found = ANYWHERE.search(content) or (INSIDE.search(content) if unpacked else None)
    if found is not None:
        raise Refused(found.lastgroup or "pdf_picture")
