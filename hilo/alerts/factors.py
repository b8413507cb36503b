"""The factors of triage: one function each, its docstring the definition.

A function answers True (said), False (denied, or said otherwise) or None (the sender did not say).
Not said is never taken as denied. Effect and points of each stand in the country pack, ``triage.yaml``.
"""

from collections.abc import Callable

from hilo.alerts.draft import AlertDraft, Party
from hilo.alerts.facts import Facts
from hilo.alerts.marks import says_something

Answer = bool | None
Factor = Callable[[AlertDraft, Facts], Answer]

TOP_PRIORITY = frozenset(
    {
        "1",
        "urgent",
        "urgente",
        "immediate",
        "inmediata",
        "emergency",
        "emergencia",
        "high",
        "alta",
        "critical",
    }
)
OTHER_PRIORITY = frozenset({"2", "3", "4", "medium", "media", "normal", "low", "baja", "routine", "rutina"})
NOT_A_RELATION = frozenset({"stranger", "extraño", "no relation", "no relationship", "ninguna", "none known"})
PREPUBESCENT = ("A1", "A2")  # industryClassification


def _mark(draft: AlertDraft, facts: Facts, mark: str) -> Answer:
    """True when the report or one of its files carries the mark; a mark left out is not said."""
    return True if mark in facts.all_marks else None


def _type(draft: AlertDraft, facts: Facts, mark: str) -> Answer:
    """As :func:`_mark`, but an incident type that says another thing denies it."""
    return True if mark in facts.marks else False if draft.incident_type else None


def _said(found: set[str], word: str) -> Answer:
    return True if word in found else None


def _minor(facts: Facts, party: Party) -> Answer:
    age = facts.youngest.get(party)
    return None if age is None else age < facts.parameters["adult_age"]


def _every_file(facts: Facts, mark: str) -> Answer:
    if mark not in facts.all_marks:
        return None
    marked = sum(mark in marks for marks in facts.file_marks)
    return marked == len(facts.file_marks)


def escalation(draft: AlertDraft, facts: Facts) -> Answer:
    """The platform asked for high priority, with or without words of its own."""
    if "escalation" in facts.marks:
        return True
    if draft.escalation is None:
        return None
    return draft.escalation == "" or says_something(draft.escalation)


def priority_one(draft: AlertDraft, facts: Facts) -> Answer:
    """The clearing house's code is its highest. «E» has no published meaning: then its words decide, if any."""
    word = _priority_word(draft)
    return word in TOP_PRIORITY if word else None


def _priority_word(draft: AlertDraft) -> str:
    """The code in lower case when its meaning is known, else its words when theirs is, else nothing."""
    said = ((draft.priority or "").strip().lower(), draft.priority_words.strip().lower())
    return next((word for word in said if word in TOP_PRIORITY or word in OTHER_PRIORITY), "")


def child_access(draft: AlertDraft, facts: Facts) -> Answer:
    """The sender says that a person in the alert lives, works or meets with children."""
    said = [person.access_to_children for person in draft.persons if person.access_to_children is not None]
    return True if "access" in facts.marks else any(said) if said else None


def sextortion(draft: AlertDraft, facts: Facts) -> Answer:
    """Marked, tagged or classified as sexual extortion."""
    return _mark(draft, facts, "sextortion")


def sadistic(draft: AlertDraft, facts: Facts) -> Answer:
    """Marked as sadistic online exploitation."""
    return _mark(draft, facts, "sadistic")


def molestation(draft: AlertDraft, facts: Facts) -> Answer:
    """The incident type or the sender's classification is hands-on sexual abuse."""
    return _type(draft, facts, "molestation")


def trafficking(draft: AlertDraft, facts: Facts) -> Answer:
    """The incident type or the sender's classification is trafficking."""
    return _type(draft, facts, "trafficking")


