"""A flood folds into one; whoever tells something else from the same place stands in the inbox by themselves."""

import random
import secrets
from datetime import timedelta
from hashlib import sha512

import pytest
from django.utils import timezone

from hilo.cases.models import Case
from hilo.door import submit
from hilo.door.limits import signature
from hilo.door.models import Draft, News, Report
from hilo.door.sealing import FromCode
from hilo.door.submit import Came
from hilo.intake import bursts, forgetting
from hilo.intake.models import Burst, Taken
from hilo.intake.news import notice
from hilo.intake.receive import SLOW_AT_ONCE, take_in
from hilo.lib.errors import Denied

pytestmark = pytest.mark.django_db
KEY = b"k" * 32
FLOOD = (
    "Esto es un aviso de prueba repetido muchas veces para llenar la bandeja de entrada de la fiscalía y que nadie "
    "pueda ver los demás avisos que llegan hoy, saludos a todas las personas que tienen que leerlo, número {}"
)
CHANGING = FLOOD.replace("muchas veces", "muchas veces por el {} de todos los días")  # and in its middle as well
THINGS = [
    "mochila",
    "lonchera",
    "bicicleta",
    "patineta",
    "gorra",
    "libreta",
    "cuaderno",
    "balón",
    "chamarra",
    "paraguas",
]
PLACES = ["parque", "camión", "mercado", "patio", "museo", "estadio", "río", "puente", "taller", "teatro"]


def _unstretched(digits: str) -> FromCode:
    both = sha512(digits.encode()).digest()
    return FromCode(both[:32], both[32:])


def true_story(number: int) -> str:
    rng = random.Random(number)
    return " ".join(rng.sample([f"{thing} {place}" for thing in THINGS for place in PLACES], 20))


@pytest.fixture
def flood(tell, monkeypatch):
    """``flood(words, slow=True)`` sends a report of the slow lane, with what is noted of its words."""
    # stretching the code takes 25 ms a piece and is not what is tried here
    monkeypatch.setattr(submit, "from_code", _unstretched)

    def send(words: str, *, slow: bool = True, **coarse) -> Report:
        digits = f"{secrets.randbelow(10**20):020d}"
        return tell(digits, account=words, came=Came(slow=slow, signature=signature(words, KEY)), **coarse)

    return send


def inbox() -> list[Case]:
    return list(Case.objects.open().filter(parent__isnull=True))


def empty_the_queue() -> int:
    passes = 0
    while Report.objects.filter(taken_at__isnull=True).exists():
        take_in(now=timezone.now())
        passes += 1
    return passes


def test_alike_reports_of_the_slow_lane_fold_under_the_first_and_each_stays_what_it_is(flood):
    for number in range(12):
        flood(FLOOD.format(number))
    empty_the_queue()
    (first,) = inbox()
    assert Case.objects.filter(parent=first).count() == 11
    burst = Burst.objects.get()
    assert (burst.case_id, burst.size) == (first.pk, 12)
    assert set(Taken.objects.values_list("disposition", flat=True)) == {"opened", "folded"}
    assert all(report.promised_at is not None for report in Report.objects.all())


def test_alike_reports_that_were_not_very_many_are_never_folded(flood):
    for number in range(4):
        flood(FLOOD.format(number), slow=False)
    empty_the_queue()
    assert len(inbox()) == 4


def test_who_tells_something_else_from_the_same_place_is_not_folded(flood):
    for number in range(8):
        flood(FLOOD.format(number))
    flood(true_story(1))
    empty_the_queue()
    assert len(inbox()) == 2


def test_danger_in_other_words_keeps_its_urgency_and_danger_in_alike_words_is_shared(flood):
    for number in range(5):
        flood(FLOOD.format(number))
    alone = flood(true_story(1), danger=True)
    empty_the_queue()
    assert Taken.objects.get(report=alone).case.tier == 1
    flood(FLOOD.format(99), danger=True)
    empty_the_queue()
    assert {case.tier for case in inbox()} == {1}, "the burst shows the urgency of the most urgent of them"


def test_the_usual_lane_does_not_wait_for_the_flood(flood):
    for number in range(SLOW_AT_ONCE + 10):
        flood(FLOOD.format(number))
    last = flood("Perdí mi mochila.", slow=False)
    take_in(now=timezone.now())
    assert Taken.objects.filter(report=last).exists()
    assert Report.objects.filter(taken_at__isnull=True).count() == 10


