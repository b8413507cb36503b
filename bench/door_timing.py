"""``python -m bench.door_timing [TRIES]``: whether the time of an answer tells what a code that opens nothing was.

Codes that were never given, codes that their holder closed and codes of destroyed reports are tried in turn, over the
door's own site, as a form. Prints the median of each in milliseconds and how far the farthest is from the nearest, by
the clock and by the time of the processor, which other work on the machine disturbs less; more than 5 % by the clock
ends with status 1. Works in a folder of its own, or in the empty database of ``DATABASE_URL``.
"""

import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

MOST_APART = 0.05
KINDS = ("unknown", "locked", "destroyed")
EACH = 20  # reports of each kind
FORM = "application/x-www-form-urlencoded"


@contextmanager
def fresh_door() -> Iterator[None]:
    """Keys, tables and readers of a new deployment, and this process set up as its door."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "HILO_HOME": home,
            "DJANGO_SETTINGS_MODULE": "hilo.web.settings_public",
            "HILO_HOSTS": "testserver",
        }
        init = [sys.executable, "-c", "from hilo.web.cli import main; main()", "init"]
        staff = os.environ | {"DJANGO_SETTINGS_MODULE": "hilo.web.settings"}
        subprocess.run(init, env=staff, check=True, capture_output=True)
        import django

        django.setup()
        _reader()
        yield


def _reader() -> None:
    from django.utils import timezone

    from hilo.door.models import Addressee
    from hilo.lib.sealed_to import KeyPair

    Addressee.objects.create(kind="recovery", public_key=KeyPair.make().public, since=timezone.now())


def tell() -> str:
    """Send a report; its code."""
    from django.utils import timezone

    from hilo.door.submit import send
    from hilo.door.telling import Coarse, Telling
    from hilo.lib.codes import new_digits

    digits = new_digits()
    told = Telling(Coarse(path="me"), {"account": "Perdí la mochila en el paseo."})
    send(digits=digits, telling=told, now=timezone.now())
    return digits


def codes() -> dict[str, list[str]]:
    """Codes of each kind that open nothing."""
    from hilo.door.models import Report
    from hilo.door.sealing import from_code, key_store
    from hilo.door.visit import come_in, lock
    from hilo.lib.codes import new_digits

    locked, destroyed = [tell() for _ in range(EACH)], [tell() for _ in range(EACH)]
    from django.utils import timezone

    for digits in locked:
        found = come_in(digits)
        assert found is not None
        lock(found, timezone.now())
    for digits in destroyed:
        report = Report.objects.get(lookup=from_code(digits).lookup)
        key_store().erase(report.pk)
    return {"unknown": [new_digits() for _ in range(EACH)], "locked": locked, "destroyed": destroyed}


def measure(tries: int) -> dict[str, dict[str, float]]:
    """``clock`` and ``processor``: milliseconds, the median of ``tries`` for each kind, tried in random order."""
    from django.test import Client

    found, times = codes(), {}  # type: ignore[var-annotated]
    client = Client()
    hidden = dict(re.findall(r'name="(\w)" value="([^"]*)"', client.get("/").content.decode()))
    client.post("/", urlencode({**hidden, "go": "return"}), content_type=FORM)
    for kind in random.sample(KINDS * tries, len(KINDS) * tries):
        body = urlencode({"f": hidden["f"], "p": "return", "go": "next", "code": random.choice(found[kind])})
        began = time.perf_counter(), time.process_time()
        answer = client.post("/", body, content_type=FORM)
        ended = time.perf_counter(), time.process_time()
        times.setdefault(kind, []).append([after - before for before, after in zip(began, ended, strict=True)])
        assert answer.status_code == 200
    return {
        name: {kind: statistics.median(one[at] for one in times[kind]) * 1000 for kind in KINDS}
        for at, name in enumerate(("clock", "processor"))
    }


def main(tries: int) -> int:
    """Measure and print; 1 when the medians tell the kinds apart."""
    with fresh_door():
        found = measure(tries)
    apart = {name: max(medians.values()) / min(medians.values()) - 1 for name, medians in found.items()}
    shown = {name: {kind: round(value, 3) for kind, value in medians.items()} for name, medians in found.items()}
    print(json.dumps({**shown, "apart": {name: round(value, 4) for name, value in apart.items()}}))
    return int(apart["clock"] > MOST_APART)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
