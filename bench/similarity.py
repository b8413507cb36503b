"""What chance and shared exposure do to the comparison of accounts, by simulation: ``python -m bench.similarity RUNS``.

A run is 27 accounts (351 pairs) and 40 codes: 10 told by 30 % of the children, 20 by 10 %, 10 by 3 %, each code by each
child independently of all others, so that every pair found is a false one. With a script: each account is exposed to it
with the given chance, 17 codes drawn for the run are its topics, and an exposed child tells a topic ``times`` as often,
95 % at most. Reference narratives: 1,000, with exactly those rates. The exposed had one interviewer; the others were
exposed to nobody. Parameters of the project's research on linkage, section 5.3; they are illustrative, not observed.
"""

import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from hilo.testimony.agreement import Share, share
from hilo.testimony.chance import Draw, Table, heaviest, shuffled, tail, traded
from hilo.testimony.exposure import CONTACTS, Account, Telling, exposure
from hilo.testimony.similarity import UNITS, Code, q_values, weight

ACCOUNTS, TOPICS, MOST, REFERENCES, LEVEL = 27, 17, 0.95, 1000, 0.05
RATES = [0.3] * 10 + [0.1] * 20 + [0.03] * 10
CODES = [Code(f"C{n:02}", 0.9, round(rate * REFERENCES), REFERENCES) for n, rate in enumerate(RATES)]
NAMES = [code.id for code in CODES]
WEIGHTS = {code.id: round(weight(code.having, code.references).nats * UNITS) for code in CODES}

RARE = frozenset(NAMES[-10:])
SEED, PERMUTATIONS, PAIRS = 7, 199, math.comb(ACCOUNTS, 2)


@dataclass(frozen=True)
class World:
    """``exposed``: chance of an account to be exposed; ``times``: what the script does to its topics;
    ``talkative``: half of the children tell each code this many times as often, the other half as much more rarely."""

    exposed: float = 0.0
    times: float = 1.0
    talkative: float = 1.0
    together: bool = False  # the ten codes of 30 % are five couples: who tells one of a couple tells the other


EXPOSED = {
    "independent": World(),
    "30 % exposed, x2": World(0.3, 2),
    "60 % exposed, x2": World(0.6, 2),
    "60 % exposed, x4": World(0.6, 4),
}
PERMUTED = [
    ("independent", World(), False),
    ("60 % exposed, x4", World(0.6, 4), False),
    ("60 % exposed, x4", World(0.6, 4), True),
    ("some talk twice, some half", World(talkative=2), False),
    ("60 % exposed, x4, some talk twice, some half", World(0.6, 4, talkative=2), True),
    ("five couples of codes", World(together=True), False),
]


def accounts(world: World, rng: random.Random) -> list[Account]:
    """One run."""
    topics = set(rng.sample(NAMES, TOPICS))
    return [_account(f"{n:02}", world, topics, rng) for n in range(ACCOUNTS)]


def _account(name: str, world: World, topics: set[str], rng: random.Random) -> Account:
    touched = rng.random() < world.exposed
    talk = world.talkative ** rng.choice((-1, 1))
    told = set()
    for code, rate in zip(NAMES, RATES, strict=True):
        if rng.random() < min(MOST, rate * talk * (world.times if touched and code in topics else 1)):
            told.add(code)
    if world.together:
        told = {c for c in told if c not in NAMES[1:10:2]} | {NAMES[n + 1] for n in range(0, 10, 2) if NAMES[n] in told}
    return account(name, told, touched)


def account(name: str, told: Iterable[str], touched: bool) -> Account:
    """One that told these codes freely, and whether it went through the interviewer of the script."""
    contacts = dict.fromkeys(CONTACTS, frozenset[str]())
    tellings = tuple(Telling(code, "spontaneous", None) for code in sorted(told))
    return Account(name, tellings, contacts | {"interviewer": frozenset({"one"} if touched else ())})


def table(found: list[Account], *, stratified: bool) -> Table:
    """What the comparison reckons from; without strata, as if nobody had been exposed to anything."""
    free = [Account(one.id, one.tellings, dict.fromkeys(CONTACTS, frozenset[str]())) for one in found]
    return Table(found, WEIGHTS, (), exposure(found if stratified else free), strict=True)


def heaviest_is_found(data: Table, permutations: int, seed: int, draw: Draw = shuffled) -> bool:
    """Whether the heaviest pair has (1 + as heavy) / (1 + permutations) <= LEVEL; ends as soon as it cannot."""
    allowed = int(LEVEL * (permutations + 1)) - 1
    observed = max(map(data.weight, data.pairs), default=0)
    columns = list(data.columns.values())
    drawn = heaviest(columns, len(data.places), draw(columns, random.Random(seed)))
    reached = (one >= observed for one in islice(drawn, permutations))
    return next((False for n in _running(reached) if n > allowed), True)


def _running(reached: Iterable[bool]) -> Iterator[int]:
    total = 0
    for one in reached:
        total += one
        yield total


def any_q_found(data: Table) -> bool:
    """Whether any pair has q <= LEVEL, before accounts keep how many codes they hold."""
    return any(q <= LEVEL for q in q_values(data.pair_p(data.pairs), PAIRS).values())


