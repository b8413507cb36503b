"""The pages with which a person tells a sender what came of an alert."""

import hashlib
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hilo.accounts.models import SensitiveRead
from hilo.cases.models import Case
from hilo.exchange import outbox, sender_actions, sender_bulk, sender_unknown
from hilo.exchange.models import Feedback, OutboxItem, Receipt, UnknownCode
from hilo.exchange.sender_words import Told
from hilo.lib.errors import Denied

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
CONNECTED = "channels:\n- {sender: INHOPE, dialect: iccam, url: 'https://iccam.example/answers'}\n"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def from_ncmec(arrive):
    return arrive("CT-700", sender="NCMEC")


@pytest.fixture
def connected(settings):
    path = settings.HILO_HOME / "channels.yaml"
    path.write_text(CONNECTED)
    yield
    path.unlink()


@pytest.fixture
def stuck(arrive, ana, connected):
    """``stuck("doubtful")`` is an item of the outbox that waits for a person."""

    def make(state: str) -> OutboxItem:
        alert = arrive("U-1", sender="INHOPE")
        told = [Told("content_removed", TODAY)]
        row = sender_actions.draft(alert=alert, dialect="iccam", channel="http", told=told, by=ana, now=now())
        sender_actions.approve(row=row, by=ana, now=now())
        item = OutboxItem.objects.get()
        OutboxItem.objects.update(state="sending", attempts=1, leased_until=now())
        item.refresh_from_db()
        outbox._end(item, state, now(), code="cut" if state == "doubtful" else "http_403")
        return OutboxItem.objects.get()

    return make


def answer(browser, alert, **given):
    page = reverse("exchange:sender_answer", kwargs={"code": alert.case.code, "pk": alert.pk})
    return browser.post(page, {"revision": "0", "way": "ncmec:manual", **given})


def test_from_the_case_file_to_the_receipt(from_ncmec, ana, signed_in):
    browser = signed_in(ana)
    file = reverse("cases:file", kwargs={"code": from_ncmec.case.code})
    assert "no se ha dicho nada al remitente" in browser.get(file).content.decode()
    shown = answer(browser, from_ncmec, known=["received"], more_receipt=["accepted"], day=TODAY.isoformat())
    assert shown.status_code == 302
    sheet = browser.get(shown.url).content.decode()
    assert "We have accepted your report: a case is under way." in sheet
    row = Feedback.objects.get()
    released = browser.post(shown.url, {"act": "release", "revision": row.revision}, follow=True).content.decode()
    assert "anote aquí el acuse" in released
    digest = hashlib.sha256(b"hoja").hexdigest()
    given = {"act": "receipt", "revision": row.revision + 1, "reference": "F-1", "dated": TODAY, "digest": digest}
    kept = browser.post(shown.url, given, follow=True).content.decode()
    assert digest in kept
    assert "el remitente ya lo sabe" in browser.get(file).content.decode()


def test_looking_at_an_answer_is_logged(from_ncmec, ana, signed_in):
    shown = answer(signed_in(ana), from_ncmec, known=["received"])
    signed_in(ana).get(shown.url)
    row = Feedback.objects.get()
    assert SensitiveRead.objects.filter(user=ana, subject_kind="answer", subject_id=row.pk).exists()


def test_choosing_nothing_brings_the_form_back_with_a_sentence(from_ncmec, ana, signed_in):
    page = answer(signed_in(ana), from_ncmec)
    assert page.status_code == 422
    assert "Elija al menos un resultado" in page.content.decode()


def test_consent_is_asked_where_something_happened_to_the_child(from_ncmec, ana, signed_in):
    browser = signed_in(ana)
    shown = answer(browser, from_ncmec, more_child=["child_safeguarded"], more_receipt=["accepted"], day=TODAY)
    row = Feedback.objects.get()
    asked = browser.post(shown.url, {"act": "release", "revision": row.revision})
    assert asked.status_code == 422
    assert "Elija cómo está el acuerdo" in asked.content.decode()
    told = browser.post(shown.url, {"act": "release", "revision": row.revision, "ground": "none"}, follow=True)
    assert "No se dijo, porque no había acuerdo" in told.content.decode()
    assert "safeguarded" not in told.content.decode()