def live_streaming(draft: AlertDraft, facts: Facts) -> Answer:
    """Live streaming, on the report or on a file that is not itself viral: a viral one is a recording."""
    if "live" not in facts.all_marks:
        return None
    return "live" in facts.marks or any("live" in m and "viral" not in m for m in facts.file_marks)


def victim_school(draft: AlertDraft, facts: Facts) -> Answer:
    """A school is named."""
    return _said(facts.victim, "school")


def victim_named(draft: AlertDraft, facts: Facts) -> Answer:
    """A child victim is named."""
    return _said(facts.victim, "named")


def victim_age(draft: AlertDraft, facts: Facts) -> Answer:
    """A child victim's age is given and is under age. An adult age, as in many profiles, denies it."""
    return _minor(facts, Party.VICTIM)


def victim_located(draft: AlertDraft, facts: Facts) -> Answer:
    """The victim's state, city or address is given."""
    return _said(facts.victim, "located")


def victim_reachable(draft: AlertDraft, facts: Facts) -> Answer:
    """An account, screen name, e-mail, telephone, device or connection of the victim is given."""
    return _said(facts.victim, "reachable")


def enticement(draft: AlertDraft, facts: Facts) -> Answer:
    """The incident type or the sender's classification is online enticement, confirmed or not."""
    return _type(draft, facts, "enticement")


def obscene_to_child(draft: AlertDraft, facts: Facts) -> Answer:
    """The incident type or the sender's classification is obscene material sent to a child."""
    return _type(draft, facts, "obscene_to_child")


def sex_tourism(draft: AlertDraft, facts: Facts) -> Answer:
    """The incident type or the sender's classification is exploitation in travel and tourism."""
    return _type(draft, facts, "tourism")


def solicitation(draft: AlertDraft, facts: Facts) -> Answer:
    """Marked as solicitation of material."""
    return _mark(draft, facts, "solicitation")


def relationship(draft: AlertDraft, facts: Facts) -> Answer:
    """The sender states a relation between a person and the child; «stranger» denies one."""
    said = [p.relationship.strip().lower() for p in draft.persons if says_something(p.relationship)]
    return any(word not in NOT_A_RELATION for word in said) if said else None


def minor_to_minor(draft: AlertDraft, facts: Facts) -> Answer:
    """Marked as an interaction between minors."""
    return _mark(draft, facts, "minor_to_minor")


def child_recipient(draft: AlertDraft, facts: Facts) -> Answer:
    """An intended recipient's age is given and is under age. A recipient alone says nothing."""
    return _minor(facts, Party.RECIPIENT)


def self_produced_by_minor(draft: AlertDraft, facts: Facts) -> Answer:
    """Possibly self-generated, not viral, and the reported account's holder is under age."""
    return _minor(facts, Party.REPORTED) if self_production(draft, facts) else None


def young_child(draft: AlertDraft, facts: Facts) -> Answer:
    """A victim of ``young_age`` or less, a file marked infant, or classified prepubescent (A1, A2)."""
    age = facts.youngest.get(Party.VICTIM)
    if "infant" in facts.all_marks or (age is not None and age <= facts.parameters["young_age"]):
        return True
    classes = [file.classification.strip().upper() for file in draft.files if file.classification]
    if any(name in PREPUBESCENT for name in classes):
        return True
    return False if age is not None or classes else None


def recent(draft: AlertDraft, facts: Facts) -> Answer:
    """The incident was ``recent_days`` ago or less. A date still ahead says nothing."""
    days = facts.days_since(draft.incident_at)
    return None if days is None or days < -1 else days <= facts.parameters["recent_days"]


def self_production(draft: AlertDraft, facts: Facts) -> Answer:
    """A file, or the report, is marked possibly self-generated and not viral."""
    if "self_production" not in facts.all_marks:
        return None
    every = (facts.marks, *facts.file_marks)
    return any("self_production" in marks and "viral" not in marks for marks in every)


