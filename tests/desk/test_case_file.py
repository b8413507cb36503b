"""The case file: who, what now, until when; then the thread and all that hangs on it, in words."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from hilo.accounts.models import SensitiveRead
from hilo.cases import actions
from hilo.cases.models import Case, Event
from hilo.cases.thread import Weave
from hilo.desk.case_links import lapse_of
from hilo.desk.case_thread import MOST
from hilo.desk.event_words import SENTENCES, Names, facts_words
from hilo.desk.route_words import route_words
from hilo.linkage.actions import pair, suggest
from hilo.reference import pack

NOW = timezone.now()


def address(case):
    return reverse("cases:file", kwargs={"code": case.code})


def read(browser, case, query=""):
    return browser.get(address(case) + query).content.decode()


@pytest.fixture
def ana_at(signed_in, ana):
    """Ana's browser."""
    return signed_in(ana)


def add_events(case, many, *, by=None):
    from django.db import transaction

    with transaction.atomic():
        weave = Weave(now=timezone.now(), by=by)
        weave.hold([case.pk])
        for number in range(many):
            weave.event(weave.cases[case.pk], "note.added", note=f"nota {number}")
        weave.write()


def test_it_tells_who_what_now_and_until_when_with_the_law(ana_at, arrive):
    case = arrive("OCN-1").case
    page = read(ana_at, case)
    assert "Guardia · Fiscalía General del Estado de Nayarit" in page
    rule = pack().clocks[case.next_duty]
    assert rule.duty.es in page
    assert (rule.law or rule.basis.es) in page
    assert re.search(r"vence (en|hoy|mañana)", page)
    assert "Sin ningún acto todavía" in page


def test_it_names_the_alert_and_what_became_of_it(ana_at, arrive):
    page = read(ana_at, arrive("OCN-1").case)
    assert "INTERPOL OCN-1" in page
    assert "abrió un caso" in page


def test_the_thread_is_told_as_a_picture_and_as_text(ana_at, case):
    page = read(ana_at, case)
    assert page.count("Alerta recibida") >= 3  # as text, in the picture and in its description
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page


def test_a_clock_shows_its_count_line_by_line_with_weekends_by_name(ana_at, ana, case):
    actions.record(case=case, kind="child_protection.informed", by=ana, now=NOW)
    page = read(ana_at, case)
    assert re.search(r"día 1 = \w+ \d+ \w+ \d{4}", page)
    assert "fin de semana, no cuenta" in page


def test_a_rule_that_counsel_has_not_confirmed_says_so(ana_at, ana, case):
    assert pack().clocks["prophylaxis"].to_confirm
    assert "por confirmar</span>" not in read(ana_at, case)
    actions.record(case=case, kind="health.sexual_violence_known", by=ana, now=NOW)
    assert "por confirmar</span>" in read(ana_at, case)


def test_notes_are_read_in_line_and_the_look_is_logged_once_a_page(ana_at, ana, case):
    read(ana_at, case)
    assert not SensitiveRead.objects.exists()
    actions.record(case=case, kind="note.added", by=ana, now=timezone.now(), note="Lo que dijo la maestra")
    actions.record(case=case, kind="note.added", by=ana, now=timezone.now(), note="Otra cosa")
    assert "Lo que dijo la maestra" in read(ana_at, case)
    look = SensitiveRead.objects.get()
    assert (look.user, look.subject_kind, look.subject_id, look.field) == (ana, "case", case.pk, "notes")


def test_who_heads_the_institution_reads_but_is_offered_nothing_to_write(signed_in, person, ana, case):
    actions.add_person(case=case, role="child", by=ana, now=NOW, name="Nombre Inventado")
    page = read(signed_in(person("tere")), case)
    assert "••••" in page
    for name in ("/anotar/", "/nota/", "/mostrar/", "/cerrar/", "/asignar/"):
        assert name not in page


def test_a_shared_value_is_explained_with_who_else_carries_it_and_another_explanation(ana_at, case, arrive):
    other = arrive("OCN-2").case
    suggest({pair(case.pk, other.pk): [{"kind": "device", "seen": 3}, {"kind": "unheard_of"}]}, at=NOW)
    page = read(ana_at, case)
    assert other.code in page
    assert "visto en 3 alertas más" in page
    assert "cibercafé" in page
    assert "unheard_of" not in page


def test_the_course_tells_why_this_institution_and_which_follow(ana_at, case):
    page = read(ana_at, case)
    assert "los datos la ubican en Nayarit" in page
    assert "por el domicilio de los hechos" in page
    assert "Procuraduría de Protección" in page
    assert "Hilo nunca envía nada" in page


@pytest.mark.parametrize(("days", "level"), [(61, ""), (60, "info"), (30, "warning"), (7, "error"), (-1, "error")])
def test_it_warns_before_the_senders_data_lapse(case, days, level):
    case.data_lapses_at = NOW + timedelta(days=days)
    assert lapse_of(case, NOW).level == level


