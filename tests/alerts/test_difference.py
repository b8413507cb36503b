"""What a person sees of two versions."""

from hypothesis import given
from hypothesis import strategies as st

from hilo.alerts.difference import MOST, Change, difference

TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "a", "b"]), inner, max_size=4),
    max_leaves=20,
)


def test_a_changed_value_shows_before_and_after():
    assert difference({"a": {"b": "1"}}, {"a": {"b": "2"}}) == [Change("a.b", "1", "2")]


def test_what_came_and_what_went_has_nothing_on_the_other_side():
    assert difference({"a": 1}, {"b": "x"}) == [Change("a", "1", None), Change("b", None, "x")]


def test_objects_with_ids_are_matched_wherever_they_stand():
    old = {"people": [{"id": "1", "age": 10}, {"id": "2", "age": 20}]}
    new = {"people": [{"id": "2", "age": 21}, {"id": "1", "age": 10}]}
    assert difference(old, new) == [Change("people[#2].age", "20", "21")]


def test_a_second_element_is_an_addition_not_a_replacement():
    assert difference({"url": "a"}, {"url": ["a", "b"]}) == [Change("url[0]", None, "b")]


def test_true_is_not_one():
    assert difference({"a": True}, {"a": 1}) == [Change("a", "true", "1")]


def test_a_rewritten_message_gives_a_bounded_list():
    assert len(difference({}, {str(number): number for number in range(2 * MOST)})) == MOST


@given(TREES)
def test_nothing_differs_from_itself(value):
    assert difference(value, value) == []
