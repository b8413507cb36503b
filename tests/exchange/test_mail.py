"""A mail says that there is something to see, and where; never what, whose or how much; and it is sent once."""

import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from hilo.accounts.actions import set_notify_to
from hilo.cases import notices
from hilo.cases.models import Notice
from hilo.cases.sweep import sweep
from hilo.exchange import mail, outbox
from hilo.exchange.models.outbox import OutboxItem
from hilo.lib.errors import Denied

pytestmark = pytest.mark.django_db(transaction=False)

NOW = datetime.now(UTC)
MINUTE = timedelta(minutes=1)
SITE = "https://hilo.fiscalia.example"


class Sink(socketserver.ThreadingTCPServer):
    """The little of SMTP that a mail needs. ``said``: what it answers instead, by command."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mails: list[bytes] = []
        self.to: list[str] = []
        self.said: dict[str, str] = {}


class _Session(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        self.say("220 hola")
        while line := self.rfile.readline().decode().strip():
            command = line.split(" ")[0].upper()
            if command == "RCPT":
                self.server.to.append(line)
            if command in self.server.said:
                answer = self.server.said[command]
                if not answer:
                    return  # hangs up
                self.say(answer)
            elif command == "DATA":
                self.say("354 siga")
                self.take()
            else:
                self.say("221 adiós" if command == "QUIT" else "250 bien")

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.mails.append(b"".join(lines))
        if end := self.server.said.get("END", "250 recibido"):
            self.say(end)
        else:
            self.connection.close()

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    with Sink() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.HILO_MAIL_URL = f"smtp://127.0.0.1:{server.server_address[1]}"
        settings.HILO_SITE_URL = SITE
        yield server
        server.shutdown()


@pytest.fixture
def work(monkeypatch):
    """``work(now)``: mails are promised and the outbox is emptied, within the test's own transaction."""
    for name in ("_take", "_end"):  # each is a transaction of its own, which a test's transaction forbids
        monkeypatch.setattr(outbox, name, getattr(outbox, name).__wrapped__)

    def run(now: datetime) -> tuple[int, int]:
        mail.enqueue_due(now=now)
        return outbox.work(now)

    return run


@pytest.fixture
def late(open_cases, person, beto):
    """Cases so late that Beto must look, and Tere; only Beto has an address."""
    set_notify_to(user=beto, address="beto@fiscalia.example")
    person("tere")
    cases = open_cases(3, tier=1, days=30)
    sweep(now=NOW)
    return cases


def body_of(data: bytes) -> str:
    return message_from_bytes(data, policy=default).get_body().get_content()


def test_the_mail_holds_the_sentence_and_the_address_and_nothing_else(late, sink, work):
    assert work(NOW) == (1, 0)
    (sent,) = sink.mails
    assert body_of(sent).splitlines() == ["Tiene algo que ver en Hilo", SITE]
    told = message_from_bytes(sent, policy=default)
    assert told["Subject"] == "Tiene algo que ver en Hilo"
    assert [line for line in sink.to if "<beto@fiscalia.example>" not in line] == []
    assert set(told.keys()) == {
        "Subject", "From", "To", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip
    text = sent.decode().lower()
    assert not [case.code for case in late if case.code.lower() in text]
    assert "beto luna" not in text


def test_it_is_sent_once_however_often_the_worker_runs(late, sink, work):
    for minutes in (0, 1, 59, 61, 200):
        work(NOW + minutes * MINUTE)
    assert len(sink.mails) == 1


def test_something_new_is_told_at_most_once_an_hour(late, sink, work, open_cases):
    work(NOW)
    open_cases(1, tier=1, days=30)
    sweep(now=NOW)
    work(NOW + 59 * MINUTE)
    assert len(sink.mails) == 1
    work(NOW + 60 * MINUTE)
    work(NOW + 120 * MINUTE)
    assert len(sink.mails) == 2


def test_what_was_seen_or_may_not_be_seen_any_more_is_not_told(late, sink, work, beto):
    notices.see(by=beto, now=NOW, case=late[0])
    Notice.objects.exclude(case=late[0]).update(case=late[0], seen_at=NOW)
    assert work(NOW) == (0, 0)
    assert sink.mails == []


def test_without_a_server_or_an_address_nothing_is_even_promised(late, settings, work, sink, beto):
    settings.HILO_MAIL_URL = ""
    work(NOW)
    assert not OutboxItem.objects.exists()
    settings.HILO_MAIL_URL = "smtp://127.0.0.1:1"
    set_notify_to(user=beto, address="")
    work(NOW)
    assert not OutboxItem.objects.exists()


def test_a_server_that_says_not_now_is_tried_again(late, sink, work):
    sink.said["RCPT"] = "451 después"
    work(NOW)
    assert (sink.mails, OutboxItem.objects.get().state) == ([], OutboxItem.State.WAITING)
    sink.said.clear()
    work(NOW + 5 * MINUTE)
    assert len(sink.mails) == 1


def test_a_mail_whose_answer_was_cut_is_not_sent_again(late, sink, work):
    sink.said["END"] = ""
    work(NOW)
    sink.said.clear()
    for minutes in (15, 30, 300):
        work(NOW + minutes * MINUTE)
    assert len(sink.mails) == 1
    assert OutboxItem.objects.get().state == OutboxItem.State.DONE


def test_an_address_that_is_none_is_refused(beto):
    with pytest.raises(Denied):
        set_notify_to(user=beto, address="beto en la fiscalía")


def test_the_preferences_page_keeps_and_forgets_the_address(signed_in, ana):
    browser = signed_in(ana)
    browser.post("/cuenta/correo/", {"address": "ana@fiscalia.example"})
    ana.refresh_from_db()
    assert ana.notify_to == "ana@fiscalia.example"
    assert "ana@fiscalia.example" in browser.get("/cuenta/").content.decode()
    browser.post("/cuenta/correo/", {"address": ""})
    ana.refresh_from_db()
    assert ana.notify_to == ""
