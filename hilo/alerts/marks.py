"""Short labels of senders, reduced to the few marks that triage knows.

Flags, tags, incident types and classifications are one vocabulary written in many ways:
``potentialMeme``, ``Potential Meme``, ``Online Enticement (Unconfirmed)``. Prose is never read here.
"""

from functools import lru_cache
from unicodedata import normalize

LONGEST_LABEL = 200  # longer than this it is prose, and prose carries no mark
LONGEST_SILENCE = 40

NOTHING: frozenset[str] = frozenset()

SPELLINGS = {
    "viral": "viral",
    "meme": "viral",
    "informational": "informational",
    "informativa": "informational",
    "informativo": "informational",
    "spam": "spam",
    "animedrawing": "animated",
    "virtualhentai": "animated",
    "anime": "animated",
    "cartoon": "animated",
    "hentai": "animated",
    "generativeai": "generated",
    "aigenerated": "generated",
    "generatedbyai": "generated",
    "sextortion": "sextortion",
    "sextorsion": "sextortion",
    "extorsionsexual": "sextortion",
    "blackmail": "sextortion",
    "sadistic": "sadistic",
    "livestream": "live",
    "csamsolicitation": "solicitation",
    "solicitationofcsam": "solicitation",
    "minortominor": "minor_to_minor",
    "selfproduc": "self_production",
    "selfgenerat": "self_production",
    "autogenerad": "self_production",
    "infant": "infant",
    "toddler": "infant",
    "enticement": "enticement",
    "grooming": "enticement",
    "childsextraffick": "trafficking",
    "childtraffick": "trafficking",
    "sextraffick": "trafficking",
    "humantraffick": "trafficking",
    "tratadepersonas": "trafficking",
    "tratadenin": "trafficking",
    "molestation": "molestation",
    "handsonabuse": "molestation",
    "childsextourism": "tourism",
    "turismosexual": "tourism",
    "viajesyturismo": "tourism",
    "obscenematerial": "obscene_to_child",
    "escalat": "escalation",
    "highpriority": "escalation",
    "accesstochild": "access",
    "misleadingdomain": "misleading",
    "misleadingword": "misleading",
}

SILENCE = frozenset(
    {
        "",
        "n/a",
        "na",
        "none",
        "null",
        "no",
        "false",
        "-",
        "unknown",
        "not provided",
        "unspecified",
        "not specified",
        "desconocido",
        "desconocida",
        "sin dato",
        "no disponible",
    }
)


def marks_of(label: str) -> frozenset[str]:
    """The marks in one label; a spelling preceded by «non» or «not» says nothing."""
    return _marks_of(label) if len(label) <= LONGEST_LABEL else NOTHING


@lru_cache(maxsize=4096)  # a sender has few labels and repeats them in every alert
def _marks_of(label: str) -> frozenset[str]:
    # decomposed, so that «extorsión» is found as it is written and as senders mangle it
    letters = "".join(sign for sign in normalize("NFKD", label.lower()) if sign.isalnum())
    plain = letters.replace("infantil", "")  # of a child, not an infant
    return frozenset(
        mark
        for spelling, mark in SPELLINGS.items()
        if spelling in plain and f"non{spelling}" not in plain and f"not{spelling}" not in plain
    )


AFFIRMATIVE = frozenset({"true", "1", "yes", "y", "sí", "si"})
DENIALS = ("no ", "not ", "none ", "never ", "sin ", "unknown ")
PROSE_MARKS = frozenset({"escalation", "access"})  # said by any words at all, unless they deny
LABEL_PLACES = ("additionalincidenttypes", "annotation", "batchedreport", "tags")


def marks_at(path: str, value: str) -> frozenset[str]:
    """Marks said where no format expects them: by the name of the place, or as a label in a place of labels.

    ``incidentSummary.informational`` = ``true``, ``reportAnnotations`` = ``["sextortion"]``.
    """
    place = path.rsplit(".", 1)[-1].split("[", 1)[0]
    named, word = marks_of(place), value.strip().lower()
    if word in AFFIRMATIVE:
        return named
    found = NOTHING
    if any(known in path.lower() for known in LABEL_PLACES):
        found = marks_of(value)
    if says_something(value) and not word.startswith(DENIALS):
        found |= named & PROSE_MARKS
    return found


def says_something(value: str) -> bool:
    """False for an empty value and for the words senders use to fill a field: N/A, Unknown, -…"""
    return len(value) > LONGEST_SILENCE or value.strip().lower() not in SILENCE
