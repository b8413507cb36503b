"""The letter to the outside body: computed from the case, by codes and dates; a person signs and delivers it."""

import hashlib
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from pypdf import PdfReader

from hilo.cases import actions
from hilo.cases.models import Case, Conflict
from hilo.cases.sweep import sweep
from hilo.exchange import outside_actions
from hilo.exchange.outside_letter import prepare
from hilo.lib.errors import Denied

pytestmark = pytest.mark.django_db

NAME, NOTE = "Nombre Inventado", "Llamé a la escuela y nadie contestó."


@pytest.fixture
def late(open_cases, cast) -> Case:
    """Tier 1, ninety days late, with a name and a note that no letter may hold."""
    (case,) = open_cases(1, tier=1, days=90, owner=cast.ana)
    then = case.opened_at + timedelta(days=1)
    actions.add_person(case=case, role="child", by=cast.ana, now=then, name=NAME, age=12)
    actions.record(case=case, kind="note.added", note=NOTE, by=cast.ana, now=then)
    sweep(now=timezone.now())
    return Case.objects.get(pk=case.pk)


def clock_of(case, rule="prosecutor_informed"):
    return case.clocks.get(rule=rule)


def address(name, case, rule="prosecutor_informed") -> str:
    return reverse(f"exchange:{name}", kwargs={"code": case.code, "pk": clock_of(case, rule).pk})


def test_the_letter_says_what_was_due_when_and_by_which_article_and_nothing_sealed(late, signed_in, cast):
    answer = signed_in(cast.tere).post(address("outside_pdf", late))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{late.code}-E-')
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())
    for words in (late.code, "Fiscalía General del Estado de Nayarit", "CNPP 131 II", "Tere Campos", "supervisión"):
        assert words in text, words
    days = (localdate() - localdate(clock_of(late).due_at)).days
    assert str(days) in text
    assert NAME not in text
    assert "escuela" not in text


def test_the_thread_keeps_the_hash_of_exactly_the_bytes_that_were_downloaded(late, signed_in, cast):
    data = signed_in(cast.beto).post(address("outside_pdf", late)).content
    event = late.events.get(kind="escalation.letter_made")
    assert event.facts_dict()["sha256"] == hashlib.sha256(data).hexdigest()
    assert event.by == cast.beto


def test_whoever_follows_the_case_reads_it_once_the_ladder_is_climbed_and_before_only_supervision_does(
    open_cases, signed_in, cast
):
    (case,) = open_cases(1, tier=1, days=2, owner=cast.ana)
    sweep(now=timezone.now())
    assert clock_of(case).rung < 4
    assert signed_in(cast.ana).get(address("outside_letter", case)).status_code == 422
    assert signed_in(cast.beto).get(address("outside_letter", case)).status_code == 200
    assert signed_in(cast.tere).post(address("outside_pdf", case)).status_code == 200
    assert signed_in(cast.beto).get(address("outside_letter", case, "silence")).status_code == 422
    assert signed_in(cast.eva).get(address("outside_letter", case)).status_code == 404


def test_no_letter_about_a_duty_that_was_met(late, signed_in, cast):
    actions.record(case=late, kind="prosecutor.informed", by=cast.ana, now=timezone.now())
    answer = signed_in(cast.tere).post(address("outside_pdf", late))
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (422, "text/html")
    assert not late.events.filter(kind="escalation.letter_made").exists()


def test_saying_that_it_was_delivered_ends_the_duty_to_sign_and_breaks_the_silence(late, signed_in, cast):
    browser, day = signed_in(cast.tere), localdate() - timedelta(days=1)
    page = browser.get(address("outside_sent", late))
    form = {name: page.context["form"].initial[name] for name in ("revision", "seen")}
    browser.post(address("outside_sent", late), {**form, "reference": "CNDH/2026/0001", "day": day.isoformat()})
    event = late.events.get(kind="escalation.letter_sent")
    assert (localdate(event.happened_at), event.by) == (day, cast.tere)
    assert "0001" not in event.facts
    assert not late.clocks.live().filter(rule="outside_letter").exists()
    assert late.clocks.live().get(rule="silence").overdue_at is None
    assert clock_of(late).stopped_at is None
    assert "Ya se entregó" in browser.get(address("outside_letter", late)).content.decode()


