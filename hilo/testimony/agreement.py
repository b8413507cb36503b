"""How far people who coded the same text agree: alpha, kappa, positive agreement, shares, each with its interval.

A unit is what is coded (a turn, a sentence); a row holds what each coder said of it, None where a coder said nothing.
What is rare makes any coefficient unsteady, so every one travels with the raw counts. All figures are about the
coding, never about a child.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal, TypeVar

from hilo.lib.errors import BadInput

Level = Literal["nominal", "ordinal", "interval"]
Value = TypeVar("Value", bound=Hashable)
Interval = tuple[float, float]
Patterns = Mapping[tuple[Hashable, ...], int]  # the values given to a unit, in a fixed order -> how many units

RELIABLE, TENTATIVE, NOT_ACROSS_CASES, UNDEFINED = "reliable", "tentative", "not_across_cases", "undefined"
ENTERS_COMPARISON: Final = 2 / 3  # Krippendorff's .667: below it a code is not used across cases
Z95: Final = 1.959964


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha, at most 1, or None and why: ``nothing_pairable`` or ``no_variation``.

    ``interval`` is None where it would mislead: ``interval_reason`` is then ``no_disagreement`` (every resample would
    say 1), ``too_rare`` (over 5 % of the resamples hold one value only) or alpha's own reason.
    """

    value: float | None
    reason: str
    interval: Interval | None
    interval_reason: str
    units: int  # with at least two values
    values: int  # in those units
    verdict: str


@dataclass(frozen=True)
class Kappa:
    """Cohen's kappa of two coders, with the raw share of equal answers. ``reason`` as in :class:`Alpha`."""

    value: float | None
    interval: Interval | None
    reason: str
    units: int
    equal: int


@dataclass(frozen=True)
class Share:
    """``count`` of ``of``, the share and its Wilson interval (None when ``of`` is 0)."""

    count: int
    of: int
    value: float | None
    interval: Interval | None


@dataclass(frozen=True)
class PositiveAgreement:
    """How often two coders both said a value, counted over every pair of coders of every unit.

    ``share`` is 2·both / (2·both + one), None when nobody said it (Cicchetti and Feinstein 1990). It does not grow
    with the number of units in which nobody saw anything, as plain agreement does.
    """

    share: float | None
    both: int
    one: int
    neither: int


@dataclass(frozen=True)
class PerClass:
    """Of the units given this class, how many were right (precision); of those that are of it, how many found."""

    precision: Share
    recall: Share


def verdict(value: float | None) -> str:
    """What a coding of this alpha may be used for (Krippendorff 2004: .800 and .667). Codes, not words for a screen."""
    if value is None:
        return UNDEFINED
    if value >= 0.8:
        return RELIABLE
    return TENTATIVE if value >= ENTERS_COMPARISON else NOT_ACROSS_CASES


def alpha(
    units: Sequence[Sequence[Value | None]], level: Level = "nominal", *, seed: int = 1, draws: int = 1000
) -> Alpha:
    """Krippendorff's alpha of any number of coders, with missing values (Krippendorff 2011, asc_papers/43).

    Interval: percentile bootstrap at 95 %. Units with two values or more are drawn with replacement, ``draws`` times,
    and alpha is reckoned anew with the expected disagreement of each draw; draws of one value only have no alpha and
    are left out. (Hayes and Krippendorff 2007 draw disagreements and keep the expected ones: theirs is narrower.)
    """
    patterns = _patterns(units)
    value, reason = _alpha(patterns, level)
    interval, why = (None, reason) if value is None else _bootstrap(patterns, level, value, seed, draws)
    size = sum(len(given) * times for given, times in patterns.items())
    return Alpha(value, reason, interval, why, sum(patterns.values()), size, verdict(value))


def _patterns(units: Sequence[Sequence[Value | None]]) -> Counter[tuple[Hashable, ...]]:
    """Units by what was said of them; who said it does not matter to alpha. Units with one value tell nothing."""
    if len({len(unit) for unit in units}) > 1:
        raise BadInput("No todas las unidades tienen el mismo número de codificadores; deje vacío lo que falte.")
    given = (tuple(sorted((v for v in unit if v is not None), key=_order)) for unit in units)
    return Counter(one for one in given if len(one) > 1)


def _order(value: Hashable) -> tuple[str, float, str]:
    return ("", value, "") if isinstance(value, (int, float)) else (type(value).__name__, 0.0, str(value))


def _alpha(patterns: Patterns, level: Level) -> tuple[float | None, str]:
    totals: Counter[Hashable] = Counter()
    for given, times in patterns.items():
        for value in given:
            totals[value] += times
    if not totals:
        return None, "nothing_pairable"
    apart = _distance(level, totals)
    size = sum(totals.values())
    expected = sum(totals[a] * totals[b] * apart(a, b) for a, b in combinations(totals, 2)) / (size - 1)
    if not expected:
        return None, "no_variation"
    observed = sum(times * _disagreement(given, apart) for given, times in patterns.items())
    return 1 - observed / expected, ""


def _disagreement(given: tuple[Hashable, ...], apart: Callable[[Hashable, Hashable], float]) -> float:
    return sum(apart(a, b) for a, b in combinations(given, 2) if a != b) / (len(given) - 1)


def _distance(level: Level, totals: Mapping[Hashable, int]) -> Callable[[Hashable, Hashable], float]:
    """The squared difference of two values. Ordinal: by how many values were given between them."""
    if level == "nominal":
        return lambda a, b: float(a != b)
    try:
        places = _places(totals) if level == "ordinal" else {value: float(value) for value in totals}  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise BadInput("Esta medida necesita números; use la medida nominal o cambie las categorías.") from error
    return lambda a, b: (places[a] - places[b]) ** 2


