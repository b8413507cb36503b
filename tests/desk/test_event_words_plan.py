"""What an event of a plan or of evidence is about is said in words, for every kind there is."""

import uuid

import pytest
from django.utils import timezone, translation

from hilo.cases.models import Event
from hilo.desk.event_words import Names, facts_words, sentences
from hilo.investigation import actions
from hilo.lib.canonical import canonical_bytes
from hilo.reference import pack

ID = str(uuid.uuid4())
ACT = {"act": ID, "type": "preserve_data", "number": 3}
LETTER = {"request": ID, "template": "file_elsewhere", "letter": "FGE-NAY/HILO/2026/0001"}
ITEM = {"item": ID, "number": 7, "kind": "device", "hash": "ab" * 32}
# group of events by the beginning of their code -> facts as they are written, and what must be read
SAMPLES = {
    "plan.adopted": ({"acts": 4}, "con 4 actos"),
    "act.": (ACT, "acto 3: Conservación inmediata de datos"),
    "request.": (LETTER, "FGE-NAY/HILO/2026/0001: Copia de un expediente"),
    "analysis.noted": ({"point": ID, "kind": "unknown"}, "no se sabe"),
    "analysis.settled": ({"point": ID, "kind": "known", "state": "withdrawn"}, "se sabe, retirado"),
    "offence.classified": ({"classification": ID}, "de los hechos"),
    "offence.charged": ({"offence": "none_such", "classification": ID}, "none_such"),
    "item.registered": (ITEM, "EX-0007, dispositivo"),
    "custody.recorded": (ITEM | {"seq": 2, "kind": "collected"}, "EX-0007, paso 2: recolectado"),
    "document.": ({"document": ID, "kind": "answer"}, "Respuesta"),
    "admissibility.reviewed": ({"review": ID, "origin": "ncmec"}, "NCMEC"),
    "evidence.exported": ({"manifest": "cd" * 32, "redacted": True, "entries": 9}, "sin nombres"),
    "casefile.printed": ({"form": "redacted", "events": 9, "fingerprint": "ef" * 32}, "testada"),
    "": (ACT, "acto 3"),  # what an act stands for in law
}
KINDS = sorted(kind.code for kind in pack().event_kinds.values() if kind.group in ("plan", "evidence"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_what_it_is_about(kind):
    facts, expected = next(sample for start, sample in SAMPLES.items() if kind.startswith(start))
    event = Event(kind=kind, facts=canonical_bytes(facts).decode())
    words = facts_words(event, Names())
    assert expected.lower() in words.lower()
    assert ID not in words
    with translation.override("en"):
        assert facts_words(event, Names())


@pytest.mark.parametrize("facts", [{}, {"act": ID}, {"letter": "x"}, {"item": ID, "number": "x"}, {"type": 3}])
def test_facts_of_another_shape_say_nothing_instead_of_failing(facts):
    assert facts_words(Event(kind="act.done", facts=canonical_bytes(facts).decode()), Names()) == ""


def test_what_an_act_puts_on_the_thread_is_read_there_as_that_act(case, ana):
    act = actions.adopt(
        case=case, adoptions=[actions.Adoption("preserve_data", target="Cuenta azul")], by=ana, now=timezone.now()
    )[0]
    actions.move(act=act, to="ordered", by=ana, now=timezone.now())
    events = list(case.events.filter(kind__in=["act.adopted", "act.ordered", "preservation.ordered"]))
    assert len(events) == 3
    assert all(words.startswith("acto 1: ") for words in sentences(events, ana))
