"""Whether a disclosure history may be added to or read now. Each check raises Denied with what to do."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.cases.models import Case, PersonInCase
from hilo.lib.errors import BadInput, Denied
from hilo.testimony import policies
from hilo.testimony.disclosure.chain import chain
from hilo.testimony.disclosure.fields import Field, fields
from hilo.testimony.disclosure.history import Entry, History, append
from hilo.testimony.models import Hearer

CHILD = "child"  # who told, and was told about: the child of the history


def check_can_note(case: Case, child: PersonInCase, *, by: User) -> None:
    """Whoever writes tellings down, of a child of an open case of their institution."""
    policies.check_can_record(case, by=by)
    policies.check_child(case, child)


def field_of(code: str) -> Field:
    """One of the sixteen. Raises Denied for any other."""
    try:
        return fields().get(code)
    except BadInput:
        raise Denied(_("Elija uno de los dieciséis datos de la lista.")) from None


def check_people(case: Case, ids: Iterable[str]) -> None:
    """Everybody who is named is the child, an adult of this case, or a colleague."""
    wanted = {one for one in ids if one != CHILD}
    users = {one.removeprefix("user:") for one in wanted if one.startswith("user:")}
    adults = {one for one in wanted if not one.startswith("user:")}
    known = {str(pk) for pk in Hearer.objects.filter(case=case).values_list("pk", flat=True)}
    if not adults <= known or User.objects.filter(pk__in=[u for u in users if u.isdigit()]).count() < len(users):
        raise Denied(_("Elija de la lista a las personas de este caso."))


def check_text(values: Iterable[str]) -> None:
    """Words, not a file written out in signs."""
    for value in values:
        policies.check_text(value)


def check_fits(history: History, entry: Entry) -> None:
    """It may stand after what is written, and in the chain of conversations; the plain rules say why not."""
    try:
        chain(append(history, entry), CHILD)
    except BadInput as wrong:
        raise Denied(str(wrong)) from None


def reads(user: User) -> bool:
    """Whether this person opens what a child told; others only add."""
    return user.has(Permission.TESTIMONY_READ)
