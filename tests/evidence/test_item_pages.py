"""Pages of items: what is there and how to begin, one item whole, steps, deliveries, and their other side elsewhere."""

import hashlib
import json
import re
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.cases import conflicts
from hilo.desk import record_queries
from hilo.evidence import actions
from hilo.evidence.hashing import hash_files
from hilo.evidence.models import CustodyEvent, Item, Transfer
from hilo.ledger.append_only import drop_statements

SECRET, DESCRIPTION = "Mirella Inventada", "Mochila azul de la canaria"


@pytest.fixture
def item(case, ana):
    return actions.register(
        case=case, form="object", origin="scene", description=DESCRIPTION, place="Patio", holder=SECRET, by=ana,
        now=timezone.now() - timedelta(hours=2),
    )  # fmt: skip


def _of(name, item, case):
    return reverse(f"evidence:{name}", kwargs={"code": case.code, "pk": item.pk})


def _fields(page, **more):
    """What the page would send, as a browser does."""
    text = page.content.decode()
    told = re.findall(r'<input type="hidden" name="(revision|seen)" value="(\d*)"', text)
    local = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    return dict(told) | {"happened_at": local} | more


def _sent(case, ana, item, **more):
    return actions.give(
        item=item, to_institution="FGE-MOR", to_person="Perita", seal="S-77", by=ana, now=timezone.now(), **more
    )


def test_a_case_without_items_says_what_would_be_here_and_how_to_begin(case, ana, signed_in):
    page = signed_in(ana).get(reverse("evidence:items", kwargs={"code": case.code}))
    text = page.content.decode()
    assert "Aún no hay indicios" in text
    assert reverse("evidence:item_new", kwargs={"code": case.code}) in text


def test_an_item_is_registered_on_its_page_and_two_clicks_make_one(case, ana, signed_in):
    browser, address = signed_in(ana), reverse("evidence:item_new", kwargs={"code": case.code})
    given = _fields(
        browser.get(address), form="file", origin="child", description=DESCRIPTION, holder="Ana", sha256="AB" * 32,
        size="12", hashed="browser",
    )  # fmt: skip
    assert browser.post(address, given).status_code == 302
    again = browser.post(address, given)
    assert again.status_code == 409
    assert DESCRIPTION in again.content.decode()
    row = Item.objects.get()
    assert (row.number, row.sha256, row.hashed, row.size) == (1, "ab" * 32, "browser", 12)


def test_a_hash_that_is_none_keeps_what_was_typed(case, ana, signed_in):
    browser, address = signed_in(ana), reverse("evidence:item_new", kwargs={"code": case.code})
    given = _fields(browser.get(address), form="file", origin="child", description=DESCRIPTION, sha256="corto")
    page = browser.post(address, given)
    assert page.status_code == 422
    assert "64 signos" in page.content.decode()
    assert DESCRIPTION in page.content.decode()


def test_the_file_is_chosen_outside_the_form_without_a_name_and_the_command_is_named(case, ana, signed_in):
    text = signed_in(ana).get(reverse("evidence:item_new", kwargs={"code": case.code})).content.decode()
    (file,) = re.findall(r'<input type="file"[^>]*>', text)
    assert "name=" not in file
    assert text.index(file) < text.index('<form method="post" data-guard')
    assert "multipart" not in text
    assert "hilo evidence hash" in text


def test_the_page_of_an_item_shows_each_hand_and_logs_the_look(case, ana, item, signed_in):
    page = signed_in(ana).get(_of("item", item, case))
    text = page.content.decode()
    for words in (DESCRIPTION, SECRET, "1. Hallado", "EX-0001", "<svg"):
        assert words in text
    assert SensitiveRead.objects.filter(user=ana, subject_kind="item", subject_id=item.pk, field="custody").exists()


