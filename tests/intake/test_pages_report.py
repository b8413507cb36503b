"""People read what was told with their own unit's key, write to who told, and every look is logged."""

import re
import secrets
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.cases.breakglass import begin
from hilo.cases.models import Withheld
from hilo.door.models import Passage, Report
from hilo.door.passages import opened_words, sealed_words
from hilo.door.sealing import from_code, unwrap_with_code
from hilo.door.submit import Came, send
from hilo.door.telling import Coarse, Named, Telling
from hilo.intake.models import Taken
from hilo.intake.receive import take_in
from hilo.lib.sealed_to import seal_to

pytestmark = pytest.mark.django_db
STORY = "Me quitaron la mochila a la salida."


def new_digits() -> str:
    return f"{secrets.randbelow(10**20):020d}"


@pytest.fixture
def reader(with_key, ana) -> Client:
    """Ana with her key open: her unit can be told something."""
    return with_key(ana)


@pytest.fixture
def told(reader):
    """``told("…", danger=True)`` tells something to FGE-NAY and takes it in; ``digits``: the code."""

    def make(account=STORY, *, digits="", named=(), came=None, answers=None, **coarse) -> Taken:
        coarse = {"path": "me", "age": "teen", "state": "NAY"} | coarse
        telling = Telling(Coarse(**coarse), {"account": account} | (answers or {}), tuple(named))
        report = send(digits=digits or new_digits(), telling=telling, now=timezone.now(), came=came or Came())
        take_in(now=timezone.now())
        return Taken.objects.select_related("case", "report").get(report=report)

    return make


def page(taken: Taken, name: str = "report") -> str:
    return reverse(f"intake:{name}", kwargs={"code": taken.case.code, "pk": taken.pk})


def read(client: Client, taken: Taken, reason="para valorar el riesgo"):
    return client.post(page(taken, "read"), {"reason": reason})


def kinds(taken: Taken) -> list[str]:
    return list(taken.case.events.values_list("kind", flat=True))


def test_the_page_shows_what_is_known_but_not_the_words(told, reader):
    shown = reader.get(page(told(no_home=True, no_guardian=True))).content.decode()
    assert "No llame ni vaya a su casa" in shown
    assert "No avise a quien le cuida" in shown
    assert "mochila" not in shown


def test_a_person_reads_the_words_for_a_reason_that_is_logged(told, reader, ana):
    taken = told(answers={"who": "Un vecino"})
    shown = read(reader, taken).content.decode()
    assert STORY in shown
    assert "Un vecino" in shown
    look = SensitiveRead.objects.get(user=ana, subject_kind="report", subject_id=taken.pk)
    assert (look.field, look.reason) == ("account", "para valorar el riesgo")


def test_without_a_reason_nothing_is_shown_or_logged(told, reader):
    taken = told()
    answer = read(reader, taken, reason=" ")
    assert answer.status_code == 422
    assert "mochila" not in answer.content.decode()
    assert not SensitiveRead.objects.filter(subject_kind="report").exists()


def test_the_first_to_read_stops_the_clock_and_only_the_first(told, reader):
    taken = told()
    assert taken.case.clocks.live().filter(rule="report_read").exists()
    read(reader, taken)
    first = Taken.objects.get(pk=taken.pk).read_at
    assert read(reader, taken).status_code == 200
    assert kinds(taken).count("report.read") == 1
    assert Taken.objects.get(pk=taken.pk).read_at == first
    assert not taken.case.clocks.live().filter(rule="report_read").exists()


def test_who_has_not_opened_the_key_is_asked_for_the_password_and_reads_then(told, reader, signed_in, beto):
    from tests.open_key import KEY_PASSWORD

    beto.set_password(KEY_PASSWORD)
    beto.save()
    taken, client = told(), signed_in(beto)
    asked = read(client, taken)
    assert asked.status_code == 403
    assert "mochila" not in asked.content.decode()
    assert "para valorar el riesgo" in asked.content.decode()


def test_a_colleague_without_a_share_is_told_how_to_get_one(told, reader, signed_in, beto):
    from hilo.accounts.models import UnitShare
    from tests.open_key import open_key

    taken, client = told(), signed_in(beto)
    open_key(client, beto)
    assert not UnitShare.objects.filter(user=beto).exists()
    answer = read(client, taken)
    assert answer.status_code == 422
    assert "todavía no tiene la llave de su unidad" in answer.content.decode()


def test_who_may_not_read_reports_sees_that_there_is_one_and_no_button(told, signed_in, person):
    taken, client = told(), signed_in(person("iris"))
    shown = client.get(page(taken)).content.decode()
    assert "Su papel no permite leerlo" in shown
    assert read(client, taken).status_code == 403


