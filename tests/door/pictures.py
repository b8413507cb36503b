"""A picture that is none, unlike any other bytes, and the ways to write it out as text or to send it as it is."""

import base64
import binascii
import gzip
import io
import json
import quopri
import random
import zipfile
import zlib
from urllib.parse import quote, urlencode

_rng = random.Random(20)
PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(_rng.randrange(256) for _ in range(2400))
B64 = base64.b64encode(PICTURE).decode()
PIECE = 16  # bytes of it in a row are no chance


def _zipped() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("foto.jpg", PICTURE)
    return whole.getvalue()


def _cut(text: str, size: int, between: str) -> str:
    return between.join(text[at : at + size] for at in range(0, len(text), size))


WRITTEN = {
    "base64": B64,
    "data address": f"data:image/jpeg;base64,{B64}",
    "data address in any case": f"mira DaTa:iMaGe/JPEG;charset=utf-8;base64,{B64}",
    "short data address": "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
    "data address of a drawing": "data:image/svg+xml,%3Csvg%20xmlns=%22x%22%3E",
    "a drawing": "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>",
    "data address with spaces": "data : image/png ; base64 , " + B64,
    "base64 in lines": _cut(B64, 76, "\n"),
    "base64 in lines of DOS": _cut(B64, 60, "\r\n"),
    "base64 with spaces": _cut(B64, 4, " "),
    "base64 with signs nobody sees": _cut(B64, 3, "\u200b"),
    "base64 with soft hyphens": "\u00ad".join(B64),
    "base64 with accents": "\u0301".join(B64),
    "base64 in wide letters": "".join(chr(ord(sign) + 0xFEE0) for sign in B64),
    "base64 with tabs": _cut(B64, 8, "\t"),
    "base64 with full stops": _cut(B64, 20, "."),
    "base64 with words between": _cut(B64, 60, " y "),
    "base64 in numbered lines": "\n".join(f"{n}: {one}" for n, one in enumerate(_cut(B64, 76, "\n").split("\n"))),
    "base64 quoted as in a letter": "> " + _cut(B64, 64, "\n> "),
    "base64 backwards": B64[::-1],
    "base64 for addresses": base64.urlsafe_b64encode(PICTURE).decode(),
    "base64 after a long letter": "Perdí la mochila en el paseo. " * 60 + B64,
    "base64 of a zip": base64.b64encode(_zipped()).decode(),
    "base64 of packed bytes": base64.b64encode(zlib.compress(PICTURE)).decode(),
    "a part of a letter": "--x\nContent-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n" + _cut(B64, 76, "\n"),
    "base32": base64.b32encode(PICTURE).decode(),
    "base85": base64.b85encode(PICTURE).decode(),
    "ascii85": base64.a85encode(PICTURE).decode(),
    "hexadecimal": PICTURE.hex(),
    "hexadecimal with spaces": PICTURE.hex(" ").upper(),
    "hexadecimal with colons": PICTURE.hex(":"),
    "hexadecimal of a program": ", ".join(f"0x{one:02x}" for one in PICTURE),
    "escaped bytes": "".join(f"\\x{one:02x}" for one in PICTURE),
    "escaped signs": "".join(f"\\u00{one:02x}" for one in PICTURE),
    "percent signs": "".join(f"%{one:02X}" for one in PICTURE),
    "percent signs twice": "".join(f"%25{one:02X}" for one in PICTURE),
    "numbers": ", ".join(map(str, PICTURE)),
    "a list": json.dumps(list(PICTURE)),
    "entities": "".join(f"&#{one};" for one in PICTURE),
    "quoted printable": quopri.encodestring(PICTURE).decode(),
    "uuencoded": "".join(binascii.b2a_uu(PICTURE[at : at + 45]).decode() for at in range(0, len(PICTURE), 45)),
    "bytes as signs": PICTURE.decode("latin-1"),
    "signs of two bytes": (PICTURE + b"x").decode("utf-16-le", "replace"),
}

_URLENCODED = "application/x-www-form-urlencoded"
_FORM = {"Content-Type": _URLENCODED}
_FILE = {"Content-Type": "multipart/form-data; boundary=x"}
_PART = b'--x\r\nContent-Disposition: form-data; name="account"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
_PARTS = _PART + PICTURE + b"\r\n--x--\r\n"
_BIG = PICTURE * 40  # 97 KB
_FIELD = urlencode({"account": "hola"}).encode()

