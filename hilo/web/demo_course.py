"""The demonstration's hand-offs: some answered, some refused, some that nobody answers."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import cycle

from hilo.accounts.models import User
from hilo.cases import actions as cases
from hilo.cases.models import Case
from hilo.exchange import actions
from hilo.exchange.models import HandOff
from hilo.exchange.policies import Known

ASKED = "Valorar el riesgo, proteger a quien aparezca y decir qué se hizo."
REGISTER = "Registrar a la víctima y dar ayuda."
LOCATED = "Ubicada por los datos de la alerta: abrir carpeta y ordenar la conservación de datos."
HOUR = timedelta(hours=1)
Step = Callable[[HandOff, User, datetime], None]


def hand_over(people: dict[str, User], now: datetime) -> None:
    """Parts to the child-protection authority and, on paper, the victims' commission; whole cases from the desk."""
    own = Case.objects.open().filter(institution="FGE-NAY", owner=people["ana"], parent=None).order_by("tier", "pk")
    for case, step in zip(own[:24], _answers(), strict=False):
        _offer(case, "PPNNA-NAY", "part", ASKED, people["ana"], now, step, people["pia"])
    for case, step in zip(own[:4], (_on_paper, _nothing, _on_paper, _nothing), strict=False):
        _offer(
            case, "CEEAV-NAY", "part", "Registrar a la víctima y dar ayuda.", people["ana"], now, step, people["ana"]
        )
    unlocated = Case.objects.open().filter(institution="GN-CERT", owner=people["ines"], parent=None).order_by("pk")
    for case, step in zip(unlocated[:8], cycle((_accepted, _refused, _nothing, _accepted)), strict=False):
        at = case.opened_at + 40 * HOUR
        if at < now:
            cases.change_state(case=case, state="NAY", reason="Lada y escuela de Nayarit.", by=people["ines"], now=at)
            _offer(case, "FGE-NAY", "transfer", LOCATED, people["ines"], now, step, people["beto"])


def _answers() -> Iterator[Step]:
    return cycle((_resulted, _nothing, _accepted, _received, _resulted, _nothing, _refused, _accepted))


def _offer(
    case: Case, receiver: str, kind: str, request: str, by: User, now: datetime, step: Step, speaker: User
) -> None:
    """Offer it some hours after the case came, and let the other side do its step, if there was time for it."""
    at = case.opened_at + 41 * HOUR
    if at + 30 * HOUR >= now:
        return
    scope = ("people", "places") if kind == "part" else ("alerts", "notes", "people", "places")
    row = actions.offer(case=case, receiver=receiver, kind=kind, request=request, scope=scope, by=by, now=at)
    step(row, speaker, at + 5 * HOUR)


def _nothing(row: HandOff, speaker: User, at: datetime) -> None:
    """Nobody there answers."""


def _received(row: HandOff, speaker: User, at: datetime) -> None:
    actions.acknowledge(handoff=row, by=speaker, now=at, known=Known(reference="PPNNA/2026/118"))


def _accepted(row: HandOff, speaker: User, at: datetime) -> None:
    actions.accept(handoff=row, by=speaker, now=at)


def _refused(row: HandOff, speaker: User, at: datetime) -> None:
    actions.refuse(handoff=row, by=speaker, now=at, reason="Los datos la ubican en otro municipio y estado.")


def _resulted(row: HandOff, speaker: User, at: datetime) -> None:
    actions.accept(handoff=row, by=speaker, now=at)
    said = "Se visitó el domicilio; está con su familia y en atención."
    actions.give_result(handoff=row, outcome="child_safeguarded", note=said, by=speaker, now=at + 20 * HOUR)


def _on_paper(row: HandOff, speaker: User, at: datetime) -> None:
    paper = Known(how=HandOff.How.PAPER, reference="CEEAV/DG/204/2026", dated=at.date() - timedelta(days=1))
    actions.acknowledge(handoff=row, by=speaker, now=at, known=paper)
