"""Whether something about an account may be done now."""

from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.roles import DESK, ROLES
from hilo.lib.errors import BadInput, Denied
from hilo.reference import pack


def check_can_hold_role(role: str) -> None:
    """Raises BadInput for an unknown role and Denied for the duty desk's, which no person holds."""
    if role not in ROLES:
        people = ", ".join(code for code in ROLES if code != DESK)
        raise BadInput(_("«%(role)s» no es un papel. Use uno de: %(roles)s.") % {"role": role, "roles": people})
    if role == DESK:
        raise Denied(_("La guardia no es una persona: su cuenta se crea sola con la institución."))


def check_institution(code: str) -> None:
    """Raises BadInput for a code that the country pack does not have."""
    if code not in pack().institutions:
        sentence = _("«%(code)s» no es una institución del país: escriba su clave, por ejemplo FGE-NAY.")
        raise BadInput(sentence % {"code": code})


def check_can_deactivate(user: User, *, by: User | None) -> None:
    """Raises Denied for a duty desk, an account already closed, and one's own."""
    if user.is_desk:
        raise Denied(_("La cuenta de la guardia no se cierra: tiene los casos que nadie ha tomado."))
    if not user.is_active:
        raise Denied(_("Esta cuenta ya estaba cerrada."))
    if by is not None and by.pk == user.pk:
        raise Denied(_("Nadie cierra su propia cuenta: pídalo a otra persona."))
