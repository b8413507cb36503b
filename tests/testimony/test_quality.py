"""The figures of the four invented interviews, counted by hand or by whoever labelled them."""

import json

import pytest

from hilo.lib.errors import BadInput
from hilo.testimony.labels import CLASSES, LABELS
from hilo.testimony.quality import AGE_BANDS, age_band, as_dict, describe, productivity
from hilo.testimony.quality_parts import Interview
from hilo.testimony.turns import Prompt, Turn
from tests.testimony.quality_cases import NAMES, Found, labelled, prompts_of, quality, talk, turns_of


def test_the_magic_show_was_asked_for_mostly_with_invitations():
    substantive = quality("dev_t1").phases["substantive"]
    assert (substantive.turns, substantive.asks) == (13, 10)
    assert {name: part.count for name, part in substantive.classes.items()} == {
        "invitation": 7,
        "wh": 1,
        "option": 2,
        "non-question": 3,
    }
    invitations = substantive.asking["invitation"]
    assert (invitations.count, invitations.of, invitations.value) == (7, 10, 0.7)
    assert invitations.interval == pytest.approx((0.3968, 0.8922), abs=1e-4)  # Wilson, 7 of 10


def test_suggestive_turns_are_told_apart_from_the_other_option_posing_ones():
    substantive = quality("dev_t2").phases["substantive"]
    assert substantive.asking["option"].count == 10
    assert (substantive.families["OPT"].count, substantive.families["SUG"].count) == (3, 7)
    assert substantive.labels["SUG-SOC"].count == 2


def test_small_talk_is_not_counted_as_talk_about_the_event():
    phases = quality("dev_t1").phases
    assert [phases[name].turns for name in ("pre", "substantive", "closing", "all")] == [5, 13, 1, 19]
    assert phases["pre"].asking["invitation"].value == 1.0


@pytest.mark.parametrize("name", NAMES)
def test_what_the_adult_named_first_is_what_the_coder_found(name):
    told = quality(name).adult_first
    expected = [d for d in labelled(name)["details"] if d["first_speaker"] == "E"]
    assert {(d.id, d.turn, d.label, d.status) for d in told.details} == {
        (d["id"], d["first_turn"], d["after_label"], d["status"]) for d in expected
    }
    assert told.share.of == told.looked_for == len(labelled(name)["details"])


def test_eighteen_of_sixty_six_details_came_from_the_adult_first():
    shares = [quality(name).adult_first.share for name in NAMES]
    assert (sum(one.count for one in shares), sum(one.of for one in shares)) == (18, 66)


def test_a_detail_that_nobody_mentioned_is_in_no_denominator():
    missing = Found("globo", None, False, "never_mentioned", "", None)
    told = describe(*talk("INV-G: Cuéntame.", "N: Fuimos."), [missing]).adult_first
    assert (told.share.of, told.share.value, told.looked_for, told.details) == (0, None, 1, ())


@pytest.mark.parametrize(
    ("name", "turn", "label", "place"),
    [("dev_t2", 7, "SUG-INTRO", 4), ("dev_t3", 23, "SUG-TAG", 12), ("dev_t4", 13, "SUG-SOC", 7)],
)
def test_the_first_suggestive_turn_is_pointed_at(name, turn, label, place):
    first = quality(name).first_suggestive
    assert (first.turn, first.label, first.place, first.of) == (turn, label, place, len(prompts_of(name)))
    assert first.flags == next(one.flags for one in prompts_of(name) if one.turn == turn)


def test_an_interview_without_suggestion_has_no_first_one():
    assert quality("dev_t1").first_suggestive is None


@pytest.mark.parametrize("name", NAMES)
def test_repeated_questions_and_changed_answers_are_those_of_the_coder(name):
    found = [{"turns": list(one.turns), "answer_changed": one.changed} for one in quality(name).repeated.questions]
    assert found == labelled(name)["repeated"]


def test_repetitions_are_counted_of_the_turns_that_ask():
    repeated = quality("dev_t3").repeated
    assert (repeated.share.count, repeated.share.of) == (2, 18)
    assert repeated.questions[0].answers == ("more_words", "other_words")
    assert (repeated.changed.count, repeated.changed.of) == (1, 1)


