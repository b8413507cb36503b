"""PDFs written by hand: plain letters, and letters that hide something. The picture in them is none.

``letter()`` is a letter of one page; its arguments put something into it.
"""

import gzip
import io
import zipfile
import zlib

from tests.door.pictures import B64, PICTURE

WORDS = "Se hace constar que el grupo de tercero entrega el listado del paseo escolar del martes."
PNG = b"\x89PNG\r\n\x1a\n" + PICTURE[20:]
GIF = b"GIF89a" + PICTURE[20:]
WEBP = b"RIFF\x10\x20\0\0WEBPVP8 " + PICTURE[20:]
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0" + PICTURE[20:]
MP4 = b"\0\0\0\x18ftypisom\0\0\2\0" + PICTURE[20:]
ZIP = b"PK\x03\x04\x14\0\0\0\0\0" + PICTURE[20:]
COMMENTED_GIF = b"GIF89a\1\0\1\0\x80\0\0!\xfe\x20Este oficio consta de una hoja. \0" + PICTURE[20:]
PAGE = f"BT /F1 11 Tf 72 720 Td ({WORDS}) Tj ET".encode()
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def stream(data: bytes, more: bytes = b"", *, packed: bool = False) -> bytes:
    """A part with a stream; ``more``: what else its dictionary says."""
    if packed:
        data, more = zlib.compress(data), more + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


