"""Letters are read back from their PDF: what they say, what they never do, that they are the same every time."""

import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from hilo.exchange.letters import Basis, DutyDue, Lapse, Party, pdf, render
from hilo.exchange.letters.render import DRAWN, printable
from tests.exchange.letters import samples

ODD = (
    '#eval("1+1") $x^2$ *negrita* _cursiva_ @cita \\ <marca> // nota /* más */ = título - lista #read("/etc/passwd") '
    '#include "letter.typ" #image("x.png") [a] {b} `c` ~ \' " -- ... «ñ» ¿Qué? ¡Ah! … — https://ejemplo.mx/a?b=c&d=%20'
)
WORD = st.text(
    "abcdefghijklmnñopqrstuvwxyzáéíóúüABCÑÉ0123456789#$*_@<>[]{}/\\`~'\"=+-.,;:¿?¡!()%&|^", min_size=1, max_size=20
)


def pages(letter) -> list[str]:
    """The text of each page, line breaks as spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf(letter))).pages]


def whole(letter) -> str:
    """The text of all pages without any space, as lines break anywhere."""
    return "".join("".join(pages(letter)).split())


@settings(max_examples=40, deadline=None)
@given(st.lists(WORD, min_size=1, max_size=6).map(" ".join))
@example(ODD)
def test_every_text_comes_out_as_it_went_in_wherever_it_stands(words):
    text = f"§{words}§"
    letter = samples.silence(
        duty=text, asked=(text,), lapses=(Lapse(text, samples.DAY, text),), basis=(Basis("CNPP 1", text),),
        addressee=Party(text, text, text), copies=(text,),
    )  # fmt: skip
    assert whole(letter).count("".join(text.split())) >= 9


def test_every_sign_called_printable_is_drawn_by_the_typefaces_of_the_package():
    every = map(chr, range(0x10000))
    signs = [sign for sign in every if DRAWN.match(sign) and not sign.isspace() and unicodedata.category(sign) != "Cn"]
    read = whole(samples.silence(duty=" ".join(signs)))
    assert len(signs) > 700
    assert [sign for sign in signs if unicodedata.normalize("NFC", sign) not in read] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("😀", "[U+1F600]"),
        ("\x00\x1b", "[U+0000][U+001B]"),
        ("pago\u202eoirad", "pago[U+202E]oirad"),
        ("\ud800", "[U+D800]"),
        ("漢", "[U+6F22]"),
        ("n\u0303an\u0303a", "ñaña"),
        ("fin\u00adal\u200b\ufeff", "final"),
        ("a\r\nb\tc", "a\nb c"),
    ],
)
def test_a_sign_that_cannot_be_drawn_or_turns_the_reading_around_is_named(text, shown):
    assert printable(text) == shown
    assert "".join(shown.split()) in whole(samples.silence(duty=f"{text} fin"))


def test_right_to_left_words_keep_all_their_letters():
    read = whole(samples.silence(duty="שלום مرحبا"))
    for word in ("שלום", "مرحبا"):
        assert sorted(set(word) - set(read)) == []


@pytest.mark.parametrize("text", ["x" * 100_000, "palabra " * 12_500, "\n" * 10_000, "#" * 5_000, "😀" * 3_000])
def test_a_huge_text_goes_over_as_many_pages_as_it_needs(text):
    reader = PdfReader(BytesIO(pdf(samples.silence(lapses=(Lapse(text, samples.DAY),), asked=(text,)))))
    assert len(reader.pages) > 1


def test_a_word_longer_than_the_line_breaks_and_loses_nothing():
    word = "supercalifragilístico" * 40
    lines = PdfReader(BytesIO(pdf(samples.silence(duty=word)))).pages[0].extract_text().splitlines()
    assert max(map(len, lines)) < 130
    assert word in "".join(lines)


@pytest.mark.parametrize("shift", range(0, 24, 2))
def test_a_folio_at_the_end_of_a_line_keeps_its_hyphens_as_they_are(shift):
    read = whole(samples.silence(duty="x " * shift + "folio C-2026-ab-0042, " * 12))
    assert read.count("folioC-2026-ab-0042,") == 12


def test_no_template_can_reach_a_file_outside_its_folder(tmp_path, monkeypatch):
    (tmp_path / "secret.txt").write_text("secreto")
    for path in ("/../secret.txt", "../secret.txt", str(tmp_path / "secret.txt")):
        folder = tmp_path / "templates"
        folder.mkdir(exist_ok=True)
        (folder / "letter.typ").write_text(f'#read("{path}")')
        monkeypatch.setattr(render, "TEMPLATES", folder)
        with pytest.raises(RuntimeError):
            pdf(samples.form())


def test_the_same_letter_gives_the_same_bytes_in_another_process():
    code = (
        "import hashlib; from hilo.exchange.letters import pdf; from tests.exchange.letters import samples; "
        "print(hashlib.sha256(pdf(samples.covering())).hexdigest())"
    )
    root = Path(__file__).resolve().parents[3]
    seen = {subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout}
    seen.add(subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout)
    assert len(seen) == 1


def test_the_fingerprint_at_the_foot_changes_with_any_word():
    letter = samples.sender()
    other = replace(letter, copies=("Archivo",))
    assert letter.fingerprint == samples.sender().fingerprint != other.fingerprint
    first = letter.fingerprint[:16].upper()
    assert f"fingerprint {' '.join(first[n : n + 4] for n in (0, 4, 8, 12))}" in pages(letter)[0]


def test_the_covering_letter_fits_a_page_and_says_what_travels_what_is_owed_and_how_to_answer():
    (text,) = pages(samples.covering())
    for words in (
        "Ciudad de México, a 22 de noviembre de 2026",
        "Fiscalía General del Estado de Nayarit",
        "Lista de huellas de archivos; ningún archivo",
        "23 de noviembre de 2026, 14:30 horas Plazo de trabajo, sin artículo",
        "CNPP 131 II (por confirmar)",
        "https://hilo.ejemplo.mx/acuse/Qm9nYSBlbiBjYWxtYQ",
        "7K3M 9QXD 2FHJ",
        "acuses@ejemplo.mx",
        "Atentamente",
        "Con copia: Procuraduría Federal",
        "Página 1 de 1",
    ):
        assert words in text, words


def test_without_a_link_the_covering_letter_offers_two_ways_only():
    text = pages(samples.covering(link=None))[0]
    assert "Dirección" not in text
    assert "2. En papel" in text


def test_an_address_longer_than_the_box_is_whole_and_stays_inside():
    address = "https://hilo.ejemplo.mx/acuse/" + "Ab3-" * 40
    letter = samples.covering(link=replace(samples.LINK, address=address))
    lines = PdfReader(BytesIO(pdf(letter))).pages[0].extract_text().splitlines()
    assert address in "".join(lines)
    assert max(map(len, lines)) < 130


def test_the_form_is_one_page_to_fill_in_and_does_not_mean_acceptance():
    (text,) = pages(samples.form())
    for words in ("C-2026-0042", "Nombre de quien recibe:", "Firma y sello", "no significa que se acepte"):
        assert words in text
    assert "Atentamente" not in text


def test_the_letter_about_silence_says_since_when_by_which_law_and_what_is_asked():
    text = " ".join(pages(samples.silence()))
    for words in (
        "no ha cumplido con acusar recibo",
        "desde el 3 de noviembre de 2026",
        "CNPP 222 19",
        "LGDNNA 122 (por confirmar) 12",
        "en un plazo de cinco (5) días hábiles",
        "Cotéjela antes de firmar",
    ):
        assert words in text, words


def test_nothing_to_confirm_needs_no_warning():
    letter = samples.silence(lapses=(Lapse("Venció", samples.DAY, "CNPP 222", days_late=1),), basis=())
    assert "confirmar" not in " ".join(pages(letter))


@pytest.mark.parametrize("rows", range(0, 60, 3))
def test_a_signature_never_stands_alone_on_a_page(rows):
    lapses = tuple(Lapse(f"Hecho {n}", date(2026, 1, 1 + n % 28), "CNPP 222", days_late=n) for n in range(rows))
    found = pages(samples.silence(lapses=lapses))
    (signed,) = [text for text in found if "Atentamente" in text]
    assert "Qué se solicita" in signed
    assert "Ana Prueba" in signed
    assert all("Hecho Fecha Artículo" in text for text in found if "Hecho 0" in text or "Venc" in text)


def test_a_post_that_is_known_is_printed_and_a_name_that_is_not_is_left_to_the_hand():
    text = pages(samples.silence(writer=Party("Fiscalía", post="Titular")))[-1]
    assert "Nombre: Titular" in text
    assert "Cargo:" in pages(samples.silence(writer=Party("Fiscalía")))[-1]


@pytest.mark.parametrize(
    ("lang", "words", "other"),
    [("en", "Your reference INTERPOL/EX/2026/5512", "Fecha"), ("es", "Su referencia INTERPOL/EX/2026/5512", "Date")],
)
def test_a_sender_is_answered_in_their_language(lang, words, other):
    (text,) = pages(samples.sender(lang))
    assert words in text
    assert other not in text


def test_a_sender_that_needs_no_categories_gets_no_empty_list():
    assert "categories" not in pages(samples.sender(child=()))[0]


def test_a_duty_of_law_that_nobody_confirmed_says_so_and_a_working_period_cites_nothing():
    (text,) = pages(
        samples.covering(duties=(DutyDue("Acusar", samples.DAY), DutyDue("Aceptar", samples.DAY, "CNPP 9", True)))
    )
    assert "Plazo de trabajo, sin artículo" in text
    assert "CNPP 9 (por confirmar)" in text
