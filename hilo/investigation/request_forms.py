"""What a person fills in about a letter. Shapes only: whether it may be done is asked in ``request_policies``."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Moment, Words
from hilo.cases.models import Case
from hilo.investigation.models import ActState
from hilo.investigation.request_annex import Offer
from hilo.investigation.request_content import KINDS, Entry, RequestContent
from hilo.reference import pack
from hilo.reference.acts import RequestTemplate

Choices = list[tuple[str, Any]]
LINES, MORE_LINES, MOST_LINES = 4, 3, 60
DAY = {"widget": forms.DateInput(attrs={"type": "date"}), "required": False}


class LetterForm(CaseForm):
    """A letter: to whom, what it asks, about what, and who signs. What the template does not use is left out."""

    addressee = forms.ChoiceField(label=_("¿A qué institución va?"), required=False)
    to = forms.CharField(label=_("¿A quién va?"), max_length=160, required=False)
    to_person = forms.CharField(
        label=_("Nombre o cargo de quien lo recibe (si lo sabe)"), max_length=120, required=False,
    )  # fmt: skip
    fields_asked = forms.MultipleChoiceField(
        label=_("¿Qué se pide?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Quite lo que no haga falta. Así va escrito en el oficio."),
    )  # fmt: skip
    order = forms.CharField(
        label=_("Número y fecha de la autorización judicial"), max_length=200, required=False,
        help_text=_("El borrador puede guardarse sin ella; el oficio no se envía sin ella."),
    )  # fmt: skip
    period_from = forms.DateField(label=_("Datos desde el día"), **DAY)  # type: ignore[arg-type]
    period_until = forms.DateField(label=_("Hasta el día"), **DAY)  # type: ignore[arg-type]
    picks = forms.MultipleChoiceField(
        label=_("Identificadores de las alertas del caso"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Los que elija se abren y van completos en el anexo. Queda anotado que usted los abrió."),
    )  # fmt: skip
    signer = forms.CharField(label=_("¿Quién firma?"), max_length=120, required=False)
    post = forms.CharField(label=_("Su cargo"), max_length=120, required=False)
    place = forms.CharField(label=_("Lugar"), max_length=120, required=False)

    def __init__(
        self, *args: Any, template: RequestTemplate, of: Case, offers: Sequence[Offer] = (),
        kept: RequestContent | None = None, kept_out: Iterable[str] = (), **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.template, self.offers = template, offers
        self._of_template(of, frozenset(kept_out), fixed=bool(kept and kept.asked))
        self._lines = _lines(self.data if self.is_bound else None, kept.annex if kept else ())
        for n in range(self._lines if template.annex else 0):
            self._line(n)

    def _of_template(self, case: Case, kept_out: frozenset[str], *, fixed: bool) -> None:
        lang, template = get_language() or "es", self.template
        self.fields["addressee"].choices = _institutions(template, case, kept_out, lang)  # type: ignore[attr-defined]
        self.fields["fields_asked"].choices = [(one.code, one.label.get(lang)) for one in template.fields]  # type: ignore[attr-defined]
        self.fields["picks"].choices = [(one.key, _offer(one)) for one in self.offers]  # type: ignore[attr-defined]
        if template.to_kinds:
            self.fields["to"].label = _("Área, o quién si no está en la lista")
        else:
            self.fields["to"].help_text = template.to.get(lang)
        unused = {
            "addressee": not template.to_kinds, "order": not template.order, "picks": not self.offers,
            "period_from": not template.period, "period_until": not template.period, "fields_asked": fixed,
        }  # fmt: skip
        for name in (name for name, left_out in unused.items() if left_out):
            del self.fields[name]

    def _line(self, n: int) -> None:
        kinds = self.template.annex_with or KINDS
        first = [(kind, KINDS[kind]) for kind in kinds]
        rest = [(kind, words) for kind, words in KINDS.items() if kind not in kinds]
        self.fields[f"kind_{n}"] = forms.ChoiceField(
            label=gettext("Renglón %(n)s: qué es") % {"n": n + 1}, choices=[("", "—"), *first, *rest], required=False
        )
        self.fields[f"value_{n}"] = forms.CharField(
            label=gettext("Renglón %(n)s: cuál") % {"n": n + 1}, max_length=500, required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )  # fmt: skip

    @property
    def annex_lines(self) -> list[tuple[Any, Any]]:
        """The fields of each line of the annex, for the page."""
        return [(self[f"kind_{n}"], self[f"value_{n}"]) for n in range(self._lines if self.template.annex else 0)]

    @property
    def before_annex(self) -> list[Any]:
        """Fields that stand over the annex."""
        return [self[name] for name in ("addressee", "to", "to_person", "fields_asked", "order", "period_from",
                                        "period_until") if name in self.fields]  # fmt: skip

    @property
    def after_annex(self) -> list[Any]:
        """Fields that stand under it."""
        return [self[name] for name in ("signer", "post", "place")]

    def clean(self) -> dict[str, Any]:
        """Every line of the annex says what it is and which; the values become the letter's content."""
        data = super().clean() or {}
        entries = []
        for n in range(self._lines if self.template.annex else 0):
            kind, value = data.pop(f"kind_{n}", ""), data.pop(f"value_{n}", "")
            if value and not kind:
                self.add_error(f"kind_{n}", gettext("Diga qué es."))
            elif kind and not value:
                self.add_error(f"value_{n}", gettext("Escríbalo, o deje el renglón vacío."))
            elif value:
                entries.append(Entry(kind, value))
        return self._as_values(data, tuple(entries))

    def _as_values(self, data: dict[str, Any], annex: tuple[Entry, ...]) -> dict[str, Any]:
        """What the actions take."""
        every = tuple(one.code for one in self.template.fields)
        content = RequestContent(
            fields=tuple(data.get("fields_asked", [])) if "fields_asked" in self.fields else every,
            annex=annex,
            period_from=data.get("period_from"),
            period_until=data.get("period_until"),
            **{name: data.get(name, "") for name in ("to", "to_person", "order", "signer", "post", "place")},
        )
        to = data.get("addressee", self.initial.get("addressee", ""))  # not asked where the letter itself knows
        passed = {"content": content, "addressee": to, "picks": data.get("picks", [])}
        return {name: data[name] for name in ("revision", "seen") if name in data} | passed


