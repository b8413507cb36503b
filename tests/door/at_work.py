"""What tests of the door run as processes of their own, in a deployment of theirs; each act prints one JSON object.

``python at_work.py ACT [JSON]``. Acts of the staff: ``prepare``, ``answer``, ``kept``; of the door, with its settings
in DJANGO_SETTINGS_MODULE: ``tell``, ``come_back``, ``draft``.
"""

import json
import os
import sys
from datetime import UTC, datetime
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from hilo.door import drafts as journey  # noqa: E402
from hilo.door.drafts import keys_of  # noqa: E402
from hilo.door.models import Addressee, Draft, News, Passage, Report, Wrapping  # noqa: E402
from hilo.door.passages import opened_words, sealed_words  # noqa: E402
from hilo.door.rows import as_holder, as_visitor  # noqa: E402
from hilo.door.sealing import from_code, unwrap, unwrap_with_code  # noqa: E402
from hilo.door.submit import Came, send  # noqa: E402
from hilo.door.telling import Coarse, Named, Telling  # noqa: E402
from hilo.lib.sealed_to import KeyPair, open_with  # noqa: E402

NOW = datetime.now(UTC)


def prepare() -> dict[str, str]:
    """A unit and the recovery key: institution -> private key, hexadecimal."""
    pairs = {"FGE-NAY": KeyPair.make(), "": KeyPair.make()}
    for code, pair in pairs.items():
        kind = "unit" if code else "recovery"
        Addressee.objects.create(kind=kind, institution=code, public_key=pair.public, since=NOW)
    return {code: pair.private.hex() for code, pair in pairs.items()}


def tell(told: list[dict[str, Any]]) -> list[str]:
    """Send reports: ``{"digits", "answers", "named", "coarse", "slow"}`` each. Their ids."""
    return [str(_tell(**one).pk) for one in told]


def _tell(digits: str, answers: dict[str, str], named: Any = (), coarse: Any = None, slow: bool = False) -> Report:
    about = Coarse(**({"path": "me", "age": "teen", "state": "NAY"} | (coarse or {})))
    telling = Telling(about, answers, tuple(Named(**one) for one in named))
    return send(digits=digits, telling=telling, now=NOW, came=Came(slow=slow))


def answer(report: str, words: str) -> dict[str, str]:
    """What the unit writes back."""
    row = Report.objects.get(pk=report)
    sealed_words(row, Passage.Kind.ANSWER, words, NOW).save(force_insert=True)
    return {"report": report}


def come_back(digits: str, words: str = "") -> dict[str, Any]:
    """What the holder of a code can read; ``words``: what they write before they lock it."""
    code = from_code(digits)
    with as_holder(code.lookup):
        report = Report.objects.get(lookup=code.lookup)
        private = unwrap_with_code(Wrapping.objects.get(report=report, reader="code"), code.key)
        answers = [opened_words(one, private) for one in Passage.objects.filter(report=report)]
        if words:
            sealed_words(report, Passage.Kind.MESSAGE, words, NOW).save(force_insert=True)
            sealed_words(report, Passage.Kind.ADDITION, words, NOW).save(force_insert=True)
            News(report=report, kind=News.Kind.WROTE, at=NOW).save(force_insert=True)
            report.visited_at = report.withdrawn_at = report.locked_at = NOW
            report.save(update_fields=["visited_at", "withdrawn_at", "locked_at"])
    return {"report": str(report.pk), "answers": answers}


def draft(name: str) -> dict[str, Any]:
    """A draft is written, read by its visitor only, and forgotten."""
    with as_visitor(name):
        Draft.objects.create(id=name, sealed=b"sealed", until=NOW)
    with as_visitor("somebody-else"):
        seen_by_others = Draft.objects.count()
    with as_visitor(name):
        Draft.objects.filter(id=name).update(sealed=b"sealed again")
        seen = Draft.objects.count()
        Draft.objects.filter(id=name).delete()
        left = Draft.objects.count()
    return {"seen_by_others": seen_by_others, "seen": seen, "left": left}


def kept(unit: str, tokens: list[str]) -> dict[str, Any]:
    """Every word that is kept, opened: of these cookies' drafts, and of all reports with the unit's key."""
    drafts = [journey.load(keys_of(token), now=NOW) for token in tokens]
    told = []
    for report in Report.objects.all():
        private = unwrap(Wrapping.objects.get(report=report, reader="unit"), bytes.fromhex(unit))
        for one in Passage.objects.filter(report=report).order_by("at", "id"):
            told.append(open_with(private, bytes(one.sealed), place=one.place).decode())
    return {"drafts": drafts, "told": told}


if __name__ == "__main__":
    act, *given = sys.argv[1:]
    acts = {"prepare": prepare, "tell": tell, "answer": answer, "come_back": come_back, "draft": draft, "kept": kept}
    print(json.dumps(acts[act](*map(json.loads, given))))
