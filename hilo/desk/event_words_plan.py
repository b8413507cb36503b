"""What events about plans and evidence are about, in words: the act, the letter, the item, the document, the point.

What an event is about shows in its facts, not in its kind: a legal event that an act stands for names the act as well.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from hilo.evidence.document_forms import KIND_WORDS
from hilo.evidence.models import CustodyKind, ItemOrigin
from hilo.evidence.words import FORMS
from hilo.investigation.analysis_sources import act_label, letter_label
from hilo.investigation.models import PointKind, PointState
from hilo.investigation.models.acts import AskedBy
from hilo.reference import pack

Facts = Mapping[str, Any]


def about(facts: Facts) -> str:
    """What the facts of an event of a plan or of evidence name; "" for any other."""
    found = next((say for key, say in NAMED.items() if key in facts), None)
    return found(facts) if found else ""


def _act(facts: Facts) -> str:
    words = gettext("acto %(n)s: %(label)s") % {"n": facts["number"], "label": act_label(facts["type"])}
    asked = facts.get("asked_by", "")
    if asked in AskedBy.values:
        return gettext("%(act)s; lo pidió %(who)s") % {"act": words, "who": AskedBy(asked).label}
    return words


def _acts(facts: Facts) -> str:
    return ngettext("con %(n)d acto", "con %(n)d actos", facts["acts"]) % {"n": facts["acts"]}


def _letter(facts: Facts) -> str:
    return f"{facts['letter']}: {letter_label(facts['template'])}"


def _item(facts: Facts) -> str:
    exhibit = f"EX-{facts['number']:04d}"
    if "seq" in facts:
        said = {"item": exhibit, "n": facts["seq"], "kind": CustodyKind(facts["kind"]).label}
        return gettext("%(item)s, paso %(n)s: %(kind)s") % said
    what = str(FORMS.get(facts.get("kind", ""), ""))
    return f"{exhibit}, {what}" if what else exhibit


def _document(facts: Facts) -> str:
    return str(KIND_WORDS.get(facts["kind"], facts["kind"]))


def _point(facts: Facts) -> str:
    words = str(PointKind(facts["kind"]).label)
    return f"{words}, {PointState(facts['state']).label}" if facts.get("state") in PointState.values else words


def _offence(facts: Facts) -> str:
    known = next((row for row in pack().offences if row.code == facts["offence"]), None)
    return known.label.get(get_language() or "es") if known else str(facts["offence"])


def _classified(facts: Facts) -> str:
    return gettext("lo que se sabe, lo que no y lo que falta saber de los hechos")


def _review(facts: Facts) -> str:
    origin = facts.get("origin", "")
    exhibit = f"EX-{facts['number']:04d}" if "number" in facts else ""
    words = str(ItemOrigin(origin).label) if origin in ItemOrigin.values else ""
    return ", ".join(part for part in (exhibit, words) if part)


def _exported(facts: Facts) -> str:
    form = gettext("sin nombres") if facts.get("redacted") else gettext("completo")
    return gettext("%(form)s; hash del manifiesto %(hash)s…") % {"form": form, "hash": facts["manifest"][:16]}


def _printed(facts: Facts) -> str:
    form = gettext("completa") if facts["form"] == "full" else gettext("testada, sin nombres")
    said = {"form": form, "n": facts["events"], "print": facts["fingerprint"][:16].upper()}
    return gettext("%(form)s, con %(n)s sucesos; huella %(print)s") % said


# A key that only such events have -> their sentence. The first that fits speaks.
NAMED: dict[str, Callable[[Facts], str]] = {
    "letter": _letter,
    "review": _review,
    "item": _item,
    "document": _document,
    "point": _point,
    "offence": _offence,
    "classification": _classified,
    "manifest": _exported,
    "fingerprint": _printed,
    "acts": _acts,
    "type": _act,
}
