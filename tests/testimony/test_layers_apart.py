"""Layers do not get into each other's way: a note of a person's own is no odd detail, and is taken back on its page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hilo.lib.errors import Denied
from hilo.testimony import layer_actions
from hilo.testimony.indicator_actions import Passage, keep_unusual

pytestmark = pytest.mark.django_db


def page(name, row, **more):
    return reverse(f"testimony:{name}", kwargs={"code": row.case.code, "pk": row.pk} | more)


@pytest.fixture
def note(transcript, ana):
    """Ana's note beside the fourth turn."""
    given = {"transcript": transcript, "by": ana, "now": timezone.now()}
    return layer_actions.add(layer="note", turn=4, body="Preguntar de qué escuela.", **given)


def test_a_note_is_not_shown_as_an_odd_detail_nor_taken_back_as_one(note, transcript, ana, signed_in):
    browser = signed_in(ana)
    for name in ("indicator_mark", "indicator_unusual"):
        assert "Detalle poco común</strong>" not in browser.get(page(name, transcript)).content.decode()
    address = page("indicator_withdraw", transcript, mark=note.pk)
    assert browser.get(address).status_code == 404


def test_an_odd_detail_is_not_shown_nor_changed_as_a_note(transcript, ana, signed_in):
    odd = keep_unusual(transcript=transcript, passage=Passage(4), by=ana, now=timezone.now())
    browser = signed_in(ana)
    assert str(odd.pk) not in browser.get(page("transcript", transcript)).content.decode()
    assert browser.get(page("layer_replace", transcript, mark=odd.pk)).status_code == 404


def test_a_translation_says_into_which_language_it_is(transcript, ana):
    given = {"transcript": transcript, "turn": 4, "by": ana, "now": timezone.now()}
    with pytest.raises(Denied, match="a qué lengua"):
        layer_actions.add(layer="translation", body="We went to the park.", **given)
    assert layer_actions.add(layer="translation", body="We went.", language=" inglés ", **given).code == "inglés"
