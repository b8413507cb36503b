"""An assessment of triage in words, for the page of its alert."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from hilo.alerts import wording
from hilo.alerts.models import AlertTriage
from hilo.reference import pack
from hilo.reference.models import Label


@dataclass(frozen=True, slots=True)
class FactorRow:
    """One factor of the triage table, and its detail in words."""

    label: Label
    detail: str
    to_confirm: bool


@dataclass(frozen=True, slots=True)
class Triage:
    """An assessment in words: three groups, each split by the two questions."""

    tier: int
    tier_label: Label | None
    decided: Label | str
    child: int
    workability: int
    table: str
    at: datetime
    groups: list[tuple[str, list[tuple[str, list[FactorRow]]]]]


def told_triage(row: AlertTriage) -> Triage:
    """An assessment that was kept, by the labels of the pack as it is now."""
    told: dict[str, Any] = json.loads(row.result)
    reason = str(told.get("reason", ""))
    factor = _factors().get(reason)
    return Triage(
        tier=row.tier,
        tier_label=pack().triage.tiers.get(row.tier),  # type: ignore[call-overload]
        decided=factor.label if factor else str(wording.DECIDED_BY.get(reason, reason)),
        child=int(told.get("child", 0)),
        workability=int(told.get("workability", 0)),
        table=str(told.get("table_version", "")),
        at=row.entered_at,
        groups=[
            (gettext("Se aplicó"), _by_question((one["code"], one.get("detail", "")) for one in told["applied"])),
            (gettext("No se aplicó: se dijo otra cosa"), _by_question((code, "") for code in told["not_applied"])),
            (gettext("No se sabe: el remitente no lo dice"), _by_question((code, "") for code in told["unknown"])),
        ],
    )


def _factors() -> dict[str, Any]:
    return {factor.code: factor for factor in pack().triage.factors}


def _by_question(found: Iterable[tuple[str, str]]) -> list[tuple[str, list[FactorRow]]]:
    """Factors under the question they answer, in the order of the table."""
    questions: dict[str, list[FactorRow]] = {"child": [], "workability": [], "lowering": []}
    factors = _factors()
    for code, text in found:
        factor = factors.get(code)
        label = factor.label if factor else Label(es=code, en=code)
        row = FactorRow(label, wording.detail(code, text), bool(factor and factor.to_confirm))
        questions[factor.dimension if factor else "lowering"].append(row)
    names = {
        "child": gettext("¿Puede estar en riesgo ahora o ser identificado una niña o un niño?"),
        "workability": gettext("¿Qué tan trabajable es?"),
        "lowering": gettext("Lo que baja el nivel"),
    }
    return [(names[key], rows) for key, rows in questions.items() if rows]
