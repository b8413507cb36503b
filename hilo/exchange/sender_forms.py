"""What a person fills in about an answer to a sender. No field takes free text that would go out."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import RELOAD
from hilo.cases.queries import institution_name
from hilo.exchange.models import Feedback, UnknownCode
from hilo.exchange.sender_actions import OURS
from hilo.exchange.sender_bulk import in_bulk
from hilo.exchange.sender_words import Told
from hilo.reference import pack
from hilo.reference.models import Outcome

Choices = list[tuple[str, Any]]
GROUPS = {
    "receipt": _("Recepción"),
    "routing": _("A quién corresponde"),
    "child": _("Lo que pasó con la niña, el niño o adolescente"),
    "investigation": _("Investigación"),
    "content": _("Contenido en línea"),
    "closed": _("Cierre sin resultado"),
}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class StepForm(forms.Form):
    """``revision``: of the answer, as the page had seen it."""

    revision = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": RELOAD})


class AnswerForm(StepForm):
    """By which way, and which outcomes: first those the thread already tells, each with its own date."""

    way = forms.ChoiceField(label=_("¿Por dónde se le dice?"), widget=forms.RadioSelect)
    known = forms.MultipleChoiceField(
        label=_("Lo que el hilo ya dice"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Lo propone Hilo a partir de lo anotado. Usted decide qué se dice; la fecha es la del hecho."),
    )  # fmt: skip
    day = forms.DateField(label=_("Fecha de los otros resultados"), required=False, widget=_day())
    reference = forms.ChoiceField(label=_("¿De qué reporte es repetida, o con qué referencia?"), required=False)
    institution = forms.ChoiceField(
        label=_("¿A qué institución se remitió?"), required=False,
        help_text=_("De una institución estatal se dice solo su clase, no su estado."),
    )  # fmt: skip
    fields_asked = forms.MultipleChoiceField(
        label=_("¿Qué datos faltan?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    deadline = forms.DateField(label=_("¿Para cuándo se necesitan?"), required=False, widget=_day())

    def __init__(
        self,
        *args: Any,
        ways: Sequence[tuple[str, str]],
        offered: Sequence[Told],
        references: Sequence[str],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.offered = {one.outcome: one for one in offered}
        lang, speech = get_language() or "es", pack().speech
        first = ways[0][0] if ways else ""
        self._choices("way", [(f"{dialect}:{channel}", _way(dialect, channel, lang)) for dialect, channel in ways])
        self._choices("known", [(one.outcome, _known(one, first, lang)) for one in offered])
        for group, label in GROUPS.items():
            rest = [one for one in pack().outcomes.values() if one.group == group and one.code not in self.offered]
            if rest:
                options = [(one.code, _label(one, first, lang)) for one in rest]
                self.fields[f"more_{group}"] = forms.MultipleChoiceField(
                    label=label, required=False, choices=options, widget=forms.CheckboxSelectMultiple
                )
        none = ("", gettext("Ninguna"))
        mine = (OURS, gettext("con nuestra propia referencia"))
        self._choices("reference", [none, *((one, one) for one in references), mine])
        names = sorted(((code, institution_name(code, lang)) for code in pack().institutions), key=lambda one: one[1])
        self._choices("institution", [none, *names])
        self._choices("fields_asked", [(code, label.get(lang)) for code, label in speech.fields.items()])

    def _choices(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def more(self) -> list[forms.BoundField]:
        """The outcomes that the thread does not tell, by group."""
        return [self[name] for name in self.fields if name.startswith("more_")]

    def needs(self) -> list[forms.BoundField]:
        """What some outcomes need besides."""
        return [self[name] for name in ("day", "reference", "institution", "fields_asked", "deadline")]

    def told(self, today: date) -> list[Told]:
        """The chosen outcomes in the order of the vocabulary, each with what it needs."""
        given = self.cleaned_data
        chosen = set(given["known"]).union(*(given[name] for name in self.fields if name.startswith("more_")))
        return [self._told(pack().outcomes[code], today) for code in pack().outcomes if code in chosen]

    def _told(self, outcome: Outcome, today: date) -> Told:
        given, known = self.cleaned_data, self.offered.get(outcome.code)
        needs = outcome.needs
        return Told(
            outcome.code,
            known.day if known else given["day"] or today,
            reference=given["reference"] if "reference" in needs else "",
            institution=given["institution"] if "institution" in needs else "",
            fields=tuple(given["fields_asked"]) if "fields" in needs else (),
            deadline=given["deadline"] if "deadline" in needs else None,
        )


def _way(dialect: str, channel: str, lang: str) -> str:
    said = {"dialect": pack().speech.dialects[dialect].label.get(lang), "way": Feedback.Channel(channel).label}
    return gettext("%(dialect)s: %(way)s") % said


def _label(outcome: Outcome, dialect: str, lang: str) -> str:
    """The outcome; and, when the first way cannot say it, that it cannot."""
    words = outcome.label.get(lang)
    speaks = pack().speech.dialects.get(dialect)
    if speaks is None or speaks.says[outcome.code].text:
        return words
    return gettext("%(outcome)s (solo por carta)") % {"outcome": words}


def _known(told: Told, dialect: str, lang: str) -> str:
    words = {"outcome": _label(pack().outcomes[told.outcome], dialect, lang), "day": f"{told.day:%d/%m/%Y}"}
    return gettext("%(outcome)s · %(day)s") % words


class ReleaseForm(StepForm):
    """A person releases the answer; when it tells what happened to the child, on which ground."""

    ground = forms.ChoiceField(
        label=_("¿Cómo está el acuerdo de la niña, el niño o adolescente?"), choices=Feedback.Ground.choices,
        widget=forms.RadioSelect, error_messages={"required": _("Elija cómo está el acuerdo.")},
        help_text=_("Sin acuerdo, lo que le pasó se queda aquí y lo demás se manda. La decisión queda anotada."),
    )  # fmt: skip

    def __init__(self, *args: Any, about_child: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not about_child:
            del self.fields["ground"]


class ReceiptForm(StepForm):
    """How it is known that the sender has it."""

    reference = forms.CharField(
        label=_("Referencia o folio del acuse"), required=False, max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    dated = forms.DateField(label=_("Fecha del acuse"), widget=_day())
    digest = forms.CharField(
        label=_("Huella SHA-256 de la hoja o la captura (si la tiene)"), required=False, max_length=80,
        help_text=_("La hoja no se sube a Hilo: guárdela en su archivo. La huella prueba que es la misma."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_digest(self) -> str:
        """In lower case, without spaces."""
        return "".join(str(self.cleaned_data["digest"]).split()).lower()


class CarriedForm(forms.Form):
    """One receipt for all that are marked."""

    reference = forms.CharField(
        label=_("Referencia o folio del acuse"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    dated = forms.DateField(label=_("Fecha del acuse"), widget=_day())


class BulkForm(forms.Form):
    """One outcome for all that are marked."""

    outcome = forms.ChoiceField(label=_("Decir a los marcados"))
    alert = forms.TypedMultipleChoiceField(coerce=str)

    def __init__(self, *args: Any, alerts: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["outcome"].choices = bulk_choices()  # type: ignore[attr-defined]
        self.fields["alert"].choices = [(one, one) for one in alerts]  # type: ignore[attr-defined]


def bulk_choices() -> Choices:
    """Outcomes that can be said of many at once."""
    lang = get_language() or "es"
    able = [(one.code, one.label.get(lang)) for one in pack().outcomes.values() if in_bulk(one)]
    return [("", gettext("Elija el resultado")), *able]


class DecideForm(forms.Form):
    """What an unknown code means, or how an unknown sender is answered; or why it is set aside."""

    meaning = forms.ChoiceField(label=_("¿Qué significa?"), required=False)
    why = forms.CharField(
        label=_("O aparte este código con una razón"), required=False, max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, row: UnknownCode, **more: Any) -> None:
        super().__init__(*args, **more)
        lang = get_language() or "es"
        rows = pack().speech.dialects if row.kind == UnknownCode.Kind.SENDER else pack().outcomes
        if row.kind == UnknownCode.Kind.SENDER:
            self.fields["meaning"].label = gettext("¿Cómo se le responde?")
        options = [(code, one.label.get(lang)) for code, one in rows.items()]
        self.fields["meaning"].choices = [("", gettext("Elija de la lista")), *options]  # type: ignore[attr-defined]
