"""Search finds the exact value of every kind, in one's own institution and nowhere else."""

import pytest
from django.db import transaction
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.alerts.draft import AlertDraft, Identifier, IdKind, Location, Party
from hilo.alerts.models import Alert, Delivery
from hilo.alerts.receive import Receiver
from hilo.desk.search import KINDS
from hilo.desk.search_queries import case_code_in
from hilo.linkage.index import HOT
from hilo.linkage.match.normalise import NORMALISERS

# kind -> (as the sender wrote it, as a person types it)
VALUES = {
    IdKind.ACCOUNT: ("100200300401", " 100200300401 "),
    IdKind.SCREEN_NAME: ("Nube_Azul_77", "nube_azul_77"),
    IdKind.DISPLAY_NAME: ("La Nube", "la  nube"),
    IdKind.EMAIL: ("Nube.Azul@correo.example", "nube.azul@correo.example"),
    IdKind.PHONE: ("+52 311 010 2030", "311 010 2030"),
    IdKind.IP: ("2001:DB8::1", "2001:db8:0::1"),
    IdKind.DEVICE: ("AB-12-CD-34", "ab12cd34"),
    IdKind.URL: ("HTTPS://Sitio.example/uno/", "https://sitio.example/uno"),
    IdKind.PROFILE_URL: ("https://red.example/nube", "https://red.example/nube/"),
    IdKind.GROUP: ("grupo-000-77", "grupo-000-77"),
    IdKind.HASH: ("00000000000000000000000000000ABC", "00000000000000000000000000000abc"),
    IdKind.PERSON_NAME: ("Persona Inventada", "persona inventada"),
    IdKind.SCHOOL: ("Escuela Inventada", "ESCUELA INVENTADA"),
    IdKind.ADDRESS: ("Calle Inventada 1", "calle inventada 1"),
    IdKind.CASE_NUMBER: ("EXP-0001/26", "exp-0001/26"),
}


@pytest.fixture
def receive(db):
    """``receive([(kind, value)…], count=1, state="NAY")``: alerts that carry these values; their cases."""
    made = []

    def take(values, *, count=1, state="NAY"):
        drafts = []
        for _ in range(count):
            number = f"OCN-{len(made) + len(drafts) + 1:04}"
            draft = AlertDraft(format="letter", sender="INTERPOL", report_id=number, payload={"number": number})
            draft.locations = [Location(Party.INCIDENT, country="MX", region=state)]
            draft.identifiers = [Identifier(kind, value, Party.REPORTED) for kind, value in values]
            drafts.append((number, draft))
        now = timezone.now()
        with transaction.atomic():
            delivery = Delivery.objects.create(source=f"prueba {len(made)}", started_at=now)
            Receiver(delivery=delivery, now=now).take(drafts)
        made.extend(drafts)
        return [alert.case for alert in Alert.objects.filter(report_id__in=[name for name, _ in drafts])]

    return take


@pytest.fixture
def look(signed_in):
    """``look(ana, "text")`` is the answer to a search."""
    return lambda who, text: signed_in(who).post("/buscar/", {"text": text})


def shown(answer):
    return [hit.row.case.code for hit in answer.context["hits"]]


@pytest.mark.parametrize("kind", list(IdKind), ids=str)
def test_an_exact_value_of_every_kind_is_found_and_its_kind_is_said(receive, look, ana, kind):
    written, typed = VALUES[kind]
    (case,) = receive([(kind, written)])
    answer = look(ana, typed)
    assert shown(answer) == [case.code]
    assert str(KINDS[kind]) in answer.content.decode()


def test_every_kind_that_can_be_indexed_has_its_words():
    assert set(NORMALISERS) <= set(KINDS)


@pytest.mark.parametrize("kind", list(IdKind), ids=str)
def test_what_stands_in_another_institution_looks_as_if_it_were_nowhere(receive, look, ana, kind):
    written, typed = VALUES[kind]
    receive([(kind, written)], state="MOR")
    elsewhere = look(ana, typed)
    nowhere = look(ana, typed[:-1] + "zz")
    assert shown(elsewhere) == shown(nowhere) == []
    assert elsewhere.context["total"] == 0
    assert "Sin resultados" in elsewhere.content.decode()


def test_a_part_of_a_value_is_not_found(receive, look, ana):
    receive([(IdKind.EMAIL, "nube.azul@correo.example")])
    assert shown(look(ana, "nube.azul")) == []


