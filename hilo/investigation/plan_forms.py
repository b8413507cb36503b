"""What a person fills in to take acts into a plan. Shapes only."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Choices, Words
from hilo.investigation.actions import Adoption
from hilo.investigation.models import AskedBy, Origin
from hilo.investigation.plan import Proposal
from hilo.reference import pack
from hilo.reference.acts import ActType

LONGEST_TARGET = 500
FUTURE = _("Los datos son de un día que ya pasó. Corrija la fecha.")
FAMILIES = {
    "preserve": _("Conservar antes de que se borre"),
    "care": _("Cuidar y proteger"),
    "data": _("Pedir datos o retirar contenido"),
    "device": _("Aparatos y material"),
    "place": _("Lugares"),
    "person": _("Personas"),
    "file": _("Expedientes y registros"),
    "money": _("Dinero"),
    "international": _("Otros países"),
    "expert": _("Dictámenes"),
    "cover": _("Actos reservados"),
}


def _target() -> forms.CharField:
    return forms.CharField(
        label=_("¿Sobre qué exactamente? (puede decirlo después)"), required=False, max_length=LONGEST_TARGET,
        help_text=_("Cuenta, dirección, número, aparato o lugar. Se guarda cifrado."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


def _day() -> forms.DateField:
    return forms.DateField(
        label=_("¿De qué día son los datos? (si se sabe)"), required=False,
        help_text=_("De ese día se cuenta hasta cuándo se pueden pedir."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


def _has_passed(day: date | None, today: date) -> date | None:
    if day is not None and day > today:
        raise forms.ValidationError(FUTURE)
    return day


class PlanForm(CaseForm):
    """One box for each act that is proposed; what exactly and of which day where the act asks for it."""

    def __init__(self, *args: Any, proposals: Iterable[Proposal], today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.proposals = {one.type.code: one for one in proposals}
        self.today = today
        lang = get_language() or "es"
        for code, one in self.proposals.items():
            self.fields[f"act_{code}"] = forms.BooleanField(label=one.type.label.get(lang), required=False)
            if one.type.needs_target:
                self.fields[f"target_{code}"] = _target()
            if one.type.windows:
                self.fields[f"day_{code}"] = _day()

    def clean(self) -> dict[str, Any]:
        """At least one act, and nothing written about an act that is not marked."""
        given = super().clean() or {}
        for code in self.proposals:
            self._check(code, given)
        if not any(given.get(f"act_{code}") for code in self.proposals) and not self.errors:
            raise forms.ValidationError(_("Marque al menos un acto."))
        return given

    def _check(self, code: str, given: dict[str, Any]) -> None:
        written = next((name for name in (f"target_{code}", f"day_{code}") if given.get(name)), "")
        if written and not given.get(f"act_{code}"):
            self.add_error(written, _("Marque también este acto, o borre lo escrito."))
        try:
            _has_passed(given.get(f"day_{code}"), self.today)
        except forms.ValidationError as wrong:
            self.add_error(f"day_{code}", wrong)

    def adoptions(self) -> list[Adoption]:
        """The acts that were marked."""
        given = self.cleaned_data
        return [
            Adoption(
                code, target=given.get(f"target_{code}") or "", data_from=given.get(f"day_{code}"),
                origin=Origin.PROPOSED,
            )
            for code in self.proposals
            if given.get(f"act_{code}")
        ]  # fmt: skip


class AddForm(CaseForm):
    """One act of the catalogue that a person thinks of, proposed or not."""

    type = forms.ChoiceField(label=_("¿Qué acto?"))
    target = _target()
    data_from = _day()
    asked_by = forms.ChoiceField(
        label=_("¿Alguien ya lo pidió?"), required=False, choices=[("", _("Todavía nadie")), *AskedBy.choices],
        help_text=_("A la víctima y a su asesoría se les responde en tres días."),
    )  # fmt: skip
    reason = Words(label=_("¿Por qué hace falta? (si quiere anotarlo)"), required=False, rows=3)

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        self.fields["type"].choices = [("", gettext("Elija un acto")), *catalogue()]  # type: ignore[attr-defined]

    def clean_data_from(self) -> date | None:
        """Data are of a day that is over or running."""
        return _has_passed(self.cleaned_data["data_from"], self.today)

    def adoption(self) -> Adoption:
        """What was asked for."""
        names = ("type", "target", "data_from", "asked_by", "reason")
        return Adoption(**{name: self.cleaned_data[name] for name in names}, origin=Origin.PERSON)


def catalogue() -> Choices:
    """Every act by family, in the order of the catalogue."""
    lang, acts = get_language() or "es", pack().acts.values()
    found: Choices = []
    for family, words in FAMILIES.items():
        of_family: list[ActType] = [act for act in acts if act.family == family]
        if of_family:
            found.append((str(words), [(act.code, act.label.get(lang)) for act in of_family]))
    return found
