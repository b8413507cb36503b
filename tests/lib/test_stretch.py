"""Keys from what a person remembers: the published vector, a value that may never change, and few at a time."""

import threading

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from hilo.lib import stretch as stretching
from hilo.lib.stretch import AT_ONCE, stretch

SALT = bytes(range(16))


def test_argon2id_gives_what_the_standard_publishes():
    """RFC 9106, section 5.3."""
    tag = Argon2id(
        salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, ad=b"\x04" * 12, secret=b"\x03" * 8
    ).derive(b"\x01" * 32)
    assert tag.hex() == "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"


def test_a_password_gives_the_same_key_for_ever():
    """Were passes, memory or lanes changed, no key and no code of before would open any more."""
    key = stretch(b"una frase larga", salt=SALT)
    peppered = stretch(b"una frase larga", salt=SALT, length=20, pepper=b"pimienta")
    assert key.hex() == "a83468dac4bed7996ee449b37d3a4e0daacff5ec5f495d012faef3dc2878a9b9"
    assert peppered.hex() == "4d4a1360106dbe4290400effd87b393663254952"


def test_another_salt_pepper_or_letter_gives_another_key():
    ways = [(b"frase", SALT, None), (b"frasE", SALT, None), (b"frase", SALT[::-1], None), (b"frase", SALT, b"p")]
    assert len({stretch(secret, salt=salt, pepper=pepper) for secret, salt, pepper in ways}) == 4


@pytest.fixture
def in_the_middle(monkeypatch):
    """How many were stretching at the same moment, at most."""
    seen, now, lock = [], [0], threading.Lock()
    real = stretching.Argon2id

    class Watched:
        def __init__(self, **how):
            self.real = real(**how)

        def derive(self, secret):
            with lock:
                now[0] += 1
                seen.append(now[0])
            try:
                return self.real.derive(secret)
            finally:
                with lock:
                    now[0] -= 1

    monkeypatch.setattr(stretching, "Argon2id", Watched)
    return seen


def test_a_flood_waits_its_turn_and_everybody_gets_their_key(in_the_middle):
    keys = {}
    crowd = [
        threading.Thread(target=lambda n=n: keys.__setitem__(n, stretch(b"%d" % n, salt=SALT)))
        for n in range(4 * AT_ONCE)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(set(keys.values())) == 4 * AT_ONCE
    assert max(in_the_middle) <= AT_ONCE
