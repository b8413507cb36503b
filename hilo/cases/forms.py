"""What a person fills in about a case. Shapes only: whether it may be done is asked in ``policies``."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hilo.accounts.models import User
from hilo.accounts.roles import ROLES
from hilo.cases.models import Clock, PersonInCase, PlaceInCase, Tier
from hilo.cases.words import moment_words
from hilo.door.images import holds_picture
from hilo.lib.calendar import WorkCalendar
from hilo.linkage.models import Judgement
from hilo.reference import pack
from hilo.reference.models import ClockRule, EventKind

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"
MOST_SIGNS = 20_000
RELOAD = _("Esta página quedó incompleta. Copie lo que escribió, recárguela y vuelva a guardar.")
PICTURE = _(
    "Esto parece una imagen u otro archivo escrito en signos, y aquí no se guardan. Quítelo: un archivo se registra "
    "como indicio, por su descripción y su hash."
)
Choices = list[tuple[str, Any]]

GROUPS = {
    "sender": _("Remitente"),
    "people": _("Personas"),
    "investigation": _("Denuncia y avisos"),
    "protection": _("Protección"),
    "victim": _("Víctima: salud, ayuda y reparación"),
    "plan": _("Plan de investigación"),
    "evidence": _("Datos e indicios"),
    "testimony": _("Escucha y relato"),
    "proceeding": _("Proceso"),
    "alert": _("Urgencia"),
    "case": _("Caso"),
}


class CaseForm(forms.Form):
    """Carries what the page had seen: the case's revision, and how many events its thread had."""

    revision = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": RELOAD})
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, error_messages={"required": RELOAD})


class Moment(forms.DateTimeField):
    """A moment of the local zone, to the minute, by the browser's own field."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_FORMAT)
        super().__init__(widget=widget, input_formats=[LOCAL_FORMAT, "%Y-%m-%dT%H:%M:%S"], **more)


class Words(forms.CharField):
    """Free text of some lines. It is sealed when it is kept."""

    def __init__(self, *, rows: int = 4, **more: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=MOST_SIGNS, **more)

    def validate(self, value: str) -> None:
        """No picture comes in as text either: what looks like a file written out in signs is not kept."""
        super().validate(value)
        if holds_picture(value):
            raise forms.ValidationError(PICTURE)


class NoteForm(CaseForm):
    """A note without an act."""

    note = Words(
        label=_("Nota"), help_text=_("Queda en el expediente con su nombre y la hora. No se borra ni se corrige.")
    )


class RecordForm(CaseForm):
    """Something happened: it may end a duty and start another."""

    kind = forms.ChoiceField(label=_("¿Qué pasó?"))
    happened_at = Moment(
        label=_("¿Cuándo ocurrió?"),
        help_text=_("La hora del hecho, no la de anotarlo: de ella parten los plazos."),
    )
    note = Words(label=_("Nota (si hace falta)"), required=False)

    def __init__(self, *args: Any, meets: Mapping[str, Iterable[Clock]], now: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.now = now
        self.fields["kind"].choices = [("", gettext("Elija un acto")), *act_choices(meets)]  # type: ignore[attr-defined]
        self.fields["happened_at"].initial = now

    def clean_happened_at(self) -> datetime | None:
        """None for the minute that is running: the field has no seconds, and it means now."""
        at: datetime = self.cleaned_data["happened_at"]
        return None if timedelta(0) <= self.now - at < timedelta(minutes=1) else at


def act_choices(meets: Mapping[str, Iterable[Clock]]) -> Choices:
    """Acts a person may record, those that end a duty first, the others by group."""
    lang = get_language() or "es"
    kinds = [kind for kind in pack().event_kinds.values() if kind.by_person]
    first = [(kind.code, _meeting(kind, meets[kind.code], lang)) for kind in kinds if kind.code in meets]
    found: Choices = [(gettext("Cumplen un deber abierto"), first)] if first else []
    for group, words in GROUPS.items():
        rest = [(kind.code, kind.label.get(lang)) for kind in kinds if kind.group == group and kind.code not in meets]
        found += [(str(words), rest)] if rest else []
    return found


def _meeting(kind: EventKind, clocks: Iterable[Clock], lang: str) -> str:
    duties = dict.fromkeys(pack().clocks[clock.rule].duty.get(lang) for clock in clocks)
    words = gettext("%(act)s — cumple: %(duties)s")
    return words % {"act": kind.label.get(lang), "duties": "; ".join(duties)}


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A colleague, by name and role."""

    def label_from_instance(self, obj: User) -> str:
        """«Ana Robles · Responsable de caso»."""
        return f"{obj.display_name} · {ROLES[obj.role].label}"


class AssignForm(CaseForm):
    """Who answers for the case from now on."""

    to = PersonChoice(queryset=User.objects.none(), label=_("¿Quién lo llevará?"), empty_label=_("Elija a una persona"))

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class ReasonForm(CaseForm):
    """Only a reason."""

    reason = Words(label=_("Razón"))


