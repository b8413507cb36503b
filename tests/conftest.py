"""The cast, and a temporary HILO_HOME with keys of its own.

The cast has a meaning that every test may rely on: Ana holds the case, Beto supervises her, Caro
receives the alerts of the same institution, Iris interviews, Nico investigates and Tere heads it;
Eva belongs to another institution and must see nothing; Ada audits and Saúl keeps the machine
running, and neither sees content.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as property_settings

from hilo.lib.keys import KeyRing
from tests.open_key import open_key
from tests.second_factor import show_factor
from tests.testimony.fixtures import child, hear, keep, transcript

__all__ = ["child", "hear", "keep", "transcript"]  # fixtures of hearing a child, for every folder

# Django's settings are read before this file; what depends on the folder is set again here.
_home = Path(tempfile.mkdtemp(prefix="hilo-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["HILO_HOME"] = str(_home)  # for the commands that tests start as processes
settings.HILO_HOME = _home
settings.HILO_KEYS = KeyRing.create(_home / "keys")
settings.SECRET_KEY = settings.HILO_KEYS.django.hex()
settings.STATIC_ROOT = _home / "static"
settings.STATIC_ROOT.mkdir()
settings.HILO_DEMO = False
settings.HILO_DOOR_KEY = settings.HILO_KEYS.door
settings.HILO_KEY_STORE = str(_home / "report-keys.sqlite3")

# A busy machine proves nothing about a property: no time limits, on examples or on making them.
property_settings.register_profile("hilo", deadline=None, suppress_health_check=[HealthCheck.too_slow])
property_settings.load_profile("hilo")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What only one engine does is not collected on the other: it is not left out there, it does not exist."""
    other = "postgresql_only" if connection.vendor == "sqlite" else "sqlite_only"
    gone = [item for item in items if item.get_closest_marker(other)]
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if not item.get_closest_marker(other)]


@pytest.fixture(autouse=True)
def _force_login_shows_a_second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who enters by ``force_login`` has shown password and factor; who comes through the door still has to."""
    only_password = Client.force_login

    def whole(client: Client, user, backend=None) -> None:
        only_password(client, user, backend)
        show_factor(client, user)

    monkeypatch.setattr(Client, "force_login", whole)


OURS, THEIRS = "FGE-NAY", "FGE-MOR"

# name -> (display name, institution, role)
CAST = {
    "ana": ("Ana Robles", OURS, "caseworker"),
    "beto": ("Beto Luna", OURS, "supervisor"),
    "caro": ("Caro Mena", OURS, "intake_analyst"),
    "iris": ("Iris Paz", OURS, "interviewer"),
    "nico": ("Nico Sierra", OURS, "investigator"),
    "tere": ("Tere Campos", OURS, "institution_head"),
    "eva": ("Eva Prado", THEIRS, "caseworker"),
    "ada": ("Ada Cruz", OURS, "auditor"),
    "saul": ("Saúl Vega", OURS, "system_administrator"),
}


@pytest.fixture(autouse=True)
def _forget_what_the_process_remembers() -> Iterator[None]:
    from django.core.cache import cache
    from django.utils import translation

    from hilo.accounts.actions import forget_desk_accounts

    yield
    translation.deactivate()  # a page asked for in English must not leave English behind
    forget_desk_accounts()
    cache.clear()


@pytest.fixture
def person(db):
    """``person("ana")`` makes, or finds, one of the cast; others by ``institution=, role=``."""
    from hilo.accounts.models import User

    def make(name, *, institution=None, role=None, password=None, **fields):
        found = User.objects.filter(username=name).first()
        if found:
            return found
        shown, its_institution, its_role = CAST.get(name, (name.title(), institution or OURS, role))
        return User.objects.create_user(
            name,
            password,
            display_name=shown,
            institution=institution or its_institution,
            role=role or its_role,
            **fields,
        )

    return make


@pytest.fixture
def cast(person) -> SimpleNamespace:
    """Everybody of the cast, by name: ``cast.ana``…"""
    return SimpleNamespace(**{name: person(name) for name in CAST})


@pytest.fixture
def ana(person):
    """Caseworker of FGE-NAY; she holds the case."""
    return person("ana")


@pytest.fixture
def beto(person):
    """Ana's supervisor."""
    return person("beto")


@pytest.fixture
def caro(person):
    """Intake analyst of Ana's institution."""
    return person("caro")


