"""A sealed file gives back what was written, or nothing: whatever was changed, cut, moved or repeated."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hilo.lib import sealed_file
from hilo.lib.errors import BadInput
from hilo.lib.sealed_file import TAG, Sealer, opened

KEY, OTHER = b"k" * 32, b"o" * 32
SMALL = 48  # bytes of a chunk here, so that a short file has many


@pytest.fixture(scope="module", autouse=True)
def _small_chunks():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed_file, "CHUNK", SMALL)
        yield


def sealed(parts, salt="1"):
    file = BytesIO()
    sealer = Sealer(file, KEY, {"salt": salt})
    for part in parts:
        sealer.write(part)
    sealer.finish()
    return file.getvalue()


def read(data, key=KEY):
    return b"".join(opened(BytesIO(data), key))


PARTS = st.lists(st.binary(max_size=120), max_size=6)


@given(PARTS)
def test_what_was_written_comes_back(parts):
    assert read(sealed(parts)) == b"".join(parts)


@given(PARTS, st.data())
def test_a_changed_bit_is_noticed_wherever_it_is(parts, data):
    whole = bytearray(sealed(parts))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(BadInput):
        read(bytes(whole))


@given(PARTS, st.data())
def test_a_file_that_was_cut_or_made_longer_is_noticed(parts, data):
    whole = sealed(parts)
    with pytest.raises(BadInput):
        read(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(BadInput):
        read(whole + data.draw(st.binary(min_size=1, max_size=200)))


def test_chunks_that_change_places_or_come_from_another_file_are_noticed():
    text = [bytes([number]) * SMALL for number in range(4)]
    one, other = sealed(text), sealed(text, salt="2")
    start, step = len(one) - 4 * (SMALL + TAG), SMALL + TAG
    parts = [one[start + step * number :][:step] for number in range(4)]
    foreign = other[start + step :][:step]
    for wrong in ([1, 0, 2, 3], [0, 1, 1, 2, 3], [0, 2, 3], [0, 1, 3, 2], [0, 1, 2]):
        with pytest.raises(BadInput):
            read(one[:start] + b"".join(parts[number] for number in wrong))
    with pytest.raises(BadInput):
        read(one[:start] + parts[0] + foreign + parts[2] + parts[3])


def test_another_key_opens_nothing():
    with pytest.raises(BadInput, match="alterado"):
        read(sealed([b"texto"]), OTHER)