class TierForm(CaseForm):
    """Another urgency, by a person."""

    tier = forms.TypedChoiceField(label=_("Urgencia"), choices=Tier.choices, coerce=int, widget=forms.RadioSelect)
    reason = Words(label=_("Razón"), help_text=_("Qué sabe usted que el cálculo no sabía."))


class StateForm(CaseForm):
    """Where the case belongs."""

    state = forms.ChoiceField(label=_("Estado"))
    reason = Words(label=_("¿Cómo se sabe?"))

    def __init__(self, *args: Any, present: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["state"].choices = state_choices(gettext("Elija un estado"), but=present)  # type: ignore[attr-defined]


def state_choices(empty: str, *, but: str = "") -> Choices:
    """States of the pack by name."""
    lang = get_language() or "es"
    found = [(key, state.name.get(lang)) for key, state in pack().states.items() if key != but]
    return [("", empty), *sorted(found, key=lambda one: one[1])]


class CloseForm(CaseForm):
    """How it ended, and what is known."""

    reason = forms.ChoiceField(label=_("¿Cómo termina?"))
    note = Words(label=_("¿Qué se sabe de la niña, el niño o adolescente, y qué se hizo?"), rows=6)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        lang = get_language() or "es"
        found = [(code, one.label.get(lang)) for code, one in pack().outcomes.items() if one.closes]
        self.fields["reason"].choices = [("", gettext("Elija cómo termina")), *found]  # type: ignore[attr-defined]


class PersonForm(CaseForm):
    """Somebody appears in the case."""

    role = forms.ChoiceField(
        label=_("¿Qué papel tiene?"), choices=[("", _("Elija un papel")), *PersonInCase.Role.choices]
    )
    name = forms.CharField(
        label=_("Nombre (si se sabe)"), required=False, max_length=300,
        help_text=_("Se guarda cifrado. Verlo de nuevo pide una razón y queda anotado."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    age = forms.IntegerField(label=_("Edad en años (si se sabe)"), required=False, min_value=0, max_value=120)
    institution = forms.ChoiceField(
        label=_("¿Dónde trabaja? (si es una institución de la lista)"), required=False,
        help_text=_("Donde trabaja una persona de interés queda fuera del caso; si es su institución, usted también."),
    )  # fmt: skip
    source = forms.CharField(label=_("¿Quién lo dice?"), required=False, max_length=64)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["institution"].choices = institution_choices(gettext("Ninguna"))  # type: ignore[attr-defined]


def institution_choices(empty: str) -> Choices:
    """Institutions of the pack by name."""
    lang = get_language() or "es"
    known = [(code, one.name.get(lang)) for code, one in pack().institutions.items()]
    return [("", empty), *sorted(known, key=lambda one: one[1])]


class PlaceForm(CaseForm):
    """A place, or an institution that takes part."""

    role = forms.ChoiceField(label=_("¿Qué lugar es?"), choices=[("", _("Elija qué es")), *PlaceInCase.Role.choices])
    institution = forms.ChoiceField(
        label=_("Institución (si es una)"), required=False,
        help_text=_("Si es la escuela o el lugar de los hechos, queda fuera del caso; si es la suya, usted también."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Nombre o dirección (si se sabe)"), required=False, max_length=300,
        help_text=_("Se guarda cifrado. Verlo de nuevo pide una razón y queda anotado."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    state = forms.ChoiceField(label=_("Estado"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["institution"].choices = institution_choices(gettext("Ninguna"))  # type: ignore[attr-defined]
        self.fields["state"].choices = state_choices(gettext("No se sabe"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A row must say something."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not found.get("name") and not found.get("institution"):
            raise forms.ValidationError(_("Escriba el nombre del lugar o elija una institución."))
        return found


class PauseForm(CaseForm):
    """Until when a clock does not count, and why."""

    until = Moment(label=_("¿Hasta cuándo?"))
    reason = Words(label=_("Razón"))

    def __init__(self, *args: Any, rule: ClockRule, calendar: WorkCalendar, now: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        if rule.max_pause is not None:
            last = moment_words(calendar.due(now, rule.max_pause))
            self.fields["until"].help_text = gettext("La regla permite, como máximo, hasta el %(day)s.") % {"day": last}


class RevealForm(forms.Form):
    """Why somebody must see a sealed name."""

    reason = forms.CharField(
        label=_("¿Para qué necesita verlo?"), max_length=240,
        help_text=_("Queda anotado con su nombre y la hora. No escriba aquí datos de nadie."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


ANSWERS = [
    (Judgement.ACCEPTED, _("Sí, es el mismo asunto")),
    (Judgement.REJECTED, _("No, son asuntos distintos")),
    (Judgement.UNSURE, _("Todavía no se sabe")),
]


class JudgeForm(CaseForm):
    """Whether two cases are one matter."""

    judgement = forms.ChoiceField(label=_("¿Es el mismo asunto?"), choices=ANSWERS, widget=forms.RadioSelect)
    note = Words(label=_("¿En qué se basa?"), required=False, rows=2)
