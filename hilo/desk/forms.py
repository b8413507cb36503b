"""Forms of the desk: the shape of what is sent, never a rule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hilo.accounts.models import User
from hilo.cases.models import Case
from hilo.desk import queries


class AssignForm(forms.Form):
    """``case``: codes of cases that ``by`` may see; ``to``: the person who is to hold them."""

    case = forms.ModelMultipleChoiceField(
        queryset=Case.objects.none(),
        to_field_name="code",
        error_messages={
            "required": _("Marque los casos que quiere asignar."),
            "invalid_choice": _("El caso %(value)s ya no está en su institución. Nada se asignó; quítelo y repita."),
        },
    )
    to = forms.ModelChoiceField(
        queryset=User.objects.none(),
        error_messages={
            "required": _("Elija a la persona que llevará los casos."),
            "invalid_choice": _("Elija a una persona activa de su institución que pueda llevar casos."),
        },
    )

    def __init__(self, *args: Any, by: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["case"].queryset = Case.objects.visible_to(by)  # type: ignore[attr-defined]
        self.fields["to"].queryset = queries.assignable(by)  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    """``text``: a case code, a report's number or an identifier, as somebody wrote it."""

    text = forms.CharField(
        max_length=500,
        error_messages={
            "required": _("Escriba lo que busca: un código de caso, un número de reporte o un identificador."),
            "max_length": _("Es demasiado largo: busque un solo dato de hasta 500 signos."),
        },
    )
