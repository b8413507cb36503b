"""What a person fills in to export a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import Words


class ExportForm(forms.Form):
    """Which copy, and what for."""

    copy = forms.ChoiceField(
        label=_("¿Qué copia?"),
        widget=forms.RadioSelect,
        choices=[
            ("redacted", _("Sin nombres ni descripciones. Se comprueba igual.")),
            ("full", _("Completa, para quien tiene derecho a ver los nombres.")),
        ],
    )
    reason = Words(label=_("¿Para qué se exporta?"), help_text=_("Por ejemplo: se entrega al juez de control."), rows=2)
