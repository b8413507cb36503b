"""Looks at what is kept: whether these keys are its keys, and whether the record is being signed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hmac import compare_digest

from django.conf import settings
from django.db.models import Max

from hilo.accounts.sealing import vault
from hilo.alerts.models import AlertVersion
from hilo.exchange.models import OutboxItem
from hilo.ledger.models import Chain, Checkpoint, Entry
from hilo.ledger.seal import head_mac
from hilo.lib.errors import BadInput
from hilo.web.doctor_finding import Finding, Look

SIGNED_EVERY = timedelta(days=1)


def own_keys(_now: datetime) -> Iterator[Finding]:
    """The keys in the folder sealed these chains and these alerts."""
    ring = settings.HILO_KEYS
    chain = Chain.objects.first()
    version = AlertVersion.objects.order_by("-pk").first()
    wrong = []
    if ring and chain:
        mac = head_mac(ring.ledger_mac, chain.chain.bytes, chain.length, bytes(chain.head))
        wrong += [] if compare_digest(mac, bytes(chain.mac)) else ["ledger_mac"]
    if ring and version:
        try:
            vault().open(bytes(version.sealed), place=f"alert.version:{version.pk}")
        except BadInput:
            wrong.append("data")
    if wrong:
        yield Finding(
            "keys_of_another",
            f"Las llaves de esta carpeta no son las que sellaron estos datos ({', '.join(wrong)}).",
            "Nada de lo sellado se puede abrir, y lo que se selle ahora no se abrirá con las llaves verdaderas.",
            "Detenga el sitio; ponga la copia de la carpeta de llaves, o: hilo restore RESPALDO --replace",
        )


def signed(now: datetime) -> Iterator[Finding]:
    """A checkpoint not much older than the last entry."""
    last = Entry.objects.aggregate(last=Max("at"))["last"]
    point = Checkpoint.objects.aggregate(last=Max("at"))["last"]
    if last and (point is None or last > point) and now - (point or last) > SIGNED_EVERY:
        yield Finding(
            "checkpoint_old",
            f"El registro no se firma {f'desde {point:%Y-%m-%d %H:%M} UTC' if point else 'y nunca se ha firmado'}.",
            "Lo que se escribió desde entonces no lo respalda ningún punto de control.",
            "hilo ledger checkpoint",
        )


def outbox(_now: datetime) -> Iterator[Finding]:
    """Nothing waits for a person who does not look."""
    stuck = OutboxItem.objects.stuck().count()
    if stuck:
        yield Finding(
            "outbox_stuck",
            f"Envíos que no salieron o de los que no se sabe: {stuck}.",
            "Hay remitentes o instituciones que no se han enterado.",
            "hilo work --once    (y atienda los que queden en el sitio, en la bandeja de salida)",
        )


LOOKS: tuple[Look, ...] = (own_keys, signed, outbox)
