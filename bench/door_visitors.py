"""Visitors of the public door, in a process of their own: ``python -m bench.door_visitors PORT WHAT COUNT``.

``WHAT`` is ``rate:10`` (so many begin each second, whether the door is quick or not) or ``flood`` (as many as can at
once, one true report of another place among every twenty). Prints one JSON line for each report: its code, whether it
was true, the seconds of its last step, of its slowest page, and how late it began.
"""

import json
import random
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPException
from itertools import count
from typing import Any

from tests.door.real_visitor import RealVisitor

AT_ONCE, FLOOD_AT_ONCE = 24, 8
TRUE_OF = 21  # twenty of the flood, then a true one
TRIES = 20
FLOOD = "Mañana no hay clases y todos lo saben, avisen a sus amigos y mándenlo otra vez."
THINGS = ("la mochila", "un libro", "mi suéter", "la lonchera", "una libreta", "mis lápices", "el balón", "una gorra")
PLACES = (
    "en el paseo",
    "en el camión",
    "en el patio",
    "en la cancha",
    "en el mercado",
    "en la biblioteca",
    "en la fila",
)
TIMES = ("el lunes", "el martes", "ayer", "hoy temprano", "en vacaciones", "el mes pasado", "al salir", "en el recreo")


def main(port: int, what: str, total: int) -> None:
    """Let them all come; ends when the last one is done."""
    rate = float(what.partition(":")[2] or 0)
    began, numbers, lock = time.monotonic() + 0.5, count(), threading.Lock()

    def come() -> None:
        while (number := next(numbers)) < total:
            due = began + number / rate if rate else time.monotonic()
            time.sleep(max(0.0, due - time.monotonic()))
            told = _tell(port, number, flood=not rate)
            told["late"] = round(told.pop("began") - due, 4)
            with lock:
                print(json.dumps(told), flush=True)

    threads = [threading.Thread(target=come) for _ in range(AT_ONCE if rate else FLOOD_AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _tell(port: int, number: int, *, flood: bool) -> dict[str, Any]:
    """One whole journey. A page that does not come is asked for again, as people do."""
    rng = random.Random(number)
    true = not flood or number % TRUE_OF == TRUE_OF - 1
    account = _account(rng) if true else FLOOD + " " * rng.randrange(3) + "!" * rng.randrange(4)
    # half of the true ones come from the network of the flood
    near = flood and (not true or rng.random() < 0.5)
    visitor = RealVisitor(port, forwarded="192.0.2.7" if near else f"10.{rng.randrange(256)}.{number % 256}.9")
    began, pages, failed = time.monotonic(), [], 0
    for step in _steps(visitor, account):
        for _ in range(TRIES):
            try:
                step()
                break
            except (OSError, HTTPException):
                failed += 1
                time.sleep(0.1)
        pages.append(visitor.took)
    return {
        "code": visitor.code, "true": true, "began": began, "failed": failed, "last_step": visitor.last_step,
        "slowest": max(pages), "whole": time.monotonic() - began,
    }  # fmt: skip


def _steps(visitor: RealVisitor, account: str) -> Iterator[Any]:
    yield visitor.look
    yield lambda: visitor.post_only("urgent")
    yield visitor.look
    yield lambda: visitor.post_only("next", account=account, state="NAY", about="me")
    yield visitor.look
    yield lambda: visitor.post_only("send")
    yield visitor.look
    assert visitor.at == "sent"


def _account(rng: random.Random) -> str:
    """Something invented and small, unlike the others."""
    parts = [
        f"Perdí {rng.choice(THINGS)} {rng.choice(PLACES)} {rng.choice(TIMES)}." for _ in range(rng.randrange(1, 9))
    ]
    return " ".join([*parts, f"Son {rng.randrange(10_000)} pasos de {rng.choice(PLACES)} a la casa."])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
