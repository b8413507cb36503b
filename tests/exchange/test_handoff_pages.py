"""What people see and do about hand-offs in the browser."""

import hashlib
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from hilo.accounts.models import SensitiveRead
from hilo.exchange import actions
from hilo.exchange.models import HandOff
from hilo.exchange.policies import Known

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana_at(signed_in, ana):
    return signed_in(ana)


@pytest.fixture
def eva_at(signed_in, eva):
    return signed_in(eva)


@pytest.fixture
def offered(case, ana, eva):
    def offer(receiver="FGE-MOR", **more):
        given = {"kind": "transfer", "request": "Abrir carpeta.", "scope": ("alerts",), "now": timezone.now()} | more
        return actions.offer(case=case, receiver=receiver, by=ana, **given)

    return offer


def test_ana_offers_and_eva_takes_it(ana_at, eva_at, case, eva):
    page = ana_at.get(reverse("exchange:offer", kwargs={"code": case.code}) + "?a=FGE-MOR")
    seen = {name: page.context["form"][name].value() for name in ("revision", "seen")}
    sent = {"receiver": "FGE-MOR", "kind": "transfer", "request": "Abrir carpeta.", "scope": ["alerts", "people"]}
    answer = ana_at.post(page.request["PATH_INFO"], sent | seen, follow=True)
    row = HandOff.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("exchange:handoff", args=[row.pk])
    assert case.code in eva_at.get(reverse("exchange:handoffs")).content.decode()
    assert eva_at.get(reverse("cases:file", kwargs={"code": case.code})).status_code == 404
    took = eva_at.post(reverse("exchange:accept", args=[row.pk]), {"revision": row.revision}, follow=True)
    assert took.status_code == 200
    assert eva_at.get(reverse("cases:file", kwargs={"code": case.code})).status_code == 200
    assert ana_at.get(reverse("cases:file", kwargs={"code": case.code})).status_code == 404
    assert ana_at.get(reverse("exchange:handoff", args=[row.pk])).status_code == 200


def test_a_form_that_was_overtaken_keeps_what_was_typed(eva_at, offered, eva):
    row = offered()
    actions.acknowledge(handoff=row, by=eva, now=timezone.now())
    sent = {"revision": row.revision, "reason": "No es de aquí."}
    answer = eva_at.post(reverse("exchange:refuse", args=[row.pk]), sent)
    assert answer.status_code == 409
    assert "No es de aquí." in answer.content.decode()


def test_reading_what_is_asked_is_logged(eva_at, offered, eva):
    row = offered()
    assert "Abrir carpeta." in eva_at.get(reverse("exchange:handoff", args=[row.pk])).content.decode()
    read = SensitiveRead.objects.get(subject_kind="handoff")
    assert (read.user, read.subject_id, read.field) == (eva, row.pk, "request")


def test_the_map_of_the_course_says_how_the_case_stands_with_each(ana_at, offered, case, ana):
    case.refresh_from_db()
    file = reverse("cases:file", kwargs={"code": case.code})
    stops = {stop.institution: stop.state for stop in ana_at.get(file).context["course"]["stops"]}
    assert stops["FGE-NAY"] == "here"
    assert stops["PPNNA-NAY"] == "missing"
    row = offered("PPNNA-NAY", kind="part", scope=(), now=timezone.now() - timedelta(days=40))
    stops = {stop.institution: stop.state for stop in ana_at.get(file).context["course"]["stops"]}
    assert stops["PPNNA-NAY"] == "silent"
    actions.withdraw(handoff=row, reason="Se avisó por teléfono.", by=ana, now=timezone.now())
    offered("PPNNA-NAY", kind="part", scope=())
    stops = {stop.institution: stop.state for stop in ana_at.get(file).context["course"]["stops"]}
    assert stops["PPNNA-NAY"] == "waiting"


def test_the_lists_keep_a_constant_number_of_queries(
    signed_in, beto, open_cases, ana, eva, django_assert_max_num_queries
):
    def many(count):
        for case in open_cases(count, owner=ana):
            actions.offer(
                case=case, receiver="FGE-MOR", kind="transfer", request="Seguir.", scope=(), by=ana, now=timezone.now()
            )

    client, address = signed_in(beto), reverse("exchange:handoffs") + "?ver=enviadas"
    many(1)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    many(12)
    with CaptureQueriesContext(connection) as more:
        assert len(client.get(address).context["rows"]) == 13
    assert len(more) == len(few)


