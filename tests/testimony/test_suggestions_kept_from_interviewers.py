"""No account that interviews a child reads a suggestion before the child told: by page, API, search, export or count.

The same interview is written down twice: once with words of the codebook's lists, once with others in their place.
Every answer that the person can get must be the same but for those words: nothing was said or counted about them.
"""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pypdf import PdfReader

from hilo.accounts.gate import CLOSED, gate_of
from hilo.accounts.models import SensitiveRead
from hilo.evidence import casefile
from hilo.exchange.api.v1 import api
from hilo.testimony import indicator_actions, interview_actions
from hilo.testimony.models import Mark, Run
from tests.evidence.exports import exported, files_of
from tests.meta.addresses import STAFF

pytestmark = pytest.mark.django_db

SAID = """E: Hola. Hoy vamos a platicar del día del paseo.
N: Hola.
E: Cuéntame todo lo que pasó ese día.
N: Fuimos al parque y perdí mi mochila. Había un señor con {0}.
E: ¿Y qué pasó después?
N: Luego vimos {1} y {2}.
"""
LISTED = ("una cámara", "un camión", "un reflector")
OTHERS = ("una cereza", "un balcón", "un durazno")
WORDS = re.compile("|".join((*LISTED, *OTHERS)))
# What differs each time a page is asked for and says nothing: moments, keys, hashes, numbers, the words themselves.
CHANGING = (
    (WORDS, "PALABRA"),
    (re.compile(r'csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"|<code>[0-9A-Z]{8}</code>'), ""),
    (re.compile(r"<time.*?</time>|(?:vence|venció|due|overdue) [^<\"]*|data-left=\"[^\"]*\""), ""),
    (re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{8,64}\b"), "ID"),
    (re.compile(r"\d+"), "0"),
)
GIVEN = {"indicator": "recording_device", "what": "persona", "step": "enviar"}
AWAY = {
    "account_logout",
    "accounts:language",
    "accounts:factor_app",
    "accounts:factor_passkey",
    "web:ready",
    "web:health",
}


@pytest.fixture
def nico(person):
    """He investigates, and this time he also interviews."""
    return person("nico")


def even(text):
    """A page without what changes by itself."""
    for changing, instead in CHANGING:
        text = changing.sub(instead, text)
    return text


def addresses(case, row):
    """Every address of the staff site that can be made with what this case holds."""
    of_others = {"alerts": [case.alerts.first().pk], "cases": [case.next_clock_id]}
    keys = {"testimony": [row.pk, row.interview_id, row.child_id]} | of_others
    for name, pattern in STAFF:
        if name in AWAY or gate_of(pattern.callback, pattern.name) == CLOSED:
            continue
        wanted = pattern.pattern.converters
        for key in keys.get(name.partition(":")[0], [row.pk])[: 3 if "pk" in wanted else 1]:
            given = {"code": case.code, "child": row.child_id, "pk": key, "mark": row.pk, "chain": case.code} | GIVEN
            try:
                yield name, reverse(name, kwargs={one: given.get(one, key) for one in wanted})
            except NoReverseMatch:
                continue


def seen(client, case, row):
    """Status and text of every page, of what is sent about a child, of a search, of asking for suggestions."""
    found, mark = {}, reverse("testimony:indicator_mark", kwargs={"code": case.code, "pk": row.pk})
    pages = [*addresses(case, row), *((f"turn {turn}", f"{mark}?turno={turn}") for turn in range(1, 7))]
    for name, address in pages:
        answer = client.get(address)
        found[name, even(address)] = answer.status_code, even(b"".join(answer).decode("utf-8", "replace"))
    for name, address in pages:
        if name.startswith("testimony:"):
            answer = client.post(address)
            text = even(b"".join(answer).decode("utf-8", "replace"))
            found[f"sent to {name}", even(address)] = answer.status_code, text
    for text in (case.code, *LISTED, "recording_device", "Aparato que graba o toma fotos"):
        answer = client.post(reverse("desk:search"), {"text": text})
        found["search", text] = answer.status_code, even(answer.content.decode())
    address = reverse("testimony:indicator_suggestions", kwargs={"code": case.code, "pk": row.pk})
    for act in ("look", "accept", "reject"):
        answer = client.post(address, {"act": act, "key": "recording_device:4:52-58"})
        found["suggestions", act] = answer.status_code, even(answer.content.decode())
    return found


def taken_out(case, by, folder):
    """What the case is when it leaves: its export, and the file that is printed."""
    now = timezone.now()
    files = files_of(exported(case, by, folder))
    told = {name: data.decode("utf-8", "replace") for name, data in files.items() if name.endswith((".json", ".jsonl"))}
    printed = folder / "expediente.pdf"
    printed.write_bytes(casefile.pdf(case, by=by, now=now, full=True))
    told["printed"] = "".join(page.extract_text() for page in PdfReader(printed).pages)
    return told


def both(write, look):
    """``look(write(words))`` for each of the two interviews; nothing of the first is there for the second."""
    found = []
    for words in (LISTED, OTHERS):
        with transaction.atomic():
            found.append(look(write(SAID.format(*words))))
            transaction.set_rollback(True)
    return found


def differences(first, second):
    """Where two tellings of the same are not the same."""
    assert first.keys() == second.keys()
    return [key for key in first if first[key] != second[key]]


@pytest.fixture
def told(hear, keep, ana):
    """``told(nico, "begun")`` writes an interview by him that went so far; then, if she may, Ana asks what is found."""

    def telling(by, until, signed_in):
        def write(words):
            row = keep(hear(until, by=by), words, by=by)
            if until != "begun":
                address = reverse("testimony:indicator_suggestions", kwargs={"code": row.case.code, "pk": row.pk})
                assert signed_in(ana).post(address, {"act": "look"}).status_code == 302
            return row

        return write

    return telling


@pytest.mark.parametrize(("who", "until"), [("iris", "begun"), ("nico", "begun"), ("nico", "closed")])
def test_an_interviewer_gets_the_same_pages_whatever_the_machine_would_find(case, told, person, signed_in, who, until):
    """Also when the narrative is closed and suggestions are there for others: this interview is still under way."""
    by = person(who)
    first, second = both(
        told(by, until, signed_in), lambda row: seen(signed_in(by), type(case).objects.get(pk=case.pk), row)
    )
    assert differences(first, second) == []
    pages = [status for status, _text in first.values()]
    assert pages.count(200) > 20
    assert not any("la lista de" in text for _status, text in first.values())
    assert {first["suggestions", act][0] for act in ("look", "accept", "reject")} <= {403, 404}


def test_nothing_is_made_before_the_narrative_is_closed(hear, keep, person, ana, signed_in):
    row = keep(hear("begun"), SAID.format(*LISTED))
    address = reverse("testimony:indicator_suggestions", kwargs={"code": row.case.code, "pk": row.pk})
    for who in ("ana", "beto", "nico", "iris"):
        signed_in(person(who)).get(address)
        signed_in(person(who)).post(address, {"act": "look"})
    assert not Run.objects.filter(layer="segment").exists()
    assert not Mark.objects.filter(layer="segment").exists()
    assert not SensitiveRead.objects.filter(field="suggestions").exists()


def test_export_and_printed_file_say_nothing_of_it(case, told, nico, signed_in, tmp_path):
    def look(row):
        return taken_out(type(case).objects.get(pk=case.pk), nico, tmp_path)

    first, _second = both(told(nico, "closed", signed_in), look)
    everything = " ".join(first.values())
    assert not WORDS.search(everything)
    assert not any(one in everything for one in ("recording_device", "Aparato que graba", "la lista de", "sugerid"))


def test_the_partner_api_answers_no_account_and_knows_no_words(told, nico, signed_in, settings):
    row = told(nico, "closed", signed_in)(SAID.format(*LISTED))
    cookies = signed_in(nico).cookies
    settings.ROOT_URLCONF, settings.MIDDLEWARE = "hilo.web.urls_api", settings.API_MIDDLEWARE
    client = Client(raise_request_exception=False)
    client.cookies = cookies
    paths = [path for path, what in api.get_openapi_schema()["paths"].items() if "get" in what]
    answers = [client.get(re.sub(r"\{[^}]*\}", str(row.pk), path)) for path in paths]
    closed = [answer for path, answer in zip(paths, answers, strict=True) if "{" in path]
    assert closed
    assert {answer.status_code for answer in closed} == {401}
    assert not any(WORDS.search(answer.content.decode()) for answer in answers)


# --- and afterwards ---------------------------------------------------------------------------------


@pytest.fixture
def over(told, nico, signed_in):
    """An interview by Nico that is over, with the suggestions that Ana asked for; gives ``page(who)``."""
    row = told(nico, "ended", signed_in)(SAID.format(*LISTED))
    address = reverse("testimony:indicator_suggestions", kwargs={"code": row.case.code, "pk": row.pk})
    return row, lambda who: signed_in(who).get(address)


def test_once_it_is_over_the_caseworker_reads_the_words_and_why_and_each_look_is_noted(over, ana):
    row, page = over
    text = page(ana).content.decode()
    assert "Dice «cámara»" in text
    assert "la lista de «Aparato que graba o toma fotos»" in text
    assert SensitiveRead.objects.filter(user=ana, subject_id=row.pk, field="suggestions").exists()


def test_the_reason_is_told_in_the_readers_language_and_the_words_stay_as_they_were_said(over, ana):
    _row, page = over
    ana.language = "en"
    ana.save()
    text = page(ana).content.decode()
    assert "It says “cámara”" in text
    assert "Dice «" not in text


def test_an_account_that_only_interviews_never_reads_them(over, person):
    _row, page = over
    assert page(person("iris")).status_code == 403


def test_who_interviewed_reads_them_afterwards_and_not_while_the_next_interview_is_ahead(over, nico, hear):
    row, page = over
    assert page(nico).status_code == 200
    following = hear("planned", by=nico)
    assert page(nico).status_code == 404
    for step in (interview_actions.begin, interview_actions.close_narrative):
        following = step(interview=following, by=nico, now=timezone.now())
        assert page(nico).status_code == 404
    interview_actions.end(interview=following, by=nico, now=timezone.now())
    assert page(nico).status_code == 200
    assert row.runs.filter(layer="segment").count() == 1


def test_the_page_that_keeps_them_back_is_one_page(case, hear, keep, ana, signed_in):
    open_one, other = keep(hear("begun"), SAID.format(*LISTED)), keep(hear("begun"), SAID.format(*OTHERS))
    pages = [
        signed_in(ana).get(reverse("testimony:indicator_suggestions", kwargs={"code": case.code, "pk": row.pk}))
        for row in (open_one, other)
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({even(page.content.decode()) for page in pages}) == 1


# --- answers ----------------------------------------------------------------------------------------


def sent(client, row, **data):
    address = reverse("testimony:indicator_suggestions", kwargs={"code": row.case.code, "pk": row.pk})
    shown = client.get(address).context["form"].initial
    return client.post(address, {"revision": shown["revision"], "seen": shown["seen"]} | data, follow=True)


def keys(client, row):
    address = reverse("testimony:indicator_suggestions", kwargs={"code": row.case.code, "pk": row.pk})
    return {one["one"].words: one["key"] for one in client.get(address).context["open"]}


def test_confirming_keeps_what_the_machine_said_and_what_the_person_decided(over, ana, signed_in):
    row, _page = over
    client = signed_in(ana)
    sent(client, row, act="accept", key=keys(client, row)["cámara"], provenance="after_invitation")
    mark = Mark.objects.get(layer="segment", state="confirmed")
    assert (mark.code, mark.provenance, mark.by) == ("recording_device", "after_invitation", ana)
    assert mark.run == row.runs.get(layer="segment")
    assert mark.suggested.startswith("recording_device:4:")
    assert SAID.format(*LISTED)[mark.start : mark.end] == "cámara"
    assert "cámara" not in keys(client, row)


def test_who_interviews_sees_what_a_person_confirmed_and_not_that_a_machine_had_found_it(over, person, signed_in):
    row, _page = over
    client = signed_in(person("ana"))
    sent(client, row, act="accept", key=keys(client, row)["cámara"], provenance="after_invitation")
    marks = reverse("testimony:indicator_mark", kwargs={"code": row.case.code, "pk": row.pk})
    shown = {who: signed_in(person(who)).get(marks).content.decode() for who in ("ana", "iris")}
    assert "Lo había sugerido la máquina" in shown["ana"]
    assert "Aparato que graba o toma fotos" in shown["iris"]
    assert "Lo había sugerido la máquina" not in shown["iris"]


def test_discarding_is_kept_too_and_calls_for_nothing(over, ana, signed_in):
    row, _page = over
    client = signed_in(ana)
    page = sent(client, row, act="reject", key=keys(client, row)["cámara"])
    mark = Mark.objects.get(layer="segment")
    assert (mark.state, mark.run_id) == ("rejected", row.runs.get(layer="segment").pk)
    assert "descartada" in page.content.decode()
    assert not row.case.events.filter(kind="indicator.confirmed").exists()


def test_without_saying_how_it_was_said_nothing_is_confirmed(over, ana, signed_in):
    row, _page = over
    client = signed_in(ana)
    page = sent(client, row, act="accept", key=keys(client, row)["cámara"], provenance="")
    assert page.status_code == 422
    assert "cómo llegó a decirse" in page.content.decode()
    assert not Mark.objects.filter(layer="segment").exists()


def test_a_suggestion_has_one_answer_until_it_is_taken_back(over, ana, signed_in):
    row, _page = over
    client = signed_in(ana)
    key = keys(client, row)["cámara"]
    sent(client, row, act="reject", key=key)
    sent(client, row, act="accept", key=key, provenance="spontaneous")
    mark = Mark.objects.get(layer="segment", state="confirmed")
    assert mark.replaces.state == "rejected"
    assert sent(client, row, act="reject", key=key).status_code == 422
    indicator_actions.withdraw(mark=mark, by=ana, now=timezone.now(), reason="Era un adorno.")
    sent(client, row, act="accept", key=key, provenance="spontaneous")
    assert Mark.objects.filter(layer="segment", state="confirmed", replaced__isnull=True).count() == 1
