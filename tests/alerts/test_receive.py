"""Every alert becomes part of a followed case; it joins one only when that is certain."""

import pytest
from django.db.models import Q

from alerts.arriving import NOW, alert, case_of, deliver, delivery, details, draft, hash_of
from alerts.projection import project
from hilo.alerts.draft import DraftFile, DraftPerson, IdKind, Party
from hilo.alerts.models import Alert, Campaign, Delivery, Disposition, FileDetails, Replay
from hilo.alerts.queries import quarantined
from hilo.cases import actions as cases
from hilo.cases import conflicts
from hilo.cases.models import Case, Clock, Event
from hilo.linkage.actions import judge
from hilo.linkage.models import Judgement, Suggestion, Value

pytestmark = pytest.mark.django_db


def suggested() -> set[frozenset[str]]:
    """Pairs of reports whose cases were suggested to be one matter, by the first report of each."""
    first = {}
    for one in Alert.objects.order_by("-id"):
        first[one.case_id] = one.report_id
    return {frozenset((first[row.left], first[row.right])) for row in Suggestion.objects.all()}


def closed(case: Case, by) -> Case:
    """The case, closed by a person after what was left to do was set aside."""
    Case.objects.filter(pk=case.pk).update(institution=by.institution)
    case.refresh_from_db()
    for clock in Clock.objects.live().filter(case=case, blocks_closing=True, informational=False):
        cases.discharge(clock=clock, reason="No procede.", by=by, now=NOW)
    return cases.close(case=case, reason="not_illegal", note="Se revisó.", by=by, now=NOW)


# --- every alert a followed case --------------------------------------------------------------------------


def test_an_alert_opens_a_case_with_owner_duty_and_clock_at_the_institution_of_its_state():
    deliver(draft("1", account="a1"))
    case = case_of("1")
    assert (case.institution, case.state, case.course) == ("FGE-NAY", "NAY", "state")
    assert case.owner.is_desk
    assert case.owner.institution == "FGE-NAY"
    assert case.next_clock.case == case
    assert case.next_clock.stopped_at is None
    assert alert("1").disposition == Disposition.OPENED
    assert alert("1").lapses_at == case.data_lapses_at is not None


def test_an_alert_without_place_goes_to_the_national_desk_with_a_clock_of_its_own():
    deliver(draft("1", account="a1", state=""))
    case = case_of("1")
    assert (case.institution, case.state, case.course) == ("GN-CERT", "", "national_queue")
    assert Clock.objects.live().filter(case=case, rule="unknown_location").exists()


def test_no_alert_is_without_case_and_no_open_case_without_owner_duty_and_clock():
    deliver(
        *(draft(str(n), account=f"a{n % 7}", md5=hash_of(n % 5), state="" if n % 3 else "Morelos") for n in range(40))
    )
    assert Alert.objects.filter(case__isnull=True).count() == 0
    lacking = Q(owner__isnull=True) | Q(next_duty="") | Q(next_due_at__isnull=True) | Q(next_clock__isnull=True)
    assert Case.objects.open().filter(lacking | Q(next_clock__stopped_at__isnull=False)).count() == 0


# --- again --------------------------------------------------------------------------------------------------


def test_the_same_things_again_change_nothing_but_the_replays():
    drafts = [draft("1", account="a1"), draft("2", account="a1"), details("2", md5=hash_of(1)), details("3")]
    first = deliver(*drafts)
    before = project(replays=False)
    again = deliver(*drafts, name="/in/tuesday")
    assert (first.new, first.joined, first.details, first.replays) == (2, 1, 2, 0)
    assert (again.new, again.versions, again.details, again.replays) == (0, 0, 0, 4)
    assert project(replays=False) == before
    assert Replay.objects.count() == 2