def test_a_paper_is_recorded_by_its_reference_date_and_hash(ana_at, offered):
    row = offered("CEEAV-NAY")
    paper = {"reference": "CE/9", "dated": "2020-02-01", "digest": "AB" * 32}
    sent = {"revision": row.revision, "step": "acknowledge"} | paper
    assert ana_at.post(reverse("exchange:paper", args=[row.pk]), sent).status_code == 302
    known = row.acknowledgements.get()
    assert (known.how, known.reference, known.digest) == ("paper", "CE/9", "ab" * 32)
    row.refresh_from_db()
    wrong = {"revision": row.revision, "step": "accept"} | paper | {"digest": "xyz"}
    assert ana_at.post(reverse("exchange:paper", args=[row.pk]), wrong).status_code == 422


def test_a_link_is_offered_until_the_result_and_only_to_who_has_no_accounts(ana_at, offered):
    for receiver, kind, wanted in (("CEEAV-NAY", "part", True), ("FGE-MOR", "transfer", False)):
        row = offered(receiver, kind=kind, scope=())
        way = reverse("exchange:link", args=[row.pk])
        assert (way in ana_at.get(reverse("exchange:handoff", args=[row.pk])).content.decode()) is wanted
    row, known = HandOff.objects.get(receiver="CEEAV-NAY"), Known(how=HandOff.How.LINK)
    actions.accept(handoff=row, by=None, now=timezone.now(), known=known)
    page = ana_at.get(reverse("exchange:handoff", args=[row.pk])).content.decode()
    assert row.folio in page
    assert reverse("exchange:link", args=[row.pk]) in page
    assert reverse("exchange:letter", args=[row.pk]) not in page


def test_the_covering_letter_says_who_and_when_and_nothing_of_the_case(ana_at, offered, case):
    row = offered("CEEAV-NAY", request="Localizar a Nombre Inventado.")
    sent = {"place": "Tepic, Nayarit", "addressee": "Persona titular", "signer": "Ana Robles", "post": "Responsable"}
    answer = ana_at.post(reverse("exchange:letter", args=[row.pk]), sent)
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert row.folio in text
    assert "Nombre Inventado" not in text
    facts = case.events.get(kind="handoff.letter_made").facts_dict()
    assert facts["fingerprint"][:16].upper() in text.replace(" ", "")
    assert facts["sha256"] == hashlib.sha256(answer.content).hexdigest()
    sheet = ana_at.post(reverse("exchange:letter", args=[row.pk]), sent | {"paper": "form"})
    assert "Acuse de recibo" in PdfReader(io.BytesIO(sheet.content)).pages[0].extract_text()
    assert row.links.count() == 1  # they have no accounts, so it carries a way to answer


def test_a_third_institution_finds_nothing(signed_in, person, offered):
    row = offered()
    lia = signed_in(person("lia", institution="PPNNA-NAY", role="supervisor"))
    assert lia.get(reverse("exchange:handoff", args=[row.pk])).status_code == 404
    assert str(row.pk) not in lia.get(reverse("exchange:handoffs") + "?ver=enviadas").content.decode()


def test_several_are_answered_at_once_and_what_changed_meanwhile_is_told(eva_at, eva, ana, open_cases):
    rows = [
        actions.offer(
            case=case, receiver="FGE-MOR", kind="transfer", request="Seguir.", scope=(), by=ana, now=timezone.now()
        )
        for case in open_cases(3, owner=ana)
    ]
    marked = [f"{row.pk}:{row.revision}" for row in rows]
    actions.acknowledge(handoff=rows[2], by=eva, now=timezone.now())
    page = eva_at.post(reverse("exchange:answer_many"), {"one": [*marked, "x:1"], "step": "accept"}, follow=True)
    assert HandOff.objects.filter(state="accepted").count() == 2
    text = page.content.decode()
    assert "2 canalizaciones respondidas" in text
    assert rows[2].folio in text
    assert eva_at.post(reverse("exchange:answer_many"), {"step": "give_result"}).status_code == 404
