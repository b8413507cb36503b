"""Hostile texts at the door: each page that repeats what was typed, or shows what was written, shows text."""

from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hilo.door.journey import Journey, State
from hilo.door.models import Report
from hilo.door.passages import sealed_words
from hilo.door.sealing import from_code
from tests.door.door_site import FORM
from tests.door.poison import CORPUS, SHORT, Shape, wrong_with
from tests.door.real_visitor import DIGITS

LONG = 21_000  # signs: more than any field takes, so that the page is shown again with what was typed
HARMLESS = (
    "Perdí la mochila.", "https://ejemplo.mx/a", "azul@correo.example", "", "palabra " * 900, "a" * LONG,
    "data:image/png;base64,AAAA",
)  # fmt: skip
TYPED = st.one_of(
    st.lists(st.sampled_from(SHORT), min_size=1, max_size=4).map("".join),
    st.text(max_size=200),
    st.text(alphabet="<>\"'&{}%\x00\x1b\u202e\ud800=+-@\\/#\n\r\t a", max_size=60),
)
PATIENT = settings(
    max_examples=15, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


class Surfaces:
    """Each method types a text at one place of the door, and gives the pages that come of it."""

    def __init__(self, visitor: Any) -> None:
        self.visitor, self.client = visitor, visitor.client

    def stand(self, page: str, **state: Any) -> None:
        """Put the visitor on a page."""
        token = self.client.cookies["s"].value
        made = State(**({"page": page, "path": "known", "trail": ["home"]} | state))
        Journey(token, made, is_new=False).save(now=timezone.now())
        self.visitor.look()

    def send(self, **fields: str) -> list[Any]:
        """A form as whoever attacks encodes it; its answer, and the page after it."""
        pairs = self.visitor.hidden() | {"go": "next"} | fields
        body = "&".join(f"{name}={quote_plus(text.encode('utf-8', 'surrogatepass'))}" for name, text in pairs.items())
        return [self.client.post("/", body.encode(), content_type=FORM), self.client.get("/")]

    def a_question(self, text: str) -> list[Any]:
        self.stand("account")
        return self.send(account=text)

    def a_question_that_is_shown_again(self, text: str) -> list[Any]:
        self.stand("place_name")
        return self.send(place_name=text + "a" * 301)

    def a_choice_that_is_none(self, text: str) -> list[Any]:
        self.stand("state")
        return self.send(state=text)

    def links_and_accounts(self, text: str) -> list[Any]:
        self.stand("named")
        return self.send(named=text)

    def danger_now(self, text: str) -> list[Any]:
        self.stand("urgent")
        return self.send(account=text, place_name=text + "a" * 301, state=text, about=text)

    def checking_what_was_answered(self, text: str) -> list[Any]:
        kept = text.encode("utf-8", "replace").decode()
        codes = ("account", "who", "child_name", "place_name", "named", "contact", "name")
        self.stand("check", answers=dict.fromkeys(codes, kept))
        return [self.client.get("/")]

    def what_is_looked_up(self, text: str) -> list[Any]:
        self.stand("help")
        return self.send(help_state=text)

    def a_button(self, text: str) -> list[Any]:
        self.stand("account")
        return [*self.send(go=text), *self.send(go=f"language:{text}"), *self.send(go=f"change:{text}")]

    def what_is_hidden(self, text: str) -> list[Any]:
        self.stand("account")
        return [*self.send(p=text), *self.send(w=text), *self.send(f=text)]

    def a_draft_that_died(self, text: str) -> list[Any]:
        self.stand("account")
        self.visitor.client.cookies["s"] = "b" * 43
        self.visitor.look()
        return self.send(p="account", w="known", account=text)

    def a_code(self, text: str) -> list[Any]:
        self.stand("return")
        return self.send(code=text)

    def an_address(self, text: str) -> list[Any]:
        path = quote(text.encode("utf-8", "surrogatepass"), safe="")
        return [self.client.get(f"/{path}"), self.client.get(f"/?q={path}"), self.client.get(f"/salir?{path}")]

    def headers(self, text: str) -> list[Any]:
        line = text.encode("utf-8", "replace").decode("latin-1").replace("\r", "").replace("\n", "")
        names = ("accept-language", "user-agent", "referer", "host", "x-forwarded-for", "sec-fetch-site")
        return [self.client.get("/", headers={name: line}) for name in names]

    def a_cookie(self, text: str) -> list[Any]:
        line = text.encode("utf-8", "replace").decode("latin-1").replace("\r", "").replace("\n", "")
        return [self.client.get("/", headers={"cookie": f"s={line}"}), self.client.get("/", headers={"cookie": line})]


NAMES = [name for name in vars(Surfaces) if not name.startswith("_") and name not in ("stand", "send")]


@pytest.mark.parametrize("name", NAMES)
def test_each_place_of_the_door_shows_it_as_text(door, name):
    surface = getattr(Surfaces(door()), name)
    known = set().union(*(Shape(one.content.decode()).kinds for text in HARMLESS for one in surface(text)))

    @PATIENT
    @given(TYPED)
    def holds(text: str) -> None:
        for answer in surface(text):
            assert wrong_with(answer, known) == []

    holds()


def test_each_of_the_three_hundred_is_checked_as_text(door):
    surface = Surfaces(door()).checking_what_was_answered
    known = set().union(*(Shape(one.content.decode()).kinds for text in HARMLESS for one in surface(text)))
    for text in CORPUS:
        for answer in surface(text):
            assert wrong_with(answer, known) == [], text


def test_what_the_unit_writes_is_text_on_a_visit(door):
    visitor = door()
    visitor.press("urgent")
    visitor.press(account="Perdí la mochila.", about="me")
    code = DIGITS.search(visitor.words)[1].replace(" ", "")
    visitor.press("send")
    report = Report.objects.get()
    visitor.client.cookies.clear()
    for text in SHORT[:120]:
        words = text.encode("utf-8", "replace").decode()
        sealed_words(report, "answer", words, timezone.now()).save(force_insert=True)
    visitor.look()
    visitor.press("return")
    visitor.press(code=code)
    visitor.press("yes")
    assert visitor.at == "visit"
    shape = Shape(visitor.page)
    assert shape.wrong == []
    assert not {tag for tag, _ in shape.kinds} & {"svg", "img", "object", "embed", "base", "math", "video", "style"}
    assert "window.hurt" in visitor.words
    assert from_code(code).lookup == bytes(report.lookup)
