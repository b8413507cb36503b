"""Makes an office as it should be, or plants mistakes in it: ``plant.py NAME…``."""

import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from hilo.accounts import person_keys, unit_keys, vouchers  # noqa: E402
from hilo.accounts.actions import create_person  # noqa: E402
from hilo.accounts.models import RecoveryKey, UnitShare, User  # noqa: E402
from hilo.cases.guards import SIGHT_RULES  # noqa: E402
from hilo.cases.models import Case  # noqa: E402
from hilo.door.models import Addressee, Report  # noqa: E402
from hilo.door.submit import send  # noqa: E402
from hilo.door.telling import Coarse, Telling  # noqa: E402
from hilo.exchange.models import OutboxItem  # noqa: E402
from hilo.intake.units import announce  # noqa: E402
from hilo.ledger.append_only import drop_statements  # noqa: E402
from hilo.lib.sealed_to import KeyPair  # noqa: E402


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


def intake() -> None:
    """A unit with one member, and a recovery key; a report was told, and is a case."""
    now = timezone.now()
    caro = create_person(username="caro", display_name="Caro", institution="FGE-NAY", role="intake_analyst", by=None)
    Authenticator.objects.create(user=caro, type=Authenticator.Type.TOTP, data={})
    person_keys.make(user=caro, password="una frase larga de prueba", now=now)
    recovery = RecoveryKey(public_key=KeyPair.make().public, made_at=now)
    recovery.voucher = vouchers.voucher_for(recovery)
    recovery.save()
    announce(recovery)
    unit_keys.open_unit(institution="FGE-NAY", by=caro, now=now)
    told = Telling(Coarse("me", state="NAY"), {"account": "Perdí la mochila."})
    Report.objects.filter(pk=send(digits="12345678901234567897", telling=told, now=now).pk).update(taken_at=now)


def waits() -> None:
    """A report came a minute ago and is no case."""
    Report.objects.update(taken_at=None, arrived_at=timezone.now() - timedelta(minutes=1))


def member() -> None:
    """The only member of the unit lost their share."""
    UnitShare.objects.all().delete()


def stranger() -> None:
    """Who came into the database puts a key of their own where the unit's stands."""
    Addressee.objects.filter(kind="unit").update(public_key=KeyPair.make().public)


def addressees() -> None:
    """Nobody is left to seal to."""
    Addressee.objects.update(retired_at=timezone.now())


def rows() -> None:
    """The owner of the database lets every role with a grant read all drafts."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE door_draft DISABLE ROW LEVEL SECURITY")


for name in sys.argv[1:]:
    globals()[name]()
print("1")
