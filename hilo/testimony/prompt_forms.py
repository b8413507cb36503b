"""What a person says of adults' turns, many on one page: read by hand, as there is one set of fields for each turn."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Words
from hilo.testimony.label_words import FLAG_WORDS, LABEL_WORDS, PHASE_WORDS
from hilo.testimony.prompt_policies import Said


class PromptsForm(CaseForm):
    """Only what the page had seen; the turns are in :func:`said_of`."""


class DetailsForm(forms.Form):
    """What to look for. Nothing of it is kept."""

    details = Words(
        label=_("¿Qué detalles?"), rows=6,
        help_text=_("Uno por línea: un nombre, dos puntos y las palabras que cuentan como nombrarlo. "
                    "Por ejemplo «cámara: cámara, grabadora». Plurales y diminutivos se encuentran solos."),
    )  # fmt: skip


def said_of(sent: QueryDict, shown: list[int]) -> list[Said]:
    """What was sent of the turns on the page: those ticked, or all with «confirm all»."""
    every = sent.get("do") == "all"
    return [
        Said(turn, sent.get(f"label-{turn}", ""), tuple(sent.getlist(f"flags-{turn}")), sent.get(f"phase-{turn}", ""))
        for turn in shown
        if every or sent.get(f"ok-{turn}")
    ]


def choices() -> dict[str, Any]:
    """Labels, flags and phases as the page offers them."""
    return {
        "labels": [(code, f"{code} · {words}") for code, words in LABEL_WORDS.items()],
        "flags": list(FLAG_WORDS.items()),
        "phases": list(PHASE_WORDS.items()),
    }
