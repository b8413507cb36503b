"""Pictures do not come in as text: every field refuses them kindly, and no ordinary words are taken for one."""

import base64
import binascii
import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hilo.door.images import holds_picture
from hilo.door.models import Draft

BYTES = random.Random(7).randbytes(3000)
PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF" + BYTES
PLAIN = base64.b64encode(PICTURE).decode()


def spaced(text: str, every: int, gap: str) -> str:
    return gap.join(text[at : at + every] for at in range(0, len(text), every))


HIDDEN = {
    "base64": PLAIN,
    "base64, safe for addresses": base64.urlsafe_b64encode(PICTURE).decode(),
    "base64 in lines": spaced(PLAIN, 76, "\n"),
    "base64 in lines of a mail": spaced(PLAIN, 64, "\r\n> "),
    "base64 with spaces": spaced(PLAIN, 5, " "),
    "base64 with signs nobody sees": spaced(PLAIN, 3, "\u200b"),
    "base64 with soft hyphens": spaced(PLAIN, 9, "\u00ad"),
    "base64 with commas": spaced(PLAIN, 12, ", "),
    "base64 with a word in each line": spaced(PLAIN, 70, "\nhola "),
    "base64 in wide letters": "".join(chr(ord(sign) + 0xFEE0) if sign.isalnum() else sign for sign in PLAIN),
    "base64 after a true text": "Me quitaron la mochila el lunes.\n" * 20 + PLAIN,
    "base64 percent-encoded": "".join(f"%{ord(sign):02x}" for sign in PLAIN),
    "base64 as entities": "".join(f"&#{ord(sign)};" for sign in PLAIN),
    "base32": base64.b32encode(PICTURE).decode(),
    "base32 with spaces": spaced(base64.b32encode(PICTURE).decode(), 8, " "),
    "base85": base64.b85encode(PICTURE).decode(),
    "base85 in lines": spaced(base64.b85encode(PICTURE).decode(), 60, "\n"),
    "uuencode": "".join(binascii.b2a_uu(PICTURE[at : at + 45]).decode() for at in range(0, len(PICTURE), 45)),
    "hexadecimal": PICTURE.hex(),
    "hexadecimal, capitals": PICTURE.hex().upper(),
    "hexadecimal with spaces": PICTURE.hex(" "),
    "hexadecimal with colons": PICTURE.hex(":"),
    "hexadecimal as in C": "".join(f"\\x{byte:02x}" for byte in PICTURE),
    "numbers": ", ".join(str(byte) for byte in PICTURE),
    "percent": "".join(f"%{byte:02X}" for byte in PICTURE),
    "bytes as Latin letters": PICTURE.decode("latin-1"),
    "bytes as UTF-8": PICTURE.decode("utf-8", "replace"),
    "UTF-16 read as Latin letters": f"data:image/png;base64,{PLAIN[:400]}".encode("utf-16-le").decode("latin-1"),
    "data address": "data:image/png;base64,AAAA",
    "data address in capitals": "DATA:IMAGE/JPEG;BASE64,AAAA",
    "data address with parameters": 'mira data:image/svg+xml;charset=utf-8;name="a",%3Csvg%3E',
    "data address with gaps": "d a t a : image / png ;\nbase64 , AAAA",
    "data address without a kind": "data:;base64,AAAA",
    "data address percent-encoded": "data%3Aimage%2Fpng%3Bbase64%2CAAAA",
    "data address percent-encoded twice": "data%253Aimage%252Fpng%253Bbase64%252CAAAA",
    "data address as entities": "data&colon;image/png;base64,AAAA",
    "drawing": '<SVG xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9"/></SVG>',
    "small PNG": base64.b64encode(b"\x89PNG\r\n\x1a\n" + BYTES[:60]).decode(),
    "small GIF": base64.b64encode(b"GIF89a" + BYTES[:60]).decode(),
    "small WebP": base64.b64encode(b"RIFF\x10\x00\x00\x00WEBPVP8 " + BYTES[:60]).decode(),
    "small HEIC": base64.b64encode(b"\x00\x00\x00\x18ftypheic" + BYTES[:60]).decode(),
    "small zip": base64.b64encode(b"PK\x03\x04\x14\x00" + BYTES[:60]).decode(),
    "small JPEG in hexadecimal": PICTURE[:60].hex(),
}
ANY = string.ascii_letters + string.digits
SPANISH = (
    "El lunes fuimos al paseo de la escuela y alguien tomó mi mochila azul. Después volvió a pasar, y el maestro dijo "
    "que la buscáramos en el patio. ¡No estaba! Mi amiga Sol vio a un señor de la tienda con ella. "
)
ORDINARY = {
    "a story": SPANISH * 40,
    "a story without accents": SPANISH.encode("ascii", "ignore").decode() * 40,
    "a story in capitals": SPANISH.upper() * 40,
    "a story of capitalised words": SPANISH.title() * 40,
    "a story without spaces": SPANISH.replace(" ", "\n\n") * 40,
    "English": "We went on a school trip and somebody took my blue bag, then it happened again. " * 60,
    "laughing": "jajaja" * 900,
    "one key kept pressed": "AAAAAAAAaaaaaaa!!!" * 300,
    "signs of feeling": "😢💔🙏🏽 " * 600,
    "telephones": "\n".join(f"311 {n:03} {n * 37 % 10000:04}" for n in range(40)),
    "accounts": "\n".join(f"@sol_{n}_mochila" for n in range(40)),
    "dates": "El 12 de marzo de 2024 a las 10:30, y el 13 de abril de 2025 a las 9:15. " * 40,
    "a talk": "Yo: hola\nEl: Donde Estas?\nYo: en mi casa\nEl: OK\n" * 60,
    "a pasted conversation": "[12/03/24, 10:15:32 p.m.] Sol: Ya viste?\n[12/03/24, 10:16:01 p.m.] Yo: K\n" * 60,
    "hurried messages": "dnd stas? tqm xfa no t vyas, m djo solo n l prq. TQM! Xq no m ctstas?\n" * 40,
    "a long link": "https://red.example/p/" + "".join(random.Random(3).choices(ANY, k=600)),
    "the word data": "le di mis data: nombre, edad/escuela, y ya",
}  # fmt: skip


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN.keys())
def test_a_picture_written_out_as_text_is_found(text):
    assert holds_picture(text)


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY.keys())
def test_ordinary_words_are_never_taken_for_a_picture(text):
    assert not holds_picture(text)


