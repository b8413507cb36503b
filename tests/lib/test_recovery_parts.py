"""The recovery key on paper: three parts, two of which open; a slip is noticed and said."""

import hashlib
import itertools
import os

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shamir_mnemonic import combine_mnemonics
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORDLIST

from hilo.lib.errors import BadInput
from hilo.lib.recovery import join, split

# SLIP-39, official vectors, «basic sharing 2-of-3 (256 bits)», passphrase TREZOR
OFFICIAL = (
    "humidity disease academic always aluminum jewelry energy woman receiver strategy amuse duckling lying evidence "
    "network walnut tactics forget hairy rebound impulse brother survive clothes stadium mailman rival ocean reward "
    "venture always armed unwrap",
    "humidity disease academic agency actress jacket gross physics cylinder solution fake mortgage benefit public busy "
    "prepare sharp friar change work slow purchase ruler again tricycle involve viral wireless mixture anatomy desert "
    "cargo upgrade",
)
SECRET = bytes.fromhex("c938b319067687e990e05e0da0ecce1278f75ff58d9853f19dcaeed5de104aae")
KEY = bytes(range(32))


def feistel(data, rounds, passphrase, share):
    """The cipher of SLIP-39, written from the standard: four rounds of PBKDF2 over two halves."""
    left, right = data[:16], data[16:]
    salt = b"shamir" + share.identifier.to_bytes(2, "big")
    for number in rounds:
        key = hashlib.pbkdf2_hmac(
            "sha256", bytes([number]) + passphrase, salt + right, 2500 << share.iteration_exponent, 16
        )
        left, right = right, bytes(a ^ b for a, b in zip(left, key, strict=True))
    return right + left


def test_the_official_parts_open_to_the_official_secret():
    assert combine_mnemonics(OFFICIAL, b"TREZOR") == SECRET


def test_joining_is_that_of_the_standard_with_an_empty_passphrase():
    share = Share.from_mnemonic(OFFICIAL[0])
    shared = feistel(SECRET, (0, 1, 2, 3), b"TREZOR", share)
    assert join(OFFICIAL) == feistel(shared, (3, 2, 1, 0), b"", share)


def test_any_two_of_three_open_in_any_order_and_all_three_do():
    parts = split(KEY)
    assert len(set(parts)) == 3
    assert {len(part.split()) for part in parts} == {33}
    for some in itertools.permutations(parts, 2):
        assert join(some) == KEY
    assert join(parts) == KEY


def test_capitals_and_line_breaks_of_a_paper_do_not_matter():
    one, two, _three = split(KEY)
    assert join([one.upper().replace(" ", "\n  "), f"  {two} \n"]) == KEY


def test_one_part_alone_opens_nothing_even_twice():
    one = split(KEY)[0]
    for parts in ([], [one], [one, one], [one, one.upper()]):
        with pytest.raises(BadInput, match="dos partes distintas"):
            join(parts)


def test_parts_of_two_keys_are_not_taken_for_one():
    with pytest.raises(BadInput, match="no son de la misma llave"):
        join([split(KEY)[0], split(os.urandom(32))[1]])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 32), st.sampled_from(WORDLIST))
def test_a_wrong_word_is_noticed_and_its_part_named(place, word):
    one, two, _three = split(KEY)
    words = two.split()
    assume(words[place] != word)
    words[place] = word
    with pytest.raises(BadInput, match="La parte 2 tiene una palabra que no es la suya"):
        join([one, " ".join(words)])


@pytest.mark.parametrize("part", ["", "hola", "mochila " * 33, "academic " * 33, "\x00", "académico " * 33])
def test_what_is_no_part_is_refused_with_a_sentence(part):
    with pytest.raises(BadInput, match="La parte 1"):
        join([part, split(KEY)[0]])


def test_only_a_key_of_32_bytes_is_split():
    with pytest.raises(BadInput, match="32 bytes"):
        split(b"corta")
