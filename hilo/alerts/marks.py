"""Short labels of senders, reduced to the few marks that triage knows.

Flags, tags, incident types and classifications are one vocabulary written in many ways:
``potentialMeme``, ``Potential Meme``, ``Online Enticement (Unconfirmed)``. Prose is never read here.
"""

from functools import lru_cache

LONGEST_LABEL = 200  # longer than this it is prose, and prose carries no mark

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
    "obscenematerial": "obscene_to_child",
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


@lru_cache(maxsize=4096)
def marks_of(label: str) -> frozenset[str]:
    """The marks in one label; a spelling preceded by «non» or «not» says nothing."""
    if len(label) > LONGEST_LABEL:
        return frozenset()
    plain = "".join(sign for sign in label.lower() if sign.isalnum())
    return frozenset(
        mark
        for spelling, mark in SPELLINGS.items()
        if spelling in plain and f"non{spelling}" not in plain and f"not{spelling}" not in plain
    )


@lru_cache(maxsize=4096)
def says_something(value: str) -> bool:
    """False for an empty value and for the words senders use to fill a field: N/A, Unknown, -…"""
    return value.strip().lower() not in SILENCE
