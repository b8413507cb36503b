"""Imports, the quarantine and letters: every write about alerts on behalf of a person or a delivery."""

import gc
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import vault
from hilo.alerts import formats, sources
from hilo.alerts.draft import Draft, Malformed
from hilo.alerts.formats.letter_json import draft_from_letter
from hilo.alerts.formats.scrub import without_images
from hilo.alerts.models import Alert, Delivery, FileDetails, Quarantined
from hilo.alerts.packing import payload_of
from hilo.alerts.reading import Read, Reading, read, readings
from hilo.alerts.receive import Counts, Receiver, choose_course
from hilo.cases.clocks import Calendars
from hilo.lib.canonical import canonical_bytes
from hilo.lib.errors import Denied
from hilo.lib.ids import uuid7
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User

AT_ONCE = 1000  # items in one transaction
BYTES_AT_ONCE = 16 * 1024 * 1024
KEPT_BYTES = 1024 * 1024  # of a quarantined item; a larger one is tried again from where it came
MOST_NAME = 280  # signs of an item's name that are kept
_EMBEDDED = re.compile(rb"[A-Za-z0-9+/=_\-]{2000,}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(slots=True)
class Refused:
    """An item that could not be read: its name, a short code, one sentence, and what may be kept of it."""

    name: str
    code: str
    reason: str
    data: bytes | None
    size: int


def import_source(
    *,
    source: Any,
    name: str,
    now: datetime,
    by: "User | None" = None,
    format: str = "auto",
    sender: str | None = None,
    progress: Callable[[int], None] = lambda _done: None,
) -> Counts:
    """Read everything a source holds; each alert becomes part of a followed case before this returns.

    ``source``: what :func:`hilo.alerts.sources.open_source` takes; ``name``: how the delivery is known, so
    that one cut short is taken up again. ``progress`` is called with the items done since the last call.
    One bad item never stops the rest. Raises BadInput when the source itself cannot be read.
    """
    items = sources.open_source(source)
    delivery = _take_up(name=name, now=now, by=by, sender=sender or "")
    counts = Counts()
    for handful, found in _between_collections(readings(_handfuls(items), format=format, sender=sender)):
        counts.read += len(handful)
        drafts: list[tuple[str, Draft]] = []
        refused: list[Refused] = []
        for item, reading in zip(handful, found, strict=True):
            _sort(item, reading, drafts, refused)
        arrived = {kept_name(item.name): item.data for item in handful}
        _store(delivery, drafts, refused, counts, now=now, by=by, arrived=arrived)
        progress(len(handful))
    counts.quarantined += FileDetails.objects.filter(delivery=delivery, alert__isnull=True).count()
    _finish(delivery, counts, now)
    return counts


@transaction.atomic
def receive_one(*, data: bytes, name: str, format: str, sender: str, now: datetime) -> tuple[Delivery, Counts]:
    """One report that another system sends: the same path as a file of them, the quarantine included.

    ``sender``: whose it is, whatever it says. Raises Denied when there are several reports in it.
    """
    item, counts = sources.Item(name, data, None, len(data)), Counts(read=1)
    drafts: list[tuple[str, Draft]] = []
    refused: list[Refused] = []
    _sort(item, read(item, format, sender), drafts, refused)
    if len(drafts) > 1:
        raise Denied(_("Vienen varios avisos juntos: envíe uno en cada petición."))
    delivery = _take_up(name=name, now=now, by=None, sender=sender)
    _store(delivery, drafts, refused, counts, now=now, by=None, arrived={kept_name(name): data})
    _finish(delivery, counts, now)
    return delivery, counts


def _finish(delivery: Delivery, counts: Counts, now: datetime) -> None:
    delivery.finished_at, delivery.counts = now, canonical_bytes(asdict(counts)).decode()
    delivery.save(update_fields=["finished_at", "counts"])


def _between_collections(handfuls: Iterable[Read]) -> Iterator[Read]:
    """Let Python look for garbage between handfuls only: amid thousands of live rows it takes a quarter of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        for handful in handfuls:
            yield handful
            gc.collect(0)
    finally:
        if enabled:
            gc.enable()


def _take_up(*, name: str, now: datetime, by: "User | None", sender: str) -> Delivery:
    """The unfinished delivery of this source, or a new one."""
    cut_short = Delivery.objects.filter(source=name[:500], finished_at__isnull=True).first()
    if cut_short is not None:
        return cut_short
    return Delivery.objects.create(
        source=name[:500], sender=sender, started_at=now, started_by=by, institution=_desk_of(by)
    )


def _desk_of(by: "User | None") -> str:
    """Whose quarantine it is: the person's institution, or the national desk that takes alerts in."""
    return by.institution if by else choose_course("alert", "", 4).institution


def _handfuls(items: Iterable[sources.Item]) -> Iterator[list[sources.Item]]:
    handful: list[sources.Item] = []
    size = 0
    for item in items:
        handful.append(item)
        size += len(item.data or b"")
        if len(handful) >= AT_ONCE or size >= BYTES_AT_ONCE:
            yield handful
            handful, size = [], 0
    if handful:
        yield handful


def _sort(item: sources.Item, found: Reading, drafts: list[tuple[str, Draft]], refused: list[Refused]) -> None:
    """What an item came to goes to what is stored, under the name it is kept by, or to the quarantine."""
    name = kept_name(item.name)
    try:
        if found.refusal is not None:
            raise Malformed(*found.refusal)
        for draft in found.drafts:
            check_storable(draft)
    except Malformed as wrong:
        data = item.data if item.refusal is None else None
        refused.append(Refused(name, wrong.code, str(wrong), data, item.size))
        return
    for number, draft in enumerate(found.drafts):
        drafts.append((name if len(found.drafts) == 1 else f"{name}#{number + 1}", draft))


def kept_name(name: str) -> str:
    """The name under which an item is kept: storable, at most 280 signs, and still its own when it was cut."""
    text = _UNSTORABLE.sub("?", name)
    if text == name and len(name) <= MOST_NAME:
        return name
    whole = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{text[: MOST_NAME - 14]}… {whole}"


def check_storable(draft: Draft) -> None:
    """Sender and reference are what an alert is known by: they are never cut. Raises Malformed."""
    for text, field, reason in (
        (draft.sender, "sender", "Su remitente no se puede guardar como vino: pida el aviso corregido."),
        (draft.report_id, "report_id", "Su referencia no se puede guardar como vino: pida el aviso corregido."),
    ):
        most = Alert._meta.get_field(field).max_length or 0  # type: ignore[union-attr]
        if not text.strip() or len(text) > most or _UNSTORABLE.search(text):
            raise Malformed("bad_reference", reason)


def _store(
    delivery: Delivery,
    drafts: Sequence[tuple[str, Draft]],
    refused: Sequence[Refused],
    counts: Counts,
    *,
    now: datetime,
    by: "User | None",
    arrived: Mapping[str, bytes | None] = MappingProxyType({}),
) -> None:
    """One transaction; if that fails, each draft alone, and what fails is quarantined as it ``arrived``, by name."""
    try:
        for _member, draft in drafts:
            check_storable(draft)
        done = _store_together(delivery, drafts, refused, now=now, by=by)
    except Exception:
        done = _store_one_by_one(delivery, drafts, refused, now=now, by=by, arrived=arrived)
    counts.add(done)


def _one_import_at_a_time() -> None:
    """Two imports at once must not both open a case for one account; readers are not held up."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE alerts_alert IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def _store_together(
    delivery: Delivery,
    drafts: Sequence[tuple[str, Draft]],
    refused: Sequence[Refused],
    *,
    now: datetime,
    by: "User | None",
) -> Counts:
    _one_import_at_a_time()
    counts = Receiver(delivery=delivery, now=now, by=by).take(drafts) if drafts else Counts()
    for one in refused:
        counts.quarantined += quarantine(one, delivery=delivery, now=now)
    return counts


def _store_one_by_one(
    delivery: Delivery,
    drafts: Sequence[tuple[str, Draft]],
    refused: Sequence[Refused],
    *,
    now: datetime,
    by: "User | None",
    arrived: Mapping[str, bytes | None],
) -> Counts:
    """Raises OperationalError when it is the database that fails: the import is then taken up again later."""
    counts = _store_together(delivery, [], refused, now=now, by=by)
    for member, draft in drafts:
        try:
            check_storable(draft)
            counts.add(_store_together(delivery, [(member, draft)], [], now=now, by=by))
        except (OperationalError, InterfaceError):
            raise
        except Exception as wrong:
            lost = _lost(member, draft, wrong, arrived.get(member) or arrived.get(member.rpartition("#")[0]))
            counts.add(_store_together(delivery, [], [lost], now=now, by=by))
    return counts


def _lost(member: str, draft: Draft, wrong: Exception, data: bytes | None) -> Refused:
    """What could be read and not kept, as it arrived, else as it was read."""
    if data is None:
        with suppress(ValueError, TypeError, RecursionError):
            data = canonical_bytes(payload_of(draft))
    code, reason = "not_stored", "La alerta se leyó pero no se pudo guardar. Avise a quien administra Hilo."
    if isinstance(wrong, Malformed):
        code, reason = wrong.code, str(wrong)
    return Refused(kept_name(member), code, reason, data, len(data or b""))


def quarantine(one: Refused, *, delivery: Delivery, now: datetime) -> int:
    """Keep what could not be read, clocked. Returns 1; an item that already waits is counted again."""
    told = f"{one.name}\0{one.code}\0{one.size}".encode("utf-8", "surrogatepass")
    fingerprint = hashlib.sha256(one.data or told).digest()
    again = (Quarantined.State.WAITING, Quarantined.State.SET_ASIDE)  # what a person set aside does not come back
    known = Quarantined.objects.filter(source=one.name[:300], fingerprint=fingerprint, state__in=again).first()
    if known is not None:
        if known.delivery_id != delivery.pk:
            known.times += 1
            known.save(update_fields=["times"])
        return 1
    pk = uuid7()
    kept = keepable(one.data)
    Quarantined.objects.create(
        id=pk, source=one.name[:300], code=one.code, reason=one.reason[:500], size=one.size,
        fingerprint=fingerprint, delivery=delivery, institution=delivery.institution, received_at=now,
        sealed=vault().seal(kept, place=f"quarantine:{pk}") if kept is not None else None,
        due_at=Calendars().of(delivery.institution).due(now, pack().clocks["quarantine"].span),
    )  # fmt: skip
    return 1


def keepable(data: bytes | None) -> bytes | None:
    """Text without embedded data, or nothing: an image must not enter by way of the quarantine."""
    if not data or len(data) > KEPT_BYTES or b"\0" in data[:4096]:
        return None
    return _EMBEDDED.sub(b"", without_images(data))


def check_can_handle(item: Quarantined, *, by: "User") -> None:
    """The person's institution received the item, their role allows it, and it still waits."""
    if not by.has(Permission.QUARANTINE_HANDLE) or item.institution != by.institution:
        raise Denied(_("Su papel no permite atender la cuarentena de esta institución."))
    if item.state != Quarantined.State.WAITING:
        raise Denied(_("Este elemento ya fue atendido."))


@transaction.atomic
def retry(*, item: Quarantined, by: "User", now: datetime) -> Counts:
    """Read a quarantined item again. Raises Denied with the reason when it still cannot be read."""
    _one_import_at_a_time()  # before the item, as an import does
    item = Quarantined.objects.select_for_update().get(pk=item.pk)
    check_can_handle(item, by=by)
    if item.sealed is None:
        raise Denied(_("De este elemento no se guardó el contenido. Pida al remitente que lo envíe otra vez."))
    data = vault().open(bytes(item.sealed), place=f"quarantine:{item.pk}")
    try:
        found = formats.parse(data, name=item.source, format="auto", sender=item.delivery.sender or None)
        drafts = [(f"{kept_name(item.source)}#{n + 1}", draft) for n, draft in enumerate(found)]
        for draft in found:
            check_storable(draft)
        counts = _store_together(item.delivery, drafts, [], now=now, by=by)
    except Malformed as wrong:
        raise Denied(_("Sigue sin poder leerse: %(reason)s") % {"reason": _(str(wrong))}) from None
    except Exception:
        # what was quarantined for a fault of ours may meet it again
        raise Denied(_("Todavía no se puede leer. Vuelva a intentarlo tras actualizar Hilo.")) from None
    item.state, item.handled_at, item.handled_by = Quarantined.State.MENDED, now, by
    item.save(update_fields=["state", "handled_at", "handled_by"])
    return counts


@transaction.atomic
def set_aside(*, item: Quarantined, why: str, by: "User", now: datetime) -> Quarantined:
    """A person says why an item needs no reading. It stays listed among those handled."""
    item = Quarantined.objects.select_for_update().get(pk=item.pk)
    check_can_handle(item, by=by)
    if not why.strip():
        raise Denied(_("Escriba por qué no hace falta leerlo."))
    item.state, item.handled_at, item.handled_by, item.why = (
        Quarantined.State.SET_ASIDE,
        now,
        by,
        why.strip()[:300],
    )
    item.save(update_fields=["state", "handled_at", "handled_by", "why"])
    return item


@transaction.atomic
def type_letter(*, payload: dict[str, Any], by: "User", now: datetime) -> tuple[Alert, Counts]:
    """A letter that came on paper, typed by a person: the same path as any other alert.

    Gives its alert, with the case, and what happened: new, a replay or a version. Raises Denied without
    the permission and Malformed when sender or reference are missing.
    """
    if not by.has(Permission.ALERT_TYPE):
        raise Denied(_("Su papel no permite capturar cartas. Pídalo a quien supervisa."))
    draft = draft_from_letter(payload)
    check_storable(draft)
    delivery = _take_up(name=f"letter:{uuid7()}", now=now, by=by, sender=draft.sender)
    counts = _store_together(delivery, [("letter", draft)], [], now=now, by=by)
    _finish(delivery, counts, now)
    return Alert.objects.select_related("case").get(sender=draft.sender, report_id=draft.report_id), counts


@transaction.atomic
def sweep(*, now: datetime) -> int:
    """Record once each quarantined item, and each file details without report, whose time has passed."""
    late = 0
    for rows in (
        Quarantined.objects.filter(state=Quarantined.State.WAITING),
        FileDetails.objects.filter(alert__isnull=True),
    ):
        for row in rows.filter(due_at__lt=now, overdue_at__isnull=True).iterator(500):
            row.overdue_at = row.due_at
            row.save(update_fields=["overdue_at"])
            late += 1
    return late


def counts_of(delivery: Delivery) -> dict[str, int]:
    """What a finished delivery did."""
    found: dict[str, int] = json.loads(delivery.counts)
    return found
