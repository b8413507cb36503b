"""The record: an auditor checks everything and reads nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.actions import log_read
from hilo.cases.actions import record
from hilo.cases.models import Event
from hilo.desk import record_verify
from hilo.ledger import checkpoint, rows
from hilo.ledger.append_only import drop_statements
from hilo.ledger.models import Chain, Entry

HERE, READS = reverse("desk:record"), reverse("desk:record_reads")
SECRETS = {"narrative": "Relato reservado", "entities": [{"kind": "email", "value": "azul@correo.example"}]}


def chain_of(case):
    return reverse("desk:record_chain", kwargs={"chain": case.code})


def told(client, where, **query):
    response = client.get(where, query)
    assert response.status_code == 200
    return response.content.decode()


def unguard(*tables):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        for statement in drop_statements(table, connection.vendor):
            with connection.cursor() as cursor:
                cursor.execute(statement)


def rewrite(event, facts):
    """What somebody with the database can do, past every guard."""
    unguard("cases_event")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_event SET facts = %s WHERE id = %s", [facts, rows.param(event.pk)])


def test_an_auditor_sees_chains_and_no_content(signed_in, ada, ana, arrive):
    alert = arrive(**SECRETS)
    record(case=alert.case, kind="note.added", note="Nota reservada", by=ana, now=timezone.now())
    pages = [told(signed_in(ada), where) for where in (HERE, chain_of(alert.case), READS)]
    length = Chain.objects.get(chain=alert.case_id).length
    assert alert.case.code in pages[0]
    assert f'class="num">{length}<' in pages[0]
    assert ">Nota</td>" in pages[1]
    for page in pages:
        for secret in ("azul@correo.example", "Relato reservado", "Nota reservada", alert.report_id):
            assert secret not in page


def test_an_auditor_does_not_reach_the_content_behind_a_chain(signed_in, ada, case, alert):
    client = signed_in(ada)
    assert client.get(reverse("cases:file", kwargs={"code": case.code})).status_code == 403
    assert client.get(reverse("alerts:alert", kwargs={"pk": alert.pk})).status_code == 403


def test_another_institution_finds_no_chain_by_code_nor_by_id(signed_in, person, case):
    other = signed_in(person("otra", institution="FGE-MOR", role="auditor"))
    assert case.code not in told(other, HERE)
    for name in (case.code, str(case.pk)):
        assert other.get(reverse("desk:record_chain", kwargs={"chain": name})).status_code == 404
        assert other.post(reverse("desk:record_chain", kwargs={"chain": name})).status_code == 404


def test_a_chain_is_found_by_the_id_that_the_command_line_prints(signed_in, ada, case):
    assert case.code in told(signed_in(ada), reverse("desk:record_chain", kwargs={"chain": str(case.pk)}))


def test_the_last_checkpoint_is_shown_with_its_key(signed_in, ada, case):
    assert "Todavía no se ha firmado" in told(signed_in(ada), HERE)
    made = checkpoint.make(timezone.now())
    page = told(signed_in(ada), HERE)
    assert bytes(made.key_id).hex() in page
    assert f"n.º {made.number}, hasta la entrada {Chain.objects.get(chain=case.pk).length}" in page


def test_an_untouched_record_verifies(signed_in, ada, case):
    client = signed_in(ada)
    for where in (HERE, chain_of(case)):
        assert "Íntegro." in client.post(where).content.decode()


@pytest.mark.parametrize("everything", [True, False], ids=["all", "one chain"])
def test_a_changed_byte_of_an_event_shows_at_its_exact_entry(signed_in, ada, case, everything):
    event = Event.objects.filter(case=case).order_by("entered_at", "id")[1]
    seq = Entry.objects.get(subject=event.pk).seq
    rewrite(event, event.facts[:-1] + " }")
    page = signed_in(ada).post(HERE if everything else chain_of(case)).content.decode()
    assert "No está íntegro." in page
    assert f">entrada {seq}</a>: El suceso que respalda esta entrada fue alterado." in page
    assert page.count("El suceso que respalda") == (1 if everything else 2)


def test_an_event_that_nobody_entered_shows_when_its_chain_is_verified(signed_in, ada, case):
    now = timezone.now()
    Event.objects.create(case=case, kind="note.added", happened_at=now, entered_at=now)
    page = signed_in(ada).post(chain_of(case)).content.decode()
    assert "Hay un suceso que ninguna entrada respalda" in page


def test_a_case_without_its_chain_is_not_hidden(signed_in, ada, case):
    Chain.objects.filter(chain=case.pk).delete()
    assert "Este caso no tiene cadena" in told(signed_in(ada), HERE)


def test_what_breaks_elsewhere_is_counted_and_not_named(signed_in, ada, arrive):
    arrive("OCN-1")
    theirs = arrive("OCN-2", state="MOR")
    event = Event.objects.filter(case=theirs.case).order_by("id")[0]
    rewrite(event, "{}")
    page = signed_in(ada).post(HERE).content.decode()
    assert "Además hay 1 falla en cadenas que no son de su institución." in page
    assert theirs.case.code not in page
    assert str(theirs.case_id) not in page


def test_a_record_too_large_to_wait_for_says_what_to_run(signed_in, ada, case, monkeypatch):
    monkeypatch.setattr(record_verify, "MOST_ENTRIES", 2)
    page = signed_in(ada).post(HERE).content.decode()
    assert "hilo ledger verify" in page
    assert "Íntegro." not in page
    assert "Íntegro." in signed_in(ada).post(chain_of(case)).content.decode()


def test_looks_are_listed_with_who_what_when_and_why(signed_in, ada, ana, alert, case):
    log_read(user=ana, subject_kind="alert", subject_id=alert.pk, field="identifiers", reason="para un oficio")
    log_read(user=ana, subject_kind="case", subject_id=case.pk, field="person.name:0", reason="para citar")
    page = told(signed_in(ada), READS)
    for words in ("Ana Robles", "identificadores", "para un oficio", "para citar", case.code):
        assert words in page


def test_looks_at_cases_of_another_institution_stay_there(signed_in, ada, eva, person, arrive):
    theirs = arrive("OCN-2", state="MOR")
    log_read(user=eva, subject_kind="alert", subject_id=theirs.pk, field="texts", reason="razón ajena")
    assert "razón ajena" not in told(signed_in(ada), READS)
    other = person("otra", institution="FGE-MOR", role="auditor")
    assert "razón ajena" in told(signed_in(other), READS)


def test_looks_are_filtered_by_person_and_by_day(signed_in, ada, ana, beto, alert):
    for who, reason in ((ana, "razón de Ana"), (beto, "razón de Beto")):
        log_read(user=who, subject_kind="alert", subject_id=alert.pk, field="texts", reason=reason)
    client, today = signed_in(ada), timezone.localdate()
    page = told(client, READS, person=ana.pk)
    assert "razón de Ana" in page
    assert "razón de Beto" not in page
    assert "razón de Ana" in told(client, READS, since=today.isoformat(), until=today.isoformat())
    yesterday = today - timedelta(days=1)
    assert "Ninguna consulta con ese filtro" in told(client, READS, until=yesterday.isoformat())
    wrong = told(client, READS, since="ayer")
    assert "errorlist" in wrong
    assert "razón de Ana" in wrong


def test_a_long_list_of_looks_comes_in_pages(signed_in, ada, ana, alert):
    for n in range(60):
        log_read(user=ana, subject_kind="alert", subject_id=alert.pk, field="texts", reason=f"razón {n:03}.")
    client = signed_in(ada)
    first = told(client, READS)
    rest = told(client, READS, antes=first.split("antes=")[1].split('"')[0])
    seen = [f"razón {n:03}." for n in range(60) for page in (first, rest) if f"razón {n:03}." in page]
    assert len(seen) == len(set(seen)) == 60


def test_a_long_list_of_chains_comes_in_pages_and_costs_the_same_queries(signed_in, ada, arrive):
    client = signed_in(ada)
    counted = []
    codes = {arrive("OCN-0").case.code}
    for start, end in ((0, 0), (1, 60)):
        codes |= {arrive(f"OCN-{n}").case.code for n in range(start, end)}
        told(client, HERE)
        with CaptureQueriesContext(connection) as queries:
            page = told(client, HERE)
        counted.append(len(queries))
    pages = [page]
    while 'href="?tras=' in pages[-1]:
        pages.append(told(client, HERE, tras=pages[-1].split('href="?tras=')[1].split("#")[0]))
    seen = [code for code in codes for one in pages if f">{code}<" in one]
    assert sorted(seen) == sorted(codes)
    assert counted[0] == counted[1]


@pytest.mark.parametrize("where", ["tras=x", "tras=99999999999999999999999-zz", "tras=1-" + "0" * 32, "antes=x"])
def test_a_mangled_place_in_a_list_is_the_beginning_or_the_end_never_an_error(signed_in, ada, case, where):
    for page in (HERE, READS, chain_of(case)):
        assert signed_in(ada).get(f"{page}?{where}").status_code == 200
