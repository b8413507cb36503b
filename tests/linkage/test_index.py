"""The index of values counts who carries what, and remembers what people said of a suggestion."""

import json
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from hilo.lib.errors import Denied
from hilo.lib.ids import uuid7
from hilo.linkage import index
from hilo.linkage.actions import judge, pair, suggest
from hilo.linkage.models import Judgement, Observation, Suggestion, Value

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ONE, OTHER = bytes([1] * 16), bytes([2] * 16)


def seen(blind: bytes, *, thread=None, mentioned=False) -> index.Sighting:
    return index.Sighting(blind, uuid7(), thread or uuid7(), "reported", mentioned)


def test_a_value_is_counted_by_how_often_it_was_seen():
    index.record([seen(ONE), seen(ONE), seen(OTHER)], {ONE: "email", OTHER: "phone"})
    index.record([seen(ONE)], {ONE: "email"})
    assert index.counts([ONE, OTHER, bytes(16)]) == {ONE: 3, OTHER: 1}
    assert Value.objects.get(blind=OTHER).kind == "phone"


def test_threads_of_a_value_come_in_the_order_in_which_they_were_seen():
    threads = [uuid7() for _ in range(5)]
    for thread in reversed(threads):
        index.record([seen(ONE, thread=thread, mentioned=thread == threads[0])], {ONE: "email"})
    found = index.threads([ONE, OTHER])
    assert found == {ONE: [(thread, "reported", thread == threads[0]) for thread in reversed(threads)]}


def test_more_values_than_one_statement_takes_are_all_counted():
    blinds = [number.to_bytes(16, "big") for number in range(1, 2500)]
    index.record([seen(blind) for blind in blinds], dict.fromkeys(blinds, "hash"))
    assert index.counts(blinds) == dict.fromkeys(blinds, 1)
    assert len(index.threads(blinds)) == len(blinds)


def test_what_was_seen_is_not_changed_afterwards():
    index.record([seen(ONE)], {ONE: "email"})
    for statement in ("UPDATE linkage_observation SET mentioned = NOT mentioned", "DELETE FROM linkage_observation"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Observation.objects.count() == 1


def test_a_pair_is_suggested_once_whichever_comes_first_and_keeps_its_first_reasons():
    left, right = uuid7(), uuid7()
    suggest({pair(left, right): [{"kind": "email", "seen": 1}]}, at=NOON)
    suggest({pair(right, left): [{"kind": "phone", "seen": 2}]}, at=NOON)
    (row,) = Suggestion.objects.all()
    assert json.loads(row.reasons) == [{"kind": "email", "seen": 1}]


@pytest.mark.parametrize("answer", [Judgement.ACCEPTED, Judgement.REJECTED, Judgement.UNSURE])
def test_a_judgement_names_who_and_when_and_stays_when_it_is_suggested_again(answer, beto):
    left, right = uuid7(), uuid7()
    suggest({pair(left, right): [{"kind": "email"}]}, at=NOON)
    judge(suggestion=Suggestion.objects.get(), judgement=answer, by=beto, at=NOON)
    suggest({pair(left, right): [{"kind": "phone"}]}, at=NOON)
    row = Suggestion.objects.get()
    assert (row.judgement, row.decided_by, row.decided_at) == (answer, beto, NOON)


def test_only_one_of_the_answers_is_an_answer(beto):
    suggest({pair(uuid7(), uuid7()): [{"kind": "email"}]}, at=NOON)
    for answer in ("", "none", "merged"):
        with pytest.raises(Denied):
            judge(suggestion=Suggestion.objects.get(), judgement=answer, by=beto, at=NOON)


def test_the_database_refuses_a_judgement_by_nobody():
    suggest({pair(uuid7(), uuid7()): [{"kind": "email"}]}, at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        Suggestion.objects.update(judgement="accepted")
