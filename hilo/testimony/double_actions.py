"""Two people code the same narratives unseen by each other; when both have finished, how far they agree is kept."""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from hilo.accounts.models import User
from hilo.testimony import double_policies as policies
from hilo.testimony import double_queries as queries
from hilo.testimony.agreement import alpha, positive_agreement
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.labels import LABELS
from hilo.testimony.models import Layer, Study, StudyCode, StudyCoder, StudyResult, StudyText, Transcript
from hilo.testimony.prompt_queries import readable


@transaction.atomic
def draw(*, layer: str, share: int, coders: Sequence[User], seed: int, by: User, now: datetime) -> Study:
    """Draw narratives of ended interviews that neither coder held, and say who codes them. Raises Denied."""
    policies.check_can_draw(by=by, layer=layer, share=share, coders=coders)
    among = list(narratives(by, coders).order_by("pk").values_list("pk", flat=True))
    policies.check_some(len(among))
    number = min(len(among), max(math.ceil(len(among) * share / 100), policies.LEAST_TEXTS))
    drawn = random.Random(seed).sample(among, number)  # noqa: S311 - the seed is kept, so that anybody can draw again
    study = Study.objects.create(
        institution=by.institution, layer=layer, version=queries.version_of(layer), seed=seed, share=share,
        of=len(among), made_at=now, made_by=by,
    )  # fmt: skip
    StudyText.objects.bulk_create([StudyText(study=study, transcript_id=pk) for pk in drawn])
    StudyCoder.objects.bulk_create([StudyCoder(study=study, user=one) for one in coders])
    return study


def narratives(by: User, coders: Sequence[User]) -> QuerySet[Transcript]:
    """Those from which may be drawn."""
    ended = readable(by).filter(interview__ended_at__isnull=False)
    return ended.exclude(interview__interviewer__in=coders)


@transaction.atomic
def code(*, text: StudyText, codes: Mapping[int, str], by: User, now: datetime) -> int:
    """Say of turns what is in them; "" says nothing is. How many rows were written. Raises Denied."""
    study = Study.objects.select_for_update().get(pk=text.study_id)
    policies.check_can_code(study, text, by=by)
    policies.check_codes(study, queries.units_of_text(study, text), codes)
    before = queries.codes_by(text, by)
    given = {turn: " ".join(sorted(set(said.split()))) for turn, said in codes.items()}
    new = [
        StudyCode(text=text, turn=turn, codes=said, at=now, by=by)
        for turn, said in given.items()
        if before.get(turn) != said
    ]
    StudyCode.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def finish(*, study: Study, by: User, now: datetime) -> Study:
    """This coder has finished. The second one closes the study, and the agreement is reckoned and kept."""
    row = Study.objects.select_for_update().get(pk=study.pk)
    texts = list(row.texts.select_related("transcript__child"))
    for text in texts:
        coder = policies.check_can_code(row, text, by=by)
    policies.check_can_finish(sum(_left(row, text, by) for text in texts))
    coder.done_at = now
    coder.save(update_fields=["done_at"])
    if not row.coders.filter(done_at__isnull=True).exists():
        row.closed_at, row.closed_by = now, by
        row.save(update_fields=["closed_at", "closed_by"])
        StudyResult.objects.bulk_create(results(row, by=by, now=now))
    return row


@transaction.atomic
def leave(*, study: Study, because: str, by: User, now: datetime) -> Study:
    """Close it unfinished: nothing is reckoned, and what was coded stays. Raises Denied."""
    row = Study.objects.select_for_update().get(pk=study.pk)
    policies.check_can_leave(row, because, by=by)
    row.closed_at, row.closed_by, row.left = now, by, because
    row.save(update_fields=["closed_at", "closed_by", "left"])
    return row


def _left(study: Study, text: StudyText, by: User) -> int:
    """Turns of which this coder said nothing. A prompt needs a label; that no indicator is there is an answer."""
    said = queries.codes_by(text, by)
    units = queries.units_of_text(study, text)
    return sum(one not in said or (study.layer == Layer.PROMPT and not said[one]) for one in units)


def results(study: Study, *, by: User, now: datetime) -> Iterator[StudyResult]:
    """Agreement for each code, and of all labels together for prompts."""
    coders = sorted(study.coders.values_list("user", flat=True))
    said = [[given.get(one) for one in coders] for given in queries.codes_of(study).values()]
    if study.layer == Layer.PROMPT:
        yield _result(study, "", said, by, now)
    for each in LABELS if study.layer == Layer.PROMPT else codebook().ids:
        units = [[None if one is None else ("yes" if each in one.split() else "no") for one in unit] for unit in said]
        yield _result(study, each, units, by, now)


def _result(study: Study, each: str, units: Sequence[Sequence[str | None]], by: User, now: datetime) -> StudyResult:
    found = alpha(units, seed=study.seed)
    low, high = found.interval or (None, None)
    both = positive_agreement(units, "yes")
    return StudyResult(
        study=study, code=each, alpha=found.value, low=low, high=high, why=found.reason or found.interval_reason,
        units=found.units, both=both.both, one=both.one, verdict=found.verdict, at=now, by=by,
    )  # fmt: skip