def initial_of(content: RequestContent, addressee: str) -> dict[str, Any]:
    """What a draft's form is filled with."""
    names = ("to", "to_person", "order", "period_from", "period_until", "signer", "post", "place")
    lines: dict[str, str] = {}
    for n, one in enumerate(content.annex):
        value = f"{one.value} ({one.service})" if one.service else one.value
        lines |= {f"kind_{n}": one.kind, f"value_{n}": value}
    asked = {"addressee": addressee, "fields_asked": list(content.fields)}
    return {name: getattr(content, name) for name in names} | asked | lines


def _lines(data: Any, annex: Sequence[Entry]) -> int:
    """So many lines as there are, and some empty ones."""
    if data is None:
        return min(max(LINES, len(annex) + MORE_LINES), max(MOST_LINES, len(annex)))
    sent = [int(found[1]) for name in data if (found := re.fullmatch(r"(?:kind|value)_(\d{1,3})", name))]
    return min(max(sent, default=-1) + 1, 200)


def _offer(one: Offer) -> str:
    words = {"kind": KINDS.get(one.kind, one.kind), "hint": one.hint, "whose": one.whose, "report": one.report}
    service = f" ({one.service})" if one.service else ""
    return gettext("%(kind)s: %(hint)s · %(whose)s · alerta %(report)s") % (
        words | {"kind": f"{words['kind']}{service}"}
    )