def test_to_another_institution_the_report_does_not_exist(told, with_key, eva):
    taken, client = told(), with_key(eva)
    assert client.get(page(taken)).status_code == 404
    assert read(client, taken).status_code == 404
    assert client.post(page(taken, "answer"), {"words": "Hola"}).status_code == 404


def test_a_report_is_not_shown_under_the_code_of_another_case(told, reader):
    one, other = told(), told("Perdí mi cuaderno.")
    address = reverse("intake:read", kwargs={"code": other.case.code, "pk": one.pk})
    assert reader.post(address, {"reason": "x"}).status_code == 404


def test_the_words_are_inert_and_what_is_hidden_in_them_shows(told, reader):
    taken = told("<script>alert(1)</script> \u202eabc\x00 {{ 7|add:7 }}", named=[Named("url", "https://x.example/<b>")])
    shown = read(reader, taken).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "⟨U+202E⟩abc⟨U+0000⟩" in shown
    assert "{{ 7|add:7 }}" in shown
    assert 'href="https://x.example' not in shown


def test_half_a_surrogate_pair_does_not_break_the_page(told, reader):
    answer = read(reader, told("antes \ud800 después"))
    assert answer.status_code == 200
    assert "⟨U+D800⟩" in answer.content.decode()


def test_what_the_unit_writes_opens_with_the_code_of_who_told(told, reader):
    digits = new_digits()
    taken = told(digits=digits)
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    answer = reader.post(page(taken, "answer"), {"words": "Ya pedimos ayuda.", "promised": day})
    assert answer.status_code == 302
    report = Report.objects.get(pk=taken.pk)
    private = unwrap_with_code(report.wrappings.get(reader="code"), from_code(digits).key)
    assert opened_words(report.passages.get(kind="answer"), private) == "Ya pedimos ayuda."
    assert timezone.localtime(report.promised_at).date().isoformat() == day
    assert "report.answered" in kinds(taken)
    assert not taken.case.clocks.live().filter(rule="first_answer_to_child").exists()


def test_nothing_of_what_is_written_stands_readable_in_the_database(told, reader):
    taken = told()
    reader.post(page(taken, "answer"), {"words": "Ya pedimos ayuda."})
    rows = list(Passage.objects.filter(report=taken.pk).values_list("sealed", flat=True))
    assert len(rows) == 2
    assert not any(b"ayuda" in bytes(row) or b"mochila" in bytes(row) for row in rows)


def test_messages_both_ways_are_shown_in_order(told, reader):
    taken = told()
    sealed_words(taken.report, "addition", "Fue el martes.", timezone.now()).save()
    reader.post(page(taken, "answer"), {"words": "Gracias."})
    sealed_words(taken.report, "message", "¿Y ahora qué?", timezone.now()).save()
    shown = read(reader, taken).content.decode()
    assert shown.index("Fue el martes.") < shown.index("Gracias.</p>") < shown.index("¿Y ahora qué?")


def test_who_asked_not_to_be_written_to_is_written_to_only_in_danger(told, reader):
    taken = told()
    Report.objects.filter(pk=taken.pk).update(withdrawn_at=timezone.now())
    refused = reader.post(page(taken, "answer"), {"words": "Hola."})
    assert refused.status_code == 422
    assert "pidió que ya no se le escriba" in refused.content.decode()
    assert "Hola." in refused.content.decode()  # what was typed is kept
    assert reader.post(page(taken, "answer"), {"words": "Llama al 911.", "danger": "on"}).status_code == 302


def test_a_locked_code_is_not_written_to(told, reader):
    taken = told()
    Report.objects.filter(pk=taken.pk).update(locked_at=timezone.now())
    answer = reader.post(page(taken, "answer"), {"words": "Hola."})
    assert answer.status_code == 422
    assert not Passage.objects.filter(report=taken.pk, kind="answer").exists()


def test_an_answer_is_no_picture(told, reader):
    answer = reader.post(page(told(), "answer"), {"words": "data:image/png;base64," + "A" * 2000})
    assert answer.status_code == 422


def test_a_promise_is_not_made_for_yesterday(told, reader):
    day = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert reader.post(page(told(), "answer"), {"words": "Hola.", "promised": day}).status_code == 422


def test_the_plain_first_answer_speaks_to_a_child_and_to_an_adult(told, reader):
    child = read(reader, told(age="under_12")).content.decode()
    adult = read(reader, told(path="adult", age="teen")).content.decode()
    assert "No es tu culpa" in child
    assert "Le escribimos" in adult
    assert "tu culpa" not in adult


