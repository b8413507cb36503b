"""Where the words of the codebook stand in what was said, and why a passage is shown."""

import dataclasses
import unicodedata
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hilo.testimony.indicators.codebook import Indicator, codebook
from hilo.testimony.indicators.suggest import Suggestion, readable, suggest
from hilo.testimony.turns import Turn


def of(text: str, by_child: bool = True) -> tuple[Suggestion, ...]:
    return suggest([Turn(1, by_child, text)], codebook(), adults_too=not by_child)


def found(text: str) -> dict[str, str]:
    """What each suggested indicator points at; of several places, the last."""
    return {one.indicator: text[one.start : one.end] for one in of(text)}


@pytest.mark.parametrize("one", codebook().indicators, ids=lambda one: one.id)
def test_the_codebooks_own_example_is_found(one: Indicator) -> None:
    assert one.id in found(one.example.es)


def test_an_ordinary_day_without_listed_words_suggests_nothing() -> None:
    assert of("Fuimos al parque, jugamos futbol y ganamos tres a dos.") == ()


@pytest.mark.parametrize("form", ["grabó", "grabo", "grabaron", "grabando", "GRABABA"])
def test_a_verb_is_found_in_its_forms_with_and_without_accent(form: str) -> None:
    assert found(f"En el festival {form} todo el baile")["recording_device"] == form


def test_several_words_must_stand_side_by_side() -> None:
    assert found("Llegó una camioneta. Casa no vimos").keys() == {"vehicle"}
    assert found("vimos una casa en el viaje") == {"other_place": "una casa"}
    assert "other_place" not in found("vimos una, casa no")


def test_a_longer_entry_covers_the_shorter_one_inside_it() -> None:
    indicators = [one.words for one in of("guardan los balones en una puerta cerrada con llave")]
    assert indicators == [("puerta", "cerrada"), ("con", "llave")]
    assert [one.words for one in of("nos dio una tarjeta de regalo")] == [("tarjeta", "de", "regalo")]


def test_one_place_may_be_suggested_for_two_indicators() -> None:
    assert found("fuimos por los balones a la bodega").keys() == {"other_place", "inner_room"}


def test_a_suggestion_names_the_words_said_and_the_words_listed() -> None:
    (one,) = of("Un señor grababa el partido")
    assert (one.words, one.listed, one.negation) == (("grababa",), "grabar", "")


@pytest.mark.parametrize("text", ["No había cámaras en el show", "ahí nunca llevan cámaras", "cámaras no había"])
def test_a_negation_nearby_is_said_and_drops_nothing(text: str) -> None:
    (one,) = of(text)
    assert one.indicator == "recording_device"
    assert one.negation.lower() in ("no", "nunca")


def test_a_negation_in_another_sentence_or_far_away_is_not_said() -> None:
    assert of("No llovió. Había cámaras en el show")[0].negation == ""
    assert of("no llovió y después de comer en el patio vimos cámaras")[0].negation == ""


def test_a_negation_that_is_part_of_the_listed_words_is_not_a_negation_of_them() -> None:
    (one,) = of("del regreso no me acuerdo")
    assert one.words == ("no", "me", "acuerdo")
    assert one.negation == ""


TALK = [Turn(1, False, "¿Había una cámara?"), Turn(2, True, "había un payaso")]


def test_only_the_childs_turns_are_looked_at_unless_asked() -> None:
    assert [(one.turn, one.indicator) for one in suggest(TALK, codebook())] == [(2, "costume")]


def test_an_adults_turn_is_marked_as_such() -> None:
    adult, child = suggest(TALK, codebook(), adults_too=True)
    assert (adult.turn, adult.by_adult, child.by_adult) == (1, True, False)


def test_a_suggestion_carries_no_figure_to_rank_by() -> None:
    assert {field.name for field in dataclasses.fields(Suggestion)} == {
        "indicator", "turn", "start", "end", "words", "listed", "negation", "by_adult",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("closed", "interviews", "may"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, False)],
)
def test_suggestions_wait_for_the_end_of_the_narrative_and_never_reach_an_interviewer(
    closed: bool, interviews: bool, may: bool
) -> None:
    assert readable(narrative_closed=closed, reader_will_interview=interviews) is may


Form = Literal["NFC", "NFD"]
PIECES = [
    "cámara",
    "micrófono",
    "no",
    "me acuerdo",
    "una casa",
    "🎈",
    "👩‍👧",
    "ñandú",
    "…",
    ". ",
    ", ",
    "¿y",
    "\n",
    "İ",
    "ß",
    "é",
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES)).map(" ".join),
    st.lists(st.sampled_from(PIECES)).map("".join),
    st.text(max_size=60),
)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["NFC", "NFD"]))
def test_the_places_point_at_the_very_words_in_the_text_as_given(text: str, form: Form) -> None:
    given_ = unicodedata.normalize(form, text)
    for one in of(given_):
        assert given_[one.start : one.end].split() == list(one.words)


@settings(deadline=None)
@given(st.text(alphabet="🎈👧ñé…¡ \n", max_size=20), st.sampled_from(["NFC", "NFD"]))
def test_what_stands_before_a_word_moves_its_place_and_nothing_else(before: str, form: Form) -> None:
    text = before + " " + unicodedata.normalize(form, "cámara")
    one = of(text)[-1]
    assert (one.indicator, one.start, one.end) == ("recording_device", len(before) + 1, len(text))


@settings(deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_suggestions_in_the_order_of_the_text(text: str) -> None:
    assert of(text) == of(text)
    assert [one.start for one in of(text)] == sorted(one.start for one in of(text))