def test_a_delivery_taken_up_again_does_not_call_its_own_items_replays():
    drafts = [
        draft("1", account="a1"),
        details("1", md5=hash_of(1)),
        draft("2", account="a2"),
        draft("1", account="a1"),
    ]
    unfinished = delivery()
    deliver(*drafts[:2], of=unfinished)
    counts = deliver(*drafts, of=delivery())
    assert delivery() == unfinished
    assert (counts.new, counts.replays, counts.details) == (1, 1, 0)
    assert [row.member for row in Replay.objects.all()] == ["0003.json"]


def test_a_changed_report_is_a_new_version_beside_the_old_and_is_triaged_again():
    deliver(draft("1", account="a1", said="una cosa"))
    deliver(draft("1", account="a1", said="otra cosa", escalation="PLACEHOLDER"), name="/in/tuesday")
    one = alert("1")
    assert (one.versions, one.history.count(), one.triages.count(), one.tier) == (2, 2, 2, 1)
    case = case_of("1")
    assert case.tier == 1
    kinds = list(Event.objects.filter(case=case).order_by("id").values_list("kind", flat=True))
    assert kinds.count("alert.version") == 1
    assert kinds.count("tier.moved") == 1
    assert Clock.objects.live().filter(case=case, rule="child_protection_informed").exists()


def test_a_calmer_version_leaves_the_urgency_of_the_case_to_a_person():
    deliver(draft("1", escalation="PLACEHOLDER"), draft("1"))
    assert (alert("1").tier, case_of("1").tier) == (alert("1").tier, 1)
    assert alert("1").tier > 1


def test_the_first_version_again_after_the_second_is_a_replay():
    counts = deliver(draft("1"), draft("1", said="más"), draft("1"))
    assert (counts.new, counts.versions, counts.replays) == (1, 1, 1)


# --- joining: only what is certain ------------------------------------------------------------------------


def test_the_same_account_of_the_same_platform_and_sender_joins():
    counts = deliver(draft("1", account="a1"), draft("2", account="a1"))
    assert case_of("1") == case_of("2")
    assert (counts.cases_opened, counts.joined) == (1, 1)
    assert (alert("2").disposition, alert("2").join_reason) == (Disposition.JOINED, "same_account")


@pytest.mark.parametrize("order", [("1", "2"), ("2", "1")], ids=["after", "before"])
def test_a_report_that_names_another_joins_it_whichever_comes_first(order):
    made = {"1": draft("1", account="a1"), "2": draft("2", account="a2", prior_reports=["1"])}
    deliver(*(made[one] for one in order))
    assert case_of("1") == case_of("2")


def test_a_report_named_by_two_is_joined_by_both_though_it_came_between_them():
    deliver(
        draft("2", account="a2", prior_reports=["1"]),
        draft("1", account="a1"),
        draft("3", account="a3", prior_reports=["1"]),
    )
    assert case_of("1") == case_of("2") == case_of("3")


def test_two_that_name_one_unknown_report_are_suggested_until_it_comes_and_then_too():
    deliver(draft("2", account="a2", prior_reports=["1"]), draft("3", account="a3", prior_reports=["1"]))
    assert case_of("2") != case_of("3")
    assert suggested() == {frozenset("23")}
    deliver(draft("1", account="a1"), name="/in/tuesday")
    assert case_of("1") == case_of("2")
    assert suggested() == {frozenset("23")}


def test_a_person_named_with_prior_reports_joins_them():
    second = draft("2", account="a2")
    second.persons[0].prior_reports = ["1"]
    deliver(draft("1", account="a1"), second)
    assert case_of("1") == case_of("2")


def test_another_senders_report_of_that_number_is_not_joined():
    deliver(draft("1", account="a1"), draft("9", account="a2", sender="INHOPE", prior_reports=["1"]))
    assert case_of("1") != case_of("9")


def test_an_account_of_that_name_elsewhere_is_not_joined():
    other = draft("2", account="a1")
    other.platform = other.esp = other.persons[0].service = "ExampleVideo"
    unnamed = draft("3", account="a1")
    unnamed.platform = unnamed.esp = unnamed.persons[0].service = ""
    deliver(draft("1", account="a1"), other, unnamed)
    assert len({case_of(one).pk for one in "123"}) == 3