def test_a_report_unlike_the_flood_does_not_wait_for_it_either(flood):
    for number in range(SLOW_AT_ONCE + 10):
        flood(FLOOD.format(number))
    last = flood(true_story(3))
    take_in(now=timezone.now())
    assert Taken.objects.filter(report=last).exists()


def test_of_three_hundred_false_and_fifty_true_ones_the_true_ones_stand_in_the_inbox_first(flood):
    order = ["false"] * 300 + ["true"] * 50
    random.Random(7).shuffle(order)
    sent = [flood(true_story(n) if what == "true" else CHANGING.format(n, n)).pk for n, what in enumerate(order)]
    true = [pk for pk, what in zip(sent, order, strict=True) if what == "true"]
    passes = 0
    while Taken.objects.filter(report__in=true).count() < 50:
        take_in(now=timezone.now())
        passes += 1
    assert passes <= 8, "the false ones did not come first"
    empty_the_queue()
    standing = Taken.objects.filter(report__in=true, case__parent__isnull=True)
    assert standing.count() == 50
    assert len(inbox()) < 50 + 20
    assert Taken.objects.count() == 350


# ---- People ----


def test_a_person_takes_a_report_out_and_it_is_as_urgent_as_it_was_found_to_be(flood, beto):
    for number in range(3):
        flood(FLOOD.format(number), age="under_12")
    empty_the_queue()
    taken = Taken.objects.filter(disposition="folded").select_related("case")[0]
    assert taken.case.tier == 4
    bursts.unfold(taken=taken, by=beto, now=timezone.now(), reason="No es igual: habla de su hermana.")
    case = Case.objects.get(pk=taken.case_id)
    assert (case.parent_id, case.tier) == (None, 2)
    assert case.events.get(kind="burst.unfolded").by == beto
    assert Burst.objects.get().size == 2


def test_nobody_else_takes_it_out_nor_without_a_reason(flood, beto, eva):
    for number in range(3):
        flood(FLOOD.format(number))
    empty_the_queue()
    taken = Taken.objects.filter(disposition="folded")[0]
    with pytest.raises(Denied):
        bursts.unfold(taken=taken, by=eva, now=timezone.now(), reason="Sí")
    with pytest.raises(Denied):
        bursts.unfold(taken=taken, by=beto, now=timezone.now(), reason=" ")
    assert Case.objects.get(pk=taken.case_id).parent_id is not None


def test_who_comes_back_and_writes_is_followed_by_themselves(flood):
    for number in range(3):
        flood(FLOOD.format(number))
    empty_the_queue()
    taken = Taken.objects.filter(disposition="folded")[0]
    News.objects.create(report=taken.report, kind="wrote", at=timezone.now())
    notice(now=timezone.now())
    assert Case.objects.get(pk=taken.case_id) in inbox()


def test_what_comes_after_people_closed_the_burst_is_seen_again(flood, beto):
    for number in range(3):
        flood(FLOOD.format(number))
    empty_the_queue()
    Case.objects.filter(parent=None).update(
        status="closed", closed_at=timezone.now(), closed_by=beto, close_reason="viral", next_clock=None,
        next_due_at=None, next_duty="",
    )  # fmt: skip
    flood(FLOOD.format(50))
    empty_the_queue()
    assert len(inbox()) == 1


# ---- Forgetting ----


def test_signatures_are_forgotten_after_two_days_and_old_drafts_at_once(flood):
    now = timezone.now()
    for number in range(3):
        flood(FLOOD.format(number))
    empty_the_queue()
    flood(true_story(9))
    empty_the_queue()
    Draft.objects.create(id="old", sealed=b"x", until=now - timedelta(minutes=1))
    Draft.objects.create(id="new", sealed=b"x", until=now + timedelta(minutes=30))
    forgetting.forget(now)
    assert list(Draft.objects.values_list("id", flat=True)) == ["new"]
    assert Burst.objects.filter(signature__isnull=False).count() == 1
    forgetting.forget(now + timedelta(days=2, minutes=1))
    assert not Burst.objects.filter(signature__isnull=False).exists()
    assert not Taken.objects.filter(signature__isnull=False).exists()
