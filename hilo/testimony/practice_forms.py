"""What a trainee fills in: which story, and what they say."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import Words
from hilo.testimony.practice import stories
from hilo.testimony.practice_policies import MOST_SEED


class BeginForm(forms.Form):
    """A story, an age, and the number of an earlier one to repeat it."""

    story = forms.ChoiceField(label=_("¿De qué se trata?"), widget=forms.RadioSelect)
    age = forms.TypedChoiceField(
        label=_("¿Qué edad tiene?"),
        coerce=int,
        help_text=_("Quien tiene menos años cuenta menos cada vez, y acepta más pronto lo que se le sugiere."),
    )
    seed = forms.IntegerField(
        label=_("Número para repetir (opcional)"), required=False, min_value=0, max_value=MOST_SEED,
        help_text=_("Con el mismo número, historia, edad y palabras, contesta lo mismo. Vacío: sale uno nuevo."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        told = stories()
        ages = sorted({age for one in told for age in one.ages})
        self.fields["story"].choices = [(one.id, one.name) for one in told]  # type: ignore[attr-defined]
        years = [(age, ngettext("%(n)d año", "%(n)d años", age) % {"n": age}) for age in ages]
        self.fields["age"].choices = [("", gettext("Elija una edad")), *years]  # type: ignore[attr-defined]


class SayForm(forms.Form):
    """One turn. ``seen``: how many turns the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = Words(label=_("Lo que usted le dice"), rows=3)

    def here(self) -> None:
        """The page opens at this field: what is above it has been read."""
        self.fields["text"].widget.attrs["autofocus"] = True
