"""Hand-offs between a partner's system and ours: the same steps as with an account, and no more is shown."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.accounts.sealing import open_text, seal_text
from hilo.cases.models import Case, Conflict, Event, PersonInCase
from hilo.exchange import actions
from hilo.exchange.models import Acknowledgement, HandOff
from hilo.lib.ids import uuid7

URL = "/v1/handoffs"
ASKED = "Valorar el riesgo: texto inventado."


@pytest.fixture
def authority(system):
    """The system of the child-protection authority of Nayarit, where nobody has an account here."""
    return system("PPNNA-NAY")


@pytest.fixture
def offered(case, cast):
    """A hand-off that Ana's institution made to it."""
    return actions.offer(
        case=case, receiver="PPNNA-NAY", kind="part", request=ASKED, scope=[], by=cast.ana, now=timezone.now()
    )


def conflict(case, institution):
    pk = uuid7()
    Conflict.objects.create(
        id=pk,
        case=case,
        institution=institution,
        at=timezone.now(),
        reason=seal_text("x", place=f"conflict.reason:{pk}"),
    )


def row_of(offered):
    return HandOff.objects.get(pk=offered.pk)


def test_what_is_asked_is_shown_only_after_receipt_and_each_look_is_logged(authority, offered):
    (row,) = authority.get(URL).json()["handoffs"]
    assert (row["id"], row["state"], row["tier"]) == (str(offered.pk), "offered", offered.case.tier)
    assert row["due_at"] > row["offered_at"]
    before = authority.get(f"{URL}/{offered.pk}")
    assert "request" not in {name for name, value in before.json().items() if value is not None}
    assert offered.case.code not in before.content.decode()
    assert authority.post(f"{URL}/{offered.pk}/receipt", {"reference": "PP-7"}).json()["state"] == "received"
    after = authority.get(f"{URL}/{offered.pk}").json()
    assert (after["request"], after["reference"]) == (ASKED, "PP-7")
    (look,) = SensitiveRead.objects.all()
    assert (look.subject_id, look.field, look.user.institution) == (offered.pk, "request", "PPNNA-NAY")


def test_each_answer_takes_its_step(authority, offered):
    steps = [("receipt", {}), ("acceptance", {"reference": "PP-7", "signer": "Persona inventada"})]
    steps.append(("result", {"outcome": "child_safeguarded", "note": "Texto inventado."}))
    told = [authority.post(f"{URL}/{offered.pk}/{step}", body).json()["state"] for step, body in steps]
    assert told == ["received", "accepted", "resulted"]
    assert row_of(offered).outcome == "child_safeguarded"
    kinds = [event.kind for event in Event.objects.filter(case=offered.case, kind__startswith="handoff.")]
    assert kinds == ["handoff.offered", "handoff.received", "handoff.accepted", "handoff.resulted"]
    assert set(Acknowledgement.objects.values_list("how", flat=True)) == {"partner"}


def test_a_refusal_says_why(authority, offered):
    answer = authority.post(f"{URL}/{offered.pk}/refusal", {"reason": "No es de aquí."})
    assert answer.json()["state"] == "refused"
    row = row_of(offered)
    assert open_text(row.answer, place=f"handoff.answer:{row.pk}") == "No es de aquí."
    assert authority.post(f"{URL}/{offered.pk}/refusal", {}).status_code == 422


def test_a_step_that_is_no_longer_possible_is_refused_with_its_sentence(authority, offered):
    authority.post(f"{URL}/{offered.pk}/acceptance", {})
    answer = authority.post(f"{URL}/{offered.pk}/refusal", {"reason": "Tarde."})
    assert (answer.status_code, row_of(offered).state) == (409, "accepted")
    assert "ya está" in answer.json()["detail"]
    assert authority.post(f"{URL}/{offered.pk}/result", {"outcome": "received"}).status_code == 422


STEPS = {
    "receipt": {},
    "acceptance": {},
    "refusal": {"reason": "x"},
    "result": {"outcome": "arrest"},
}


@pytest.mark.parametrize(("step", "body"), STEPS.items())
def test_what_is_not_yours_does_not_exist(system, offered, step, body):
    stranger, sender = system("PPNNA-MOR"), system("FGE-NAY")
    nothing = stranger.get(f"{URL}/{uuid7()}")
    assert nothing.status_code == 404
    for one in (stranger, sender):
        answer = one.post(f"{URL}/{offered.pk}/{step}", body)
        assert (answer.status_code, answer.content) == (404, nothing.content)
    assert stranger.get(f"{URL}/{offered.pk}").content == nothing.content
    assert stranger.get(URL).json()["handoffs"] == []
    assert row_of(offered).state == "offered"


@pytest.mark.parametrize(("step", "body"), STEPS.items())
def test_an_institution_with_a_conflict_of_interest_sees_and_answers_nothing(authority, offered, step, body):
    conflict(offered.case, "PPNNA-NAY")
    assert authority.get(URL).json()["handoffs"] == []
    assert authority.get(f"{URL}/{offered.pk}").status_code == 404
    assert authority.post(f"{URL}/{offered.pk}/{step}", body).status_code == 404
    assert row_of(offered).state == "offered"


NEW = {
    "reference": "EXP-1/2026",
    "tier": 1,
    "request": ASKED,
    "receiver": "FGE-NAY",
    "state": "NAY",
    "people": [{"role": "child", "name": "Nombre inventado", "age": 9}],
}


