"""Whether a thing may be done in a plan. Each check raises Denied with a sentence that says what to do."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hilo.accounts.permissions import Permission
from hilo.cases.models import Case
from hilo.cases.policies import check_holds, check_open, check_reason
from hilo.investigation.models import Act, ActState, AskedBy
from hilo.investigation.moves import CARRIED_OUT, FOR_THE_VICTIM, INSTEAD, WORDS, next_of, order_counts
from hilo.lib.errors import Denied
from hilo.reference import pack

if TYPE_CHECKING:
    from hilo.accounts.models import User


def check_nothing_essential_open(case: Case) -> None:
    """No essential act of the plan is left without somebody having said what became of it."""
    left = list(Act.objects.unsettled().filter(case=case, essential=True).perishable_first())
    if left:
        lang = get_language() or "es"
        names = "; ".join(dict.fromkeys(pack().acts[act.type].label.get(lang) for act in left[:5]))
        raise Denied(
            ngettext(
                "Queda %(n)s acto esencial abierto en el plan: %(names)s. Realícelo o diga por qué no.",
                "Quedan %(n)s actos esenciales abiertos en el plan: %(names)s. Realícelos o diga por qué no.",
                len(left),
            )
            % {"n": len(left), "names": names}
        )


def check_can_decide(case: Case, *, by: "User") -> None:
    """Whoever decides on plans, of the institution that holds the open case."""
    check_holds(case, by, Permission.PLAN_DECIDE)
    check_open(case)


def check_type(code: str) -> None:
    """The act is in the catalogue."""
    if code not in pack().acts:
        raise Denied(_("Elija un acto del catálogo."))


def check_can_adopt(case: Case, code: str, *, asked_by: str, follows: Act | None) -> None:
    """An act of the catalogue, asked for by somebody known or nobody yet, after an act of the same case or none."""
    check_type(code)
    if asked_by:
        check_asked_by(asked_by)
    if follows is not None and follows.case_id != case.pk:
        raise Denied(_("El acto que va antes es de otro caso. Elija uno de este plan."))


def check_asked_by(asked_by: str) -> None:
    """It is said who asked."""
    if asked_by not in AskedBy.values:
        raise Denied(_("Diga quién pidió el acto: de eso depende si hay que responder en tres días."))


def check_can_move(act: Act, to: str, been: Collection[str], *, asked_by: str = "", unanswered: bool = False) -> None:
    """The act may go there from where it stands; who asked is known; who must be answered is answered."""
    again = to == ActState.ASKED and act.asked_by not in FOR_THE_VICTIM and asked_by in FOR_THE_VICTIM
    allowed = next_of(act, been)
    if to == act.state and (to not in allowed or (to == ActState.ASKED and not again)):
        raise Denied(_("El acto ya está así: quizá lo anotó otra persona. Revise sus pasos."))
    if to == ActState.LAPSED:
        raise Denied(
            _("Un vencimiento lo anota el sistema. Si el acto ya no puede realizarse, anótelo como imposible.")
        )
    if to not in allowed:
        raise Denied(str(INSTEAD[act.state]))
    if to == ActState.ASKED:
        check_asked_by(asked_by)
    if to == ActState.SET_ASIDE and unanswered:
        raise Denied(
            _("Este acto lo pidió la víctima o su asesoría: no se descarta sin respuesta. Si no procede, anote la "
              "negativa con sus razones, para que pueda impugnarse.")
        )  # fmt: skip


def check_words(to: str, words: str) -> None:
    """A result, a refusal and a setting aside say why."""
    if to in WORDS and not words.strip():
        raise Denied(str(WORDS[to]))


def check_in_order(act: Act, to: str, been: Collection[str]) -> None:
    """Where the law counts from the order, nothing is said to have been done before the order is written down."""
    later = to in (ActState.UNDER_WAY, ActState.DONE, ActState.NEGATIVE)
    if later and ActState.ORDERED not in been and order_counts(pack().acts[act.type]):
        raise Denied(_("Anote primero que se ordenó, y cuándo: de esa fecha corre un plazo de ley."))


def check_same_data(act: Act, follows: Act) -> None:
    """An act joins the legal clocks of another one of its case while it is only planned, and no other's yet."""
    if follows.case_id != act.case_id or follows.pk == act.pk:
        raise Denied(_("Elija un acto de este mismo plan."))
    if act.state != ActState.PLANNED or act.line not in (act.pk, follows.line):
        raise Denied(_("Los plazos de este acto ya corren por su cuenta. Para otros datos, agregue otro acto al plan."))


def check_can_specify(act: Act, *, target: str, data_from: date | None) -> None:
    """What exactly the act is about is written once: another target is another act."""
    if (target and act.target) or (data_from and act.data_from):
        raise Denied(_("El acto ya dice de qué trata y no se cambia: para otra cosa, agregue otro acto al plan."))


def check_is_exact(act: Act, to: str) -> None:
    """Before it is ordered, an act that needs it says exactly what: address, provider, number, place."""
    if to in CARRIED_OUT and pack().acts[act.type].needs_target and not act.target:
        raise Denied(_("Escriba de qué se trata exactamente: dirección, proveedor, número o lugar."))


def check_can_record(kind: str, kinds: Collection[str]) -> None:
    """The event meets a clock that runs for this act, and no step of the act puts it on the thread by itself."""
    if kind not in kinds:
        raise Denied(_("Nada de este acto espera ese hecho. Elija uno de la lista, o anote el paso que sigue."))


def check_can_challenge(*, running: bool, challenged: bool, words: str) -> None:
    """There is a refusal whose challenge nobody has settled; not to challenge it has a reason."""
    if not running:
        raise Denied(_("Este acto no tiene una negativa por impugnar. Revise sus pasos."))
    if not challenged:
        check_reason(words)
