"""Whether a thing may be done with a letter. Each check raises Denied with a sentence that says what to do."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.cases.models import Case
from hilo.cases.policies import check_happened, check_holds, check_open
from hilo.cases.words import moment_words
from hilo.investigation.models import Act, ActState, Request, RequestState
from hilo.investigation.moves import next_of
from hilo.investigation.request_content import ESCALATION, KINDS, RequestContent
from hilo.lib.errors import Denied
from hilo.reference import pack
from hilo.reference.acts import RequestTemplate

if TYPE_CHECKING:
    from hilo.accounts.models import User

MOST_ENTRIES, LONGEST = 200, 500
WAITS = (RequestState.SENT, RequestState.RECEIVED, RequestState.PARTLY)  # something is still to come
# What may be done with a letter, and where it stands then.
FROM: Mapping[str, tuple[str, ...]] = {
    "rewritten": (RequestState.DRAFT,),
    "sent": (RequestState.DRAFT,),
    "withdrawn": (RequestState.DRAFT,),
    "received": (RequestState.SENT,),
    "answered": WAITS,
    "partly_answered": WAITS,
    "repeated": WAITS,
    "escalated": WAITS,
}
INSTEAD: Mapping[str, Promise] = {
    RequestState.DRAFT: gettext_lazy("Este oficio todavía es un borrador: envíelo primero."),
    RequestState.SENT: gettext_lazy("Este oficio ya se envió y no cambia: anote la respuesta, reitérelo o elévelo."),
    RequestState.RECEIVED: gettext_lazy("Ya consta que lo recibieron: anote la respuesta, reitérelo o elévelo."),
    RequestState.PARTLY: gettext_lazy("Este oficio ya se envió y no cambia: anote lo que falta, reitérelo o elévelo."),
    RequestState.ANSWERED: gettext_lazy("Este oficio ya está contestado. Para pedir otra cosa, haga un oficio nuevo."),
    RequestState.WITHDRAWN: gettext_lazy("Este oficio quedó sin efecto. Haga uno nuevo."),
}  # fmt: skip


def check_can_write(case: Case, *, by: "User") -> None:
    """Whoever sends letters, of the institution that holds the open case."""
    check_holds(case, by, Permission.REQUEST_SEND)
    check_open(case)


def allowed(request: Request, what: str) -> bool:
    """Whether the letter stands where this may be done."""
    return request.state in FROM[what]


def check_stands(request: Request, what: str) -> None:
    """The letter stands where this may be done."""
    if not allowed(request, what):
        raise Denied(str(INSTEAD[request.state]))


def check_template(code: str, act: Act | None, case: Case) -> None:
    """A template that a person chooses; an act of the same case."""
    if code not in pack().requests or code == ESCALATION:
        raise Denied(_("Elija un oficio de la lista."))
    if act is not None and act.case_id != case.pk:
        raise Denied(_("Ese acto es de otro caso. Elija uno de este plan."))


def check_says(code: str, addressee: str, content: RequestContent) -> None:
    """What is written makes sense, whether or not it is finished: a draft may be."""
    template = pack().requests[code]
    if not (addressee or content.to.strip()):
        raise Denied(_("Diga a quién va el oficio: elija una institución o escríbala."))
    if addressee and addressee not in pack().institutions:
        raise Denied(_("Elija una institución de la lista."))
    check_fields(template, content.fields)
    if content.period_from and content.period_until and content.period_from > content.period_until:
        raise Denied(_("El periodo termina antes de empezar. Revise las fechas."))
    if len(content.annex) > MOST_ENTRIES or any(len(one.value) > LONGEST for one in content.annex):
        raise Denied(_("El anexo es demasiado largo. Divídalo en dos oficios."))
    if any(one.kind not in KINDS for one in content.annex):
        raise Denied(_("Elija de la lista qué es cada identificador."))


def check_fields(template: RequestTemplate, fields: Collection[str]) -> None:
    """Some of what the template asks; what it never goes without is among it."""
    if not fields or not set(fields) <= {one.code for one in template.fields}:
        raise Denied(_("Marque al menos una cosa de las que se piden."))
    for one in template.fields:
        if one.always and one.code not in fields:
            raise Denied(_("Este oficio no va sin «%(field)s». Márquelo.") % {"field": one.label.get(lang())})


def check_complete(code: str, content: RequestContent) -> None:
    """Before it goes: who signs, the identifiers it cannot do without, and the judge's authorisation it rests on."""
    template = pack().requests[code]
    if not content.signer.strip() or not content.post.strip() or not content.place.strip():
        raise Denied(_("Falta quién firma, con su cargo, y el lugar. Corrija el borrador."))
    if template.order and not content.order.strip():
        raise Denied(
            _("Este oficio se apoya en una autorización judicial: corrija el borrador y escriba su número y fecha.")
        )
    if template.annex_with and not any(one.kind in template.annex_with for one in content.annex):
        kinds = ", ".join(str(KINDS[kind]).lower() for kind in template.annex_with)
        raise Denied(
            _("Nadie puede cumplir este oficio sin identificador. Corrija el borrador y agregue alguno: %(kinds)s.")
            % {"kinds": kinds}
        )


def check_moment(request: Request, happened_at: datetime, now: datetime) -> None:
    """It has happened, and not before the letter left."""
    check_happened(happened_at, now)
    if request.sent_at is not None and happened_at < request.sent_at:
        raise Denied(_("Esa fecha es anterior al envío del oficio. Revísela."))


def check_missing(request: Request, kind: str, missing: Collection[str], asked: Collection[str]) -> None:
    """A letter answered in part says what is missing: some of what it asked, not all."""
    if kind != "partly_answered":
        return
    if not missing or not set(missing) <= set(asked):
        raise Denied(_("Marque qué falta por llegar."))
    if len(asked) > 1 and set(missing) == set(asked):
        raise Denied(_("Si no llegó nada de lo pedido, el oficio sigue sin respuesta: reitérelo o elévelo."))


def check_no_other_draft(request: Request, template: str) -> None:
    """One draft at a time follows a letter."""
    if Request.objects.filter(repeats=request, template=template, state=RequestState.DRAFT).exists():
        raise Denied(_("Ya hay un borrador que sigue a este oficio. Complételo, o déjelo sin efecto."))


def check_ran_out(request: Request, due_at: datetime | None, now: datetime) -> None:
    """The time to answer is over, or only part came. ``due_at``: of its clock, None when none runs."""
    if request.state != RequestState.PARTLY and due_at is not None and due_at > now:
        due = moment_words(due_at)
        raise Denied(_("El plazo de respuesta corre hasta el %(due)s. Espere, o reitere el oficio.") % {"due": due})


def act_moves(act: Act | None) -> list[str]:
    """Where the act may be moved when its letter is sent: one query when there is an act."""
    if act is None:
        return []
    ways = set(next_of(act, list(act.steps.values_list("state", flat=True)))) - ({act.state} & {ActState.ASKED})
    return [str(state) for state in (ActState.ASKED, ActState.ORDERED) if state in ways]


def lang() -> str:
    """Of the page."""
    return get_language() or "es"
