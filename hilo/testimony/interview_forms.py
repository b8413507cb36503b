"""What a person fills in about an interview: what for, who, when, and each step as it happens."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Choices, Moment, Words
from hilo.testimony.interview_words import PROTOCOLS
from hilo.testimony.telling_forms import NEW, AdultForm
from hilo.testimony.telling_words import choices

Options = Iterable[tuple[str, str]]


class AskForm(forms.Form):
    """Which child, what for, and whether it goes on with a protocol: asked before anything else, in the address."""

    de = forms.ChoiceField(label=_("¿A quién se va a escuchar?"))
    sigue = forms.ChoiceField(
        label=_("¿Es otra sesión de una entrevista ya hecha?"), required=False,
        help_text=_("Una sesión prevista de un protocolo no es repetir de más: se cuenta aparte y no pide razón."),
    )  # fmt: skip
    para = forms.ChoiceField(label=_("¿Para qué?"))

    def __init__(self, *args: Any, children: Options, lines: Options, **more: Any) -> None:
        """``lines``: interviews of a protocol that another session may follow."""
        super().__init__(*args, **more)
        going = list(lines)
        self._choose("de", [("", gettext("Elija de la lista")), *children])
        self._choose("para", [("", gettext("Elija para qué")), *choices("purposes")])
        self._choose("sigue", [("", gettext("No")), *going])
        if not going:
            del self.fields["sigue"]

    def _choose(self, name: str, found: Choices) -> None:
        self.fields[name].choices = found  # type: ignore[attr-defined]


class InterviewForm(AdultForm):
    """What planning an interview and entering one that was held have in common."""

    protocol = forms.ChoiceField(label=_("¿Con qué protocolo?"))
    legal_need = forms.ChoiceField(label=_("¿Qué la hace necesaria?"))
    earlier_usable = forms.ChoiceField(label=_("¿Hay una declaración anterior que sirva?"))

    def __init__(self, *args: Any, people: Choices, protocol: str = "", **more: Any) -> None:
        """``protocol``: that of the session before, which is not asked again."""
        whole = [("", gettext("Elija a una persona")), *people, (NEW, gettext("Otra persona, que describo abajo"))]
        super().__init__(*args, people=whole, **more)
        self.fields["who"].label, self.fields["who"].required = _("¿Quién entrevista?"), True
        self._choose("protocol", [("", gettext("Elija de la lista")), *PROTOCOLS.items()])
        self._choose("legal_need", list(choices("legal_needs")))
        self._choose("earlier_usable", list(choices("usable")))
        if protocol:
            del self.fields["protocol"]


class PlanForm(InterviewForm):
    """An interview to be held."""

    field_order = ("revision", "seen", "reason", "who", "role", "institution", "name", "protocol", "planned_for")
    planned_for = Moment(label=_("¿Cuándo será? (si ya se sabe)"), required=False)
    reason = Words(
        label=_("¿Por qué hace falta, y quién lo necesita?"), required=False, rows=2,
        help_text=_("Se pide cuando ya contó antes. Se guarda cifrada."),
    )  # fmt: skip


class ModeForm(CaseForm):
    """How what the child tells is kept, and whether the child chose it."""

    mode = forms.ChoiceField(
        label=_("¿Cómo queda lo que cuente?"),
        help_text=_("La elige la niña, niño o adolescente. Ninguna es obligatoria: «Sin registro» también vale."),
    )
    mode_chosen_by_child = forms.ChoiceField(label=_("¿Lo eligió?"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["mode"].choices = choices("modes")  # type: ignore[attr-defined]
        self.fields["mode_chosen_by_child"].choices = choices("chosen")  # type: ignore[attr-defined]


class StepForm(CaseForm):
    """A step that has just happened, or happened at the moment given."""

    happened_at = Moment(label=_("¿A qué hora fue?"), required=False, help_text=_("Vacío: en este momento."))

    def __init__(self, *args: Any, now: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.now = now

    def clean_happened_at(self) -> datetime | None:
        """None for the minute that is running: the field has no seconds, and it means now."""
        at: datetime | None = self.cleaned_data["happened_at"]
        return None if at is not None and timedelta(0) <= self.now - at < timedelta(minutes=1) else at


class BeginForm(StepForm, ModeForm):
    """The child begins to tell."""

    field_order = ("revision", "seen", "mode", "mode_chosen_by_child", "happened_at")


PAST = {
    "who": _("¿Quién entrevistó?"),
    "mode": _("¿Cómo quedó lo que contó?"),
    "mode_chosen_by_child": _("¿Lo eligió la niña, niño o adolescente?"),
    "legal_need": _("¿Qué lo hizo necesario?"),
    "earlier_usable": _("Cuando se le pidió, ¿había una declaración anterior que sirviera?"),
}


class HeldForm(InterviewForm, ModeForm):
    """An interview that was held before, here or elsewhere."""

    field_order = (
        "revision", "seen", "who", "role", "institution", "name", "begun_at", "closed_at", "ended_at", "protocol",
    )  # fmt: skip
    begun_at = Moment(label=_("¿Cuándo empezó?"))
    closed_at = Moment(
        label=_("¿Cuándo terminó el relato libre? (si se sabe)"), required=False,
        help_text=_("Es lo que cuenta antes de las preguntas. Si no se sabe, queda la hora del inicio."),
    )  # fmt: skip
    ended_at = Moment(label=_("¿Cuándo terminó? (si se sabe)"), required=False)
    telling = forms.ChoiceField(
        label=_("¿Ya estaba anotada como una vez que contó?"), required=False,
        help_text=_("Si lo estaba, elíjala: así no se cuenta dos veces."),
    )  # fmt: skip

    def __init__(self, *args: Any, counted: Options, **more: Any) -> None:
        """``counted``: formal tellings of the child that belong to no interview."""
        super().__init__(*args, **more)
        for name, label in PAST.items():
            self.fields[name].label = label
        self._choose("telling", [("", gettext("No, o no se sabe")), *counted])
        if len(self.fields["telling"].choices) == 1:  # type: ignore[attr-defined]
            del self.fields["telling"]


class CancelForm(CaseForm):
    """Why it will not be held."""

    reason = Words(label=_("¿Por qué se cancela?"), rows=2, help_text=_("Queda en el expediente, cifrada."))
