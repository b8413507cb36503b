"""What somebody told, on its way in: plain data, checked, with the little that the machine may read of it."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

MOST_SIGNS = 20_000  # of one answer
MOST_ANSWERS = 40


class Path(StrEnum):
    """Who tells."""

    ME = "me"  # it is happening to me
    KNOWN = "known"  # to somebody I know
    ADULT = "adult"  # mother, father or another trusted adult
    SERVICE = "service"  # somebody who works in a school or service, with the duty to report
    PAST = "past"  # something that happened long ago


class Age(StrEnum):
    """How old the child it is about is; also chooses the words when the child tells."""

    UNDER_12 = "under_12"
    TEEN = "teen"  # 12 to 17
    ADULT = "adult"  # 18 and more: it happened earlier
    UNKNOWN = ""


@dataclass(frozen=True)
class Named:
    """A link, account, telephone or e-mail as typed: inert text. ``kind``: of ``hilo.linkage`` (url, email, phone,
    screen_name); ``service``: the platform, if said."""

    kind: str
    value: str
    service: str = ""


@dataclass(frozen=True)
class Coarse:
    """What the machine reads to route and rank a report: codes only. It becomes part of the case."""

    path: str
    age: str = ""
    danger: bool = False  # in danger now
    ongoing: bool | None = None  # the person still has contact; None: not said
    when: str = ""  # today, week, year, past, "" not said
    state: str = ""  # key of the pack, "" not said
    place: str = ""  # code of door_places.yaml: where it happens, who it is
    no_home: bool = False  # do not contact my home
    no_guardian: bool = False  # do not tell my guardian
    images: bool = False  # says that there are pictures of them going round


@dataclass(frozen=True)
class Telling:
    """``answers``: code of the question -> words, as typed. ``named``: links and accounts."""

    coarse: Coarse
    answers: dict[str, str]
    named: tuple[Named, ...] = ()
    language: str = "es"

    def account(self) -> dict[str, Any]:
        """What is sealed to the report: everything."""
        return {"version": 1, "language": self.language, **asdict(self)}


@dataclass(frozen=True)
class Arrival:
    """What waits, sealed under the outer key, until the report is a case; then it is erased."""

    coarse: Coarse
    named: tuple[Named, ...] = ()
    kept_out: tuple[str, ...] = ()  # institutions named as the place of harm
    signature: str = ""  # 16 hexadecimal signs: keyed similarity of the words
    network: str = ""  # keyed, of this day only; "" for phone and counter
    case: str = ""  # phone and counter: the case it belongs to, when a person said so
    by: int | None = None  # phone and counter: who took it down

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @classmethod
    def of(cls, found: dict[str, Any]) -> "Arrival":
        """What :meth:`plain` gave."""
        coarse = Coarse(**found["coarse"])
        named = tuple(Named(**one) for one in found["named"])
        return cls(**{**found, "coarse": coarse, "named": named, "kept_out": tuple(found["kept_out"])})


@dataclass
class Refusal:
    """Something that is not taken, kindly: ``code`` of the text, and the question it was in."""

    code: str
    question: str = ""
    details: dict[str, Any] = field(default_factory=dict)
