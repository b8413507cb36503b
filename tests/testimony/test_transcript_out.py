"""What leaves: the bytes as they came, or CHAT and ELAN with what people confirmed. What a machine suggests stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hilo.cases.models import Withheld
from hilo.testimony import prompt_actions
from hilo.testimony.prompt_policies import Said
from hilo.testimony.transcripts.chat import dependents
from hilo.testimony.transcripts.reading import read, turns
from tests.testimony.spoken import WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(signed_in, ana, transcript):
    """``take("chat")`` takes the transcript out as Ana."""

    def make(form, row=transcript, reason="Lo pidió el juzgado."):
        browser, address = signed_in(ana), reverse("testimony:transcript_out", args=[row.case.code, row.pk])
        page = browser.get(address).context["form"]
        given = {name: page[name].value() for name in ("revision", "seen")}
        return browser.post(address, given | {"form": form, "reason": reason})

    return make


@pytest.fixture
def confirmed(transcript, ana):
    """Two questions that Ana looked at."""
    said = [Said(3, "INV-G"), Said(9, "SUG-TAG", ("new_content",))]
    prompt_actions.confirm(transcript=transcript, said=said, by=ana, now=timezone.now())


def test_the_file_leaves_byte_for_byte_as_it_came(take, hear, keep):
    data = ("\ufeff" + WORDS.replace("\n", "\r\n")).encode()
    sent = take("original", keep(hear("ended"), data))
    assert sent.content == data
    assert sent["Content-Disposition"].endswith('.txt"')
    assert sent["X-Content-Type-Options"] == "nosniff"


def test_chat_carries_what_people_confirmed(take, confirmed):
    out = read(take("chat").content)
    assert out.format == "chat"
    codes = [text for one in out.utterances for tier, text in dependents(out, one) if tier == "cod"]
    assert [code.replace("$cod:", "").split() for code in codes] == [["INV-G"], ["SUG-TAG", "new_content"]]
    assert [turn.by_child for turn in turns(out)] == [turn.by_child for turn in turns(read(WORDS.encode()))]


def test_elan_carries_what_people_confirmed_and_every_word(take, confirmed):
    content = take("eaf").content
    assert [one.text for one in read(content).utterances] == [one.text for one in read(WORDS.encode()).utterances]
    assert b">INV-G<" in content
    assert b">SUG-TAG new_content<" in content


@pytest.mark.parametrize("form", ["chat", "eaf"])
def test_what_nobody_confirmed_does_not_leave(take, transcript, form):
    assert transcript.runs.filter(layer="prompt").exists()
    content = take(form).content
    assert not any(code in content for code in (b"INV-G", b"DIR", b"SUG-", b"OPT-", b"%cod"))


def test_the_thread_keeps_who_what_and_for_what_but_no_word(take, transcript, case, ana):
    take("chat")
    event = case.events.get(kind="testimony.exported")
    assert event.facts_dict() == {"transcript": str(transcript.pk), "number": 1, "form": "chat"}
    assert event.by == ana


def test_without_a_reason_nothing_leaves(take, case):
    assert take("original", reason=" ").status_code == 422
    assert not case.events.filter(kind="testimony.exported").exists()


def test_what_did_not_travel_does_not_leave(take, case):
    later = timezone.now() + timedelta(minutes=5)
    Withheld.objects.create(case=case, institution="FGE-NAY", part="narratives", before=later)
    answer = take("original")
    assert answer.status_code == 422
    assert b"mochila" not in answer.content


def test_who_interviews_takes_nothing_out(transcript, signed_in, person):
    address = reverse("testimony:transcript_out", args=[transcript.case.code, transcript.pk])
    assert signed_in(person("iris")).get(address).status_code == 403