def test_an_urgent_alert_that_joins_makes_its_case_urgent():
    deliver(draft("1", account="a1"), draft("2", account="a1", escalation="PLACEHOLDER"))
    assert case_of("1").tier == 1


NEVER = [
    (IdKind.IP, "192.0.2.7"),
    (IdKind.SCREEN_NAME, "usuario"),
    (IdKind.DISPLAY_NAME, "Usuario Ejemplo"),
    (IdKind.SCHOOL, "Escuela Ejemplo"),
    (IdKind.PERSON_NAME, "Persona Ejemplo"),
    (IdKind.ADDRESS, "Calle Ejemplo 1"),
    (IdKind.HASH, "0" * 32),
    (IdKind.HASH, "d41d8cd98f00b204e9800998ecf8427e"),
    (IdKind.ACCOUNT, "unknown"),
    (IdKind.PHONE, "0000000000"),
    (IdKind.EMAIL, "law@platform.example", Party.REPORTER),
    (IdKind.PHONE, "+525555550123", Party.REPORTER),
    (IdKind.ACCOUNT, "analyst-7", Party.REPORTER),
]


@pytest.mark.parametrize("value", NEVER, ids=lambda value: f"{value[0]}-{value[1]}")
def test_what_many_share_neither_joins_nor_suggests(value):
    deliver(draft("1", account="a1", seen=[value]), draft("2", account="a2", seen=[value]))
    assert case_of("1") != case_of("2")
    assert suggested() == set()


def test_a_placeholder_for_an_account_joins_nobody():
    deliver(
        draft("1", account="unknown"), draft("2", account="unknown"), draft("3", account="0"), draft("4", account="0")
    )
    assert Case.objects.count() == 4


def test_a_reporters_account_joins_nobody():
    made = [draft(one) for one in "12"]
    for one in made:
        one.persons.append(DraftPerson(Party.REPORTER, account="analyst-7", service="ExampleChat"))
    deliver(*made)
    assert case_of("1") != case_of("2")


RARE = [
    (IdKind.EMAIL, "uno.cuenta@correo.example"),
    (IdKind.PHONE, "+523111234567"),
    (IdKind.DEVICE, "359881030314356"),
    (IdKind.PROFILE_URL, "https://chat.example/u/uno"),
    (IdKind.ACCOUNT, "conocida-9"),
    (IdKind.HASH, hash_of(1)),
]


@pytest.mark.parametrize("value", RARE, ids=lambda value: str(value[0]))
@pytest.mark.parametrize("size", [1, 500])
def test_what_is_rare_is_suggested_and_not_joined(value, size):
    deliver(draft("1", account="a1", seen=[value]), draft("2", account="a2", seen=[value]), size=size)
    assert case_of("1") != case_of("2")
    assert suggested() == {frozenset("12")}


@pytest.mark.parametrize("size", [1, 500])
def test_what_a_later_version_or_file_brings_is_suggested_too(size):
    deliver(
        draft("1", account="a1", md5=hash_of(1)),
        draft("2", account="a2"),
        draft("3", account="a3"),
        details("2", md5=hash_of(1)),
        draft("3", account="a3", said="más", md5=hash_of(1)),
        size=size,
    )
    assert suggested() == {frozenset("12"), frozenset("13"), frozenset("23")}


def test_a_value_carried_by_more_than_twenty_suggests_nothing():
    email = (IdKind.EMAIL, "todos@correo.example")
    deliver(*(draft(str(n), account=f"a{n}", seen=[email]) for n in range(21)))
    before = suggested()
    assert before
    deliver(*(draft(str(n), account=f"a{n}", seen=[email]) for n in range(21, 30)), name="/in/tuesday")
    assert suggested() == before


