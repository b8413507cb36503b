"""Who could have heard of whom.

An account is what one child told, in one case. Two accounts that went through the same interviewer, therapist, lawyer,
school or parents' group, or that were both taken after something was published (by the press or by this project), may
be alike because of that. Two partitions follow, since the two possible errors pull in opposite directions:

- ``groups`` say who is never called independent. Unknown exposure counts as exposed: an account whose contacts of a
  kind are not known joins everything that had a contact of that kind. Joining too much is the safe error here.
- ``strata`` say whose codes may change places in a permutation. Only what is known joins here, accounts without any
  path form one stratum, and accounts of unknown exposure are left out: letting exposed and unexposed accounts change
  places is what makes chance look rarer than it is (63 % false alarms; see docs/explanation/across-cases.md).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from hilo.lib.errors import BadInput
from hilo.testimony.labels import STATUSES

CONTACTS: Final = ("interviewer", "therapist", "lawyer", "school", "parents")
PUBLICATIONS: Final = ("press", "own_report")
NO_KNOWN_PATH, PATH, UNKNOWN = "no_known_path", "path", "unknown"
RELATIONS: Final = {  # what a person is told
    NO_KNOWN_PATH: "No se conoce ningún camino entre los dos relatos; eso no demuestra que no lo haya.",
    PATH: "Hay un camino conocido entre los dos relatos: no son independientes.",
    UNKNOWN: "No se sabe por dónde pasaron los relatos: no se pueden tratar como independientes.",
}
FREE: Final = frozenset({"spontaneous", "after_invitation"})
TOLD: Final = FREE | {"after_directive", "after_option", "after_suggestive", "adult_first_adopted"}

Node = tuple[str, str]  # ("account", id), (kind, source) or (kind, "?")
Graph = Mapping[Node, set[Node]]
Pairing = tuple[str, str]


@dataclass(frozen=True)
class Telling:
    """A code as an account first came to hold it: one of labels.STATUSES, and the day, None where not known."""

    code: str
    status: str
    told_on: date | None


@dataclass(frozen=True)
class Account:
    """What one child told. ``contacts``: kind -> sources; a kind left out or None is not known, empty is known: none.

    ``heard_on``: the first day on which the child was heard, also when nothing that is coded was told.
    """

    id: str
    tellings: tuple[Telling, ...]
    contacts: Mapping[str, frozenset[str] | None]
    heard_on: date | None = None

    def __post_init__(self) -> None:
        codes = [telling.code for telling in self.tellings]
        if len(set(codes)) < len(codes):
            raise BadInput(f"Un código aparece dos veces en el relato {self.id}; deje solo la primera mención.")
        if not set(self.contacts) <= set(CONTACTS):
            raise BadInput(f"El relato {self.id} tiene un tipo de contacto desconocido; use: {', '.join(CONTACTS)}.")
        if any(telling.status not in STATUSES for telling in self.tellings):
            raise BadInput(f"El relato {self.id} tiene una procedencia desconocida; use: {', '.join(STATUSES)}.")

    @cached_property
    def days(self) -> list[date]:
        """The known days on which the child was heard, oldest first."""
        known = [telling.told_on for telling in self.tellings if telling.told_on]
        return sorted([*known, *([self.heard_on] if self.heard_on else [])])

    def told(self, code: str) -> bool:
        """Told at all, whatever was asked. A denial or an unanswered question is no telling."""
        return any(one.code == code and one.status in TOLD for one in self.tellings)

    def told_freely(self, code: str, public: date | None) -> bool:
        """Told spontaneously or after an invitation, before the day on which the code became public."""
        said = [one for one in self.tellings if one.code == code and one.status in FREE]
        return any(public is None or (one.told_on is not None and one.told_on < public) for one in said)

    def heard_before(self, public: date | None) -> bool:
        """Could have told freely what became public on that day."""
        return public is None or (bool(self.days) and self.days[0] < public)


@dataclass(frozen=True)
class Publication:
    """What became public, from the earliest day on which anybody could read it. ``kind``: one of PUBLICATIONS."""

    source: str
    on: date
    codes: frozenset[str]
    kind: str = "press"

    def __post_init__(self) -> None:
        if self.kind not in PUBLICATIONS:
            raise BadInput(f"«{self.kind}» no es un tipo de publicación; use: {', '.join(PUBLICATIONS)}.")


@dataclass(frozen=True)
class Exposure:
    """Groups and strata of accounts (see the module), and the accounts of which too little is known."""

    groups: Mapping[str, int]
    strata: Mapping[str, str]
    unknown: frozenset[str]
    graph: Graph

    def relation(self, a: str, b: str) -> str:
        """NO_KNOWN_PATH, PATH, or UNKNOWN where only what is not known could join the two."""
        if self.path(a, b):
            return PATH
        apart = self.groups[a] != self.groups[b] and not {a, b} & self.unknown
        return NO_KNOWN_PATH if apart else UNKNOWN

    def path(self, a: str, b: str) -> tuple[str, ...]:
        """A shortest known path, ends included, sources as ``kind:source``; () when there is none."""
        queue: list[tuple[Node, ...]] = [(("account", a),)]
        seen = set(queue[0])
        for steps in queue:
            if steps[-1] == ("account", b) and a != b:
                return tuple(name if kind == "account" else f"{kind}:{name}" for kind, name in steps)
            fresh = sorted(self.graph.get(steps[-1], set()) - seen)
            seen.update(fresh)
            queue += [(*steps, node) for node in fresh]
        return ()


def exposure(accounts: Sequence[Account], publications: Sequence[Publication] = ()) -> Exposure:
    """Groups and strata of ``accounts``. Raises BadInput when two share an id."""
    if len({account.id for account in accounts}) < len(accounts):
        raise BadInput("Dos relatos tienen la misma clave; dé a cada uno la suya.")
    sources = {account.id: _sources(account, publications) for account in accounts}
    gaps = {kind for kinds in sources.values() for kind, found in kinds.items() if found is None}
    each = [(("account", name), kind, found) for name, kinds in sources.items() for kind, found in kinds.items()]
    known = [(account, source) for account, _, found in each for source in found or ()]
    maybe = [(account, (kind, "?")) for account, kind, found in each if kind in gaps and found != frozenset()]
    unknown = frozenset(name for name, kinds in sources.items() if None in kinds.values())
    graph = _graph(known)
    strata = _strata(_components(accounts, graph), unknown)
    return Exposure(_components(accounts, _graph([*known, *maybe])), strata, unknown, graph)


def _sources(account: Account, publications: Sequence[Publication]) -> dict[str, frozenset[Node] | None]:
    """Kind -> what the account went through; None where not known. A day that is not known may be after anything."""
    found: dict[str, frozenset[Node] | None] = {}
    for kind in CONTACTS:
        names = account.contacts.get(kind)
        found[kind] = None if names is None else frozenset((kind, name) for name in names)
    read = frozenset((one.kind, one.source) for one in publications if account.days and account.days[-1] >= one.on)
    undated = not account.days or any(telling.told_on is None for telling in account.tellings)
    found["publication"] = None if publications and undated else read
    return found


def _graph(edges: Iterable[tuple[Node, Node]]) -> Graph:
    graph: defaultdict[Node, set[Node]] = defaultdict(set)
    for a, b in edges:
        graph[a].add(b)
        graph[b].add(a)
    return dict(graph)


def _components(accounts: Sequence[Account], graph: Graph) -> dict[str, int]:
    """Account -> number of its connected component, counted from 1 in the order given."""
    found: dict[Node, int] = {}
    for number, account in enumerate(accounts, 1):
        queue = [("account", account.id)] if ("account", account.id) not in found else []
        for node in queue:
            if node not in found:
                found[node] = number
                queue += graph.get(node, ())
    return {account.id: found["account", account.id] for account in accounts}


def _strata(components: Mapping[str, int], unknown: frozenset[str]) -> dict[str, str]:
    sizes = Counter(components.values())
    joined = {name: f"group {n}" if sizes[n] > 1 else NO_KNOWN_PATH for name, n in components.items()}
    return {name: UNKNOWN if name in unknown else stratum for name, stratum in joined.items()}
