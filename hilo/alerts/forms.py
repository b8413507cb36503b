"""Forms about alerts. They look only at what was typed; whether it may be done is decided by the actions."""

import re
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hilo.alerts import wording
from hilo.alerts.draft import IdKind, Party
from hilo.alerts.formats.letter_json import letter_payload
from hilo.reference import pack

TEXT_CHARS = 4000
VALUE_CHARS = 300
ROWS = 5
MOST_ROWS = 25
UNKNOWN = "?"
HOME = "MX"

# A file written in letters has no spaces for very long; no sentence, address or hash does that.
_ENCODED = re.compile(r"[A-Za-z0-9+/=_\-]{200,}|(?:[A-Za-z0-9+/=]{60,}\s+){3,}")
_DATA = re.compile(r"\bdata:\S", re.IGNORECASE)

SENDERS = frozenset({"clearing_house", "embassy", "hotline", "law_enforcement_network"})

# What a letter is about, in words that triage knows too.
SUBJECTS = {
    "Material de abuso o explotación sexual infantil": _("Material de abuso o explotación sexual infantil"),
    "Seducción en línea con fines sexuales (grooming)": _("Seducción en línea con fines sexuales (grooming)"),
    "Extorsión sexual de una niña, niño o adolescente": _("Extorsión sexual de una niña, niño o adolescente"),
    "Trata de personas o explotación sexual comercial": _("Trata de personas o explotación sexual comercial"),
    "Abuso sexual con contacto (hands-on abuse)": _("Abuso sexual con contacto"),
    "Explotación sexual en viajes y turismo": _("Explotación sexual en viajes y turismo"),
}
LETTER_KINDS = (
    IdKind.EMAIL,
    IdKind.PHONE,
    IdKind.ACCOUNT,
    IdKind.SCREEN_NAME,
    IdKind.PERSON_NAME,
    IdKind.IP,
    IdKind.DEVICE,
    IdKind.PROFILE_URL,
    IdKind.URL,
    IdKind.GROUP,
    IdKind.ADDRESS,
    IdKind.HASH,
    IdKind.CASE_NUMBER,
)
LETTER_PARTIES = (Party.REPORTED, Party.VICTIM, Party.RECIPIENT, Party.INCIDENT, Party.FILE)


def check_no_file(text: str) -> None:
    """Raises ValidationError for text that is, or carries, an image or another file written in letters."""
    if _DATA.search(text) or _ENCODED.search(text):
        raise ValidationError(
            _(
                "Parece una imagen u otro archivo convertido en letras. Aquí no se guarda ninguno: bórrelo, "
                "describa con palabras lo necesario y anote el hash como identificador. Si la carta trae "
                "imágenes, resguárdelas como su institución lo tenga mandado; no las copie."
            ),
            code="file",
        )


class Plain(forms.CharField):
    """One line or several of plain text, never a file written in letters."""

    def __init__(self, *, chars: int = VALUE_CHARS, rows: int = 0, **more: Any) -> None:
        self.chars = chars
        widget: type[forms.Widget] = forms.Textarea if rows else forms.TextInput
        super().__init__(widget=widget({"rows": rows} if rows else {}), **more)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The browser stops a little later than we do, so that what is pasted is refused and not cut in silence."""
        return {**super().widget_attrs(widget), "autocomplete": "off"}

    def validate(self, value: Any) -> None:
        """No file, and not longer than ``chars``; says what to do instead."""
        super().validate(value)
        check_no_file(value)
        if len(value) > self.chars:
            sentence = _(
                "Es demasiado largo (%(n)s signos). Escriba un resumen de hasta %(most)s; la carta se conserva."
            )
            raise ValidationError(sentence, code="long", params={"n": len(value), "most": self.chars})


class Day(forms.DateField):
    """A calendar day."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def missing(sentence: Any) -> dict[str, Any]:
    """What a field says when it is left empty."""
    return {"required": sentence}


