"""Dates, numbers and codes as letters write them."""

from datetime import UTC, date, datetime

import pytest

from hilo.exchange.letters.words import grouped, long_date, number, place_and_date, working_days


def test_a_date_is_written_in_words_and_a_moment_with_its_hour():
    assert long_date(date(2026, 11, 22)) == "22 de noviembre de 2026"
    assert long_date(date(2027, 1, 1), "en") == "1 January 2027"
    assert long_date(datetime(2026, 2, 3, 9, 5, tzinfo=UTC)) == "3 de febrero de 2026, 09:05 horas"
    assert long_date(datetime(2026, 2, 3, 9, 5, tzinfo=UTC), "en") == "3 February 2026, 09:05"


def test_place_and_date_never_say_the_hour():
    moment = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    assert place_and_date("Ciudad de México", moment) == "Ciudad de México, a 22 de noviembre de 2026"
    assert place_and_date("Mexico City", moment, "en") == "Mexico City, 22 November 2026"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "cero"),
        (1, "un"),
        (16, "dieciséis"),
        (21, "veintiún"),
        (22, "veintidós"),
        (30, "treinta"),
        (31, "treinta y un"),
        (48, "cuarenta y ocho"),
        (100, "cien"),
        (101, "ciento un"),
        (555, "quinientos cincuenta y cinco"),
        (1000, "mil"),
        (1001, "mil un"),
        (21_000, "veintiún mil"),
        (100_000, "cien mil"),
        (731_999, "setecientos treinta y un mil novecientos noventa y nueve"),
    ],
)
def test_a_number_is_said_as_before_a_masculine_noun(value, words):
    assert number(value) == words


def test_no_two_numbers_are_said_alike_and_those_out_of_reach_are_refused():
    assert len({number(value) for value in range(20_000)}) == 20_000
    for value in (-1, 1_000_000):
        with pytest.raises(ValueError, match="between"):
            number(value)


def test_working_days_are_said_in_words_and_figures():
    assert (working_days(1), working_days(5)) == ("un (1) día hábil", "cinco (5) días hábiles")


def test_a_code_is_grouped_however_it_was_typed():
    assert grouped("7k3m-9qxd2f") == "7k3m 9qxd 2f"
    assert grouped("") == ""