def _places(totals: Mapping[Hashable, int]) -> dict[Hashable, float]:
    """Mid-ranks: their difference is the sum between two values less half of each end."""
    below, places = 0.0, {}
    for value in sorted(totals, key=float):  # type: ignore[arg-type]
        places[value] = below + totals[value] / 2
        below += totals[value]
    return places


def _bootstrap(patterns: Patterns, level: Level, value: float, seed: int, draws: int) -> tuple[Interval | None, str]:
    if value == 1:
        return None, "no_disagreement"
    rng = random.Random(seed)  # noqa: S311 - a reproducible interval, not a secret
    kinds, size = list(patterns), sum(patterns.values())
    drawn = (Counter(rng.choices(kinds, weights=list(patterns.values()), k=size)) for _ in range(draws))
    found = sorted(one for one in (_alpha(sample, level)[0] for sample in drawn) if one is not None)
    if len(found) < 0.95 * draws:
        return None, "too_rare"
    return (found[int(0.025 * len(found))], found[math.ceil(0.975 * len(found)) - 1]), ""


def positive_agreement(units: Sequence[Sequence[Value | None]], value: Value) -> PositiveAgreement:
    """Agreement on the presence of ``value``, with the counts behind it."""
    pairs = Counter(
        (a == value) + (b == value) for unit in units for a, b in combinations([v for v in unit if v is not None], 2)
    )
    said = 2 * pairs[2] + pairs[1]
    return PositiveAgreement(2 * pairs[2] / said if said else None, pairs[2], pairs[1], pairs[0])


def kappa(first: Sequence[Value | None], second: Sequence[Value | None]) -> Kappa:
    """Cohen's kappa; 95 % interval from the large-sample error (Fleiss, Cohen and Everitt 1969), cut at -1 and 1.

    Units that one of the two left out are not counted. Raises BadInput for columns of different length.
    """
    if len(first) != len(second):
        raise BadInput("Las dos columnas no tienen el mismo largo; deje vacío lo que falte.")
    both = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    n, equal = len(both), sum(a == b for a, b in both)
    left, right = Counter(a for a, _ in both), Counter(b for _, b in both)
    chance = sum(left[v] * right[v] for v in left) / n**2 if n else 1.0
    if chance == 1:
        return Kappa(None, None, "no_variation" if n else "nothing_pairable", n, equal)
    value = (equal / n - chance) / (1 - chance)
    if equal == n:
        return Kappa(value, None, "no_disagreement", n, equal)
    half = Z95 * math.sqrt(_kappa_variance(Counter(both), left, right, value, chance) / n)
    return Kappa(value, (max(-1.0, value - half), min(1.0, value + half)), "", n, equal)


def _kappa_variance(
    cells: Mapping[tuple[Value, Value], int],
    left: Mapping[Value, int],
    right: Mapping[Value, int],
    value: float,
    chance: float,
) -> float:
    n = sum(cells.values())
    total = 0.0
    for (a, b), times in cells.items():
        if a == b:
            total += times / n * (1 - (left[a] + right[a]) / n * (1 - value)) ** 2
        else:
            total += times / n * ((1 - value) * (right[a] + left[b]) / n) ** 2
    return max(0.0, total - (value - chance * (1 - value)) ** 2) / (1 - chance) ** 2


def share(count: int, of: int) -> Share:
    """A share with its 95 % Wilson interval (Wilson 1927; Brown, Cai and DasGupta 2001)."""
    if not 0 <= count <= of:
        raise BadInput("La cuenta no puede ser negativa ni mayor que el total; revise los dos números.")
    if not of:
        return Share(count, of, None, None)
    p, z = count / of, Z95**2 / of
    middle, half = (p + z / 2) / (1 + z), math.sqrt(p * (1 - p) * z + z * z / 4) / (1 + z)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Share(count, of, p, (0.0 if count == 0 else low, 1.0 if count == of else high))


def rate(count: int, of: int) -> tuple[float, float, float]:
    """Posterior mean of a rate and its equal-tailed 95 % interval under Jeffreys' prior Beta(1/2, 1/2)."""
    a, b = share(count, of).count + 0.5, of - count + 0.5
    return a / (a + b), _beta_quantile(0.025, a, b), _beta_quantile(0.975, a, b)


def _beta_quantile(level: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _beta_below(middle, a, b) < level else (low, middle)
    return (low + high) / 2


def _beta_below(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by the series of DLMF 8.17.8 on the side where it is short."""
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_below(1 - x, b, a)
    total, term, m = 1.0, 1.0, 0
    while term > 1e-16 * total:
        term *= (a + b + m) / (a + 1 + m) * x
        total, m = total + term, m + 1
    front = a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return math.exp(front) / a * total


def per_class(reference: Sequence[Value], given: Sequence[Value]) -> dict[Value, PerClass]:
    """Precision and recall of each class against a reference coding, in the order of first appearance."""
    if len(reference) != len(given):
        raise BadInput("Las dos codificaciones no tienen el mismo largo; compare las mismas unidades.")
    cells = Counter(zip(reference, given, strict=True))
    is_it, said = Counter(reference), Counter(given)
    classes = dict.fromkeys([*reference, *given])
    return {c: PerClass(share(cells[c, c], said[c]), share(cells[c, c], is_it[c])) for c in classes}
