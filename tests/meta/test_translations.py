"""Every text a person may see exists in Spanish and in English, and says what it should in both."""

import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, ngettext, override

from hilo.reference import pack
from tests import translations

HILO = Path(translations.__file__).resolve().parents[1] / "hilo"
TEMPLATES = sorted(HILO.rglob("templates/**/*.html"))
BOTH_LANGUAGES_AT_ONCE = {"400.html", "403_csrf.html", "500.html"}  # shown before the language is known

_COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)
_MARKED = re.compile(r"{% blocktrans(?:late)? .*?{% endblocktrans(?:late)? %}", re.DOTALL)
_MARKUP = re.compile(r"{%.*?%}|{{.*?}}|<(script|style|svg|kbd).*?</\1>|<[^>]*>", re.DOTALL)
_NAMES = {"hilo", "en", "iccs", "icvac", "pdf", "bytes"}  # the name of the program, and codes


def test_every_text_has_its_english():
    assert translations.check() == []


@pytest.mark.parametrize("path", TEMPLATES, ids=[path.name for path in TEMPLATES])
def test_no_word_of_a_page_is_left_unmarked(path):
    if path.name in BOTH_LANGUAGES_AT_ONCE:
        return
    bare = _MARKUP.sub(" ", _MARKED.sub(" ", _COMMENT.sub(" ", path.read_text(encoding="utf-8"))))
    words = {word for word in re.findall(r"[^\W\d_]{2,}", bare) if word.lower() not in _NAMES}
    assert words == set(), "put it into {% translate %}"


def test_a_text_left_out_is_found(monkeypatch):
    whole = translations.collect()
    whole.add("Una frase que nadie ha traducido.")
    monkeypatch.setattr(translations, "collect", lambda: whole)
    assert [problem for problem in translations.check() if "nadie ha traducido" in problem]


def test_spanish_is_shown_as_it_was_written():
    with override("es"):
        assert gettext("Bandeja") == "Bandeja"
        assert ngettext("%(n)d mes", "%(n)d meses", 2) % {"n": 2} == "2 meses"


def test_english_is_shown_to_who_asks_for_it():
    with override("en"):
        assert gettext("Bandeja") == "Inbox"
        assert ngettext("%(n)d mes", "%(n)d meses", 1) % {"n": 1} == "1 month"


@pytest.mark.parametrize(
    ("language", "required", "wrong_date"),
    [
        ("es", "Este campo es obligatorio.", "Introduzca una fecha válida."),
        ("en", "This field is required.", "Enter a valid date."),
    ],
)
def test_what_django_says_about_a_form_is_in_the_language_of_the_page(language, required, wrong_date):
    from django import forms

    with override(language):
        assert str(forms.CharField.default_error_messages["required"]) == required
        assert str(forms.DateField.default_error_messages["invalid"]) == wrong_date


@pytest.mark.parametrize(("language", "word"), [("es", "contraseña"), ("en", "password")])
def test_who_signs_in_wrongly_is_told_in_their_language(client, db, language, word):
    client.cookies["django_language"] = language
    page = client.post("/cuenta/login/", {"login": "nadie", "password": "una frase larga"}).content.decode()
    assert word in page
    assert f'lang="{language}"' in page


def avoided(language):
    """Words that the country pack says to avoid, in one language, without their explanations."""
    for term in pack().terms:
        if term.use == "avoid":
            for word in re.split(r"[,;]", re.sub(r"\(.*?\)", "", term.avoid.get(language))):
                yield word.strip().lower()


def test_the_words_to_avoid_stand_in_no_text_of_either_language():
    texts = []
    for message in translations.merged():
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts += [("es", text) for text in ids if text] + [("en", text) for text in strings if text]
    found = [
        (word, text)
        for language, text in texts
        for word in avoided(language)
        if re.search(rf"\b{re.escape(word)}\b", text.lower())
    ]
    assert found == []
