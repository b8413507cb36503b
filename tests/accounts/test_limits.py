"""Limits hold when attempts come at once, from many threads and processes; and they say when to come again."""

import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from deployment import Databases, Deployment
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from hilo.accounts import attempts, limits
from hilo.accounts.addresses import address_of
from hilo.accounts.models import RateWindow

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
SECOND = timedelta(seconds=1)
GUESSES = Path(__file__).with_name("guesses_at_once.py")
PREPARE = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "hilo.web.settings"
django.setup()
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
from hilo.accounts.actions import create_person
from hilo.accounts.factor_actions import set_app
for name in ("ana", "beto"):
    person = create_person(username=name, display_name=name, institution="FGE-NAY", role="caseworker", by=None,
                           password="una frase larga que nadie adivina")
set_app(secret="JBSWY3DPEHPK3PXP", by=person)
"""


THREADS, PROCESSES = 25, 2


@pytest.fixture(scope="module")
def guesses(tmp_path_factory) -> Iterator[list[dict[str, Any]]]:
    """What came of fifty wrong guesses at once, as each process tells it."""
    databases = Databases()
    deployed = Deployment(tmp_path_factory.mktemp("limits"), databases.new())
    deployed.told("init")
    done = deployed.run([sys.executable, "-c", PREPARE])
    assert done.returncode == 0, done.stderr
    running = [deployed.start(sys.executable, GUESSES, THREADS, PROCESSES) for _ in range(PROCESSES)]
    yield [json.loads(one.communicate()[0]) for one in running]
    databases.drop()


@pytest.mark.parametrize(("kind", "limit"), [("password", 5), ("code", 5), ("names", 30)])
def test_of_fifty_wrong_guesses_at_once_at_most_the_limit_is_looked_at(guesses, kind, limit):
    verified, later, answered = (
        sum(told[kind][what] for told in guesses) for what in ("verified", "later", "answered")
    )
    assert answered == THREADS * PROCESSES
    assert 0 < verified <= limit
    assert later == answered - verified


def test_after_the_limit_the_right_password_is_refused_too_and_told_when_to_come_again(guesses):
    when = re.compile(r"Puede intentar otra vez (?:el [^,]+, )?a las \d\d:\d\d\.")
    assert all(when.search(told["right"]) for told in guesses)


@pytest.mark.django_db
def test_a_window_takes_as_many_as_its_limit_and_opens_again_to_the_second():
    def take(at):
        return limits.take("link:x", limit=3, seconds=60, now=at)

    assert [take(NOW + n * SECOND) for n in range(5)] == [True, True, True, False, False]
    assert limits.until("link:x", now=NOW) == NOW + 60 * SECOND
    assert take(NOW + 59 * SECOND) is False
    assert take(NOW + 60 * SECOND) is True
    assert limits.until("link:x", now=NOW + 200 * SECOND) is None


@pytest.mark.django_db
def test_what_succeeded_is_given_back():
    for _ in range(20):
        assert limits.take("partner:7", limit=2, seconds=60, now=NOW)
        limits.give_back("partner:7")
    limits.give_back("partner:7")
    assert [limits.take("partner:7", limit=2, seconds=60, now=NOW) for _ in range(3)] == [True, True, False]


@pytest.mark.django_db
def test_no_name_and_no_address_stands_in_the_table():
    limits.take("password:account:ana:192.0.2.7", limit=2, seconds=60, now=NOW)
    key = RateWindow.objects.get().key
    assert len(key) == 32
    assert int(key, 16)
    limits.take("password:account:ana:192.0.2.8", limit=2, seconds=60, now=NOW)
    assert RateWindow.objects.count() == 2


@pytest.mark.django_db
def test_windows_that_are_over_are_forgotten_and_others_are_not():
    limits.take("a", limit=1, seconds=60, now=NOW)
    limits.take("b", limit=1, seconds=600, now=NOW)
    assert limits.forget(NOW + 60 * SECOND) == 1
    assert limits.take("b", limit=1, seconds=600, now=NOW + 61 * SECOND) is False


@pytest.mark.django_db
def test_an_attempt_cannot_be_counted_where_it_could_be_undone():
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        limits.take("a", limit=1, seconds=60, now=NOW)


@pytest.mark.parametrize(("typed", "known"), [(" Ana ", "ana"), ("ſaul", "saul"), ("ＡＮＡ", "ana"), ("ırıs", "iris")])
def test_another_way_of_writing_a_name_is_no_new_set_of_attempts(typed, known):
    assert attempts.name_key(typed) == attempts.name_key(known)


@pytest.mark.parametrize(
    ("proxies", "header", "wanted"),
    [
        (0, "198.51.100.1", "192.0.2.9"),  # no proxy of ours: anybody may have written it
        (1, "203.0.113.5, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.5, 198.51.100.1, 192.0.2.8", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.9"),  # it did not pass both
        (1, "no es una dirección", "192.0.2.9"),
        (1, "", "192.0.2.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_the_number_of_proxies_decides_which_address_counts(rf, settings, proxies, header, wanted):
    settings.HILO_PROXIES = proxies
    assert address_of(rf.get("/", REMOTE_ADDR="192.0.2.9", HTTP_X_FORWARDED_FOR=header)) == wanted


@given(st.text(max_size=60), st.integers(0, 3))
def test_what_somebody_writes_to_the_left_of_our_proxies_never_counts(written, proxies):
    from django.test import RequestFactory, override_settings

    ours = [f"198.51.100.{n}" for n in range(1, proxies + 1)]
    header = ", ".join([written.replace("\n", " ").replace("\r", " "), *ours])
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.9", HTTP_X_FORWARDED_FOR=header)
    with override_settings(HILO_PROXIES=proxies):
        assert address_of(request) == (ours[0] if ours else "192.0.2.9")
