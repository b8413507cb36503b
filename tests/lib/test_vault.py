"""Sealed values say which key they need, and those of before keys could be exchanged still open."""

import os

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from hilo.lib.errors import BadInput
from hilo.lib.vault import MARK, Vault

OLD, NEW, INDEX = b"o" * 32, b"n" * 32, b"i" * 32


def sealed_long_ago(plain, place, nonce=None):
    """As it was done before a value said which key it needs."""
    nonce = nonce or os.urandom(12)
    return nonce + AESGCM(OLD).encrypt(nonce, plain, place.encode())


@given(st.binary(max_size=80), st.text(max_size=20))
def test_after_an_exchange_old_and_new_values_open_and_new_ones_need_the_new_key(plain, place):
    before, after = Vault(OLD, INDEX), Vault(NEW, INDEX, [OLD])
    for sealed in (sealed_long_ago(plain, place), before.seal(plain, place=place), after.seal(plain, place=place)):
        assert after.open(sealed, place=place) == plain
    with pytest.raises(BadInput):
        before.open(after.seal(plain, place=place), place=place)


def test_an_old_value_that_looks_like_a_new_one_opens_too():
    nonce = Vault(OLD, INDEX).seal(b"", place="")[:6] + b"123456"
    assert nonce.startswith(MARK)
    assert Vault(NEW, INDEX, [OLD]).open(sealed_long_ago(b"texto", "p", nonce), place="p") == b"texto"


@given(st.binary(max_size=40), st.data())
def test_a_changed_bit_opens_under_no_key(plain, data):
    vault = Vault(NEW, INDEX, [OLD])
    sealed = bytearray(vault.seal(plain, place="p"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(BadInput):
        vault.open(bytes(sealed), place="p")


def test_a_process_that_runs_since_before_finds_the_new_key():
    running = Vault(OLD, INDEX, newer=lambda: [NEW, OLD])
    assert running.open(Vault(NEW, INDEX, [OLD]).seal(b"texto", place="p"), place="p") == b"texto"


def test_the_blind_index_does_not_change_with_the_data_key():
    assert Vault(OLD, INDEX).blind("email", "a") == Vault(NEW, INDEX, [OLD]).blind("email", "a")
