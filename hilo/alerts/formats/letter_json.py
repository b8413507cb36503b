"""Referral letter of INTERPOL, an embassy or another authority, as JSON or typed into a form.

There is no public schema; this is ours. Every key but ``sender`` and ``reference`` may be absent::

    {"sender": "INTERPOL", "reference": "OCN-0001/2026", "date": "2026-05-06",
     "classification": "RESTRICTED", "country": "MX", "incident_type": "…", "platform": "…",
     "incident_at": "2026-05-01T10:00:00Z", "urgent": true | "why",
     "requested_action": "…", "answer_by": "2026-06-01", "narrative": "…",
     "persons": [{"party": "victim", "name": "…", "age": 12, "born": "2014-01-01", "school": "…",
                  "country": "MX", "region": "…", "city": "…", "service": "…", "account": "…",
                  "relationship": "…"}],
     "entities": [{"kind": "email", "value": "…", "party": "reported", "person": 0, "service": "…",
                   "at": "…"}],
     "attachments": [{"name": "…", "algorithm": "SHA256", "hash": "…"}],
     "prior_reports": ["100000001"]}

``kind`` is a value of IdKind (``type`` is read too) and ``party`` one of Party; ``person`` is a
position in ``persons``. ``deadline`` is read as ``answer_by``. An attachment is its name and hash
only: anything else in it is left out of the payload and noted.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from hilo.alerts.draft import AlertDraft, Draft, DraftFile, DraftPerson, IdKind, Location, Malformed, Party
from hilo.alerts.formats import json_text, limits
from hilo.alerts.formats.cybertip_file import algorithm_of
from hilo.alerts.formats.gather import Gather
from hilo.alerts.formats.scrub import scrub
from hilo.alerts.formats.values import Node, plain, texts, truth, whole

FORMAT = "letter_json"

_LETTER = frozenset(
    [
        "sender",
        "reference",
        "date",
        "classification",
        "country",
        "incident_type",
        "platform",
        "incident_at",
        "urgent",
        "requested_action",
        "answer_by",
        "deadline",
        "narrative",
        "persons",
        "entities",
        "attachments",
        "prior_reports",
    ]
)
_MARKS = frozenset(["narrative", "requested_action", "entities", "attachments", "persons", "answer_by", "deadline"])
_PERSON = frozenset(
    [
        "party",
        "name",
        "age",
        "born",
        "school",
        "country",
        "region",
        "city",
        "service",
        "account",
        "relationship",
        "access_to_children",
    ]
)
_ENTITY = frozenset(["kind", "type", "value", "party", "person", "service", "at"])
_ATTACHMENT = ("name", "algorithm", "hash")
_KINDS = {kind.value: kind for kind in IdKind}
_PARTIES = {party.value: party for party in Party}


def claims(tree: Any) -> bool:
    """Whether this tree is of this format."""
    return isinstance(tree, dict) and "reference" in tree and bool(_MARKS & tree.keys())


def parse(data: bytes, *, name: str, sender: str | None = None) -> Iterator[Draft]:
    """The one draft of the letter. Raises Malformed."""
    tree, notes = json_text.load(data)
    yield from read(tree, notes, name=name, sender=sender)


def read(tree: Any, notes: list[str], *, name: str, sender: str | None = None) -> Iterator[Draft]:
    """The draft of a tree that was loaded. Raises Malformed."""
    if not isinstance(tree, dict):
        raise Malformed("not_a_report", "El archivo no es un oficio: debe ser un objeto JSON con «reference».")
    yield _letter(tree, notes, sender)


def letter_payload(*, sender: str, reference: str, **fields: Any) -> dict[str, Any]:
    """The payload of a typed letter: absent fields left out, days and moments as ISO 8601 text.

    ``fields`` are the other keys of the shape in this module's docstring. Raises TypeError for others.
    """
    if strange := fields.keys() - _LETTER:
        raise TypeError(f"a letter has no {', '.join(sorted(strange))}")
    given = {"sender": sender.strip(), "reference": reference.strip(), **fields}
    kept = {key: value for key, value in given.items() if value not in (None, "", [], {})}
    return {key: value.isoformat() if isinstance(value, date | datetime) else value for key, value in kept.items()}


def draft_from_letter(payload: dict[str, Any]) -> AlertDraft:
    """The same draft a JSON letter gives, for a typed one. Raises Malformed."""
    notes: list[str] = []
    return _letter(scrub(payload, notes), notes, None)


def _letter(tree: Node, notes: list[str], sender: str | None) -> AlertDraft:
    report_id = plain(tree.get("reference"))[: limits.ID_CHARS]
    if not report_id:
        raise Malformed("no_report_id", "El oficio no trae número de referencia: escríbalo en «reference».")
    sender = (sender or plain(tree.get("sender")))[: limits.LABEL_CHARS]
    if not sender:
        raise Malformed("no_sender", "El oficio no dice quién lo envía: escríbalo en «sender».")
    gather = Gather(notes)
    gather.leftover(tree, _LETTER, "")
    draft = AlertDraft(FORMAT, sender.upper() if sender.lower() == "interpol" else sender, report_id, tree)
    _particulars(gather, draft, tree)
    for where, person in gather.objects(tree, "persons", ""):
        _person(gather, person, where)
    for where, entity in gather.objects(tree, "entities", ""):
        _entity(gather, entity, where)
    draft.payload = {**tree, "attachments": _attachments(gather, tree)} if "attachments" in tree else tree
    gather.prior(list(texts(tree, "prior_reports")), None)
    gather.say("requested_action", draft.requested_action, Party.INCIDENT)
    gather.say("narrative", plain(tree.get("narrative")), Party.INCIDENT)
    return gather.into(draft)


def _particulars(gather: Gather, draft: AlertDraft, tree: Node) -> None:
    draft.incident_type, draft.platform = plain(tree.get("incident_type")), plain(tree.get("platform"))
    draft.classification = plain(tree.get("classification"))
    draft.country = plain(tree.get("country"))
    draft.incident_at = gather.moment(tree.get("incident_at"), "incident_at")
    draft.received_at = gather.moment(tree.get("date"), "date")
    draft.escalation = gather.escalation(tree, "urgent", "", empty_counts=False)
    draft.requested_action = plain(tree.get("requested_action"))[: limits.TEXT_CHARS]
    key = "answer_by" if plain(tree.get("answer_by")) else "deadline"
    draft.answer_by = gather.answer_by(tree.get(key), key)
    gather.place(Location(Party.INCIDENT, country=draft.country, source="recipient_country"))


def _person(gather: Gather, node: Node, path: str) -> None:
    gather.leftover(node, _PERSON, path)
    party = _party(gather, node, path, Party.REPORTED)
    person = DraftPerson(
        party,
        name=plain(node.get("name")),
        age=gather.age(node.get("age"), f"{path}.age"),
        born=gather.born(node.get("born"), f"{path}.born"),
        school=plain(node.get("school")),
        service=plain(node.get("service")),
        account=plain(node.get("account")),
        access_to_children=truth(node.get("access_to_children")),
        relationship=plain(node.get("relationship")),
    )
    position = gather.person(person)
    gather.add(IdKind.PERSON_NAME, person.name, party, position)
    gather.add(IdKind.SCHOOL, person.school, party, position)
    gather.add(IdKind.ACCOUNT, person.account, party, position, service=person.service)
    country, region, city = (plain(node.get(key)) for key in ("country", "region", "city"))
    if party is not Party.REPORTER:
        gather.place(Location(party, country=country, region=region, city=city, source="address"))


def _party(gather: Gather, node: Node, path: str, otherwise: Party) -> Party:
    word = plain(node.get("party")).lower()
    if word and word not in _PARTIES:
        gather.keep_unknown(f"{path}.party", word)
    return _PARTIES.get(word, otherwise)


def _entity(gather: Gather, node: Node, path: str) -> None:
    gather.leftover(node, _ENTITY, path)
    word = (plain(node.get("kind")) or plain(node.get("type"))).lower()
    kind = _KINDS.get(word.replace(" ", "_").replace("-", "_"))
    if kind is None:
        gather.keep_unknown(path, node)
        return
    person = whole(node.get("person"), 0, limits.PERSONS)
    if person is not None and person >= len(gather.persons):
        gather.note(f"la persona {person} que nombra {path} no existe")
        person = None
    party = _party(gather, node, path, Party.INCIDENT if person is None else gather.persons[person].party)
    service = plain(node.get("service"))
    at = gather.moment(node.get("at"), f"{path}.at")
    gather.add(kind, plain(node.get("value")), party, person, service=service, at=at)


def _attachments(gather: Gather, tree: Node) -> list[dict[str, str]]:
    kept = []
    for where, item in gather.objects(tree, "attachments", ""):
        for key in sorted(item.keys() - set(_ATTACHMENT)):
            gather.note(f"contenido de adjunto rechazado en {where}.{key}")
        name, algorithm, value = (plain(item.get(key))[: limits.VALUE_CHARS] for key in _ATTACHMENT)
        if not gather.room(gather.files, limits.FILES, "archivos"):
            break
        algorithm = (algorithm or algorithm_of(value)).upper()[: limits.LABEL_CHARS]
        gather.files.append(DraftFile(name=name, hashes={algorithm: value} if value else {}))
        gather.add(IdKind.HASH, value, Party.FILE, service=algorithm)
        kept.append({"name": name, "algorithm": algorithm, "hash": value})
    return kept
