"""The printed case file of a long thread, measured against typst printing as many plain rows of the same words.

One case whose thread has as many events as asked, a tenth of them with a note, and acts with their steps.
"""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connection, transaction

from bench.alerts import machine
from hilo.accounts.actions import create_person
from hilo.accounts.models import User
from hilo.cases.models import Case
from hilo.cases.thread import Weave
from hilo.evidence import casefile
from hilo.exchange.letters.render import printed
from hilo.investigation import actions
from hilo.reference import pack

NOTE = "La escuela entregó la bitácora de la biblioteca y la lista de quien estuvo ese día. " * 2
ACTS = 20
PLAIN = """#let rows = json(bytes(sys.inputs.plain)).rows
#set page("us-letter")
#table(columns: (1fr, 3fr, 8fr, 3fr), table.header([A], [B], [C], [D]), ..rows.flatten().map(text))
"""


def run(count: int) -> dict[str, Any]:
    """Print both versions of a case of ``count`` events, and the plain rows.

    Answers ``{"name", "figures", "floor", "ratio", "machine"}``; times in seconds. ``gather``: without printing.
    """
    now = datetime.now(UTC)
    by = create_person(username="medicion", display_name="Medición", institution="FGE-NAY", role="caseworker", by=None)
    case = _case(by, count, now)
    casefile.gather(case, by=by, now=now, full=True)  # what a process remembers is in memory
    gathered, carpeta = _timed(lambda: casefile.gather(case, by=by, now=now, full=True))
    whole, paper = _timed(lambda: casefile.pdf(case, by=by, now=now, full=True))
    without, _ = _timed(lambda: casefile.pdf(case, by=by, now=now, full=False))
    floor = _floor(carpeta)
    return {
        "name": "casefile",
        "figures": {
            "events": carpeta.events, "full_seconds": whole, "redacted_seconds": without, "gather_seconds": gathered,
            "bytes": len(paper),
        },
        "floor": {"seconds": floor},
        "ratio": {"full": whole / floor, "redacted": without / floor},
        "machine": f"{machine()}, {connection.vendor}",
    }  # fmt: skip


@transaction.atomic
def _case(by: User, count: int, now: datetime) -> Case:
    """A case with that many events, the acts of its plan among them."""
    opened = now - timedelta(days=200)
    case = Case(tier=2, institution=by.institution, state="NAY", opened_at=opened, owner=by)
    weave = Weave(now=opened, by=by)
    weave.open(case)
    weave.event(case, "case.opened", facts={"owner": by.pk, "institution": by.institution})
    weave.write()
    kinds = [kind for kind in pack().acts.values() if not kind.needs_target][:ACTS]
    actions.adopt(case=case, adoptions=[actions.Adoption(one.code) for one in kinds], by=by, now=now)
    weave = Weave(now=now, by=by)
    weave.hold([case.pk])
    for n in range(max(count - case.events.count(), 0)):
        at = opened + timedelta(days=200) * n / count
        weave.event(weave.cases[case.pk], "data.received", happened_at=at, note="" if n % 10 else NOTE)
    weave.write()
    return Case.objects.get(pk=case.pk)


def _floor(carpeta: casefile.Carpeta) -> float:
    """Seconds that typst takes for a bare table with as many rows of the same words."""
    (thread,) = (part for part in carpeta.told["sections"] if part["id"] == "hilo")
    (table,) = (block for block in thread["blocks"] if block["type"] == "table")
    rows = [[" ".join(line["t"] for line in cell) for cell in row["cells"]] for row in table["rows"]]
    with TemporaryDirectory() as folder:
        template = Path(folder) / "plain.typ"
        template.write_text(PLAIN, encoding="utf-8")
        seconds, _ = _timed(lambda: printed(template, {"rows": rows}, title="", author="", day=carpeta.day))
    return seconds


def _timed(what: Any) -> tuple[float, Any]:
    started = time.perf_counter()
    found = what()
    return time.perf_counter() - started, found
