"""Sealing to somebody follows RFC 9180, and opens only for them and only where it was put."""

import pytest
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from hilo.lib.errors import BadInput
from hilo.lib.padding import pad
from hilo.lib.sealed_to import MARK, KeyPair, open_with, seal_to

AES_128_GCM, AES_256_GCM = (1, 16), (2, 32)  # number of the standard, bytes of the key
KEM = b"KEM" + (32).to_bytes(2, "big")
ENC = 32

# RFC 9180, A.1.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode, sequence number 0
RFC = {
    "info": "4f6465206f6e2061204772656369616e2055726e",
    "skEm": "52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736",
    "skRm": "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8",
    "pkRm": "3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d",
    "enc": "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431",
    "shared_secret": "fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc",
    "key": "4531685d41d65f03dc48f6b8302c05b0",
    "base_nonce": "56d890e5accaaf011cff4b7d",
    "pt": "4265617574792069732074727574682c20747275746820626561757479",
    "aad": "436f756e742d30",
    "ct": "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a",
}
VECTOR = {name: bytes.fromhex(value) for name, value in RFC.items()}


def hmac_sha256(key, data):
    mac = hmac.HMAC(key, hashes.SHA256())
    mac.update(data)
    return mac.finalize()


def labeled_extract(salt, suite, label, ikm):
    return hmac_sha256(salt or bytes(32), b"HPKE-v1" + suite + label + ikm)


def labeled_expand(prk, suite, label, info, length):
    """RFC 5869 for at most 32 bytes: one block."""
    labeled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac_sha256(prk, labeled + b"\x01")[:length]


def shared_secret(private, public, enc, receiver):
    dh = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))
    prk = labeled_extract(b"", KEM, b"eae_prk", dh)
    return labeled_expand(prk, KEM, b"shared_secret", enc + receiver, 32)


def key_and_nonce(secret, info, aead):
    number, size = aead
    suite = b"HPKE" + b"".join(one.to_bytes(2, "big") for one in (32, 1, number))
    context = b"\x00" + labeled_extract(b"", suite, b"psk_id_hash", b"")
    context += labeled_extract(b"", suite, b"info_hash", info)
    prk = labeled_extract(secret, suite, b"secret", b"")
    return labeled_expand(prk, suite, b"key", context, size), labeled_expand(prk, suite, b"base_nonce", context, 12)


def public_of(private):
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def test_the_reference_of_this_file_gives_what_the_standard_publishes():
    assert public_of(VECTOR["skRm"]) == VECTOR["pkRm"]
    assert public_of(VECTOR["skEm"]) == VECTOR["enc"]
    secret = shared_secret(VECTOR["skEm"], VECTOR["pkRm"], VECTOR["enc"], VECTOR["pkRm"])
    assert secret == VECTOR["shared_secret"]
    key, nonce = key_and_nonce(secret, VECTOR["info"], AES_128_GCM)
    assert (key, nonce) == (VECTOR["key"], VECTOR["base_nonce"])
    assert AESGCM(key).encrypt(nonce, VECTOR["pt"], VECTOR["aad"]) == VECTOR["ct"]


def test_what_the_reference_seals_opens_here():
    pair, sender = KeyPair.make(), KeyPair.make()
    secret = shared_secret(sender.private, pair.public, sender.public, pair.public)
    key, nonce = key_and_nonce(secret, b"passage:1", AES_256_GCM)
    sealed = MARK + sender.public + AESGCM(key).encrypt(nonce, pad("Perdí la mochila.".encode()), None)
    assert open_with(pair.private, sealed, place="passage:1").decode() == "Perdí la mochila."


def test_what_is_sealed_here_the_reference_opens():
    pair = KeyPair.make()
    sealed = seal_to(pair.public, b"hola", place="passage:1").removeprefix(MARK)
    enc, body = sealed[:ENC], sealed[ENC:]
    key, nonce = key_and_nonce(shared_secret(pair.private, enc, enc, pair.public), b"passage:1", AES_256_GCM)
    assert AESGCM(key).decrypt(nonce, body, None) == pad(b"hola")


@settings(deadline=None)
@given(st.binary(max_size=6000), st.text(max_size=60))
def test_what_was_sealed_comes_back_whole(plain, place):
    pair = KeyPair.make()
    place = place.encode("utf-8", "replace").decode()
    assert open_with(pair.private, seal_to(pair.public, plain, place=place), place=place) == plain


def test_a_value_opens_for_nobody_else_and_in_no_other_place():
    pair, other = KeyPair.make(), KeyPair.make()
    sealed = seal_to(pair.public, b"hola", place="passage:1")
    for private, place in ((other.private, "passage:1"), (pair.private, "passage:2"), (pair.private, "")):
        with pytest.raises(BadInput, match="No se puede abrir"):
            open_with(private, sealed, place=place)


def test_no_byte_of_a_sealed_value_can_be_changed():
    pair = KeyPair.make()
    sealed = seal_to(pair.public, b"hola", place="aqui")
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(BadInput):
            open_with(pair.private, bytes(changed), place="aqui")


@settings(deadline=None)
@given(st.binary(max_size=120))
def test_what_was_never_sealed_is_refused_with_a_sentence(anything):
    pair = KeyPair.make()
    for sealed in (anything, MARK + anything):
        with pytest.raises(BadInput):
            open_with(pair.private, sealed, place="aqui")


@pytest.mark.parametrize("key", [b"", b"x" * 31, b"x" * 33])
def test_what_is_no_key_is_refused_with_a_sentence(key):
    with pytest.raises(BadInput, match="no es una llave"):
        seal_to(key, b"hola", place="aqui")
    with pytest.raises(BadInput, match="no es una llave"):
        KeyPair.of(key)


def test_the_same_words_are_never_sealed_alike_and_short_ones_have_one_length():
    pair = KeyPair.make()
    sealed = [seal_to(pair.public, words, place="aqui") for words in (b"no", b"no", b"un poco mas de palabras" * 20)]
    assert len(set(sealed)) == 3
    assert len({len(one) for one in sealed}) == 1


def test_a_key_pair_shows_no_secret_when_printed():
    pair = KeyPair.make()
    assert pair.private.hex() not in repr(pair)
    assert repr(pair.private) not in repr(pair)
