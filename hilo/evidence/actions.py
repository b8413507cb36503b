"""Every write about items and their custody. The server computes chain and signature; nobody hands them in."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from hilo.accounts.models import SensitiveRead
from hilo.accounts.sealing import seal_text
from hilo.cases.models import Case
from hilo.cases.policies import check_happened, check_reason, check_unchanged
from hilo.cases.thread import Weave
from hilo.evidence import custody, policies, queries
from hilo.evidence.custody import Said
from hilo.evidence.models import CustodyEvent, CustodyKind, Item, ItemOrigin, Transfer
from hilo.investigation.models import Act
from hilo.lib.ids import uuid7

if TYPE_CHECKING:
    from hilo.accounts.models import User


def _held(case: Case, *, by: "User", now: datetime, revision: int | None) -> tuple[Weave, Case]:
    """A weave that holds the case; while it does, nobody else adds a step to any of its chains."""
    weave = Weave(now=now, by=by)
    weave.hold([case.pk])
    fresh = weave.cases[case.pk]
    check_unchanged(fresh, revision)
    return weave, fresh


@transaction.atomic
def register(  # noqa: PLR0913 - every column of the row is named
    *,
    case: Case,
    form: str,
    origin: str,
    description: str,
    by: "User",
    now: datetime,
    place: str = "",
    found_at: datetime | None = None,
    holder: str = "",
    sha256: str = "",
    hashed: str = "",
    size: int | None = None,
    act: Act | None = None,
    derived_from: Item | None = None,
    seal: str = "",
    revision: int | None = None,
) -> Item:
    """Register an item by description, with the first step of its custody.

    ``holder``: who has it now, by default who registers it; ``derived_from``: the item this is a copy of.
    """
    weave, fresh = _held(case, by=by, now=now, revision=revision)
    sha256 = sha256.strip().lower()
    policies.check_can_register(
        fresh, form=form, origin=origin, description=description, hashed=hashed, size=size, by=by
    )
    policies.check_hash(sha256)
    check_happened(found_at or now, now)
    pk, number = uuid7(), (fresh.items.aggregate(last=Max("number"))["last"] or 0) + 1
    policies.check_same_case(fresh, act, derived_from)
    item = Item(
        id=pk, case=fresh, number=number, act=act, derived_from=derived_from, form=form, origin=origin,
        description=seal_text(description, place=f"item.description:{pk}"),
        place=seal_text(place, place=f"item.place:{pk}") if place.strip() else None,
        sha256=sha256, hashed=(hashed or "typed") if sha256 else "", size=size, registered_at=now, registered_by=by,
    )  # fmt: skip
    item.save(force_insert=True)
    facts = {"item": str(pk), "number": number, "kind": form, "hash": sha256}
    weave.event(fresh, "item.registered", facts=facts, subject=pk)
    first = CustodyKind.FOUND if origin == ItemOrigin.SCENE else CustodyKind.RECEIVED
    first = CustodyKind.COPIED if derived_from is not None else first
    said = Said(first, found_at or now, holder.strip() or by.display_name, place, seal=seal, sha256=sha256)
    _step(weave, item, None, said, by=by).save(force_insert=True)
    weave.write()
    return item


def _step(weave: Weave, item: Item, last: CustodyEvent | None, said: Said, *, by: "User") -> CustodyEvent:
    """The next step, not yet saved, with its event: the thread carries the hash, so that the ledger vouches for it."""
    row = custody.made(item, last, said, by=by, now=weave.now)
    facts = {
        "item": str(item.pk), "number": item.number, "seq": row.seq, "kind": row.kind, "hash": bytes(row.hash).hex(),
    }  # fmt: skip
    told = weave.event(
        weave.cases[item.case_id], "custody.recorded", happened_at=said.happened_at, facts=facts, subject=item.pk
    )
    row.event = told.pk
    return row


def _last(item: Item) -> CustodyEvent | None:
    return CustodyEvent.objects.filter(item=item).order_by("-seq").first()


@transaction.atomic
def record(  # noqa: PLR0913 - every thing a step may say is named
    *,
    item: Item,
    kind: str,
    by: "User",
    now: datetime,
    holder: str = "",
    place: str = "",
    condition: str = "",
    seal: str = "",
    sha256: str = "",
    happened_at: datetime | None = None,
    revision: int | None = None,
) -> CustodyEvent:
    """A step that one person records: collected, packaged, examined, copied, returned, or received from nobody known.

    ``returned`` while a delivery waits, by those who gave it: it never arrived and is with them again.
    """
    weave, fresh = _held(item.case, by=by, now=now, revision=revision)
    sent, sha256 = queries.waiting_of(item), sha256.strip().lower()
    policies.check_can_touch(fresh, queries.where(item), by=by)
    policies.check_can_record(kind, waiting=sent is not None)
    policies.check_hash(sha256)
    check_happened(happened_at or now, now)
    came_back = sent if sent and kind == CustodyKind.RETURNED and sent.given.institution == by.institution else None
    said = Said(
        kind, happened_at or now, holder, place, condition, seal, sha256, transfer=came_back.pk if came_back else None
    )  # fmt: skip
    row = _step(weave, item, _last(item), said, by=by)
    row.save(force_insert=True)
    if came_back is not None:
        _settle(came_back, row)
    weave.write()
    return row


def _settle(sent: Transfer, row: CustodyEvent) -> None:
    sent.received = row
    sent.save(update_fields=["received"])


@transaction.atomic
def give(  # noqa: PLR0913 - every thing a delivery says is named
    *,
    item: Item,
    to_institution: str,
    to_person: str,
    by: "User",
    now: datetime,
    place: str = "",
    condition: str = "",
    seal: str = "",
    happened_at: datetime | None = None,
    revision: int | None = None,
) -> Transfer:
    """Deliver an item; it waits until the other side says that it came. ``to_institution``: "" for a person outside."""
    weave, fresh = _held(item.case, by=by, now=now, revision=revision)
    policies.check_can_touch(fresh, queries.where(item), by=by)
    policies.check_not_waiting(waiting=queries.waiting_of(item) is not None)
    policies.check_can_give(fresh, to_institution, to_person)
    check_happened(happened_at or now, now)
    pk = uuid7()
    said = Said(
        CustodyKind.TRANSFERRED, happened_at or now, to_person, place, condition, seal,
        to_institution=to_institution, transfer=pk,
    )  # fmt: skip
    row = _step(weave, item, _last(item), said, by=by)
    row.save(force_insert=True)
    made = Transfer.objects.create(id=pk, item=item, given=row, to_institution=to_institution)
    weave.write()
    return made


@transaction.atomic
def receive(
    *,
    transfer: Transfer,
    by: "User",
    now: datetime,
    condition: str = "",
    seal: str = "",
    reference: str = "",
    place: str = "",
    happened_at: datetime | None = None,
) -> CustodyEvent:
    """The other side of a delivery. ``reference``: of the paper receipt, where the receiver is outside.

    The case need not be this person's to see: they confirm what came to their institution and nothing else.
    """
    item = transfer.item
    weave, _case = _held(item.case, by=by, now=now, revision=None)
    fresh = Transfer.objects.select_related("given", "item__case").get(pk=transfer.pk)
    policies.check_can_receive(fresh, fresh.given, by=by, reference=reference)
    check_happened(happened_at or now, now)
    words = "; ".join(part.strip() for part in (condition, reference) if part.strip())
    holder = by.display_name if fresh.to_institution else custody.opened(fresh.given)["holder"]
    said = Said(
        CustodyKind.RECEIVED, happened_at or now, holder, place, words, seal,
        to_institution=fresh.to_institution, transfer=fresh.pk,
    )  # fmt: skip
    row = _step(weave, item, _last(item), said, by=by)
    row.save(force_insert=True)
    _settle(fresh, row)
    weave.write()
    return row


def look(*, transfers: Sequence[Transfer], by: "User") -> list[tuple[Transfer, str]]:
    """Deliveries, each with the seal it left with. The look is noted before anything is opened."""
    looks = [
        SensitiveRead(user=by, subject_kind="item", subject_id=one.item_id, field="seal") for one in transfers
    ]  # fmt: skip
    SensitiveRead.objects.bulk_create(looks)
    return [(one, str(custody.opened(one.given)["seal"])) for one in transfers]


@transaction.atomic
def miss(*, transfer: Transfer, by: "User", now: datetime, note: str) -> None:
    """The other side says that a delivery has not come. It goes on waiting, and whoever gave it sees what was said."""
    weave, fresh = _held(transfer.item.case, by=by, now=now, revision=None)
    sent = Transfer.objects.select_related("given", "item__case").get(pk=transfer.pk)
    policies.check_can_answer(sent, sent.given, by=by)
    check_reason(note)
    facts = {"item": str(sent.item_id), "number": sent.item.number, "transfer": str(sent.pk)}
    weave.event(fresh, "custody.not_arrived", facts=facts, note=note.strip(), subject=sent.item_id)
    weave.write()
