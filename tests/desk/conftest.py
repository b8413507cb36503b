"""Many cases at once, for the pages that list them."""

from datetime import timedelta

import pytest


@pytest.fixture
def open_cases(db):
    """``open_cases(3, tier=1)`` opens cases as an import would and gives them, oldest code first.

    ``days``: how long ago; ``owner``: a person instead of the duty desk; ``parent``; ``acted``: days since
    a substantive act, None for none.
    """
    from django.db import transaction
    from django.utils import timezone

    from hilo.accounts.actions import desk_account
    from hilo.cases.models import Case
    from hilo.cases.thread import Weave

    def make(count=1, *, tier=3, institution="FGE-NAY", state="NAY", days=0.0, owner=None, parent=None, acted=None):
        now = timezone.now() - timedelta(days=days)
        with transaction.atomic():
            weave, made = Weave(now=now), []
            for _ in range(count):
                case = Case(
                    tier=tier, institution=institution, state=state, opened_at=now, parent=parent,
                    owner=owner or desk_account(institution),
                )  # fmt: skip
                weave.open(case)
                weave.event(case, "case.opened", facts={"owner": case.owner.pk})
                if acted is not None:
                    at = timezone.now() - timedelta(days=acted)
                    weave.event(case, "prosecutor.informed", happened_at=at)
                made.append(case)
            weave.write()
        return made

    return make
