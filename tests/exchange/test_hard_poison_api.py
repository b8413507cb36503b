"""Hostile texts in what partners' systems read and write: JSON that parses, the same text back, no failure."""

import json

import pytest
from django.utils import timezone

from hilo.exchange import actions
from tests.door.poison import SHORT

URL = "/v1/handoffs"
TEXTS = [one.encode("utf-8", "replace").decode().replace("\0", "") for one in SHORT if one.strip()]


@pytest.fixture
def authority(system):
    """The system of the child-protection authority of Nayarit."""
    return system("PPNNA-NAY")


@pytest.fixture
def offer(case, cast):
    def make(text: str):
        return actions.offer(
            case=case, receiver="PPNNA-NAY", kind="part", request=text, scope=[], by=cast.ana, now=timezone.now()
        )

    return make


def test_what_was_asked_reaches_a_partner_as_the_text_it_is(authority, offer):
    whole = "\n".join(TEXTS)[:3500]
    pk = offer(whole).pk
    authority.post(f"{URL}/{pk}/receipt", {"reference": "PP-7"})
    answer = authority.get(f"{URL}/{pk}")
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert json.loads(answer.content)["request"].split() == whole.split()


@pytest.mark.parametrize("part", range(4))
def test_whatever_a_partner_writes_is_taken_or_refused_in_json(authority, offer, part):
    pk = offer("Valorar el riesgo.").pk
    for text in TEXTS[part::4]:
        for step, body in (
            ("receipt", {"reference": text}),
            ("refusal", {"reason": text, "reference": text}),
            (text[:40], {"note": text}),
        ):
            answer = authority.post(f"{URL}/{pk}/{quoted(step)}", body)
            assert answer.status_code < 500, text
            assert "json" in answer.headers["Content-Type"]
            json.loads(answer.content)


def quoted(step: str) -> str:
    from urllib.parse import quote

    return quote(step, safe="")
