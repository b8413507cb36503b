"""What a person fills in about an item and its custody. Whether it may be done is asked in ``policies``."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Moment, Words
from hilo.evidence.models import CustodyKind, ItemOrigin
from hilo.evidence.policies import BY_HAND, HASHED, MOST_BYTES
from hilo.evidence.words import FORMS
from hilo.reference import pack

SHORT = 300  # signs
NAME = _("Nombre y cargo. Queda sellado.")
SEAL = _("Número de sello o embalaje")


class Line(forms.CharField):
    """One line of text that is sealed when it is kept."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=SHORT, widget=forms.TextInput(attrs={"autocomplete": "off"}), **more)


class Hash(forms.CharField):
    """64 hex signs. The rule is asked where it is kept."""

    def __init__(self, **more: Any) -> None:
        attrs = {"autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=80, required=False, widget=forms.TextInput(attrs=attrs), **more)


class WhenForm(forms.Form):
    """Something that happened, by default in this minute. ``me``: the name of who fills it in."""

    happened_at = Moment(label=_("¿Cuándo ocurrió?"), help_text=_("La hora del hecho, no la de anotarlo."))

    def __init__(self, *args: Any, now: datetime, me: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.now = now
        self.fields["happened_at"].initial = now
        if "holder" in self.fields:
            self.fields["holder"].initial = me

    def clean_happened_at(self) -> datetime | None:
        """None for the minute that is running."""
        at: datetime = self.cleaned_data["happened_at"]
        return None if timedelta(0) <= self.now - at < timedelta(minutes=1) else at

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """The choices of a field."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class ItemForm(WhenForm, CaseForm):
    """What the item is, from where, who has it, and its hash if it is a file."""

    field_order = ["form", "origin", "description", "happened_at", "place", "holder", "seal", "act", "derived_from"]
    form = forms.ChoiceField(label=_("¿Qué es?"))
    origin = forms.ChoiceField(label=_("¿De dónde viene?"))
    description = Words(
        label=_("Descripción"),
        rows=3,
        help_text=_("Lo que permite reconocerlo. No escriba nombres ni describa lo que muestran las imágenes."),
    )
    place = Line(label=_("¿Dónde se halló, o quién lo entregó?"), required=False, help_text=_("Queda sellado."))
    holder = Line(label=_("¿Quién lo tiene ahora?"), required=False, help_text=NAME)
    seal = Line(label=SEAL, required=False)
    act = forms.ChoiceField(label=_("¿De qué acto del plan resultó?"), required=False)
    derived_from = forms.ChoiceField(label=_("¿Es copia de otro indicio?"), required=False)
    sha256 = Hash(
        label=_("Hash SHA-256, si es un archivo"),
        help_text=_("64 signos. El archivo no se sube: calcúlelo donde está, con «hilo evidence hash ARCHIVO»."),
    )
    size = forms.IntegerField(label=_("Tamaño en bytes"), required=False, min_value=0, max_value=MOST_BYTES)
    hashed = forms.ChoiceField(choices=[(one, one) for one in HASHED], required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, acts: Iterable[tuple[str, str]], items: Iterable[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        first = [("", gettext("Elija de la lista"))]
        self.offer("form", [*first, *FORMS.items()])
        self.offer("origin", [*first, *ItemOrigin.choices])
        for name, known in (("act", list(acts)), ("derived_from", list(items))):
            if known:
                self.offer(name, [("", gettext("De ninguno")), *known])
            else:
                del self.fields[name]


class HandStepForm(WhenForm):
    """One step of custody that one person records."""

    field_order = ["kind", "happened_at", "holder", "place", "condition", "seal", "sha256"]
    kind = forms.ChoiceField(label=_("¿Qué pasó con el indicio?"))
    holder = Line(label=_("¿Quién lo tuvo en este paso?"), required=False, help_text=NAME)
    place = Line(label=_("¿Dónde?"), required=False)
    condition = Words(label=_("¿En qué estado está? ¿Qué cambió?"), rows=3, required=False)
    seal = Line(label=SEAL, required=False, help_text=_("El que tiene después de este paso."))
    sha256 = Hash(label=_("Hash SHA-256 que se comprobó en este paso"))

    def __init__(self, *args: Any, kinds: Iterable[str] = BY_HAND, **more: Any) -> None:
        super().__init__(*args, **more)
        known = [(str(one), CustodyKind(one).label) for one in kinds]
        self.offer("kind", [("", gettext("Elija de la lista")), *known])


class StepForm(HandStepForm, CaseForm):
    """The same on a page of the case."""


class HandGiveForm(WhenForm):
    """To whom an item is delivered."""

    field_order = ["to_institution", "to_person", "happened_at", "place", "condition", "seal"]
    to_institution = forms.ChoiceField(
        label=_("¿A qué institución?"),
        required=False,
        help_text=_("Alguien de ahí confirma en Hilo que llegó. Si no está en la lista, lo confirma un colega suyo."),
    )
    to_person = Line(label=_("¿A quién?"), help_text=NAME)
    place = Line(label=_("¿Dónde?"), required=False)
    condition = Words(label=_("¿En qué estado va?"), rows=3, required=False)
    seal = Line(label=SEAL, required=False)

    def __init__(self, *args: Any, kept_out: Iterable[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        lang, out = get_language() or "es", set(kept_out)
        known = [one for one in pack().institutions.values() if one.valid_until is None and one.code not in out]
        rows = sorted((one.name.get(lang), one.code) for one in known)
        self.offer("to_institution", [("", gettext("Ninguna de la lista")), *((code, name) for name, code in rows)])


class GiveForm(HandGiveForm, CaseForm):
    """The same on a page of the case."""


WHOLE, BROKEN, MISSING = "whole", "broken", "missing"


class ReceiveForm(WhenForm):
    """Whether a delivery came, and how. ``outside``: who receives does not use Hilo, and a colleague says so."""

    field_order = ["outcome", "happened_at", "seal", "condition", "reference", "place"]
    outcome = forms.ChoiceField(
        label=_("¿Llegó?"),
        widget=forms.RadioSelect,
        choices=[
            (WHOLE, _("Llegó, con su sello completo")),
            (BROKEN, _("Llegó con el sello roto, distinto o sin sello")),
            (MISSING, _("No ha llegado")),
        ],
    )
    seal = Line(label=_("Número de sello que trae"), required=False)
    condition = Words(
        label=_("¿Cómo llegó? ¿Qué se sabe?"),
        rows=3,
        required=False,
        help_text=_("Hace falta si no llegó, o si su sello no está completo."),
    )
    reference = Line(label=_("Folio o fecha del acuse en papel"), required=False)
    place = Line(label=_("¿Dónde se recibió?"), required=False)

    def __init__(self, *args: Any, outside: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not outside:
            del self.fields["reference"]

    def clean(self) -> dict[str, Any]:
        """What did not come as it should is said in words; a seal that is not whole is another one."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        odd = found.get("outcome") in (BROKEN, MISSING)
        if odd and not found.get("condition", "").strip():
            self.add_error("condition", gettext("Escriba qué encontró, o qué se sabe de la entrega."))
        if found.get("outcome") == BROKEN:
            found["seal"] = gettext("no completo: %(seal)s") % {"seal": found.get("seal") or "—"}
        return found
