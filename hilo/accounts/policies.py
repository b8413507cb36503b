"""Whether something about an account may be done now."""

from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
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


def check_can_sign_in(user: User) -> None:
    """Raises Denied for a duty desk and for a closed account."""
    if user.is_desk or not user.is_active:
        raise Denied(_("Con esta cuenta no entra nadie: es de la guardia, o está cerrada."))


def check_can_deactivate(user: User, *, by: User | None) -> None:
    """Raises Denied for a duty desk, an account already closed, one's own, and who may not close this one."""
    if user.is_desk:
        raise Denied(_("La cuenta de la guardia no se cierra: tiene los casos que nadie ha tomado."))
    if not user.is_active:
        raise Denied(_("Esta cuenta ya estaba cerrada."))
    if by is None:  # the operator, at the terminal
        return
    if by.pk == user.pk:
        raise Denied(_("Nadie cierra su propia cuenta: pídalo a otra persona."))
    if not User.objects.visible_to(by).filter(pk=user.pk).exists() or not by.has(Permission.USER_CLOSE):
        raise Denied(_("Su papel no permite cerrar esta cuenta: pídalo a quien supervisa o a la administración."))


def check_can_remove_factor(others: int) -> None:
    """Raises Denied for the only second factor: without one nobody works."""
    if not others:
        raise Denied(_("Es su único segundo factor. Ponga otro primero y después quite este."))
