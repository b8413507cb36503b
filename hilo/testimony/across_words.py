"""A kept report in words for its page: what is said of two accounts, what else explains it, what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hilo.cases.models import Case
from hilo.reference import pack
from hilo.testimony.indicators.codebook import codebook

TOO_SMALL: dict[str, Promise] = {
    "few_accounts": _("Hay menos de diez relatos que puedan compararse: las cifras no pueden decir nada."),
    "no_reference": _("Ningún tema tiene diez relatos de referencia: no se sabe qué es raro."),
    "unknown_exposure": _("No se sabe con quién habló antes una de las dos: averígüelo antes de comparar."),
    "alone_in_stratum": _("Uno de los dos relatos no tiene con quién compararse en su grupo."),
    "no_rarity": _("De lo que comparten no hay diez relatos de referencia: no se sabe si es raro."),
}
RELATIONS: dict[str, Promise] = {
    "no_known_path": _("No se conoce ningún camino entre los dos relatos; eso no demuestra que no lo haya."),
    "path": _("Hay un camino conocido entre los dos relatos: no son independientes."),
    "unknown": _("No se sabe por dónde pasaron los relatos: no se pueden tratar como independientes."),
}
ALTERNATIVES: tuple[Promise, ...] = (
    _("Los hechos tienen un origen común."),
    _("Los relatos tuvieron una exposición común: personas, preguntas, medios o informes, anotada o no."),
    _("Coinciden por azar."),
    _("El entorno es común: hay cosas que se encuentran en todos los lugares de este tipo."),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts of cases that the reader sees. ``q``: None where the numbers say nothing of them."""

    a: Case
    b: Case
    shared: list[str]
    weight: float
    relation: Promise
    too_small: list[Promise]
    q: float | None
    acts: list[str]


@dataclass(frozen=True, slots=True)
class Line:
    """One reckoning. ``withheld``: pairs about cases that are no longer the reader's."""

    pairs: list[Pair]
    withheld: int
    codes: int
    expected: float
    unadjusted: float
    too_small: list[Promise]


@dataclass(frozen=True, slots=True)
class Told:
    """All of a report. ``strict``: what was told freely, before it was public, by codes on which people agree."""

    accounts: int
    pairs: int
    permutations: int
    strata: list[int]
    unknown: int
    undated: int
    strict: Line
    every: Line
    alternatives: Sequence[Promise] = ALTERNATIVES


def told_of(found: Mapping[str, Any], cases: Mapping[str, Case]) -> Told:
    """A report for somebody who sees these cases."""
    report = found["report"]
    strict, every = (_line(report[name], cases) for name in ("strict", "every"))
    return Told(
        report["accounts"], report["pairs"], report["permutations"], sorted(report["strata"].values(), reverse=True),
        len(report["unknown_exposure"]), found["undated"], strict, every,
    )  # fmt: skip


def _line(line: Mapping[str, Any], cases: Mapping[str, Case]) -> Line:
    shown = [one for one in line["pairs"] if one["a"] in cases and one["b"] in cases]
    return Line(
        [_pair(one, cases) for one in shown], len(line["pairs"]) - len(shown), len(line["codes"]),
        line["expected_by_chance"], line["expected_unadjusted"], [TOO_SMALL[one] for one in line["too_small"]],
    )  # fmt: skip


def _pair(pair: Mapping[str, Any], cases: Mapping[str, Case]) -> Pair:
    lang = get_language() or "es"
    labels = {one.id: one.label.get(lang) for one in codebook().indicators}
    acts = pack().acts
    return Pair(
        cases[pair["a"]], cases[pair["b"]], [labels.get(one, one) for one in pair["shared"]], pair["shared_weight"],
        RELATIONS[pair["relation"]], [TOO_SMALL[one] for one in pair["too_small"]], pair["q"],
        [acts[one].label.get(lang) for one in pair["acts"] if one in acts],
    )  # fmt: skip
