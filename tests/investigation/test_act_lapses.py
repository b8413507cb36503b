"""Until when: the alarm of day 60, the lapse of day 90, call records of 12 + 12 months, what never lapses twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hilo.cases import sweep
from hilo.cases.models import Clock
from hilo.investigation import actions, lapse, windows
from hilo.investigation.actions import Adoption
from hilo.investigation.models import Act, ActState
from hilo.lib.errors import Denied
from hilo.reference import pack
from hilo.web.commands import work_once

S = ActState
DAY = timedelta(days=1)


@pytest.fixture
def start(case):
    """The moment at which the plan begins."""
    return case.opened_at


@pytest.fixture
def preserved(case, ana, start):
    """``preserved("x.example")`` is an order to preserve, given when the plan began."""

    def make(target="cuenta azul en x.example", code="preserve_data", at=start):
        act = actions.adopt(case=case, adoptions=[Adoption(code, target=target)], by=ana, now=at)[0]
        actions.move(act=act, to="ordered", by=ana, now=at)
        return Act.objects.get(pk=act.pk)

    return make


@pytest.fixture
def order_data(case, ana):
    """``order_data(act, at)`` orders the data that an act preserves."""

    def order(act, at):
        adoption = Adoption("data_subscriber", target="cuenta azul", follows=act)
        data = actions.adopt(case=case, adoptions=[adoption], by=ana, now=at)[0]
        actions.move(act=data, to="ordered", by=ana, now=at)
        return data

    return order


def events(case, kind, subject=None):
    rows = case.events.filter(kind=kind).order_by("entered_at")
    return [e for e in rows if subject is None or e.facts_dict().get("act") == str(subject)]


def pass_by(*moments):
    for now in moments:
        sweep.sweep(now=now)
        lapse.sweep(now=now)


@pytest.mark.parametrize("looks", [[61, 89, 91, 92, 200], [400], [91, 91, 91], range(1, 100, 7)])
def test_day_60_alarms_and_day_90_lapses_once_however_often_and_late_somebody_looks(case, preserved, start, looks):
    act = preserved()
    pass_by(*(start + n * DAY for n in looks))
    alarms = [e for e in events(case, "clock.overdue") if e.facts_dict()["rule"] == "preservation_follow_up"]
    (lapsed,) = events(case, "act.lapsed", act.pk)
    assert [(e.happened_at - start).days for e in alarms] in ([60], [59])  # the last second of the local day
    assert lapsed.happened_at == act.window_ends_at
    assert lapsed.by is None
    act.refresh_from_db()
    assert (act.state, act.steps.filter(state="lapsed").count()) == (S.LAPSED, 1)


def test_the_work_of_the_machine_records_lapses(case, preserved, start):
    act = preserved()
    assert work_once(start + 91 * DAY)["overdue_recorded"] > 0
    assert events(case, "act.lapsed", act.pk)


def test_a_preservation_that_was_confirmed_lapses_all_the_same_if_nobody_orders_the_data(case, ana, preserved, start):
    act = preserved()
    actions.move(act=act, to="done", by=ana, now=start + DAY, note="La plataforma confirmó que guarda los datos.")
    pass_by(start + 89 * DAY)
    assert not events(case, "act.lapsed")
    pass_by(start + 92 * DAY)
    assert events(case, "act.lapsed", act.pk)


def test_data_ordered_in_time_stop_alarm_and_lapse_of_their_line_alone(case, preserved, order_data, start):
    mine, other = preserved(), preserved("cuenta verde en y.example", "preserve_hosting")
    order_data(mine, start + 30 * DAY)
    pass_by(start + 61 * DAY, start + 95 * DAY)
    assert not events(case, "act.lapsed", mine.pk)
    assert events(case, "act.lapsed", other.pk)
    late = {c.subject for c in Clock.objects.filter(rule="preservation_follow_up", overdue_at__isnull=False)}
    assert late == {other.line}


def test_an_order_is_linked_to_the_data_that_are_kept_only_by_a_person_who_says_so(case, ana, preserved, start):
    kept = preserved()
    data = actions.adopt(case=case, adoptions=[Adoption("data_subscriber", target="azul")], by=ana, now=start)[0]
    actions.move(act=data, to="ordered", by=ana, now=start, follows=kept)
    assert not Clock.objects.live().filter(rule="preservation_lapses", subject=kept.line).exists()
    with pytest.raises(Denied, match="por su cuenta"):
        actions.move(act=data, to="done", by=ana, now=start, note="Llegaron.", follows=preserved("otra"))


def test_nothing_is_kept_before_somebody_orders_it_so_nothing_lapses(case, ana, start):
    adoption = Adoption("preserve_data", target="cuenta azul")
    act = actions.adopt(case=case, adoptions=[adoption], by=ana, now=start)[0]
    pass_by(start + 365 * DAY)
    assert act.window_ends_at is None
    assert not events(case, "act.lapsed")


def test_an_order_that_was_entered_late_lapses_by_the_day_it_was_given(case, ana, start):
    now = start + 20 * DAY
    adoption = Adoption("preserve_data", target="cuenta azul")
    act = actions.adopt(case=case, adoptions=[adoption], by=ana, now=now)[0]
    actions.move(act=act, to="ordered", by=ana, now=now, happened_at=start)
    act.refresh_from_db()
    clock = Clock.objects.live().get(rule="preservation_lapses", subject=act.line)
    assert act.window_ends_at == clock.due_at
    assert clock.started_at == start


def test_what_can_be_renewed_begins_again_and_no_more_often_than_the_catalogue_says(case, ana, preserved, start):
    abroad, here = preserved(code="preserve_foreign"), preserved()
    actions.move(act=abroad, to="ordered", by=ana, now=start + 85 * DAY)
    for act in (abroad, here):
        with pytest.raises(Denied):
            actions.move(act=act, to="ordered", by=ana, now=start + 86 * DAY)
    pass_by(start + 91 * DAY)
    assert events(case, "act.lapsed", here.pk)
    assert not events(case, "act.lapsed", abroad.pk)
    pass_by(start + 190 * DAY)
    assert len(events(case, "act.lapsed", abroad.pk)) == 1


def test_another_order_about_the_same_data_carries_the_line_on(case, ana, preserved, start):
    first = preserved()
    again = Adoption("preserve_data", target="cuenta azul en x.example", follows=first)
    second = actions.adopt(case=case, adoptions=[again], by=ana, now=start + 80 * DAY)[0]
    actions.move(act=second, to="ordered", by=ana, now=start + 80 * DAY)
    pass_by(start + 100 * DAY)
    assert not events(case, "act.lapsed")
    pass_by(start + 180 * DAY)
    assert [e.facts_dict()["act"] for e in events(case, "act.lapsed")] == [str(second.pk)]


def test_an_act_that_lapsed_unnoticed_is_told_so_before_anything_else(case, ana, start):
    adoption = Adoption("cctv_logs", target="Entrada de la escuela")
    act = actions.adopt(case=case, adoptions=[adoption], by=ana, now=start)[0]
    with pytest.raises(Denied, match="se venció"):
        actions.move(act=act, to="asked", asked_by="prosecutor", by=ana, now=start + 9 * DAY)
    assert not events(case, "act.lapsed")  # nothing was saved
    actions.move(act=act, to="negative", by=ana, now=start + 9 * DAY, note="Ya estaba borrado.")
    assert list(act.steps.values_list("state", flat=True)) == ["planned", "lapsed", "negative"]


def test_what_was_done_in_time_and_entered_late_did_not_lapse(case, ana, start):
    adoption = Adoption("cctv_logs", target="Entrada de la escuela")
    act = actions.adopt(case=case, adoptions=[adoption], by=ana, now=start)[0]
    late, did = start + 9 * DAY, start + 2 * DAY
    actions.move(act=act, to="done", by=ana, now=late, happened_at=did, note="Se copiaron dos horas.")
    pass_by(late)
    assert not events(case, "act.lapsed")


def test_who_takes_a_lapsed_act_up_again_is_not_told_twice(case, ana, start):
    adoption = Adoption("cctv_logs", target="Entrada de la escuela")
    act = actions.adopt(case=case, adoptions=[adoption], by=ana, now=start)[0]
    pass_by(start + 9 * DAY)
    actions.move(act=act, to="planned", by=ana, now=start + 10 * DAY)
    pass_by(start + 11 * DAY, start + 40 * DAY)
    assert len(events(case, "act.lapsed", act.pk)) == 1
    assert Clock.objects.live().filter(rule="act_due_u1", subject=act.pk).count() == 1


def test_what_is_adopted_after_its_last_day_is_tried_and_not_called_lapsed(case, ana, start):
    long_ago = (start - 900 * DAY).date()
    adoption = Adoption("call_records", target="Línea 55 0000 0000", data_from=long_ago)
    act = actions.adopt(case=case, adoptions=[adoption], by=ana, now=start)[0]
    pass_by(start + DAY)
    assert act.window_ends_at < start
    assert not events(case, "act.lapsed")


@pytest.mark.parametrize(
    ("day", "live", "last"),
    [
        (date(2025, 11, 30), date(2026, 11, 30), date(2027, 11, 30)),
        (date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28)),
        (date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 28)),
        (date(2025, 12, 31), date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_call_records_show_both_days_and_end_on_the_true_last_one(day, live, last):
    kind, now = pack().acts["call_records"], datetime(2026, 11, 22, 12, tzinfo=UTC)
    rows = windows.working(kind, day, now, now)
    zone = windows.begins_at(day, now).tzinfo
    assert [row.ends_at.astimezone(zone).date() for row in rows] == [live, last]
    assert windows.ends_at(kind, day, now) == rows[-1].ends_at
    assert all(row.lines[0].day == day and row.lines[-1].day in (live, last) for row in rows)


@given(day=st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_two_years_of_call_records_are_never_short_of_a_day_of_the_calendar(day):
    end = windows.ends_at(pack().acts["call_records"], day, datetime(2026, 1, 1, tzinfo=UTC))
    local = end.astimezone(windows.begins_at(day, end).tzinfo).date()
    assert (local.year, local.month) == (day.year + 2, day.month)
    assert local.day == day.day or (day.month, day.day, local.day) == (2, 29, 28)


def test_cameras_keep_seven_days_from_what_they_saw(case, ana, start):
    day = timezone.localdate(start) - 2 * DAY
    adoption = Adoption("cctv_logs", target="Entrada", data_from=day)
    act = actions.adopt(case=case, adoptions=[adoption], by=ana, now=start)[0]
    assert timezone.localdate(act.window_ends_at) == day + 7 * DAY
