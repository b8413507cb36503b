"""Every time that one child is made to tell, counted; and what to know before asking once more.

A planned further session of the same protocol is no needless retelling. Of 204 children still reluctant in a first
session, 104 made an allegation in a planned second one; in repeated free recall (n=56) 58 % of the relevant details of
the second interview were new (Katz and Hershkowitz 2013). Such sessions are counted apart, and no warning is given.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hilo.lib.errors import BadInput
from hilo.testimony.disclosure.codes import lists
from hilo.testimony.disclosure.when import When


@dataclass(frozen=True)
class Telling:
    """One telling of one child. Ids are opaque; "" is not known. Codes: the lists of ``tellings.yaml``.

    ``session_of``: the protocol of which it is a session, "" for none. ``planned``: that session was decided on before.
    ``recorded`` is how it was kept: none is required. ``earlier_usable``: whether, when it was asked for, an earlier
    statement would have served. ``who_present``: the adults who were there beside ``asked_by``.

    Raises BadInput for an unknown code, or a planned session of no protocol.
    """

    id: str
    at: date | None
    precision: str
    asked_by: str
    role: str
    institution: str
    purpose: str
    formal: bool
    session_of: str = ""
    planned: bool = False
    recorded: str = "unknown"
    mode_chosen_by_child: str = "not_asked"
    legal_need: str = "none_stated"
    legal_note: str = ""
    earlier_usable: str = "unknown"
    who_present: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _ = self.when
        for which, code in (
            ("roles", self.role),
            ("purposes", self.purpose),
            ("modes", self.recorded),
            ("chosen", self.mode_chosen_by_child),
            ("legal_needs", self.legal_need),
            ("usable", self.earlier_usable),
        ):
            lists().get(which, code)
        if self.planned and not self.session_of:
            raise BadInput("Una sesión planeada debe decir de qué protocolo es; anótelo o quite «planeada».")

    @property
    def when(self) -> When:
        return When(self.at, self.precision)

    @property
    def kept(self) -> bool:
        """Something of it was recorded or written at the time."""
        return self.recorded not in {"none", "unknown"}


@dataclass(frozen=True)
class Count:
    """``formal + informal + continuations`` are all tellings. ``adults`` asked; ``hearers`` asked or were there.

    Of ``unknown_adults`` tellings it is not known who asked: each may be a further adult, or one already counted. The
    same holds of ``unknown_institutions``.
    """

    formal: int
    informal: int
    continuations: int
    adults: int
    hearers: int
    unknown_adults: int
    institutions: tuple[str, ...]
    unknown_institutions: int
    undated: int


def count(tellings: Iterable[Telling]) -> Count:
    """The tellings of one child, whatever the institutions. Raises BadInput when two share an id."""
    given = in_time(tellings)
    apart = continuations(given)
    counted = [one for one in given if one.id not in apart]
    return Count(
        formal=sum(one.formal for one in counted),
        informal=sum(not one.formal for one in counted),
        continuations=len(apart),
        adults=len({one.asked_by for one in given} - {""}),
        hearers=len({who for one in given for who in (one.asked_by, *one.who_present)} - {""}),
        unknown_adults=sum(not one.asked_by for one in given),
        institutions=tuple(sorted({one.institution for one in given} - {""})),
        unknown_institutions=sum(not one.institution for one in given),
        undated=sum(one.at is None for one in given),
    )


def in_time(tellings: Iterable[Telling]) -> tuple[Telling, ...]:
    """Oldest first, undated ones last, otherwise as given. Raises BadInput when two share an id."""
    found = tuple(sorted(tellings, key=lambda one: one.when.key))
    if len({one.id for one in found}) < len(found):
        raise BadInput("Dos relatos tienen la misma clave; dé a cada uno la suya.")
    return found


def continuations(tellings: Sequence[Telling]) -> frozenset[str]:
    """Ids of the planned sessions of a protocol after its first session, which counts like any other telling."""
    begun: set[str] = set()
    found: set[str] = set()
    for one in in_time(tellings):
        if one.planned and one.session_of in begun:
            found.add(one.id)
        begun |= {one.session_of} - {""}
    return frozenset(found)
