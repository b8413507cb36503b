"""What an event of hearing a child is about is said in words, without a word that anybody said."""

import uuid

import pytest
from django.utils import translation

from hilo.cases.models import Event
from hilo.desk.event_words import Names, facts_words
from hilo.lib.canonical import canonical_bytes
from hilo.reference import pack

ID = str(uuid.uuid4())
INTERVIEW = {"interview": ID, "number": 2, "session": 3}
INDICATOR = {"transcript": ID, "indicator": "recording_device", "state": "spontaneous", "acts": [], "codebook": "1"}
# kind, or how it begins -> facts as they are written, and what must be read; "" where the label says all
SAMPLES = {
    "interview.": (INTERVIEW, "entrevista 2, sesión 3"),
    "narrative.": (INTERVIEW | {"session": 1}, "entrevista 2"),
    "telling.": ({"telling": ID, "purpose": "school", "formal": False}, "escuela"),
    "transcript.": ({"transcript": ID, "number": 4, "sha256": "ab" * 32}, "transcripción 4"),
    "layer.": ({"transcript": ID, "layer": "note", "n": 2}, "nota: 2 anotaciones"),
    "indicator.": (INDICATOR, "sin que se le preguntara"),
    "disclosure.": ({"entry": ID, "field": "first_sign"}, "primera señal"),
    "child.": ({"child": ID}, ""),
    "testimony.": ({"transcript": ID}, ""),
    "accounts.": ({"comparison": ID}, ""),
}
KINDS = sorted(kind.code for kind in pack().event_kinds.values() if kind.group == "testimony")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_what_it_is_about(kind):
    facts, expected = next(sample for start, sample in SAMPLES.items() if kind.startswith(start))
    words = facts_words(Event(kind=kind, facts=canonical_bytes(facts).decode()), Names())
    assert expected.lower() in words.lower() if expected else words == ""
    assert ID not in words
    with translation.override("en"):
        assert bool(facts_words(Event(kind=kind, facts=canonical_bytes(facts).decode()), Names())) == bool(expected)


@pytest.mark.parametrize("kind", ["interview.begun", "indicator.confirmed", "layer.saved", "telling.recorded"])
@pytest.mark.parametrize("facts", [{}, {"number": "x", "session": "y"}, {"layer": 3, "n": 1}, {"indicator": "none"}])
def test_facts_of_another_shape_say_nothing_instead_of_failing(kind, facts):
    assert facts_words(Event(kind=kind, facts=canonical_bytes(facts).decode()), Names()) == ""
