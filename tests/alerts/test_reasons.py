"""Why something could not be read is told in both languages, also where a value stands inside the sentence."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

from hilo.alerts.reasons import reason_words

ALERTS = Path(__file__).parents[2] / "hilo" / "alerts"


def with_values():
    """Every refusal of a format that puts a value into its sentence, with «7» for the value."""
    for path in sorted([*ALERTS.glob("formats/*.py"), *ALERTS.glob("source*.py"), ALERTS / "draft.py"]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Malformed"
            for given in node.args if named else ():
                if isinstance(given, ast.JoinedStr):
                    yield "".join(part.value if isinstance(part, ast.Constant) else "7" for part in given.values)


@pytest.mark.parametrize("sentence", sorted(set(with_values())))
def test_a_refusal_with_a_value_is_told_in_english_with_that_value(sentence):
    assert reason_words(sentence) == sentence
    with translation.override("en"):
        told = reason_words(sentence)
    assert told != sentence
    assert told.count("7") == sentence.count("7")


def test_there_are_such_refusals():
    assert len(set(with_values())) > 5


def test_a_reason_without_a_value_and_one_that_nobody_translated():
    with translation.override("en"):
        assert reason_words("El archivo está vacío: pida al remitente que lo envíe de nuevo.").startswith("The file is")
        assert reason_words("Una razón de antes.") == "Una razón de antes."
        assert reason_words("") == ""
