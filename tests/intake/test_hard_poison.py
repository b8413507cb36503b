"""Hostile texts where a person could type them or read them: nothing fails, nothing becomes more than text.

The pages of the staff are those of tests/browser/pages.py: a new page is tried without anybody remembering it.
"""

import json
import os
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hilo.accounts import open_keys
from hilo.door.passages import sealed_words
from hilo.door.submit import send
from hilo.door.telling import Coarse, Named, Telling
from hilo.intake.models import Taken
from hilo.intake.receive import take
from hilo.lib.codes import new_digits
from tests.browser.pages import PAGES
from tests.door.filling import fill, post
from tests.door.poison import CORPUS, SHORT, Shape, formulas, unsafe_on_a_terminal, wrong_with
from tests.open_key import open_key
from tests.second_factor import show_factor

EXAMPLES = int(os.environ.get("HILO_POISON_EXAMPLES", "3"))  # of Hypothesis, on each surface; a thousand by night
HARMLESS = (
    "Perdí la mochila.",
    "https://ejemplo.mx/a",
    "azul@correo.example",
    "+52 311 123 4567",
    "",
    "palabra " * 900,
)
TYPED = st.one_of(
    st.sampled_from(CORPUS),
    st.lists(st.sampled_from(SHORT), min_size=2, max_size=4).map("".join),
    st.text(max_size=300),
    st.text(alphabet="<>\"'&{}%\x00\x1b\u202e\ud800=+-@\\/#\n\r\t a", max_size=60),
)
PATIENT = settings(
    max_examples=EXAMPLES, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
ALONE = {"accounts:demo_people", "desk:story"}  # of the demonstration only
NO_FORM = {"account_logout"}  # after it there is nobody


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """The caseload of the browser's tests, with a browser for each person, in one transaction undone at the end."""
    from tests.browser import caseload

    whole = transaction.atomic()
    whole._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), whole:
        load = caseload.write()
        load.clients = {name: entered(person) for name, person in load.people.items()} | {"": Client()}
        yield load
        transaction.set_rollback(True)


