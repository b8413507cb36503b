"""What chance alone gives between accounts: codes change places within strata, and the heaviest pair is kept.

Plain Python, seeded: the same table and seed give the same figures.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, islice

from hilo.testimony.exposure import Account, Exposure, Pairing, Publication

TRADES = 3  # per account, between two draws


@dataclass(frozen=True)
class Column:
    """One code over the accounts (by position): units that sharing it weighs, who may change places, who holds it."""

    units: int
    blocks: tuple[frozenset[int], ...]
    holders: frozenset[int]

    @cached_property
    def part(self) -> dict[int, tuple[int, float]]:
        """Position -> its block, and the part of that block that holds the code."""
        return {i: (n, len(block & self.holders) / len(block)) for n, block in enumerate(self.blocks) for i in block}

    def both(self, i: int, j: int) -> float:
        """How often two positions both hold the code when the holders of each block change places."""
        if i not in self.part or j not in self.part:
            return 0.0
        (first, p), (second, q) = self.part[i], self.part[j]
        if first != second or not p:
            return p * q
        return p * (p * len(self.blocks[first]) - 1) / (len(self.blocks[first]) - 1)


def shuffled(columns: Sequence[Column], rng: random.Random) -> Iterator[list[list[int]]]:
    """Without end: the holders of each code after those of each block changed places, one code apart from the other."""
    blocks = [[(sorted(b), len(b & column.holders)) for b in column.blocks] for column in columns]
    while True:
        yield [
            [i for block, k in one for i in (rng.sample(block, k) if 0 < k < len(block) else block[:k])]
            for one in blocks
        ]


def traded(columns: Sequence[Column], rng: random.Random) -> Iterator[list[list[int]]]:
    """Without end: the same, while each account keeps how many codes it holds (Strona et al. 2014, trades of pairs).

    Two accounts of a stratum pool what only one of them holds and could be the other's, and share it out anew.
    """
    own = _by_account(columns, [column.holders for column in columns])
    free = _by_account(columns, [column.part for column in columns])
    partners = sorted(
        {pair for column in columns for block in column.blocks for pair in combinations(sorted(block), 2)}
    )
    while True:
        for i, j in rng.choices(partners, k=TRADES * len(own)) if partners else ():
            mine, yours = (own[i] - own[j]) & free[j], (own[j] - own[i]) & free[i]
            if mine and yours:
                pool = [*mine, *yours]
                rng.shuffle(pool)
                own[i] = own[i] - mine | set(pool[: len(mine)])
                own[j] = own[j] - yours | set(pool[len(mine) :])
        yield [[i for i, codes in own.items() if n in codes] for n in range(len(columns))]


def _by_account(columns: Sequence[Column], of: Sequence[Iterable[int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {i: set() for column in columns for i in column.part}
    for n, positions in enumerate(of):
        for i in positions:
            found[i].add(n)
    return found


def heaviest(columns: Sequence[Column], size: int, drawn: Iterable[list[list[int]]]) -> Iterator[int]:
    """Of each draw, the units that its heaviest pair shares."""
    for holders in drawn:
        sums = [0] * (size * size)
        for column, held in zip(columns, holders, strict=True):
            for a, b in combinations(sorted(held), 2):
                sums[a * size + b] += column.units
        yield max(sums, default=0)


def tail(parts: Iterable[tuple[int, float]], least: int) -> float:
    """How often independent parts, each of so many units with that chance, add up to ``least``: by convolution."""
    below, reached = [1.0] + [0.0] * (least - 1) if least else [], 0.0 if least else 1.0
    for size, p in parts:
        units = min(size, least)
        reached += p * sum(below[least - units :])
        if p:
            below = [a * (1 - p) + b * p for a, b in zip(below, [0.0] * units + below, strict=False)]
    return reached


Draw = Callable[[Sequence[Column], random.Random], Iterator[list[list[int]]]]


@dataclass(frozen=True)
class Table:
    """Accounts by the codes that one line takes, with what each code weighs in whole units.

    ``strict``: only what was told freely and before it became public (Account.told_freely).
    """

    accounts: Sequence[Account]
    units: Mapping[str, int]
    publications: Sequence[Publication]
    seen: Exposure
    strict: bool

    @cached_property
    def holders(self) -> dict[str, frozenset[str]]:
        return {code: frozenset(a.id for a in self.accounts if self._holds(a, code)) for code in self.units}

    def _holds(self, account: Account, code: str) -> bool:
        return account.told_freely(code, self._public(code)) if self.strict else account.told(code)

    def _public(self, code: str) -> date | None:
        return min((one.on for one in self.publications if code in one.codes), default=None)

    @cached_property
    def places(self) -> dict[str, int]:
        """The accounts whose exposure is known, by position."""
        return {name: n for n, name in enumerate(a.id for a in self.accounts if a.id not in self.seen.unknown)}

    @cached_property
    def pairs(self) -> dict[Pairing, tuple[str, ...]]:
        """Every pair of accounts that shares a code, ids in order -> the codes."""
        found: defaultdict[Pairing, list[str]] = defaultdict(list)
        for code, holders in self.holders.items():
            for pair in combinations(sorted(holders), 2):
                found[pair].append(code)
        return {pair: tuple(found[pair]) for pair in sorted(found)}

    def weight(self, pair: Pairing) -> int:
        return sum(self.units[code] for code in self.pairs[pair])

    @cached_property
    def columns(self) -> dict[str, Column]:
        return {code: self._column(code, units) for code, units in self.units.items() if units}

    def _column(self, code: str, units: int) -> Column:
        """Blocks by stratum; who was heard only after a code became public could not have held it, and keeps out."""
        blocks: defaultdict[str, set[int]] = defaultdict(set)
        for account in self.accounts:
            if account.id in self.places and (not self.strict or account.heard_before(self._public(code))):
                blocks[self.seen.strata[account.id]].add(self.places[account.id])
        holders = {self.places[name] for name in self.holders[code] if name in self.places}
        return Column(units, tuple(map(frozenset, blocks.values())), frozenset(holders))

    def heaviest(self, draw: Draw, permutations: int, seed: int) -> list[int]:
        """The heaviest pair of each permutation, in whole units, lightest first."""
        rng = random.Random(seed)  # noqa: S311 - to be reckoned again by anybody, not a secret
        columns = list(self.columns.values())
        return sorted(islice(heaviest(columns, len(self.places), draw(columns, rng)), permutations))

    def pair_p(self, pairs: Iterable[Pairing]) -> dict[Pairing, float]:
        """How often chance makes each pair weigh as much or more when holders change places: exact, not drawn."""
        found = {}
        for pair in pairs:
            i, j = (self.places[name] for name in pair)
            parts = ((column.units, column.both(i, j)) for column in self.columns.values())
            found[pair] = tail(parts, self.weight(pair))
        return found