def new_material(draft: AlertDraft, facts: Facts) -> Answer:
    """At least one file's hash was never seen in another alert. Placeholder hashes do not count."""
    seen = facts.seen_hashes
    if seen is None or not facts.hashes:
        return None
    return any(seen.get(value, 0) <= 0 for value in facts.hashes)


def prior_reports(draft: AlertDraft, facts: Facts) -> Answer:
    """The sender names earlier reports of the account, or alerts of it are known here."""
    return True if facts.priors or facts.prior_known > 0 else None


def exact_place(draft: AlertDraft, facts: Facts) -> Answer:
    """A verified place, coordinates or a postal address of anyone but the reporter."""
    return True if facts.reported & {"exact_place", "address"} else None


def retention_lapsing(draft: AlertDraft, facts: Facts) -> Answer:
    """The provider's duty to preserve ends within ``retention_warning_days``."""
    left = days_of_retention(draft, facts)
    return None if left is None else 0 <= left <= facts.parameters["retention_warning_days"]


def days_of_retention(draft: AlertDraft, facts: Facts) -> int | None:
    """Days until the provider may delete, negative when past; None when receipt is not dated."""
    kept = facts.days_since(draft.received_at)
    return None if kept is None else facts.parameters["retention_days"] - kept


def answer_due(draft: AlertDraft, facts: Facts) -> Answer:
    """The sender asks for an answer within ``answer_warning_days``, or the day has passed."""
    if draft.answer_by is None:
        return None
    return (draft.answer_by - facts.now.date()).days <= facts.parameters["answer_warning_days"]


def account(draft: AlertDraft, facts: Facts) -> Answer:
    """The platform's own id of the reported account is given."""
    return _said(facts.reported, "account")


def contact(draft: AlertDraft, facts: Facts) -> Answer:
    """An e-mail address or telephone of the reported person is given in a field, not in prose."""
    return _said(facts.reported, "contact")


def contact_verified(draft: AlertDraft, facts: Facts) -> Answer:
    """The platform verified an e-mail address or telephone of the reported person."""
    if "contact_verified" in facts.reported:
        return True
    return False if "contact_unverified" in facts.reported else None


def ip_time(draft: AlertDraft, facts: Facts) -> Answer:
    """An IP address with its moment, not marked as a possible proxy."""
    return "ip_time" in facts.reported if "ip" in facts.reported else None


def ip_port(draft: AlertDraft, facts: Facts) -> Answer:
    """As :func:`ip_time`, with the source port: what a carrier needs behind shared addresses."""
    return "ip_port" in facts.reported if "ip" in facts.reported else None


def device(draft: AlertDraft, facts: Facts) -> Answer:
    """An identifier of a device is given."""
    return _said(facts.reported, "device")


def place_known(draft: AlertDraft, facts: Facts) -> Answer:
    """A state or city is given for anyone but the reporter."""
    return _said(facts.reported, "place")


def esp_viewed(draft: AlertDraft, facts: Facts) -> Answer:
    """The platform viewed at least one of the files."""
    said = [file.viewed for file in draft.files if file.viewed is not None]
    return any(said) if said else None


def informational(draft: AlertDraft, facts: Facts) -> Answer:
    """The sender says, in its own field, mark, tag or classification, that it is informational."""
    return True if _mark(draft, facts, "informational") else draft.informational


def viral(draft: AlertDraft, facts: Facts) -> Answer:
    """The report is marked viral or meme, or every described file is: one among new ones is not enough."""
    if "viral" in facts.marks or (draft.batched and "viral" in draft.batched.lower()):
        return True
    return _every_file(facts, "viral")


def batched(draft: AlertDraft, facts: Facts) -> Answer:
    """The sender grouped many alike reports into this one, whatever reason it gives."""
    return None if draft.batched is None else draft.batched.strip().lower() not in {"no", "false"}


