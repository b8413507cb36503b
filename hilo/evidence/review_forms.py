"""What a person fills in to review evidence from outside: what it is about, then each rule."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Words
from hilo.evidence.reviews import ORIGINS, Line

FOUND = [("met", _("Sí, consta")), ("missing", _("Falta")), ("not_applicable", _("No aplica"))]
PREFIX = "rule_"


class StartForm(forms.Form):
    """What is reviewed, and where it comes from."""

    de = forms.ChoiceField(label=_("¿Qué se revisa?"))
    origen = forms.ChoiceField(label=_("¿De dónde viene?"), required=False)

    def __init__(self, *args: Any, subjects: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["de"].choices = [("", gettext("Elija un indicio o una alerta")), *subjects]  # type: ignore[attr-defined]
        self.fields["origen"].choices = [("", gettext("Lo que dice su registro")), *ORIGINS.items()]  # type: ignore[attr-defined]


class ReviewForm(CaseForm):
    """One answer for each rule. What the record knows is chosen beforehand; the person decides."""

    note = Words(
        label=_("Observaciones (si hacen falta)"),
        required=False,
        help_text=_("Salen en la nota firmada, tal como las escriba. Sin nombres de niñas, niños o adolescentes."),
    )

    def __init__(self, *args: Any, lines: Iterable[Line], lang: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[PREFIX + line.rule.code] = forms.ChoiceField(
                label=line.rule.asks.get(lang),
                choices=FOUND,
                widget=forms.RadioSelect,
                initial="met" if line.seen else None,
                error_messages={"required": _("Responda este punto.")},
            )

    def rows(self) -> list[tuple[Line, BoundField]]:
        """Each rule with its field."""
        return [(line, self[PREFIX + line.rule.code]) for line in self.lines]

    def clean(self) -> dict[str, Any]:
        """The answers come together, by code of the rule."""
        given = super().clean() or {}
        codes = [line.rule.code for line in self.lines if PREFIX + line.rule.code in given]
        given["answers"] = {code: given.pop(PREFIX + code) for code in codes}
        return given


class SignForm(forms.Form):
    """What the note says that the system does not know."""

    place = forms.CharField(label=_("Lugar"), max_length=80, help_text=_("Por ejemplo: Tepic, Nayarit."))
    addressee = forms.CharField(
        label=_("Para quién (cargo)"),
        max_length=160,
        required=False,
        help_text=_("Por ejemplo: Juez de control. Si se deja vacío dirá «A quien corresponda»."),
    )
    signer = forms.CharField(label=_("Quién firma"), max_length=160)
    post = forms.CharField(label=_("Cargo de quien firma"), max_length=160)
