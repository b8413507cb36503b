"""Accounts beside each other: reckoned once, kept as it was reckoned, said on the thread of each case."""

import json
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from hilo.accounts.actions import log_read
from hilo.accounts.models import User
from hilo.accounts.sealing import seal_text
from hilo.cases.thread import Weave
from hilo.lib.ids import uuid7
from hilo.testimony import across_policies, across_queries
from hilo.testimony.indicator_suggestions import version
from hilo.testimony.models import Comparison
from hilo.testimony.similarity import compare as reckon

PERMUTATIONS = 999


@transaction.atomic
def compare(*, band: str, setting: str, children: Collection[str], seed: int, by: User, now: datetime) -> Comparison:
    """Compare the chosen accounts; the others of the same age are what is usual. Raises Denied.

    The same rows with the same seed give the same report.
    """
    every = across_queries.children_of(by, band) if band in across_queries.LIMITS else []
    chosen = [one for one in every if str(one.child.pk) in children]
    across_policies.check_can_compare(by=by, band=band, chosen=chosen, asked=len(set(children)), setting=setting)
    rest = [one.child for one in every if one not in chosen]
    people = [one.child for one in chosen]
    accounts, others = across_queries.accounts_of(people), across_queries.accounts_of(rest)
    public, undated = across_queries.published(people)
    codes = across_queries.codes_for(by.institution, accounts, others)
    report = reckon(
        accounts, codes, public, population=f"{band}; {setting.strip()}", permutations=PERMUTATIONS, seed=seed
    )
    pk = uuid7()
    told = {"report": across_queries.as_json(report), "undated": undated, "acts": {one.id: one.acts for one in codes}}
    row = Comparison.objects.create(
        id=pk, institution=by.institution, population=f"{band}; {setting.strip()}"[:80], accounts=len(accounts),
        codebook=version(), seed=seed, made_at=now, made_by=by,
        result=seal_text(json.dumps(told, ensure_ascii=False, sort_keys=True), place=f"comparison.result:{pk}"),
    )  # fmt: skip
    weave = Weave(now=now, by=by)
    weave.hold({one.case.pk for one in chosen})
    for case in weave.cases.values():
        weave.event(case, "accounts.compared", facts={"comparison": str(pk), "accounts": len(accounts)}, subject=pk)
    weave.write()
    for child in people:
        log_read(user=by, subject_kind="person", subject_id=child.pk, field="comparison")
    return row
