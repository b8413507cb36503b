"""``python -m bench.door_guess [GUESSES]``: random codes that check, tried where 100 reports wait; none may open.

Prints how many were tried, how many opened and how many a second one process manages: what a guesser has to beat.
A hit ends with status 1.
"""

import json
import sys
import time

from bench.door_timing import fresh_door, tell

REPORTS = 100


def main(guesses: int) -> int:
    """Guess, print; 1 when a guess opened something."""
    with fresh_door():
        from hilo.door.visit import come_in
        from hilo.lib.codes import new_digits

        known = [tell() for _ in range(REPORTS)]
        assert all(come_in(digits) for digits in known)
        began = time.perf_counter()
        hits = sum(come_in(new_digits()) is not None for _ in range(guesses))
        a_second = guesses / (time.perf_counter() - began)
    print(json.dumps({"guesses": guesses, "hits": hits, "a_second": round(a_second, 1)}))
    return int(hits > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
