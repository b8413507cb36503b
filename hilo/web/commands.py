"""Commands of the whole: init, serve, work, demo, ledger and bench."""

import os
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

import click

from hilo.lib.console import answer, json_option, now_option, parse_now
from hilo.lib.errors import BadInput


def prepare() -> dict[str, str]:
    """Keys, database, migrations and the duty desks; idempotent. Returns home and database."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, transaction

    from hilo.accounts.actions import desk_account
    from hilo.accounts.sealing import vault
    from hilo.door.sealing import key_store
    from hilo.lib.keys import KeyRing
    from hilo.reference import pack

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    ring = KeyRing.create(settings.HILO_HOME / "keys")
    settings.HILO_KEYS = ring
    settings.HILO_DOOR_KEY = ring.door
    key_store().prepare()
    settings.SECRET_KEY = ring.django.hex()
    settings.SECRET_KEY_FALLBACKS = [key.hex() for key in ring.earlier("django")]
    vault.cache_clear()
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        for code, institution in pack().institutions.items():
            if institution.level in ("federal", "state", "national", "ngo"):
                desk_account(code)
    where = settings.DATABASES["default"]
    name = connection.vendor if connection.vendor != "sqlite" else str(where["NAME"])
    return {"home": str(settings.HILO_HOME), "database": name}


@click.command()
@json_option
def init(as_json: bool) -> None:
    """Crea la base de datos y las llaves; repetirla no cambia nada."""
    answer(prepare(), as_json=as_json, words=lambda d: f"Listo en {d['home']} (base de datos: {d['database']}).")


@click.group()
def serve() -> None:
    """Los sitios, cada uno en su propio proceso."""


@serve.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
def staff(port: int, host: str) -> None:
    """El sitio del personal."""
    run_server(host=host, port=port)


@serve.command()
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
def public(port: int, host: str) -> None:
    """La puerta pública, sin cuentas: donde alguien cuenta lo que pasa y regresa con su clave."""
    run_server(host=host, port=port)


@serve.command()
@click.option("--port", default=8003, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
def answers(port: int, host: str) -> None:
    """El sitio sin cuentas donde responde una institución que recibió un oficio."""
    run_server(host=host, port=port)


@serve.command()
@click.option("--port", default=8002, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
def api(port: int, host: str) -> None:
    """Lo que otros sistemas envían y preguntan, con peticiones firmadas."""
    run_server(host=host, port=port)


CONNECTIONS = 900  # at once; a process may have 1024 files open on most systems
MOST_BYTES = {"staff": 2**20, "answers": 2**20, "api": 2**20, "public": 2**16}  # of one request


def run_server(*, host: str, port: int, open_at: str = "") -> None:
    """Serve the site of this process with waitress until interrupted; ``open_at``: a path to open in the browser."""
    import waitress
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command

    try:
        from hilo.web.wsgi import application
    except ImproperlyConfigured as wrong:
        raise BadInput(str(wrong)) from None
    call_command("check", deploy=False)
    try:
        server: Any = waitress.create_server(
            application, host=host, port=port, threads=8, ident=None,
            max_request_body_size=4 * MOST_BYTES[settings.HILO_SITE],  # more is refused before it fills the disk
            inbuf_overflow=5 * MOST_BYTES[settings.HILO_SITE],  # and what is not, never reaches the disk
            clear_untrusted_proxy_headers=not settings.HILO_PROXIES,  # who the visitor is: hilo.accounts.addresses
            connection_limit=CONNECTIONS, channel_timeout=30, asyncore_use_poll=True,  # idle ones keep nobody out
        )  # fmt: skip
    except OSError:
        raise BadInput(f"El puerto {port} está ocupado. Elija otro con --port.") from None
    address = f"http://{host}:{server.effective_port}"
    click.echo(f"Hilo en {address} · Ctrl+C para terminar", err=True)
    if open_at and sys.stderr.isatty() and not os.environ.get("HILO_NO_BROWSER"):
        threading.Timer(0.5, webbrowser.open, [address + open_at]).start()
    with _taking_in() if settings.HILO_SITE == "staff" else nullcontext():
        server.run()


@contextmanager
def _taking_in() -> Iterator[None]:
    """Take reports in while this process runs, beside what it does; any number of processes may."""
    from hilo.intake.arrivals import Loop

    loop = Loop()
    loop.start()
    try:
        yield
    finally:
        loop.stop()


@click.command()
@click.option("--once", is_flag=True, help="Una pasada y termina.")
@json_option
@now_option
def work(once: bool, as_json: bool, now_text: str | None) -> None:
    """Registra lo vencido y lo callado, y atiende la bandeja de salida."""
    if once:
        done = work_once(parse_now(now_text))
        answer(done, as_json=as_json, words=_worked)
        return
    if now_text:
        raise click.UsageError("--now solo sirve con --once.")
    pause = threading.Event()
    with _taking_in():
        while not pause.wait(30):
            done = work_once(datetime.now(UTC))
            if any(done.values()):
                click.echo(_worked(done), err=True)


def work_once(now: datetime) -> dict[str, int]:
    """One pass: what is due and not yet recorded, what is to leave, then a checkpoint of the ledger."""
    from hilo.accounts import limits
    from hilo.alerts import actions as alerts
    from hilo.cases import leaving, sweep
    from hilo.exchange import mail, outbox, sender_bulk, sender_unknown
    from hilo.exchange.api import actions as partners
    from hilo.intake import arrivals, forgetting
    from hilo.investigation import lapse
    from hilo.ledger import checkpoint
    from hilo.web import marks

    taken = arrivals.look(now)
    leaving.sweep(now=now)
    swept = sweep.sweep(now=now)
    late = alerts.sweep(now=now) + sender_unknown.sweep(now=now) + lapse.sweep(now=now)
    sender_bulk.propose(now)
    mail.enqueue_due(now=now)
    done, failed = outbox.work(now)
    partners.forget(now)
    limits.forget(now)
    forgetting.forget(now)
    checkpoint.make(datetime.now(UTC))
    marks.note(marks.WORKED, datetime.now(UTC))
    return {
        "reports_taken": taken,
        "overdue_recorded": swept.overdue + swept.silent + late,
        "escalations": swept.rungs,
        "outbox_done": done,
        "outbox_failed": failed,
    }


def _worked(done: dict[str, int]) -> str:
    return f"{done['overdue_recorded']} vencimientos y silencios, y {done['escalations']} avisos escalados."


@click.command()
@click.option("--once", is_flag=True, help="Hace todo el recorrido, imprime el resultado y termina.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
def demo(once: bool, port: int) -> None:
    """Carga casos inventados y los muestra en el navegador."""
    from hilo.web import demo as story

    prepare()
    told = story.load(say=lambda text: click.echo(text, err=True))
    click.echo(story.table(told))
    if not once:
        with _door_beside():
            run_server(host="127.0.0.1", port=_free(port), open_at="/demo/historia/")


@contextmanager
def _door_beside() -> Iterator[None]:
    """The public door of the demonstration, in a process of its own as everywhere; the pages link where it is."""
    import signal
    import subprocess

    from django.conf import settings

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # or the door would go on without us
    port = str(_free(8001))
    settings.HILO_PUBLIC_URL = f"http://127.0.0.1:{port}"
    apart = {name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "HILO_SITE")}
    run = [sys.executable, "-c", "from hilo.web.cli import main; main()", "serve", "public", "--port", port]
    door = subprocess.Popen(run, env=apart)  # noqa: S603 - our own command
    try:
        yield
    finally:
        door.terminate()
        door.wait(timeout=10)


def _free(port: int) -> int:
    """The port, or any free one when it is taken: a demonstration should not fail for that."""
    import socket

    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", port)) == 0
    if not taken:
        return port
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        return int(other.getsockname()[1])


def _ledger() -> click.Group:
    from hilo.cases.models import Case
    from hilo.cases.queries import ThreadContents
    from hilo.ledger.commands import ledger_group

    def chain_of(code: str) -> Any:
        return Case.objects.filter(code=code.strip().upper()).values_list("pk", flat=True).first()

    return ledger_group(chain_of, ThreadContents)


def _people() -> click.Group:
    from hilo.accounts.commands import people_group
    from hilo.cases.leaving import deactivate

    return people_group(deactivate)


def _cases() -> click.Group:
    from hilo.cases.commands import cases_group
    from hilo.exchange.queries import told

    return cases_group(told)


def __getattr__(name: str) -> Any:
    # these groups need the models, so they are made when they are asked for
    if name == "cases":
        return _cases()
    if name == "ledger":
        return _ledger()
    if name == "people":
        return _people()
    raise AttributeError(name)


@click.command()
@click.argument("name", type=click.Choice(["alerts", "pages", "door", "casefile"]))
@click.option("--count", default=5000, show_default=True, type=click.IntRange(min=10))
@json_option
def bench(name: str, count: int, as_json: bool) -> None:
    """Mide una parte contra su suelo, en una base de datos aparte."""
    from hilo.web.measure import measure

    answer(measure(name, count), as_json=as_json, words=_measured)


def _measured(done: dict[str, Any]) -> str:
    return "\n".join(f"{key}: {value}" for key, value in done.items())