@pytest.mark.parametrize(("days", "reference"), [(2, "A-1"), (-400, "A-1"), (0, " ")])
def test_a_delivery_in_the_future_or_before_the_delay_or_without_number_is_refused(late, cast, days, reference):
    day = localdate() + timedelta(days=days)
    with pytest.raises(Denied):
        outside_actions.say_sent(
            case=late, clock=clock_of(late), reference=reference, day=day, by=cast.tere, now=timezone.now()
        )
    assert not late.events.filter(kind="escalation.letter_sent").exists()


def test_who_does_not_answer_a_handoff_is_named_as_the_silent_one(late, cast):
    from hilo.exchange import actions as exchange

    then = late.opened_at + timedelta(days=2)
    exchange.offer(
        case=late, receiver="FGE-MOR", kind="transfer", request="Abrir carpeta.", scope=(), by=cast.ana, now=then
    )
    sweep(now=timezone.now())
    made = prepare(late, clock_of(late, "handoff_receipt"), now=timezone.now())
    assert made.silent == "FGE-MOR"
    letter = made.letter(late, by=cast.tere, now=timezone.now())
    assert letter.sender.institution == "Fiscalía General del Estado de Nayarit"
    assert letter.addressee.institution == "Comisión de Derechos Humanos de Morelos"
    assert "Fiscalía General del Estado de Morelos, no ha cumplido con acusar recibo" in letter.blocks[0].text
    assert not any("Ministerio Público" in lapse.event for lapse in made.lapses)


def test_of_its_own_delay_an_institution_tells_and_accuses_nobody(late, cast):
    made = prepare(late, clock_of(late), now=timezone.now())
    said = made.letter(late, by=cast.tere, now=timezone.now())
    assert (made.own, made.body) == (True, "CDH-NAY")
    assert "informo por iniciativa propia" in said.blocks[0].text
    assert "señalada" not in f"{said.data()}"
    assert "CNPP 258" in [one.law for one in made.basis]


def test_a_body_with_a_conflict_of_interest_is_passed_over_and_none_left_is_said(late, cast):
    Conflict.objects.create(case=late, institution="CDH-NAY", reason=b"x", at=timezone.now())
    assert prepare(late, clock_of(late), now=timezone.now()).body == "CNDH"
    rows = [Conflict(case=late, institution=code, reason=b"x", at=timezone.now()) for code in ("CNDH", "PFPNNA")]
    Conflict.objects.bulk_create(rows)
    assert prepare(late, clock_of(late), now=timezone.now()).body == "PPNNA-NAY"
    rows = [Conflict(case=late, institution=code, reason=b"x", at=timezone.now()) for code in ("PPNNA-NAY", "FGR")]
    Conflict.objects.bulk_create(rows)
    with pytest.raises(Denied, match="autoridad externa"):
        prepare(late, clock_of(late), now=timezone.now())


def test_the_page_says_that_name_and_article_still_wait_for_counsel(late, signed_in, cast):
    page = signed_in(cast.tere).get(address("outside_letter", late)).content.decode()
    assert re.search(r"Comisión de Derechos Humanos de Nayarit\s*<[^>]*>[^<]*[Pp]or confirmar", page)
    assert re.search(r"CPEUM 102 B</span>\s*<[^>]*>[^<]*[Pp]or confirmar", page)
    assert "Ley de la Comisión Nacional de los Derechos Humanos" in page


def test_the_case_file_says_how_far_the_delay_rose_and_offers_the_letter(late, signed_in, cast):
    page = signed_in(cast.ana).get(reverse("cases:file", kwargs={"code": late.code})).content.decode()
    assert "Subió a:" in page
    assert "■■■■" in page
    assert address("outside_letter", late) in page
