"""How times, tiers, labels and hidden values read on a page."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from hilo.web.templatetags.hilo_format import (
    clock_chip,
    exact,
    label,
    mask,
    may,
    tier_badge,
    time_left,
    unconfirmed,
    when,
)

MEXICO = ZoneInfo("America/Mexico_City")
NOW = datetime(2026, 11, 22, 11, 5, tzinfo=MEXICO)


@pytest.fixture(autouse=True)
def _in_mexico_in_spanish():
    with timezone.override(MEXICO), translation.override("es"):
        yield


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(seconds=30), "vence en este momento"),
        (timedelta(minutes=45), "vence en 45 min"),
        (timedelta(hours=3, minutes=59), "vence en 3 h"),
        (timedelta(hours=12, minutes=30), "vence hoy a las 23:35"),
        (timedelta(hours=26, minutes=55), "vence mañana a las 14:00"),
        (timedelta(days=2), "vence en 2 días"),
        (timedelta(days=1, hours=22), "vence en 2 días"),
        (timedelta(days=59), "vence en 59 días"),
        (timedelta(days=100), "vence en 3 meses"),
        (timedelta(days=800), "vence en 2 años"),
        (-timedelta(minutes=5), "venció hace 5 min"),
        (-timedelta(hours=23), "venció hace 23 h"),
        (-timedelta(hours=25), "venció hace 1 día"),
        (-timedelta(days=2, hours=5), "venció hace 2 días"),
        (-timedelta(days=400), "venció hace 13 meses"),
    ],
)
def test_time_left_is_said_in_the_unit_a_person_would_use(ahead, words):
    assert time_left(NOW + ahead, NOW) == words


def test_time_left_does_not_depend_on_the_zone_the_moments_are_written_in():
    assert time_left((NOW + timedelta(hours=27)).astimezone(UTC), NOW.astimezone(UTC)) == "vence mañana a las 14:05"


def test_a_clock_without_date_says_so():
    assert time_left(None, NOW) == "sin fecha de vencimiento"


def test_a_moment_is_written_exactly_in_the_local_zone():
    assert exact(datetime(2026, 11, 22, 20, 5, tzinfo=UTC)) == "22 nov 2026, 14:05"
    assert exact(date(2026, 11, 22)) == "22 nov 2026"
    assert exact(None) == ""
    with translation.override("en"):
        assert exact(datetime(2026, 11, 22, 20, 5, tzinfo=UTC)) == "22 Nov 2026, 14:05"


def test_machines_can_read_the_moment_too():
    assert when(NOW) == '<time class="when" datetime="2026-11-22T11:05:00-06:00">22 nov 2026, 11:05</time>'


@pytest.mark.parametrize(
    ("arguments", "state", "words"),
    [
        ((NOW + timedelta(days=9), NOW), "running", "vence en 9 días"),
        ((NOW + timedelta(hours=3), NOW), "soon", "vence en 3 h"),
        ((NOW - timedelta(days=2), NOW), "overdue", "venció hace 2 días"),
        ((NOW + timedelta(days=2), NOW, "paused"), "paused", "en pausa"),
        ((NOW, NOW, "stopped", NOW - timedelta(days=1)), "stopped", "terminado a tiempo"),
        ((NOW - timedelta(days=1), NOW, "stopped", NOW), "stopped", "terminado después de vencer"),
        ((None, NOW, "stopped"), "stopped", "terminado"),
    ],
)
def test_a_clock_shows_its_state_in_words_and_by_its_sign(arguments, state, words):
    chip = clock_chip(*arguments)
    assert f"clock-{state}" in chip
    assert f">{words}</b>" in chip
    assert '<svg viewBox="0 0 16 16" fill="currentColor" aria-hidden="true"><' in chip


def test_a_clock_says_the_exact_time_beside_the_plain_one():
    assert "22 nov 2026, 14:05" in clock_chip(NOW + timedelta(hours=3), NOW)


def test_the_four_tiers_differ_in_number_word_and_shape():
    badges = [tier_badge(tier) for tier in (1, 2, 3, 4)]
    assert "1 · Riesgo ahora" in badges[0]
    assert "4 · Baja" in badges[3]
    shapes = {badge.split("<svg")[1].split("</svg>")[0] for badge in badges}
    assert len(shapes) == 4


@pytest.mark.parametrize("tier", [None, "", 0, 7, "alto"])
def test_what_is_no_tier_is_said_to_have_none(tier):
    assert "Sin nivel" in tier_badge(tier)


def test_a_label_is_read_in_the_language_of_the_reader():
    words = SimpleNamespace(es="Alerta", en="Alert")
    assert label(words) == "Alerta"
    with translation.override("en"):
        assert label(words) == "Alert"
        assert label({"es": "solo español"}) == "solo español"
    assert label("ya es texto") == "ya es texto"


@pytest.mark.parametrize("value", ["nadie@correo.example", "192.0.2.1", "corto", "", None])
def test_a_hidden_value_tells_neither_its_content_nor_its_length(value):
    hidden = mask(value)
    assert hidden.count("•") == 6
    assert len(hidden) <= 8


def test_nobody_and_unknown_permissions_may_nothing():
    assert not may(None, "case:see")
    assert not may("", "case:see")
    person = SimpleNamespace(is_authenticated=True, has=lambda permission: permission == "case:see")
    assert may(person, "case:see")
    assert not may(person, "no:existe")


def test_what_counsel_must_still_confirm_is_marked_in_words():
    assert "por confirmar" in unconfirmed()