def test_a_look_at_an_item_stands_in_the_record_of_looks(case, ana, ada, item, signed_in):
    signed_in(ana).get(_of("item", item, case))
    told, _before = record_queries.reads(ada)
    assert [(row.who, row.code, row.kind) for row in told] == [("Ana Robles", case.code, "item")]


def test_the_head_sees_the_chain_without_names(case, item, person, signed_in):
    text = signed_in(person("tere")).get(_of("item", item, case)).content.decode()
    assert "1. Hallado" in text
    assert SECRET not in text
    assert "su papel no permite" in text


def test_a_step_is_recorded_and_what_does_not_fit_is_said_in_words(case, ana, item, signed_in):
    browser = signed_in(ana)
    address = _of("custody_step", item, case)
    page = browser.get(address)
    assert 'value="Ana Robles"' in page.content.decode()
    assert browser.post(address, _fields(page, kind="packaged", holder="Ana", seal="S-1")).status_code == 302
    text = browser.get(_of("item", item, case)).content.decode()
    assert "Se embaló sin que conste que se recolectó." in text
    assert "CNPP 228" in text
    listed = browser.get(reverse("evidence:items", kwargs={"code": case.code})).content.decode()
    assert "1 punto" in listed


def test_a_step_that_was_altered_or_taken_away_is_shown_and_the_page_stands(case, ana, item, signed_in):
    actions.record(item=item, kind="collected", by=ana, holder="Ana", now=timezone.now() - timedelta(hours=1))
    actions.record(item=item, kind="examined", by=ana, holder="Ana", now=timezone.now())
    with connection.cursor() as cursor:
        for statement in drop_statements("evidence_custodyevent", connection.vendor):
            cursor.execute(statement)
        cursor.execute("UPDATE evidence_custodyevent SET told = %s WHERE seq = 2", [b"otra cosa"])
        cursor.execute("DELETE FROM evidence_custodyevent WHERE seq = 3")
    text = signed_in(ana).get(_of("item", item, case)).content.decode()
    assert "Lo guardado no es lo que se firmó." in text
    assert "Paso 3:" in text


def test_the_institution_it_was_sent_to_confirms_it_and_sees_nothing_else(case, ana, eva, item, signed_in):
    browser, giver = signed_in(eva), signed_in(ana)
    address = _of("give", item, case)
    given = _fields(giver.get(address), to_institution="FGE-MOR", to_person="Perita de guardia", seal="S-77")
    assert giver.post(address, given).status_code == 302
    sent = Transfer.objects.get()
    listed = browser.get(reverse("evidence:waiting")).content.decode()
    page = browser.get(reverse("evidence:receive", kwargs={"pk": sent.pk}))
    for text in (listed, page.content.decode()):
        assert "EX-0001" in text
        assert "S-77" in text
        assert "Ana Robles" in text
        for hidden in (case.code, DESCRIPTION, SECRET, "Patio", "Perita"):
            assert hidden not in text
    assert SensitiveRead.objects.filter(user=eva, subject_id=item.pk, field="seal").exists()
    for name in ("item", "give", "custody_step"):
        assert browser.get(_of(name, item, case)).status_code == 404
    done = browser.post(
        reverse("evidence:receive", kwargs={"pk": sent.pk}), _fields(page, outcome="whole", seal="S-77")
    )
    assert done.url == reverse("evidence:waiting")
    sent.refresh_from_db()
    assert sent.received.by == eva
    assert "En su institución, de casos que lleva otra" in browser.get(done.url).content.decode()


def test_who_gave_cannot_confirm_and_is_told_who_can(case, ana, item, signed_in):
    sent = actions.give(item=item, to_institution="", to_person="Laboratorio", by=ana, now=timezone.now())
    address = reverse("evidence:receive", kwargs={"pk": sent.pk})
    page = signed_in(ana).get(address)
    assert "Usted lo entregó" in page.content.decode()
    given = _fields(page, outcome="whole", reference="Acuse 1")
    assert signed_in(ana).post(address, given).status_code == 422


