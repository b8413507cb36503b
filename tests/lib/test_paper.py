"""A key copied by hand comes back, and a slip is told by its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.lib.errors import BadInput
from hilo.lib.paper import SIGNS, from_paper, on_paper

KEYS = st.binary(min_size=32, max_size=32)


@given(KEYS)
def test_a_key_comes_back_in_any_case_and_spacing(key):
    lines = on_paper(key)
    assert [len(line) for line in lines] == [19] * 4
    assert from_paper("\n".join(lines)) == key
    assert from_paper(" ".join(lines).lower().replace("-", " ").replace("0", "o").replace("1", "l")) == key


@given(KEYS, st.integers(0, 3), st.integers(0, 15), st.integers(1, 31))
def test_one_wrong_sign_is_told_by_its_line(key, line, place, by):
    lines = [list(text.replace("-", "")) for text in on_paper(key)]
    lines[line][place] = SIGNS[(SIGNS.index(lines[line][place]) + by) % 32]
    with pytest.raises(BadInput, match=f"renglón {line + 1}"):
        from_paper("".join("".join(signs) for signs in lines))


def test_lines_that_change_places_and_lines_that_are_missing_are_told():
    first, second, third, fourth = on_paper(bytes(range(32)))
    with pytest.raises(BadInput, match="renglón 1"):
        from_paper("\n".join([second, first, third, fourth]))
    with pytest.raises(BadInput, match="48 signos"):
        from_paper("\n".join([first, second, third]))
