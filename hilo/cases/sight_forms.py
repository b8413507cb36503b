"""What a person fills in about who may look into a case. Shapes only."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Words, institution_choices
from hilo.cases.models import BreakGlass


class ConflictForm(CaseForm):
    """An institution that is kept out of the case, and why."""

    institution = forms.ChoiceField(label=_("¿Qué institución queda fuera?"))
    reason = Words(
        label=_("¿Por qué?"),
        help_text=_("Por ejemplo: ahí trabaja la persona señalada, o ahí ocurrieron los hechos. Se guarda cifrado."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = institution_choices(gettext("Elija una institución"))
        self.fields["institution"].choices = choices  # type: ignore[attr-defined]


class BreakGlassForm(forms.Form):
    """The code of a case, and the emergency."""

    code = forms.CharField(
        label=_("Clave del caso"), max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    reason = Words(
        label=_("¿Cuál es la emergencia?"),
        help_text=_("Diga qué está pasando y por qué no puede esperar. Lo leerá quien revise esta apertura."),
    )


VERDICTS = [
    (BreakGlass.Verdict.JUSTIFIED, _("Sí: había peligro y no podía esperar")),
    (BreakGlass.Verdict.NOT_JUSTIFIED, _("No")),
]


class ReviewForm(forms.Form):
    """Whether an emergency look was justified."""

    verdict = forms.ChoiceField(label=_("¿Estuvo justificada?"), choices=VERDICTS, widget=forms.RadioSelect)
    note = Words(label=_("¿Por qué?"), help_text=_("Queda en el hilo del caso con su nombre y la hora."))
