"""Where a format lays down what it reads: bounded lists, notes, and what was not understood."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hilo.alerts.draft import AlertDraft, DraftFile, DraftPerson, Identifier, IdKind, Location, Party, Text
from hilo.alerts.formats import limits
from hilo.alerts.formats.mining import mine
from hilo.alerts.formats.values import Node, flag, many, plain, read_day, read_moment, texts, truth, years

EARLIEST_YEAR = 1990  # before this no platform report can have happened: a placeholder
AHEAD = timedelta(days=366)  # a moment further in the future is a mistake
ANSWER_AHEAD = timedelta(days=20 * 366)
_LABELS = ("esp", "platform", "incident_type", "classification", "priority_words", "country")


class Gather:
    """Collects the parts of one draft. Every list is bounded; what goes over is noted once."""

    def __init__(self, notes: list[str] | None = None) -> None:
        self.identifiers: list[Identifier] = []
        self.persons: list[DraftPerson] = []
        self.files: list[DraftFile] = []
        self.locations: list[Location] = []
        self.texts: list[Text] = []
        self.prior_reports: list[str] = []
        self.unknown: list[tuple[str, str]] = []
        self.notes: list[str] = notes if notes is not None else []
        self._to_mine: list[tuple[str, Party, int | None]] = []
        self._full: set[str] = set()
        self._zoneless: list[str] = []
        self._now = datetime.now(UTC)

    def note(self, sentence: str) -> None:
        """Remember something a reader should know. At most 200."""
        if len(self.notes) < limits.NOTES:
            self.notes.append(sentence[: limits.NOTE_CHARS])

    def room(self, kept: list[Any], most: int, what: str) -> bool:
        """Whether one more fits; notes once when it does not."""
        if len(kept) < most:
            return True
        if what not in self._full:
            self._full.add(what)
            self.note(f"demasiados elementos ({what}): se leyeron los primeros {most}")
        return False

    def add(self, kind: IdKind, value: str, party: Party, person: int | None = None, **more: Any) -> None:
        """One identifier. ``more``: the other fields of Identifier. An empty value adds nothing."""
        if not value or not self.room(self.identifiers, limits.IDENTIFIERS, "identificadores"):
            return
        if len(value) > limits.VALUE_CHARS:
            value = value[: limits.VALUE_CHARS]
            self.note(f"identificador recortado ({kind})")
        self.identifiers.append(Identifier(kind, value, party, person, **more))

    def person(self, person: DraftPerson) -> int | None:
        """Keep a person; its position, or None when there are too many."""
        if not self.room(self.persons, limits.PERSONS, "personas"):
            return None
        for name in ("name", "school", "service", "account", "relationship"):
            if len(getattr(person, name)) > limits.VALUE_CHARS:
                setattr(person, name, getattr(person, name)[: limits.VALUE_CHARS])
        self.persons.append(person)
        return len(self.persons) - 1

    def place(self, location: Location) -> None:
        """Keep a location that says anything."""
        somewhere = location.country or location.region or location.city
        if somewhere and self.room(self.locations, limits.LOCATIONS, "lugares"):
            location.country = location.country[: limits.LABEL_CHARS]
            location.region = location.region[: limits.LABEL_CHARS]
            location.city = location.city[: limits.LABEL_CHARS]
            self.locations.append(location)

    def say(self, path: str, text: str, party: Party, person: int | None = None, *, mined: bool = True) -> None:
        """Keep a free text, and mine it for identifiers unless it is the sender's own boilerplate."""
        if not text or not self.room(self.texts, limits.TEXTS, "textos"):
            return
        if len(text) > limits.TEXT_CHARS:
            text = text[: limits.TEXT_CHARS]
            self.note(f"texto recortado en {path}")
        self.texts.append(Text(path, text, party))
        if mined:
            self._to_mine.append((text, party, person))

    def prior(self, report_ids: list[str], person: int | None) -> None:
        """Earlier reports named by the sender."""
        if person is not None:
            self.persons[person].prior_reports.extend(report_ids[: limits.PRIOR_REPORTS])
        for report_id in report_ids:
            if report_id in self.prior_reports:
                continue
            if not self.room(self.prior_reports, limits.PRIOR_REPORTS, "avisos previos"):
                return
            self.prior_reports.append(report_id)

    def moment(self, value: Any, path: str) -> datetime | None:
        """A moment in UTC, or None with a note when it is impossible or absurd."""
        text = plain(value)
        if not text:
            return None
        found, zoneless = read_moment(text) if len(text) <= 64 else (None, False)
        if found is None or found.year < EARLIEST_YEAR or found > self._now + AHEAD:
            self.note(f"fecha imposible en {path}")
            return None
        if zoneless:
            self._zoneless.append(path)
        return found

    def born(self, value: Any, path: str) -> date | None:
        """A date of birth between 1900 and today, or None with a note."""
        text = plain(value)
        found = read_day(text) if text else None
        if found is not None and found.year >= 1900 and found <= self._now.date():
            return found
        if text:
            self.note(f"fecha imposible en {path}")
        return None

    def answer_by(self, value: Any, path: str) -> date | None:
        """The day by which the sender asks for an answer, or None with a note."""
        text = plain(value)
        found = read_day(text) if text else None
        if found is not None and found.year >= EARLIEST_YEAR and found <= (self._now + ANSWER_AHEAD).date():
            return found
        if text:
            self.note(f"fecha imposible en {path}")
        return None

    def age(self, value: Any, path: str) -> int | None:
        """Years, or None with a note when it is no age."""
        text = plain(value)
        found = years(text) if text else None
        if text and found is None:
            self.note(f"edad imposible en {path}")
        return found

    def child(self, node: Node, key: str, path: str) -> Node:
        """The object under ``key``, or {} when absent; anything else there is kept as unknown."""
        value = node.get(key)
        if isinstance(value, dict):
            return value
        if isinstance(value, list):
            first, *rest = [item for item in value if item] or [{}]
            for item in rest:
                self.keep_unknown(f"{path}.{key}" if path else key, item)
            value = first
            if isinstance(value, dict):
                return value
        if value:
            self.keep_unknown(f"{path}.{key}" if path else key, value)
        return {}

    def objects(self, node: Node, key: str, path: str) -> list[tuple[str, Node]]:
        """Path and object for each object under ``key``; what is no object is kept as unknown."""
        return self.listed(many(node, key), f"{path}.{key}" if path else key) if node.get(key) else []

    def listed(self, items: list[Any], path: str) -> list[tuple[str, Node]]:
        """The same for items already taken out of their container."""
        found = []
        for index, item in enumerate(items):
            if isinstance(item, dict):
                found.append((f"{path}[{index}]", item))
            elif item:
                self.keep_unknown(f"{path}[{index}]", item)
        return found

    def leftover(self, node: Node, known: frozenset[str], path: str) -> None:
        """Keep every key of ``node`` that is not known, verbatim, with its path."""
        extra = node.keys() - known
        for key in sorted(extra):
            self.keep_unknown(f"{path}.{key}" if path else key, node[key])

    def keep_unknown(self, path: str, value: Any) -> None:
        """Keep what was not understood."""
        if not self.room(self.unknown, limits.UNKNOWN, "elementos no reconocidos"):
            return
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if len(text) > limits.UNKNOWN_CHARS:
            text = text[: limits.UNKNOWN_CHARS]
            self.note(f"elemento no reconocido recortado en {path}")
        self.unknown.append((path[: limits.NOTE_CHARS], text))

    def flags(self, node: Node, key: str, path: str) -> tuple[frozenset[str], frozenset[str]]:
        """Marks said to be on, and marks said to be off, of an object of marks or a list of names."""
        value = node.get(key)
        if isinstance(value, dict) and not {"#text", "value"} & value.keys():
            named = {mark: flag(said) for mark, said in value.items() if not mark.startswith("@")}
        else:
            named = dict.fromkeys(texts(node, key), True)
        for mark, said in named.items():
            if said is None and value:
                self.keep_unknown(f"{path}.{key}.{mark}", node[key][mark])
        named = {mark[: limits.LABEL_CHARS]: said for mark, said in list(named.items())[: limits.FLAGS]}
        on = frozenset(mark for mark, said in named.items() if said)
        return on, frozenset(mark for mark, said in named.items() if said is False)

    def escalation(self, node: Node, key: str, path: str, *, empty_counts: bool) -> str | None:
        """Text of the platform's high-priority mark; None when there is none or it says no."""
        if node.get(key) is None:
            return None
        text = plain(node[key])
        if text and truth(text) is None:
            return text
        raw = node[key].get("#text", "") if isinstance(node[key], dict) else node[key]
        if truth(text) or (empty_counts and isinstance(raw, str) and not raw.strip()):
            return ""
        if raw not in ("", {}, []):
            self.note(f"marca de prioridad que dice que no, en {path}.{key}")
        return None

    def into(self, draft: AlertDraft) -> AlertDraft:
        """Finish and lay everything into the draft."""
        self.finish()
        for name in _LABELS:
            value = getattr(draft, name)
            if len(value) > limits.LABEL_CHARS:
                setattr(draft, name, value[: limits.LABEL_CHARS])
                self.note(f"texto recortado: {name}")
        draft.persons, draft.files = self.persons, self.files
        draft.identifiers, draft.locations, draft.texts = self.identifiers, self.locations, self.texts
        draft.prior_reports, draft.unknown, draft.notes = self.prior_reports, self.unknown, self.notes
        return draft

    def finish(self) -> None:
        """Mine the free texts against what the fields already gave, and sum up the missing zones."""
        seen = {(one.kind, one.value, one.party) for one in self.identifiers}
        of_reporter = {(one.kind, one.value) for one in self.identifiers if one.party is Party.REPORTER}
        for text, whose, person in self._to_mine:
            for kind, value, service in mine(text):
                # The sender's own contact data stay the sender's, wherever they are repeated.
                theirs = (kind, value) in of_reporter
                party = Party.REPORTER if theirs else whose
                if (kind, value, party) in seen:
                    continue
                seen.add((kind, value, party))
                self.add(kind, value, party, None if theirs else person, service=service, mentioned=True)
        for one in self.identifiers:
            if len(one.service) > limits.LABEL_CHARS or len(one.event) > limits.LABEL_CHARS:
                one.service, one.event = one.service[: limits.LABEL_CHARS], one.event[: limits.LABEL_CHARS]
        if self._zoneless:
            count, first = len(self._zoneless), self._zoneless[0]
            self.note(f"fechas sin zona horaria, tomadas como UTC: {count}, la primera en {first}")
