"""What the door says: complete, plain enough for a child, in the terms of the pack, and honest."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from hilo.door.models import Stage
from hilo.door.questions import QUESTIONS
from hilo.door.words import ADULT, AUDIENCES, CATALOGUE, CHILD, TEEN, say
from hilo.reference import pack
from tests.door.readability import ENOUGH, ease, words_of

DOOR = Path(__file__).resolve().parents[2] / "hilo/door"
FOR_ADULTS = "service."  # on the path of schools and services: whoever works there
SHORT = 4  # words; shorter ones are labels, and count with their page
VALUE = re.compile(r"%\((\w+)\)s")
QUOTED = re.compile("«[^»]*»")
EACH = pytest.mark.parametrize("audience", AUDIENCES)
YOUNG = pytest.mark.parametrize("audience", [CHILD, TEEN])


def spanish(audience: str) -> dict[str, str]:
    with override("es"):
        return {code: say(code, audience) for code in CATALOGUE}


def easy(text: str) -> float:
    return ease(VALUE.sub("dos", text))


@EACH
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_text_is_there_for_the_three_ages_and_both_languages(audience: str, language: str) -> None:
    with override(language):
        assert [code for code in CATALOGUE if not say(code, audience).strip()] == []


def test_an_audience_that_nobody_knows_is_spoken_to_like_an_adolescent() -> None:
    assert say("home.title", "") == say("home.title", TEEN) != say("home.title", ADULT)


def test_a_text_that_nobody_wrote_is_not_said() -> None:
    with pytest.raises(KeyError):
        say("home.nothing", CHILD)


def test_every_text_that_a_template_names_is_written() -> None:
    named = {
        code
        for path in (DOOR / "templates").rglob("*.html")
        for code in re.findall(r"""{%\s*say ["']([a-z0-9_.]+)["']""", path.read_text(encoding="utf-8"))
    }
    assert "home.title" in named
    assert named - set(CATALOGUE) == set()


def test_every_question_is_asked_explained_and_named_in_short() -> None:
    wanted = {f"{question.code}.{part}" for question in QUESTIONS for part in ("ask", "why", "hint", "short")}
    wanted |= {f"{question.code}.{choice}" for question in QUESTIONS for choice in question.choices}
    assert wanted - set(CATALOGUE) == set()


def test_every_state_of_a_report_says_what_it_is_what_happens_and_what_is_next() -> None:
    wanted = {f"stage.{stage}.{part}" for stage in Stage.values for part in ("title", "now", "next")}
    assert wanted - set(CATALOGUE) == set()


@YOUNG
def test_every_sentence_that_a_child_or_an_adolescent_reads_is_easy(audience: str) -> None:
    texts = {code: text for code, text in spanish(audience).items() if not code.startswith(FOR_ADULTS)}
    hard = {code: text for code, text in texts.items() if len(words_of(text)) >= SHORT and easy(text) < ENOUGH}
    assert hard == {}


@YOUNG
def test_the_short_labels_of_a_page_are_easy_together(audience: str) -> None:
    pages: dict[str, list[str]] = {}
    for code, text in spanish(audience).items():
        if not code.startswith(FOR_ADULTS):
            pages.setdefault(code.partition(".")[0], []).append(text)
    assert {page: texts for page, texts in pages.items() if easy("\n".join(texts)) < ENOUGH} == {}


def test_what_an_adult_reads_is_not_hard_either() -> None:
    least = {True: 50, False: 60}  # articles of the law weigh
    texts = {code: text for code, text in spanish(ADULT).items() if len(words_of(text)) >= SHORT}
    assert {code for code, text in texts.items() if easy(text) < least[code.startswith(FOR_ADULTS)]} == set()


def test_places_and_helpers_are_named_in_words_of_a_child_of_nine() -> None:
    texts = [place.label.es for place in pack().door_places.values()]
    texts += [service.does.es for service in pack().help.values()]
    assert [text for text in texts if easy(text) < ENOUGH] == []


@EACH
@pytest.mark.parametrize("language", ["es", "en"])
def test_no_term_that_the_pack_avoids_is_used(audience: str, language: str) -> None:
    avoided = [
        word.strip() for term in pack().terms for word in re.sub(r"\(.*?\)", "", term.avoid.get(language)).split(",")
    ]
    avoided = [part.strip() for term in avoided for part in term.split(";") if part.strip()]
    labels = [place.label.get(language) for place in pack().door_places.values()]
    labels += [one.get(language) for service in pack().help.values() for one in (service.name, service.does)]
    with override(language):
        said = [say(code, audience) for code in CATALOGUE] + labels
    found = [(word, text) for text in said for word in avoided if re.search(rf"\b{re.escape(word)}\b", text, re.I)]
    assert found == []
    assert len(avoided) > 10


@EACH
def test_nobody_is_asked_for_a_reason_or_blamed(audience: str) -> None:
    blame = re.compile(r"\bpor qu[eé]\b|\bdebiste\b|\btenías que\b|\bdejaste\b|\bpermitiste\b|\bseguro que\b", re.I)
    assert [text for text in spanish(audience).values() if blame.search(text)] == []
    with override("en"):
        assert [code for code in CATALOGUE if re.search(r"\bwhy (did|do|didn't)\b", say(code, audience), re.I)] == []


@YOUNG
def test_the_young_are_spoken_to_as_tu(audience: str) -> None:
    formal = re.compile(
        r"\busted\b|\bsu (clave|nombre|edad|mensaje|estado|culpa)\b|\b(le|se lo) (escrib|dec|dam)", re.I
    )
    texts = {code: text for code, text in spanish(audience).items() if not code.startswith(FOR_ADULTS)}
    assert {code: text for code, text in texts.items() if formal.search(text)} == {}


def test_adults_are_spoken_to_as_usted() -> None:
    familiar = re.compile(
        r"\b(tú|tu|tus|te|ti|tuyo|contigo|puedes|quieres|tienes|sabes|estás|crees|haz|pon)\b"
        r"|\b\w+(aste|[cdlnrv]iste)\b",
        re.I,
    )
    texts = {code: QUOTED.sub("", text) for code, text in spanish(ADULT).items()}
    assert {code: text for code, text in texts.items() if familiar.search(text)} == {}


@YOUNG
def test_the_first_page_says_what_a_child_must_know_before_telling(audience: str) -> None:
    texts = spanish(audience)
    assert texts["home.not_fault"] == texts["sent.not_fault"] == "No es tu culpa."
    for said in (
        "Es gratis",
        "No tienes que decir tu nombre",
        "sin un adulto",
        "nadie te va a pedir que traigas a uno",
    ):
        assert said in texts["home.lead"]
    assert "saltar casi todo y parar cuando quieras" in texts["before.stop"]


@EACH
def test_no_secret_is_promised_and_it_is_said_who_reads(audience: str) -> None:
    texts = spanish(audience)
    sentences = [part for text in texts.values() for part in re.split(r"[.:]", text) if "secreto" in part]
    assert len(sentences) > 2
    assert all(re.search(r"\bno\b", sentence, re.I) for sentence in sentences)
    for code in ("before.who_reads", "check.who_reads"):
        assert re.search("equipo|unidad de recepción", texts[code])


@EACH
def test_what_the_page_cannot_do_is_said(audience: str) -> None:
    points = " ".join(text for code, text in spanish(audience).items() if code.startswith("safety.cannot."))
    for danger in ("pantalla", "espía", "historial", "llamada", "internet", "secreto", "clave"):
        assert danger in points


def test_who_works_in_a_school_is_told_the_articles_and_what_not_to_do() -> None:
    texts = spanish(ADULT)
    law = " ".join(text for code, text in texts.items() if code.startswith("service.law."))
    for article in ("73 (párrafo 3)", "74 VII", "12 y 49", "222", "209"):
        assert article in law
    assert "Ministerio Público" in texts["service.duty"]
    assert "No basta una queja dentro" in texts["service.duty"]
    never = " ".join(text for code, text in texts.items() if code.startswith("service.never."))
    for act in ("No investigue", "No enfrente", "No pida, no mire y no copie"):
        assert act in never


def test_what_is_not_known_about_the_time_that_the_law_gives_is_said_to_be_unconfirmed() -> None:
    texts = spanish(ADULT)
    for article in ("261", "262", "266", "209 Bis", "200", "201", "202", "203", "204"):
        assert re.search(rf"\b{article}\b", texts["past.limits.federal"])
    assert "202 Bis" not in texts["past.limits.federal"]  # not on the list of article 107 Bis
    assert "por confirmar" in texts["past.limits.states"]
    assert "Por confirmar" in texts["past.limits.before"]
    assert "sí vence" in texts["past.limits.grooming"]


@EACH
def test_the_promise_to_answer_takes_its_hours_from_the_pack(audience: str) -> None:
    assert "menos de 48 horas" in say("sent.next", audience, hours=48)
    assert not re.search(r"\d", VALUE.sub("", spanish(audience)["sent.next"]))


@EACH
def test_both_languages_take_the_same_values(audience: str) -> None:
    texts = spanish(audience)
    with override("en"):
        english = {code: say(code, audience) for code in CATALOGUE}
    assert {
        code for code in CATALOGUE if sorted(VALUE.findall(texts[code])) != sorted(VALUE.findall(english[code]))
    } == set()


@EACH
def test_danger_always_leads_to_911(audience: str) -> None:
    texts = spanish(audience)
    for code in ("common.danger_911", "danger.hint", "urgent.call", "sent.danger", "refused.500.text", "visit.late"):
        assert "911" in texts[code]