def false_alarms(world: World, runs: int, seed: int, found: Callable[[list[Account], int], bool]) -> Share:
    """In how many runs ``found`` says that there is something."""
    rng = random.Random(seed)
    return share(sum(found(accounts(world, rng), seed + run) for run in range(runs)), runs)


@cache
def at_base_rates(units: int) -> float:
    """Chance as the base rates alone give it, which is what a comparison without permutation believes."""
    return tail(((one, math.exp(-2 * one / UNITS)) for one in WEIGHTS.values()), units)


def found_at_base_rates(data: Table) -> int:
    """Pairs with q <= LEVEL when chance is taken from the base rates."""
    p = {pair: at_base_rates(data.weight(pair)) for pair in data.pairs}
    return sum(q <= LEVEL for q in q_values(p, PAIRS).values())


def trio(world: World, details: int, told_by: float, rng: random.Random) -> list[Account]:
    """A run in which three accounts of a common origin each tell each of ``details`` rare codes with that chance."""
    found = accounts(world, rng)
    for n in range(3):
        own = {one.code for one in found[n].tellings} | {c for c in NAMES[-details:] if rng.random() < told_by}
        found[n] = account(found[n].id, own, touched=False)
    return found


def percent(found: Share) -> str:
    low, high = found.interval or (0.0, 1.0)
    return f"{found.count} of {found.of} = {100 * found.count / found.of:.1f} % [{100 * low:.1f}, {100 * high:.1f}]"


def chance_rows(runs: int) -> Iterator[tuple[str, str]]:
    """What independent accounts share."""
    rng, most, rare, best = random.Random(SEED), Counter[int](), Counter[int](), []
    for _ in range(runs):
        data = table(accounts(World(), rng), stratified=False)
        most[max(map(len, data.pairs.values()), default=0)] += 1
        rare[max((sum(code in RARE for code in shared) for shared in data.pairs.values()), default=0)] += 1
        best.append(max(map(data.weight, data.pairs), default=0) / UNITS)
    for least in (4, 5, 6, 7):
        yield (
            f"some pair shares {least} codes or more",
            percent(share(sum(n for k, n in most.items() if k >= least), runs)),
        )
    for least in (1, 2, 3):
        yield (
            f"some pair shares {least} rare codes or more",
            percent(share(sum(n for k, n in rare.items() if k >= least), runs)),
        )
    yield "weight of the heaviest pair, 95 of 100 runs below", f"{sorted(best)[int(0.95 * runs)]:.1f} nats"


def naive_rows(runs: int) -> Iterator[tuple[str, str]]:
    """Base rates alone, whoever was exposed."""
    for name, world in EXPOSED.items():
        rng = random.Random(SEED)
        found = [found_at_base_rates(table(accounts(world, rng), stratified=False)) for _ in range(runs)]
        some = percent(share(sum(n > 0 for n in found), runs))
        yield f"base rates, {name}: any false pair with q <= .05", f"{some}; {sum(found) / runs:.1f} a run"


def permuted_rows(runs: int) -> Iterator[tuple[str, str]]:
    """The heaviest pair by both ways of permuting, and q, plain and within strata."""
    for name, world, stratified in PERMUTED:
        how = f"{'within strata' if stratified else 'all together'}, {name}"
        for draw in (shuffled, traded):

            def found(data: list[Account], seed: int, by: bool = stratified, draw: Draw = draw) -> bool:
                return heaviest_is_found(table(data, stratified=by), PERMUTATIONS, seed, draw)

            yield f"{how}: heaviest pair, {draw.__name__}", percent(false_alarms(world, runs, SEED, found))

        def by_q(data: list[Account], _: int, by: bool = stratified) -> bool:
            return any_q_found(table(data, stratified=by))

        yield f"{how}: any q <= .05", percent(false_alarms(world, runs, SEED, by_q))


def power_rows(runs: int) -> Iterator[tuple[str, str]]:
    """How often a real trio is noticed: no finding is no evidence of nothing."""
    for details, told_by in ((3, 0.7), (5, 0.7), (3, 0.4), (5, 0.4)):
        rng = random.Random(SEED)
        data = [table(trio(World(), details, told_by, rng), stratified=False) for _ in range(runs)]
        of = f"trio with {details} rare codes, each told by {told_by:.0%}"
        for draw in (shuffled, traded):
            noticed = sum(heaviest_is_found(one, PERMUTATIONS, SEED + n, draw) for n, one in enumerate(data))
            yield f"{of}: heaviest pair, {draw.__name__}", percent(share(noticed, runs))
        yield f"{of}: any q <= .05", percent(share(sum(map(any_q_found, data)), runs))


def main(runs: int) -> None:
    """Print the rows as a table, each as soon as it is known."""
    print(f"| {runs} runs, seed {SEED}, {PERMUTATIONS} permutations | [95 % Wilson] |\n|---|---|")
    for rows in (chance_rows, naive_rows, permuted_rows, power_rows):
        for question, answer in rows(runs):
            print(f"| {question} | {answer} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 400)
