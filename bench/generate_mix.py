"""What is planted, and how much of it: the makers of urgent, viral and informational reports."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bench.generate_people import Cast
from bench.generate_report import (
    CSAM,
    ENTICEMENT,
    MOLESTATION,
    TRAFFICKING,
    Report,
    Victim,
    ordinary,
)

# Shares of all reports. What remains is plain.
SHARES = {
    "urgent": 0.03,
    "viral": 0.03,
    "informational": 0.07,
    "campaign": 0.08,
    "noise": 0.08,
    "replay_of": 0.05,
    "version_of": 0.03,
    "sibling_of": 0.06,
}
MALFORMED_SHARE = 0.03
CAMPAIGN_SIZE = 12

# The one thing that makes an otherwise ordinary report urgent, by the name of its sign.
URGENT: dict[str, Callable[[Cast], dict[str, Any]]] = {
    "escalation": lambda cast: {"escalation": "PLACEHOLDER: la plataforma explica por qué es urgente."},
    "escalation_without_words": lambda cast: {"escalation": ""},
    "priority_1": lambda cast: {"priority": "1"},
    "sextortion": lambda cast: {"flags": ("sextortion",), "victim": _victim(cast, "age")},
    "sextortion_between_minors": lambda cast: {"flags": ("sextortion", "minorToMinorInteraction")},
    "sadistic": lambda cast: {"flags": ("sadisticOnlineExploitation",)},
    "live_streaming": lambda cast: {"media": [cast.media("liveStreaming"), cast.media()]},
    "access_to_child": lambda cast: {"child_access": True},
    "relationship": lambda cast: {"relationship": "Family member"},
    "victim_named": lambda cast: {"victim": _victim(cast, "name")},
    "victim_school": lambda cast: {"victim": _victim(cast, "school")},
    "enticement": lambda cast: {"incident_type": ENTICEMENT, "victim": _victim(cast, "account")},
    "molestation": lambda cast: {"incident_type": MOLESTATION},
    "trafficking": lambda cast: {"incident_type": TRAFFICKING},
}
XML_ONLY = frozenset({"escalation_without_words"})  # the download has no empty mark
JSON_ONLY = frozenset({"priority_1", "access_to_child", "relationship"})  # the reporting form has no such field
URGENT_SIGNS = {
    "xml": tuple(sign for sign in URGENT if sign not in JSON_ONLY),
    "json": tuple(sign for sign in URGENT if sign not in XML_ONLY),
}
VIRAL_SIGNS = {"xml": ("file_viral", "file_meme", "batched"), "json": ("file_viral", "file_meme")}
INFORMATIONAL_SIGNS = {"xml": ("annotation",), "json": ("field", "field", "field_and_classification")}


def urgent(cast: Cast, number: int, form: str, sign: str) -> Report:
    """A report with one sign of urgency, in an otherwise ordinary or bare report."""
    made = ordinary(cast, number, form, incident_type=CSAM, bare=0.0)
    if cast.rng.random() < 0.3:  # urgency must not depend on how complete a report is
        made.media, made.texts, made.recipient = [], [], ""
    return replace(made, **URGENT[sign](cast))


def viral(cast: Cast, number: int, form: str, sign: str, *, md5: str = "") -> Report:
    """A report whose material circulates everywhere: complete in all else, to tempt a naive ranking."""
    made = ordinary(cast, number, form, incident_type=CSAM, bare=0.0)
    flag = "potentialMeme" if sign == "file_meme" else "viral"
    if sign == "batched":
        made.batched = "VIRAL_POTENTIAL_MEME"
    made.media = [cast.media(flag, md5=md5)]
    if not md5 and cast.rng.random() < 0.3:
        made.media.append(cast.media(flag, "possibleSelfProduction"))
    return made


def informational(cast: Cast, number: int, form: str, sign: str) -> Report:
    """A report that its sender calls informational."""
    made = ordinary(cast, number, form, incident_type=CSAM)
    made.informational = True
    if sign == "field_and_classification":
        made.classification = "Informational"
    return made


def noise(cast: Cast, number: int, form: str) -> Report:
    """A report that gives little more than its type and date."""
    return ordinary(cast, number, form, incident_type=CSAM, bare=0.85)


def _victim(cast: Cast, known: str) -> Victim:
    rng = cast.rng
    made = Victim(age=rng.randint(8, 16) if known != "school" else None)
    if known == "name":
        made.name = "Persona Ejemplo"
    elif known == "school":
        made.school = f"Escuela Ejemplo {rng.randint(1, 30)}"
    elif known == "account":
        made.account, made.screen_name = f"{rng.randrange(10**14, 10**15)}", "nn_menor"
    return made
