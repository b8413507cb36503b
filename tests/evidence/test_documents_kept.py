"""What came in is sealed, opened only by who may see names, each look noted, and erased for good with a reason."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.cases.models import Event, Withheld
from hilo.evidence import document_actions
from hilo.evidence.models import Document
from hilo.lib.errors import Denied
from tests.evidence.papers import WORDS, letter


@pytest.fixture
def keep(case, person):
    """``keep(content=…)`` keeps a document of the case, by the investigator."""

    def make(*, content=None, media_type="text/plain", name="Lista del paseo", kind="record", **more):
        given = {"content": content or WORDS.encode(), "media_type": media_type, "name": name, "kind": kind}
        return document_actions.keep(case=case, by=person("nico"), now=timezone.now(), **given, **more)

    return make


def at(name: str, case, row=None) -> str:
    """An address of documents."""
    return reverse(f"evidence:{name}", kwargs={"code": case.code} | ({"pk": row.pk} if row else {}))


def test_it_is_sealed_hashed_and_on_the_thread_without_its_words(keep, case):
    row = keep()
    assert WORDS.encode() not in bytes(row.content)
    assert b"Lista" not in bytes(row.name)
    assert row.sha256 == hashlib.sha256(WORDS.encode()).hexdigest()
    event = Event.objects.get(case=case, kind="document.kept")
    assert str(row.pk) in event.facts
    assert "Lista" not in event.facts


def test_the_page_takes_a_pdf_whatever_it_is_called_and_lists_it(signed_in, person, case):
    client = signed_in(person("nico"))
    assert "Aún no hay documentos" in client.get(at("documents", case)).content.decode()
    page = client.get(at("document_new", case))
    given = {name: page.context["form"][name].value() for name in ("revision", "seen")}
    file = SimpleUploadedFile("foto.jpg", letter(), "image/jpeg")
    sent = client.post(at("document_new", case), given | {"kind": "order", "name": "Orden del juez", "document": file})
    assert sent.status_code == 302
    row = Document.objects.get()
    assert (row.media_type, row.size, row.kind) == ("application/pdf", len(letter()), "order")
    told = client.get(at("documents", case)).content.decode()
    assert "Orden del juez" in told
    assert "foto.jpg" not in told


def test_it_is_given_as_a_file_that_runs_nothing_and_each_look_is_noted(keep, signed_in, person, case):
    row = keep(content=letter(), media_type="application/pdf")
    answer = signed_in(person("nico")).post(at("document", case, row))
    assert answer.content == letter()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert SensitiveRead.objects.filter(subject_kind="document", subject_id=row.pk, field="content").count() == 1


def test_opening_the_list_is_a_look_at_the_titles(keep, signed_in, person, case):
    keep()
    signed_in(person("tere")).get(at("documents", case))
    assert SensitiveRead.objects.filter(user=person("tere"), field="documents").count() == 1


def test_who_sees_no_names_opens_no_document(keep, signed_in, person, case):
    row = keep()
    client = signed_in(person("tere"))
    page = client.get(at("document", case, row))
    assert page.status_code == 200
    assert "Descargar" not in page.content.decode()
    refused = client.post(at("document", case, row))
    assert refused.status_code == 422
    assert WORDS not in refused.content.decode()


def test_what_did_not_travel_with_the_case_stays_closed(keep, signed_in, person, case):
    row, now = keep(), timezone.now()
    Withheld.objects.create(case=case, institution="FGE-NAY", part="notes", before=now)
    client = signed_in(person("nico"))
    assert "Lista del paseo" not in client.get(at("documents", case)).content.decode()
    assert client.post(at("document", case, row)).status_code == 422


def test_erasing_takes_a_reason_and_leaves_the_fact_not_the_words(keep, signed_in, person, case):
    row = keep()
    client = signed_in(person("nico"))
    page = client.get(at("document_erase", case, row))
    given = {name: page.context["form"][name].value() for name in ("revision", "seen")}
    assert client.post(at("document_erase", case, row), given | {"reason": " "}).status_code == 422
    assert client.post(at("document_erase", case, row), given | {"reason": "Era de otro caso."}).status_code == 302
    row.refresh_from_db()
    assert row.content is None
    assert row.erased_by == person("nico")
    assert len(row.sha256) == 64
    assert "Lista del paseo" not in client.get(at("documents", case)).content.decode()
    assert "Documento borrado" in client.get(at("document", case, row)).content.decode()
    assert client.post(at("document", case, row)).status_code == 422
    event = Event.objects.get(case=case, kind="document.erased")
    assert event.note is not None
    assert "caso" not in event.facts
    with pytest.raises(Denied, match="ya se borró"):
        document_actions.erase(document=row, by=person("nico"), now=timezone.now(), reason="Otra vez")


def test_only_who_handles_the_evidence_of_the_case_keeps_and_erases(keep, case, person, eva, caro):
    row = keep()
    for by in (eva, caro):
        with pytest.raises(Denied):
            document_actions.erase(document=row, by=by, now=timezone.now(), reason="No corresponde.")
        with pytest.raises(Denied):
            document_actions.keep(
                case=case, name="Nota", content=WORDS.encode(), media_type="text/plain", kind="other", by=by,
                now=timezone.now(),
            )  # fmt: skip


def test_a_document_does_not_claim_to_be_what_it_is_not_nor_belong_elsewhere(keep, case, open_cases):
    from hilo.investigation.models import Act

    with pytest.raises(Denied, match="no es texto"):
        keep(media_type="application/pdf")
    with pytest.raises(Denied, match="lista"):
        keep(kind="photo")
    with pytest.raises(Denied, match="título"):
        keep(name=" ")
    (other,) = open_cases()
    with pytest.raises(Denied, match="otro caso"):
        keep(act=Act(case=other))
    assert Document.objects.count() == 0


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(keep, signed_in, person, case):
    client = signed_in(person("nico"))
    keep()
    client.get(at("documents", case))
    with CaptureQueriesContext(connection) as few:
        client.get(at("documents", case))
    for n in range(6):
        keep(name=f"Hoja {n}")
    with CaptureQueriesContext(connection) as many:
        client.get(at("documents", case))
    assert len(many) == len(few)
