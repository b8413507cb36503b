"""What a person fills in about a double coding."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hilo.accounts.models import User
from hilo.testimony.interview_asked import colleagues
from hilo.testimony.models import Layer


class DrawForm(forms.Form):
    """What is coded, how much of it, and by whom."""

    layer = forms.ChoiceField(
        label=_("¿Qué se codifica?"), widget=forms.RadioSelect, initial=Layer.PROMPT,
        choices=[
            (Layer.PROMPT, _("qué pide cada pregunta")),
            (Layer.SEGMENT, _("indicadores en lo que dijo la niña o el niño")),
        ],
    )  # fmt: skip
    share = forms.IntegerField(
        label=_("¿Qué parte de los relatos, por ciento?"), min_value=20, max_value=100, initial=20,
        help_text=_("Al menos un quinto, o diez relatos si son más."),
    )  # fmt: skip
    first = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Codifica"), empty_label=_("Elija a una persona")
    )
    second = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Codifica también"), empty_label=_("Elija a otra persona")
    )

    def __init__(self, *args: Any, institution: str, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("first", "second"):
            self.fields[name].queryset = colleagues(institution)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Two people."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("first") and found.get("first") == found.get("second"):
            self.add_error("second", gettext("Elija a otra persona: la misma no puede codificar dos veces."))
        return found
