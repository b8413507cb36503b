"""``hilo partners``: whoever runs the system lets others in; keys come in and never go out."""

import json

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from signing import public_of

from hilo.exchange.models import Partner, PartnerKey
from hilo.exchange.partner_commands import partners
from hilo.lib.errors import BadInput

ADD = ["add", "sis-uno", "--institution", "INHOPE", "--name", "Sistema inventado", "--scope", "alerts"]


@pytest.fixture
def hilo(db):
    """Runs a command; what it printed, or raises what it refused."""

    def run(*arguments):
        done = CliRunner().invoke(partners, [str(one) for one in arguments], standalone_mode=False)
        if done.exception:
            raise done.exception
        return done.stdout

    return run


@pytest.fixture
def key(tmp_path):
    file = tmp_path / "publica.pem"
    file.write_text(public_of(Ed25519PrivateKey.generate()))
    return file


def test_a_partner_is_added_given_a_key_and_closed(hilo, key):
    hilo(*ADD)
    hilo("key", "sis-uno", "llave-1", key)
    printed = hilo("list") + hilo("list", "--json")
    assert "sis-uno" in printed
    assert "llave-1" in printed
    assert key.read_text().splitlines()[1] not in printed
    hilo("key", "sis-uno", "llave-1", "--end")
    assert PartnerKey.objects.get().valid_until is not None
    hilo("deactivate", "sis-uno")
    (told,) = json.loads(hilo("list", "--json"))["partners"]
    assert (told["active"], Partner.objects.get().closed_at is not None) == (False, True)
    with pytest.raises(BadInput, match="cerrado"):
        hilo("key", "sis-uno", "llave-2", key)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (["add", "sis uno", *ADD[2:]], "letras sin acento"),
        ([*ADD[:-1], "todo"], "Diga qué puede hacer"),
        ([*ADD[:2], "--institution", "NO-EXISTE", *ADD[4:-1], "handoffs"], "No existe la institución"),
    ],
)
def test_what_cannot_be_added_is_refused_with_one_sentence(hilo, changed, sentence):
    with pytest.raises(BadInput, match=sentence):
        hilo(*changed)
    assert not Partner.objects.exists()


def test_a_code_and_a_key_id_are_taken_once(hilo, key):
    hilo(*ADD)
    hilo("key", "sis-uno", "llave-1", key)
    for again in (ADD, ["key", "sis-uno", "llave-1", key]):
        with pytest.raises(BadInput, match="Ya hay"):
            hilo(*again)


@pytest.mark.parametrize("text", ["", "no es una llave", "AAAA", "ñ", public_of(generate_private_key(SECP256R1()))])
def test_only_a_public_ed25519_key_is_taken_and_it_is_not_repeated(hilo, key, text):
    hilo(*ADD)
    key.write_text(text)
    with pytest.raises(BadInput) as refused:
        hilo("key", "sis-uno", "llave-1", key)
    assert not text or text not in str(refused.value)
    assert not PartnerKey.objects.exists()