def test_a_suggestion_that_a_person_rejected_does_not_come_back(beto):
    email = (IdKind.EMAIL, "uno@correo.example")
    deliver(draft("1", account="a1", seen=[email]), draft("2", account="a2", seen=[email]))
    judge(suggestion=Suggestion.objects.get(), judgement=Judgement.REJECTED, by=beto, at=NOW)
    deliver(draft("3", account="a2", seen=[email]), name="/in/tuesday")
    assert case_of("3") == case_of("2")
    assert Suggestion.objects.get().judgement == Judgement.REJECTED


def test_an_account_under_two_cases_joins_the_first_and_suggests_the_other():
    deliver(draft("1", account="a1"), draft("2", account="a2"), draft("3", account="a2", prior_reports=["1"]))
    assert case_of("3") == case_of("1")
    assert suggested() == {frozenset("12")}


# --- closed cases -----------------------------------------------------------------------------------------


def test_a_closed_case_is_not_joined_but_suggested(beto):
    deliver(draft("1", account="a1"))
    closed(case_of("1"), beto)
    deliver(draft("2", account="a1"), name="/in/tuesday")
    assert case_of("1") != case_of("2")
    assert not case_of("1").is_open
    assert suggested() == {frozenset("12")}


def test_a_new_version_opens_a_closed_case_again_and_keeps_all(beto):
    deliver(draft("1", account="a1"))
    before = closed(case_of("1"), beto)
    kept = set(before.events.values_list("pk", flat=True))
    deliver(draft("1", account="a1", said="más"), name="/in/tuesday")
    after = case_of("1")
    assert after == before
    assert after.is_open
    assert after.owner.is_desk
    assert kept < set(after.events.values_list("pk", flat=True))
    assert after.next_clock.stopped_at is None


def test_new_file_details_open_a_closed_case_again(beto):
    deliver(draft("1", account="a1"))
    closed(case_of("1"), beto)
    deliver(details("1", md5=hash_of(1)), name="/in/tuesday")
    assert case_of("1").is_open


def test_a_replay_leaves_a_closed_case_closed(beto):
    deliver(draft("1", account="a1"))
    closed(case_of("1"), beto)
    deliver(draft("1", account="a1"), name="/in/tuesday")
    assert not case_of("1").is_open


# --- campaigns --------------------------------------------------------------------------------------------


def viral(report_id: str, **fields) -> object:
    made = draft(report_id, account=f"v{report_id}", md5=hash_of(9), **fields)
    made.files[0].flags = frozenset({"viral"})
    return made


def test_a_viral_file_folds_its_reports_under_one_parent_and_each_is_still_followed():
    deliver(*(viral(str(n)) for n in range(1, 6)), size=2)
    parent = case_of("1")
    assert parent.parent is None
    for report in "2345":
        case = case_of(report)
        assert case.parent == parent
        assert alert(report).disposition == Disposition.FOLDED
        assert (case.owner, case.next_duty != "") == (parent.owner, True)
        assert case.next_clock.case == case
    assert Campaign.objects.count() == 1
    assert suggested() == set()


def test_each_institution_has_its_own_parent_so_that_nobody_misses_a_report():
    deliver(viral("1"), viral("2", state="Morelos"), viral("3"), viral("4", state="Morelos"))
    assert case_of("3").parent == case_of("1")
    assert case_of("4").parent == case_of("2")
    for case in Case.objects.filter(parent__isnull=False):
        assert case.institution == case.parent.institution


def test_a_report_that_grows_urgent_comes_out_from_under_its_campaign():
    deliver(viral("1"), viral("2"), viral("2", said="más", escalation="PLACEHOLDER"))
    case = case_of("2")
    assert case.tier <= 2
    assert case.parent is None
    moved = Event.objects.get(case=case, kind="tier.moved")
    assert moved.facts_dict()["unfolded_from"] == str(case_of("1").pk)


def test_what_folds_under_a_closed_campaign_opens_it_again(beto):
    deliver(viral("1"))
    closed(case_of("1"), beto)
    deliver(viral("2"), name="/in/tuesday")
    assert case_of("2").parent == case_of("1")
    assert case_of("1").is_open


