"""Every code that a page or a question uses is written for all three ages, and said in both languages."""

import re
from pathlib import Path

import pytest
from django.utils import translation

import hilo.door
from hilo.door.failures import KNOWN
from hilo.door.forms import label_of
from hilo.door.questions import QUESTIONS, Kind
from hilo.door.telling import Path as Telling
from hilo.door.words import AUDIENCES, CATALOGUE, say
from hilo.reference import pack

FOLDER = Path(hilo.door.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").rglob("*.html"))
MARKUP = re.compile(r"<!doctype[^>]*>|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]+>", re.DOTALL)
CODES = {Kind.PLACE: pack().door_places, Kind.STATE: pack().states}
SAID = re.compile(r"""\{% say ["']([\w.]+)["']""")
FILLED = {"minutes": 60, "most": 20000, "hours": 72, "phone": "911", "when": "hoy", "count": 2, "word": "sol"}


def used() -> dict[str, str]:
    """Code -> the page or question that uses it."""
    found = {code: page.name for page in TEMPLATES for code in SAID.findall(page.read_text())}
    for question in QUESTIONS:
        found |= {f"{question.code}.{part}": question.code for part in ("ask", "why", "hint", "short")}
        found |= {f"{question.code}.{choice}": question.code for choice in question.choices}
    found |= {f"home.{path}": "home.html" for path in Telling}
    found |= {f"refused.{status}.{part}": "failures.py" for status in KNOWN for part in ("title", "text")}
    return found | dict.fromkeys(("error.needed", "error.too_long", "error.image", "error.choice"), "forms.py")


def test_there_are_templates_and_codes_to_look_at():
    assert len(TEMPLATES) > 15
    assert len(used()) > 150


@pytest.mark.parametrize("code", sorted(used()))
def test_a_code_in_use_is_written_for_everybody(code):
    assert code in CATALOGUE, f"{used()[code]} says «{code}»: write it in hilo/door/words"
    for audience in AUDIENCES:
        assert say(code, audience, **FILLED).strip()


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_choice_has_a_label(language):
    with translation.override(language):
        for question in QUESTIONS:
            values = question.choices or {Kind.PLACE: pack().door_places, Kind.STATE: pack().states}.get(
                question.kind, ()
            )
            assert all(label_of(question, one, audience) for one in values for audience in AUDIENCES)


def test_no_template_says_anything_of_its_own():
    """What a child reads is all in the catalogue, where its words are measured."""
    for page in TEMPLATES:
        bare = re.sub(
            r"<!doctype[^>]*>|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]+>", " ", page.read_text(), flags=re.DOTALL
        )
        assert set(re.findall(r"\w+", bare)) <= {"911", "089"}, page.name


def test_no_template_has_style_or_script_of_its_own():
    """The policy of contents would drop them."""
    for page in TEMPLATES:
        text = page.read_text()
        assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text), page.name
        assert not re.search(r"<script(?! src=)", text), page.name


def test_style_and_script_are_small_and_ask_for_nothing_else():
    style, script = ((FOLDER / "static/door" / name).read_text() for name in ("s.css", "d.js"))
    assert len(style) < 8000
    assert len(script) < 2000
    assert not re.search(r"url\(|@import|https?:", style + script)
    assert not re.search(r"Storage|cookie|fetch|XMLHttp|pushState|console", script)
