"""Reading a case of another institution in an emergency: with a reason, for three hours, reviewed by another person.

Nothing here says whether a case exists to somebody who may not open it so: what is not there and what an
institution is kept out of give the same refusal.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from hilo.accounts import limits
from hilo.accounts.models import SensitiveRead
from hilo.accounts.permissions import Permission
from hilo.accounts.sealing import seal_text
from hilo.cases.access import Sight
from hilo.cases.models import BreakGlass, Case, Conflict
from hilo.cases.policies import check_reason
from hilo.cases.thread import Weave
from hilo.lib.errors import Denied
from hilo.lib.ids import uuid7

if TYPE_CHECKING:
    from hilo.accounts.models import User

LENGTH = timedelta(hours=3)
ATTEMPTS, WINDOW = 10, 3600  # of one person, within these seconds: a code is typed, not guessed


class NotThere(Denied):
    """No case of that code can be opened so by this person: it does not exist, as far as they may know."""


def open_case(*, code: str, reason: str, by: "User", now: datetime) -> BreakGlass:
    """:func:`begin` for a person at a page: attempts are counted, also those that fail. Not inside a transaction."""
    if not limits.take(f"breakglass:{by.pk}", limit=ATTEMPTS, seconds=WINDOW, now=now):
        raise Denied(_("Son demasiados intentos en una hora. Llame a quien supervisa."))
    return begin(code=code, reason=reason, by=by, now=now)


@transaction.atomic
def begin(*, code: str, reason: str, by: "User", now: datetime) -> BreakGlass:
    """Open the case of a code for three hours; while a look of this person runs, the same one is given again."""
    if not by.has(Permission.BREAK_GLASS):
        raise Denied(_("Su papel no permite abrir casos por emergencia."))
    check_reason(reason)
    weave = Weave(now=now, by=by)
    weave.hold(Case.objects.filter(code=code.strip().upper()).values_list("pk", flat=True))
    case = next(iter(weave.cases.values()), None)
    if case is None or Conflict.objects.filter(case=case, institution=by.institution).exists():
        raise NotThere(_("No hay un caso con esa clave. Revísela con quien se la dio."))
    if case.institution == by.institution:
        raise Denied(_("Su institución lleva este caso: ábralo desde su bandeja, sin emergencia."))
    running = BreakGlass.objects.running(now).filter(case=case, user=by).first()
    if running is not None:
        return running
    pk = uuid7()
    sealed = seal_text(reason, place=f"breakglass.reason:{pk}")
    look = BreakGlass.objects.create(
        id=pk, case=case, user=by, reason=sealed, opened_at=now, ends_at=now + LENGTH
    )  # fmt: skip
    facts = {"emergency": str(pk), "institution": by.institution, "until": look.ends_at.isoformat()}
    weave.event(case, "breakglass.opened", facts=facts, note=reason)
    weave.write()
    return look


def to_review(user: "User") -> QuerySet[BreakGlass]:
    """Looks of others at cases that this person's institution holds, which nobody has reviewed; oldest first."""
    if not user.has(Permission.BREAK_GLASS_REVIEW):
        return BreakGlass.objects.none()
    theirs = Case.objects.filter(pk=OuterRef("case"), institution=user.institution)
    waiting = BreakGlass.objects.filter(Exists(theirs), reviewed_at__isnull=True).exclude(user=user)
    return waiting.order_by("opened_at", "id")


@transaction.atomic
def review(*, look: BreakGlass, verdict: str, note: str, by: "User", now: datetime) -> BreakGlass:
    """Another person, of the institution that holds the case, says whether the look was justified, and why."""
    weave = Weave(now=now, by=by)
    weave.hold([look.case_id])
    fresh = BreakGlass.objects.select_for_update().get(pk=look.pk)
    check_can_review(fresh, weave.cases[fresh.case_id], by=by, verdict=verdict, note=note)
    fresh.reviewed_at, fresh.reviewed_by, fresh.verdict = now, by, verdict
    fresh.review_note = seal_text(note, place=f"breakglass.review:{fresh.pk}")
    fresh.save(update_fields=["reviewed_at", "reviewed_by", "verdict", "review_note"])
    facts = {"emergency": str(fresh.pk), "verdict": verdict}
    weave.event(weave.cases[fresh.case_id], "breakglass.reviewed", facts=facts, note=note)
    weave.write()
    return fresh


def check_can_review(look: BreakGlass, case: Case, *, by: "User", verdict: str, note: str) -> None:
    """Not one's own look, in a case of one's institution, once, with a verdict and its reason."""
    if not by.has(Permission.BREAK_GLASS_REVIEW) or by.institution != case.institution or by.pk == look.user_id:
        raise Denied(_("Esta mirada la revisa otra persona, de la institución que lleva el caso."))
    if look.reviewed_at is not None:
        raise Denied(_("Esta mirada ya está revisada."))
    if verdict not in BreakGlass.Verdict.values:
        raise Denied(_("Diga si estuvo justificada."))
    check_reason(note)


def looked_at(look: BreakGlass) -> QuerySet[SensitiveRead]:
    """What was read through a look, the first first."""
    named = Sight(emergency=look).reason()
    return SensitiveRead.objects.filter(user=look.user_id, reason__startswith=named).order_by("at", "id")