@pytest.fixture
def eva(person):
    """Caseworker of FGE-MOR: she must see nothing of Ana's."""
    return person("eva")


@pytest.fixture
def ada(person):
    """Auditor: the record, no content."""
    return person("ada")


@pytest.fixture
def saul(person):
    """System administrator: no content."""
    return person("saul")


@pytest.fixture
def signed_in():
    """``signed_in(ana)`` is a browser in which Ana has signed in."""

    def enter(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def with_key(signed_in):
    """``with_key(ana)`` is a browser in which Ana has signed in and her key is open; ``with_key(ana, client=browser)``
    opens it in that one. The first of an institution opens its unit; colleagues with a key are let in.
    """

    def enter(user, *, client=None) -> Client:
        client = client or signed_in(user)
        open_key(client, user)
        return client

    return enter


@pytest.fixture
def arrive(db):
    """``arrive("OCN-1", **letter)`` receives a letter and gives its alert; without more, of Nayarit.

    Its case belongs to FGE-NAY; ``state="MOR"`` makes one of FGE-MOR. ``by``: who typed it; ``now``.
    """
    from django.db import transaction
    from django.utils import timezone

    from hilo.alerts.formats.letter_json import draft_from_letter, letter_payload
    from hilo.alerts.models import Alert, Delivery
    from hilo.alerts.receive import Receiver

    def receive(reference="OCN-0001", *, state="NAY", sender="INTERPOL", now=None, by=None, **letter):
        now = now or timezone.now()
        place = [{"party": "incident", "country": "MX", "region": state}] if state else []
        letter["persons"] = [*letter.get("persons", []), *place]
        draft = draft_from_letter(letter_payload(sender=sender, reference=reference, **letter))
        with transaction.atomic():
            delivery = Delivery.objects.create(source="prueba", started_at=now, finished_at=now, started_by=by)
            Receiver(delivery=delivery, now=now, by=by).take([("carta", draft)])
        return Alert.objects.get(sender=sender, report_id=reference)

    return receive


@pytest.fixture
def alert(arrive):
    """A letter about Nayarit, in a case that FGE-NAY holds."""
    return arrive()


@pytest.fixture
def case(alert):
    """The case of :func:`alert`, held by FGE-NAY and owned by its desk."""
    return alert.case


@pytest.fixture
def unread(caro):
    """``unread(b"…", name="x.json")`` puts what cannot be read into the quarantine of FGE-NAY."""
    from django.utils import timezone

    from hilo.alerts.actions import Refused, quarantine
    from hilo.alerts.models import Delivery, Quarantined

    def keep(data=b"{", *, name="aviso.json", reason="El JSON está incompleto.", by=None, now=None):
        now, by = now or timezone.now(), by or caro
        delivery = Delivery.objects.create(
            source=f"carpeta/{name}", institution=by.institution, started_at=now, finished_at=now, started_by=by
        )
        size = len(data) if data else 0
        quarantine(Refused(name, "malformed", reason, data, size), delivery=delivery, now=now)
        return Quarantined.objects.get(delivery=delivery)

    return keep


@pytest.fixture
def open_cases(db):
    """``open_cases(3, tier=1)`` opens cases as an import would and gives them, oldest code first.

    ``days``: how long ago; ``owner``: a person instead of the duty desk; ``parent``; ``acted``: days since
    a substantive act, None for none.
    """
    from django.db import transaction
    from django.utils import timezone

    from hilo.accounts.actions import desk_account
    from hilo.cases.models import Case
    from hilo.cases.thread import Weave

    def make(count=1, *, tier=3, institution="FGE-NAY", state="NAY", days=0.0, owner=None, parent=None, acted=None):
        now = timezone.now() - timedelta(days=days)
        with transaction.atomic():
            weave, made = Weave(now=now), []
            for _ in range(count):
                case = Case(
                    tier=tier, institution=institution, state=state, opened_at=now, parent=parent,
                    owner=owner or desk_account(institution),
                )  # fmt: skip
                weave.open(case)
                weave.event(case, "case.opened", facts={"owner": case.owner.pk, "institution": institution})
                if acted is not None:
                    at = timezone.now() - timedelta(days=acted)
                    weave.event(case, "prosecutor.informed", happened_at=at)
                made.append(case)
            weave.write()
        return made

    return make
