"""What is asked before an interview is planned: which child, what for, and whether it goes on with a protocol."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hilo.accounts.models import User, UserQuerySet
from hilo.accounts.permissions import Permission
from hilo.accounts.roles import ROLES
from hilo.cases.access import Sight
from hilo.cases.forms import Choices
from hilo.cases.models import Case, PersonInCase
from hilo.testimony.disclosure.when import When
from hilo.testimony.interview_forms import AskForm
from hilo.testimony.models import Interview, Telling
from hilo.testimony.telling_queries import adults_of
from hilo.testimony.telling_words import lang, words


@dataclass(frozen=True)
class Asked:
    """What the address says. ``follows``: the session of a protocol after which this one comes."""

    child: PersonInCase
    purpose: str
    follows: Interview | None = None

    @property
    def line(self) -> str:
        """The line of sessions that it goes on with; "" for none."""
        return str(self.follows.line) if self.follows else ""

    def given(self) -> dict[str, Any]:
        """For the act."""
        return {"child": self.child, "purpose": self.purpose, "follows": self.follows}

    def colleague(self, pk: str) -> User | None:
        """Somebody of the case's institution who may interview."""
        return colleagues(self.child.case.institution).filter(pk=pk).first()


def asked_of(request: HttpRequest, case: Case) -> Asked | AskForm:
    """What the address says, or the form that asks for it, with its errors when it says something wrong."""
    children = list(case.people.filter(role=PersonInCase.Role.CHILD))
    ended = case.interviews.filter(ended_at__isnull=False).exclude(protocol__in=("", "none"))
    lines = {str(row.pk): row for row in ended}
    known = {"de": str(children[0].pk)} if len(children) == 1 else {}
    known |= {name: request.GET[name] for name in ("de", "sigue", "para") if name in request.GET}
    choices = {"children": _children(children), "lines": [(pk, _line(row)) for pk, row in lines.items()]}
    form = AskForm(known if known.get("para") else None, initial=known, **choices)
    if not form.is_valid():
        return form
    told = form.cleaned_data
    child = next(one for one in children if str(one.pk) == told["de"])
    child.case = case
    follows = lines.get(told.get("sigue", ""))
    if follows is not None and follows.child_id != child.pk:
        form.add_error("sigue", _("Esa entrevista fue con otra niña, niño o adolescente. Elija la suya."))
        return form
    return Asked(child, told["para"], follows)


def _children(found: list[PersonInCase]) -> list[tuple[str, str]]:
    """Numbered as on the page of the case, without names."""
    rows = []
    for n, one in enumerate(found, start=1):
        number = _("Niña, niño o adolescente %(n)s") % {"n": n}
        age = ngettext("%(n)s año", "%(n)s años", one.age) % {"n": one.age} if one.age is not None else ""
        rows.append((str(one.pk), f"{number}, {age}" if age else number))
    return rows


def _line(row: Interview) -> str:
    day = When(timezone.localdate(row.begun_at), "day").words(lang())
    return _("Sí, sigue a la entrevista %(n)s, de: %(when)s") % {"n": row.number, "when": day}


def colleagues(institution: str) -> UserQuerySet:
    """Who of an institution may interview."""
    able = [role.code for role in ROLES.values() if Permission.INTERVIEW_HOLD in role.permissions]
    return User.objects.people().filter(institution=institution, role__in=able).order_by("display_name", "pk")


def people_of(case: Case, sight: Sight) -> Choices:
    """Who may interview, and the adults of elsewhere known in the case. Opens sealed names: log the look first."""
    own = [(f"user:{one.pk}", f"{one.display_name} · {ROLES[one.role].label}") for one in colleagues(case.institution)]
    return [*own, *((pk, text) for pk, text, user in adults_of(case, sight) if user is None)]


def counted_of(case: Case, child: PersonInCase) -> list[tuple[str, str]]:
    """Formal tellings of the case that belong to no interview yet, for a form."""
    rows = case.tellings.filter(child=child, formal=True, void=False, corrected__isnull=True, interview__isnull=True)
    return [(str(row.pk), _counted(row)) for row in rows.filter(corrects__interview__isnull=True)]


def _counted(row: Telling) -> str:
    return f"{When(row.on, row.precision).words(lang())} · {words('purposes', row.purpose)}"
