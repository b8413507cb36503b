"""Entries of a disclosure history: only ever added. A correction is a new entry that names the old one."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.sealing import seal_text
from hilo.cases.models import Case, PersonInCase
from hilo.cases.policies import Changed
from hilo.lib.canonical import canonical_bytes
from hilo.lib.errors import BadInput, Denied
from hilo.lib.ids import uuid7
from hilo.testimony import disclosure_policies as policies
from hilo.testimony.disclosure.fields import NONE, NOT_KNOWN, Field, Value
from hilo.testimony.disclosure.history import Entry
from hilo.testimony.disclosure_people import accounts_of
from hilo.testimony.disclosure_queries import history_of
from hilo.testimony.held import held
from hilo.testimony.models import DisclosureEntry


@transaction.atomic
def note(  # noqa: PLR0913 - every column of the row is named
    *,
    case: Case,
    child: PersonInCase,
    field: str,
    parts: Mapping[str, Value],
    said_by: str,
    by: User,
    now: datetime,
    corrects: DisclosureEntry | None = None,
    revision: int | None = None,
) -> DisclosureEntry:
    """Write one entry down. ``said_by``: "child", the id of an adult of the case, or "user:<id>". Raises Denied."""
    weave, fresh = held(case, by=by, now=now, revision=revision)
    policies.check_can_note(fresh, child, by=by)
    of = policies.field_of(field)
    accounts = accounts_of(fresh)  # a colleague goes by the account, so that a chain draws nobody twice
    said_by = accounts.get(said_by, said_by)
    parts = {**parts, **{code: accounts.get(one, one) for code, one in _people(of, parts).items()}}
    policies.check_people(fresh, [said_by, *_people(of, parts).values()])
    policies.check_text(_texts(parts))
    pk = uuid7()
    entry = _entry(str(pk), field, parts, said_by, now, by, str(corrects.pk) if corrects else "")
    policies.check_fits(history_of(child), entry)
    body = canonical_bytes({code: _plain(value) for code, value in parts.items()}).decode()
    try:
        with transaction.atomic():
            row = DisclosureEntry.objects.create(
                id=pk, case=fresh, child=child, field=field, said_by=said_by, corrects=corrects, written_at=now, by=by,
                parts=seal_text(body, place=f"disclosure.parts:{pk}"),
            )  # fmt: skip
    except IntegrityError:
        raise Changed(_("Alguien más ya corrigió ese dato. Revise cómo quedó y vuelva a guardar.")) from None
    kind = "disclosure.corrected" if corrects else "disclosure.noted"
    # of the sealed bytes: it shows that the row is as it was, and a hash of so few words could be guessed
    facts = {"entry": str(row.pk), "field": field, "sha256": sha256(row.parts).hexdigest()}
    weave.event(fresh, kind, facts=facts, subject=row.pk)
    weave.write()
    return row


def _entry(
    pk: str, field: str, parts: Mapping[str, Value], said_by: str, now: datetime, by: User, corrects: str
) -> Entry:
    try:
        return Entry(pk, field, parts, said_by, now, f"user:{by.pk}", corrects)
    except BadInput as wrong:
        raise Denied(str(wrong) if parts else _("Anote al menos un dato, aunque sea que no se sabe.")) from None


def _people(field: Field, parts: Mapping[str, Value]) -> dict[str, str]:
    """Parts that name a person, with the id."""
    found = {one.code: parts[one.code] for one in field.parts if one.kind == "person" and one.code in parts}
    return {code: one for code, one in found.items() if isinstance(one, str) and one not in (NOT_KNOWN, NONE)}


def _texts(parts: Mapping[str, Value]) -> list[str]:
    return [text for value in parts.values() for text in ([value] if isinstance(value, str) else value)]


def _plain(value: Value) -> str | list[str]:
    return value if isinstance(value, str) else list(value)
