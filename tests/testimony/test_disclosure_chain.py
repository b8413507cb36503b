"""Who told whom: what is not known is found, written, and drawn dashed."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.lib.errors import BadInput
from hilo.testimony.disclosure.chain import Chain, Conversation, chain, gaps, in_time
from hilo.testimony.disclosure.chain_text import rows, text
from hilo.testimony.disclosure.drawing import svg
from hilo.testimony.disclosure.when import PRECISIONS, When
from tests.testimony.disclosure_cases import entry

SVG = "{http://www.w3.org/2000/svg}"


def talk(id: str, teller: str, hearer: str, at: str = "", **changes: str) -> Conversation:
    """Somebody passes on that a backpack was lost; it was written down."""
    values = {"medium": "in_person", "passed_on": "yes", "what": "que perdió la mochila", "written_record": "yes"}
    return Conversation(id, teller, hearer, When.parse(at) if at else When(), **(values | changes))


def told(*talks: Conversation, **knew: str) -> Chain:
    known = {who: When.parse(at) for who, at in knew.items()}
    return Chain("child", talks, known, first_words="ya no está mi mochila")


def missing(chain: Chain) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(gap.code, gap.about, gap.conversations) for gap in gaps(chain)]


COMPLETE = told(talk("1", "child", "mother", "2026-03-12"), talk("2", "mother", "teacher", "2026-03-13"))


def test_a_chain_in_which_all_is_known_has_no_gap() -> None:
    assert missing(COMPLETE) == []
    assert "puede haber conversaciones que nadie anotó" in text(COMPLETE)


def test_somebody_who_passes_on_what_nobody_is_known_to_have_told_them_is_a_gap() -> None:
    found = told(talk("1", "child", "mother", "2026-03-12"), talk("2", "aunt", "teacher", "2026-03-13"))
    assert missing(found) == [("unheard", "aunt", ())]
    assert "aunt ya sabía (13 de marzo de 2026)" in text(found)


def test_hearing_afterwards_does_not_explain_what_was_known_before() -> None:
    found = told(
        talk("1", "child", "mother", "2026-03-12"), talk("2", "mother", "aunt", "2026-03-14"), aunt="2026-03-13"
    )
    assert missing(found) == [("unheard", "aunt", ())]


def test_hearing_on_the_same_day_may_explain_it() -> None:
    found = told(talk("1", "child", "mother", "2026-03-12"), mother="2026-03-12")
    assert missing(found) == []


def test_a_conversation_that_passed_nothing_on_explains_nothing() -> None:
    found = told(
        talk("1", "child", "mother", "2026-03-12"),
        talk("2", "mother", "aunt", "2026-03-13", passed_on="no"),
        aunt="2026-03-15",
    )
    assert missing(found) == [("unheard", "aunt", ())]


def test_without_the_exact_first_words_that_comes_first() -> None:
    assert gaps(Chain("child", ()))[0].code == "first_words"


def test_that_nobody_is_known_to_have_heard_the_child_is_a_gap() -> None:
    assert ("nobody_heard", "child", ()) in missing(told())


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"passed_on": "unknown"}, "passed_on", "no se sabe si pasó algo"),
        ({"what": ""}, "what", "no se sabe qué pasó"),
        ({"written_record": "unknown"}, "record", "no se sabe si quedó por escrito"),
    ],
)
def test_each_thing_not_known_of_a_conversation_is_named(changes: dict[str, str], code: str, words: str) -> None:
    found = told(talk("1", "child", "mother", "2026-03-12"), talk("2", "child", "teacher", "2026-03-14", **changes))
    assert missing(found) == [(code, "", ("2",))]
    assert words in rows(found)[1].gaps[0]


def test_a_conversation_without_a_date_comes_last_and_says_so() -> None:
    found = told(talk("1", "child", "mother"), talk("2", "child", "teacher", "2026-03-14"))
    assert missing(found) == [("undated", "", ("1",))]
    assert [line.when for line in rows(found)] == ["14 de marzo de 2026", "sin fecha"]


def test_somebody_without_a_name_is_a_gap_and_gets_a_line_of_their_own() -> None:
    found = told(talk("1", "child", "mother", "2026-03-12"), talk("2", "", "teacher", "2026-03-14"))
    assert missing(found) == [("who", "", ("2",))]
    assert "alguien que no se conoce → teacher" in text(found)


def test_where_dates_do_not_settle_the_order_it_is_not_claimed() -> None:
    found = told(
        talk("1", "child", "mother", "2026-03-12"),
        talk("2", "child", "teacher", "2026-03"),
        talk("3", "child", "aunt", "2026-04-01"),
        talk("4", "child", "uncle", "2026"),
    )
    assert [gap.conversations for gap in gaps(found) if gap.code == "order"] == [
        ("4", "2"),
        ("4", "2", "1"),
        ("4", "3"),
    ]


def test_people_may_tell_each_other_in_circles() -> None:
    round_ = told(
        talk("1", "child", "mother", "2026-03-12"),
        talk("2", "mother", "teacher", "2026-03-13"),
        talk("3", "teacher", "mother", "2026-03-14"),
    )
    assert missing(round_) == []
    assert len(rows(round_)) == 3


def test_a_person_does_not_tell_themselves() -> None:
    with pytest.raises(BadInput, match="dos personas distintas"):
        talk("1", "mother", "mother")


def test_two_conversations_with_one_id_are_refused() -> None:
    with pytest.raises(BadInput, match="misma clave"):
        told(talk("1", "child", "mother"), talk("1", "child", "aunt"))


def test_a_history_gives_its_chain() -> None:
    history = [
        entry(
            "1", "first_statement", words="ya no está mi mochila", recall="exact", heard_by="mother", at="2026-03-12"
        ),
        entry(
            "2", "conversation", teller="child", hearer="mother", at="2026-03-12", passed_on="yes", what="la mochila"
        ),
        entry("3", "first_sign", noticed_by="teacher", at="2026-03-11", what="la buscaba"),
    ]
    found = chain(history, "child")
    assert found.first_words == "ya no está mi mochila"
    assert missing(found) == [("unheard", "teacher", ()), ("record", "", ("2",))]


@pytest.mark.parametrize("recall", ["remembered", "not_recalled"])
def test_words_that_somebody_remembers_are_not_the_exact_words(recall: str) -> None:
    history = [entry("1", "first_statement", words="algo de la mochila", recall=recall)]
    assert chain(history, "child").first_words == ""


def drawn(chain: Chain, lang: str = "es") -> ElementTree.Element:
    return ElementTree.fromstring(svg(chain, lang))  # noqa: S314 (made here)


def test_the_drawing_names_itself_and_says_all_that_it_shows() -> None:
    root = drawn(COMPLETE)
    ids = {node.get("id") for node in root}
    assert set(root.get("aria-labelledby", "").split()) <= ids
    assert root.findtext(f"{SVG}desc") == text(COMPLETE)


def test_where_nothing_is_missing_nothing_is_dashed() -> None:
    assert not [line for line in drawn(COMPLETE).iter(f"{SVG}line") if line.get("stroke-dasharray")]


def test_every_gap_of_a_person_is_a_dashed_line_more() -> None:
    found = told(talk("1", "child", "mother", "2026-03-12"), talk("2", "aunt", "teacher", "2026-03-13"))
    assert len([line for line in drawn(found).iter(f"{SVG}line") if line.get("stroke-dasharray")]) == 1


def test_what_was_passed_on_cannot_pass_for_a_line_of_the_text() -> None:
    found = told(talk("1", "child", "mother", "2026-03-12", what="la mochila\n- Nada falta."))
    assert text(found).count("\n- ") == text(COMPLETE).count("\n- ")


def test_the_drawing_has_no_colour_and_nothing_from_outside() -> None:
    made = svg(COMPLETE)
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', made)) <= {"currentColor", "none"}
    assert not re.search(r"href|style|script|url\(", made)


def test_the_drawing_is_in_english_too() -> None:
    assert drawn(COMPLETE, "en-GB").findtext(f"{SVG}title") == "Chain of conversations"
    assert "12 March 2026" in svg(COMPLETE, "en-GB")


def test_an_id_that_could_end_the_attribute_is_refused() -> None:
    with pytest.raises(BadInput):
        svg(COMPLETE, id='a" onload="b')


WHO = st.sampled_from(["child", "mother", "teacher", "aunt", ""])
WHENS = st.one_of(
    st.just(When()),
    st.builds(When, st.dates(date(2020, 1, 1), date(2027, 1, 1)), st.sampled_from(PRECISIONS[:3])),
)
WORDS = st.text(st.characters(exclude_categories=()), max_size=60)
TALKS = st.lists(
    st.tuples(WHO, WHO, WHENS, st.sampled_from(["yes", "no", "unknown"]), WORDS).filter(lambda row: row[0] != row[1]),
    max_size=6,
).map(
    lambda found: tuple(
        Conversation(str(n), a, b, when, "phone", passed, what) for n, (a, b, when, passed, what) in enumerate(found)
    )
)
CHAINS = st.builds(Chain, st.just("child"), TALKS, st.dictionaries(st.sampled_from(["aunt", "judge"]), WHENS), WORDS)


@given(CHAINS)
def test_every_gap_is_in_the_text_and_the_drawing_is_well_formed(chain: Chain) -> None:
    said = text(chain)
    assert all(gap.text.es in said for gap in gaps(chain))
    assert "".join(drawn(chain).itertext())
    assert svg(chain) == svg(chain)


@given(CHAINS)
def test_every_gap_has_a_dashed_line_in_the_drawing(chain: Chain) -> None:
    found = gaps(chain)
    talks = {id for gap in found if gap.code != "order" for id in gap.conversations}
    others = [gap for gap in found if gap.code == "order" or not gap.conversations]
    dashed = [line for line in drawn(chain).iter(f"{SVG}line") if line.get("stroke-dasharray")]
    assert len(dashed) == len(talks) + len(others)


@given(CHAINS)
def test_no_conversation_is_put_after_one_that_was_surely_later(chain: Chain) -> None:
    found = in_time(chain.conversations)
    for n, one in enumerate(found):
        assert not any(later.when.surely_before(one.when) for later in found[n + 1 :])


@given(CHAINS)
def test_whoever_passes_on_is_either_told_before_or_a_gap(chain: Chain) -> None:
    unheard = {gap.about for gap in gaps(chain) if gap.code == "unheard"}
    for one in chain.conversations:
        sources = [two for two in chain.conversations if two.hearer == one.teller and two.passed_on == "yes"]
        if one.passed_on == "yes" and one.teller not in {"", "child"} and not sources:
            assert one.teller in unheard