def test_a_report_does_not_fold_under_a_campaign_that_moved_to_another_institution(beto):
    deliver(viral("1"), viral("2"))
    campaign, ours = case_of("1"), case_of("1").institution
    conflicts.record_conflict(case=campaign, institution=ours, reason="Ahí trabaja.", by=beto, now=NOW)
    assert case_of("1").institution == case_of("2").institution == "FGR"
    deliver(viral("3"), name="/in/tuesday")
    assert (case_of("3").institution, case_of("3").parent) == (ours, None)
    assert Campaign.objects.count() == 1


def test_an_urgent_report_of_a_viral_file_stands_on_its_own():
    deliver(viral("1"), viral("2", escalation="PLACEHOLDER"))
    assert case_of("2").tier <= 2
    assert case_of("2").parent is None


# --- details of files -------------------------------------------------------------------------------------


LIVE = {"flags": frozenset({"liveStreaming"})}


@pytest.mark.parametrize("size", [1, 500])
@pytest.mark.parametrize("order", ["before", "after"])
def test_file_details_meet_their_report_whichever_comes_first(order, size):
    both = [details("1", md5=hash_of(1), **LIVE), draft("1", account="a1")]
    deliver(*(both if order == "before" else reversed(both)), size=size)
    row = FileDetails.objects.get()
    assert row.alert == alert("1")
    assert (alert("1").tier, case_of("1").tier) == (1, 1)
    assert alert("1").triages.count() == (1 if order == "before" else 2)


def test_file_details_in_another_delivery_meet_their_report_and_triage_looks_again():
    deliver(draft("1", account="a1"))
    assert alert("1").tier > 1
    deliver(details("1", md5=hash_of(1), **LIVE), name="/in/tuesday")
    assert FileDetails.objects.get().alert == alert("1")
    assert alert("1").tier == 1
    assert Event.objects.filter(case=case_of("1"), kind="alert.files_added").count() == 1


def test_the_same_file_details_twice_are_kept_once_and_changed_ones_beside_the_old():
    deliver(draft("1"), details("1", md5=hash_of(1)), details("1", md5=hash_of(1)))
    assert FileDetails.objects.count() == 1
    deliver(details("1", md5=hash_of(1), **LIVE), name="/in/tuesday")
    assert FileDetails.objects.count() == 2
    assert alert("1").tier == 1


def test_the_newest_word_on_a_file_stands_also_for_a_later_version():
    deliver(
        draft("1"), details("1", md5=hash_of(1), **LIVE), details("1", md5=hash_of(1)), draft("1", said="más"), size=1
    )
    assert alert("1").tier > 1
    assert case_of("1").tier == 1


def test_details_without_report_are_listed_and_clocked_until_it_comes():
    deliver(details("1", md5=hash_of(1)))
    (waiting,) = FileDetails.objects.filter(alert__isnull=True)
    assert waiting.due_at > NOW
    assert [item["source"] for item in quarantined()] == ["0000.json"]
    deliver(draft("1"), name="/in/tuesday")
    assert quarantined() == []


def test_another_senders_details_of_that_number_do_not_meet_it():
    deliver(draft("1"), details("1", sender="INHOPE"))
    assert FileDetails.objects.get().alert is None


def test_a_file_of_a_report_is_counted_once_however_often_it_is_described():
    made = draft("1", account="a1", md5=hash_of(1))
    made.files.append(DraftFile(file_id="f2", hashes={"MD5": hash_of(2)}))
    deliver(made, details("1", file_id="f2", md5=hash_of(2)), details("1", file_id="f3", md5=hash_of(1)))
    assert set(Value.objects.filter(kind="hash").values_list("seen", flat=True)) == {1}


def test_the_delivery_says_who_brought_what(beto):
    deliver(draft("1"))
    assert alert("1").history.get().delivery == Delivery.objects.get()
