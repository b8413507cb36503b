"""The paper of a letter: what it holds, what it never holds, and that it prints again the same."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hilo.cases import actions as cases
from hilo.cases.models import Case, Event
from hilo.exchange.letters import pdf
from hilo.investigation import request_actions
from hilo.investigation.models import Request
from hilo.investigation.request_content import Entry, Kept, RequestContent, keep, opened
from hilo.investigation.request_letter import letter_of, restored
from hilo.reference import pack
from tests.investigation import letters

MONDAY = datetime(2026, 3, 2, 16, tzinfo=UTC)
POISON = [
    "a" * 500,
    "https://ejemplo.test/" + "x" * 479,
    "\u202etxt.exe مثال שלום",
    "👩\u200d👧 \u200d mochila",
    "#let x = 1; $a$ *b* \\ @c",
]


@pytest.fixture
def nico(person):
    return person("nico")


@pytest.mark.django_db
def test_it_holds_basis_fields_deadline_annex_and_who_signs(case, nico):
    sent = letters.sent(
        case, nico, "call_records", now=MONDAY, period_from=date(2026, 1, 1), period_until=date(2026, 1, 31)
    )
    words = letters.read(pdf(letter_of(sent)))
    for said in (
        sent.number,
        case.code,
        "CNPP 303; LMTR 183 II-IV",
        "Llamadas y mensajes de origen y destino, con fecha, hora y duración, sin su contenido",
        "veinticuatro (24) horas, a más tardar el 3 de marzo de 2026",
        "+52 311 555 0101",
        "del 1 de enero de 2026 al 31 de enero de 2026",
        "Orden 12/2026",
        "Agente del Ministerio Público",
        "Tepic, Nayarit, a 2 de marzo de 2026",
    ):
        assert said in words
    assert "Borrador" not in words


@pytest.mark.django_db
def test_it_never_holds_what_was_told_or_a_child_s_name(case, ana, nico):
    cases.record(case=case, kind="note.added", note="Perdió la mochila en el patio.", by=ana, now=MONDAY)
    cases.add_person(case=Case.objects.get(pk=case.pk), role="child", name="Lucía Ejemplo", by=ana, now=MONDAY)
    for template in pack().requests:
        if template != "escalation":
            words = letters.read(pdf(letter_of(letters.draft(case, nico, template, now=MONDAY))))
            assert "mochila en el patio" not in words, template
            assert "Lucía" not in words, template


@pytest.mark.django_db
def test_a_draft_says_that_it_is_one(case, nico):
    words = letters.read(pdf(letter_of(letters.draft(case, nico, now=MONDAY))))
    assert "Borrador, sin validez" in words
    assert "contadas desde su envío" in words


@pytest.mark.django_db
def test_the_same_bytes_are_printed_again_whatever_the_pack_says_later(case, nico, monkeypatch):
    sent = letters.sent(case, nico, now=MONDAY)
    first = pdf(letter_of(sent))
    other = pack().requests["preserve_platform"].model_copy(update={"law": "Otra ley 1"})
    monkeypatch.setitem(pack().requests, "preserve_platform", other)
    again = Request.objects.get(pk=sent.pk)
    assert pdf(letter_of(again)) == first
    told = Event.objects.get(kind="request.sent").facts_dict()
    import hashlib

    assert told["sha256"] == hashlib.sha256(first).hexdigest()
    assert told["fingerprint"] == again.fingerprint == letter_of(again).fingerprint


@pytest.mark.django_db
@pytest.mark.parametrize("template", sorted(pack().requests))
def test_every_template_prints_with_its_law_and_every_field(template, case, nico):
    if template == "escalation":
        first = letters.sent(case, nico, now=MONDAY)
        request_actions.record(request=first, kind="partly_answered", missing=["devices"], by=nico, now=MONDAY)
        made = request_actions.escalate(request=Request.objects.get(pk=first.pk), by=nico, now=MONDAY)
    else:
        made = letters.draft(case, nico, template, now=MONDAY)
    words, known = letters.read(pdf(letter_of(made))), pack().requests[template]
    for one in known.fields:
        assert one.label.es in words
    assert known.to_confirm <= ("por confirmar" in words)
    assert template == "escalation" or known.law in words


@pytest.mark.django_db
@pytest.mark.parametrize("value", POISON)
def test_hostile_texts_print_and_stay_text(value, case, nico):
    sent = letters.sent(
        case, nico, now=MONDAY, annex=(letters.URL, Entry("account", value)), to=value[:160], signer=value[:120]
    )  # fmt: skip
    words = letters.read(pdf(letter_of(sent)))
    assert letters.URL.value in words.replace(" ", "")
    assert "\u202e" not in words


text = st.text(max_size=40)


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        RequestContent, fields=st.lists(text, max_size=3).map(tuple), to=text, order=text, signer=text,
        annex=st.lists(st.builds(Entry, text, text, text), max_size=3).map(tuple),
        period_from=st.none() | st.dates(),
    )
)  # fmt: skip
def test_what_is_kept_is_read_back_the_same(content):
    request = Request()
    keep(request, Kept(content))
    assert opened(request).given == content


@pytest.mark.django_db
def test_a_letter_read_back_has_the_same_fingerprint(case, nico):
    import json

    letter = letter_of(letters.draft(case, nico, "call_records", now=MONDAY))
    assert restored(json.loads(json.dumps(letter.data()))).fingerprint == letter.fingerprint
