"""What a person fills in about a document. The file itself is no field of a form: see ``document_upload``."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Words
from hilo.evidence.document_policies import NAME

KIND_WORDS = {
    "letter": _("Oficio o carta"),
    "answer": _("Respuesta a un oficio"),
    "order": _("Resolución u orden"),
    "opinion": _("Dictamen o informe"),
    "record": _("Acta o constancia"),
    "other": _("Otro documento lícito"),
}


class DocumentForm(CaseForm):
    """What the document is, and what it belongs to."""

    kind = forms.ChoiceField(label=_("¿Qué documento es?"))
    name = forms.CharField(
        label=_("Título"),
        max_length=NAME,
        help_text=_("Para reconocerlo en la lista. Por ejemplo: Respuesta de la escuela del 3 de marzo."),
    )
    about = forms.ChoiceField(label=_("¿De qué acto u oficio es?"), required=False)

    def __init__(self, *args: Any, about: Iterable[tuple[str, Any]], **more: Any) -> None:
        """``about``: choices of acts and letters; without any, nothing is asked."""
        super().__init__(*args, **more)
        known = list(about)
        self.fields["kind"].choices = [("", gettext("Elija de la lista")), *KIND_WORDS.items()]  # type: ignore[attr-defined]
        if known:
            self.fields["about"].choices = [("", gettext("De ninguno en particular")), *known]  # type: ignore[attr-defined]
        else:
            del self.fields["about"]


class EraseForm(CaseForm):
    """Why the content goes."""

    reason = Words(
        label=_("¿Por qué se borra?"),
        help_text=_("Queda en el expediente. Por ejemplo: se subió al caso equivocado."),
    )
