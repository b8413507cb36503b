"""The public door: how many reports a second it acknowledges, how it bears a flood, and the same rows without sealing.

Three measurements, one after the other, in the fresh database that ``hilo bench`` gives:

- ``send``: the last step alone, in processes without a network, against its floor: the same rows of the same sizes
  written by the same processes, with no code to stretch, nothing to seal and no outer key;
- ``steady``: whole journeys at ten a second over HTTP, with ``hilo serve public`` and the load in processes of their
  own: nothing lost, how long the last step takes, and the memory of the door from the first minute to the last;
- ``flood``: reports from one network as fast as they go, and a true one after every twenty, half of them from that
  same network, with ``hilo serve staff`` taking in beside them: how soon each true one stands in the inbox.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, connections

from bench.alerts import machine
from bench.door_visitors import TRUE_OF
from hilo.door.models import Addressee, Passage, Report, Wrapping
from hilo.door.rows import as_holder
from hilo.door.sealing import from_code, unwrap_with_code
from hilo.door.submit import send
from hilo.door.telling import Coarse, Telling
from hilo.lib.codes import new_digits
from hilo.lib.sealed_to import KeyPair

RATE = 10  # journeys a second
PROCESSES = 2
ALONE = 400  # reports of the first measurement
INBOX_WITHIN = 2.0  # seconds: a second, and the pause of the loop on a busy machine
HILO = [sys.executable, "-c", "from hilo.web.cli import main; main()"]


def run(count: int) -> dict[str, Any]:
    """Measure with ``count`` journeys at ten a second, and a sixth as many in the flood.

    Answers ``{"name", "figures", "floor", "ratio", "machine"}``; times in milliseconds, memory in MiB.
    """
    _addressees()
    alone = min(ALONE, count)
    figures = {f"send_{name}": value for name, value in _in_processes(_send, alone).items()}
    floor = {f"send_{name}": value for name, value in _in_processes(_write, alone).items()}
    figures |= {f"steady_{name}": value for name, value in _steady(count).items()}
    figures |= {f"flood_{name}": value for name, value in _flood(max(2 * TRUE_OF, count // 6)).items()}
    return {
        "name": "door",
        "figures": figures,
        "floor": floor,
        "ratio": {"send_per_second": figures["send_per_second"] / floor["send_per_second"]},
        "machine": f"{machine()}, {connection.vendor}",
    }


def _addressees() -> None:
    for kind, institution in (("unit", "FGE-NAY"), ("recovery", "")):
        public = KeyPair.make().public
        Addressee.objects.create(kind=kind, institution=institution, public_key=public, since=datetime.now(UTC))


# --- the last step alone ---


def _in_processes(what: Any, total: int) -> dict[str, float]:
    """``total`` calls of ``what``, shared among processes."""
    connections.close_all()
    began, children = time.perf_counter(), []
    for _ in range(PROCESSES):
        reads, writes = os.pipe()
        if os.fork() == 0:
            times = [_timed(what) for _ in range(total // PROCESSES)]
            with os.fdopen(writes, "w") as told:
                json.dump(times, told)
            os._exit(0)
        os.close(writes)
        children.append(reads)
    times = []
    for reads in children:
        with os.fdopen(reads) as told:
            times += json.load(told)
        os.wait()
    return {"per_second": len(times) / (time.perf_counter() - began), **_spread(times)}


def _timed(what: Any) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def _send() -> None:
    telling = Telling(Coarse(path="me", age="teen", state="NAY"), {"account": "Perdí la mochila en el paseo. " * 10})
    send(digits=new_digits(), telling=telling, now=datetime.now(UTC))


def _write() -> None:
    """The rows of one report, of the sizes that sealed ones have."""
    now, lookup = datetime.now(UTC), os.urandom(32)
    report = Report(lookup=lookup, public_key=os.urandom(32), institution="FGE-NAY", arrived_at=now)
    report.arrival = os.urandom(1024 + 28)
    with as_holder(lookup):
        report.save(force_insert=True)
        for reader, size in (("code", 88), ("unit", 1134), ("recovery", 1134)):
            Wrapping(report=report, reader=reader, sealed=os.urandom(size), at=now).save(force_insert=True)
        Passage(report=report, kind="account", sealed=os.urandom(1074), at=now).save(force_insert=True)


# --- over HTTP ---


@dataclass
class Told:
    """One journey, as :mod:`bench.door_visitors` prints it."""

    code: str
    true: bool
    failed: int
    last_step: float
    slowest: float
    whole: float
    late: float


def _steady(total: int) -> dict[str, Any]:
    with _serving("public") as (port, process):
        _visitors(port, f"rate:{RATE}", RATE * 3)  # everything is loaded then
        before, began = _memory(process), time.perf_counter()
        told = _visitors(port, f"rate:{RATE}", total)
        seconds, after = time.perf_counter() - began, _memory(process)
    last = _spread([one.last_step for one in told])
    return {
        "journeys": len(told), "per_second": len(told) / seconds, "lost": _lost(told), **last,
        "page_p99_ms": _spread([one.slowest for one in told])["p99_ms"],
        "late_p99_ms": _spread([one.late for one in told])["p99_ms"], "asked_again": sum(one.failed for one in told),
        "memory_before_mib": before, "memory_after_mib": after, "memory_growth": after / before - 1,
    }  # fmt: skip


def _flood(total: int) -> dict[str, Any]:
    with _serving("staff") as _, _serving("public", HILO_PROXIES="1") as (port, _process):
        began = time.perf_counter()
        told = _visitors(port, "flood", total)
        seconds = time.perf_counter() - began
        true = [one for one in told if one.true]
        waited = [_until_taken(one.code) for one in true]
        all_taken = _until_all_taken()
    return {
        "journeys": len(told), "per_second": len(told) / seconds, "lost": _lost(told),
        "true": len(true), "true_in_time": sum(one <= INBOX_WITHIN for one in waited),
        "true_slow_lane": _slow(true), "inbox_p50_ms": statistics.median(waited) * 1000,
        "inbox_most_ms": max(waited) * 1000, "rest_taken_after_seconds": all_taken,
    }  # fmt: skip


@contextmanager
def _serving(site: str, **more: str) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """``hilo serve SITE`` on a free port."""
    environment = os.environ | more
    environment.pop("DJANGO_SETTINGS_MODULE", None)  # each site has its own
    with tempfile.TemporaryFile("w+") as says:  # not a pipe: nobody reads it, and a full one would stop the site
        process = subprocess.Popen(
            [*HILO, "serve", site, "--port", "0"], env=environment, stdout=subprocess.DEVNULL, stderr=says, text=True
        )
        try:
            yield _port(process, says), process
        finally:
            process.terminate()
            process.wait(20)


def _port(process: "subprocess.Popen[str]", says: Any) -> int:
    """Where the site answers. Raises ValueError with what it said when it does not start."""
    while process.poll() is None:
        said = os.pread(says.fileno(), 4096, 0).decode()
        if found := re.search(r":(\d+) ", said):
            return int(found[1])
        time.sleep(0.05)
    raise ValueError(os.pread(says.fileno(), 4096, 0).decode())


def _visitors(port: int, what: str, total: int) -> list[Told]:
    command = [sys.executable, "-m", "bench.door_visitors", str(port), what, str(total)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [Told(**json.loads(line)) for line in done.stdout.splitlines()]


def _lost(told: list[Told]) -> int:
    """Codes whose last page came and that do not open, of those that never got that far, and of reports kept twice."""
    return sum(not one.code or not _opens(one.code) for one in told)


def _opens(code: str) -> bool:
    key = from_code(code)
    wrapping = Wrapping.objects.filter(report__lookup=key.lookup, reader="code").first()
    return wrapping is not None and len(unwrap_with_code(wrapping, key.key)) == 32


def _until_taken(code: str) -> float:
    """Seconds between the report's arrival and its case; infinite when it has none within ten seconds of now."""
    lookup, until = from_code(code).lookup, time.monotonic() + 10
    while time.monotonic() < until:
        report = Report.objects.get(lookup=lookup)
        if report.taken_at:
            return max(0.0, (report.taken_at - report.arrived_at).total_seconds())
        time.sleep(0.1)
    return float("inf")


def _until_all_taken(patience: float = 600) -> float:
    began = time.monotonic()
    while Report.objects.filter(taken_at__isnull=True, slow=True).exists() and time.monotonic() - began < patience:
        time.sleep(0.5)
    return time.monotonic() - began


def _slow(told: list[Told]) -> int:
    lookups = [from_code(one.code).lookup for one in told]
    return Report.objects.filter(lookup__in=lookups, slow=True).count()


def _memory(process: "subprocess.Popen[str]") -> float:
    """What the process holds in memory, MiB (Linux)."""
    with open(f"/proc/{process.pid}/status") as status:
        kib = next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
    return kib / 1024


def _spread(seconds: list[float]) -> dict[str, float]:
    parts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {"p50_ms": parts[49] * 1000, "p95_ms": parts[94] * 1000, "p99_ms": parts[98] * 1000}