def test_a_lapse_is_told_in_words(ana_at, case):
    noon = timezone.localtime().replace(hour=12)  # days are counted by date, at whatever hour this runs
    Case.objects.filter(pk=case.pk).update(data_lapses_at=noon + timedelta(days=6))
    assert "quedan 6 días" in read(ana_at, case)
    Case.objects.filter(pk=case.pk).update(data_lapses_at=timezone.now() - timedelta(days=3))
    assert "pudieron borrarse" in read(ana_at, case)


def test_folded_reports_are_counted_and_lead_back_to_their_campaign(ana_at, arrive):
    parent, child = arrive("OCN-1").case, arrive("OCN-2").case
    Case.objects.filter(pk=child.pk).update(parent=parent)
    assert "1 caso plegado bajo este" in read(ana_at, parent)
    assert child.code in read(ana_at, parent)
    assert parent.code in read(ana_at, child)


def test_a_parent_of_another_institution_is_not_named(ana_at, arrive):
    parent, child = arrive("OCN-1", state="MOR").case, arrive("OCN-2").case
    Case.objects.filter(pk=child.pk).update(parent=parent)
    page = read(ana_at, child)
    assert parent.code not in page
    assert "lo tiene otra institución" in page


def test_a_long_thread_shows_the_newest_and_leads_to_the_whole(ana_at, ana, case):
    add_events(case, MOST + 20, by=ana)
    total = case.events.count()
    page = read(ana_at, case)
    assert f"Se muestran {MOST} de {total} sucesos" in page
    assert "Alerta recibida" not in page
    whole = read(ana_at, case, "?all=1")
    assert "Alerta recibida" in whole
    assert "page=2" in whole
    assert f"nota {MOST + 19}" in read(ana_at, case, "?all=1&page=2")
    assert ana_at.get(address(case) + "?all=1&page=nada").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_case(ana_at, ana, arrive):
    case = arrive("OCN-1").case
    actions.add_person(case=case, role="child", by=ana, now=timezone.now(), name="Nombre Inventado")
    actions.record(case=case, kind="child_protection.informed", by=ana, now=timezone.now(), note="x")
    suggest({pair(case.pk, arrive("OCN-2").case.pk): [{"kind": "email", "seen": 1}]}, at=NOW)
    read(ana_at, case)
    with CaptureQueriesContext(
        connection,
    ) as few:
        read(ana_at, case)
    for number in range(3, 8):
        alert = arrive(f"OCN-{number}")
        suggest({pair(case.pk, alert.case.pk): [{"kind": "email", "seen": 1}]}, at=NOW)
        type(alert).objects.filter(pk=alert.pk).update(case=case)
        actions.add_person(case=case, role="reporter", by=ana, now=timezone.now(), name="x")
    for kind in ("data.telecom_ordered", "preservation.ordered", "arrest.made", "hearing.summoned"):
        actions.record(case=case, kind=kind, by=ana, now=timezone.now(), note="x")
    add_events(case, 60, by=ana)
    with CaptureQueriesContext(connection) as many:
        read(ana_at, case)
    assert len(many) == len(few)


def test_no_event_prints_its_facts_raw(ana_at, ana, beto, signed_in, case, arrive):
    now = timezone.now()
    actions.record(case=case, kind="child_protection.informed", by=ana, now=now)
    actions.move_tier(case=case, tier=1, reason="x", by=ana, now=now)
    actions.assign(cases=[case], to=ana, by=beto, now=now)
    actions.pause(
        clock=case.clocks.live().get(rule="restitution_diagnosis"),
        until=now + timedelta(days=2),
        reason="x",
        by=ana,
        now=now,
    )
    actions.add_place(case=case, role="authority", institution="FGR", by=ana, now=now)
    text = re.sub(r"<[^>]*>", " ", read(ana_at, case))
    thread = text[text.index("Alerta recibida") : text.index("Vínculos posibles")]
    assert not re.search(r'\{"|&quot;|[0-9a-f]{8}-[0-9a-f]{4}-7', thread)
    assert "Del nivel" in thread
    assert "A Ana Robles" in thread


def test_every_sentence_is_about_a_kind_of_the_pack():
    assert set(SENTENCES) - set(pack().event_kinds) == set()


def test_an_event_with_strange_facts_says_only_its_label():
    for kind in SENTENCES:
        assert isinstance(facts_words(Event(kind=kind, facts='{"to": [], "by": {}}'), Names()), str)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("victim_address", "por el domicilio de la niña, el niño o adolescente"),
        ("reported_geo_lookup", "por la dirección IP de la cuenta señalada"),
        ("incident_location", "por la ubicación de los hechos"),
        ("no_location", "la alerta no dice dónde"),
        ("", ""),
    ],
)
def test_a_route_reason_is_told_in_words(reason, words):
    with translation.override("es"):
        assert route_words(reason) == words


def test_it_is_read_in_english_by_who_chose_it(signed_in, ana, case):
    ana.language = "en"
    ana.save()
    page = read(signed_in(ana), case)
    assert "Alert received" in page
    assert "Prosecutor told" in page or "Tell the prosecutor" in page
