"""A code survives a hurried hand: slips are noticed, and it can be read in however it was noted down."""

import hashlib
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.lib.codes import WrongCode, as_words, check_digit, grouped, new_digits, read_code, word_list
from hilo.lib.errors import BadInput

NINETEEN = st.integers(min_value=0, max_value=10**19 - 1).map(lambda number: f"{number:019}")
CODES = NINETEEN.map(lambda digits: digits + check_digit(digits))
ONE = "31415926535897932387"[:19] + check_digit("3141592653589793238")


def test_a_new_code_has_twenty_digits_that_check_and_never_comes_twice():
    made = {new_digits() for _ in range(2_000)}
    assert len(made) == 2_000
    assert all(re.fullmatch(r"\d{20}", code, re.ASCII) and check_digit(code) == "0" for code in made)


def test_the_digits_of_new_codes_are_spread_evenly():
    counts = [0] * 10
    for _ in range(1_000):
        for digit in new_digits()[:19]:
            counts[int(digit)] += 1
    assert sum(counts) == 19_000
    assert all(1_600 < count < 2_200 for count in counts)  # 1,900 each; seven standard deviations


def test_every_single_wrong_digit_is_noticed():
    wrong = [ONE[:at] + digit + ONE[at + 1 :] for at in range(20) for digit in "0123456789" if digit != ONE[at]]
    assert len(wrong) == 180
    for text in wrong:
        with pytest.raises(WrongCode, match="un número no es el que anotaste"):
            read_code(text)


def test_after_any_digits_two_swapped_neighbours_are_noticed():
    for before in range(10):  # the state after the digits before is one of ten, and each is reached
        head = next(f"{number}" for number in range(100) if check_digit(f"{number}") == str(before))
        for left, right in itertools.permutations("0123456789", 2):
            assert check_digit(head + left + right) != check_digit(head + right + left)


@given(CODES)
def test_six_words_give_the_same_code_back(digits):
    words = as_words(digits)
    assert len(words) == 6
    assert read_code(" ".join(words)) == digits


@pytest.mark.parametrize("number", [0, 1, 10**19 - 1])
def test_the_first_and_the_last_code_have_words_too(number):
    digits = f"{number:019}"
    digits += check_digit(digits)
    assert read_code(" ".join(as_words(digits))) == digits


@given(CODES, st.sampled_from(["", " ", "-", ".", "  ", "\u00a0", "\n", " – ", "_", "\t", "/"]))
def test_digits_are_read_however_they_are_spaced(digits, between):
    groups = grouped(digits).split()
    assert [len(group) for group in groups] == [4] * 5
    assert read_code(f"  {between.join(groups)}. ") == digits


def test_full_width_and_arabic_digits_are_digits():
    wide = ONE.translate({ord("0") + value: chr(0xFF10 + value) for value in range(10)})
    arabic = ONE.translate({ord("0") + value: chr(0x0660 + value) for value in range(10)})
    assert read_code(wide) == read_code(arabic) == ONE


@pytest.mark.parametrize(
    "write",
    [
        str.upper,
        str.title,
        lambda text: text.replace(" ", ", "),
        lambda text: text.replace(" ", "\n"),
        lambda text: text.replace("a", "á").replace("o", "ó").replace("u", "ü"),
        lambda text: " ".join(f"{at}. {word}" for at, word in enumerate(text.split(), 1)),
        lambda text: " ".join(word[:4] for word in text.split()),
    ],
)
def test_words_are_read_in_any_case_with_accents_numbered_or_by_their_first_four_letters(write):
    assert read_code(write(" ".join(as_words(ONE)))) == ONE


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("…?", "empty"),
        (ONE[:19], "short"),
        (ONE + "1", "long"),
        (" ".join(as_words(ONE)[:5]), "few"),
        (" ".join((*as_words(ONE), "abanico")), "many"),
        (" ".join(("ornitorrinco", *as_words(ONE)[1:])), "word"),
        (" ".join(("aba", *as_words(ONE)[1:])), "word"),
        (" ".join([word_list()[-1]] * 6), "words"),
        ("9" * 5_000, "long"),
        ("palabra " * 5_000, "many"),
    ],
)
def test_what_is_no_code_is_told_apart_kindly(text, kind):
    with pytest.raises(WrongCode) as no:
        read_code(text)
    assert no.value.kind == kind
    assert str(no.value).endswith(".")
    assert isinstance(no.value, BadInput)


@given(st.text(max_size=500))
def test_whatever_is_typed_is_a_code_or_a_kind_sentence(text):
    try:
        answer = read_code(text)
    except WrongCode as no:
        answer = str(no)
    assert re.fullmatch(r"\d{20}|[A-Z].{15,500}\.", answer, re.ASCII | re.DOTALL)


def test_there_are_enough_words_for_every_code():
    assert len(word_list()) ** 6 >= 10**19


def test_the_words_are_plain_letters_in_alphabetical_order():
    words = word_list()
    assert all(re.fullmatch("[a-z]{4,8}", word) for word in words)
    assert list(words) == sorted(set(words))


def test_four_letters_tell_the_words_apart_and_no_slip_of_one_letter_makes_another():
    words = word_list()
    assert len({word[:4] for word in words}) == len(words)
    known = frozenset(words)
    assert not {word: known & _one_slip_away(word) for word in words if known & _one_slip_away(word)}


def test_the_list_is_the_one_with_which_codes_were_noted_down():
    """Changing the list closes every code that somebody keeps as words: it must never happen."""
    assert hashlib.sha256("\n".join(word_list()).encode()).hexdigest() == (
        "bc15d7aed3e0ec29ce5ca3b57197c6c6a14eff2bd6e63af7b8f72c4db866328e"
    )


def _one_slip_away(word: str) -> set[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    less = {head + tail[1:] for head, tail in halves if tail}
    other = {head + letter + tail[1:] for head, tail in halves if tail for letter in letters}
    more = {head + letter + tail for head, tail in halves for letter in letters}
    return (less | other | more) - {word}