def entered(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    show_factor(client, person)
    open_key(client, person, open_keys.DEMO_PASSWORD)
    return client


@pytest.fixture
def world(town: SimpleNamespace, db: None) -> SimpleNamespace:
    return town


def undone(act: Callable[[], Any]) -> Any:
    """What ``act`` gives; what it wrote is undone."""
    inner = transaction.atomic()
    inner._from_testcase = True  # type: ignore[attr-defined]  # what wants to be committed at once is, as in any test
    with inner:
        found = act()
        transaction.set_rollback(True)
    return found


def known_of(surface: Callable[[str], list[Any]]) -> set[Any]:
    """The elements and attributes that a surface has without poison."""
    answers = [answer for text in HARMLESS for answer in undone(lambda text=text: surface(text))]
    pages = [one.content.decode() for one in answers if one.headers.get("Content-Type", "").startswith("text/html")]
    return set().union(*(Shape(page).kinds for page in pages))


def harmless(surface: Callable[[str], list[Any]], text: str, known: set[Any]) -> None:
    for answer in undone(lambda: surface(text)):
        assert wrong_with(answer, known) == [], text


# --- the staff's pages ---


@pytest.mark.parametrize("name", sorted(set(PAGES) - ALONE - NO_FORM))
def test_every_field_of_every_page_takes_it_as_text(world, name):
    page = PAGES[name]
    if page.who:
        get_user_model().objects.filter(pk=world.people[page.who].pk).update(language="es")

    def typed(text: str) -> list[Any]:
        return fill(world.clients[page.who], page.path(world), text)

    known = known_of(typed)

    @PATIENT
    @given(TYPED)
    def holds(text: str) -> None:
        harmless(typed, text, known)

    holds()


def test_these_are_more_than_twenty_surfaces():
    assert len(PAGES) - len(ALONE) > 20


# --- what was told, and where it is read ---


def told(world: SimpleNamespace, text: str) -> Taken:
    """A report with the text in every answer, name, link and account, and in what was said afterwards."""
    words = text.encode("utf-8", "replace").decode()  # what a request brings is text; a row cannot hold half a sign
    codes = ("account", "child_name", "who", "place_name", "named", "contact", "name")
    named = [Named(kind, words[:300], words[:60]) for kind in ("url", "email", "phone", "screen_name")]
    coarse = Coarse(path="known", age="teen", state="NAY")
    report = send(
        digits=new_digits(), telling=Telling(coarse, dict.fromkeys(codes, words), tuple(named)), now=timezone.now()
    )
    for kind in ("message", "addition", "answer"):
        sealed_words(report, kind, words, timezone.now()).save(force_insert=True)
    return take(report, now=timezone.now())


def read_by_staff(world: SimpleNamespace, text: str) -> list[Any]:
    """Everything of the staff's site on which something of a report stands."""
    ana = world.clients["ana"]
    first, second = told(world, text), told(world, text)  # the same accounts in both: links between the cases
    place = {"code": first.case.code, "pk": first.pk}
    file = reverse("cases:file", kwargs={"code": first.case.code})
    return [
        post(ana, reverse("intake:read", kwargs=place), {"reason": "para valorar"}),
        post(ana, reverse("intake:read", kwargs=place), {"reason": text}),
        post(ana, reverse("intake:answer", kwargs=place), {"words": text, "promised": text}),
        ana.get(reverse("intake:report", kwargs=place)),
        ana.get(file),
        ana.get(f"{file}?all=1"),
        ana.get(reverse("cases:file", kwargs={"code": second.case.code})),
        ana.get(reverse("desk:inbox")),
        post(ana, reverse("desk:search"), {"text": text}),
        world.clients["beto"].get(reverse("desk:overview")),
        world.clients["ada"].get(reverse("desk:record_chain", kwargs={"chain": first.case.code})),
        world.clients["ada"].get(reverse("desk:record_reads")),
        world.clients["beto"].get(reverse("accountability:institution", kwargs={"code": "FGE-NAY"})),
        world.clients["beto"].get(reverse("accountability:csv", kwargs={"code": "FGE-NAY"})),
        world.clients["beto"].get(reverse("accountability:json", kwargs={"code": "FGE-NAY"})),
    ]


def test_what_was_told_is_text_wherever_the_staff_reads_it(world):
    known = known_of(lambda text: read_by_staff(world, text))

    @PATIENT
    @given(TYPED)
    def holds(text: str) -> None:
        harmless(lambda text: read_by_staff(world, text), text, known)

    holds()


@pytest.mark.parametrize("part", range(6))
def test_each_of_the_three_hundred_is_text_on_the_page_that_shows_a_report(world, part):
    known = known_of(lambda text: shown(world, text))
    for text in CORPUS[part::6]:
        harmless(lambda text: shown(world, text), text, known)


def shown(world: SimpleNamespace, text: str) -> list[Any]:
    taken = told(world, text)
    return [
        post(
            world.clients["ana"],
            reverse("intake:read", kwargs={"code": taken.case.code, "pk": taken.pk}),
            {"reason": "para valorar"},
        )
    ]


def test_what_does_not_show_or_turns_the_writing_is_made_visible(world):
    page = undone(lambda: shown(world, "Perdí\u202e la \x1bmochila\u200b."))[0].content.decode()
    assert "Perdí⟨U+202E⟩ la ⟨U+001B⟩mochila⟨U+200B⟩." in page


def test_addresses_that_were_told_are_no_links(world):
    page = undone(lambda: shown(world, "https://malo.example/a"))[0].content.decode()
    assert "https://malo.example/a" in page
    assert 'href="https://malo.example' not in page


# --- addresses that were typed ---


def test_an_address_with_it_in_any_place_is_a_page_of_ours(world):
    from urllib.parse import quote

    def asked(text: str) -> list[Any]:
        typed = quote(text.encode("utf-8", "surrogatepass"), safe="")
        places = ("/{}", "/casos/{}/", "/?de={}", "/?situacion={}&nivel={}", "/registro/{}/", "/institucion/{}/",
                  "/registro/consultas/?since={}&user={}", "/canalizaciones/?ver={}", "/cuenta/login/?next={}",
                  "/avisos/nuevo/?caso={}", "/institucion/FGE-NAY.csv?desde={}")  # fmt: skip
        return [world.clients["beto"].get(place.replace("{}", typed)) for place in places]

    known = known_of(asked)

    @PATIENT
    @given(TYPED.filter(lambda text: len(text) < 400))
    def holds(text: str) -> None:
        harmless(asked, text, known)

    holds()


# --- files, terminals and other machines ---


def test_no_cell_of_the_figures_is_a_formula(world):
    from hilo.accountability.exports import _harmless

    table = world.clients["beto"].get(reverse("accountability:csv", kwargs={"code": "FGE-NAY"})).content.decode()
    assert formulas(table) == []
    assert [one for one in CORPUS if formulas(quoted(_harmless(one)))] == []


def quoted(cell: str) -> str:
    import csv
    import io

    page = io.StringIO(newline="")
    csv.writer(page).writerow([cell])
    return page.getvalue()


def test_what_the_commands_print_obeys_nobody(world):
    from click.testing import CliRunner

    from hilo.cases.commands import cases_group
    from hilo.exchange.queries import told as handoffs_of

    def printed(text: str) -> list[str]:
        taken = told(world, text)
        post(
            world.clients["ana"],
            reverse("cases:note", kwargs={"code": taken.case.code}),
            {"revision": taken.case.revision, "seen": 0, "note": text},
        )
        runner, group = CliRunner(), cases_group(handoffs_of)
        runs = [["show", taken.case.code], ["show", taken.case.code, "--json"], ["list"], ["list", "--json"]]
        done = [runner.invoke(group, run) for run in runs]
        assert [one.exit_code for one in done] == [0, 0, 0, 0], done
        for one in done[1::2]:
            json.loads(one.output)
        return [one.output for one in done]

    @PATIENT
    @given(TYPED)
    def holds(text: str) -> None:
        for output in undone(lambda: printed(text)):
            assert unsafe_on_a_terminal(output) == []

    holds()


def test_a_letter_about_it_is_printed_as_text(world):
    """Typst prints letters: what looks like its own language is printed, not obeyed."""
    address = PAGES["exchange:letter"].path(world)

    @settings(PATIENT, max_examples=max(EXAMPLES, 8))
    @given(st.sampled_from([one for one in SHORT if one.strip()]))
    def holds(text: str) -> None:
        answers = undone(lambda: fill(world.clients["ana"], address, text[:80]))
        for answer in answers:
            assert wrong_with(answer) == []
            if answer.headers["Content-Type"] == "application/pdf":
                assert answer.content.startswith(b"%PDF")

    holds()