def test_a_value_of_several_kinds_says_all_by_which_it_matched(receive, look, ana):
    receive([(IdKind.SCREEN_NAME, "nube77"), (IdKind.ACCOUNT, "nube77")])
    page = look(ana, "nube77").content.decode()
    assert "cuenta" in page
    assert "nombre de usuario" in page


def test_a_value_in_many_cases_tells_how_many_of_ones_own(receive, look, ana, eva):
    receive([(IdKind.IP, "192.0.2.7")], count=HOT + 40)
    theirs = receive([(IdKind.IP, "192.0.2.7")], count=3, state="MOR")
    ours = look(ana, "192.0.2.7")
    assert ours.context["total"] == HOT + 40
    assert len(shown(ours)) == 50
    assert "los 50 más recientes" in ours.content.decode()
    assert set(shown(look(eva, "192.0.2.7"))) == {case.code for case in theirs}


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "bare"])
def test_a_case_is_found_by_its_code_however_it_is_typed(case, look, ana, typed):
    text = {"lower": case.code.lower(), "bare": case.code.replace("-", "")}.get(typed, typed.format(case.code))
    answer = look(ana, text)
    assert shown(answer) == [case.code]
    assert "código de caso" in answer.content.decode()


def test_a_closed_case_is_found_too(case, look, ana):
    type(case).objects.update(status="closed", closed_at=timezone.now(), closed_by=ana, close_reason="prueba")
    answer = look(ana, case.code)
    assert shown(answer) == [case.code]
    assert "cerrado" in answer.content.decode()


def test_the_code_of_another_institution_is_no_code(case, look, eva):
    answer = look(eva, case.code)
    assert shown(answer) == []
    assert answer.context["total"] == 0


def test_a_user_name_that_looks_like_a_code_is_still_found(receive, look, ana):
    (case,) = receive([(IdKind.SCREEN_NAME, "hkrw2345")])
    assert case_code_in("kkrw2345")
    assert shown(look(ana, "hkrw2345")) == [case.code]


def test_a_report_is_found_by_its_number_by_those_who_hold_it(arrive, look, ana, eva):
    alert = arrive("OCN-7777")
    answer = look(ana, "OCN-7777")
    assert shown(answer) == [alert.case.code]
    assert "número de reporte" in answer.content.decode()
    assert shown(look(eva, "OCN-7777")) == []


def test_looking_for_an_identifier_is_noted_by_kind_and_never_by_value(receive, look, ana):
    receive([(IdKind.EMAIL, "nube.azul@correo.example")])
    look(ana, "nube.azul@correo.example")
    note = SensitiveRead.objects.get()
    assert (note.user, note.subject_kind, note.field, note.reason) == (ana, "search", "email", "")


def test_an_identifier_that_is_nowhere_is_noted_as_well(look, ana):
    look(ana, "nadie@correo.example")
    assert SensitiveRead.objects.filter(subject_kind="search", field="email").count() == 1


def test_looking_for_a_case_or_a_report_is_not_noted(alert, look, ana, eva):
    for who in (ana, eva):
        look(who, alert.case.code)
    look(ana, alert.report_id)
    assert not SensitiveRead.objects.exists()


def test_what_is_looked_for_does_not_come_by_address(receive, signed_in, ana):
    (case,) = receive([(IdKind.EMAIL, "nube.azul@correo.example")])
    page = signed_in(ana).get("/buscar/", {"text": "nube.azul@correo.example"}).content.decode()
    assert case.code not in page
    assert "nube.azul" not in page


def test_what_was_typed_stays_in_the_field(look, ana):
    assert 'value="&lt;b&gt;nada"' in look(ana, "<b>nada").content.decode()


@pytest.mark.parametrize(("text", "sentence"), [("", "Escriba lo que busca"), ("x" * 501, "demasiado largo")])
def test_what_cannot_be_looked_for_is_answered_with_a_sentence(look, ana, text, sentence):
    answer = look(ana, text)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_hits(receive, signed_in, ana):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(ana)

    def queries():
        client.post("/buscar/", {"text": "192.0.2.7"})
        with CaptureQueriesContext(connection) as seen:
            client.post("/buscar/", {"text": "192.0.2.7"})
        return len(seen)

    receive([(IdKind.IP, "192.0.2.7")], count=2)
    few = queries()
    receive([(IdKind.IP, "192.0.2.7")], count=120)
    assert queries() == few