class RevealForm(forms.Form):
    """What somebody needs to see, and why."""

    groups = forms.MultipleChoiceField(
        label=_("¿Qué necesita ver?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=missing(_("Elija qué necesita ver.")),
    )
    reason = forms.CharField(
        label=_("¿Para qué?"),
        max_length=240,
        help_text=_("Queda anotado con su nombre y lo lee quien audita: no escriba nombres ni datos del caso."),
        error_messages=missing(_("Escriba para qué necesita verlo.")),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, groups: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["groups"].choices = list(groups)  # type: ignore[attr-defined]


class SetAsideForm(forms.Form):
    """Why an item needs no reading."""

    why = Plain(
        label=_("¿Por qué no hace falta leerlo?"),
        rows=3,
        help_text=_("Queda con su nombre en la lista de atendidos. Ejemplo: «es un acuse, no una alerta»."),
        error_messages=missing(_("Escriba por qué no hace falta leerlo.")),
    )


class IdentifierForm(forms.Form):
    """One row: an identifier that the letter names."""

    kind = forms.ChoiceField(label=_("Qué es"), required=False)
    value = Plain(label=_("Valor"), required=False)
    party = forms.ChoiceField(label=_("De quién"), required=False)
    service = Plain(label=_("Plataforma"), required=False, chars=80)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = [("", gettext("Elija")), *((kind.value, wording.KINDS[kind]) for kind in LETTER_KINDS)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["party"].choices = [(party.value, wording.PARTIES[party]) for party in LETTER_PARTIES]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A value has a kind and the other way round."""
        given = super().clean() or self.cleaned_data
        if given.get("value") and not given.get("kind"):
            self.add_error("kind", _("Elija qué es."))
        if given.get("kind") and not given.get("value") and "value" not in self.errors:
            self.add_error("value", _("Escriba el valor, o deje la fila sin elegir."))
        return given

    def entity(self) -> dict[str, str]:
        """The row as the letter's payload has it; {} for an empty one."""
        given = self.cleaned_data
        if not given.get("value"):
            return {}
        return {key: given[key] for key in ("kind", "value", "party", "service") if given.get(key)}


IdentifierRows = forms.formset_factory(
    IdentifierForm, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)


class LetterForm(forms.Form):
    """A letter that came on paper. What it does not say is answered «no se sabe», never left in doubt."""

    sender = forms.ChoiceField(label=_("¿Quién la envía?"), error_messages=missing(_("Elija quién envía la carta.")))
    reference = Plain(
        label=_("Referencia"),
        chars=128,
        help_text=_("El número de la carta, tal como viene."),
        error_messages=missing(_("Escriba la referencia de la carta.")),
    )
    date = Day(label=_("Fecha de la carta"), error_messages=missing(_("Escriba la fecha de la carta.")))
    incident_type = forms.ChoiceField(label=_("¿De qué trata?"), required=False)
    urgent = forms.BooleanField(label=_("La carta dice que es urgente"), required=False)
    state = forms.ChoiceField(
        label=_("¿En qué entidad ocurre?"),
        help_text=_("De esto depende quién lleva el caso."),
        error_messages=missing(_("Elija la entidad, o «No se sabe».")),
    )
    requested_action = Plain(
        label=_("¿Qué pide?"), chars=TEXT_CHARS, rows=3, error_messages=missing(_("Escriba qué pide la carta."))
    )
    answer_by = Day(label=_("¿Para cuándo pide respuesta?"), required=False)
    narrative = Plain(
        label=_("¿Qué cuenta?"),
        chars=TEXT_CHARS,
        rows=6,
        required=False,
        help_text=_("Un resumen breve, sin detalles que no hagan falta. Se guarda sellado."),
    )
    child_age = forms.IntegerField(
        label=_("Edad, en años"),
        required=False,
        min_value=0,
        max_value=17,
        error_messages={"max_value": _("Aquí va la edad de una niña, niño o adolescente: hasta 17 años.")},
    )
    child_age_unknown = forms.BooleanField(label=_("No se sabe la edad"), required=False)
    child_school = Plain(label=_("Escuela"), required=False)
    child_school_unknown = forms.BooleanField(label=_("No se sabe la escuela"), required=False)
    child_place = Plain(label=_("Municipio, localidad o domicilio"), required=False)
    child_place_unknown = forms.BooleanField(label=_("No se sabe dónde está"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        lang = get_language() or "es"
        given = pack()
        senders = [(one.code, one.name.get(lang)) for one in given.institutions.values() if one.kind in SENDERS]
        states = sorted((one.key, one.name.get(lang)) for one in given.states.values())
        choose = ("", gettext("Elija"))
        self._choices("sender", [choose, *senders])
        self._choices("incident_type", [("", gettext("Otro, o no se sabe")), *SUBJECTS.items()])
        self._choices("state", [choose, (UNKNOWN, gettext("No se sabe")), *sorted(states, key=lambda pair: pair[1])])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_date(self) -> Any:
        """A letter that is here was written already."""
        written = self.cleaned_data["date"]
        if written > timezone.localdate() or written.year < 1990:
            raise ValidationError(_("Revise la fecha de la carta: debe ser de hoy o de antes."))
        return written

    def clean(self) -> dict[str, Any]:
        """Each question about the child has an answer, and only one."""
        given = super().clean() or self.cleaned_data
        for name, words in (("age", _("la edad")), ("school", _("la escuela")), ("place", _("dónde está"))):
            field = f"child_{name}"
            told, unknown = given.get(field) not in (None, ""), given.get(f"{field}_unknown")
            if field not in self.errors and told == bool(unknown):
                sentence = (
                    _("Escriba %(what)s o marque que no se sabe; no las dos cosas.")
                    if told
                    else _("Escriba %(what)s, o marque que no se sabe.")
                )
                self.add_error(field, ValidationError(sentence, params={"what": words}))
        return given

    def payload(self, entities: list[dict[str, str]]) -> dict[str, Any]:
        """The letter as :mod:`hilo.alerts.formats.letter_json` has it."""
        given = self.cleaned_data
        return letter_payload(
            sender=given["sender"],
            reference=given["reference"],
            date=timezone.make_aware(datetime.combine(given["date"], time.min)),
            country=HOME,
            incident_type=given["incident_type"],
            urgent=given["urgent"] or None,
            requested_action=given["requested_action"],
            answer_by=given["answer_by"],
            narrative=given["narrative"],
            persons=_persons(given) + [_account(one) for one in entities if _is_account(one)],
            entities=[one for one in entities if not _is_account(one)],
        )


def _persons(given: dict[str, Any]) -> list[dict[str, Any]]:
    """The child as far as it is known, and the place: the child's own only when the letter says where it is."""
    place = {"country": HOME, "region": "" if given["state"] == UNKNOWN else given["state"]}
    child = {"age": given["child_age"], "school": given["child_school"], "city": given["child_place"]}
    child = {key: value for key, value in child.items() if value not in (None, "")}
    persons: list[dict[str, Any]] = []
    if child:
        persons.append({"party": Party.VICTIM.value, **child, **(place if "city" in child else {})})
    if place["region"] and "city" not in child:
        persons.append({"party": Party.INCIDENT.value, **place})
    return persons


def _is_account(entity: dict[str, str]) -> bool:
    return (entity["kind"], entity["party"]) == (IdKind.ACCOUNT, Party.REPORTED)


def _account(entity: dict[str, str]) -> dict[str, str]:
    """A reported account as the person who holds it: by it, with its platform, letters join a case."""
    return {"party": entity["party"], "account": entity["value"], "service": entity.get("service", "")}
