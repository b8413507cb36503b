"""A flood takes its turn after the others; nobody is refused, and no address is kept."""

import re
import threading
import time

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from hilo.door import limits
from hilo.door.limits import Busy, Counts, DailyKey, Lane, look, network_of, prefix, signature, trying

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
WORDS = st.lists(st.from_regex(r"[a-z]{2,9}", fullmatch=True), min_size=60, max_size=200)
STORY = (
    "El martes en la excursión de la escuela se perdieron tres mochilas y el chofer del camión dijo que nadie "
    "podía bajar hasta que aparecieran, así que esperamos dos horas en el estacionamiento del museo con mucho sol"
)
OTHER_STORY = (
    "Mi vecina del piso de arriba pone música todas las noches hasta muy tarde y cuando mi hermana le pidió que "
    "bajara el volumen le contestó que en su casa manda ella y que si no nos gusta que nos vayamos a otra parte"
)


@pytest.fixture(autouse=True)
def _quiet_morning(monkeypatch):
    monkeypatch.setattr(limits, "_reports", Counts(limits.REPORTS_AN_HOUR))
    monkeypatch.setattr(limits, "_wrong", Counts(limits.WRONG_AN_HOUR))
    monkeypatch.setattr(limits, "_lane", Lane())


def coming_from(address: str):
    return RequestFactory().post("/", REMOTE_ADDR=address)


def bits(one: str, two: str) -> int:
    return (int(one, 16) ^ int(two, 16)).bit_count()


# --- many from one place ---


def test_many_reports_from_one_network_are_taken_in_slowly_and_those_of_others_are_not():
    slow = [look(coming_from(f"203.0.113.{last}"), STORY).slow for last in range(30)]
    assert slow == [False] * 20 + [True] * 10
    assert not look(coming_from("198.51.100.7"), STORY).slow


def test_after_a_quiet_hour_a_network_is_as_any_other():
    counts = Counts(20)
    assert [counts.add("n", now=0.0) for _ in range(40)] == [False] * 20 + [True] * 20
    assert counts.add("n", now=3600.0)
    assert not counts.add("n", now=3 * 3600.0)


def test_the_counts_take_bounded_memory_and_forget_who_was_seen_longest_ago():
    counts = Counts(1, most=100)
    for number in range(1_000):
        counts.add(f"n{number}", now=0.0)
    assert len(counts) == 100
    assert counts.add("n999", now=0.0)
    assert not counts.add("n0", now=0.0)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("203.0.113.9", "203.0.113.200", True),
        ("203.0.113.9", "203.0.114.9", False),
        ("2001:db8:1:1::", "2001:db8:1:ffff::", True),
        ("2001:db8:1::", "2001:db8:2::", False),
        ("::ffff:203.0.113.9", "203.0.113.10", True),
    ],
)
def test_a_site_is_counted_together(one, other, together):
    assert (network_of(coming_from(one)) == network_of(coming_from(other))) is together


@given(st.text(max_size=40))
def test_whatever_stands_for_an_address_is_counted(text):
    assert isinstance(prefix(text), str)
    assert re.fullmatch("[0-9a-f]{16}", network_of(coming_from(text)))


def test_a_network_has_another_name_each_day_and_in_each_process():
    key = DailyKey()
    today = key.get("2026-11-22")
    assert key.get("2026-11-22") == today
    assert key.get("2026-11-23") != today
    assert key.get("2026-11-22") != today
    assert DailyKey().get("2026-11-22") != DailyKey().get("2026-11-22")


def test_nothing_that_is_kept_shows_the_address():
    look(coming_from("203.0.113.9"), STORY)
    with trying(coming_from("203.0.113.9")):
        pass
    kept = repr((limits._reports.__dict__, limits._wrong.__dict__))
    assert len(re.findall("[0-9a-f]{16}", kept)) == 2
    assert "203.0" not in kept


# --- wrong codes ---