def test_a_page_seen_before_somebody_changed_the_answer_releases_nothing(from_ncmec, ana, signed_in):
    browser = signed_in(ana)
    shown = answer(browser, from_ncmec, known=["received"])
    old = Feedback.objects.get().revision
    answer(browser, from_ncmec, known=[], more_receipt=["accepted"], revision=str(old))
    late = browser.post(shown.url, {"act": "release", "revision": old})
    assert late.status_code == 409
    assert Feedback.objects.get().state == "draft"


def test_an_answer_can_be_withdrawn_from_its_page(from_ncmec, ana, signed_in):
    browser = signed_in(ana)
    shown = answer(browser, from_ncmec, more_child=["child_identified"])
    browser.post(shown.url, {"act": "withdraw", "revision": Feedback.objects.get().revision})
    assert Feedback.objects.get().state == "dropped"


def test_the_letter_is_printed_once_released_and_says_what_happened_without_identity(arrive, ana, signed_in):
    alert, browser = arrive("OCN-5"), signed_in(ana)
    shown = answer(browser, alert, way="letter:letter", known=["received"])
    row = Feedback.objects.get()
    letter = reverse("exchange:sender_letter", kwargs={"code": alert.case.code, "pk": row.pk})
    assert browser.get(letter).status_code == 302
    browser.post(shown.url, {"act": "release", "revision": row.revision})
    printed = browser.get(letter)
    assert printed["Content-Type"] == "application/pdf"
    text = _text(printed.content)
    assert "Recibimos su reporte" in text
    assert row.reference in text
    assert alert.case.code not in text


def _text(data: bytes) -> str:
    import io

    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_the_list_shows_the_oldest_first_closed_ones_too_and_tells_many_at_once(arrive, ana, beto, eva, signed_in):
    alerts = [arrive(f"CT-{n}", sender="NCMEC") for n in range(3)]
    arrive("CT-9", sender="NCMEC", state="MOR")
    page = signed_in(beto).get(reverse("exchange:senders")).content.decode()
    assert page.index("CT-0") < page.index("CT-1") < page.index("CT-2")
    assert "CT-9" not in page
    told = signed_in(ana).post(
        reverse("exchange:senders_tell"), {"outcome": "received", "alert": [one.pk for one in alerts[:2]]}, follow=True
    )
    assert "2 respuestas quedaron mandadas." in told.content.decode()
    theirs = signed_in(eva).post(
        reverse("exchange:senders_tell"), {"outcome": "received", "alert": [alerts[2].pk]}, follow=True
    )
    assert "Marque al menos una alerta" in theirs.content.decode()
    assert Feedback.objects.count() == 2


def test_many_that_were_carried_together_get_one_receipt(arrive, ana, eva, signed_in):
    alerts = [arrive(f"CT-{n}", sender="NCMEC") for n in range(3)]
    sender_bulk.tell_many(alerts=alerts, outcome="received", by=ana, now=now())
    browser, page = signed_in(ana), reverse("exchange:carry")
    rows = [str(row.pk) for row in Feedback.objects.order_by("id")]
    given = {"reference": "F-9", "dated": TODAY, "answer": rows[:2]}
    assert browser.post(page, given | {"answer": []}).status_code == 422
    assert browser.post(page, given | {"reference": ""}).status_code == 422
    assert signed_in(eva).post(page, given).status_code == 422
    assert not Feedback.objects.filter(state="sent").exists()
    assert browser.post(page, given).status_code == 302
    assert [row.state for row in Feedback.objects.order_by("id")] == ["sent", "sent", "approved"]
    assert list(Receipt.objects.values_list("reference", flat=True)) == ["F-9", "F-9"]
    assert alerts[0].case.events.filter(kind="sender.answered").count() == 1
    with pytest.raises(Denied):
        sender_bulk.keep_many(
            rows=Feedback.objects.select_related("alert"), reference="x", dated=TODAY, by=ana, now=now()
        )


def test_the_list_costs_the_same_for_one_row_and_for_many(arrive, ana, signed_in):
    browser, page = signed_in(ana), reverse("exchange:senders")

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(page).status_code == 200
        return len(seen)

    arrive("CT-0", sender="NCMEC")
    cost()
    one = cost()
    for number in range(1, 12):
        answer(browser, arrive(f"CT-{number}", sender="NCMEC"), known=["received"])
    assert cost() == one


