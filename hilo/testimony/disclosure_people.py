"""Who stands in a disclosure history: the child, adults of the case, colleagues. One person has one id and one name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.cases.access import Sight
from hilo.cases.models import Case
from hilo.testimony import policies
from hilo.testimony.disclosure.fields import NONE, NOT_KNOWN, fields
from hilo.testimony.disclosure.history import Entry, History
from hilo.testimony.disclosure_policies import CHILD
from hilo.testimony.interview_asked import colleagues
from hilo.testimony.models import Hearer
from hilo.testimony.telling_queries import adults_of, shown
from hilo.testimony.telling_words import words


@dataclass(frozen=True, slots=True)
class People:
    """``names``: words for every id of a history, also of those whose name stayed elsewhere. ``accounts``: adults of
    the case who are colleagues, id -> "user:<id>".
    """

    names: Mapping[str, str]
    accounts: Mapping[str, str]


def people_of(case: Case, sight: Sight, history: Sequence[Entry]) -> People:
    """Everybody whom a history names: two queries. Opens sealed names: log the look first."""
    rows = [row for row in case.hearers.select_related("user") if not policies.hidden(row.added_at, sight)]
    accounts = {str(row.pk): f"user:{row.user_id}" for row in rows if row.user_id}
    known = {str(row.pk): shown(row) or words("roles", row.role) for row in rows}
    known |= {accounts[pk]: known[pk] for pk in accounts} | {CHILD: _("la niña, niño o adolescente")}
    ids = {one for entry in history for one in (entry.said_by, *ids_in(entry).values())}
    known = _of_accounts(ids) | known
    return People({one: _("alguien que no se nombra aquí") for one in ids} | known, accounts)


def accounts_of(case: Case) -> dict[str, str]:
    """Adults of a case who are colleagues: id -> the account's. One query; opens nothing."""
    rows = Hearer.objects.filter(case=case, user__isnull=False).values_list("pk", "user")
    return {str(pk): f"user:{user}" for pk, user in rows}


def choices_of(case: Case, user: User, sight: Sight, named: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Whom a form offers, and who is ``named`` already. Opens sealed names: log the look first."""
    found = {CHILD: _("la niña, niño o adolescente"), f"user:{user.pk}": _("yo")}
    for pk, text, account in adults_of(case, sight):
        found.setdefault(f"user:{account}" if account else pk, text)
    for one in colleagues(case.institution):
        found.setdefault(f"user:{one.pk}", one.display_name)
    gone = [one for one in named if one not in found]
    return list((found | {one: _("alguien que no se nombra aquí") for one in gone} | _of_accounts(gone)).items())


def joined(history: Sequence[Entry], accounts: Mapping[str, str]) -> History:
    """The history with each colleague under the account alone, so that a chain draws nobody twice."""
    return tuple(_joined(entry, accounts) for entry in history)


def _joined(entry: Entry, accounts: Mapping[str, str]) -> Entry:
    """A talk that would be with oneself, once an account was joined to an adult, stays as it was written."""
    ids = {code: accounts.get(one, one) for code, one in ids_in(entry).items()}
    if "teller" in ids and ids["teller"] == ids.get("hearer"):
        return entry
    return replace(entry, parts={**entry.parts, **ids}, said_by=accounts.get(entry.said_by, entry.said_by))


def ids_in(entry: Entry) -> dict[str, str]:
    """Parts that name a person, with the id."""
    kinds = {part.code for part in fields().get(entry.field).parts if part.kind == "person"}
    given = {code: one for code, one in entry.parts.items() if code in kinds and isinstance(one, str)}
    return {code: one for code, one in given.items() if one not in (NOT_KNOWN, NONE)}


def _of_accounts(ids: Iterable[str]) -> dict[str, str]:
    """Names of accounts among the ids: one query."""
    users = [one.removeprefix("user:") for one in ids if one.startswith("user:")]
    return {f"user:{one.pk}": one.display_name for one in User.objects.filter(pk__in=users)} if users else {}
