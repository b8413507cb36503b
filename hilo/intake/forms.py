"""What a person fills in about a report. Shapes only: whether it may be done is asked where it is done."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hilo.alerts.forms import Day, Plain, missing
from hilo.intake.answering import MOST_SIGNS


class ReadForm(forms.Form):
    """Why somebody opens what was told."""

    reason = forms.CharField(
        label=_("¿Para qué lo lee?"),
        max_length=240,
        help_text=_("Queda anotado con su nombre y lo lee quien audita: no escriba nombres ni datos del caso."),
        error_messages=missing(_("Escriba para qué necesita leerlo.")),
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class AnswerForm(forms.Form):
    """A message to who told."""

    words = Plain(
        label=_("Mensaje"),
        chars=MOST_SIGNS,
        rows=7,
        help_text=_(
            "Frases cortas. Diga qué va a pasar y cuándo. No escriba nombres de personas ni de lugares: "
            "otra persona puede ver la pantalla."
        ),
        error_messages=missing(_("Escriba el mensaje.")),
    )
    promised = Day(
        label=_("¿Para qué día le promete otra noticia?"),
        required=False,
        help_text=_("Se le muestra. Prometa solo lo que va a cumplir; puede dejarlo vacío."),
    )
    danger = forms.BooleanField(label=_("Hay peligro y por eso le escribo, aunque pidió que no"), required=False)

    def __init__(self, *args: Any, withdrawn: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not withdrawn:
            del self.fields["danger"]


class DestroyForm(forms.Form):
    """Why what was told is destroyed for good."""

    reason = Plain(
        label=_("¿Por qué se destruye?"),
        rows=3,
        help_text=_("Queda en el hilo con su nombre. No repita lo que se contó."),
        error_messages=missing(_("Escriba por qué se destruye.")),
    )
    sure = forms.BooleanField(
        label=_("Sé que nadie podrá volver a leerlo, tampoco desde una copia de respaldo"),
        error_messages=missing(_("Marque que sabe que no hay vuelta atrás.")),
    )
