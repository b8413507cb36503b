"""What is stored tells little of how much was written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hilo.lib.errors import BadInput
from hilo.lib.padding import STEPS, pad, unpad

ROUGH = st.one_of(st.binary(max_size=40), st.sampled_from([bytes(n) for n in (0, 1, 1022, 1023, 1024, 4095, 16383)]))


@settings(deadline=None)
@given(ROUGH)
def test_padding_is_taken_off_again(plain):
    assert unpad(pad(plain)) == plain


@settings(deadline=None)
@given(st.binary(max_size=40), st.integers(0, 60))
def test_words_that_end_like_padding_come_back_too(plain, zeros):
    tricky = plain + b"\x80" + bytes(zeros)
    assert unpad(pad(tricky)) == tricky


@settings(deadline=None)
@given(st.integers(0, 5 * STEPS[-1]))
def test_every_length_is_one_of_few_steps_and_never_far_above(size):
    padded = len(pad(bytes(size)))
    assert padded > size
    assert padded in STEPS or padded % STEPS[-1] == 0
    smaller = [step for step in (*STEPS, *range(2 * STEPS[-1], padded, STEPS[-1])) if step < padded]
    assert all(step <= size for step in smaller), "a smaller step would have done"


@pytest.mark.parametrize("bad", [b"", bytes(1024), b"hola", b"hola\x80\x01", b"\x80x"])
def test_what_was_not_padded_is_refused(bad):
    with pytest.raises(BadInput, match="relleno"):
        unpad(bad)