def test_a_case_handed_over_stays_with_the_sender_until_somebody_here_accepts(authority, cast):
    answer = authority.post(URL, NEW)
    assert (answer.status_code, answer.json()["state"]) == (201, "offered")
    row = HandOff.objects.get(pk=UUID(answer.json()["id"]))
    case = row.case
    assert (case.institution, case.owner.is_desk, case.tier, case.is_open) == ("PPNNA-NAY", True, 1, True)
    assert not Case.objects.visible_to(cast.ana).exists()
    assert HandOff.objects.visible_to(cast.ana).get() == row
    actions.accept(handoff=row, by=cast.ana, now=timezone.now())
    case.refresh_from_db()
    assert (case.institution, Case.objects.visible_to(cast.ana).get()) == ("FGE-NAY", case)
    (child,) = PersonInCase.objects.filter(case=case)
    assert open_text(child.name, place=f"person.name:{child.pk}") == "Nombre inventado"


def test_its_origin_is_kept_and_the_result_comes_back(authority, cast):
    pk = UUID(authority.post(URL, NEW).json()["id"])
    row = HandOff.objects.get(pk=pk)
    actions.accept(handoff=row, by=cast.ana, now=timezone.now())
    on = actions.offer(
        case=row.case, receiver="FGE-MOR", kind="transfer", request=ASKED, scope=[], by=cast.ana, now=timezone.now()
    )
    assert on.origin == "PPNNA-NAY"
    actions.accept(handoff=on, by=cast.eva, now=timezone.now())
    actions.give_result(handoff=on, outcome="arrest", note="Texto inventado.", by=cast.eva, now=timezone.now())
    told = authority.get(f"{URL}/{pk}").json()
    assert (told["state"], told["outcome"], told["reference"]) == ("resulted", "arrest", "EXP-1/2026")
    assert [one["id"] for one in authority.get(f"{URL}?direction=out&state=resulted").json()["handoffs"]] == [str(pk)]


def test_one_file_of_the_partner_is_one_case_and_after_a_refusal_the_same_is_offered_again(authority, cast):
    first = UUID(authority.post(URL, NEW).json()["id"])
    assert authority.post(URL, NEW).status_code == 409, "under another key, but the same file"
    actions.refuse(handoff=HandOff.objects.get(pk=first), reason="No es de aquí.", by=cast.ana, now=timezone.now())
    assert authority.get(f"{URL}/{first}").json()["reason"] == "No es de aquí."
    again = authority.post(URL, NEW | {"receiver": "FGE-MOR"})
    assert again.status_code == 201
    second = HandOff.objects.get(pk=UUID(again.json()["id"]))
    assert (second.case_id, Case.objects.count()) == (HandOff.objects.get(pk=first).case_id, 1)
    assert PersonInCase.objects.count() == 1


def test_each_side_is_told_its_own_file_number(authority, system, cast):
    pk = authority.post(URL, NEW).json()["id"]
    other = system("FGE-NAY")
    other.post(f"{URL}/{pk}/receipt", {"reference": "CI-9"})
    assert [one.get(f"{URL}/{pk}").json()["reference"] for one in (authority, other)] == ["EXP-1/2026", "CI-9"]


def test_a_file_that_is_no_longer_with_the_partner_is_not_offered_again(authority, cast):
    row = HandOff.objects.get(pk=UUID(authority.post(URL, NEW).json()["id"]))
    actions.refuse(handoff=row, reason="No es de aquí.", by=cast.ana, now=timezone.now())
    Case.objects.filter(pk=row.case_id).update(institution="FGR")  # as when a conflict of interest moves it
    assert authority.post(URL, NEW).status_code == 409
    assert HandOff.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"receiver": None}, 201),  # the course says FGE-NAY
        ({"receiver": "NO-EXISTE"}, 422),
        ({"receiver": "PPNNA-NAY"}, 409),
        ({"receiver": "FGE-CMX"}, 409),  # nobody there works with Hilo
        ({"state": "XXX"}, 422),
        ({"tier": 0}, 422),
        ({"request": "   "}, 422),
        ({"reference": ""}, 422),
        ({"people": [{"role": "suspect"}]}, 422),
        ({"photo": "x"}, 422),
    ],
)
def test_what_is_missing_or_wrong_is_named(authority, cast, change, status):
    body = {name: value for name, value in (NEW | change).items() if value is not None}
    answer = authority.post(URL, body)
    assert answer.status_code == status
    if status == 422:
        assert any(field.rpartition(".")[2] in {*change, "role"} for field in answer.json()["fields"])
    assert HandOff.objects.exists() is (status == 201)


def test_a_long_list_comes_in_pages(authority, cast, open_cases):
    now = timezone.now()
    for n, case in enumerate(open_cases(55)):
        actions.offer(
            case=case, receiver="PPNNA-NAY", kind="part", request=ASKED, scope=[], by=cast.ana,
            now=now - timedelta(minutes=n % 7),
        )  # fmt: skip
    first = authority.get(URL).json()
    second = authority.get(f"{URL}?after={first['after']}").json()
    assert (len(first["handoffs"]), len(second["handoffs"]), second["after"]) == (50, 5, None)
    rows = [*first["handoffs"], *second["handoffs"]]
    assert len({row["id"] for row in rows}) == 55
    assert [row["offered_at"] for row in rows] == sorted((row["offered_at"] for row in rows), reverse=True)
    assert authority.get(f"{URL}?after=nada").status_code == 404
    assert authority.get(f"{URL}?state=otro").status_code == 422
