"""``hilo work`` killed at fifty moments tells no sender twice and loses no answer: a fake sender counts."""

import json
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from deployment import Databases, Deployment

WORK = Path(__file__).parent / "killed_work.py"
TIMES = 50


class FakeSender:
    """Remembers what came under each key, at three addresses; of some it never sends the answer."""

    def __init__(self) -> None:
        self.came: dict[str, list[dict]] = {}  # key -> every body that came
        self.where: dict[str, str] = {}
        self.rng = random.Random(5)
        self.lock = threading.Lock()

    def post(self, path: str, key: str, body: dict) -> str | None:
        """The reference it answers with; None: it got it and the line went dead."""
        with self.lock:
            self.came.setdefault(key, []).append(body)
            self.where[key] = path
            return None if self.rng.random() < 0.08 else f"ACUSE-{key[-12:]}"


@pytest.fixture
def fake() -> Iterator[tuple[FakeSender, str]]:
    sender = FakeSender()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.answer(sender.post(self.path, self.headers["Idempotency-Key"], body))

        def do_GET(self) -> None:
            key = self.path.rpartition("/")[2].replace("%3A", ":")
            self.answer(f"ACUSE-{key[-12:]}" if key in sender.came else "")

        def answer(self, reference: str | None) -> None:
            if reference is None:
                return self.connection.close()
            self.send_response(200 if reference else 404)
            self.end_headers()
            self.wfile.write(json.dumps({"reference": reference}).encode())

        def handle(self) -> None:
            with suppress(OSError, ValueError):  # who asked is dead
                super().handle()

        def log_message(self, *_any: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield sender, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def deployed(fake, tmp_path) -> Iterator[Deployment]:
    databases = Databases()
    made = Deployment(tmp_path, databases.new())
    made.told("init")
    at = fake[1]
    (tmp_path / "channels.yaml").write_text(
        "channels:\n"
        f"- {{sender: INHOPE, dialect: iccam, url: '{at}/knows', idempotent: true}}\n"
        f"- {{sender: TE-PROTEJO, dialect: iccam, url: '{at}/asked', can_ask: true}}\n"
        f"- {{sender: LINEA-CIEGA, dialect: iccam, url: '{at}/blind'}}\n"
    )
    yield made
    databases.drop()


def test_killed_at_fifty_random_moments_it_tells_nobody_twice_and_loses_nothing(deployed, fake):
    sender, _ = fake
    promised = deployed.script(WORK, "prepare")["promised"]
    assert deployed.script(WORK, "killed", 3, TIMES) == {"killed": TIMES}
    assert 0 < len(sender.came) < promised, "they died amid the work, not before or after it"
    rows = deployed.script(WORK, "end")["alerts"]
    sent = [row for row in rows if row["key"]]
    assert len(sent) == promised
    for row in sent:
        came, address = sender.came.get(row["key"], []), sender.where.get(row["key"])
        if address == "/knows":
            assert all(body == came[0] for body in came), "the same key always says the same"
        else:
            assert len(came) <= 1, "said twice"
        if row["item"] == "done":
            assert [action["actionType"] for action in came[0]["actions"]] == [int(code) for code in row["codes"]]
            assert row["receipts"] == [f"ACUSE-{row['key'][-12:]}"]
            assert (row["answer"], row["answered"], row["not_told"]) == ("sent", 1, False)
        else:  # only where nobody can be asked, and a person is told so
            assert (row["item"], row["answer"], row["answered"]) == ("doubtful", "doubtful", 0)
            assert row["not_told"]
            assert address in (None, "/blind")
    assert Counter(row["item"] for row in sent)["doubtful"] > 0
    for row in rows:
        if row["ended"]:
            assert row["item"] == "done" or row["not_told"]
    assert sum(row["not_told"] for row in rows if not row["key"]) == len(rows) - promised
    assert deployed.told("ledger", "verify")["ok"] is True
