"""What in a chain of custody is worth a look, in words. It never says that evidence is void (CNPP 228)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hilo.evidence.models import CustodyKind

K = CustodyKind
LATE = timedelta(hours=24)  # our policy: the law says when it is done, not how late it may be written down
FIRST = (K.FOUND, K.COLLECTED, K.RECEIVED, K.COPIED)
OPENS = (K.EXAMINED, K.COPIED)

WORDS: Mapping[str, Promise] = {
    "gap": _("Falta un paso antes de este."),
    "chain": _("No enlaza con el paso anterior."),
    "altered": _("Lo guardado no es lo que se firmó."),
    "signature": _("La firma no corresponde."),
    "fork": _("El hilo del caso da fe de otro paso en este lugar."),
    "truncated": _("El hilo del caso da fe de este paso y aquí ya no está."),
    "unvouched": _("El hilo del caso no da fe de este paso."),
    "first": _("La cadena no empieza con un hallazgo, una recolección, una copia o una recepción."),
    "late": _("Se anotó más de 24 horas después de ocurrir."),
    "backwards": _("Dice que ocurrió antes que el paso anterior."),
    "nobody": _("No consta quién lo tenía."),
    "found_again": _("Ya constaba hallado o recolectado."),
    "packaged_first": _("Se embaló sin que conste que se recolectó."),
    "on_the_way": _("Iba en una entrega sin confirmar."),
    "given_twice": _("Se entregó sin que constara recibida la entrega anterior."),
    "not_given": _("Se recibió sin que conste quién lo entregó."),
    "one_side": _("Entregó y recibió la misma persona."),
    "other_side": _("Lo recibió una institución distinta de la que se anotó al entregar."),
    "elsewhere": _("Lo anotó una institución que no consta que lo tuviera."),
    "slow": _("Pasaron más de 24 horas entre la entrega y la recepción."),
    "waiting": _("La entrega sigue sin confirmarse después de 24 horas."),
    "seal": _("El sello no es el que constaba."),
    "opened": _("Estaba sellado, y no se anotó cómo se abrió ni con qué sello quedó."),
    "hash": _("El hash no es el que constaba."),
    "after_return": _("Ya constaba devuelto."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about the step ``seq`` of an item."""

    seq: int
    code: str

    @property
    def words(self) -> str:
        """The sentence for people."""
        return str(WORDS[self.code])


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the rules look at it. ``by``: the account that entered it; ``held``, ``noted``: whether it is said who
    has the item, and in what condition it is.
    """

    seq: int
    kind: str
    happened_at: datetime
    entered_at: datetime
    seal: str = ""
    sha256: str = ""
    by: int = 0
    institution: str = ""
    to_institution: str = ""
    held: bool = True
    noted: bool = False


def sequence(steps: Sequence[Step], *, now: datetime | None = None) -> list[Fault]:
    """Gaps and impossible sequences of steps in their order. ``now``: None does not ask how long a delivery waits."""
    walk = _Walk()
    found = [Fault(one.seq, code) for one in steps for code in walk.take(one)]
    if walk.given is not None and now is not None and now - walk.given.happened_at > LATE:
        found.append(Fault(walk.given.seq, "waiting"))
    return found


def _came_back(given: Step | None, one: Step) -> bool:
    """Whether what never arrived is again with those who gave it."""
    return given is not None and one.kind == K.RETURNED and one.institution == given.institution


class _Walk:
    """What is known of an item after the steps taken so far."""

    def __init__(self) -> None:
        self.before: Step | None = None
        self.given: Step | None = None  # the delivery that waits for its other side
        self.at = ""  # the institution that has it; "" while it is unknown or outside
        self.from_scene = self.collected = self.returned = False
        self.seal = self.sha256 = ""

    def take(self, one: Step) -> list[str]:
        """Codes of what is worth a look in the next step."""
        found = [*self._in_itself(one), *self._in_order(one), *self._in_hand(one), *self._in_its_state(one)]
        self._goes_on(one)
        return found

    def _in_itself(self, one: Step) -> Iterator[str]:
        if one.entered_at - one.happened_at > LATE:
            yield "late"
        if not one.held:
            yield "nobody"

    def _in_order(self, one: Step) -> Iterator[str]:
        if self.before is None:
            if one.kind not in FIRST:
                yield "first"
            return
        if one.happened_at < self.before.happened_at:
            yield "backwards"
        if one.kind == K.FOUND or (one.kind == K.COLLECTED and self.collected):
            yield "found_again"
        if one.kind == K.PACKAGED and self.from_scene and not self.collected:
            yield "packaged_first"
        if self.returned and one.kind != K.RECEIVED:
            yield "after_return"

    def _in_hand(self, one: Step) -> Iterator[str]:
        if self.given is not None:
            yield from self._on_the_way(self.given, one)
        elif self.before is not None and one.kind == K.RECEIVED:
            yield "not_given"
        elif self.at and one.institution != self.at:
            yield "elsewhere"

    @staticmethod
    def _on_the_way(given: Step, one: Step) -> Iterator[str]:
        if one.kind == K.TRANSFERRED:
            yield "given_twice"
        elif one.kind == K.RECEIVED:
            if one.by == given.by:
                yield "one_side"
            if given.to_institution and one.institution != given.to_institution:
                yield "other_side"
            if one.happened_at - given.happened_at > LATE:
                yield "slow"
        elif not _came_back(given, one):
            yield "on_the_way"

    def _in_its_state(self, one: Step) -> Iterator[str]:
        if self.seal and one.seal and one.seal != self.seal and one.kind not in OPENS:
            yield "seal"
        if self.seal and one.kind in OPENS and not (one.noted or one.seal):
            yield "opened"
        if self.sha256 and one.sha256 and one.sha256 != self.sha256:
            yield "hash"

    def _goes_on(self, one: Step) -> None:
        self.from_scene = self.from_scene or (self.before is None and one.kind == K.FOUND)
        self.collected = self.collected or one.kind == K.COLLECTED
        self.at = self._where(one)
        if one.kind == K.TRANSFERRED:
            self.given = one
        elif one.kind == K.RECEIVED or _came_back(self.given, one):
            self.given, self.returned = None, False
        elif one.kind == K.RETURNED:
            self.returned = True
        self.seal = one.seal or ("" if one.kind in OPENS else self.seal)
        self.sha256 = one.sha256 or self.sha256
        self.before = one

    def _where(self, one: Step) -> str:
        if one.kind == K.RECEIVED:
            outside = self.given is not None and not self.given.to_institution
            return "" if outside else one.institution
        return one.institution if self.before is None else self.at