def test_in_an_emergency_one_reads_the_sheet_but_has_no_key(told, with_key, eva):
    taken, client = told(), with_key(eva)
    begin(code=taken.case.code, reason="Peligro ahora.", by=eva, now=timezone.now())
    assert client.get(page(taken)).status_code == 200
    answer = read(client, taken)
    assert answer.status_code == 422
    assert "Su llave no abre este aviso" in answer.content.decode()
    assert client.post(page(taken, "answer"), {"words": "Hola."}).status_code == 404


def test_what_did_not_travel_with_the_case_is_not_read_but_what_came_after_is(told, reader):
    taken = told()
    before = timezone.now()
    Withheld.objects.create(case=taken.case, institution="FGE-NAY", part="notes", before=before)
    assert read(reader, taken).status_code == 422
    sealed_words(taken.report, "message", "Sigo aquí.", timezone.now()).save()
    shown = read(reader, taken).content.decode()
    assert "Sigo aquí." in shown
    assert "mochila" not in shown
    assert "report.read" not in kinds(taken)


def test_the_case_file_says_that_there_is_a_report_and_what_it_asks_for(told, reader):
    taken = told(no_guardian=True)
    shown = reader.get(reverse("cases:file", kwargs={"code": taken.case.code})).content.decode()
    assert page(taken) in shown
    assert "Llegó por la página" in shown
    assert "No avise a quien le cuida" in shown
    assert "mochila" not in shown


def test_the_inbox_says_that_a_case_is_a_report(told, reader):
    told()
    shown = reader.get(reverse("desk:inbox") + "?de=todos").content.decode()
    assert "<small>Aviso</small>" in shown


def test_the_look_stands_on_the_auditors_list_under_the_case(told, reader, signed_in, ada):
    taken = told()
    read(reader, taken)
    shown = signed_in(ada).get(reverse("desk:record_reads")).content.decode()
    assert taken.case.code in shown
    assert "lo que se contó" in shown


def test_the_thread_tells_in_words_what_happened_to_the_report(told, reader):
    taken = told(danger=True)
    read(reader, taken)
    day = timezone.localdate() + timedelta(days=2)
    reader.post(page(taken, "answer"), {"words": "Ya pedimos ayuda.", "promised": day.isoformat()})
    shown = reader.get(reverse("cases:file", kwargs={"code": taken.case.code})).content.decode()
    assert "Por la página, Cuenta lo que le pasa, de 12 a 17 años" in shown
    assert f"Se le prometió otra noticia a más tardar el {day:%d/%m/%Y}" in shown


def test_before_anybody_has_read_it_no_first_answer_is_proposed(told, reader):
    shown = reader.get(page(told())).content.decode()
    assert 'name="words" cols="40" rows="7"' in shown
    assert not re.search(r'name="words"[^>]*>\s*Gracias', shown)
    assert re.search(r'name="words"[^>]*>\s*Gracias', read(reader, told()).content.decode())


def test_a_report_of_a_burst_is_taken_out_for_a_reason(told, reader):
    alike = Came(slow=True, signature="00" * 8, network="x")
    told("Pásalo.", came=alike)
    taken = told("Pásalo.", came=alike)
    assert taken.disposition == "folded"
    assert "Llegó en una ráfaga" in reader.get(page(taken)).content.decode()
    reader.post(page(taken, "unfold"), {"reason": " "})
    assert Taken.objects.get(pk=taken.pk).disposition == "folded"
    reader.post(page(taken, "unfold"), {"reason": "Cuenta otra cosa."})
    assert Taken.objects.get(pk=taken.pk).disposition == "opened"
    assert "burst.unfolded" in kinds(taken)


@pytest.mark.parametrize("plain", [b"[]", b"{", b'{"answers": []}', b'{"answers": {}, "named": [1]}', b"\xff"])
def test_an_account_that_is_none_says_so_and_breaks_nothing(told, reader, plain):
    taken = told()
    strange = Passage(report=taken.report, kind="account", at=timezone.now())
    strange.sealed = seal_to(bytes(taken.report.public_key), plain, place=strange.place)
    strange.save(force_insert=True)
    answer = read(reader, taken)
    assert answer.status_code == 422
    assert "no tiene la forma esperada" in answer.content.decode()


def test_a_message_that_is_none_is_shown_as_such_beside_the_others(told, reader):
    taken = told()
    strange = Passage(report=taken.report, kind="message", at=timezone.now())
    strange.sealed = seal_to(bytes(taken.report.public_key), b"\xff{", place=strange.place)
    strange.save(force_insert=True)
    shown = read(reader, taken).content.decode()
    assert "Este mensaje no trae palabras." in shown
    assert STORY in shown
