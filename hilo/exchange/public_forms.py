"""What is filled in without an account: the code on the letter, and one answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import Words
from hilo.exchange.forms import outcome_choices

STEP_WORDS = {
    "acknowledge": _("Acusamos recibo; todavía no decimos si aceptamos"),
    "accept": _("Aceptamos"),
    "refuse": _("No aceptamos"),
    "give_result": _("Este es el resultado"),
}
PLAIN = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}


class CodeForm(forms.Form):
    """The code printed on the letter, with or without its hyphens."""

    code = forms.CharField(
        label=_("Clave que viene en el oficio"), max_length=40, widget=forms.TextInput(attrs=PLAIN),
        error_messages={"required": _("Escriba la clave que viene en el oficio.")},
    )  # fmt: skip


class AnswerForm(forms.Form):
    """One answer, by whom, under which reference of theirs."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    step = forms.ChoiceField(label=_("¿Qué responden?"), widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label=_("¿Qué resultó?"), required=False)
    reason = Words(
        label=_("Razón (si no aceptan)"), required=False,
        help_text=_("Sin nombres ni datos de la niña, el niño o adolescente."),
    )  # fmt: skip
    reference = forms.CharField(
        label=_("Su número de oficio o carpeta"), required=False, max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    signer = forms.CharField(
        label=_("Quién responde y con qué cargo"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, steps: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        possible = [(step, STEP_WORDS[step]) for step in steps]
        self.fields["step"].choices = possible  # type: ignore[attr-defined]
        self.fields["outcome"].choices = outcome_choices()  # type: ignore[attr-defined]
        if len(possible) == 1:
            self.fields["step"].initial = possible[0][0]
        unused = {"outcome": "give_result", "reason": "refuse"}
        for name in [name for name, step in unused.items() if step not in steps]:
            del self.fields[name]

    def said(self) -> dict[str, str]:
        """The step and what belongs to it."""
        given = self.cleaned_data
        extra = {"refuse": "reason", "give_result": "outcome"}.get(given["step"])
        words = {extra: given.get(extra, "")} if extra else {}
        return {"step": given["step"], "reference": given["reference"], "signer": given["signer"], **words}