@given(
    st.binary(min_size=1100, max_size=4000), st.integers(1, 80), st.sampled_from([" ", "\n", "\t", "\u200b", "\r\n"])
)
@settings(deadline=None)
def test_random_bytes_are_found_however_they_are_spread(noise, every, gap):
    assert holds_picture(spaced(base64.b64encode(random.Random(noise).randbytes(1100)).decode(), every, gap))


@given(st.lists(st.sampled_from(SPANISH.split()), max_size=900))
@settings(deadline=None)
def test_words_in_any_order_are_words(words):
    assert not holds_picture(" ".join(words))


@pytest.mark.parametrize("kind", ["base64", "data address", "hexadecimal with spaces"])
def test_a_field_with_a_picture_is_refused_kindly_and_not_kept(door, kind):
    child = door()
    child.press("urgent")
    child.press("next", account=HIDDEN[kind], place_name="En la esquina")
    assert child.at == "urgent"
    assert '<a href="https://takeitdown.ncmec.org/es" rel="noreferrer noopener"' in child.page
    assert HIDDEN[kind][:40] not in child.page
    assert "En la esquina" in child.page  # the other answers are kept


@pytest.mark.parametrize(
    "field", ["account", "who", "place_name", "named", "contact", "name", "age", "state", "wishes"]
)
def test_no_field_takes_a_picture(door, field):
    visitor = door()
    visitor.press("me")
    while visitor.at != field:
        visitor.press("next", **({"account": "Me quitaron la mochila."} if visitor.at == "account" else {}))
    before = len(bytes(Draft.objects.get().sealed))
    visitor.press("next", **{field: PLAIN})
    assert PLAIN[:40] not in visitor.page
    assert len(bytes(Draft.objects.get().sealed)) == before


@pytest.mark.parametrize("field", ["f", "p", "w", "go", "unknown"])
def test_no_hidden_or_unknown_field_is_a_way_in(door, field):
    visitor = door()
    visitor.press("me")
    visitor.post(visitor.hidden() | {"go": "next", field: PLAIN})
    visitor.look()
    assert PLAIN[:40] not in visitor.page
    assert all(len(bytes(row.sealed)) < len(PLAIN) for row in Draft.objects.all())
