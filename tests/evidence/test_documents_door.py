"""Documents consist of text: no picture, video or other file comes in, in whatever dress, and nothing of it stays."""

import base64
import logging
import tempfile
import zlib
from datetime import date

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hilo.evidence import documents
from hilo.evidence.document_refusals import WHY
from hilo.evidence.models import Document
from hilo.exchange.letters import Letter, Party, pdf
from hilo.exchange.letters.letter import LABELS, Items, Paragraph, Table
from hilo.lib.errors import Denied
from tests.door.pictures import B64, KEY, PICTURE, SENT, WRITTEN, pieces
from tests.evidence.papers import FILES, PAGE, TRICKS, WORDS, letter, stream

OFFICIAL = (
    "Oficio FGE-NAY/HILO/2026/0007\n\nTepic, Nayarit, a 3 de marzo de 2026.\n\n"
    "Por medio del presente se remite el listado de asistencia del paseo escolar, en dos hojas.\n"
    "1)\tGrupo de tercero, turno matutino.\n2)\tGrupo de cuarto, turno vespertino.\n\nAtentamente\n"
)


def refused(content: bytes) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(Denied) as no:
        documents.check(content, documents.media_type_of(content))
    return str(no.value)


def printed() -> bytes:
    """A letter with list and table, as this system prints its own: packed, tagged, with its own typefaces."""
    return pdf(
        Letter(
            lang="es", title="Oficio", reference="FGE-NAY/HILO/2026/0007", day=date(2026, 3, 3), place_and_date="Tepic",
            sender=Party("Fiscalía", "Nora Nieto", "Agente"), addressee=Party("Escuela"), head=(("Oficio", "7"),),
            blocks=(Paragraph(OFFICIAL * 6), Items(("Listado.", "Bitácora."), numbered=True),
                    Table(("Día", "Grupo"), (("lunes", "3.º A"),) * 40, (1, 1))),
            labels=LABELS["es"],
        )
    )  # fmt: skip


def test_text_and_pdf_of_text_come_in():
    in_signs = base64.a85encode(zlib.compress(PAGE)) + b"~>"  # as some programs write their pages
    with_signs = {4: stream(in_signs, b"/Filter [/ASCII85Decode /FlateDecode]")}
    texts = (OFFICIAL.encode(), b"\xef\xbb\xbf" + OFFICIAL.encode(), (OFFICIAL * 400).encode())
    for content in (*texts, letter(), letter(packed=True), letter(parts=with_signs), printed()):
        documents.check(content, documents.media_type_of(content))


@pytest.mark.parametrize("how", TRICKS)
def test_a_pdf_that_hides_something_is_refused_with_what_to_do_instead(how):
    said = refused(TRICKS[how])
    assert any(said == f"{why} {then}" for why, then in WHY.values())


@pytest.mark.parametrize("how", FILES)
def test_a_file_that_is_not_text_is_refused_by_its_content(how):
    assert refused(FILES[how])


@pytest.mark.parametrize("how", WRITTEN)
def test_what_the_public_door_refuses_as_text_is_refused_as_a_document_too(how):
    text = WRITTEN[how]
    refused(text.encode("utf-8", "surrogatepass"))
    latin = text.encode("latin-1", "ignore").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    if len(latin) > 20:  # the others are made of signs that such a page has no letters for
        refused(letter(page=PAGE + b" BT /F1 6 Tf (" + latin + b") Tj ET"))
        refused(letter(page=PAGE, trailer=b"/Info 6 0 R", parts={6: b"<< /Subject (" + latin + b") >>"}))


@pytest.mark.parametrize(
    ("how", "says"),
    [("a picture", "imágenes"), ("a file inside", "adjuntos"), ("a locked one", "cifrado"), ("a film", "video"),
     ("no text at all", "escaneo"), ("one that is signed inside", "firma electrónica"), ("a bomb", "demasiado grande")],
)  # fmt: skip
def test_the_sentence_names_what_is_wrong(how, says):
    assert says in refused(TRICKS[how])


def tried(content: bytes) -> bool:
    """Taken or refused; anything else would fail here."""
    try:
        documents.check(content, documents.media_type_of(content))
    except Denied:
        return False
    return True


@given(at=st.integers(0, len(letter()) - 1), junk=st.binary(min_size=1, max_size=40))
def test_a_changed_letter_is_taken_or_refused_but_never_fails(at, junk):
    whole = letter()
    assert tried(whole[:at] + junk + whole[at:]) in (True, False)


@given(st.binary(max_size=300))
def test_any_bytes_are_taken_or_refused_but_never_fail(content):
    assert tried(b"%PDF-1.7\n" + content) is False
    tried(content)


