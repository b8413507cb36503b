"""What a person fills in about facts and charges."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Words
from hilo.reference import pack

GROUPS = {
    "who": _("Las personas"),
    "contact": _("El contacto"),
    "images": _("Imágenes y grabaciones"),
    "acts": _("Lo que pasó"),
    "pressure": _("Presión y daño"),
    "circumstances": _("Circunstancias"),
}
ANSWERS = [("unknown", _("No se sabe")), ("yes", _("Sí")), ("no", _("No"))]
AGES = [
    ("unknown", _("No se sabe")),
    ("adult", _("Persona adulta")),
    ("16-17", _("De 16 a 17 años")),
    ("14-15", _("De 14 a 15 años")),
    ("12-13", _("De 12 a 13 años")),
    ("under12", _("Menos de 12 años")),
]


class Day(forms.DateField):
    """A day by the browser's own field."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False, **more)


class ClassifyForm(CaseForm):
    """Where and when it happened, and one question a fact."""

    state = forms.ChoiceField(label=_("¿En qué estado ocurrió?"), required=False)
    conduct_from = Day(label=_("Primer día de los hechos"), help_text=_("De la fecha depende qué ley se aplica."))
    conduct_until = Day(label=_("Último día de los hechos"))
    victim_born = Day(
        label=_("Fecha de nacimiento de la víctima"),
        help_text=_("Solo para contar la prescripción. Si no se sabe, déjela vacía."),
    )
    accused_age = forms.ChoiceField(label=_("Edad de la persona señalada"), choices=AGES, initial="unknown")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        lang = get_language() or "es"
        states = sorted((one.name.get(lang), one.key) for one in pack().states.values())
        choices = [("", gettext("No se sabe")), *((key, name) for name, key in states)]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]
        for fact in pack().facts.values():
            self.fields[f"f_{fact.code}"] = forms.ChoiceField(
                label=fact.label.get(lang), choices=ANSWERS, initial="unknown", required=False,
                help_text=fact.help.get(lang) if fact.help else "",
            )  # fmt: skip

    def groups(self) -> Iterable[tuple[Any, list[Any]]]:
        """Questions by what they are about, for the page."""
        for group, words in GROUPS.items():
            yield words, [self[f"f_{one.code}"] for one in pack().facts.values() if one.group == group]

    def plain(self) -> list[Any]:
        """The fields that are no question about a fact."""
        return [field for field in self.visible_fields() if not field.name.startswith("f_")]

    def clean(self) -> dict[str, Any]:
        """The answers under one name."""
        data = super().clean() or {}
        names = [name for name in data if name.startswith("f_")]
        data["answers"] = {name.removeprefix("f_"): data.pop(name) or "unknown" for name in names}
        return data


class ChargeForm(CaseForm):
    """What the authority charged."""

    offence = forms.ChoiceField(label=_("¿Qué delito atribuyó la autoridad?"))
    replaces = forms.ChoiceField(label=_("¿Sustituye a otro?"), required=False)
    technology = forms.BooleanField(
        label=_("Los hechos ocurrieron con ayuda de la tecnología"),
        required=False,
        help_text=_("Queda registrado aunque el delito atribuido no lo diga."),
    )
    icvac = forms.CharField(label=_("Código ICVAC, si su institución lo usa"), max_length=60, required=False)
    reason = Words(
        label=_("Razón"),
        rows=3,
        required=False,
        help_text=_("Hace falta cuando se reclasifica: qué se dijo para cambiarlo."),
    )

    def __init__(self, *args: Any, charges: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        lang, known = get_language() or "es", list(charges)
        rows = [(f"{one.code}@{one.text_date}", f"{one.article} · {one.label.get(lang)}") for one in pack().offences]
        first = [("", gettext("Elija de la lista"))]
        self.fields["offence"].choices = [*first, *dict(rows).items()]  # type: ignore[attr-defined]
        if known:
            self.fields["replaces"].choices = [("", gettext("A ninguno")), *known]  # type: ignore[attr-defined]
        else:
            del self.fields["replaces"]
