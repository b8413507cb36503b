"""Whether codes of adults' turns may be confirmed now. Each check raises Denied with what to do."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.cases.access import Sight, withheld_from
from hilo.lib.errors import Denied
from hilo.testimony import policies
from hilo.testimony.labels import FLAGS, LABELS, PHASES
from hilo.testimony.models import Transcript


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says that one turn asks. ``phase``: "" leaves what was suggested."""

    turn: int
    label: str
    flags: tuple[str, ...] = ()
    phase: str = ""


def check_can_confirm(transcript: Transcript, said: Iterable[Said], adults: Collection[int], *, by: User) -> None:
    """Who codes in this institution; known codes, each on an adult's turn, one to a turn."""
    case = transcript.case
    policies.check_can_code(case, by=by)
    policies.check_can_read(by=by, sight=Sight(withheld_from(case, by.institution)), kept_at=transcript.kept_at)
    turns = [one.turn for one in said]
    if not turns:
        raise Denied(_("Marque al menos un turno para confirmarlo."))
    if len(set(turns)) < len(turns) or not set(turns) <= set(adults):
        raise Denied(_("Solo se codifican turnos de personas adultas, cada uno una vez. Recargue la página."))
    for one in said:
        if one.label not in LABELS or not set(one.flags) <= set(FLAGS) or one.phase not in ("", *PHASES):
            raise Denied(_("Elija de la lista qué pide cada turno."))
