"""A draft that cannot be kept goes to quarantine alone; nothing that arrives stops what comes with it."""

import json
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.arriving import NOW, case_of, delivery, details, draft, hash_of, named
from hilo.accounts.sealing import vault
from hilo.alerts import actions
from hilo.alerts.draft import DraftFile, DraftPerson, Identifier, IdKind, Malformed, Party
from hilo.alerts.models import Alert, FileDetails, Quarantined
from hilo.alerts.receive import Counts
from hilo.alerts.sources import Item
from hilo.cases.models import Case
from hilo.lib.errors import Denied

pytestmark = pytest.mark.django_db


def store(*drafts, refused=(), arrived=None) -> Counts:
    """One handful, as an import stores it."""
    counts = Counts()
    actions._store(delivery(), named(*drafts), list(refused), counts, now=NOW, by=None, arrived=arrived or {})
    return counts


def hostile(report_id="bad", **fields):
    """An ordinary draft with one field replaced."""
    made = draft(report_id, account="a9")
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def with_identifier(value: str):
    made = draft("bad", account="a9")
    made.identifiers.append(Identifier(IdKind.EMAIL, value, Party.REPORTED))
    return made


def with_age(age: int):
    made = draft("bad", account="a9")
    made.persons.append(DraftPerson(Party.VICTIM, age=age))
    return made


