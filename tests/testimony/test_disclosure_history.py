"""A history only grows: what was written first stays, and a correction names it."""

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.lib.canonical import digest
from hilo.lib.errors import BadInput
from hilo.testimony.disclosure.fields import COLUMNS, Field, fields
from hilo.testimony.disclosure.history import Entry, History, append, content, current, never_asked, read, versions
from hilo.testimony.disclosure.publications import publications
from hilo.testimony.disclosure.when import When
from hilo.testimony.exposure import Publication
from tests.testimony.disclosure_cases import START, entry

SIGN = entry("1", "first_sign", what="llegó sin su mochila", kind="behaviour", noticed_by="mother", at="2026-03")


def test_there_are_sixteen_fields_in_order() -> None:
    assert [field.number for field in fields().fields] == list(range(1, 17))
    assert len({field.code for field in fields().fields}) == 16


@pytest.mark.parametrize("field", fields().fields, ids=lambda field: field.code)
def test_every_field_says_how_it_stands_in_which_column(field: Field) -> None:
    columns = [feed.column for feed in field.feeds]
    assert columns
    assert set(columns) <= set(COLUMNS)
    assert len(set(columns)) == len(columns)
    assert len({part.code for part in field.parts}) == len(field.parts)


def test_what_is_corrected_stays_readable() -> None:
    better = entry("2", "first_sign", 5, "1", what="llegó sin su mochila y sin su suéter")
    history = read([SIGN, better])
    assert current(history) == (better,)
    assert versions(history, "2") == (SIGN, better)
    assert SIGN in history


def test_two_people_who_remember_differently_both_stay() -> None:
    other = Entry("2", "first_sign", {"what": "no quiso desayunar"}, "uncle", START, "psychologist")
    assert current(read([SIGN, other])) == (SIGN, other)


def test_a_correction_is_corrected_in_turn_never_the_first_one_twice() -> None:
    history = read([SIGN, entry("2", "first_sign", 1, "1", what="a"), entry("3", "first_sign", 2, "2", what="b")])
    assert [one.id for one in versions(history, "3")] == ["1", "2", "3"]
    with pytest.raises(BadInput, match="más reciente"):
        append(history, entry("4", "first_sign", 3, "1", what="c"))


@pytest.mark.parametrize(
    ("added", "hint"),
    [
        (entry("1", "silence", 1, kinds=("money",)), "esa clave"),
        (entry("2", "silence", -1, kinds=("money",)), "antes que la última"),
        (entry("2", "first_sign", 1, "9", what="a"), "no está en este historial"),
        (entry("2", "silence", 1, "1", kinds=("money",)), "mismo campo"),
    ],
)
def test_what_would_break_the_order_is_refused(added: Entry, hint: str) -> None:
    with pytest.raises(BadInput, match=hint):
        append((SIGN,), added)


@pytest.mark.parametrize(
    ("field", "parts", "hint"),
    [
        ("dreams", {"what": "a"}, "No hay un campo"),
        ("first_sign", {"colour": "red"}, "no tiene «colour»"),
        ("first_sign", {"kind": "a feeling"}, "use: behaviour"),
        ("first_sign", {"at": "ayer"}, "no es una fecha"),
        ("first_sign", {"what": ""}, "escriba un valor"),
        ("first_sign", {"what": ("a", "b")}, "escriba un valor"),
        ("silence", {"kinds": "money"}, "escriba un valor"),
        ("silence", {"kinds": ()}, "escriba un valor"),
        ("silence", {"kinds": ("money", "sweets")}, "use: threat"),
        ("first_sign", {"kind": "none"}, "use: behaviour"),
        ("first_sign", {}, "al menos un dato"),
    ],
)
def test_what_a_field_does_not_hold_is_refused(field: str, parts: dict[str, str], hint: str) -> None:
    with pytest.raises(BadInput, match=hint):
        entry("1", field, **parts)


def test_the_hour_of_writing_needs_its_zone() -> None:
    with pytest.raises(BadInput, match="zona horaria"):
        Entry("1", "first_sign", {"what": "a"}, "mother", datetime(2026, 3, 20, 12), "psychologist")  # noqa: DTZ001


