"""What a person fills in about a passage. Whether it may be marked so is asked in ``indicator_policies``."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Words
from hilo.testimony.indicator_words import PROVENANCE, lang
from hilo.testimony.indicators.codebook import codebook

MOST = 2_000  # signs of a passage that is typed


class PassageForm(CaseForm):
    """Which words of one turn. ``at``: where they begin, when the browser or the person said which of several."""

    words_typed = forms.CharField(
        label=_("¿Qué palabras?"),
        required=False,
        max_length=MOST,
        help_text=_("Selecciónelas arriba con el ratón o el dedo, o escríbalas. Vacío: todo el turno."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    at = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class MarkForm(PassageForm):
    """An indicator for those words, and how they came to be said."""

    code = forms.ChoiceField(label=_("¿De qué indicador hablan?"))
    provenance = forms.ChoiceField(
        label=_("¿Cómo llegó a decirse?"), choices=list(PROVENANCE.items()), widget=forms.RadioSelect
    )
    denied = forms.BooleanField(label=_("En estas palabras dice que no"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(one.id, one.label.get(lang())) for one in codebook().indicators]
        self.fields["code"].choices = [("", gettext("Elija un indicador")), *choices]  # type: ignore[attr-defined]


class WithdrawForm(CaseForm):
    """Why a mark is taken back."""

    reason = Words(label=_("¿Por qué se retira?"), rows=2, help_text=_("Queda junto a la marca, que no se borra."))


class AnswerForm(CaseForm):
    """What a person says of one suggestion."""

    key = forms.CharField(max_length=160, widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=[("accept", ""), ("reject", "")])
    provenance = forms.ChoiceField(choices=[("", ""), *PROVENANCE.items()], required=False)
    denied = forms.BooleanField(required=False)