REFUSED = {
    "a sender of 500 signs": lambda: hostile(sender="X" * 500),
    "no sender": lambda: hostile(sender=""),
    "a reference of 10,000 signs": lambda: hostile(report_id="9" * 10_000),
    "a reference of spaces": lambda: hostile(report_id="   "),
    "a reference with NUL": lambda: hostile(report_id="1\0"),
    "a reference with half a sign": lambda: hostile(report_id="1\ud800"),
    "details of a reference of 10,000 signs": lambda: details("9" * 10_000),
    "half a sign in a text of its fields": lambda: hostile(esp="x\ud800"),
    "a payload that is no JSON": lambda: hostile(payload={"a": float("nan")}),
    "half a sign in its payload": lambda: hostile(payload={"a": "\ud800"}),
    "a payload with an object": lambda: hostile(payload={"a": object()}),
}
TAKEN = {
    "a platform of 5,000 signs": lambda: hostile(esp="x" * 5000, incident_type="y" * 5000),
    "an age of 10**9": lambda: with_age(10**9),
    "an age of 10**30": lambda: with_age(10**30),
    "an e-mail of a million signs": lambda: with_identifier("x" * 1_000_000),
    "a date before clocks": lambda: hostile(received_at=datetime(1, 1, 2, tzinfo=UTC), incident_at=None),
    "a date after all clocks": lambda: hostile(received_at=datetime(9999, 12, 30, tzinfo=UTC)),
    "ten thousand prior reports": lambda: hostile(prior_reports=[str(n) for n in range(10_000)]),
    "thousands of hashes": lambda: hostile(files=[DraftFile(f"f{n}", hashes={"MD5": hash_of(n)}) for n in range(3000)]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_kept_goes_to_quarantine_alone(name):
    counts = store(draft("1", account="a1"), REFUSED[name](), draft("2", account="a1"))
    assert (counts.new, counts.joined, counts.quarantined) == (2, 1, 1)
    assert case_of("1") == case_of("2")
    (item,) = Quarantined.objects.all()
    assert item.source == "0001.json"
    assert item.reason.endswith(".")
    assert item.due_at > NOW
    assert Alert.objects.count() == 2
    assert FileDetails.objects.count() == 0


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_only_strange_is_taken_and_followed(name):
    counts = store(draft("1", account="a1"), TAKEN[name](), draft("2", account="a1"))
    assert (counts.new, counts.quarantined) == (3, 0)
    case = case_of("bad")
    assert case.is_open
    assert case.next_clock.stopped_at is None


def test_references_that_differ_in_case_are_different_reports():
    store(draft("ab1"), draft("AB1"))
    assert Alert.objects.count() == 2


def test_a_name_that_is_too_long_or_unstorable_is_kept_shortened_and_stays_apart():
    names = ["x" * 5000, "x" * 5000 + "y", "a\0b\ud800.json"]
    kept = [actions.kept_name(name) for name in names]
    assert len(set(kept)) == 3
    assert all(len(name) <= 280 and "\0" not in name for name in kept)
    refused = [actions.Refused(name, "empty", "El archivo está vacío.", None, 0) for name in kept]
    assert store(refused=refused).quarantined == 3
    assert actions.kept_name("carpeta/ñ.json") == "carpeta/ñ.json"


def test_one_bad_draft_with_one_refused_item_stops_nothing():
    refused = [actions.Refused("empty.json", "empty", "El archivo está vacío.", None, 0)]
    counts = store(hostile(sender="X" * 500), refused=refused)
    assert counts.quarantined == 2


def test_what_could_not_be_kept_is_quarantined_as_it_arrived(caro):
    arrived = b'{"as": "it arrived"}'
    store(hostile(sender="X" * 500), arrived={"0000.json": arrived})
    item = Quarantined.objects.get()
    assert vault().open(bytes(item.sealed), place=f"quarantine:{item.pk}") == arrived
    Quarantined.objects.update(institution=caro.institution)
    with pytest.raises(Denied):
        actions.retry(item=item, by=caro, now=NOW)
    item.refresh_from_db()
    assert item.state == Quarantined.State.WAITING


def test_a_database_that_fails_is_not_blamed_on_the_alerts(monkeypatch):
    def fails(*_given, **_more):
        raise OperationalError("the disk is full")

    monkeypatch.setattr("hilo.alerts.actions.Receiver.take", fails)
    with pytest.raises(OperationalError):
        store(draft("1"))
    assert Quarantined.objects.count() == 0


def letter(reference: str) -> bytes:
    return json.dumps({"sender": "INTERPOL", "reference": reference, "requested_action": "PLACEHOLDER"}).encode()


def items(*wanted) -> list[Item]:
    return [Item(name, data, None, len(data or b"")) for name, data in wanted]


@pytest.fixture
def bring(monkeypatch):
    """``bring((name, bytes)…)``: an import of these items."""

    def imported(*wanted, name="/in/monday", **more):
        monkeypatch.setattr("hilo.alerts.sources.open_source", lambda _source: items(*wanted))
        return actions.import_source(source=None, name=name, now=NOW, **more)

    return imported


def test_bad_items_are_quarantined_once_however_often_they_come(bring):
    wanted = [("1.json", letter("A-1")), ("2.json", b"{"), ("3.json", b""), ("4.json", b"[1, 2]")]
    first, again = bring(*wanted), bring(*wanted, name="/in/tuesday")
    assert (first.new, first.quarantined, again.new, again.quarantined) == (1, 3, 0, 3)
    assert again.replays == 1
    assert Quarantined.objects.count() == 3
    assert set(Quarantined.objects.values_list("times", flat=True)) == {2}


def test_what_a_person_set_aside_does_not_come_back(bring, caro):
    bring(("2.json", b"{"))
    Quarantined.objects.update(institution=caro.institution)
    actions.set_aside(item=Quarantined.objects.get(), why="Archivo de prueba.", by=caro, now=NOW)
    bring(("2.json", b"{"), name="/in/tuesday")
    assert Quarantined.objects.get().state == Quarantined.State.SET_ASIDE


def test_a_quarantined_item_that_can_now_be_read_becomes_a_followed_case(bring, caro, monkeypatch):
    with monkeypatch.context() as fault:
        fault.setattr("hilo.alerts.formats.parse", _unreadable)
        bring(("x/1.json", letter("A-1")))
    assert Case.objects.count() == 0
    Quarantined.objects.update(institution=caro.institution)
    counts = actions.retry(item=Quarantined.objects.get(), by=caro, now=NOW)
    assert counts.new == 1
    assert case_of("A-1").is_open
    item = Quarantined.objects.get()
    assert (item.state, item.handled_by) == (Quarantined.State.MENDED, caro)
    with pytest.raises(Denied):
        actions.retry(item=item, by=caro, now=NOW)


def _unreadable(*_given, **_more):
    raise Malformed("unreadable", "No se pudo leer.")


def test_quarantined_items_and_lonely_details_run_out_once():
    store(hostile(sender="X" * 500), details("7"))
    late = datetime(2026, 4, 1, tzinfo=UTC)
    assert (actions.sweep(now=NOW), actions.sweep(now=late), actions.sweep(now=late)) == (0, 2, 0)
    item = Quarantined.objects.get()
    assert item.overdue_at == item.due_at


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=400), st.text(max_size=40), st.text(max_size=200), st.integers())
def test_no_text_or_number_stops_a_handful(db, report_id, sender, text, age):
    made = hostile(report_id=report_id, sender=sender, esp=text, incident_type=text, payload={"t": text})
    made.persons.append(DraftPerson(Party.VICTIM, name=text, school=text, age=age, account=text, service=text))
    for kind in IdKind:
        made.identifiers.append(Identifier(kind, text, Party.REPORTED))
    with transaction.atomic():
        counts = store(draft("good"), made)
        assert counts.new + counts.versions + counts.quarantined == 2
        assert Alert.objects.filter(sender="NCMEC", report_id="good").exists()
        transaction.set_rollback(True)
