"""What a case hangs together with: suggestions to judge, its course through institutions, its campaign."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from hilo.accounts.models import User
from hilo.cases import access
from hilo.cases.models import Case, Clock
from hilo.desk.route_words import state_words
from hilo.exchange import course
from hilo.linkage.models import Judgement, Suggestion

MOST = 20
MOST_FOLDED = 50
WARN_DAYS = ((7, "error"), (30, "warning"), (60, "info"))

# kind of a shared value -> what is shared, and what else could explain it
_SHARED = {
    "email": (gettext_lazy("El mismo correo electrónico"), gettext_lazy("un correo puede usarlo más de una persona")),
    "phone": (gettext_lazy("El mismo teléfono"), gettext_lazy("un número cambia de dueño o se presta")),
    "account": (gettext_lazy("La misma cuenta"), gettext_lazy("una cuenta puede ser robada o compartida")),
    "device": (
        gettext_lazy("El mismo equipo"),
        gettext_lazy("un equipo puede ser de una familia, una escuela o un cibercafé"),
    ),
    "hash": (gettext_lazy("El mismo archivo"), gettext_lazy("un archivo circula entre muchas cuentas")),
    "profile_url": (gettext_lazy("El mismo perfil"), gettext_lazy("un perfil puede ser robado o imitado")),
    "screen_name": (
        gettext_lazy("El mismo nombre de cuenta"),
        gettext_lazy("un nombre se repite entre plataformas y entre personas"),
    ),
    "url": (gettext_lazy("La misma dirección de internet"), gettext_lazy("una página la visita mucha gente")),
    "certain_elsewhere": (
        gettext_lazy("Una referencia segura apunta también a ese caso"),
        gettext_lazy("puede ser otro hecho de la misma cuenta"),
    ),
}
_OTHER = (gettext_lazy("Un dato en común"), gettext_lazy("puede ser un valor común"))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two cases may be one matter. ``carried``: by how many alerts, in words; ``unless``: another explanation."""

    what: str
    carried: str
    unless: str


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """A suggestion. ``other`` is None when the other case belongs to another institution."""

    suggestion: Suggestion
    other: Case | None
    reasons: list[Reason]
    decided_by: str

    @property
    def open(self) -> bool:
        """Whether nobody has judged it."""
        return self.suggestion.judgement == Judgement.NONE


def suggestions_of(case: Case, user: User) -> list[SuggestionRow]:
    """Suggestions about the case, those nobody judged first. Of cases of others nothing is told."""
    unjudged = models.Case(models.When(judgement=Judgement.NONE, then=0), default=1)
    rows = access.suggestions_for(case, user).select_related("decided_by")
    found = list(rows.order_by(unjudged, "-made_at", "id")[:MOST])
    others = Case.objects.visible_to(user).in_bulk([_other(one, case) for one in found])
    return [SuggestionRow(one, others.get(_other(one, case)), _reasons(one), _decided_by(one, user)) for one in found]


def _other(one: Suggestion, case: Case) -> UUID:
    return one.right if one.left == case.pk else one.left


def _decided_by(one: Suggestion, user: User) -> str:
    if one.decided_by is None:
        return ""
    return (
        one.decided_by.get_full_name()
        if one.decided_by.institution == user.institution
        else gettext("otra institución")
    )


def _reasons(one: Suggestion) -> list[Reason]:
    found = []
    for reason in json.loads(one.reasons):
        what, unless = _SHARED.get(reason.get("kind"), _OTHER)
        seen = reason.get("seen")
        words = ngettext("visto en %(n)d alerta más", "visto en %(n)d alertas más", seen or 0)
        found.append(Reason(str(what), words % {"n": seen} if seen else "", str(unless)))
    return found


def course_of(
    case: Case, handoffs: Iterable[Any], clocks: Iterable[Clock], now: datetime, kept_out: Collection[str]
) -> dict[str, Any]:
    """The pack's course of the case: its label, its reason and its stops; empty for one that left the pack."""
    found = course.course_of(case)
    if found is None:
        return {}
    lang = get_language() or "es"
    return {
        "label": found.label.get(lang),
        "reason": found.reason.get(lang).replace("{state}", state_words(case.state)),
        "stops": course.stops(case, handoffs, clocks, now=now, kept_out=kept_out),
    }


def folded_of(case: Case, user: User) -> tuple[list[Case], int]:
    """The folded reports of a campaign that this person may see, some of them, and how many there are."""
    children: QuerySet[Case] = Case.objects.visible_to(user).filter(parent=case)
    return list(children.order_by("tier", "opened_at", "id")[:MOST_FOLDED]), children.count()


@dataclass(frozen=True, slots=True)
class Lapse:
    """When the sender's data lapse. ``days``: left, negative when past; ``level``: of the notice, "" in good time."""

    at: datetime
    days: int
    level: str


def lapse_of(case: Case, now: datetime) -> Lapse | None:
    """When the data the sender holds lapse, with a warning 60, 30 and 7 days before. None when nothing lapses."""
    if case.data_lapses_at is None or not case.is_open:
        return None
    days = (localtime(case.data_lapses_at).date() - localtime(now).date()).days
    level = next((level for within, level in WARN_DAYS if days <= within), "")
    return Lapse(case.data_lapses_at, days, level)
