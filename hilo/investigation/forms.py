"""What a person fills in about an act. Shapes only: whether it may be done is asked in ``policies``."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Moment, Words
from hilo.investigation.act_rows import kind_of, label_of
from hilo.investigation.models import Act, ActState, AskedBy
from hilo.investigation.moves import CARRIED_OUT, WORDS
from hilo.investigation.windows import preserves

S = ActState
NOTES: dict[str, Any] = {
    S.ASKED: (_("¿A quién se pidió y cómo? (si hace falta)"), ""),
    S.ORDERED: (
        _("¿Quién lo ordenó? (si hace falta)"),
        _("Por ejemplo: qué autoridad, y el número de la orden o del oficio."),
    ),
    S.UNDER_WAY: (_("¿Quién lo realiza? (si hace falta)"), ""),
    S.DONE: (_("¿Qué resultó?"), _("Lo que se obtuvo, no lo que significa. Queda en el hilo con su nombre y la hora.")),
    S.NEGATIVE: (
        _("¿Qué se buscó y no se encontró?"),
        _("Un resultado negativo vale tanto como otro: dice que se buscó, dónde y cómo."),
    ),
    S.REFUSED: (
        _("¿Con qué razones y quién lo negó?"),
        _("Como se dieron. Con esto empieza a contar el plazo para impugnar."),
    ),
    S.IMPOSSIBLE: (_("¿Por qué no puede realizarse?"), _("Por ejemplo: ya no existe, o nadie lo conserva.")),
    S.PLANNED: (_("¿Por qué se retoma? (si hace falta)"), ""),
    S.SET_ASIDE: (_("¿Por qué se descarta?"), _("Queda en el hilo con su nombre y la hora.")),
}
WHEN: dict[str, Any] = {
    S.ASKED: _("¿Cuándo se pidió?"),
    S.ORDERED: _("¿Cuándo se ordenó?"),
    S.UNDER_WAY: _("¿Cuándo empezó?"),
    S.DONE: _("¿Cuándo se realizó?"),
    S.NEGATIVE: _("¿Cuándo se realizó?"),
    S.REFUSED: _("¿Cuándo se notificó la negativa?"),
    S.IMPOSSIBLE: _("¿Cuándo se supo?"),
}


class HappenedForm(CaseForm):
    """When something happened. The minute that is running means now."""

    happened_at = Moment(label=_("¿Cuándo ocurrió?"), help_text=_("La hora del hecho, no la de anotarlo."))

    def __init__(self, *args: Any, now: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.now = now
        self.fields["happened_at"].initial = now

    def clean_happened_at(self) -> datetime | None:
        """None for the minute that is running: the field has no seconds."""
        at: datetime = self.cleaned_data["happened_at"]
        return None if timedelta(0) <= self.now - at < timedelta(minutes=1) else at


class SameAct(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Another act of the plan, by number and name."""

    def label_from_instance(self, obj: Act) -> str:
        """«Son los del acto 3 · Conservación inmediata de datos»."""
        return gettext("Son los del acto %(n)s · %(label)s") % {"n": obj.number, "label": label_of(obj)}


class MoveForm(HappenedForm):
    """One move of an act: only what that move needs."""

    asked_by = forms.ChoiceField(
        label=_("¿Quién lo pidió?"), widget=forms.RadioSelect,
        choices=[(code, capfirst(words)) for code, words in AskedBy.choices],
        help_text=_("Si lo pidió la víctima o su asesoría, hay tres días hábiles para responder."),
    )  # fmt: skip
    target = forms.CharField(
        label=_("¿De qué se trata exactamente?"), max_length=500,
        help_text=_("Dirección, proveedor, número o lugar. Se guarda cifrado y después no se cambia."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    data_from = forms.DateField(
        label=_("¿De qué día son los datos más antiguos que se necesitan? (si se sabe)"), required=False,
        help_text=_("Desde ese día se cuenta hasta cuándo pueden obtenerse."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    follows = SameAct(
        queryset=Act.objects.none(), label=_("¿Son los datos que ya se conservan?"), required=False,
        empty_label=_("No, son otros datos, o no se sabe"),
        help_text=_("Si lo son, al ordenarlos termina la alarma de esa conservación."),
    )  # fmt: skip
    note = Words(rows=4)

    def __init__(self, *args: Any, act: Act, to: str, keeps: Sequence[Act], **more: Any) -> None:
        super().__init__(*args, **more)
        label, hint = NOTES[to]
        self.fields["note"].label, self.fields["note"].help_text = label, hint
        self.fields["note"].required = to in WORDS
        self.fields["happened_at"].label = WHEN.get(to, "")
        self.fields["follows"].queryset = Act.objects.filter(pk__in=[one.pk for one in keeps])  # type: ignore[attr-defined]
        for name in self._needless(act, to, keeps):
            del self.fields[name]

    @staticmethod
    def _needless(act: Act, to: str, keeps: Sequence[Act]) -> list[str]:
        kind = kind_of(act)
        forward = to in (S.ASKED, *CARRIED_OUT)
        dated = kind is not None and bool(kind.windows) and not preserves(kind) and act.data_from is None
        return [
            name
            for name, needed in {
                "happened_at": to in WHEN,
                "asked_by": to == S.ASKED,
                "target": to in CARRIED_OUT and kind is not None and kind.needs_target and not act.target,
                "data_from": forward and dated,
                "follows": forward and bool(keeps),
            }.items()
            if not needed
        ]

    def clean_data_from(self) -> date | None:
        """Data of a day to come do not exist."""
        day: date | None = self.cleaned_data["data_from"]
        if day is not None and day > timezone.localdate(self.now):
            raise forms.ValidationError(gettext("Ese día todavía no llega. Escriba el de los datos más antiguos."))
        return day


class SetAsideForm(CaseForm):
    """Why an act is not to be done."""

    reason = Words(label=_("¿Por qué se descarta?"), help_text=_("Queda en el hilo con su nombre y la hora."))


ANSWERS = [("yes", _("Sí, se impugnó ante el juez")), ("no", _("No: la víctima, asesorada, decidió no impugnar"))]


class ChallengeForm(HappenedForm):
    """Whether a refusal was challenged."""

    challenged = forms.ChoiceField(label=_("¿Se impugnó?"), choices=ANSWERS, widget=forms.RadioSelect)
    note = Words(
        label=_("¿Cómo se hizo, o por qué no?"), required=False, rows=3,
        help_text=_("Si no se impugnó, diga quién asesoró a la víctima y qué decidió ella."),
    )  # fmt: skip

    def clean_challenged(self) -> bool:
        """Whether it was."""
        return bool(self.cleaned_data["challenged"] == "yes")


class FactForm(HappenedForm):
    """Something in law that the act waits for."""

    kind = forms.ChoiceField(label=_("¿Qué pasó?"), widget=forms.RadioSelect)
    note = Words(label=_("Nota (si hace falta)"), required=False, rows=3)
    field_order = ("revision", "seen", "kind", "happened_at", "note")

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


def uuid_or_none(text: str) -> UUID | None:
    """The id that a piece of an address is, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