@pytest.mark.parametrize(
    ("state", "act", "item", "row"),
    [
        ("doubtful", "arrived", "done", "sent"),
        ("doubtful", "missing", "waiting", "approved"),
        ("failed", "retry", "waiting", "approved"),
        ("failed", "drop", "dropped", "dropped"),
        ("failed", "arrived", "failed", "failed"),
        ("doubtful", "drop", "doubtful", "doubtful"),
        ("failed", "", "failed", "failed"),
    ],
)
def test_what_is_stuck_says_what_to_do_and_a_person_settles_it(stuck, ana, signed_in, state, act, item, row):
    waiting, browser = stuck(state), signed_in(ana)
    page = browser.get(reverse("exchange:outbox")).content.decode()
    assert ("Sí llegó" in page) == (state == "doubtful")
    assert ("Reintentar" in page) == (state == "failed")
    browser.post(reverse("exchange:outbox_settle", kwargs={"pk": waiting.pk}), {"act": act})
    waiting.refresh_from_db()
    assert (waiting.state, Feedback.objects.get().state) == (item, row)
    if act == "arrived" and state == "doubtful":
        assert Feedback.objects.get().sent_by == ana


def test_what_is_stuck_goes_with_its_case_to_who_holds_it_now(stuck, ana, eva, signed_in):
    item = stuck("doubtful")
    alert = Feedback.objects.get().alert
    Case.objects.filter(pk=alert.case_id).update(institution="FGE-MOR", owner=eva)
    settle = reverse("exchange:outbox_settle", kwargs={"pk": item.pk})
    assert "Nada por salir" in signed_in(ana).get(reverse("exchange:outbox")).content.decode()
    assert signed_in(ana).post(settle, {"act": "arrived"}).status_code == 404
    signed_in(eva).post(settle, {"act": "arrived"})
    assert OutboxItem.objects.get().state == "done"


def test_a_doubt_is_said_on_the_thread_and_on_the_case(stuck, ana, signed_in):
    stuck("doubtful")
    case = Feedback.objects.get().alert.case
    assert case.events.filter(kind="sender.answer_doubtful").count() == 1
    page = signed_in(ana).get(reverse("cases:file", kwargs={"code": case.code})).content.decode()
    assert "no se ha dicho nada al remitente" in page
    assert "no se sabe si llegó" in page


def test_an_unknown_sender_is_decided_on_its_page_and_then_can_be_answered(arrive, ana, eva, signed_in):
    alert = arrive("E-1", sender="Embajada de Uqbar")
    sender_unknown.sweep(now=now() + timedelta(seconds=1))
    row = UnknownCode.objects.get()
    browser = signed_in(ana)
    assert "Embajada de Uqbar" in browser.get(reverse("exchange:unknown")).content.decode()
    assert "Embajada de Uqbar" not in signed_in(eva).get(reverse("exchange:unknown")).content.decode()
    page = reverse("exchange:unknown_item", kwargs={"pk": row.pk})
    assert browser.post(page, {}).status_code == 422
    assert browser.post(page, {"meaning": "letter"}).status_code == 302
    form = browser.get(reverse("exchange:sender_answer", kwargs={"code": alert.case.code, "pk": alert.pk}))
    assert "carta firmada" in form.content.decode()


def test_an_answer_of_another_case_is_not_reached_by_the_address_of_ones_own(from_ncmec, arrive, ana, eva, signed_in):
    answer(signed_in(ana), from_ncmec, known=["received"])
    theirs = arrive("CT-8", sender="NCMEC", state="MOR")
    row = Feedback.objects.get()
    for code, person in ((theirs.case.code, eva), (from_ncmec.case.code, eva), (theirs.case.code, ana)):
        page = reverse("exchange:sender_sheet", kwargs={"code": code, "pk": row.pk})
        assert signed_in(person).get(page).status_code == 404
    assert (
        signed_in(ana)
        .get(reverse("exchange:sender_answer", kwargs={"code": from_ncmec.case.code, "pk": uuid.uuid4()}))
        .status_code
        == 404
    )