def test_a_repetition_without_its_question_is_shown_alone_and_compared_with_nothing():
    told = describe(*talk("INV-G: Cuéntame.", "N: Fuimos al río.", "DIR repeated: ¿Quién manejaba?", "N: Mi tío."))
    (only,) = told.repeated.questions
    assert (only.turns, only.answers, only.changed) == ((3,), (), None)
    assert (told.repeated.share.count, told.repeated.changed.of) == (1, 0)


def test_a_repeated_question_that_met_no_answer_is_not_called_changed():
    told = describe(*talk("DIR: ¿Dónde quedó la mochila?", "DIR repeated: ¿Dónde quedó la mochila?", "N: En la banca."))
    (only,) = told.repeated.questions
    assert (only.turns, only.answers, only.changed) == ((1, 2), (None,), None)


@pytest.mark.parametrize("name", NAMES)
def test_interruptions_are_those_of_the_coder(name):
    assert list(quality(name).interruptions.turns) == labelled(name)["interruptions"]


def test_a_cut_off_child_counts_as_interrupted_without_any_flag():
    turns = [Turn(1, False, "Cuéntame."), Turn(2, True, "Íbamos y —", cut_off=True), Turn(3, False, "¿Y luego?")]
    told = describe(turns, [Prompt(1, "INV-G"), Prompt(3, "INV-F")]).interruptions
    assert (told.turns, told.share.count, told.share.of) == ((3,), 1, 1)


def test_words_of_both_are_counted_by_phase():
    turns, _ = talk("STR: Hola, soy Ana.", "N: Hola.", "INV-G: Cuéntame del paseo.", "N: Vimos un río muy grande.")
    phases = describe(turns, [Prompt(1, "STR", phase="pre"), Prompt(3, "INV-G")]).phases
    assert (phases["all"].talk.child, phases["all"].talk.adult) == (6, 6)
    assert (phases["substantive"].talk.child, phases["substantive"].talk.adult) == (5, 3)
    assert phases["substantive"].talk.ratio == pytest.approx(5 / 3)
    assert phases["closing"].talk.ratio is None


def test_words_per_answer_are_of_the_turns_that_were_answered():
    told = describe(
        *talk(
            "DIR: ¿Quién?",
            "N: Mi tía Lola",
            "DIR: ¿Cuándo?",
            "FAC: Ajá",
            "N: En la tarde",
            "DIR: ¿A qué?",
            "N: A jugar",
        )
    )
    answers = told.phases["all"].words["wh"]
    assert (answers.asked, answers.answered, answers.total, answers.mean, answers.median) == (3, 2, 5, 2.5, 2.5)
    assert told.phases["all"].words["option"].mean is None


def test_all_that_the_child_says_before_the_adult_speaks_is_one_answer():
    told = describe(*talk("INV-G: Cuéntame.", "N: Fuimos al río.", "N: Y nadamos."))
    assert told.phases["all"].words["invitation"].total == 5


def test_support_is_counted_of_all_the_adults_turns():
    assert quality("dev_t1").support.turns == (33,)
    assert quality("dev_t1").support.share.of == 19


def test_an_option_posing_turn_is_paired_when_an_invitation_comes_next():
    told = describe(
        *talk(
            "OPT-YN: ¿Había música?", "N: Sí.", "FAC: Ajá.", "N: Fuerte.",
            "INV-C: Cuéntame de la música.", "N: De circo.",
            "OPT-FC: ¿Adentro o afuera?", "N: Afuera.", "DIR: ¿Quién tocaba?", "N: Una banda.",
            "OPT-YN: ¿Y ya?", "N: Sí.",
        )
    ).paired  # fmt: skip
    assert (told.turns, told.share.count, told.share.of) == ((1,), 1, 3)


def test_faux_invitations_are_counted_of_the_turns_with_a_tell_verb():
    faux = quality("dev_t2").faux
    assert (faux.turns, faux.share.count, faux.share.of) == ((33,), 1, 5)  # 7, 29, 33, 41, 43


def test_recast_invitations_are_counted_of_the_invitations_begun():
    recast, multiple = quality("dev_t3").recast, quality("dev_t3").multiple
    assert (recast.turns, recast.share.of) == ((29,), 9)
    assert (multiple.turns, multiple.share.of) == ((9, 29, 37), 18)


