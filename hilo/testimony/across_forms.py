"""What a person fills in to compare accounts, or to take codes out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm


class CompareForm(forms.Form):
    """Whose accounts, of what setting."""

    setting = forms.CharField(
        label=_("¿De qué entorno son estos relatos?"), max_length=60,
        help_text=_("Por ejemplo: escuela primaria pública. Solo se comparan los de un mismo entorno. Sin nombres."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    children = forms.MultipleChoiceField(
        label=_("¿Qué relatos se comparan?"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Los que no marque dicen qué tan común es cada tema: elija sin mirar lo que cuentan."),
        error_messages={"required": _("Elija al menos dos relatos.")},
    )  # fmt: skip

    def __init__(self, *args: Any, children: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["children"].choices = children  # type: ignore[attr-defined]


class CodesForm(CaseForm):
    """In which form, and what for."""

    form = forms.ChoiceField(
        label=_("¿Qué sale?"), widget=forms.RadioSelect,
        choices=[
            ("qdpx", _("las transcripciones con sus códigos confirmados (.qdpx)")),
            ("qdc", _("solo el libro de códigos, sin palabras de nadie (.qdc)")),
        ],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("¿Para qué sale?"), max_length=240, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Queda anotado. El archivo va sin cifrar: cuídelo como el expediente y bórrelo cuando termine."),
    )  # fmt: skip
