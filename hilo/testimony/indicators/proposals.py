"""Acts that confirmed indicators propose. Somebody else decides: here they are only named."""

from collections.abc import Mapping
from dataclasses import dataclass

from hilo.testimony.indicators.codebook import Codebook
from hilo.testimony.indicators.states import IndicatorState


@dataclass(frozen=True)
class Proposal:
    """An act of the country pack, and the indicators that call for it, each with how it came to be on the record."""

    act: str
    indicators: tuple[tuple[str, str], ...]  # (id, state)


def proposals(found: Mapping[str, IndicatorState], codebook: Codebook) -> tuple[Proposal, ...]:
    """Each act once, in the order of the codebook; neither a denial nor a silence proposes any, or takes any away.

    Raises :class:`BadInput` for an indicator that the codebook does not hold.
    """
    calls: dict[str, list[tuple[str, str]]] = {}
    for one in found.values():
        for act in codebook.indicator(one.indicator).acts if one.affirmed else ():
            calls.setdefault(act, []).append((one.indicator, one.state))
    return tuple(Proposal(act, tuple(why)) for act, why in calls.items())