def test_after_very_many_wrong_codes_a_network_tries_one_at_a_time_and_two_may_wait():
    crowded, held, go = coming_from("203.0.113.9"), [], threading.Event()
    for _ in range(limits.WRONG_AN_HOUR):
        with trying(crowded):
            pass
    outcome: list[str] = []

    def try_one() -> None:
        try:
            with trying(crowded):
                held.append(1)
                go.wait(20)
                outcome.append("tried")
        except Busy:
            outcome.append("come again")

    threads = [threading.Thread(target=try_one) for _ in range(10)]
    for thread in threads:
        thread.start()
    while outcome.count("come again") < 7:
        threading.Event().wait(0.01)
    assert len(held) == 1  # one has its turn, two wait, seven come again
    with trying(coming_from("198.51.100.7")):  # another network waits for nobody
        assert len(held) == 1
    go.set()
    for thread in threads:
        thread.join(20)
    assert sorted(outcome) == ["come again"] * 7 + ["tried"] * 3


def test_fifty_guesses_at_the_same_moment_do_not_slip_through():
    crowded, together, alone = coming_from("203.0.113.9"), threading.Barrier(50), []
    lane = limits._lane
    turn = lane.turn

    def counted():
        alone.append(1)
        return turn()

    lane.turn = counted  # type: ignore[method-assign]

    def guess() -> None:
        together.wait(20)
        try:
            with trying(crowded):
                pass
        except Busy:
            pass

    threads = [threading.Thread(target=guess) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(alone) == 50 - limits.WRONG_AN_HOUR


def test_codes_that_open_do_not_count_as_wrong():
    class_room = coming_from("203.0.113.9")
    for _ in range(limits.WRONG_AN_HOUR * 3):
        with trying(class_room) as one:
            one.opened = True
    assert not limits._wrong.add(network_of(class_room), now=time.monotonic(), by=0)


def test_a_failure_in_its_turn_leaves_the_lane_free():
    lane = Lane(waiting=0)
    with pytest.raises(ValueError, match="broken"), lane.turn():
        raise ValueError("broken")
    with lane.turn(), pytest.raises(Busy), lane.turn():
        pass


# --- alike texts ---


def test_a_flood_of_nearly_the_same_text_is_alike_and_another_story_is_not():
    own = signature(STORY, KEY)
    assert bits(own, signature(STORY.upper().replace("Ó", "O") + " gracias", KEY)) <= 8
    assert bits(own, signature(STORY + " 48213", KEY)) <= 8
    assert bits(own, signature(OTHER_STORY, KEY)) >= 16


def test_very_few_words_are_like_nobody_elses():
    assert signature("Me quitaron mi mochila", KEY) == ""
    assert signature("Me quitaron mi mochila en el camión", KEY) != ""


@given(WORDS, st.integers(min_value=0, max_value=59), st.from_regex(r"[a-z]{2,9}", fullmatch=True))
def test_one_word_changed_leaves_texts_alike(words, at, other):
    changed = [*words[:at], other, *words[at + 1 :]]
    assert bits(signature(" ".join(words), KEY), signature(" ".join(changed), KEY)) <= 20


@given(st.lists(st.uuids(), min_size=120, max_size=120, unique=True))
def test_texts_without_common_words_are_far_from_each_other(ids):
    words = [one.hex for one in ids]
    assert bits(signature(" ".join(words[:60]), KEY), signature(" ".join(words[60:]), KEY)) >= 10


@given(WORDS)
def test_under_another_key_the_same_text_has_an_unrelated_signature(words):
    text = " ".join(words)
    assert signature(text, KEY) == signature(text, KEY)
    assert bits(signature(text, KEY), signature(text, OTHER_KEY)) >= 8


@given(st.text(max_size=300))
def test_whatever_was_told_has_a_signature_of_sixteen_signs_or_none(text):
    assert re.fullmatch("([0-9a-f]{16})?", signature(text, KEY))


def test_a_very_long_text_is_known_by_its_beginning():
    words = [f"p{number}" for number in range(limits.MOST_WORDS)]
    assert signature(" ".join(words), KEY) == signature(" ".join([*words, "algo", "más"]), KEY)
