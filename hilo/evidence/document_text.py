"""Text that may be kept is writing: no file written out in signs, no drawing, no page with code.

The detection of files in signs is the public door's own (:mod:`hilo.door.images`). It was made for what a person
types; a document is longer, so it is looked through in windows, without what would thin the signs out.
"""

import re
import unicodedata

from hilo.door.images import holds_picture
from hilo.evidence.document_marks import TAG, kind_of
from hilo.evidence.document_refusals import Refused

MOST_SIGNS = 400_000  # some 150 pages of writing
WINDOW, OVERLAP = 65_536, 8_192
MOST_DRAWN = 400  # blocks and dots with which pictures are drawn; tables use lines, which are others
GAPS = re.compile(r"(\s)\s+")
DRAWN = re.compile("[\u2580-\u25ff\u2800-\u28ff\U0001fb00-\U0001fbff]")
BETWEEN = re.compile(r"[\s,;]+")
DOTS = re.compile(r"[01]+|\W+")  # of a picture written dot by dot, or drawn with signs
MOST_DOTS = 2_048
PAGE = re.compile(TAG, re.IGNORECASE)


def read(content: bytes) -> str:
    """The text of a file of plain text. Raises Refused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_of_bytes(content)) from None
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in set(text)):
        raise Refused(_of_bytes(content))
    if (kind := kind_of(content)) != "unknown":
        raise Refused(kind)
    if PAGE.search(text):
        raise Refused("page")
    check(text)
    return text


def _of_bytes(content: bytes) -> str:
    """What bytes are that are no text in UTF-8: a known kind of file, a text in another encoding, or unknown."""
    kind = kind_of(content)
    if kind != "unknown":
        return kind
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff") or content[1:64:2].count(0) > 24 or content[:64:2].count(0) > 24
    plain = not any(one < 32 and one not in b"\t\n\r\f" for one in set(content))
    return "encoding" if wide or plain else "unknown"


def check(text: str) -> None:
    """Writing of a length that can be looked through, and nothing else. Raises Refused."""
    if len(text) > MOST_SIGNS:
        raise Refused("large")
    dots = DOTS.findall(BETWEEN.sub("", text))
    if len(DRAWN.findall(text)) > MOST_DRAWN or max(map(len, dots), default=0) > MOST_DOTS:
        raise Refused("drawn")
    if any(holds_picture(window) for window in _windows(text)):
        raise Refused("written")


def _windows(text: str) -> list[str]:
    """Pieces of the text, each with the end of the one before; nothing unseen and no wide gaps between its signs."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Mn", "Me"))
    dense = GAPS.sub(r"\1", seen)
    return [dense[at : at + WINDOW] for at in range(0, max(len(dense) - OVERLAP, 1), WINDOW - OVERLAP)]
