"""What a person fills in about a hand-off. Shapes only: whether it may be done is asked in ``policies``."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import RELOAD, CaseForm, Words
from hilo.cases.models import Withheld
from hilo.exchange.models import HandOff
from hilo.exchange.policies import Known
from hilo.reference import pack

Choices = list[tuple[str, str]]
KINDS = [
    (HandOff.Kind.TRANSFER, _("El caso entero: lo llevará la otra institución cuando acepte")),
    (HandOff.Kind.PART, _("Una parte: la otra institución hace lo suyo y el caso se queda aquí")),
]


class OfferForm(CaseForm):
    """To whom, what of it, what is asked and what travels."""

    receiver = forms.ChoiceField(label=_("¿A qué institución?"))
    kind = forms.ChoiceField(label=_("¿Qué se canaliza?"), choices=KINDS, widget=forms.RadioSelect)
    request = Words(
        label=_("¿Qué se le pide?"),
        help_text=_("Lo leerá quien reciba, antes de aceptar. No escriba el relato ni nombres: eso viaja con el caso."),
    )
    scope = forms.MultipleChoiceField(
        label=_("¿Qué viaja?"), choices=Withheld.Part.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Lo que no marque queda cerrado para quien reciba. Con una parte solo viajan nombres."),
    )  # fmt: skip

    def __init__(self, *args: Any, first: Choices, rest: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        groups = [(gettext("Lo que sugiere la ruta"), first)] if first else []
        self.fields["receiver"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Elija una institución")), *groups, (gettext("Otras"), rest),
        ]  # fmt: skip


class StepForm(forms.Form):
    """A step by the receiver's own people. ``revision``: what the page had seen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": RELOAD})
    reference = forms.CharField(
        label=_("Su número de oficio o carpeta (si ya lo tiene)"), required=False, max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def known(self) -> Known:
        """How the step is known, out of what was filled in."""
        return Known(reference=self.cleaned_data.get("reference", ""))

    def said(self) -> dict[str, Any]:
        """What the step itself says: its reason or its outcome."""
        return {name: self.cleaned_data[name] for name in ("reason", "outcome", "note") if name in self.cleaned_data}


class RefuseForm(StepForm):
    """Why not."""

    reason = Words(label=_("¿Por qué no se acepta?"), help_text=_("Lo leerá quien la envió, para decidir de nuevo."))
    field_order = ("reason", "reference")


class WithdrawForm(forms.Form):
    """Why the offer is taken back."""

    revision = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": RELOAD})
    reason = Words(label=_("¿Por qué se retira?"))


def outcome_choices() -> Choices:
    """The outcomes that say what came of a case, with an empty choice first."""
    lang = get_language() or "es"
    known = [(code, one.label.get(lang)) for code, one in pack().outcomes.items() if one.group != "receipt"]
    return [("", gettext("Elija el resultado")), *known]


class ResultForm(StepForm):
    """What came of it."""

    outcome = forms.ChoiceField(label=_("¿Qué resultó?"))
    note = Words(label=_("Qué debe saber quien canalizó (si hace falta)"), required=False)
    field_order: tuple[str, ...] = ("outcome", "note", "reference")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["outcome"].choices = outcome_choices()  # type: ignore[attr-defined]


PAPER_STEPS = [
    ("acknowledge", _("Acusó recibo")),
    ("accept", _("Aceptó")),
    ("refuse", _("No aceptó")),
    ("give_result", _("Dio su resultado")),
]


class PaperForm(ResultForm):
    """What a paper says that came back signed: the step, its reference, date and hash; never the paper itself."""

    step = forms.ChoiceField(label=_("¿Qué dice el papel?"), widget=forms.RadioSelect)
    dated = forms.DateField(label=_("Fecha del papel"), widget=forms.DateInput(attrs={"type": "date"}))
    signer = forms.CharField(
        label=_("Quién firma y con qué cargo"), required=False, max_length=160,
        help_text=_("Se guarda cifrado."), widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    digest = forms.RegexField(
        label=_("Huella SHA-256 del papel escaneado (si la tiene)"), regex=r"^\s*[0-9A-Fa-f]{64}\s*$", required=False,
        help_text=_("El papel no se sube a Hilo: guárdelo en su archivo. La huella prueba que es el mismo."),
        error_messages={"invalid": _("La huella SHA-256 son 64 signos del 0 al 9 y de la a a la f.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    reason = Words(label=_("Razón que da (si no aceptó)"), required=False)
    field_order = ("step", "reference", "dated", "signer", "digest", "reason", "outcome", "note")

    def __init__(self, *args: Any, possible: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        steps = [(code, words) for code, words in PAPER_STEPS if code in possible]
        self.fields["step"].choices = steps  # type: ignore[attr-defined]
        self.fields["reference"].label, self.fields["reference"].required = gettext("Referencia del papel"), True
        self.fields["outcome"].required = False
        if "give_result" not in possible:
            del self.fields["outcome"], self.fields["note"]
        if "refuse" not in possible:
            del self.fields["reason"]

    def known(self) -> Known:
        """By paper, with its reference, date and hash."""
        given = self.cleaned_data
        return Known(
            how=HandOff.How.PAPER, reference=given["reference"], dated=given["dated"],
            digest=given["digest"].strip().lower(), signer=given["signer"],
        )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """Only what the chosen step takes."""
        wanted = {"refuse": ("reason",), "give_result": ("outcome", "note")}.get(self.cleaned_data["step"], ())
        return {name: self.cleaned_data.get(name, "") for name in wanted}


class LetterForm(forms.Form):
    """What the covering letter says that the system does not know."""

    place = forms.CharField(label=_("Lugar"), max_length=80, help_text=_("Por ejemplo: Tepic, Nayarit."))
    addressee = forms.CharField(
        label=_("Cargo de quien lo recibe"), max_length=160, help_text=_("Por ejemplo: Persona titular de la Fiscalía.")
    )
    signer = forms.CharField(label=_("Quién firma"), max_length=160)
    post = forms.CharField(label=_("Cargo de quien firma"), max_length=160)


class ReleaseForm(forms.Form):
    """What the receiver may open from now on."""

    revision = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": RELOAD})
    parts = forms.MultipleChoiceField(label=_("¿Qué más puede ver?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, possible: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(code, words) for code, words in Withheld.Part.choices if code in possible]
        self.fields["parts"].choices = choices  # type: ignore[attr-defined]
