"""However an import is cut, the end is the same."""

from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.arriving import deliver, delivery, details, draft, hash_of
from alerts.projection import project
from hilo.alerts.draft import Draft, IdKind

pytestmark = pytest.mark.django_db

STATES = ["Nayarit", "Morelos", ""]


def mixed(count: int, *, seed: int) -> list[Draft]:
    """Reports of few accounts, files and identifiers, so that much is again, changed, before, after, of a
    campaign, of a sibling, or names another that came, comes later or never."""
    rng = Random(seed)
    made: list[Draft] = []
    for _ in range(count):
        report = str(rng.randrange(1, count // 2 + 2))
        flags = frozenset(rng.choices(["viral", "liveStreaming", ""], weights=[3, 1, 8])) - {""}
        if rng.random() < 0.3:
            md5 = hash_of(rng.randrange(6))
            made.append(details(report, file_id=f"f{rng.randrange(3)}", md5=md5, flags=flags))
            continue
        one = draft(
            report,
            account=f"a{rng.randrange(count)}" if rng.random() < 0.7 else "",
            state=STATES[int(report) % 3],
            md5=hash_of(rng.randrange(12)) if rng.random() < 0.6 else "",
            said=f"vez {rng.randrange(2)}",
            seen=[(IdKind.EMAIL, f"p{rng.randrange(15)}@correo.example")] if rng.random() < 0.4 else [],
            prior_reports=[str(rng.randrange(1, count // 2 + 6))] if rng.random() < 0.15 else [],
            escalation="PLACEHOLDER" if rng.random() < 0.05 else None,
        )
        for file in one.files:
            file.flags = flags
        made.append(one)
    return made


def ending(count: int, seed: int, size: int) -> dict:
    """The end state of this mix in handfuls of that size; nothing stays."""
    with transaction.atomic():
        deliver(*mixed(count, seed=seed), size=size)
        end = project()
        transaction.set_rollback(True)
    return end


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(2, 40), seed=st.integers(0, 10**6), size=st.integers(1, 12))
def test_handfuls_of_any_size_end_in_the_same_state(db, count, seed, size):
    whole = ending(count, seed, 500)
    assert len(whole["alerts"]) > 0 or len(whole["waiting"]) > 0
    assert ending(count, seed, size) == whole


@pytest.mark.parametrize("seed", [1, 2])
def test_a_long_mix_ends_the_same_in_handfuls_of_1_7_and_500(seed):
    one, seven, whole = (ending(180, seed, size) for size in (1, 7, 500))
    assert one == seven == whole


@pytest.mark.parametrize("seed", range(5))
def test_a_delivery_cut_short_between_handfuls_ends_as_if_nothing_had_happened(seed):
    drafts = mixed(120, seed=seed)
    whole = ending(120, seed, 500)
    rng = Random(seed)
    for _ in range(4):
        of, upto = delivery(), rng.randrange(1, 120)
        deliver(*drafts[:upto], size=rng.choice([3, 10, 40]), of=of)
    deliver(*mixed(120, seed=seed), size=25, of=delivery())
    assert project() == whole


def test_the_mix_has_all_that_can_happen():
    end = ending(180, 1, 500)
    alerts = list(end["alerts"].values())
    assert {alert["disposition"] for alert in alerts} == {"opened", "joined", "folded"}
    assert {alert["join"] for alert in alerts} >= {"prior_report", "named_as_prior", "same_account"}
    assert any(alert["versions"] > 1 for alert in alerts)
    assert any(alert["replays"] for alert in alerts)
    assert end["waiting"]
    assert end["suggestions"]
    kinds = {kind for case in end["cases"].values() for kind in case["events"]}
    assert {"alert.files_added", "tier.moved", "campaign.folded", "case.unlocated"} <= kinds
