"""Every write about accounts. The same functions serve pages, commands and imports."""

import uuid
from functools import partial

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hilo.accounts import policies, unit_keys
from hilo.accounts.models import SensitiveRead, User
from hilo.accounts.roles import DESK
from hilo.lib.errors import BadInput, Denied

_desks: dict[str, User] = {}


def create_person(
    *,
    username: str,
    display_name: str,
    institution: str,
    role: str,
    by: User | None,
    language: str = "es",
    password: str | None = None,
    notify_to: str = "",
) -> User:
    """Open an account. ``by`` is None when the operator does it at the terminal.

    Raises BadInput saying what is wrong (name taken, unknown role or institution, weak
    password), and Denied for
    the role of the duty desk, whose account :func:`desk_account` makes.
    """
    policies.check_can_hold_role(role)
    policies.check_institution(institution)
    try:
        if password is not None:
            validate_password(password, User(username=username, display_name=display_name))
        return User.objects.create_user(
            username,
            password,
            institution=institution,
            role=role,
            display_name=display_name,
            language=language,
            notify_to=notify_to.strip(),
            created_by=by,
        )
    except ValidationError as wrong:
        raise BadInput(" ".join(wrong.messages)) from None


def reset_password(*, user: User, password: str) -> User:
    """Give another password to who forgot theirs, at the terminal; their sessions end, their second factors stay.

    Their own key does not open with it: it is made anew when they sign in, and a colleague lets them in again to what
    their unit was told (:mod:`hilo.accounts.person_keys`). Raises Denied for a closed account or a duty desk,
    BadInput for a weak password.
    """
    policies.check_can_sign_in(user)
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        raise BadInput(" ".join(wrong.messages)) from None
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def desk_account(institution: str) -> User:
    """The account of an institution's duty desk: it owns cases until a person takes them.

    Made when first asked for. Remembered by this process, but only once it is committed: an
    account whose transaction was undone must not be handed out again.
    """
    known = _desks.get(institution)
    if known:
        return known
    desk = User.objects.filter(institution=institution, is_desk=True).first() or _new_desk(institution)
    transaction.on_commit(partial(_desks.__setitem__, institution, desk))
    return desk


def forget_desk_accounts() -> None:
    """Forget what this process remembers: for tests, and after a database was restored."""
    _desks.clear()


def hold(user: User) -> User:
    """The person as they stand now, locked until the transaction ends: their account may be closing at this moment.

    Ask for it, before any case is held, when somebody is to answer for a case.
    """
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


@transaction.atomic
def deactivate(*, user: User, by: User | None) -> User:
    """Close an account for good; its sessions end with the next request, and its shares of keys go. Raises Denied
    for a desk.

    Whoever may own cases is closed through ``hilo.cases.leaving``, which hands the cases over as well.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    policies.check_can_deactivate(user, by=by)
    user.is_active = False
    user.deactivated_at = timezone.now()
    user.deactivated_by = by
    user.save(update_fields=["is_active", "deactivated_at", "deactivated_by"])
    unit_keys.let_out(user, by=by, now=user.deactivated_at)
    return user


def set_language(*, user: User, language: str) -> User:
    """Keep the language a person reads Hilo in. Raises Denied for one that does not exist."""
    if language not in dict(settings.LANGUAGES):
        raise Denied(_("Ese idioma no está disponible: elija uno de la lista."))
    user.language = language
    user.save(update_fields=["language"])
    return user


def set_notify_to(*, user: User, address: str) -> User:
    """Keep where a person is told that there is something to see; "" for nowhere. Raises Denied for no address."""
    address = address.strip()
    try:
        if address:
            User._meta.get_field("notify_to").run_validators(address)
    except ValidationError:
        raise Denied(_("Esa dirección de correo no está completa. Escríbala como nombre@institucion.mx.")) from None
    user.notify_to = address
    user.save(update_fields=["notify_to"])
    return user


def log_read(*, user: User, subject_kind: str, subject_id: uuid.UUID, field: str, reason: str = "") -> SensitiveRead:
    """Note that ``user`` opened one encrypted field. Call it before the value is shown."""
    return SensitiveRead.objects.create(
        user=user, subject_kind=subject_kind, subject_id=subject_id, field=field, reason=reason
    )


def _new_desk(institution: str) -> User:
    policies.check_institution(institution)
    # get_or_create, because another process may be making the same desk at this moment
    desk, _made = User.objects.get_or_create(
        institution=institution,
        is_desk=True,
        defaults={
            "username": f"guardia-{institution.lower()}",
            "display_name": f"Guardia {institution}",
            "role": DESK,
            "password": "!",  # a hash nothing matches
        },
    )
    return desk