@pytest.mark.parametrize(
    ("name", "turn", "invitation"), [("dev_t1", 11, True), ("dev_t2", 7, False), ("dev_t3", 7, True)]
)
def test_it_is_told_whether_the_event_was_opened_with_an_invitation(name, turn, invitation):
    opening = quality(name).opening
    assert (opening.turn, opening.invitation) == (turn, invitation)


def test_nothing_asked_is_no_share_and_no_opening():
    told = describe([], [])
    assert told.phases["all"].classes["invitation"].value is None
    assert told.phases["all"].classes["invitation"].interval is None
    assert (told.opening.turn, told.opening.invitation, told.first_suggestive) == (None, None, None)


def test_a_turn_without_code_is_told_and_counted_nowhere():
    turns, prompts = talk("INV-G: Cuéntame.", "N: Fuimos.", "DIR: ¿Quién?", "N: Ana.")
    told = describe(turns, prompts[:1])
    assert told.uncoded == (3,)
    assert told.phases["all"].turns == 1


@pytest.mark.parametrize(
    ("prompts", "age", "says"),
    [
        ([Prompt(2, "INV-G")], None, "no es de quien entrevista"),
        ([Prompt(9, "INV-G")], None, "no es de quien entrevista"),
        ([Prompt(1, "INV-G"), Prompt(1, "DIR")], None, "dos códigos"),
        ([Prompt(1, "INV-Z")], None, "no existe"),
        ([Prompt(1, "INV-G", phase="after")], None, "no existe"),
        ([Prompt(1, "INV-G")], -1, "edad"),
    ],
)
def test_codes_that_cannot_be_are_refused_in_one_sentence(prompts, age, says):
    turns = [Turn(1, False, "Cuéntame."), Turn(2, True, "Fuimos.")]
    with pytest.raises(BadInput, match=says):
        describe(turns, prompts, age=age)


def test_two_turns_of_one_number_are_refused():
    with pytest.raises(BadInput, match="número 1"):
        describe([Turn(1, False, "Hola."), Turn(1, True, "Hola.")], [])


def test_the_age_travels_beside_the_figures_and_changes_none():
    young, older = (describe(turns_of("dev_t4"), prompts_of("dev_t4"), age=age) for age in (4, 11))
    assert (young.age_band, older.age_band) == ("<=5", "9+")
    assert young.phases == older.phases


def test_ages_fall_into_the_bands_of_the_measurement():
    assert [age_band(age) for age in (3, 5, 6, 8, 9, 15)] == ["<=5", "<=5", "6-8", "6-8", "9+", "9+"]


def test_children_say_most_after_invitations_in_the_invented_interviews():
    told = productivity(Interview.of(turns_of(n), prompts_of(n), labelled(n)["child_age"]) for n in NAMES)
    assert list(told) == ["all", *AGE_BANDS]
    assert [told["all"][name].answered for name in ("invitation", "wh", "option")] == [26, 16, 27]
    for band in told.values():
        assert band["invitation"].mean > band["wh"].mean > band["option"].mean


def test_an_interview_without_age_counts_among_all_only():
    told = productivity([Interview.of(*talk("DIR: ¿Quién?", "N: Mi tía Lola."))])
    assert told["all"]["wh"].total == 3
    assert all(told[band]["wh"].asked == 0 for band in AGE_BANDS)


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_plain_json_and_judges_nobody(name):
    text = json.dumps(as_dict(quality(name)), ensure_ascii=False).lower()
    assert json.loads(text)["phases"]["substantive"]["classes"]["invitation"]["of"] > 0
    judging = (
        "credib",
        "truth",
        "verdad",
        "score",
        "puntaje",
        "fail",
        "reprob",
        "aprob",
        "grade",
        "calific",
        "calidad",
    )
    assert [word for word in judging if word in text] == []


def test_every_label_and_class_stands_in_every_phase():
    told = as_dict(quality("dev_t1"))
    for phase in told["phases"].values():
        assert list(phase["classes"]) == list(CLASSES)
        assert list(phase["labels"]) == list(LABELS)
