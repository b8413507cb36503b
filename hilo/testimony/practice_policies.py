"""What may be done with a rehearsal: only by the trainee whose it is. Each check raises Denied with what to do."""

from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.lib.errors import Denied
from hilo.testimony.models import Rehearsal
from hilo.testimony.policies import check_text
from hilo.testimony.practice import Story, stories

MOST_TURNS = 200  # of the trainee, in one rehearsal
MOST_SIGNS = 500  # of one turn
MOST_SEED = 999_999


def check_can_begin(*, by: User, story: str, age: int, seed: int) -> Story:
    """A story of the list, an age it is told for, and a number to repeat it by."""
    if not by.has(Permission.PRACTICE):
        raise Denied(_("Su papel no tiene sala de práctica."))
    told = next((one for one in stories() if one.id == story), None)
    if told is None or age not in told.ages:
        raise Denied(_("Elija una historia y una edad de la lista."))
    if not 0 <= seed <= MOST_SEED:
        raise Denied(_("El número para repetir va de 0 a 999,999."))
    return told


def check_mine(row: Rehearsal, *, by: User) -> None:
    """Nobody but the trainee, whatever their role."""
    if row.user_id != by.pk:
        raise Denied(_("Una práctica es solo de quien la hizo."))


def check_under_way(row: Rehearsal) -> None:
    """It has not ended."""
    if row.ended_at is not None:
        raise Denied(_("Esta práctica ya terminó. Puede leerla, o empezar otra."))


def check_can_say(row: Rehearsal, *, by: User, text: str, seen: int) -> None:
    """One turn more, of words and not too long. ``seen``: the turns that the page showed."""
    check_mine(row, by=by)
    check_under_way(row)
    if seen != row.turns:
        raise Denied(_("La conversación siguió en otra ventana. Lea lo nuevo y vuelva a enviar, si aún hace falta."))
    if row.turns >= MOST_TURNS:
        raise Denied(_("Una práctica llega a 200 turnos, y esta ya los tiene. Termínela para ver lo que salió."))
    if not text:
        raise Denied(_("Escriba lo que le dice a la niña o al niño."))
    check_text(text)
    over = len(text) - MOST_SIGNS
    if over > 0:
        raise Denied(_("Un turno tiene hasta 500 signos, y este %(n)d más. Dígalo con frases cortas.") % {"n": over})


def changed() -> Denied:
    """The stories or the rules are others than when this conversation began."""
    return Denied(
        _("La sala cambió desde que empezó esta práctica, y la niña o el niño ya no respondería igual. Termínela así.")
    )
