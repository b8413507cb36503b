"""Who can read what comes in at the door: the unit of FGE-NAY and, for everything, the recovery key."""

from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from hilo.door.models import Addressee, Report
from hilo.lib.sealed_to import KeyPair

UNIT = "FGE-NAY"


@dataclass
class Units:
    """``pairs``: institution ("" for the recovery key) -> key pair; ``rows``: its addressee."""

    pairs: dict[str, KeyPair] = field(default_factory=dict)
    rows: dict[str, Addressee] = field(default_factory=dict)

    def add(self, institution: str) -> Addressee:
        pair = self.pairs[institution] = KeyPair.make()
        row = self.rows[institution] = Addressee.objects.create(
            kind="unit" if institution else "recovery",
            institution=institution,
            public_key=pair.public,
            since=timezone.now(),
        )
        return row


@pytest.fixture
def units(db) -> Units:
    """The unit of FGE-NAY and the recovery key; ``units.add("ODI")`` makes another."""
    made = Units()
    made.add(UNIT)
    made.add("")
    return made


@pytest.fixture
def tell(units):
    """``tell("12345678901234567897", state="NAY")`` sends a report and gives its row; ``account`` are its words."""
    from hilo.door.submit import Came, send
    from hilo.door.telling import Coarse, Telling

    def make(
        digits="12345678901234567897", *, account="Me quitaron la mochila.", named=(), came=None, now=None, **coarse
    ) -> Report:
        coarse = {"path": "me", "age": "teen", "state": "NAY"} | coarse
        telling = Telling(Coarse(**coarse), {"account": account}, tuple(named))
        return send(digits=digits, telling=telling, now=now or timezone.now(), came=came or Came())

    return make


@pytest.fixture
def door(units, settings, monkeypatch):
    """Makes a visitor of the public door: ``door()``, ``door(language="en")``. Nobody came here before."""
    from hilo.door import limits
    from tests.door.door_site import Visitor, as_door

    as_door(settings)
    for counts in ("_reports", "_wrong"):
        monkeypatch.setattr(limits, counts, limits.Counts(getattr(limits, counts).an_hour))
    return Visitor


@pytest.fixture
def told(tell) -> tuple[str, Report]:
    """A code, and the report about a backpack that was sent under it."""
    from hilo.lib.codes import new_digits

    digits = new_digits()
    return digits, tell(digits)
