"""Makes an office as it should be, or plants mistakes in it: ``plant.py NAME…``."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from hilo.accounts.actions import create_person  # noqa: E402
from hilo.accounts.models import User  # noqa: E402
from hilo.cases.guards import SIGHT_RULES  # noqa: E402
from hilo.cases.models import Case  # noqa: E402
from hilo.exchange.models import OutboxItem  # noqa: E402
from hilo.ledger.append_only import drop_statements  # noqa: E402


def people() -> None:
    """Somebody who supervises, with a second factor, in each institution that has cases."""
    for number, code in enumerate(sorted(set(Case.objects.values_list("institution", flat=True)))):
        name = f"sup{number}"
        made = create_person(username=name, display_name=name, institution=code, role="supervisor", by=None)
        Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={})


def guards() -> None:
    """The owner of the database takes two guards off."""
    name, table, *_rest = SIGHT_RULES[0]
    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for statement in [*drop_statements("cases_event", connection.vendor), f"DROP TRIGGER {name}{on}"]:
            cursor.execute(statement)


def owner() -> None:
    """An account is closed past the application, and its case stays with it."""
    person = User.objects.people().first()
    Case.objects.filter(pk=Case.objects.open().filter(institution=person.institution).first().pk).update(owner=person)
    User.objects.filter(pk=person.pk).update(is_active=False, deactivated_at=timezone.now())


def factor() -> None:
    """Somebody has no second factor."""
    Authenticator.objects.all().delete()


def outbox() -> None:
    """Something could not be sent."""
    now, case = timezone.now(), Case.objects.first()
    OutboxItem.objects.create(
        kind="prueba", subject=case.pk, key="prueba", state="failed", enqueued_at=now, available_at=now
    )


for name in sys.argv[1:]:
    globals()[name]()
print("1")
