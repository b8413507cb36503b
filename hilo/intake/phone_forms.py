"""The questions of the door on one page, for a person who takes down what is told."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hilo.accounts.models import User
from hilo.alerts.forms import missing
from hilo.cases.models import Case
from hilo.door.forms import MOST_LINE, named, written
from hilo.door.images import holds_picture
from hilo.door.models import Channel
from hilo.door.telling import MOST_SIGNS, Coarse, Telling
from hilo.intake import words
from hilo.reference import pack

UNSAID = ("", _("No lo dijo"))
YES_NO = (UNSAID, ("yes", _("Sí")), ("no", _("No")))
IN_WORDS = ("account", "child_name", "who", "place_name", "contact", "name", "named")


class Told(forms.CharField):
    """Words of who tells, as they said them: never a picture written out in signs."""

    def __init__(self, *, rows: int = 0, **more: Any) -> None:
        self.most = MOST_SIGNS if rows else MOST_LINE
        widget: forms.Widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
        widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        super().__init__(widget=widget, **more)

    def to_python(self, value: Any) -> str:
        """As typed, but for signs that are none of writing: bytes of a picture would be among those."""
        typed = super().to_python(value) or ""
        if holds_picture(typed):
            raise ValidationError(_("Parece una imagen convertida en letras. Aquí no se guarda ninguna: bórrela."))
        return written(typed)

    def validate(self, value: Any) -> None:
        """Not too long."""
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(_("Es demasiado largo: hasta %(most)s signos."), params={"most": self.most})


class TakeForm(forms.Form):
    """What somebody tells by telephone or in person. Only the channel, who tells and the account are needed."""

    ticket = forms.CharField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("¿Cómo avisa?"),
        choices=[(one.value, one.label) for one in (Channel.PHONE, Channel.COUNTER)],
        widget=forms.RadioSelect,
        error_messages=missing(_("Elija si avisa por teléfono o en persona.")),
    )
    path = forms.ChoiceField(
        label=_("¿Quién avisa?"),
        choices=[("", _("Elija")), *((path.value, label) for path, label in words.PATHS.items())],
        error_messages=missing(_("Elija quién avisa.")),
    )
    account = Told(
        label=_("Lo que cuenta, en sus palabras"),
        rows=10,
        help_text=_("Escriba lo que dice tal como lo dice. No corrija ni resuma; no pregunte detalles."),
        error_messages=missing(_("Escriba lo que contó.")),
    )
    age = forms.ChoiceField(label=_("Edad de la niña, niño o adolescente"), choices=[], required=False)
    danger = forms.ChoiceField(label=_("¿Hay peligro ahora?"), choices=YES_NO, required=False)
    child_name = Told(label=words.QUESTIONS["child_name"], required=False)
    who = Told(label=words.QUESTIONS["who"], rows=2, required=False)
    place = forms.ChoiceField(label=words.QUESTIONS["place"], required=False)
    place_name = Told(label=words.QUESTIONS["place_name"], required=False)
    ongoing = forms.ChoiceField(label=words.QUESTIONS["ongoing"], choices=YES_NO, required=False)
    when = forms.ChoiceField(label=words.QUESTIONS["when"], choices=[UNSAID, *words.WHEN.items()], required=False)
    state = forms.ChoiceField(
        label=words.QUESTIONS["state"], required=False, help_text=_("De esto depende quién lleva el caso.")
    )
    named = Told(
        label=words.QUESTIONS["named"], rows=2, required=False, help_text=_("Uno por renglón, tal como lo dice.")
    )
    images = forms.ChoiceField(label=words.QUESTIONS["images"], choices=YES_NO, required=False)
    wishes = forms.MultipleChoiceField(
        label=words.QUESTIONS["wishes"],
        choices=list(words.WISHES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    contact = Told(label=words.QUESTIONS["contact"], required=False)
    name = Told(label=words.QUESTIONS["name"], required=False)
    case = forms.CharField(
        label=_("Código del caso, si es sobre uno que ya se sigue"),
        required=False,
        max_length=16,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, by: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.by = by
        lang, given = get_language() or "es", pack()
        unsaid = ("", gettext("No lo dijo"))
        ages = [(str(code), label) for code, label in words.AGES.items() if code]
        states = sorted((one.key, one.name.get(lang)) for one in given.states.values())
        self._choices("age", [unsaid, *ages])
        self._choices("place", [unsaid, *((one.code, one.label.get(lang)) for one in given.door_places.values())])
        self._choices("state", [unsaid, *sorted(states, key=lambda pair: pair[1])])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_case(self) -> Case | None:
        """A case that this person may see; None when none was named."""
        code = self.cleaned_data["case"].strip().upper()
        if not code:
            return None
        found = Case.objects.visible_to(self.by).filter(code=code).first()
        if found is None:
            raise ValidationError(_("Su institución no lleva un caso con ese código. Revíselo, o déjelo vacío."))
        return found

    def telling(self) -> Telling:
        """What was told, as the door sends it."""
        given = self.cleaned_data
        answers = {code: given[code] for code in IN_WORDS if given[code]}
        return Telling(self._coarse(), answers, tuple(named(given["named"])), get_language() or "es")

    def _coarse(self) -> Coarse:
        given = self.cleaned_data
        return Coarse(
            path=given["path"], age=given["age"], danger=given["danger"] == "yes",
            ongoing={"yes": True, "no": False}.get(given["ongoing"]), when=given["when"], state=given["state"],
            place=given["place"], no_home="no_home" in given["wishes"], no_guardian="no_guardian" in given["wishes"],
            images=given["images"] == "yes",
        )  # fmt: skip
