"""What accounts share, how rare it is, and how often chance alone would give as much: never what it means.

One comparison is about one population (age band and setting); its base rates come from narratives collected without
regard to any pattern, never from the accounts compared. See docs/explanation/across-cases.md.

Two lines. ``strict``: codes with alpha of .667 or more, told spontaneously or after an invitation, before that code
became public. ``every``: whatever the children told. Only presences are compared: what was never asked is not a "no".

Chance: the holders of each code change places within their stratum (see exposure), codes independently of each other.
How often one pair weighs as much is reckoned exactly, with q over all pairs; how often the heaviest of all pairs does
comes from seeded permutations, with and without each account keeping how many codes it holds. Without, two children who
tell much look alike, so no q is below the figure with. Codes that go together by themselves still make chance look
rarer than it is: the codebook must join them. The page has the figures.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Final, TypeVar

from hilo.lib.errors import BadInput
from hilo.testimony.agreement import ENTERS_COMPARISON, rate
from hilo.testimony.chance import Table, shuffled, traded
from hilo.testimony.exposure import UNKNOWN, Account, Exposure, Pairing, Publication, exposure

LEAST_REFERENCES, LEAST_ACCOUNTS, LEAST_STRATUM = 10, 10, 3
Key = TypeVar("Key")
Again = Mapping[str, Mapping[str, Mapping[Pairing, float]]]  # what is changed -> which of it -> q of every pair
UNITS: Final = 20  # for chance, weights are rounded to 1/20 nat on both sides of every comparison

ALTERNATIVES: Final = {
    "H1": "Los hechos tienen un origen común.",
    "H2a": "Los relatos tuvieron una exposición común: personas, preguntas, medios o informes, registrada o no.",
    "H2b": "Coinciden por azar.",
    "H2c": "El entorno es común: hay cosas que se encuentran en todos los lugares de este tipo.",
}
TOO_SMALL: Final = {
    "few_accounts": f"Hay menos de {LEAST_ACCOUNTS} relatos comparables: las cifras no pueden decir nada.",
    "no_reference": f"Ningún código tiene {LEAST_REFERENCES} relatos de referencia: no se sabe qué es raro.",
    "unknown_exposure": "No se conoce la exposición de uno de los relatos: averígüela antes de comparar.",
    "alone_in_stratum": "Un relato no tiene con quién compararse en su grupo de exposición: no se puede decir nada.",
    "no_rarity": f"Lo que comparten no tiene {LEAST_REFERENCES} relatos de referencia: no se sabe si es raro.",
}


@dataclass(frozen=True)
class Code:
    """A code, alpha of its double coding (None: unknown), how many of the reference narratives have it, and acts."""

    id: str
    alpha: float | None
    having: int
    references: int
    acts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weight:
    """-ln p in nats, p the posterior mean of the base rate, with 95 % ends; 0, not ``known``, below ten references."""

    nats: float
    low: float
    high: float
    known: bool


@dataclass(frozen=True)
class Sensitivity:
    """q when one thing changes, while accounts need not keep how many codes they hold; None: not known then."""

    without_code: Mapping[str, float | None]
    without_account: Mapping[str, float | None]
    base_rates: Mapping[str, float | None]  # "0.5" and "1.5" times those given


@dataclass(frozen=True)
class Pair:
    """Two accounts and what they share; no figure of chance where ``too_small`` says why (keys of TOO_SMALL).

    ``relation``: key of exposure.RELATIONS; none but ``no_known_path`` may be weighed as if independent.
    """

    a: str
    b: str
    shared: Mapping[str, Weight]
    shared_weight: float
    interval: tuple[float, float]  # the sums of the ends: wider than the interval of the sum
    relation: str
    path: tuple[str, ...]
    too_small: tuple[str, ...]
    acts: tuple[str, ...]
    pair_p: float | None = None  # of this pair, looked at by itself
    familywise_p: float | None = None  # of the heaviest of all pairs
    q: float | None = None
    sensitivity: Sensitivity | None = None  # of the strict line, where q <= level
    alternatives: Mapping[str, str] = field(default_factory=lambda: ALTERNATIVES)


@dataclass(frozen=True)
class Line:
    """One reckoning over all pairs. ``pairs``: those that share a code, least explained by chance first."""

    codes: tuple[str, ...]
    without_rarity: tuple[str, ...]  # shown with a weight of 0: fewer than ten reference narratives
    pairs: tuple[Pair, ...]
    threshold: float  # nats that the heaviest pair reaches by chance in no more than ``level`` of the permutations
    expected_by_chance: float  # pairs that chance alone puts within the cut of those with q <= level
    expected_unadjusted: float  # pairs that chance alone would give, were each looked at by itself
    too_small: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """Both lines, and all that is needed to reckon them again."""

    population: str
    accounts: int
    pairs: int
    codes: int
    level: float
    seed: int
    permutations: int
    strata: Mapping[str, int]  # stratum -> accounts
    unknown_exposure: tuple[str, ...]
    strict: Line
    every: Line


def q_values(p: Mapping[Key, float], tests: int) -> dict[Key, float]:
    """Benjamini and Hochberg 1995, over ``tests`` of which ``p`` holds those that are not 1."""
    found, q = {}, 1.0
    for rank, key in reversed(list(enumerate(sorted(p, key=lambda one: p[one]), 1))):
        q = found[key] = min(q, p[key] * tests / rank)
    return found


@cache
def weight(having: int, references: int, times: float = 1.0) -> Weight:
    """What sharing a code weighs; ``times`` multiplies the base rate, for sensitivity."""
    if references < LEAST_REFERENCES:
        return Weight(0.0, 0.0, 0.0, False)
    nats, high, low = (max(0.0, -math.log(p * times)) for p in rate(having, references))
    return Weight(nats, low, high, True)


def compare(
    accounts: Sequence[Account],
    codes: Sequence[Code],
    publications: Sequence[Publication] = (),
    *,
    population: str,
    level: float = 0.05,
    permutations: int = 999,
    seed: int = 1,
) -> Report:
    """Both lines over every pair of ``accounts``.

    Raises BadInput for a code told but not described, a name given twice, or too few permutations for ``level``.
    """
    _check(accounts, codes, level, permutations)
    seen = exposure(accounts, publications)
    both = (_Reckoning(accounts, codes, publications, seen, strict) for strict in (True, False))
    strict, every = (one.line(level, permutations, seed) for one in both)
    return Report(
        population,
        len(accounts),
        math.comb(len(accounts), 2),
        len(codes),
        level,
        seed,
        permutations,
        Counter(seen.strata.values()),
        tuple(sorted(seen.unknown)),
        strict,
        every,
    )


def _check(accounts: Sequence[Account], codes: Sequence[Code], level: float, permutations: int) -> None:
    described = {code.id for code in codes}
    if len(described) < len(codes):
        raise BadInput("Un código está descrito dos veces; deje una sola descripción.")
    if missing := sorted({t.code for account in accounts for t in account.tellings} - described):
        raise BadInput(f"Falta describir estos códigos: {', '.join(missing)}; dé su acuerdo y su referencia.")
    if not 0 < level < 1 or level * (permutations + 1) < 1:
        raise BadInput("Con tan pocas permutaciones no se alcanza ese nivel; pida más permutaciones.")


@dataclass(frozen=True)
class _Reckoning:
    """One line, and the same line with something left out; the strata stay as they are."""

    accounts: Sequence[Account]
    codes: Sequence[Code]
    publications: Sequence[Publication]
    seen: Exposure
    strict: bool
    times: float = 1.0

    @cached_property
    def weights(self) -> dict[str, Weight]:
        used = [code for code in self.codes if not self.strict or (code.alpha or 0.0) >= ENTERS_COMPARISON]
        return {code.id: weight(code.having, code.references, self.times) for code in used}

    @cached_property
    def table(self) -> Table:
        units = {code: round(weight.nats * UNITS) for code, weight in self.weights.items()}
        return Table(self.accounts, units, self.publications, self.seen, self.strict)

    @cached_property
    def too_small(self) -> tuple[str, ...]:
        sizes = Counter(self.seen.strata[name] for name in self.table.places)
        few = sum(n for n in sizes.values() if n >= LEAST_STRATUM) < LEAST_ACCOUNTS
        found = {"few_accounts": few, "no_reference": not any(one.known for one in self.weights.values())}
        return tuple(reason for reason, holds in found.items() if holds)

    def pair_too_small(self, pair: Pairing) -> tuple[str, ...]:
        strata = [self.seen.strata[name] for name in pair]
        sizes = Counter(self.seen.strata[name] for name in self.table.places)
        unknown = UNKNOWN in strata
        alone = not unknown and (1 in map(sizes.get, strata) or (strata[0] == strata[1] and sizes[strata[0]] == 2))
        rare = any(self.weights[code].known for code in self.table.pairs[pair])
        found = {"unknown_exposure": unknown, "alone_in_stratum": alone, "no_rarity": not rare}
        return tuple(reason for reason, holds in found.items() if holds)

    @cached_property
    def pair_p(self) -> dict[Pairing, float]:
        """Of every pair of which the numbers can say anything; all others count as 1 wherever pairs are counted."""
        return self.table.pair_p([p for p in self.table.pairs if not self.too_small and not self.pair_too_small(p)])

    @cached_property
    def q(self) -> dict[Pairing, float]:
        return q_values(self.pair_p, math.comb(len(self.accounts), 2))

    def line(self, level: float, permutations: int, seed: int) -> Line:
        drawn = [self.table.heaviest(draw, permutations, seed) for draw in (shuffled, traded)]
        tests, rank = math.comb(len(self.accounts), 2), permutations - int(level * (permutations + 1))
        pairs = [self._pair(pair, drawn) for pair in self.table.pairs]
        found = [pair for pair in pairs if pair.q is not None and pair.q <= level]
        if self.strict and found:
            again = self._again()
            pairs = [replace(one, sensitivity=_sensitivity(one, again)) if one in found else one for one in pairs]
        return Line(
            tuple(self.weights),
            tuple(code for code, one in self.weights.items() if not one.known),
            tuple(sorted(pairs, key=lambda one: (one.q is None, one.q, -one.shared_weight, one.a, one.b))),
            max(one[rank] + 1 for one in drawn) / UNITS,
            tests * max((pair.pair_p or 0.0 for pair in found), default=level / tests if tests else 0.0),
            tests * level,
            self.too_small,
        )

    def _again(self) -> Again:
        codes = {one.id: [c for c in self.codes if c is not one] for one in self.codes if one.id in self.weights}
        accounts = {one.id: [a for a in self.accounts if a is not one] for one in self.accounts}
        return {
            "without_code": {name: replace(self, codes=rest).q for name, rest in codes.items()},
            "without_account": {name: replace(self, accounts=rest).q for name, rest in accounts.items()},
            "base_rates": {str(times): replace(self, times=times).q for times in (0.5, 1.5)},
        }

    def _pair(self, pair: Pairing, drawn: Sequence[Sequence[int]]) -> Pair:
        shared = {code: self.weights[code] for code in self.table.pairs[pair]}
        reached = [len(one) - bisect_left(one, self.table.weight(pair)) for one in drawn]
        apart, kept = ((1 + n) / (1 + len(one)) for n, one in zip(reached, drawn, strict=True))
        said = pair in self.pair_p
        return Pair(
            *pair,
            shared,
            sum(one.nats for one in shared.values()),
            (sum(one.low for one in shared.values()), sum(one.high for one in shared.values())),
            self.seen.relation(*pair),
            self.seen.path(*pair),
            self.too_small + self.pair_too_small(pair),
            tuple(dict.fromkeys(act for code in self.codes if code.id in shared for act in code.acts)),
            self.pair_p.get(pair),
            max(apart, kept) if said else None,
            max(self.q[pair], kept) if said else None,
        )


def _sensitivity(pair: Pair, again: Again) -> Sensitivity:
    own = (pair.a, pair.b)
    changed = {how: {name: q.get(own) for name, q in of.items() if name not in own} for how, of in again.items()}
    return Sensitivity(**changed)
