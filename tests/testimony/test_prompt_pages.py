"""What a question asks is suggested by rules and said by a person: both are kept, and the least sure wait in a list."""

import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.sealing import seal_text
from hilo.cases.policies import Changed
from hilo.lib.errors import Denied
from hilo.testimony import kept, prompt_actions, prompt_queries, prompt_runs
from hilo.testimony.models import Mark, Run
from hilo.testimony.prompt_policies import Said
from hilo.testimony.prompt_queries import coded, queue
from hilo.testimony.quality import describe

pytestmark = pytest.mark.django_db


def at(name, row):
    return reverse(f"testimony:{name}", kwargs={"code": row.case.code, "pk": row.pk})


def seen(case):
    case.refresh_from_db()
    return {"revision": case.revision, "seen": case.events.count()}


def confirm(row, said, by):
    return prompt_actions.confirm(transcript=row, said=said, by=by, now=timezone.now())


def unsure(row, turns):
    """Later rules, that are less sure of these turns."""
    later = Run(transcript=row, layer="prompt", version="una posterior", low=turns, made_at=timezone.now())
    later.body = seal_text("[]", place=later.body_place)
    later.save()


def test_a_transcript_is_read_by_the_rules_when_it_is_kept_and_once_for_each_version(transcript, ana):
    run = transcript.runs.get(layer="prompt")
    assert set(prompt_runs.suggested(run)) == {1, 3, 5, 7, 9, 11}
    assert prompt_runs.make(transcript, by=ana, now=timezone.now()) == run
    assert b"mochila" not in bytes(run.body)


def test_what_was_suggested_stays_beside_what_a_person_said(transcript, ana):
    suggested = prompt_runs.suggested(transcript.runs.get(layer="prompt"))[9]
    confirm(transcript, [Said(9, "DIR", ("repeated",))], ana)
    confirm(transcript, [Said(9, "OPT-YN")], ana)
    first, last = Mark.objects.order_by("at", "id")
    assert (first.code, first.flags, last.code, last.replaces) == ("DIR", "repeated", "OPT-YN", first)
    assert first.suggested.split()[0] == suggested.label == "SUG-TAG"


def test_saying_the_same_again_writes_nothing(transcript, ana):
    assert confirm(transcript, [Said(7, "OPT-FC")], ana) == 1
    assert confirm(transcript, [Said(7, "OPT-FC")], ana) == 0


@pytest.mark.parametrize(
    "said", [[], [Said(2, "DIR")], [Said(1, "NADA")], [Said(1, "DIR"), Said(1, "STR")], [Said(1, "DIR", ("otro",))]]
)
def test_only_known_codes_on_turns_of_adults_are_taken(transcript, ana, said):
    with pytest.raises(Denied):
        confirm(transcript, said, ana)
    assert not Mark.objects.exists()


def test_of_two_people_who_confirm_at_once_the_second_looks_again(transcript, ana, monkeypatch):
    confirm(transcript, [Said(1, "STR")], ana)
    monkeypatch.setattr(prompt_actions, "current", lambda _row: [])  # read before the first one wrote
    with pytest.raises(Changed):
        confirm(transcript, [Said(1, "FAC")], ana)


def test_the_page_takes_what_was_ticked_and_leaves_the_rest(transcript, signed_in, ana):
    browser = signed_in(ana)
    sent = seen(transcript.case) | {"turns": "1 3 5", "label-1": "STR", "label-3": "INV-G", "ok-3": "1", "do": "some"}
    assert browser.post(at("prompts", transcript), sent).status_code == 302
    assert [mark.turn for mark in Mark.objects.all()] == [3]
    everything = seen(transcript.case) | {"turns": "1 5", "label-1": "STR", "label-5": "INV-F", "do": "all"}
    browser.post(at("prompts", transcript), everything)
    assert sorted(mark.turn for mark in Mark.objects.all()) == [1, 3, 5]
    page = browser.get(at("prompts", transcript)).content.decode()
    assert "3 turnos confirmados por una persona." in page


def test_nothing_ticked_is_said_in_a_sentence(transcript, signed_in, ana):
    answer = signed_in(ana).post(at("prompts", transcript), seen(transcript.case) | {"turns": "1", "do": "some"})
    assert answer.status_code == 422
    assert "Marque al menos un turno" in answer.content.decode()