@pytest.mark.parametrize("field", fields().fields, ids=lambda field: field.code)
def test_not_known_is_an_answer_everywhere(field: Field) -> None:
    made = entry("1", field.code, **{part.code: "not_known" for part in field.parts})
    assert {made.text(part.code) for part in field.parts} == {""}
    assert {made.items(part.code) for part in field.parts} == {()}


def test_asked_and_not_known_is_not_the_same_as_never_asked() -> None:
    history = (entry("1", "silence", kinds="not_known"),)
    assert "silence" not in never_asked(history)
    assert "therapy" in never_asked(history)
    assert len(never_asked(())) == 16


def test_nobody_can_change_an_entry_after_it_was_made() -> None:
    given = {"what": "llegó sin su mochila"}
    made = Entry("1", "first_sign", given, "mother", START, "psychologist")
    given["what"] = "otra cosa"
    assert made.text("what") == "llegó sin su mochila"
    with pytest.raises(TypeError):
        made.parts["what"] = "otra cosa"  # type: ignore[index]


def test_a_date_is_kept_as_far_as_it_is_known() -> None:
    assert SIGN.when() == When.parse("2026-03")
    assert entry("2", "first_sign", what="a").when() == When()


def test_an_entry_is_plain_values_of_which_each_changes_the_digest() -> None:
    plain = content(SIGN)
    assert json.loads(json.dumps(plain)) == plain
    assert digest(plain) != digest(content(entry("1", "first_sign", what="llegó sin su suéter")))


def test_a_publication_counts_from_the_earliest_day_that_it_can_have_been() -> None:
    early = entry("1", "media", source="radio", at="2026-04", kind="press", details=("lighting",))
    late = entry("2", "media", source="informe 3", at="2026-05-02", kind="own_report", details=("costume",))
    assert publications([late, early]).dated == (
        Publication("radio", date(2026, 4, 1), frozenset({"lighting"})),
        Publication("informe 3", date(2026, 5, 2), frozenset({"costume"}), "own_report"),
    )


def test_a_publication_without_a_day_is_named_and_never_dropped() -> None:
    found = publications([entry("1", "media", source="radio", details=("lighting",))])
    assert (found.dated, found.undated) == ((), ("1",))


def test_a_corrected_publication_is_read_once() -> None:
    history = read(
        [
            entry("1", "media", source="radio", at="2026-04-03"),
            entry("2", "media", 1, "1", source="radio", at="2026-04-02"),
        ]
    )
    assert [one.on.day for one in publications(history).dated] == [2]


STEPS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12)), max_size=12)


def grown(steps: list[tuple[int, int]]) -> History:
    """Entries some minutes apart; each corrects an earlier one where that is allowed."""
    history: History = ()
    for n, (minutes, back) in enumerate(steps):
        at = history[-1].written_at if history else START
        made = entry(str(n), "silence", kinds=("money",))
        later = Entry(made.id, made.field, made.parts, "mother", at + timedelta(minutes=minutes), "psychologist")
        fix = Entry(later.id, later.field, later.parts, "mother", later.written_at, "psychologist", str(n - 1 - back))
        try:
            history = append(history, fix)
        except BadInput:
            history = append(history, later)
    return history


@given(STEPS)
def test_adding_never_changes_what_was_there(steps: list[tuple[int, int]]) -> None:
    history = grown(steps)
    assert len(history) == len(steps)
    for n in range(len(steps)):
        assert grown(steps[:n]) == history[:n]


@given(STEPS)
def test_each_entry_is_in_exactly_one_line_of_versions(steps: list[tuple[int, int]]) -> None:
    history = grown(steps)
    lines = [one.id for last in current(history) for one in versions(history, last.id)]
    assert sorted(lines) == sorted(one.id for one in history)


@given(STEPS)
def test_entries_stay_in_the_order_in_which_they_were_written(steps: list[tuple[int, int]]) -> None:
    hours = [one.written_at for one in grown(steps)]
    assert hours == sorted(hours)
