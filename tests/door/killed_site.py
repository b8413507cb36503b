"""The door's site killed with SIGKILL again and again behind one address: ``python killed_site.py SEED TIMES``.

Prints its port, then serves until TIMES servers have died, each amid a request of its own choice: before it, at a
statement of it, or after it and before its answer left. Then it prints a line, and the last one lives until standard
input ends. Each is a fork, so that Django is read once; the socket stays open, so that whoever asks meets a broken
line and not a closed port, as behind a proxy.
"""

import os
import random
import signal
import socket
import sys
from contextlib import nullcontext
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings_public")

import waitress
from django.db import connection, connections
from django.test import Client

from hilo.web.wsgi import application


def warm() -> None:
    """Read once what the first page would read, so that each server serves from its first moment."""
    Client(headers={"host": "localhost"}).get("/")
    connections.close_all()


def begin(listening: socket.socket, serve: Any) -> int:
    """Begin one server; its process."""
    child = os.fork()
    if child == 0:
        waitress.create_server(serve, sockets=[listening], threads=8, ident=None).run()
        os._exit(0)
    return child


def deadly(rng: random.Random) -> Any:
    """The site, until it dies."""
    how, left = rng.choice(["before", "statement", "statement", "after"]), rng.randrange(2, 20)
    statements = rng.randrange(1, 14)

    def counting(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal statements
        statements -= 1
        if not statements:
            die()
        return execute(sql, params, many, context)

    def answer(environ: Any, start_response: Any) -> Any:
        nonlocal left
        left -= 1
        if left > 0:
            return application(environ, start_response)
        if how == "before":
            die()
        with connection.execute_wrapper(counting) if how == "statement" else nullcontext():
            made = application(environ, start_response)
        if how == "after":
            die()
        return made

    return answer


def die() -> None:
    """At once, with all threads."""
    os.kill(os.getpid(), signal.SIGKILL)


def kill(server: int) -> None:
    """At once."""
    os.kill(server, signal.SIGKILL)
    os.waitpid(server, 0)


def main(seed: int, times: int) -> None:
    """Serve and kill."""
    rng = random.Random(seed)
    warm()
    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    for _ in range(times):
        os.waitpid(begin(listening, deadly(rng)), 0)
    server = begin(listening, application)
    print("done", flush=True)
    sys.stdin.read()
    kill(server)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