@pytest.fixture
def nora_in(signed_in, person):
    """The investigator of the case's institution."""
    return signed_in(person("nico"))


def form_of(client: Client, case) -> dict[str, str]:
    """What the page sends beside the file."""
    page = client.get(reverse("evidence:document_new", kwargs={"code": case.code}))
    return {name: page.context["form"][name].value() for name in ("revision", "seen")} | {
        "kind": "answer",
        "name": "Respuesta de la escuela",
    }


def everything_kept() -> bytes:
    """All that the database holds, as it would be written down."""
    rows = [row for model in apps.get_models(include_auto_created=True) for row in model._base_manager.values_list()]
    plain = [bytes(value) if isinstance(value, memoryview) else value for row in rows for value in row]
    return repr(plain).encode("utf-8", "replace")


def test_nothing_of_what_was_refused_is_in_the_database_the_temporary_folder_or_the_log(
    nora_in, case, tmp_path, monkeypatch, caplog
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.set_level(logging.DEBUG)
    address = reverse("evidence:document_new", kwargs={"code": case.code})
    given = form_of(nora_in, case)
    written = {how: text.encode("utf-8", "surrogatepass") for how, text in WRITTEN.items()}
    statuses = {}
    for n, (how, content) in enumerate({**TRICKS, **FILES, **written}.items()):
        file = SimpleUploadedFile("oficio.pdf", content, ("application/pdf", "text/plain")[n % 2])
        statuses[how] = nora_in.post(address, given | {"document": file}).status_code
    assert statuses == dict.fromkeys(statuses, 422)
    assert Document.objects.count() == 0
    assert list(tmp_path.iterdir()) == []
    kept, log = everything_kept(), caplog.text.encode("utf-8", "replace")
    assert case.code.encode() in kept
    assert [one for one in pieces() if repr(one)[2:-1].encode() in kept or one in log] == []


@pytest.mark.parametrize("how", SENT)
def test_the_ways_around_the_public_door_do_not_lead_in_here(how, nora_in, case):
    method, path, headers, body = SENT[how]
    address = reverse("evidence:document_new", kwargs={"code": case.code})
    target = address + path.removeprefix("/").partition("/")[2] if path.startswith("/?") else address
    content = (body or b"").replace(KEY, b"x")
    kind = headers.get("Content-Type", "application/octet-stream")
    more = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()
            if name not in ("Content-Type", "Cookie")}  # fmt: skip
    answer = nora_in.generic(method, target, content, kind, **more)
    assert answer.status_code < 500
    assert Document.objects.count() == 0
    assert PICTURE[100:140] not in answer.content
    assert B64[100:140].encode() not in answer.content


def test_too_much_is_cut_off_before_all_of_it_was_read(nora_in, case):
    address = reverse("evidence:document_new", kwargs={"code": case.code})
    given = form_of(nora_in, case)
    file = SimpleUploadedFile("oficio.txt", (WORDS.encode() + b"\n") * 40_000, "text/plain")
    answer = nora_in.post(address, given | {"document": file})
    assert answer.status_code == 422
    assert "demasiado grande" in answer.content.decode()
    assert "Respuesta de la escuela" in answer.content.decode()
    assert answer.wsgi_request.META["wsgi.input"].read(1) != b""


def test_two_files_at_once_and_files_of_other_names_are_not_taken(nora_in, case):
    address = reverse("evidence:document_new", kwargs={"code": case.code})
    given = form_of(nora_in, case)
    two = [SimpleUploadedFile("a.txt", OFFICIAL.encode()), SimpleUploadedFile("b.txt", OFFICIAL.encode())]
    assert "uno a la vez" in nora_in.post(address, given | {"document": two}).content.decode()
    other = nora_in.post(address, given | {"foto": SimpleUploadedFile("a.txt", OFFICIAL.encode())})
    assert "No llegó ningún archivo" in other.content.decode()
    assert Document.objects.count() == 0


def test_a_file_from_another_site_is_not_taken(person, case):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person("nico"))
    address = reverse("evidence:document_new", kwargs={"code": case.code})
    given = {"revision": case.revision, "seen": 0, "kind": "answer", "name": "Respuesta"}
    file = SimpleUploadedFile("a.txt", OFFICIAL.encode())
    assert strict.post(address, given | {"document": file}).status_code == 403
    token = strict.get(address).context["csrf_token"]
    file.seek(0)
    sent = strict.post(address, {"csrfmiddlewaretoken": str(token)} | given | {"document": file})
    assert (sent.status_code, Document.objects.count()) == (302, 1)
