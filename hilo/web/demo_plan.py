"""The demonstration's plans: some acts done, some refused, one lost for good; the rest waits. All of it is invented."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle

from hilo.accounts.models import User
from hilo.cases.models import Case
from hilo.evidence import actions as evidence
from hilo.investigation import actions, offence_actions, plan, request_actions
from hilo.investigation.actions import Adoption
from hilo.investigation.models import Act, ActState
from hilo.investigation.request_content import RequestContent

HOUR = timedelta(hours=1)
ADOPTED = 8  # acts that a person takes from what is proposed for a case
TARGET = "Cuenta amigo_azul_88 en red.example, dirección https://red.example/perfil-inventado"
SHA256 = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"  # of nothing that exists
FACTS = ("child", "by_technology", "asked_images", "threat_to_spread", "accessed")
Tale = tuple[tuple[ActState, str], ...]

TALES: tuple[Tale, ...] = (
    ((ActState.ASKED, ""), (ActState.ORDERED, ""), (ActState.DONE, "Llegaron los datos y se agregaron a la carpeta.")),
    ((ActState.ASKED, ""), (ActState.ORDERED, "")),
    ((ActState.ASKED, ""), (ActState.REFUSED, "Dijeron que falta precisar el periodo. Lo firmó la unidad.")),
    ((ActState.ASKED, ""), (ActState.ORDERED, ""), (ActState.NEGATIVE, "Se buscó y no hay registro de esas fechas.")),
    (),
)


def plan_cases(people: dict[str, User], now: datetime) -> None:
    """Plans for cases that Ana follows, decided by Dora, who investigates."""
    own = Case.objects.open().filter(institution="FGE-NAY", owner=people["ana"], parent=None).order_by("tier", "pk")
    tales = cycle(TALES)
    for case in own[:12]:
        at = case.opened_at + 43 * HOUR
        if at < now:
            _adopt(case, tales, people["dora"], at, now)
    for case in [one for one in own[:4] if one.opened_at + 90 * HOUR < now]:
        _paper(case, people, case.opened_at + 60 * HOUR)


def _adopt(case: Case, tales: Iterator[Tale], by: User, at: datetime, now: datetime) -> None:
    found = plan.propose(case, now=at)[:ADOPTED]
    adoptions = [Adoption(one.type.code, TARGET if one.type.needs_target else "", origin="proposed") for one in found]
    for act, tale in zip(actions.adopt(case=case, adoptions=adoptions, by=by, now=at), tales, strict=False):
        _tell(act, tale, by, at, now)


def _tell(act: Act, tale: Tale, by: User, at: datetime, now: datetime) -> None:
    for number, (state, note) in enumerate(tale, start=1):
        then = at + 7 * number * HOUR
        if then < now:
            asked = "victim" if state == ActState.ASKED else ""
            actions.move(act=act, to=state, by=by, now=then, note=note, asked_by=asked)


def _paper(case: Case, people: dict[str, User], at: datetime) -> None:
    """One case with something of everything: a letter, an item on its way, facts that somebody classified."""
    dora = people["dora"]
    content = RequestContent(
        fields=("whole_file",), to="Archivo de la fiscalía", signer=dora.display_name,
        post="Agente del Ministerio Público", place="Tepic, Nayarit",
    )  # fmt: skip
    letter = request_actions.draft(
        case=case, template="file_elsewhere", addressee="FGE-MOR", by=dora, now=at, content=content
    )  # fmt: skip
    request_actions.send(request=letter, by=dora, now=at + HOUR)
    item = evidence.register(
        case=case, form="file", origin="child", description="Captura de una conversación sobre una mochila perdida.",
        place="Oficina de atención", sha256=SHA256, size=48_213, by=dora, now=at + 2 * HOUR,
    )  # fmt: skip
    evidence.record(item=item, kind="packaged", seal="NAY-0041", by=dora, now=at + 3 * HOUR)
    evidence.give(
        item=item, to_institution="FGE-MOR", to_person="Pericia en informática", seal="NAY-0041", by=dora,
        now=at + 4 * HOUR,
    )  # fmt: skip
    offence_actions.classify(
        case=case, answers=dict.fromkeys(FACTS, "yes"), state="NAY", conduct_from=case.opened_at.date(), by=dora,
        now=at + 5 * HOUR,
    )  # fmt: skip
