"""What a person fills in about a transcript. The file itself is no field of a form: see ``transcript_upload``."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Words
from hilo.cases.words import moment_words
from hilo.testimony.indicator_forms import PassageForm
from hilo.testimony.models import Interview
from hilo.testimony.transcript_policies import MOST_TYPED

LONG = _("Es más largo de lo que cabe aquí. Guárdelo en partes, o como archivo de texto.")
OUT = (
    ("original", _("El archivo tal como llegó, byte por byte")),
    ("chat", _("CHAT (.cha), con los tipos de pregunta confirmados")),
    ("eaf", _("ELAN (.eaf), con los tipos de pregunta confirmados")),
)


class InterviewChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An interview, by number, state and when it began."""

    def label_from_instance(self, obj: Interview) -> str:
        """«Entrevista 2 · terminada · 3 mar 2026, 10:00»."""
        known = {"n": obj.number, "state": obj.state.label, "when": moment_words(obj.begun_at or obj.made_at)}
        return gettext("Entrevista %(n)s · %(state)s · %(when)s") % known


class LookedForm(CaseForm):
    """``looked``: digest of the text or file of which the page showed how it is read, before it is kept for good."""

    looked = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def tell(self, **values: str) -> None:
        """What the page that is shown next carries in its hidden fields."""
        self.data = {**{name: self.data.get(name) for name in self.data}, **values}


class FileForm(LookedForm):
    """Of which interview the file is. ``faults``: what was read leniently in the file that was sent."""

    faults: Sequence[tuple[int, str]] = ()
    interview = InterviewChoice(
        queryset=Interview.objects.none(), label=_("¿De qué entrevista es?"), empty_label=_("Elija una entrevista"),
        help_text=_("Si se hizo en otra institución o antes de usar Hilo, anótela primero como ya realizada."),
    )  # fmt: skip

    def __init__(self, *args: Any, interviews: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["interview"].queryset = interviews  # type: ignore[attr-defined]


class DraftForm(LookedForm):
    """What is being typed. Lines begin with who speaks. ``version``: of the draft that the page showed."""

    version = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    text = Words(
        label=_("Lo que se dijo"), rows=24,
        help_text=_("Una línea por turno: «E:» para quien entrevista, «N:» para la niña, niño o adolescente. Sin "
                    "corregir, sin resumir."),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        text = self.fields["text"]
        text.max_length, text.strip = MOST_TYPED, False  # type: ignore[attr-defined]
        text.validators = [MaxLengthValidator(MOST_TYPED, LONG), ProhibitNullCharactersValidator()]
        text.widget.attrs |= {"maxlength": MOST_TYPED, "class": "verbatim", "spellcheck": "false"}


class LayerForm(PassageForm):
    """A note or a translation of a turn, or of some words in it."""

    field_order = ("layer", "language", "words_typed", "body")
    layer = forms.ChoiceField(
        label=_("¿Qué es?"), choices=[("note", _("Una nota")), ("translation", _("Una traducción"))],
        widget=forms.RadioSelect, initial="note",
    )  # fmt: skip
    language = forms.CharField(
        label=_("Si es traducción, ¿a qué lengua?"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    body = Words(label=_("Texto"), help_text=_("Queda junto a las palabras, con su nombre. Las palabras no cambian."))


class ReplaceForm(CaseForm):
    """Another text in its place, or none."""

    body = Words(label=_("Texto nuevo (vacío: se retira)"), required=False)


class OutForm(CaseForm):
    """In which form, and what for."""

    form = forms.ChoiceField(label=_("¿En qué forma?"), choices=OUT, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("¿Para qué sale?"), max_length=240, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Queda anotado. Fuera de Hilo el archivo va sin cifrar: cuídelo como el expediente."),
    )  # fmt: skip