def spam(draft: AlertDraft, facts: Facts) -> Answer:
    """Marked as spam."""
    return _mark(draft, facts, "spam")


def animated(draft: AlertDraft, facts: Facts) -> Answer:
    """The report, or every described file, is marked as animation or drawing."""
    return True if "animated" in facts.marks else _every_file(facts, "animated")


def misleading(draft: AlertDraft, facts: Facts) -> Answer:
    """The incident type is a misleading domain name, words or images."""
    return _type(draft, facts, "misleading")


def widespread(draft: AlertDraft, facts: Facts) -> Answer:
    """Every hashed file was seen in more than ``widespread_reports`` earlier alerts."""
    seen = facts.seen_hashes
    if seen is None or not facts.hashes:
        return None
    return all(seen.get(value, 0) > facts.parameters["widespread_reports"] for value in facts.hashes)


def generated(draft: AlertDraft, facts: Facts) -> Answer:
    """Marked as made by artificial intelligence: it lowers points, never to nothing."""
    return _mark(draft, facts, "generated")


FACTORS: dict[str, Factor] = {
    "escalation": escalation,
    "priority_one": priority_one,
    "child_access": child_access,
    "sextortion": sextortion,
    "sadistic": sadistic,
    "molestation": molestation,
    "trafficking": trafficking,
    "live_streaming": live_streaming,
    "victim_school": victim_school,
    "victim_named": victim_named,
    "victim_age": victim_age,
    "victim_located": victim_located,
    "victim_reachable": victim_reachable,
    "enticement": enticement,
    "obscene_to_child": obscene_to_child,
    "sex_tourism": sex_tourism,
    "solicitation": solicitation,
    "relationship": relationship,
    "minor_to_minor": minor_to_minor,
    "child_recipient": child_recipient,
    "self_produced_by_minor": self_produced_by_minor,
    "young_child": young_child,
    "recent": recent,
    "self_production": self_production,
    "new_material": new_material,
    "prior_reports": prior_reports,
    "exact_place": exact_place,
    "retention_lapsing": retention_lapsing,
    "answer_due": answer_due,
    "account": account,
    "contact": contact,
    "contact_verified": contact_verified,
    "ip_time": ip_time,
    "ip_port": ip_port,
    "device": device,
    "place_known": place_known,
    "esp_viewed": esp_viewed,
    "informational": informational,
    "viral": viral,
    "batched": batched,
    "spam": spam,
    "animated": animated,
    "misleading": misleading,
    "widespread": widespread,
    "generated": generated,
}

# What stands against a lowering mark: data of a child, or an explicit mark that one is at risk now.
# An incident type, or a mark on a file, does not: the sender who lowered the alert knew it.
CONTRADICTS = frozenset(
    {
        "escalation",
        "priority_one",
        "child_access",
        "sextortion",
        "sadistic",
        "victim_school",
        "victim_named",
        "victim_age",
        "victim_located",
        "victim_reachable",
    }
)

# What lowers without silencing the incident type: what we concluded ourselves, not the sender.
ONLY_OURS = frozenset({"widespread", "misleading"})

DETAILS: dict[str, Callable[[AlertDraft, Facts], str]] = {
    "victim_age": lambda draft, facts: str(facts.youngest[Party.VICTIM]),
    "child_recipient": lambda draft, facts: str(facts.youngest[Party.RECIPIENT]),
    "self_produced_by_minor": lambda draft, facts: str(facts.youngest[Party.REPORTED]),
    "recent": lambda draft, facts: str(max(facts.days_since(draft.incident_at) or 0, 0)),
    "prior_reports": lambda draft, facts: str(max(facts.priors, facts.prior_known)),
    "retention_lapsing": lambda draft, facts: str(days_of_retention(draft, facts)),
    "priority_one": lambda draft, facts: _priority_word(draft),
    "widespread": lambda draft, facts: str(min((facts.seen_hashes or {}).get(h, 0) for h in facts.hashes)),
}