def test_the_less_sure_wait_in_the_list_until_somebody_has_looked(transcript, signed_in, ana, eva):
    unsure(transcript, "[7, 9]")
    rows, of = queue(ana)
    assert ([(one.row, one.low) for one in rows], of) == ([(transcript, 2)], 1)
    assert queue(eva) == ([], 0)
    assert "1 transcripción tiene sugerencias poco seguras" in signed_in(ana).get("/escucha/").content.decode()
    confirm(transcript, [Said(7, "OPT-FC"), Said(9, "SUG-TAG")], ana)
    assert queue(ana) == ([], 0)
    assert "Nada por revisar" in signed_in(ana).get(reverse("testimony:prompt_queue")).content.decode()


def test_those_that_do_not_fit_on_the_list_are_counted_and_the_oldest_stand_first(
    transcript, hear, keep, signed_in, ana, monkeypatch
):
    monkeypatch.setattr(prompt_queries, "SHOWN", 1)
    for row in (transcript, keep(hear("ended"), "E: ¿Y luego?\nN: Nada.\n")):
        unsure(row, "[1]")
    rows, of = queue(ana)
    assert ([one.row for one in rows], of) == ([transcript], 2)
    page = signed_in(ana).get(reverse("testimony:prompt_queue")).content.decode()
    assert "Hay 1 más, que aparece al revisar estas." in page


def test_more_transcripts_need_no_more_queries(transcript, hear, keep, ana, django_assert_num_queries):
    unsure(transcript, "[7]")
    with django_assert_num_queries(3):
        assert len(queue(ana)[0]) == 1
    unsure(keep(hear("ended"), "E: ¿Y luego?\nN: Nada.\n"), "[1]")
    with django_assert_num_queries(3):
        assert len(queue(ana)[0]) == 2


def test_the_figures_of_the_page_are_those_of_what_people_confirmed(transcript, signed_in, ana):
    confirm(transcript, [Said(7, "DIR"), Said(9, "DIR")], ana)
    found = coded(transcript, kept.turns_of(transcript))
    quality = describe(found.turns, found.prompts, age=9)
    assert quality.phases["substantive"].asking["wh"].count == 2
    assert quality.first_suggestive is None
    page = signed_in(ana).get(at("interview_quality", transcript)).content.decode()
    assert "una persona confirmó 2" in page
    assert "Ningún turno se codificó como sugestivo." in page
    assert "<svg" in page


def quality_page(browser, row):
    return html.unescape(browser.get(at("interview_quality", row)).content.decode())


def test_the_page_of_the_interview_quotes_the_turns_in_which_an_adult_named_something_first(transcript, signed_in, ana):
    page = quality_page(signed_in(ana), transcript)
    assert re.search(r"Turno 9: .*<br><q lang=\"es\">¿El chofer te regañó, verdad\?</q>", page)
    assert "Intervalo del 95 por ciento" in page


def test_a_question_put_twice_is_quoted_with_whether_the_answer_changed(hear, keep, signed_in, ana):
    row = keep(hear("ended"), "E: ¿De qué color era?\nN: Azul.\nE: ¿De qué color era?\nN: Roja.\n")
    confirm(row, [Said(1, "DIR"), Said(3, "DIR", ("repeated",))], ana)
    page = quality_page(signed_in(ana), row)
    assert "la respuesta usa otras palabras; léanse las dos" in page
    assert "Turnos 1, 3" in page
    assert '<q lang="es">¿De qué color era?</q>' in page


def test_a_moment_without_questions_says_so_and_published_figures_stand_only_where_there_are(
    transcript, signed_in, ana
):
    page = quality_page(signed_in(ana), transcript)
    assert "No hubo preguntas." in page
    tables = re.findall(r"<table>.*?</table>", page, re.DOTALL)
    assert {"PMC" in one or "doi" in one for one in tables if "Lo publicado" in one} == {True}
    assert any("Lo publicado" not in one for one in tables)


def test_another_institution_finds_no_page(transcript, signed_in, eva):
    assert {signed_in(eva).get(at(name, transcript)).status_code for name in ("prompts", "interview_quality")} == {404}


def test_why_a_label_was_suggested_is_told_in_the_readers_language(transcript, signed_in, ana):
    page = signed_in(ana).get(at("prompts", transcript)).content.decode()
    assert "busca acuerdo con una afirmación: chofer, regano" in page
    ana.language = "en"
    ana.save()
    page = signed_in(ana).get(at("prompts", transcript)).content.decode()
    assert "particle after a statement: chofer, regano" in page
    assert "busca acuerdo" not in page
