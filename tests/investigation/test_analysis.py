"""The analysis page: what is known and from what, what is not and which act would answer it, and other explanations."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hilo.accounts.models import SensitiveRead
from hilo.cases import actions as cases
from hilo.cases.models import Case, Event, Withheld
from hilo.evidence.actions import register
from hilo.investigation import analysis_actions, timeline
from hilo.investigation.models import Act, Point, PointKind, PointState
from hilo.lib.errors import Denied
from hilo.lib.ids import uuid7
from hilo.reference import pack

WORDS = "La mochila apareció en la biblioteca"


def address(case, name="analysis", **more):
    return reverse(f"investigation:{name}", kwargs={"code": case.code, **more})


def read(browser, case):
    return browser.get(address(case)).content.decode()


def form_of(case, **given):
    case.refresh_from_db()
    return {"revision": case.revision, "seen": case.events.count(), **given}


def noted(case, by, kind="unknown", text=WORDS, **more):
    return analysis_actions.note(case=case, kind=kind, text=text, by=by, now=timezone.now(), **more)


def an_act(case, by, number=1, **more):
    given = {"type": "preserve_data", "state": "planned", "origin": "person", "essential": False, "urgency": "u1"}
    return Act.objects.create(
        case=case, number=number, line=uuid7(), added_at=timezone.now(), added_by=by, **given | more
    )


@pytest.fixture
def nico(person):
    """Investigator of the institution that holds the case."""
    return person("nico")


@pytest.fixture
def nico_at(signed_in, nico):
    """His browser."""
    return signed_in(nico)


def test_an_empty_analysis_says_how_to_begin_and_asks_for_another_explanation(nico_at, case):
    page = read(nico_at, case)
    assert "Empiece por un hecho" in page
    assert "Falta escribir otra explicación" in page
    assert "?tipo=innocent" in page
    assert not SensitiveRead.objects.exists()


def test_what_is_known_names_its_source_and_leads_to_it(nico_at, case, alert):
    sent = nico_at.post(
        address(case, "point_new") + "?tipo=known", form_of(case, text=WORDS, source=f"alert:{alert.pk}")
    )
    assert sent.url == address(case)
    page = read(nico_at, case)
    assert WORDS in page
    assert "De dónde se sabe" in page
    assert page.count(reverse("alerts:alert", args=[alert.pk])) == 2  # of the point, and among what the record holds


def test_what_is_known_needs_a_source_and_keeps_what_was_typed(nico_at, case):
    answer = nico_at.post(address(case, "point_new") + "?tipo=known", form_of(case, text=WORDS, source=""))
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert not Point.objects.exists()


def test_a_source_of_another_case_is_no_source(case, nico, arrive):
    other = arrive("OCN-2")
    with pytest.raises(Denied, match="de dónde se sabe"):
        noted(case, nico, "known", source=f"alert:{other.pk}")
    for code in ("alert:", "alert:x", "nothing:1", "event:" + str(other.pk)):
        with pytest.raises(Denied):
            noted(case, nico, "known", source=code)


def test_the_words_are_sealed_and_the_thread_vouches_for_them_without_facts(case, nico):
    point = noted(case, nico)
    event = Event.objects.get(kind="analysis.noted")
    assert event.facts_dict() == {"point": str(point.pk), "kind": "unknown"}
    for sealed in (point.text, event.note):
        assert WORDS.encode() not in bytes(sealed)


def test_each_look_at_the_words_is_logged_once_a_page(nico_at, case, nico):
    noted(case, nico)
    noted(case, nico, "hypothesis", "Otra cosa")
    read(nico_at, case)
    look = SensitiveRead.objects.get()
    assert (look.user, look.subject_kind, look.subject_id, look.field) == (nico, "case", case.pk, "analysis")


def test_once_another_explanation_is_written_it_is_not_asked_for_again(nico_at, case, nico):
    point = noted(case, nico, "innocent", "Pudo ser otra persona con el mismo equipo.")
    assert "Falta escribir otra explicación" not in read(nico_at, case)
    analysis_actions.settle(point=point, state="settled", reason="Se revisó.", by=nico, now=timezone.now())
    assert "Falta escribir otra explicación" not in read(nico_at, case)


def test_a_point_is_settled_with_a_reason_once_and_stays_readable(nico_at, case, nico):
    point = noted(case, nico)
    there = address(case, "point_settle", pk=point.pk)
    assert nico_at.post(there, form_of(case, state="settled", reason="")).status_code == 422
    assert nico_at.post(there, form_of(case, state="settled", reason="Lo dijo la biblioteca")).url == address(case)
    page = read(nico_at, case)
    assert "Lo dijo la biblioteca" in page
    assert "Puntos que ya no están abiertos" in page
    again = nico_at.post(there, form_of(case, state="withdrawn", reason="Otra vez"))
    assert again.status_code == 422
    point.refresh_from_db()
    assert (point.state, point.settled_by) == (PointState.SETTLED, nico)
    assert Event.objects.get(kind="analysis.settled").facts_dict()["state"] == "settled"


def test_somebody_elses_change_in_between_is_shown_before_a_point_is_written(nico_at, case, ana):
    stale = form_of(case, text=WORDS)
    cases.record(case=case, kind="note.added", by=ana, now=timezone.now(), note="Llegó un papel")
    answer = nico_at.post(address(case, "point_new") + "?tipo=unknown", stale)
    assert answer.status_code == 409
    assert WORDS in answer.content.decode()
    assert not Point.objects.exists()


def test_what_is_not_known_tells_which_act_of_the_plan_would_answer_it(nico_at, case, nico):
    act = an_act(case, nico)
    noted(case, nico, answer=f"act:{act.pk}")
    page = read(nico_at, case)
    assert f"Acto 1: {pack().acts['preserve_data'].label.es}" in page
    Act.objects.filter(pk=act.pk).update(state="negative")
    assert "diga si lo respondió" in read(nico_at, case)


def test_an_act_outside_the_plan_is_added_with_one_click_and_the_point_waits_for_it(nico_at, case, nico):
    code = next(one.code for one in pack().acts.values() if not one.needs_target)
    point = noted(case, nico, answer=f"type:{code}")
    page = read(nico_at, case)
    form = re.search(rf'<form method="post" action="{address(case, "point_act", pk=point.pk)}">.*?</form>', page, re.S)
    assert form
    assert nico_at.post(address(case, "point_act", pk=point.pk), form_of(case)).url == address(case)
    point.refresh_from_db()
    assert (point.answered_by.type, point.answered_by.case) == (code, case)
    assert Event.objects.filter(kind="act.adopted").count() == 1
    assert nico_at.post(address(case, "point_act", pk=point.pk), form_of(case)).status_code == 422
    assert Act.objects.count() == 1


def test_an_act_that_says_what_it_is_about_asks_for_it_first(nico_at, case, nico):
    assert pack().acts["preserve_data"].needs_target
    point = noted(case, nico, answer="type:preserve_data")
    there = address(case, "point_act", pk=point.pk)
    assert nico_at.post(there, form_of(case)).status_code == 422
    assert nico_at.post(there, form_of(case, target="La cuenta azul")).status_code == 302
    assert Act.objects.get().target


def test_the_record_stands_apart_and_tells_negative_results_and_silence_alike(nico_at, case, nico):
    for number, state in enumerate(("done", "negative", "refused", "impossible", "lapsed", "planned"), 1):
        an_act(case, nico, number, state=state)
    page = read(nico_at, case)
    holds, lacks = page.split('id="falta"')
    assert [f"Acto {n}:" in holds for n in (1, 2, 3, 4, 5, 6)] == [True, True, False, False, False, False]
    assert [f"Acto {n}:" in lacks for n in (3, 4, 5, 6)] == [True, True, True, False]
    assert "resultado negativo" in holds
    assert "nadie lo ha valorado" in holds


def test_gaps_without_an_act_are_told_in_the_table_and_drawn(nico_at, case, ana):
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(opened_at=now - timedelta(days=60))
    for days in (40, 38, 12):
        at = now - timedelta(days=days)
        cases.record(case=case, kind="prosecutor.informed", by=ana, now=now, happened_at=at)
    page = read(nico_at, case)
    assert [int(n) for n in re.findall(r"Hueco: (\d+) días", page)] == [20, 26, 12]
    assert "anotado 40 días después" in page
    assert page.count('class="tp-slack"') == 3


MOMENT = st.integers(0, 400 * 86_400).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


@given(st.lists(MOMENT, max_size=30), MOMENT)
def test_no_week_without_an_act_goes_unseen(moments, until):
    opened = min([*moments, until])
    until = max([*moments, until])
    rows = timeline.rows([timeline.Mark(at, "x", "y") for at in moments], opened=opened, until=until)
    assert sum(row.mark is not None for row in rows) == len(moments)
    edges = sorted([opened, *moments, until])
    longest = max((b - a for a, b in pairwise(edges)), default=timedelta())
    gaps = [row.until - row.since for row in rows if row.mark is None]
    assert max(gaps, default=timedelta()) == (longest if longest >= timeline.GAP else timedelta())
    svg = timeline.picture(rows, opened=opened, until=until, title="<t>", words="&", edges=("<1>", "2"))
    assert "<t>" not in svg
    assert "<1>" not in svg
    assert svg.count("tp-person") == len(moments)


def test_who_may_not_decide_reads_but_is_offered_nothing_to_write(signed_in, case, nico, caro, person):
    point = noted(case, nico)
    for reader in (caro, person("tere")):
        page = read(signed_in(reader), case)
        assert WORDS in page
        assert "/analisis/punto/" not in page
        assert signed_in(reader).post(address(case, "point_settle", pk=point.pk)).status_code == 403
    with pytest.raises(Denied):
        noted(case, caro)


def test_to_another_institution_it_does_not_exist(signed_in, case, nico, eva):
    point = noted(case, nico)
    browser = signed_in(eva)
    for there in (address(case), address(case, "point_settle", pk=point.pk), address(case, "point_act", pk=point.pk)):
        assert browser.get(there).status_code == 404


def test_words_that_did_not_travel_with_the_case_stay_closed(nico_at, case, nico):
    noted(case, nico)
    Withheld.objects.create(case=case, institution="FGE-NAY", part="notes", before=timezone.now())
    page = read(nico_at, case)
    assert WORDS not in page
    assert "No viajó con la canalización" in page
    assert not SensitiveRead.objects.exists()


def test_more_points_ask_the_database_no_more_often(nico_at, case, nico, alert):
    def few(many):
        for kind in PointKind.values:
            for number in range(many):
                source = f"alert:{alert.pk}" if kind == "known" else ""
                noted(case, nico, kind, f"Punto {number}", source=source)
        read(nico_at, case)
        with CaptureQueriesContext(connection) as asked:
            read(nico_at, case)
        return len(asked)

    assert few(1) == few(4)


def test_a_closed_case_is_read_and_not_written(nico_at, case, nico):
    point = noted(case, nico)
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=now, closed_by=nico, close_reason="unfounded")
    assert "/analisis/punto/" not in read(nico_at, case)
    with pytest.raises(Denied, match="cerrado"):
        analysis_actions.settle(point=point, state="settled", reason="x", by=nico, now=now)


def test_a_point_may_rest_on_an_item_without_telling_its_description(nico_at, case, nico):
    item = register(
        case=case, form="device", origin="scene", description="Funda azul inventada", by=nico, now=timezone.now()
    )
    noted(case, nico, "known", source=f"item:{item.pk}")
    page = read(nico_at, case)
    assert "Indicio EX-0001, dispositivo" in page
    assert reverse("evidence:item", kwargs={"code": case.code, "pk": item.pk}) in page
    assert "Funda azul" not in page + nico_at.get(address(case, "point_new")).content.decode()
