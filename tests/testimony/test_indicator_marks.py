"""A person marks a passage; the state of each indicator and the acts it calls for follow; nothing touches the words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.lib.errors import Denied
from hilo.testimony import indicator_actions as actions
from hilo.testimony import kept
from hilo.testimony.indicator_actions import Passage
from hilo.testimony.indicator_queries import confirmed, states_of
from hilo.testimony.indicators.unusual import NOTE_UNUSUAL
from hilo.testimony.models import Mark
from tests.testimony.spoken import WORDS

pytestmark = pytest.mark.django_db


def place(words, turn):
    """The passage of those words in the shared transcript."""
    return Passage(turn, WORDS.index(words), WORDS.index(words) + len(words))


@pytest.fixture
def mark(transcript, ana):
    """``mark("vehicle", 6, "al camión")`` marks it as Ana would."""

    def make(code, turn, words="", provenance="after_invitation", **more):
        given = {"transcript": transcript, "by": ana, "now": timezone.now()} | more
        passage = place(words, turn) if words else Passage(turn)
        return actions.mark(passage=passage, code=code, provenance=provenance, **given)

    return make


def facts(case, kind):
    return [one.facts_dict() for one in case.events.filter(kind=kind).order_by("id")]


def path(name, row, **more):
    return reverse(f"testimony:{name}", kwargs={"code": row.case.code, "pk": row.pk} | more)


def of_child(row, name="indicators", **more):
    return reverse(f"testimony:{name}", kwargs={"code": row.case.code, "child": row.child_id} | more)


def test_a_marked_passage_keeps_who_where_and_by_which_codebook(mark, transcript, ana):
    row = mark("vehicle", 6, "al camión")
    text = kept.words_of(transcript).text
    assert text[row.start : row.end] == "al camión"
    assert (row.by, row.first_by_child, row.denied, row.state) == (ana, True, False, "confirmed")
    assert row.version.startswith("1:")
    assert len(row.version) == 66
    assert text == WORDS


def test_the_event_names_codes_and_acts_and_none_of_the_words(mark, transcript):
    mark("vehicle", 6, "al camión")
    (told,) = facts(transcript.case, "indicator.confirmed")
    assert set(told) == {"transcript", "child", "indicator", "state", "acts", "codebook"}
    assert (told["indicator"], told["state"]) == ("vehicle", "after_invitation")
    assert told["acts"]
    assert "camión" not in str(told)


def test_a_denial_calls_for_no_act_and_is_no_proof_that_it_did_not_happen(mark, transcript):
    mark("adult_threat", 9, "te regañó", provenance="adult_first_denied")
    (told,) = facts(transcript.case, "indicator.confirmed")
    assert (told["state"], told["acts"]) == ("denied", [])


def test_what_is_withdrawn_stays_on_the_record_and_no_longer_counts(mark, transcript, beto):
    row = mark("vehicle", 6, "al camión")
    gone = actions.withdraw(mark=row, by=beto, now=timezone.now(), reason="Era el camión de la basura.")
    (told,) = facts(transcript.case, "indicator.withdrawn")
    assert (told["state"], told["acts"]) == ("never_asked_not_mentioned", [])
    assert gone.replaces == row
    assert Mark.objects.filter(pk=row.pk, state="confirmed").exists()
    assert list(confirmed(transcript.case, transcript.child_id, None)) == []
    with pytest.raises(Denied, match="ya no está"):
        actions.withdraw(mark=row, by=beto, now=timezone.now(), reason="Otra vez.")


def test_one_passage_taken_back_leaves_the_acts_that_another_calls_for(mark, transcript, ana):
    first = mark("vehicle", 6, "al camión")
    mark("vehicle", 9, "El chofer", provenance="adult_first_adopted")
    actions.withdraw(mark=first, by=ana, now=timezone.now(), reason="Repetida.")
    (told,) = facts(transcript.case, "indicator.withdrawn")
    assert told["acts"]
    assert told["state"] == "adult_first_adopted"


def test_sessions_count_in_time_whichever_is_marked_first(mark, transcript, hear, keep, ana):
    second = keep(hear("ended"), WORDS + "E: ¿Algo más?\n")
    mark("vehicle", 6, "al camión", provenance="spontaneous", transcript=second)
    mark("vehicle", 9, "El chofer", provenance="adult_first_adopted")
    state = states_of(confirmed(transcript.case, transcript.child_id, None))["vehicle"]
    assert (state.state, state.session) == ("adult_first_adopted", transcript.interview.number)


@pytest.mark.parametrize(
    ("code", "passage", "provenance", "denied", "sentence"),
    [
        ("no_such", Passage(6), "spontaneous", False, "indicador de la lista"),
        ("vehicle", Passage(99), "spontaneous", False, "turno no está"),
        ("vehicle", Passage(6, 0, 5), "spontaneous", False, "no está en ese turno"),
        ("vehicle", Passage(6), "said_it", False, "cómo llegó a decirse"),
        ("vehicle", Passage(9), "spontaneous", False, "habla una persona adulta"),
        ("vehicle", Passage(6), "adult_first_adopted", True, "Deje solo una"),
    ],
)
def test_what_contradicts_itself_is_refused_with_what_to_do(
    transcript, ana, code, passage, provenance, denied, sentence
):
    given = {"transcript": transcript, "by": ana, "now": timezone.now()}
    with pytest.raises(Denied, match=sentence):
        actions.mark(passage=passage, code=code, provenance=provenance, denied=denied, **given)
    assert not Mark.objects.filter(layer="segment").exists()


def test_the_same_passage_is_not_marked_twice(mark):
    mark("vehicle", 6, "al camión")
    with pytest.raises(Denied, match="ya está marcado"):
        mark("vehicle", 6, "al camión", provenance="spontaneous")


def test_who_only_receives_alerts_marks_nothing(mark, caro):
    with pytest.raises(Denied):
        mark("vehicle", 6, "al camión", by=caro)


def test_what_did_not_travel_cannot_be_marked_nor_read(mark, transcript, ana, signed_in):
    from hilo.cases.models import Withheld

    mark("vehicle", 6, "al camión")
    later = timezone.now() + timedelta(minutes=1)
    Withheld.objects.create(case=transcript.case, institution="FGE-NAY", part="narratives", before=later)
    with pytest.raises(Denied, match="no viajó"):
        mark("lighting", 6)
    assert signed_in(ana).get(path("indicator_mark", transcript)).status_code == 404
    page = signed_in(ana).get(of_child(transcript)).content.decode()
    assert "después de una invitación" not in page


# --- pages ------------------------------------------------------------------------------------------


def test_every_indicator_is_there_and_what_nobody_asked_is_not_a_no(transcript, ana, signed_in):
    page = signed_in(ana).get(of_child(transcript)).content.decode()
    assert page.count("Ni se preguntó ni se mencionó: no se sabe") == 26
    assert "Aún no hay pasajes marcados" in page


def test_the_page_of_an_indicator_shows_the_words_and_logs_the_look(mark, transcript, ana, signed_in):
    mark("vehicle", 6, "al camión")
    page = signed_in(ana).get(of_child(transcript, "indicator", indicator="vehicle")).content.decode()
    assert "<blockquote>al camión</blockquote>" in page
    assert "Lo que no prueba" in page
    assert SensitiveRead.objects.filter(user=ana, field="passages", subject_id=transcript.case_id).count() == 1
    assert signed_in(ana).get(of_child(transcript, "indicator", indicator="no-hay")).status_code == 404


def sent(client, address, **data):
    shown = client.get(address).context["form"].initial
    return client.post(address, {"revision": shown["revision"], "seen": shown["seen"]} | data, follow=True)


def test_words_typed_without_accents_are_found_in_the_turn(transcript, ana, signed_in):
    address = path("indicator_mark", transcript) + "?turno=6"
    given = {"words_typed": "AL CAMION", "code": "vehicle", "provenance": "after_invitation"}
    page = sent(signed_in(ana), address, **given)
    row = Mark.objects.get(layer="segment")
    assert WORDS[row.start : row.end] == "al camión"
    assert "El pasaje quedó marcado" in page.content.decode()


def test_words_that_stand_twice_bring_the_question_which(hear, keep, ana, signed_in):
    said = "E: Cuéntame del paseo.\nN: Fuimos en el camión y luego en otro camión azul.\n"
    row = keep(hear("ended"), said)
    address, client = path("indicator_mark", row) + "?turno=2", signed_in(ana)
    given = {"words_typed": "camión", "code": "vehicle", "provenance": "after_invitation"}
    page = sent(client, address, **given)
    assert page.status_code == 422
    assert "aparecen varias veces" in page.content.decode()
    assert 'value="camión"' in page.content.decode()
    second = said.rindex("camión")
    assert f'name="at" id="at_2" value="{second}"' in page.content.decode()
    sent(client, address, at=second, **given)
    assert Mark.objects.get(layer="segment").start == second


def test_words_that_are_not_there_are_refused_and_stay_in_the_field(transcript, ana, signed_in):
    address = path("indicator_mark", transcript) + "?turno=6"
    page = sent(signed_in(ana), address, words_typed="avión", code="vehicle", provenance="spontaneous")
    assert page.status_code == 422
    assert "No encuentro esas palabras" in page.content.decode()
    assert 'value="avión"' in page.content.decode()


@pytest.mark.parametrize(("turn", "chosen"), [(4, "after_invitation"), (8, "after_option"), (10, "after_suggestive")])
def test_the_prompt_before_proposes_and_the_person_decides(transcript, ana, signed_in, turn, chosen):
    page = signed_in(ana).get(path("indicator_mark", transcript) + f"?turno={turn}")
    assert page.context["form"].initial["provenance"] == chosen


def test_a_prompt_that_a_person_coded_counts_before_the_rules(transcript, ana, signed_in):
    coded = {"layer": "prompt", "turn": 7, "code": "DIR", "state": "confirmed", "at": timezone.now(), "by": ana}
    Mark.objects.create(transcript=transcript, **coded)
    page = signed_in(ana).get(path("indicator_mark", transcript) + "?turno=8")
    assert page.context["form"].initial["provenance"] == "after_directive"


def test_an_odd_detail_is_kept_word_for_word_with_the_note(transcript, ana, signed_in):
    client, address = signed_in(ana), path("indicator_unusual", transcript)
    sent(client, address + "?turno=6", words_typed="lloré porque la mochila era de mi hermana")
    page = client.get(address).content.decode()
    assert "<blockquote>lloré porque la mochila era de mi hermana</blockquote>" in page
    assert NOTE_UNUSUAL["es"] in page
    assert facts(transcript.case, "layer.saved")[-1]["layer"] == "note"


def test_nothing_is_taken_back_without_a_reason(mark, transcript, ana, signed_in):
    row = mark("vehicle", 6, "al camión")
    address = path("indicator_withdraw", transcript, mark=row.pk)
    page = sent(signed_in(ana), address, reason="")
    assert page.status_code == 422
    sent(signed_in(ana), address, reason="Era otro camión.")
    assert not Mark.objects.filter(layer="segment", state="confirmed", replaced__isnull=True).exists()


def test_another_institution_finds_nothing(mark, transcript, eva, signed_in):
    row, client = mark("vehicle", 6, "al camión"), signed_in(eva)
    addresses = [
        of_child(transcript), of_child(transcript, "indicator", indicator="vehicle"),
        path("indicator_mark", transcript), path("indicator_unusual", transcript),
        path("indicator_withdraw", transcript, mark=row.pk), path("indicator_suggestions", transcript),
    ]  # fmt: skip
    assert {client.get(one).status_code for one in addresses} == {404}


@pytest.mark.parametrize("name", ["indicators", "indicator_mark"])
def test_pages_ask_the_same_however_many_passages_there_are(mark, transcript, hear, keep, ana, signed_in, name):
    client = signed_in(ana)
    address = of_child(transcript) if name == "indicators" else path(name, transcript)
    mark("vehicle", 6, "al camión")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    second = keep(hear("ended"), WORDS + "E: ¿Algo más?\n")
    for code in ("other_place", "clothes", "payment", "interior"):
        mark(code, 4)
        mark(code, 6, transcript=second)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
