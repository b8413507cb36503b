"""Looks at who answers for what."""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.conf import settings

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.accounts.roles import ROLES
from hilo.cases.models import Case
from hilo.web.doctor_finding import Finding, Look

NAMED = 5  # names shown, of those found


def anybody(_now: datetime) -> Iterator[Finding]:
    """Somebody can sign in."""
    if not settings.HILO_DEMO and not User.objects.people().exists():
        yield Finding(
            "nobody_has_an_account",
            "Ninguna persona tiene cuenta.",
            "Nadie puede entrar.",
            'hilo people add USUARIO --institution CLAVE --role supervisor --name "NOMBRE"',
        )


def supervision(_now: datetime) -> Iterator[Finding]:
    """Each institution with open cases has somebody who supervises."""
    roles = [code for code, role in ROLES.items() if Permission.SUPERVISE in role.permissions]
    holding = set(Case.objects.open().order_by().values_list("institution", flat=True).distinct())
    lonely = sorted(holding - set(User.objects.people().filter(role__in=roles).values_list("institution", flat=True)))
    if lonely:
        yield Finding(
            "nobody_supervises",
            f"Instituciones con casos abiertos y nadie que supervise ({len(lonely)}): {_some(lonely)}.",
            "Nadie reparte sus casos ni ve los que se callan.",
            f'hilo people add USUARIO --institution {lonely[0]} --role supervisor --name "NOMBRE"',
        )


def owners(_now: datetime) -> Iterator[Finding]:
    """No open case belongs to an account that was closed."""
    found = Case.objects.open().filter(owner__is_active=False)
    names = sorted(set(found.values_list("owner__username", flat=True)[:1000]))
    if names:
        yield Finding(
            "owners_closed",
            f"Hay {found.count()} casos abiertos de cuentas cerradas: {_some(names)}.",
            "Esos casos parecen tener responsable y nadie los lleva.",
            "hilo work --once    (los pasa a la guardia de su institución)",
        )


def second_factor(_now: datetime) -> Iterator[Finding]:
    """Everybody has one."""
    if settings.HILO_DEMO or not apps.is_installed("allauth.mfa"):
        return
    having = apps.get_model("mfa", "Authenticator").objects.values("user")
    names = sorted(User.objects.people().exclude(pk__in=having).values_list("username", flat=True))
    if names:
        yield Finding(
            "no_second_factor",
            f"Personas sin segundo paso para entrar ({len(names)}): {_some(names)}.",
            "Con solo adivinar su contraseña, otra persona estaría más cerca de entrar por ellas.",
            "Pídales entrar: el sitio no las deja pasar sin ponerlo.",
        )


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return f"{shown}…" if len(names) > NAMED else shown


LOOKS: tuple[Look, ...] = (anybody, supervision, owners, second_factor)
