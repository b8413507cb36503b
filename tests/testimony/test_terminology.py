"""No word on a screen or in an export judges a child: in no template, text or translation of the whole site, and in
neither data nor code of `hilo/testimony`.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po

from hilo.testimony.coding.words import fold

SITE = Path(__file__).parents[2] / "hilo"
CATALOGUE = SITE / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"
PAGES = sorted(path for path in SITE.rglob("*") if path.suffix in {".html", ".txt", ".typ", ".js"})
ROOT = Path(__file__).parents[2] / "hilo" / "testimony"
BANNED = re.compile(
    r"\b(?:credib\w*|(?:in|no )?creibl\w*|vera(?:z|ces|cidad)|verdad\w*|mentir\w*|mintio|mient(?:e|en|es|o|a|as|an)|"
    r"lie[sd]?(?! (?:in|on|outside|between|within|before|after)\b)|liars?|lying|"
    r"truth\w*|untruth\w*|truthful\w*|scores?|puntajes?|puntuacion\w*|calificacion\w*)\b"
)
# these recognise what adults or children say; nothing of them reaches a screen. File, and key in it ("": all of it)
RECOGNISE = {
    ("data/prompt_phrases.yaml", ""): "turns of phrase of interviewers: «dime la verdad», «¿verdad?»",
    ("data/prompt_words.yaml", ""): "base forms of words in an interviewer's turn",
    ("data/codebook.yaml", "words"): "«de mentiritas» is how children call make-believe",
    ("coding/patterns.py", ""): "tags put on a statement: «¿verdad?»",
    ("coding/tags.py", ""): "the same tags",
    ("coding/answers.py", ""): "a child's yes: «es verdad»",
    ("quality_rules.py", ""): "the ground rule about true and false sentences, as interviewers say it",
}


def in_data(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Each text with the nearest key above it."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from in_data(inner, str(name))
            yield key, str(name)
    elif isinstance(value, list):
        for inner in value:
            yield from in_data(inner, key)
    else:
        yield key, str(value)


def in_code(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Every string but the docstrings, which no screen shows."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield "", node.value


def texts(path: Path) -> Iterator[tuple[str, str]]:
    source = path.read_text(encoding="utf-8")
    yield from in_data(yaml.safe_load(source)) if path.suffix == ".yaml" else in_code(ast.parse(source))


def judging(path: Path) -> list[tuple[str, str]]:
    return [(key, text) for key, text in texts(path) if BANNED.search(fold(text))]


FILES = sorted(path for path in ROOT.rglob("*") if path.suffix in {".yaml", ".py"})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_text_judges_a_child(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    allowed = {key for file, key in RECOGNISE if file == name}
    assert [(key, text) for key, text in judging(path) if not allowed & {"", key}] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(SITE).as_posix())
def test_no_page_or_print_judges_a_child(path: Path) -> None:
    assert [line for line in path.read_text("utf-8").splitlines() if BANNED.search(fold(line))] == []


def test_no_text_of_the_site_judges_a_child_in_spanish_or_in_english() -> None:
    with CATALOGUE.open("rb") as file:
        messages = [one for one in read_po(file) if one.id]
    said = [
        text
        for one in messages
        for part in (one.id, one.string)
        for text in ([part] if isinstance(part, str) else part)
    ]
    assert len(said) > 2_000
    assert [text for text in said if BANNED.search(fold(text))] == []


@pytest.mark.parametrize(("file", "key"), RECOGNISE)
def test_every_exception_is_still_needed(file: str, key: str) -> None:
    assert any(key in {"", found} for found, _ in judging(ROOT / file))


@pytest.mark.parametrize(
    "text",
    [
        "La credibilidad del relato",
        "dice la Verdad",
        "el niño mintió",
        "a truthful child",
        "score: 3",
        "relato creíble",
    ],
)
def test_the_words_that_judge_are_recognised(text: str) -> None:
    assert BANNED.search(fold(text))


@pytest.mark.parametrize(
    "text", ["Mientras comían", "el aliento", "believe", "a point lies outside of the text", "las adivinanzas"]
)
def test_ordinary_words_that_look_alike_are_let_through(text: str) -> None:
    assert not BANNED.search(fold(text))
