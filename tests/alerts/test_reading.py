"""Reading ahead in other processes gives what reading here gives, in the same order, whatever happens to them."""

import json
import multiprocessing
from collections.abc import Iterator

import pytest

from bench.generate import compose
from hilo.alerts import reading
from hilo.alerts.draft import AlertDraft
from hilo.alerts.packing import packed, payload_of, unpacked_alert
from hilo.alerts.reading import Read, readings
from hilo.alerts.source_items import Item, refused


@pytest.fixture
def _from_the_start(monkeypatch):
    """Helpers are started at once, also on a machine with one processor."""
    monkeypatch.setattr(reading, "ALONE", 0)
    monkeypatch.setattr(reading.os, "cpu_count", lambda: 2)


def handfuls(count: int = 8) -> list[list[Item]]:
    """Handfuls of what a sender sends, with a refused item, an empty one and one that is broken in each."""
    documents = compose(count * 10, seed=5, malformed=True)[0]
    items = [Item(one.name, one.data, None, len(one.data)) for one in documents]
    odd = [refused("enlace", "link", "Es un enlace."), Item("vacio.json", None, None, 0), Item("x.json", b"{", None, 1)]
    size = len(items) // count + 1
    return [[*items[n : n + size], *odd] for n in range(0, len(items), size)]


def told(found: Iterator[Read]) -> list[object]:
    """All that readings say, comparable."""
    return [
        (item.name, one.refusal, [(d.sender, d.report_id, d.digest(), payload_of(d), packed(d)) for d in one.drafts])
        for handful, came in found
        for item, one in zip(handful, came, strict=True)
    ]


def here() -> list[object]:
    """What is read without helpers."""
    return told((handful, [reading.read(item, "auto", None) for item in handful]) for handful in handfuls())


@pytest.mark.usefixtures("_from_the_start")
def test_helpers_read_the_same_in_the_same_order():
    assert told(readings(handfuls(), format="auto", sender=None)) == here()


@pytest.mark.usefixtures("_from_the_start")
def test_helpers_are_really_asked():
    came = [one for _handful, found in readings(handfuls(), format="auto", sender=None) for one in found]
    assert any(draft.packed for one in came for draft in one.drafts)
    assert any(one.refusal for one in came)


@pytest.mark.usefixtures("_from_the_start")
def test_a_helper_that_is_killed_loses_nothing():
    found = readings(handfuls(), format="auto", sender=None)
    first = next(found)
    for helper in multiprocessing.active_children():
        helper.kill()
    assert told(iter([first, *found])) == here()


@pytest.mark.usefixtures("_from_the_start")
def test_what_is_large_is_read_here(monkeypatch):
    monkeypatch.setattr(reading, "SMALL", 10)
    came = [one for _handful, found in readings(handfuls(2), format="auto", sender=None) for one in found]
    assert came
    assert not any(draft.packed for one in came for draft in one.drafts)


def test_a_packed_draft_opens_as_it_was():
    letter = {"sender": "X", "reference": "1", "narrative": "Texto", "persons": [{"party": "victim", "age": 12}]}
    item = Item("x.json", json.dumps(letter).encode(), None, 1)
    ((before,), _), ((after,), _) = reading.read(item, "auto", None), reading.read_and_pack([item], "auto", None)[0]
    assert isinstance(before, AlertDraft)
    assert after.payload == {}
    assert payload_of(after) == letter
    assert after.digest() == before.digest()
    assert unpacked_alert(packed(after)) == before
