"""What was looked at stays written; a site without keys does not start."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from hilo.accounts import actions
from hilo.accounts.models import SensitiveRead
from hilo.web import checks


@pytest.fixture
def read(ana):
    return actions.log_read(user=ana, subject_kind="alert", subject_id=uuid.uuid4(), field="email", reason="cotejo")


def test_a_look_that_was_noted_cannot_be_changed(read):
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        SensitiveRead.objects.filter(pk=read.pk).update(reason="otra")


def test_a_look_that_was_noted_cannot_be_removed(read):
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        SensitiveRead.objects.filter(pk=read.pk).delete()


def test_without_keys_the_check_says_what_to_do(settings):
    assert checks.keys_exist() == []
    settings.HILO_KEYS = None
    (error,) = checks.keys_exist()
    assert (error.id, error.is_serious(), "hilo init" in error.hint) == ("hilo.E001", True, True)


@pytest.mark.parametrize(
    ("demo", "hosts", "warned"),
    [
        (True, ["localhost"], False),
        (True, ["hilo.example"], True),
        (True, ["*"], True),
        (False, ["hilo.example"], False),
    ],
)
def test_a_demonstration_open_to_a_network_is_warned_about(settings, demo, hosts, warned):
    settings.HILO_DEMO, settings.ALLOWED_HOSTS = demo, hosts
    assert [warning.id for warning in checks.demo_stays_home()] == (["hilo.W002"] if warned else [])
