"""What a person fills in about a telling, and about a child's key. Nothing about how it is kept is ever a must."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Choices, Words, institution_choices
from hilo.lib.errors import BadInput
from hilo.testimony.disclosure.when import When
from hilo.testimony.models import ChildKey, Telling
from hilo.testimony.telling_policies import NAME, NOTE
from hilo.testimony.telling_words import choices, read_day, written

NEW = "new"


class PurposeForm(forms.Form):
    """What for: asked first, so that what is known stands before anybody asks the child again."""

    para = forms.ChoiceField(label=_("¿Para qué se le pide que cuente?"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["para"].choices = [("", gettext("Elija para qué")), *choices("purposes")]  # type: ignore[attr-defined]


class DayField(forms.CharField):
    """A day, a month or a year; nothing where it is not known."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"}), **more)

    def clean(self, value: Any) -> When:
        """As a day with its precision."""
        try:
            return read_day(super().clean(value))
        except BadInput as wrong:
            raise forms.ValidationError(str(wrong)) from None


class AdultForm(CaseForm):
    """An adult: one of the list, or another, described. ``who``: id of a hearer, a word of the subclass, or NEW."""

    who = forms.ChoiceField(required=False)
    role = forms.ChoiceField(label=_("Papel"), required=False)
    institution = forms.ChoiceField(label=_("Institución (si se sabe)"), required=False)
    name = forms.CharField(
        label=_("Cómo se le dice (si hace falta)"), required=False, max_length=NAME,
        help_text=_("Para distinguirla en este caso, como «la maestra de tercero». Se guarda cifrado."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self._choose("who", people)
        self._choose("role", [("", gettext("Elija un papel")), *choices("roles")])
        self._choose("institution", institution_choices(gettext("Ninguna, o no se sabe")))

    def _choose(self, name: str, found: Choices) -> None:
        self.fields[name].choices = found  # type: ignore[attr-defined]

    @property
    def describes(self) -> bool:
        """Whether the fields about another adult are to be open."""
        described = (self[name] for name in ("role", "institution", "name"))
        return self["who"].value() == NEW or any(one.value() or one.errors for one in described)

    def clean(self) -> dict[str, Any]:
        """Another adult has at least a role."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("who") == NEW and not found.get("role"):
            self.add_error("role", gettext("Elija el papel de esa otra persona. Si no se sabe, elija «No se sabe»."))
        return found


class TellingForm(AdultForm):
    """One telling."""

    field_order: tuple[str, ...] = (
        "revision",
        "seen",
        "when",
        "formal",
        "who",
        "role",
        "institution",
        "name",
        "present",
    )
    when = DayField(
        label=_("¿Cuándo fue?"),
        help_text=_("El día, o solo el mes o el año: 12/03/2026, 03/2026 o 2026. Vacío si no se sabe."),
    )
    formal = forms.TypedChoiceField(
        label=_("¿Cómo fue?"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[
            ("no", _("Informal: una plática, en casa, en la escuela, en un pasillo")),
            ("yes", _("Formal: entrevista, declaración, dictamen o consulta de una institución")),
        ],
    )  # fmt: skip
    present = forms.MultipleChoiceField(
        label=_("¿Quién más estuvo?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    session_of = forms.ChoiceField(
        label=_("¿Fue una sesión prevista de un protocolo?"), required=False,
        help_text=_("Las sesiones que siguen a la primera se cuentan aparte: no son repetir de más."),
    )  # fmt: skip
    recorded = forms.ChoiceField(
        label=_("¿Cómo quedó lo que contó?"), help_text=_("Ninguna forma es obligatoria. «Sin registro» también vale.")
    )
    mode_chosen_by_child = forms.ChoiceField(label=_("¿Lo eligió la niña, niño o adolescente?"))
    legal_need = forms.ChoiceField(label=_("¿Qué lo hizo necesario?"))
    legal_note = forms.CharField(
        label=_("Artículo, oficio o razón (si hay)"), required=False, max_length=NOTE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    earlier_usable = forms.ChoiceField(label=_("Cuando se le pidió, ¿había una declaración anterior que sirviera?"))
    note = Words(
        label=_("Nota (si hace falta)"), required=False, rows=2,
        help_text=_("No escriba aquí lo que contó: sus palabras van completas en una transcripción."),
    )  # fmt: skip

    def __init__(self, *args: Any, adults: Choices, lines: Iterable[tuple[str, str]], **more: Any) -> None:
        """``adults``: known in the case; ``lines``: protocols that began, as id of the line and words."""
        known = [("", gettext("No se sabe quién")), ("me", gettext("Yo")), *adults]
        super().__init__(*args, people=[*known, (NEW, gettext("Otra persona, que describo abajo"))], **more)
        self.fields["who"].label = _("¿Quién le preguntó, o a quién le contó?")
        self._choose("session_of", [("", gettext("No")), (NEW, gettext("Sí, es la primera sesión")), *lines])
        self._lists(recorded="modes", mode_chosen_by_child="chosen", legal_need="legal_needs", earlier_usable="usable")
        self._choose("present", adults)
        if not adults:
            del self.fields["present"]

    def _lists(self, **which: str) -> None:
        for name, given in which.items():
            self._choose(name, list(choices(given)))


UNTOLD = {
    "recorded": "unknown", "mode_chosen_by_child": "not_asked", "legal_need": "none_stated",
    "earlier_usable": "unknown",
}  # fmt: skip


class CorrectForm(TellingForm):
    """The same, filled with what stands, or that it did not take place."""

    purpose = forms.ChoiceField(label=_("¿Para qué se le pidió que contara?"))
    void = forms.BooleanField(
        label=_("No ocurrió, o está anotada dos veces: retirarla de la cuenta"), required=False,
        help_text=_("Escriba la razón en la nota. El registro queda a la vista, tachado."),
    )  # fmt: skip
    field_order = ("revision", "seen", "purpose", *TellingForm.field_order[2:])

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._choose("purpose", list(choices("purposes")))


def known_of(row: Telling) -> dict[str, Any]:
    """What a form of a telling starts with: the row that stands."""
    return {
        "when": written(When(row.on, row.precision)), "formal": "yes" if row.formal else "no",
        "who": str(row.asked_by_id or ""), "role": "" if row.asked_by_id else row.role,
        "institution": "" if row.asked_by_id else row.institution, "session_of": row.session_of,
        "recorded": row.recorded, "mode_chosen_by_child": row.mode_chosen_by_child, "legal_need": row.legal_need,
        "earlier_usable": row.earlier_usable, "purpose": row.purpose,
    }  # fmt: skip


class KeyForm(CaseForm):
    """What makes the key. Nothing of it is kept as it was typed."""

    curp = forms.CharField(
        label=_("CURP"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Nombre completo, con apellidos"), required=False, max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    birth = forms.DateField(
        label=_("Fecha de nacimiento"), required=False,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
    )  # fmt: skip


class UnkeyForm(CaseForm):
    """Why a key is withdrawn."""

    because = forms.ChoiceField(
        label=_("¿Por qué se retira?"), choices=ChildKey.Because.choices, widget=forms.RadioSelect
    )
