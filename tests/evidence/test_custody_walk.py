"""Custody in any order: whatever people do, the chain holds; whatever cannot be is said, at the step where it shows."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hilo.evidence import actions, custody, policies, queries
from hilo.evidence.custody_faults import WORDS, Step, sequence
from hilo.evidence.models import CustodyEvent, CustodyKind, Item, Transfer
from hilo.lib.errors import Denied

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OURS, THEIRS = "FGE-NAY", "FGE-MOR"


def _steps(*told):
    """(kind, more…) an hour apart, each by another person."""
    rows = []
    for n, (kind, more) in enumerate(told, 1):
        at = NOON + n * HOUR
        its = {"happened_at": at, "entered_at": at, "by": n, "institution": OURS}
        rows.append(Step(n, kind, **its | more))
    return rows


def _codes(*told, now=None):
    return [(one.seq, one.code) for one in sequence(_steps(*told), now=now)]


FOUND, COLLECTED, PACKED = ("found", {}), ("collected", {}), ("packaged", {"seal": "S-1"})
SENT, CAME = ("transferred", {"to_institution": THEIRS}), ("received", {"institution": THEIRS})
LATER = {"happened_at": NOON + 60 * HOUR, "entered_at": NOON + 60 * HOUR}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([FOUND, COLLECTED, PACKED, SENT, CAME], []),
        ([("examined", {})], [(1, "first")]),
        ([FOUND, PACKED], [(2, "packaged_first")]),
        ([FOUND, COLLECTED, COLLECTED], [(3, "found_again")]),
        ([COLLECTED, FOUND], [(2, "found_again")]),
        ([COLLECTED, ("received", {})], [(2, "not_given")]),
        ([COLLECTED, SENT, ("examined", {}), CAME], [(3, "on_the_way")]),
        ([COLLECTED, SENT, SENT, CAME], [(3, "given_twice")]),
        ([COLLECTED, ("transferred", {"by": 9}), ("received", {"by": 9})], [(3, "one_side")]),
        ([COLLECTED, SENT, ("received", {"institution": "FGE-CMX"})], [(3, "other_side")]),
        ([COLLECTED, SENT, ("received", {"institution": THEIRS} | LATER)], [(3, "slow")]),
        ([COLLECTED, SENT, ("returned", {})], []),
        ([COLLECTED, SENT, ("returned", {"institution": "FGE-CMX"})], [(3, "on_the_way")]),
        ([COLLECTED, SENT, CAME, ("examined", {"noted": True})], [(4, "elsewhere")]),
        ([COLLECTED, SENT, CAME, ("examined", {"noted": True, "institution": THEIRS})], []),
        ([COLLECTED, ("transferred", {}), ("received", {}), ("examined", {})], []),
        ([COLLECTED, ("returned", {}), ("examined", {})], [(3, "after_return")]),
        ([COLLECTED, PACKED, ("examined", {})], [(3, "opened")]),
        ([COLLECTED, PACKED, ("examined", {"noted": True}), ("packaged", {"seal": "S-2"})], []),
        ([COLLECTED, PACKED, ("transferred", {"seal": "S-2"})], [(3, "seal")]),
        ([("received", {"sha256": "a"}), ("copied", {"sha256": "b"})], [(2, "hash")]),
        ([FOUND, ("collected", {"held": False})], [(2, "nobody")]),
        ([FOUND, ("collected", {"happened_at": NOON})], [(2, "backwards")]),
        ([FOUND, ("collected", {"entered_at": NOON + 60 * HOUR})], [(2, "late")]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_where_it_shows(told, expected):
    assert _codes(*told) == expected


def test_a_delivery_that_nobody_answers_for_a_day_is_said():
    assert _codes(COLLECTED, SENT, now=NOON + 10 * HOUR) == []
    assert _codes(COLLECTED, SENT, now=NOON + 60 * HOUR) == [(2, "waiting")]


def test_no_sentence_says_that_evidence_is_void():
    said = " ".join(str(words) for words in WORDS.values()).lower()
    assert not [word for word in ("nul", "inválid", "ilícit", "culp", "sospech") if word in said]


@given(st.lists(st.sampled_from(list(CustodyKind)), min_size=1, max_size=8))
def test_any_order_of_steps_is_read_and_the_impossible_ones_show(kinds):
    found = {seq for seq, _code in _codes(*((kind, {}) for kind in kinds))}
    assert found <= set(range(1, len(kinds) + 1))
    impossible = {
        n
        for n, (before, one) in enumerate(pairwise(kinds), 2)
        if (before == "transferred" and one not in ("received", "returned"))
        or (one == "received" and "transferred" not in kinds[: n - 1])
        or one == "found"
    }
    assert impossible <= found


@pytest.fixture
def item(case, ana):
    return actions.register(
        case=case, form="object", origin="scene", description="Mochila azul", by=ana, now=NOON, found_at=NOON
    )


MOVE = st.tuples(
    st.sampled_from([*policies.BY_HAND, "give", "give_out", "take"]),
    st.integers(min_value=0, max_value=2),  # who
    st.integers(min_value=-70, max_value=0),  # hours before it is entered that it is said to have happened
)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(moves=st.lists(MOVE, min_size=1, max_size=7))
def test_whatever_people_do_the_chain_holds_and_each_delivery_has_two_sides(moves, item, cast):
    with transaction.atomic():
        now = NOON
        for kind, who, hours in moves:
            now += 30 * HOUR
            by = (cast.ana, cast.nico, cast.eva)[who]
            with suppress(Denied), transaction.atomic():
                _do(item, kind, by, now, now + hours * HOUR)
        rows = list(CustodyEvent.objects.filter(item=item).select_related("item").order_by("seq"))
        vouched = queries.vouched_of(item.case)[item.pk]
        assert custody.broken(rows, vouched) == []
        for one in Transfer.objects.filter(received__isnull=False).select_related("given", "received"):
            assert one.received.seq > one.given.seq
            assert one.received.kind == "returned" or one.given.by_id != one.received.by_id
        assert Transfer.objects.filter(item=item, received=None).count() <= 1
        transaction.set_rollback(True)


def _do(item, kind, by, now, at):
    item = Item.objects.select_related("case").get(pk=item.pk)
    given = {"by": by, "now": now, "happened_at": at}
    if kind in ("give", "give_out"):
        to = "" if kind == "give_out" else THEIRS if by.institution == OURS else OURS
        actions.give(item=item, to_institution=to, to_person="Perita de guardia", **given)
    elif kind == "take":
        for one in Transfer.objects.filter(item=item, received=None):
            actions.receive(transfer=one, reference="Acuse 1", **given)
    else:
        actions.record(item=item, kind=kind, **given)
