"""Partners are added, given keys and closed by whoever runs the system."""

import base64
import binascii
import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from django.db import IntegrityError, transaction

from hilo.exchange.models import Partner, PartnerAnswer, PartnerKey, PartnerNonce, Scope
from hilo.lib.errors import BadInput
from hilo.reference import pack

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{1,31}")
KEY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{1,63}")
KEY_BYTES = 32
ANSWERS_KEPT = timedelta(days=30)


def add_partner(
    *, code: str, name: str, institution: str, scopes: Iterable[str], per_minute: int, now: datetime
) -> Partner:
    """Let another system in; it still needs a key. Raises BadInput saying what is wrong."""
    wanted = sorted(set(scopes))
    if not CODE.fullmatch(code) or not CODE.fullmatch(institution) or not name.strip():
        raise BadInput("Las claves llevan letras sin acento, números, punto y guion; el nombre no puede faltar.")
    if not wanted or not set(wanted) <= set(Scope.values):
        raise BadInput(f"Diga qué puede hacer, con uno o más de: {', '.join(Scope.values)}.")
    if wanted != [Scope.ALERTS] and institution not in pack().institutions:
        raise BadInput(f"No existe la institución «{institution}» en los datos de referencia.")
    try:
        with transaction.atomic():
            return Partner.objects.create(
                code=code, name=name.strip()[:160], institution=institution, scopes=json.dumps(wanted),
                per_minute=per_minute, added_at=now,
            )  # fmt: skip
    except IntegrityError:
        raise BadInput(f"Ya hay un sistema «{code}».") from None


@transaction.atomic
def add_key(*, partner: Partner, key_id: str, public: str, now: datetime, until: datetime | None = None) -> PartnerKey:
    """A key with which the partner signs from now on. ``public``: PEM, or 32 bytes in base64."""
    if not partner.active:
        raise BadInput(f"El sistema «{partner.code}» está cerrado.")
    if not KEY_ID.fullmatch(key_id):
        raise BadInput("La clave de la llave lleva de 2 a 64 letras sin acento, números, punto y guion.")
    if until is not None and until <= now:
        raise BadInput("La llave debe valer hasta un momento que no ha pasado.")
    try:
        with transaction.atomic():
            return PartnerKey.objects.create(
                partner=partner, key_id=key_id, public=_raw(public), valid_from=now, valid_until=until
            )
    except IntegrityError:
        raise BadInput(f"Ya hay una llave «{key_id}»: use otra clave, las llaves no se cambian.") from None


def _raw(public: str) -> bytes:
    """The 32 bytes of an Ed25519 public key. Raises BadInput, without repeating what was given."""
    try:
        if "BEGIN" in public:
            key = load_pem_public_key(public.encode())
            if not isinstance(key, Ed25519PublicKey):
                raise ValueError
            return key.public_bytes(Encoding.Raw, PublicFormat.Raw)
        raw = base64.b64decode("".join(public.split()), validate=True)
        if len(raw) != KEY_BYTES:
            raise ValueError
        Ed25519PublicKey.from_public_bytes(raw)
    except (ValueError, binascii.Error):
        raise BadInput("No es una llave pública Ed25519: dé el archivo PEM, o sus 32 bytes en base64.") from None
    return raw


@transaction.atomic
def end_key(*, key: PartnerKey, now: datetime) -> PartnerKey:
    """From now on nothing signed with this key is taken."""
    key.valid_until = max(key.valid_from, now)
    key.save(update_fields=["valid_until"])
    return key


@transaction.atomic
def deactivate(*, partner: Partner, now: datetime) -> Partner:
    """Close a partner and its keys. What it sent stays."""
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    if partner.active:
        partner.active, partner.closed_at = False, now
        partner.save(update_fields=["active", "closed_at"])
        for key in partner.keys.all():
            if key.valid_until is None or key.valid_until > now:
                end_key(key=key, now=now)
    return partner


def forget(now: datetime) -> int:
    """Remove nonces that no signature can bring any more, and answers that no honest retry asks for; how many."""
    nonces, _by_model = PartnerNonce.objects.filter(until__lte=now).delete()
    answers, _by_model = PartnerAnswer.objects.filter(at__lt=now - ANSWERS_KEPT).delete()
    return nonces + answers