def test_a_delivery_that_did_not_come_or_came_broken_is_said_to_who_gave_it(case, ana, eva, item, signed_in):
    actions.record(item=item, kind="collected", by=ana, holder="Ana", seal="S-77", now=timezone.now())
    sent, browser = _sent(case, ana, item), signed_in(eva)
    address = reverse("evidence:receive", kwargs={"pk": sent.pk})
    assert browser.post(address, _fields(browser.get(address), outcome="missing")).status_code == 422
    given = _fields(browser.get(address), outcome="missing", condition="El mensajero no vino.")
    assert browser.post(address, given).status_code == 302
    text = signed_in(ana).get(_of("item", item, case)).content.decode()
    assert "dice que no ha llegado" in text
    assert "El mensajero no vino." in text
    given = _fields(browser.get(address), outcome="broken", condition="Sello cortado.")
    assert browser.post(address, given).status_code == 302
    assert "El sello no es el que constaba." in signed_in(ana).get(_of("item", item, case)).content.decode()


def test_an_institution_kept_out_of_the_case_sees_no_delivery_of_it(case, ana, eva, item, signed_in):
    sent = _sent(case, ana, item)
    conflicts.record_conflict(case=case, institution="FGE-MOR", reason="Ahí trabaja", by=ana, now=timezone.now())
    assert "Nada por recibir" in signed_in(eva).get(reverse("evidence:waiting")).content.decode()
    assert signed_in(eva).get(reverse("evidence:receive", kwargs={"pk": sent.pk})).status_code == 404


def test_who_has_an_item_for_another_institution_examines_it_and_gives_it_back(case, ana, eva, item, signed_in):
    sent, browser = _sent(case, ana, item), signed_in(eva)
    actions.receive(transfer=sent, by=eva, now=timezone.now(), seal="S-77")
    step, back = (reverse(f"evidence:{name}", kwargs={"pk": sent.pk}) for name in ("hand_step", "hand_give"))
    given = _fields(browser.get(step), kind="examined", holder="Eva", condition="Se abrió y se volvió a sellar.")
    assert browser.post(step, given).url == reverse("evidence:waiting")
    page = browser.get(back)
    assert '<option value="FGE-NAY" selected>' in page.content.decode()
    assert browser.post(back, _fields(page, to_institution="FGE-NAY", to_person="Ana")).status_code == 302
    assert browser.get(step).status_code == 404
    assert [row.institution for row in CustodyEvent.objects.filter(item=item).order_by("seq")][-3:] == ["FGE-MOR"] * 3


def test_pages_ask_the_database_the_same_however_many_items(case, ana, eva, signed_in):
    def asked(address, user):
        browser = signed_in(user)
        browser.get(address)
        with CaptureQueriesContext(connection) as found:
            assert browser.get(address).status_code == 200
        return len(found)

    listed, waiting = reverse("evidence:items", kwargs={"code": case.code}), reverse("evidence:waiting")
    counts = []
    for _n in range(2):
        for _more in range(2):
            one = actions.register(
                case=case, form="object", origin="person", description="Libreta", by=ana, now=timezone.now()
            )
            _sent(case, ana, one)
        counts.append((asked(listed, ana), asked(waiting, eva)))
    assert counts[0] == counts[1]


def test_the_command_reads_files_where_they_are(tmp_path):
    files = {"uno.bin": b"a" * 70_000, "dos.bin": b""}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    told = CliRunner().invoke(hash_files, [*(str(tmp_path / name) for name in files), "--json"])
    rows = json.loads(told.output)["files"]
    assert [row["sha256"] for row in rows] == [hashlib.sha256(content).hexdigest() for content in files.values()]
    assert [row["size"] for row in rows] == [70_000, 0]
    refused = CliRunner().invoke(hash_files, [str(tmp_path)])
    assert "carpeta" in str(refused.exception)
