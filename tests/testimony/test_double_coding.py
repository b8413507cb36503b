"""Two people code the same narratives blind; how far they agree decides which codes leave their interview."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hilo.lib.errors import Denied
from hilo.testimony import double_actions, prompt_actions
from hilo.testimony import double_queries as queries
from hilo.testimony.agreement import alpha
from hilo.testimony.models import Study, StudyResult
from hilo.testimony.prompt_policies import Said
from tests.testimony.spoken import WORDS

pytestmark = pytest.mark.django_db


def draw(beto, coders, *, layer="prompt", share=20, seed=7):
    return double_actions.draw(layer=layer, share=share, coders=coders, seed=seed, by=beto, now=timezone.now())


def code(study, number, codes, by):
    text = queries.text_of(study, number)
    return double_actions.code(text=text, codes=codes, by=by, now=timezone.now())


def finish(study, by):
    return double_actions.finish(study=study, by=by, now=timezone.now())


@pytest.fixture
def nico(person):
    """He investigates, and codes beside Ana."""
    return person("nico")


@pytest.fixture
def study(transcript, ana, nico, beto):
    """Ana and Nico code the one narrative there is: what its six questions ask."""
    return draw(beto, [ana, nico])


ANAS = {1: "STR", 3: "INV-G", 5: "INV-F", 7: "OPT-FC", 9: "SUG-TAG", 11: "SUP"}
NICOS = ANAS | {5: "DIR", 11: "STR"}


@pytest.fixture
def closed(study, ana, nico):
    """The same, finished by both."""
    for by, codes in ((ana, ANAS), (nico, NICOS)):
        code(study, 1, codes, by)
        finish(study, by)
    return Study.objects.get(pk=study.pk)


def test_at_least_a_fifth_or_ten_are_drawn_and_the_seed_draws_them_again(hear, keep, ana, nico, beto):
    for number in range(12):
        keep(hear("ended"), WORDS + f"E: Adiós {number}.\n")
    first, again = draw(beto, [ana, nico]), draw(beto, [ana, nico])
    assert first.of == 12
    drawn = [[text.transcript_id for text in one.texts.all()] for one in (first, again)]
    assert len(drawn[0]) == 10
    assert drawn[0] == drawn[1]


def test_nobody_codes_what_they_asked_themselves(transcript, ana, person, beto):
    with pytest.raises(Denied, match="No hay relatos"):
        draw(beto, [ana, person("iris")])


@pytest.mark.parametrize(
    ("who", "coders"), [("ana", ("ana", "nico")), ("beto", ("ana", "ana")), ("beto", ("ana", "eva"))]
)
def test_supervision_draws_and_two_different_people_of_the_institution_code(transcript, person, who, coders):
    with pytest.raises(Denied):
        draw(person(who), [person(one) for one in coders])


def test_a_coder_sees_the_words_and_their_own_codes_alone(study, transcript, signed_in, ana, nico):
    prompt_actions.confirm(transcript=transcript, said=[Said(7, "OPT-FC")], by=ana, now=timezone.now())
    code(study, 1, {5: "INV-F", 9: "SUG-TAG"}, nico)
    address = reverse("testimony:study_code", kwargs={"pk": study.pk, "number": 1})
    page = signed_in(ana).get(address).content.decode()
    assert "¿El chofer te regañó, verdad?" in page
    assert "selected" not in page
    assert "guardado" not in page
    mine = signed_in(nico).get(address).content.decode()
    assert mine.count("selected") == 2


def test_while_it_runs_nobody_sees_how_far_the_other_is(study, signed_in, ana, nico, beto):
    address = reverse("testimony:study", kwargs={"pk": study.pk})
    before = {one.username: signed_in(one).get(address).content.decode() for one in (ana, beto)}
    code(study, 1, NICOS, nico)
    finish(study, nico)
    after = {one.username: signed_in(one).get(address).content.decode() for one in (ana, beto)}
    assert [text.count("turnos guardados") for text in before.values()] == [
        text.count("turnos guardados") for text in after.values()
    ]
    assert not any("Alfa" in text for text in after.values())


def test_the_figures_are_those_of_the_two_columns_of_codes(closed):
    units = [(ANAS[turn], NICOS[turn]) for turn in sorted(ANAS)]
    every = closed.results.get(code="")
    assert every.alpha == pytest.approx(alpha(units).value)
    tags = closed.results.get(code="SUG-TAG")
    assert (tags.alpha, tags.both, tags.one) == (1.0, 1, 0)


def test_a_code_under_the_limit_or_of_which_nothing_can_be_said_stays_in_its_interview(closed):
    found = queries.usable(closed.version, "FGE-NAY")
    assert queries.enters(found["SUG-TAG"])
    assert not queries.enters(found["INV-F"])
    assert found["OPT-YN"].alpha is None
    assert not queries.enters(found["OPT-YN"])
    assert not queries.enters(None)
    assert queries.usable(closed.version, "FGE-MOR") == {}


def test_the_page_of_a_closed_one_says_what_each_code_serves_for(closed, signed_in, ana):
    page = signed_in(ana).get(reverse("testimony:study", kwargs={"pk": closed.pk})).content.decode()
    assert "no se puede decir" in page
    assert "nadie lo dijo, o siempre" in page
    assert "sirve para concluir" in page


def test_what_was_finished_does_not_change(closed, ana):
    with pytest.raises(Denied, match="ya terminó"):
        code(closed, 1, {1: "FAC"}, ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        StudyResult.objects.update(alpha=1.0)


def test_who_left_turns_out_is_told_how_many(study, ana):
    code(study, 1, {1: "STR"}, ana)
    with pytest.raises(Denied, match="Faltan 5 turnos"):
        finish(study, ana)


def test_indicators_are_coded_on_the_words_of_the_child_and_none_is_an_answer(transcript, ana, nico, beto):
    study = draw(beto, [ana, nico], layer="segment")
    for by in (ana, nico):
        code(study, 1, {2: "", 4: "recording_device", 6: "", 8: "", 10: "", 12: ""}, by)
        finish(study, by)
    found = queries.usable(study.version, "FGE-NAY")["recording_device"]
    assert (found.alpha, found.both, found.units) == (1.0, 1, 6)


def test_who_will_interview_that_child_codes_no_topics_of_it(hear, transcript, signed_in, ana, nico, beto):
    study = draw(beto, [ana, nico], layer="segment")
    hear("planned", by=nico)
    answer = signed_in(nico).get(reverse("testimony:study_code", kwargs={"pk": study.pk, "number": 1}))
    assert answer.status_code == 403
    assert "va a entrevistar" in answer.content.decode()


def test_another_institution_and_other_colleagues_do_not_code(study, signed_in, eva, person):
    address = reverse("testimony:study_code", kwargs={"pk": study.pk, "number": 1})
    assert signed_in(eva).get(address).status_code == 404
    assert signed_in(person("iris")).get(address).status_code == 404


def test_the_page_saves_what_was_chosen_and_goes_on(study, signed_in, ana):
    address = reverse("testimony:study_code", kwargs={"pk": study.pk, "number": 1})
    sent = {f"code-{turn}": label for turn, label in ANAS.items()}
    assert signed_in(ana).post(address, sent).status_code == 302
    assert queries.codes_by(queries.text_of(study, 1), ana) == ANAS
    assert signed_in(ana).post(address, {"code-1": "NADA"}).status_code == 422


def left(browser, study, because):
    return browser.post(reverse("testimony:study_leave", kwargs={"pk": study.pk}), {"because": because}, follow=True)


def test_supervision_leaves_one_unfinished_with_a_reason_and_no_figure_comes_of_it(study, signed_in, ana, beto):
    code(study, 1, ANAS, ana)
    page = left(signed_in(beto), study, "coder_gone").content.decode()
    assert "se dejó sin terminar: una de las dos personas ya no puede codificar; Beto Luna" in " ".join(page.split())
    assert "Qué tanto coincidieron" not in page
    assert not StudyResult.objects.exists()
    assert queries.codes_by(queries.text_of(study, 1), ana) == ANAS


def test_once_left_nobody_codes_or_finishes_it_and_it_waits_for_nobody(study, signed_in, ana, beto):
    assert queries.waiting(ana) == 1
    left(signed_in(beto), study, "wrong_draw")
    assert queries.waiting(ana) == 0
    for act in (lambda: code(study, 1, ANAS, ana), lambda: finish(study, ana)):
        with pytest.raises(Denied, match="se dejó sin terminar"):
            act()


def test_without_a_reason_twice_or_by_a_coder_it_is_not_left(study, closed, signed_in, ana, beto):
    assert "ya estaba cerrada" in left(signed_in(beto), closed, "wrong_draw").content.decode()
    assert left(signed_in(ana), study, "wrong_draw").status_code == 403
    Study.objects.filter(pk=study.pk).update(closed_at=None)
    assert "Elija por qué se deja sin terminar" in left(signed_in(beto), study, "").content.decode()
    assert Study.objects.get(pk=study.pk).closed_at is None
