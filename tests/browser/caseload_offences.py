"""Facts answered and two charges, the second instead of the first, in a full case."""

from datetime import timedelta
from types import SimpleNamespace

from hilo.investigation.offence_actions import charge, classify

FACTS = ("child", "by_technology", "asked_images", "threat_to_spread", "forced", "harm", "ai_image", "accessed")


def write(load: SimpleNamespace) -> None:
    """Into the case of ``load.alert``, by Ana."""
    case, at = load.alert.case, load.now - timedelta(hours=1)
    day = (load.now - timedelta(days=40)).date()
    answers = dict.fromkeys(FACTS, "yes") | {"data_file": "no"}  # excludes an article: it is listed with what it lacks
    classify(case=case, answers=answers, state="NAY", conduct_from=day, by=load.ana, now=at)
    given = {"case": case, "technology": True, "by": load.ana, "now": at}
    first = charge(offence="cpf_199_septies", text_date="2026-03-13", iccs=["030223"], **given)
    charge(offence="nay_316", text_date="2026-03-06", replaces=first, reason="Se trató como amenazas.", **given)
