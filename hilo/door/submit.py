"""The last step: a report is sealed and written in one transaction, once for its code."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from hilo.door.addressing import Destination, destination
from hilo.door.models import NOBODY, Addressee, Channel, Passage, Report, Wrapping
from hilo.door.rows import as_holder
from hilo.door.sealing import FromCode, from_code, key_store, seal_arrival, wrap_for, wrap_for_code
from hilo.door.telling import Arrival, Telling
from hilo.lib.canonical import canonical_bytes
from hilo.lib.sealed_to import KeyPair, seal_to


@dataclass(frozen=True)
class Came:
    """How it came in. ``signature`` and ``network``: see :class:`Arrival`; ``slow``: one of very many."""

    channel: str = Channel.WEB
    slow: bool = False
    signature: str = ""
    network: str = ""
    case: str = ""
    by: int | None = None


def send(*, digits: str, telling: Telling, now: datetime, came: Came | None = None) -> Report:
    """Take a report in under the 20 digits its sender has been shown. The same digits again give the same report.

    Durable when it returns. Raises BadInput when there is nobody who could ever read it.
    """
    came = came or Came()
    code = from_code(digits)
    known = _find(code.lookup)
    if known is not None:
        return known
    to = destination(telling.coarse)
    try:
        return _write(code, telling, to, came, now)
    except IntegrityError:  # sent twice at the same moment
        return _found(code.lookup)


def _write(code: FromCode, telling: Telling, to: Destination, came: Came, now: datetime) -> Report:
    pair = KeyPair.make()
    report = Report(
        lookup=code.lookup, public_key=pair.public, institution=to.institution, channel=came.channel,
        slow=came.slow, arrived_at=now,
    )  # fmt: skip
    outer = key_store().make(report.pk)  # first: a report without its outer key could never be opened
    arrival = Arrival(telling.coarse, telling.named, to.kept_out, came.signature, came.network, came.case, came.by)
    report.arrival = seal_arrival(report, canonical_bytes(arrival.plain()), outer)
    account = Passage(report=report, kind=Passage.Kind.ACCOUNT, at=now)
    account.sealed = seal_to(pair.public, canonical_bytes(telling.account()), place=account.place)
    wrappings = [_for_code(report, pair, code, outer, now)]
    wrappings += [_for_addressee(report, pair, one, outer, now) for one in to.addressees]
    with as_holder(code.lookup):
        report.save(force_insert=True)
        for wrapping in wrappings:
            wrapping.save(force_insert=True)
        account.save(force_insert=True)
    return report


def _for_code(report: Report, pair: KeyPair, code: FromCode, outer: bytes, now: datetime) -> Wrapping:
    sealed = wrap_for_code(pair.private, report, code.key, outer)
    return Wrapping(report=report, reader=Wrapping.Reader.CODE, addressee=NOBODY, sealed=sealed, at=now)


def _for_addressee(report: Report, pair: KeyPair, to: Addressee, outer: bytes, now: datetime) -> Wrapping:
    sealed = wrap_for(pair.private, report, to.kind, to.pk, bytes(to.public_key), outer)
    return Wrapping(report=report, reader=to.kind, addressee=to.pk, sealed=sealed, at=now)


def _find(lookup: bytes) -> Report | None:
    with as_holder(lookup):
        return Report.objects.filter(lookup=lookup).first()


def _found(lookup: bytes) -> Report:
    with as_holder(lookup):
        return Report.objects.get(lookup=lookup)