def _institutions(template: RequestTemplate, case: Case, kept_out: frozenset[str], lang: str) -> Choices:
    """Institutions of the kinds that hold what is asked for: of the case's state, of the whole country, of others."""
    fitting = [
        one for one in pack().institutions.values()
        if one.kind in template.to_kinds and one.valid_until is None and one.code != case.institution
    ]  # fmt: skip
    groups: dict[str, list[tuple[str, str]]] = {"here": [], "all": [], "others": []}
    for one in fitting:
        group = "all" if one.state is None else "here" if one.state == case.state else "others"
        name = one.name.get(lang)
        if one.code in kept_out:
            name = gettext("%(name)s (tiene un conflicto de interés en este caso)") % {"name": name}
        groups[group].append((one.code, name))
    words = {
        "here": gettext("Del estado del caso"),
        "all": gettext("Nacionales"),
        "others": gettext("De otros estados"),
    }
    named = [(words[group], sorted(rows, key=lambda row: row[1])) for group, rows in groups.items() if rows]
    return [("", gettext("No está en la lista: la escribo abajo")), *named]


class NowForm(CaseForm):
    """When something happened: now, unless it is said otherwise."""

    happened_at = Moment(label=_("¿Cuándo?"))

    def __init__(self, *args: Any, now: datetime, **more: Any) -> None:
        super().__init__(*args, **more)
        self.now = now
        self.fields["happened_at"].initial = now

    def clean_happened_at(self) -> datetime | None:
        """None for the minute that is running: the field has no seconds, and it means now."""
        at: datetime = self.cleaned_data["happened_at"]
        return None if timedelta(0) <= self.now - at < timedelta(minutes=1) else at


class SendForm(NowForm):
    """The letter goes; its act may move on with it."""

    happened_at = Moment(
        label=_("¿Cuándo se envía?"),
        help_text=_("De esta fecha parte el plazo para contestar. Es la que lleva el oficio."),
    )
    move_to = forms.ChoiceField(label=_("El acto del plan"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, moves: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        words = {ActState.ASKED: _("Con este oficio el acto queda solicitado"),
                 ActState.ORDERED: _("Con este oficio el acto queda ordenado")}  # fmt: skip
        choices = [("", _("El acto sigue como está")), *((move, words[ActState(move)]) for move in moves)]
        if moves:
            self.fields["move_to"].choices = choices  # type: ignore[attr-defined]
            self.fields["move_to"].initial = moves[-1]
        else:
            del self.fields["move_to"]


class AnswerForm(NowForm):
    """What came: when, under which number, and in a few words what it says."""

    happened_at = Moment(label=_("¿Cuándo llegó la respuesta?"))
    reference = forms.CharField(
        label=_("Número o sello de la respuesta (si lo tiene)"), max_length=120, required=False,
        help_text=_("Solo el número: no escriba aquí nombres ni datos del caso."),
    )  # fmt: skip
    note = Words(label=_("Qué contestaron (si hace falta)"), rows=3, required=False, help_text=_("Se guarda cifrado."))


class ReceivedForm(AnswerForm):
    """Somebody there took the letter."""

    happened_at = Moment(label=_("¿Cuándo lo recibieron?"))
    reference = forms.CharField(
        label=_("Número o sello con que lo recibieron"), max_length=120, required=False,
        help_text=_("Solo el número: no escriba aquí nombres ni datos del caso."),
    )  # fmt: skip
    note = Words(label=_("Nota (si hace falta)"), rows=3, required=False, help_text=_("Se guarda cifrada."))


class PartlyForm(AnswerForm):
    """Part of it came; the rest is awaited anew."""

    missing = forms.MultipleChoiceField(
        label=_("¿Qué falta por llegar?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("missing", "happened_at", "reference", "note")

    def __init__(self, *args: Any, asked: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["missing"].choices = asked  # type: ignore[attr-defined]


class WithdrawForm(CaseForm):
    """A draft is left."""

    reason = Words(label=_("¿Por qué se deja sin efecto?"), rows=3)
