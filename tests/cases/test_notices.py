"""Who must look is told once for each case, as far up as the delay went, and only while they may see it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from following import DAY, HOUR, NOW, happens, live, open_case

from hilo.accounts.actions import desk_account
from hilo.cases import actions, notices, routing, sweep
from hilo.cases.ladder import Rung
from hilo.cases.models import Case, Conflict, Notice
from hilo.cases.thread import Weave

pytestmark = pytest.mark.django_db

YEAR = 400 * DAY
SECOND = timedelta(seconds=1)
PAGE = "desk:notices"


def at_desk(**fields) -> Case:
    return open_case(owner=desk_account("FGE-NAY"), **fields)


def told(case) -> dict[str, int]:
    """Who was told of a case and has not looked: the rung by name."""
    return {row.user.username: row.rung for row in Notice.objects.unseen().filter(case=case).select_related("user")}


def late(case) -> object:
    """The moment a second after its first duty ran out."""
    return min(clock.due_at for clock in live(case).values() if not clock.informational) + SECOND


def test_each_rung_is_told_to_those_who_look_at_it(cast):
    case = open_case(owner=cast.ana)
    due = late(case)
    sweep.sweep(now=due)
    assert told(case) == {"ana": 1}
    sweep.sweep(now=due + 6 * DAY)
    assert told(case) == {"ana": 1, "beto": 2}
    sweep.sweep(now=due + 25 * DAY)
    assert told(case) == {"ana": 1, "beto": 2, "tere": 3}
    sweep.sweep(now=NOW + YEAR)
    assert told(case) == {"ana": 1, "beto": 4, "tere": 4}
    assert Notice.objects.get(user=cast.tere).kind == Notice.Kind.LETTER


def test_a_case_that_nobody_holds_is_told_to_intake_and_supervision(cast):
    case = at_desk()
    sweep.sweep(now=late(case))
    assert told(case) == {"caro": 1, "beto": 1}


def test_an_institution_without_supervision_is_told_through_whom_it_has(person):
    case = open_case(owner=person("eva"), institution="FGE-MOR")
    person("leo", institution="FGE-MOR", role="investigator")
    person("noe", institution="FGE-MOR", role="auditor")
    sweep.sweep(now=NOW + YEAR)
    assert told(case) == {"eva": 4, "leo": 4}


def test_seeing_it_asks_again_only_when_the_delay_rises(cast):
    case = open_case(owner=cast.ana)
    due = late(case)
    sweep.sweep(now=due + 6 * DAY)
    assert notices.see(by=cast.beto, case=case, now=due + 6 * DAY) == 1
    sweep.sweep(now=due + 7 * DAY)
    assert "beto" not in told(case)
    sweep.sweep(now=NOW + YEAR)
    assert told(case)["beto"] == Rung.LETTER


def test_whoever_takes_the_case_takes_along_what_its_owner_had_not_seen(cast):
    case = at_desk()
    due = late(case)
    sweep.sweep(now=due)
    actions.assign(cases=[case], to=cast.ana, by=cast.beto, now=due + HOUR)
    assert told(case) == {"ana": 1}
    actions.assign(cases=[case], to=cast.nico, by=cast.beto, now=due + 2 * HOUR)
    assert told(case) == {"nico": 1}


def test_when_nothing_is_late_any_more_nobody_is_asked(cast):
    case = open_case(owner=cast.ana)
    due = live(case)["prosecutor_informed"].due_at
    happens(case, "case.assigned", now=NOW)
    sweep.sweep(now=due + HOUR)
    assert told(case) == {"ana": 1}
    actions.record(case=case, kind="prosecutor.informed", by=cast.ana, now=due + 2 * HOUR)
    assert told(case) == {}


def test_reports_folded_under_a_campaign_are_looked_at_there(cast):
    campaign = open_case(owner=cast.ana, tier=4)
    for _number in range(3):
        open_case(owner=cast.ana, tier=4, parent=campaign)
    sweep.sweep(now=NOW + YEAR)
    assert set(Notice.objects.values_list("case", flat=True)) == {campaign.pk}


def test_an_institution_that_lost_the_case_is_asked_no_more_and_the_new_one_is(cast):
    case = open_case(owner=cast.ana)
    due = late(case)
    sweep.sweep(now=due + 25 * DAY)
    with transaction.atomic():
        weave = Weave(now=due + 26 * DAY)
        weave.hold([case.pk])
        routing.move(weave, [weave.cases[case.pk]], "FGE-MOR")
        weave.write()
    assert told(case) == {}
    sweep.sweep(now=due + 26 * DAY + HOUR)
    assert told(case) == {"eva": 1}


def test_what_a_person_may_not_see_is_neither_listed_nor_counted(cast):
    case = open_case(owner=cast.ana)
    sweep.sweep(now=NOW + YEAR)
    assert notices.count_for(cast.beto) == 1
    Notice.objects.create(  # as if it had been left behind
        user=cast.eva, case=case, institution="FGE-MOR", subject=case.pk, rule="silence", kind="silent", rung=2, at=NOW
    )
    assert (notices.count_for(cast.eva), notices.list_for(cast.eva, 9)) == (0, [])
    with transaction.atomic():
        weave = Weave(now=NOW + YEAR)
        weave.hold([case.pk])
        routing.move(weave, [weave.cases[case.pk]], "FGE-MOR")
        weave.write()
    Conflict.objects.create(case=case, institution="FGE-NAY", reason=b"x", at=NOW + YEAR, by=cast.beto)
    assert (notices.count_for(cast.beto), notices.list_for(cast.beto, 9)) == (0, [])


def test_the_page_lists_what_is_most_urgent_first_and_opening_the_case_settles_it(cast, signed_in):
    calm, urgent = open_case(owner=cast.ana, tier=4), open_case(owner=cast.ana, tier=1)
    sweep.sweep(now=NOW + YEAR)
    browser = signed_in(cast.ana)
    page = browser.get(reverse(PAGE)).content.decode()
    assert page.index(urgent.code) < page.index(calm.code)
    assert "2<span" in page.replace(" ", "")  # the count in the menu
    browser.get(reverse("cases:file", kwargs={"code": urgent.code}))
    after = browser.get(reverse(PAGE)).content.decode()
    assert urgent.code not in after
    assert calm.code in after


def test_the_button_settles_ones_own_notices_and_nobody_elses(cast, signed_in):
    case = open_case(owner=cast.ana)
    sweep.sweep(now=NOW + YEAR)
    ids = [str(pk) for pk in Notice.objects.values_list("pk", flat=True)]
    signed_in(cast.ana).post(reverse("desk:notices_seen"), {"notice": [*ids, "nada"]})
    assert "ana" not in told(case)
    assert {"beto", "tere"} <= set(told(case))


def test_the_count_stops_at_99(cast, monkeypatch, signed_in):
    monkeypatch.setattr(notices, "MOST", 2)
    for _number in range(4):
        open_case(owner=cast.ana)
    sweep.sweep(now=NOW + YEAR)
    assert notices.count_for(cast.ana) == 3
    assert "2+" in signed_in(cast.ana).get(reverse("desk:inbox")).content.decode()


def test_the_list_and_the_count_cost_the_same_for_many(cast, django_assert_num_queries):
    for _number in range(3):
        open_case(owner=cast.ana)
    sweep.sweep(now=NOW + YEAR)
    with django_assert_num_queries(1):
        assert notices.count_for(cast.ana) == 3
    with django_assert_num_queries(1):
        assert len(notices.list_for(cast.ana, 50)) == 3
