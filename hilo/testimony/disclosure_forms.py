"""One entry of a disclosure history as a form, made from the field's parts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Words
from hilo.lib.errors import BadInput
from hilo.testimony.disclosure.fields import NONE, NOT_KNOWN, Field, Part, Value
from hilo.testimony.disclosure.when import When
from hilo.testimony.disclosure_queries import lang
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.telling_policies import NAME
from hilo.testimony.telling_words import choices

NEVER, UNKNOWN = ("", _("No se preguntó")), (NOT_KNOWN, _("Se preguntó y no se sabe"))
NOTHING = (NONE, _("Se preguntó y no hubo"))
MOST = 4_000  # signs of one part
TOPICS = ("media", "details")  # compared across cases by the codes of indicators, so that they are chosen, not typed
NEW = "new"
Choices = Sequence[tuple[str, str]]


class PartialDate(forms.CharField):
    """A day as far as it is known: 2026, 2026-03 or 2026-03-12."""

    def validate(self, value: str) -> None:
        """Raises ValidationError for anything else."""
        super().validate(value)
        if value:
            try:
                When.parse(value)
            except BadInput as wrong:
                raise forms.ValidationError(str(wrong)) from None


class EntryForm(CaseForm):
    """Who says it, and each part: a value, or that it was asked and is not known, or that there was none."""

    said_by = forms.ChoiceField(label=_("¿Quién lo dice?"))
    new_role = forms.ChoiceField(label=_("Si es otra persona, ¿qué papel tiene?"), required=False)
    new_name = forms.CharField(
        label=_("¿Cómo se le dice? (si se sabe)"), required=False, max_length=NAME,
        help_text=_("Para distinguirla en este caso, como «la maestra de tercero». Se guarda cifrado."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, field: Field, people: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.field = field
        people = [*people, (NEW, gettext("Otra persona: la describo al final"))]
        self.fields["said_by"].choices = [("", gettext("Elija a una persona")), *people]  # type: ignore[attr-defined]
        self.fields["new_role"].choices = [("", gettext("Elija un papel")), *choices("roles")]  # type: ignore[attr-defined]
        for part in field.parts:
            self._add(part, people)

    def _add(self, part: Part, people: Choices) -> None:
        """What is chosen holds its silences; beside what is typed or ticked stands a list of them."""
        if (self.field.code, part.code) == TOPICS:
            self.fields[f"i_{part.code}"] = _topics()
        self.fields[f"p_{part.code}"] = _field_of(part, people)
        if part.kind in ("text", "date", "list"):
            label = gettext("Si queda vacío: %(part)s") % {"part": part.label.get(lang())}
            silent = [NEVER, UNKNOWN] if part.kind == "date" else [NEVER, UNKNOWN, NOTHING]
            self.fields[f"s_{part.code}"] = forms.ChoiceField(label=label, choices=silent, required=False)

    def clean(self) -> dict[str, Any]:
        """What was typed is never dropped: not for a silence, nor where nobody was said to be that other person."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for part in self.field.parts:
            if found.get(f"s_{part.code}") and self._value(part):
                both = gettext("Aquí hay una respuesta y también que no la hubo. Deje solo una de las dos.")
                self.add_error(f"s_{part.code}", both)
        named = self.names_another()
        if named and not found.get("new_role"):
            self.add_error(
                "new_role", gettext("Elija el papel de esa otra persona. Si no se sabe, elija «No se sabe».")
            )
        if not named and (found.get("new_role") or found.get("new_name")):
            self.add_error(
                "new_role", gettext("Describió a otra persona: elíjala arriba, donde corresponde, o bórrela.")
            )
        return found

    def names_another(self) -> bool:
        """Whether somebody is said to be a person who is not in the list."""
        persons = [f"p_{one.code}" for one in self.field.parts if one.kind == "person"]
        return NEW in [self.cleaned_data.get(name) for name in ("said_by", *persons)]

    def describing(self) -> list[Any]:
        """The fields about another person."""
        return [self["new_role"], self["new_name"]]

    def parts(self) -> list[list[Any]]:
        """The fields of each part, for the page."""
        return [
            [self[name] for kind in "ips" if (name := f"{kind}_{one.code}") in self.fields] for one in self.field.parts
        ]

    def given(self) -> dict[str, Value]:
        """What was filled in: a part left alone was never asked."""
        found = {one.code: self.cleaned_data.get(f"s_{one.code}") or self._value(one) for one in self.field.parts}
        return {code: value for code, value in found.items() if value}

    def _value(self, part: Part) -> Value:
        value = self.cleaned_data.get(f"p_{part.code}")
        if part.kind != "list":
            return str(value or "").strip()
        given = value if isinstance(value, list) else str(value or "").splitlines()
        told = [*self.cleaned_data.get(f"i_{part.code}", []), *(one.strip() for one in given)]
        return tuple(dict.fromkeys(filter(None, told)))


def _topics() -> forms.Field:
    found = [(one.id, one.label.get(lang())) for one in codebook().indicators]
    return forms.MultipleChoiceField(
        choices=found, widget=forms.CheckboxSelectMultiple, required=False, label=_("De qué temas se publicó algo"),
        help_text=_("Al comparar varios casos, desde ese día ya no se toma como algo que solo sabía quien contó."),
    )  # fmt: skip


def _field_of(part: Part, people: Choices) -> forms.Field:
    label, codes = part.label.get(lang()), [(one.code, one.label.get(lang())) for one in part.choices]
    given: dict[str, Any] = {"label": label, "required": False}
    if part.kind == "date":
        return PartialDate(max_length=10, help_text=_("Como 2026, 2026-03 o 2026-03-12."), **given)
    if part.kind == "list" and codes:
        return forms.MultipleChoiceField(choices=codes, widget=forms.CheckboxSelectMultiple, **given)
    if part.kind in ("person", "choice"):
        offered = people if part.kind == "person" else codes
        return forms.ChoiceField(choices=[NEVER, *offered, UNKNOWN], **given)
    words = Words(rows=3, help_text=_("Una cosa por línea.") if part.kind == "list" else "", **given)
    words.widget.attrs["maxlength"] = MOST
    return words


def initial_of(field: Field, parts: Mapping[str, Value], said_by: str) -> dict[str, Any]:
    """What a form of correction begins with."""
    found: dict[str, Any] = {"said_by": said_by}
    for code, value in parts.items():
        chosen = field.part(code).kind in ("person", "choice")
        if value in (NOT_KNOWN, NONE):
            found[f"{'p' if chosen else 's'}_{code}"] = value
        elif isinstance(value, str):
            found[f"p_{code}"] = value
        else:
            topics = codebook().ids if (field.code, code) == TOPICS else ()
            found[f"i_{code}"] = [one for one in value if one in topics]
            typed = [one for one in value if one not in topics]
            found[f"p_{code}"] = typed if field.part(code).choices else "\n".join(typed)
    return found