# name -> method, path, headers, body; the form key is put in place of KEY
KEY = b"FORMKEY"
SENT = {
    "a file field": ("POST", "/", _FILE, _PARTS),
    "a large file field": ("POST", "/", _FILE, _PART + _BIG + b"\r\n--x--"),
    "a file field in capitals": ("POST", "/", {"Content-Type": "Multipart/Form-Data; boundary=x"}, _PARTS),
    "mixed parts": ("POST", "/", {"Content-Type": "multipart/mixed; boundary=x"}, _PARTS),
    "related parts": ("POST", "/", {"Content-Type": "multipart/related; boundary=x"}, _PARTS),
    "parts that say they are a form": ("POST", "/", _FORM, _PARTS),
    "the picture itself": ("POST", "/", {"Content-Type": "image/jpeg"}, PICTURE),
    "bytes": ("POST", "/", {"Content-Type": "application/octet-stream"}, PICTURE),
    "bytes of no type": ("POST", "/", {"Content-Type": ""}, PICTURE),
    "bytes that say they are a form": ("POST", "/", _FORM, b"f=" + KEY + b"&account=" + PICTURE),
    "a form in another alphabet": ("POST", "/", {"Content-Type": f"{_URLENCODED}; charset=utf-16"}, b"a=" + PICTURE),
    "JSON": ("POST", "/", {"Content-Type": "application/json"}, json.dumps({"account": B64}).encode()),
    "plain text": ("POST", "/", {"Content-Type": "text/plain"}, B64.encode()),
    "XML": ("POST", "/", {"Content-Type": "text/xml"}, f"<a>{B64}</a>".encode()),
    "a zip": ("POST", "/", {"Content-Type": "application/zip"}, _zipped()),
    "a packed form": ("POST", "/", _FORM | {"Content-Encoding": "gzip"}, gzip.compress(_FIELD + PICTURE)),
    "a deflated form": ("POST", "/", _FORM | {"Content-Encoding": "deflate"}, zlib.compress(PICTURE)),
    "PUT": ("PUT", "/foto.jpg", {"Content-Type": "image/jpeg"}, PICTURE),
    "PUT of the page": ("PUT", "/", _FORM, b"account=" + PICTURE),
    "PATCH": ("PATCH", "/", {"Content-Type": "image/jpeg"}, PICTURE),
    "DELETE with a body": ("DELETE", "/", {"Content-Type": "image/jpeg"}, PICTURE),
    "GET with a body": ("GET", "/", {"Content-Type": "image/jpeg"}, PICTURE),
    "OPTIONS with a body": ("OPTIONS", "/", {"Content-Type": "image/jpeg"}, PICTURE),
    "to the exit": ("POST", "/salir", _FORM, b"account=" + PICTURE),
    "to the probe": ("POST", "/salud/", {"Content-Type": "image/jpeg"}, PICTURE),
    "to nowhere": ("POST", "/fotos/subir", _FILE, _PARTS),
    "to the style sheet": ("POST", "/static/door/s.css", {"Content-Type": "image/jpeg"}, PICTURE),
    "in the query": ("GET", "/?" + urlencode({"account": B64}), {}, None),
    "in the path": ("GET", "/" + quote(B64, safe=""), {}, None),
    "in a header": ("GET", "/", {"X-Foto": B64}, None),
    "in the name of the browser": ("GET", "/", {"User-Agent": B64}, None),
    "in a huge header": ("GET", "/", {"X-Foto": B64 * 100}, None),
    "in the languages": ("GET", "/", {"Accept-Language": B64}, None),
    "in the cookie": ("GET", "/", {"Cookie": f"s={B64}"}, None),
    "in another cookie": ("GET", "/", {"Cookie": f"foto={B64}"}, None),
    "a body of 100 KB": ("POST", "/", _FORM, b"account=" + _BIG),
    "a body of 240 KB": ("POST", "/", _FORM, b"account=" + PICTURE * 100),
    "a body of 1 MB": ("POST", "/", _FORM, b"account=" + PICTURE * 430),
    "in the form key": ("POST", "/", _FORM, urlencode({"f": B64, "account": "hola"}).encode()),
    "in the page name": ("POST", "/", _FORM, b"f=" + KEY + b"&" + urlencode({"p": B64}).encode()),
    "in the way": ("POST", "/", _FORM, b"f=" + KEY + b"&" + urlencode({"w": B64}).encode()),
    "in the button": ("POST", "/", _FORM, b"f=" + KEY + b"&" + urlencode({"go": B64}).encode()),
    "in the language button": (
        "POST", "/", _FORM, b"f=" + KEY + b"&" + urlencode({"go": f"language:{B64}"}).encode(),
    ),
    "in a field there is not": (
        "POST", "/", _FORM, b"f=" + KEY + b"&" + urlencode({"foto": B64}).encode(),
    ),
}  # fmt: skip


def pieces() -> list[bytes]:
    """What is looked for: pieces of the picture, and of it in base64 and hexadecimal."""
    raw = [PICTURE[at : at + PIECE] for at in range(32, len(PICTURE) - PIECE, 211)]
    based = [B64[at : at + PIECE].encode() for at in range(48, len(B64) - PIECE, 284)]
    return [*raw, *based, *(one.hex().encode() for one in raw)]
