"""What a person fills in when the signed letter was delivered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm


class SentForm(CaseForm):
    """The number and date with which the outside body received it."""

    reference = forms.CharField(
        label=_("¿Con qué número lo recibieron?"), max_length=80,
        help_text=_("El del acuse o sello de recibido."), widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    day = forms.DateField(label=_("¿Qué día se entregó?"), widget=forms.DateInput(attrs={"type": "date"}))
