"""A confirmed passage calls for acts of the plan; a suggestion, a denial or what was taken back does not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from hilo.cases import actions as cases
from hilo.cases.access import Sight
from hilo.cases.models import Case, Withheld
from hilo.investigation.actions import Adoption, adopt
from hilo.investigation.plan import propose
from hilo.testimony import indicator_actions
from hilo.testimony.indicator_actions import Passage
from hilo.testimony.indicator_suggestions import make
from hilo.testimony.indicators.codebook import codebook

pytestmark = pytest.mark.django_db

LABEL = codebook().indicator("payment").label.es
ACTS = set(codebook().indicator("payment").acts)


@pytest.fixture
def mark(transcript, ana):
    """``mark()`` confirms that the child spoke of a payment, on a whole turn; ``code`` for another topic."""

    def make(turn=6, code="payment", provenance="spontaneous", **more):
        given = {"transcript": transcript, "by": ana, "now": timezone.now()} | more
        return indicator_actions.mark(passage=Passage(turn), code=code, provenance=provenance, **given)

    return make


def found(case):
    fresh = Case.objects.get(pk=case.pk)
    return {one.type.code: one.why for one in propose(fresh, now=timezone.now())}


def of_passages(case):
    return {code for code, why in found(case).items() if any("Un pasaje confirmado" in one for one in why)}


def test_a_confirmed_passage_proposes_its_acts_and_says_so(mark, case):
    assert of_passages(case) == set()
    mark()
    assert of_passages(case) == ACTS
    assert f"Un pasaje confirmado: {LABEL}." in found(case)["bank_records"]


def test_in_english_it_names_the_topic_in_english(mark, case):
    mark()
    with translation.override("en"):
        assert codebook().indicator("payment").label.en in " ".join(found(case)["bank_records"])


def test_withdrawn_the_acts_go_with_it_unless_another_passage_calls_for_them(mark, case, ana):
    first, second = mark(), mark(4)
    given = {"by": ana, "now": timezone.now(), "reason": "Hablaba de otra cosa."}
    indicator_actions.withdraw(mark=first, **given)
    assert of_passages(case) == ACTS
    indicator_actions.withdraw(mark=second, **given)
    assert of_passages(case) == set()


def test_a_denial_calls_for_nothing(mark, case):
    mark(9, provenance="adult_first_denied")
    assert of_passages(case) == set()


def test_what_the_machine_suggests_calls_for_nothing(transcript, case, ana):
    before = found(case)
    make(transcript=transcript, by=ana, sight=Sight(), now=timezone.now())
    assert found(case) == before


def test_two_topics_call_for_an_act_once_with_both_reasons(mark, case):
    mark(code="recording_device")
    mark(4, code="phone_screen")
    codes = [one.type.code for one in propose(case, now=timezone.now())]
    assert len(codes) == len(set(codes))
    assert sum("Un pasaje confirmado" in why for why in found(case)["device_seizure"]) == 2


def test_an_adopted_act_stays_and_is_not_proposed_again(mark, case, ana):
    row = mark()
    case.refresh_from_db()
    adopt(case=case, adoptions=[Adoption("bank_records", target="La cuenta")], by=ana, now=timezone.now())
    assert "bank_records" not in found(case)
    indicator_actions.withdraw(mark=row, by=ana, now=timezone.now(), reason="Hablaba de otra cosa.")
    assert "bank_records" not in found(case)
    assert case.acts.filter(type="bank_records", state="planned").exists()


def test_a_later_passage_asks_for_the_act_again_about_another_target(mark, case, ana):
    mark()
    case.refresh_from_db()
    adopt(case=case, adoptions=[Adoption("bank_records", target="La cuenta")], by=ana, now=timezone.now())
    mark(4, now=timezone.now() + timedelta(minutes=1))
    assert any("después llegó algo nuevo" in why for why in found(case)["bank_records"])


def test_what_did_not_travel_calls_for_nothing(mark, case):
    mark()
    later = timezone.now() + timedelta(minutes=1)
    Withheld.objects.create(case=case, institution=case.institution, part="narratives", before=later)
    assert of_passages(case) == set()


def test_what_rules_an_act_out_rules_it_out_here_too(mark, case, ana):
    mark(code="other_place")
    assert "identify_place" in of_passages(case)
    case.refresh_from_db()
    cases.add_place(case=case, role="home", name="Una casa", by=ana, now=timezone.now())
    assert "identify_place" not in found(case)


def test_many_passages_ask_no_more_questions(mark, case):
    mark()
    with CaptureQueriesContext(connection) as few:
        propose(case, now=timezone.now())
    for code in ("vehicle", "clothes", "viewer", "interior"):
        mark(4, code=code)
    with CaptureQueriesContext(connection) as many:
        propose(case, now=timezone.now())
    assert len(many) == len(few)
