"""Where an act may go from where it stands, and by which event the thread tells of it."""

from collections.abc import Collection, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hilo.cases import clocks
from hilo.investigation.models import Act, ActState, AskedBy
from hilo.investigation.windows import preserves
from hilo.reference import pack
from hilo.reference.acts import ActType

S = ActState
_RESULTS = (S.DONE, S.NEGATIVE)

# What a person may say next. That the time ran out is never said by a person: the sweep finds it.
MOVES: Mapping[str, tuple[ActState, ...]] = {
    S.PLANNED: (S.ASKED, S.ORDERED, S.UNDER_WAY, *_RESULTS, S.IMPOSSIBLE, S.SET_ASIDE),
    S.ASKED: (S.ASKED, S.ORDERED, S.UNDER_WAY, *_RESULTS, S.REFUSED, S.IMPOSSIBLE, S.SET_ASIDE),
    S.ORDERED: (S.UNDER_WAY, *_RESULTS, S.REFUSED, S.IMPOSSIBLE, S.SET_ASIDE),
    S.UNDER_WAY: (*_RESULTS, S.REFUSED, S.IMPOSSIBLE, S.SET_ASIDE),
    S.LAPSED: (S.PLANNED, *_RESULTS, S.IMPOSSIBLE, S.SET_ASIDE),
    S.REFUSED: (S.PLANNED,),
    S.IMPOSSIBLE: (S.PLANNED,),
    S.SET_ASIDE: (S.PLANNED,),
    S.DONE: (),
    S.NEGATIVE: (),
}


def next_of(act: Act, been: Collection[str]) -> tuple[ActState, ...]:
    """Where a person may take the act; ``been``: the state of each of its steps, one entry a step.

    Beyond the table: the victim may ask for what another already asked; and a preservation may be renewed, or taken up
    again when it was confirmed, as many times as the catalogue gives it windows.
    """
    kind, found = pack().acts[act.type], MOVES[act.state]
    left = preserves(kind) and list(been).count(S.ORDERED) < len(kind.windows)
    if left and act.state in (S.ORDERED, S.UNDER_WAY):
        return (*found, S.ORDERED)
    return (S.PLANNED,) if left and act.state == S.DONE else found


# Why another move is refused, by where the act stands.
INSTEAD: Mapping[str, Promise] = {
    S.PLANNED: _("Nadie ha pedido este acto todavía: anote primero quién lo pidió, o descártelo con su razón."),
    S.ASKED: _("El acto ya está solicitado: anote si se ordenó, se realizó o se negó."),
    S.ORDERED: _("El acto ya está ordenado: anote si está en curso, qué resultó o por qué no se realizó."),
    S.UNDER_WAY: _("El acto está en curso: anote qué resultó o por qué no se realizó."),
    S.LAPSED: _("El tiempo de este acto se venció: retómelo para intentarlo otra vez, o anote qué resultó."),
    S.REFUSED: _("El acto se negó: retómelo antes de seguir."),
    S.IMPOSSIBLE: _("El acto quedó como imposible: retómelo antes de seguir."),
    S.SET_ASIDE: _("El acto se descartó: retómelo antes de seguir."),
    S.DONE: _("El acto ya tiene resultado, y así se conserva. Si hace falta otro, agréguelo al plan."),
    S.NEGATIVE: _("El acto ya tiene resultado, y así se conserva. Si hace falta otro, agréguelo al plan."),
}

# Why the words are asked for, by where the act goes; a move that is not here needs none.
WORDS: Mapping[str, Promise] = {
    S.DONE: _("Escriba qué resultó, en una o dos frases."),
    S.NEGATIVE: _("Escriba qué se buscó y no se encontró: un resultado negativo también se conserva."),
    S.REFUSED: _("Escriba las razones que le dieron y quién las dio."),
    S.IMPOSSIBLE: _("Escriba por qué no puede realizarse."),
    S.SET_ASIDE: _("Escriba por qué se descarta."),
}

TELLS: Mapping[str, str] = {
    S.PLANNED: "act.adopted",
    S.ASKED: "act.asked",
    S.ORDERED: "act.ordered",
    S.UNDER_WAY: "act.begun",
    S.DONE: "act.done",
    S.NEGATIVE: "act.negative",
    S.REFUSED: "act.refused",
    S.IMPOSSIBLE: "act.impossible",
    S.LAPSED: "act.lapsed",
    S.SET_ASIDE: "act.set_aside",
}
RESUMED = "act.resumed"

CARRIED_OUT = (S.ORDERED, S.UNDER_WAY, *_RESULTS)  # by now it must be written what exactly the act is about
FOR_THE_VICTIM = (AskedBy.VICTIM, AskedBy.ADVISER)  # who must be answered within three working days


def order_counts(kind: ActType) -> bool:
    """Whether ordering the act starts a legal clock that its own later steps do not stop: then its date is needed."""
    events = {str(state): found for state, found in kind.events.items()}
    starts = [rule for event in events.pop("ordered", ()) for rule in clocks.started_by(event)]
    own = {event for found in events.values() for event in found}
    return any(rule.family == "legal" and own.isdisjoint(rule.stops_on) for rule in starts)