def letter(
    *,
    page: bytes = PAGE,
    page_more: bytes = b"",
    resources: bytes = b"",
    catalog: bytes = b"",
    font: bytes = FONT,
    parts: dict[int, bytes] | None = None,
    before: bytes = b"",
    middle: bytes = b"",
    after: bytes = b"",
    trailer: bytes = b"",
    packed: bool = False,
) -> bytes:
    """A letter of one page with a right table of contents. ``parts``: further ones, from 6 on."""
    bodies = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> %s >> %s >>" % (resources, page_more),
        4: stream(page, packed=packed),
        5: font,
        **(parts or {}),
    }
    whole, places = before + b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {}
    for number, body in bodies.items():
        places[number] = len(whole)
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        whole += middle if number == 2 else b""
    start, most = len(whole), max(bodies) + 1
    rows = [b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 00000 f \n" for n in range(1, most)]
    whole += b"xref\n0 %d\n0000000000 65535 f \n%s" % (most, b"".join(rows))
    return whole + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n%s" % (most, trailer, start, after)


def _image(data: bytes, filters: bytes = b"/DCTDecode", packed: bool = False) -> dict[int, bytes]:
    more = b"/Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    return {6: stream(data, more + (b"" if packed else b" /Filter " + filters), packed=packed)}


def _packed_parts(body: bytes) -> dict[int, bytes]:
    inside = b"7 0 " + body
    return {6: stream(inside, b"/Type /ObjStm /N 1 /First 4", packed=True)}


def _zipped_letter() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("word/document.xml", WORDS)
        archive.writestr("word/media/image1.jpeg", PICTURE)
    return whole.getvalue()


USE = b"/XObject << /I 6 0 R >>"
DRAW = PAGE + b" q 64 0 0 64 72 600 cm /I Do Q"
LOOSE = b"".join(b"%d %d 1 1 re f " % (n % 100, n // 100) for n in range(9000))
SFNT = b"\0\1\0\0\0\1\0\0\0\0\0\0sbix\0\0\0\0" + (28).to_bytes(4, "big") + len(PICTURE).to_bytes(4, "big")
EMBEDDED = b"<< /Type /Font /Subtype /TrueType /BaseFont /AAAAAA+X /FontDescriptor 6 0 R >>"
DESCRIPTOR = b"<< /Type /FontDescriptor /FontName /AAAAAA+X /FontFile2 7 0 R >>"
ACTION = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"

# What is wrong -> the file.
TRICKS: dict[str, bytes] = {
    "a picture": letter(page=DRAW, resources=USE, parts=_image(PICTURE)),
    "a picture that no page shows": letter(parts=_image(PICTURE)),
    "a picture under a name with other signs": letter(
        resources=USE, parts={6: _image(PICTURE)[6].replace(b"/Image", b"/Im#61ge")}
    ),
    "a picture that is packed": letter(page=DRAW, resources=USE, parts=_image(bytes(64 * 64 * 3), packed=True)),
    "a picture of another format": letter(page=DRAW, resources=USE, parts=_image(PICTURE[20:], b"/JPXDecode")),
    "a scan of a fax": letter(page=DRAW, resources=USE, parts=_image(PICTURE[20:], b"/CCITTFaxDecode")),
    "a scan in two colours": letter(page=DRAW, resources=USE, parts=_image(PICTURE[20:], b"/JBIG2Decode")),
    "a picture packed and in signs": letter(
        page=DRAW, resources=USE, parts=_image(PICTURE.hex().encode() + b">", b"[/ASCIIHexDecode /DCTDecode]")
    ),
    "a picture in the page itself": letter(page=PAGE + b" q BI /W 8 /H 8 /CS /G /BPC 8 ID " + PICTURE[:64] + b" EI Q"),
    "a picture in a packed page": letter(page=PAGE + b" BI /W 8 /H 8 ID " + PICTURE[20:84] + b" EI", packed=True),
    "a picture as the text of the page": letter(page=PAGE + b" BT <" + PICTURE.hex().encode() + b"> Tj ET"),
    "packed bytes as the text of the page": letter(page=PAGE + b" BT <" + PICTURE[20:].hex().encode() + b"> Tj ET"),
    "base64 on the page": letter(page=PAGE + b" BT /F1 6 Tf (" + B64.encode() + b") Tj ET"),
    "hexadecimal on the page": letter(page=PAGE + b" BT /F1 6 Tf (" + PICTURE[20:].hex().encode() + b") Tj ET"),
    "a mosaic of dots": letter(page=PAGE + b" " + LOOSE),
    "letters drawn as pictures": letter(
        font=b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /CharProcs << /a 6 0 R >> /FirstChar 97 >>",
        parts={6: stream(b"100 0 d0 q 8 0 0 8 0 0 cm BI /W 8 /H 8 ID 12345678 EI Q")},
    ),
    "pictures inside a font": letter(font=EMBEDDED, parts={6: DESCRIPTOR, 7: stream(SFNT + PICTURE, packed=True)}),
    "a picture for a font": letter(font=EMBEDDED, parts={6: DESCRIPTOR, 7: stream(PICTURE, packed=True)}),
    "a picture as colours": letter(
        resources=b"/ColorSpace << /C [/ICCBased 6 0 R] >>", parts={6: stream(PICTURE, b"/N 3", packed=True)}
    ),
    "a picture in the notes about the file": letter(
        catalog=b"/Metadata 6 0 R",
        parts={
            6: stream(
                b"<x:xmpmeta><xmpGImg:image>" + B64.encode() + b"</xmpGImg:image></x:xmpmeta>",
                b"/Type /Metadata /Subtype /XML",
            )
        },
    ),
    "base64 in the notes about the file": letter(
        catalog=b"/Metadata 6 0 R",
        parts={
            6: stream(b"<x:xmpmeta><dc:t>" + B64.encode() + b"</dc:t></x:xmpmeta>", b"/Type /Metadata /Subtype /XML")
        },
    ),
    "a small picture of the page": letter(page_more=b"/Thumb 6 0 R", parts={6: stream(PICTURE[20:])}),
    "base64 as the title": letter(trailer=b"/Info 6 0 R", parts={6: b"<< /Title (" + B64.encode() + b") >>"}),
    "base64 as many titles": letter(
        trailer=b"/Info 6 0 R",
        parts={6: b"<< /T [" + b" ".join(b"(%s)" % B64[n : n + 30].encode() for n in range(0, 3000, 30)) + b"] >>"},
    ),
    "a picture as a title": letter(
        trailer=b"/Info 6 0 R", parts={6: b"<< /Title <" + PICTURE.hex().encode() + b"> >>"}
    ),
    "a file inside": letter(
        catalog=b"/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>",
        parts={
            6: b"<< /Type /Filespec /F (a.jpg) /EF << /F 7 0 R >> >>",
            7: stream(PICTURE[20:], b"/Type /EmbeddedFile"),
        },
    ),
    "a file pinned to the page": letter(
        page_more=b"/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] >>]"
    ),
    "a film": letter(page_more=b"/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] >>]"),
    "a sound": letter(
        page_more=b"/Annots [<< /Type /Annot /Subtype /Sound /Sound 6 0 R >>]",
        parts={6: stream(PICTURE[20:], b"/Type /Sound")},
    ),
    "an object in space": letter(page_more=b"/Annots [<< /Type /Annot /Subtype /3D >>]"),
    "code that runs by itself": letter(catalog=b"/OpenAction " + ACTION),
    "code under a name with other signs": letter(catalog=b"/OpenAction " + ACTION.replace(b"/JS ", b"/#4a#53 ")),
    "code in a packed part": letter(catalog=b"/OpenAction 7 0 R", parts=_packed_parts(ACTION)),
    "a program that is started": letter(catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >>"),
    "a form with code": letter(catalog=b"/AcroForm << /XFA 6 0 R >>", parts={6: stream(b"<xdp/>")}),
    "a locked one": letter(
        trailer=b"/Encrypt 6 0 R", parts={6: b"<< /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -4 >>"}
    ),
    "one that is signed inside": letter(
        parts={6: b"<< /Type /Sig /ByteRange [0 1 2 3] /Contents <30820100" + b"00" * 5000 + b"> >>"}
    ),
    "a stream that is for nothing": letter(parts={6: stream(PICTURE[20:])}),
    "a picture before it": letter(before=PICTURE),
    "one line before it": letter(before=b"\n"),
    "a picture behind it": letter(after=PICTURE),
    "bytes of a picture behind it": letter(after=PICTURE[20:]),
    "a zip behind it": letter(after=_zipped_letter()),
    "bytes of a picture between its parts": letter(middle=PICTURE[20:].replace(b"%", b"")),
    "a picture in a remark": letter(middle=b"%" + PICTURE[20:].translate(None, b"\r\n") + b"\n"),
    "a picture behind the end of a packed stream": letter(
        parts={6: stream(zlib.compress(PAGE) + PICTURE[20:], b"/Subtype /Form /Filter /FlateDecode")}
    ),
    "a part hidden in a string": letter(trailer=b"/Info 6 0 R", parts={6: b"<< /T (9 0 obj << /A 1 >> endobj) >>"}),
    "the same part twice": letter(middle=b"5 0 obj\n" + FONT + b"\nendobj\n"),
    "a key twice": letter(page_more=b"/Contents 4 0 R"),
    "a stream in another file": letter(parts={6: stream(b"", b"/F (/etc/passwd) /Subtype /Form")}),
    "a bomb": letter(page=b"q " * 9_000_000, packed=True),
    "a bomb of packed parts": letter(
        parts={6: stream(b"7 0 " + b"[" * 100_000, b"/Type /ObjStm /N 1 /First 4", packed=True)}
    ),
    "pages without end": letter().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
    "one page a thousand times": letter().replace(b"/Kids [3 0 R]", b"/Kids [" + b"3 0 R " * 1000 + b"]"),
    "pieces made of pieces": letter(
        page=PAGE + b" /I Do", resources=USE, parts={6: stream(b"/I Do /I Do", b"/Subtype /Form /Resources << >>")}
    ),
    "pieces made of pieces, in lines": letter(
        page=PAGE + b" /I Do", resources=USE, parts={6: stream(b"/I\nDo", b"/Subtype /Form /Resources << >>")}
    ),
    "no text at all": letter(page=b"0 0 100 100 re f"),
    "only its first line": b"%PDF-1.7\n" + PICTURE,
    "half of it": letter()[:500],
    "another filter": letter(parts={6: stream(PICTURE[20:], b"/Subtype /Form /Filter /LZWDecode")}),
    "numbers foretold": letter(
        parts={6: stream(PAGE, b"/Subtype /Form /DecodeParms << /Predictor 15 /Columns 64 >>", packed=True)}
    ),
}

# The same, as other files.
FILES: dict[str, bytes] = {
    "JPEG": PICTURE,
    "JPEG with words behind it": PICTURE[:900] + WORDS.encode() * 90,
    "words and then JPEG": WORDS.encode() * 9 + PICTURE,
    "PNG": PNG,
    "GIF": GIF,
    "GIF with a remark in words": COMMENTED_GIF,
    "WebP": WEBP,
    "HEIC": HEIC,
    "MP4": MP4,
    "TIFF": b"II*\0" + PICTURE[20:],
    "BMP": b"BM" + len(PICTURE).to_bytes(4, "little") + bytes(4) + PICTURE[20:],
    "a picture in numbers": b"P3\n24 32\n255\n" + " ".join(map(str, PICTURE)).encode(),
    "a picture in ones and zeros": b"P1\n80 80\n" + b"0 1 1 0 1 " * 1400,
    "dots in ones and zeros": b"0 1 1 0 1 " * 1400,
    "a picture as a program": b"/* XPM */\nstatic char *a[] = {\n" + b'"....XX..",\n' * 300,
    "a drawing of dots": ("\u28ff\u2847\u2819\u280b" * 300).encode(),
    "zip": ZIP,
    "Word": _zipped_letter(),
    "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + PICTURE[20:],
    "gzip": gzip.compress(PICTURE),
    "a page with a picture": f'<!doctype html><p>{WORDS}</p><img src="data:image/jpeg;base64,{B64}">'.encode(),
    "a page with a picture elsewhere": f'<p>{WORDS}</p>{" " * 9000}<img src="https://foto.example/1.jpg">'.encode(),
    "a drawing": b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>",
    "RTF": b"{\\rtf1 {\\pict\\jpegblip " + PICTURE.hex().encode() + b"}}",
    "PostScript": b"%!PS-Adobe-3.0\n" + WORDS.encode(),
    "text in another alphabet": WORDS.encode("utf-16"),
    "text in another alphabet, without its mark": WORDS.encode("utf-16-le"),
    "old text": "Sesión del día tres: la niña perdió la mochila.".encode("latin-1"),
    "base64 in another alphabet": B64.encode("utf-16"),
    "text with a zero": WORDS.encode() + b"\0" + WORDS.encode(),
    "base64 with a hundred spaces": "".join(sign + " " * 100 for sign in B64).encode(),
    "base64 with signs nobody sees": "".join(sign + "\u200b" * 100 for sign in B64).encode(),
    "base64 far down": (WORDS + "\n").encode() * 3000 + B64.encode(),
    "nothing": b"",
    "spaces": b" \n" * 40,
    "too much": b"a b\n" * 600_000,
}
