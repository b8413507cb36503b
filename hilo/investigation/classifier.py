"""Which articles could be looked at, given what a person answered about the facts. It accuses nobody and ranks nobody.

Facts are judged by the law in force when they happened; a range that crosses a reform shows both texts. The state's
code governs unless something points to the federal order (CNPP 20); general laws apply everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hilo.investigation.limitation import Limit, Times, limit_of
from hilo.reference.offences import Aggravator, FactQuestion, Offence
from hilo.reference.pack import Pack

YES, NO, UNKNOWN = "yes", "no", "unknown"
FEDERAL, GENERAL = "federal", "general"
OF_AGE = frozenset({"child", "under_15", "under_14", "under_12", "adult"})  # of nearly every article: they tell nothing
AGES = ("under12", "12-13", "14-15", "16-17", "adult", "unknown")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that the facts may meet.

    ``met``, ``unknown`` and ``missing`` (answered with no): its elements; a group of alternatives is one tuple.
    ``barred``: facts that are so and take the conduct out of the article; ``bars``: those that would, if they were so.
    ``why_order``: own (the state's), general, federal_signs, federal_unless (only if CNPP 20 holds), other (the state's
    code has not been read).
    """

    offence: Offence
    met: tuple[tuple[str, ...], ...]
    unknown: tuple[tuple[str, ...], ...]
    missing: tuple[tuple[str, ...], ...]
    barred: tuple[str, ...]
    bars: tuple[str, ...]
    aggravated: tuple[Aggravator, ...]
    ex_officio: bool | None  # None: it hangs on a fact that nobody knows
    limit: Limit
    why_order: str

    @property
    def whole(self) -> bool:
        """Whether every element is answered with yes."""
        return not self.unknown and not self.lacking

    @property
    def lacking(self) -> bool:
        """Whether what was answered takes the facts out of this article."""
        return bool(self.missing or self.barred)

    @property
    def begun(self) -> bool:
        """Whether some element besides age is known: without any the article is only not excluded."""
        return any(not OF_AGE.issuperset(group) for group in self.met)


def full(answers: Mapping[str, str], facts: Mapping[str, FactQuestion]) -> dict[str, str]:
    """Answers with what follows from them: under 14 is also under 15; who is no child is not under 15."""
    found = {code: answers.get(code, UNKNOWN) for code in facts}
    for fact in facts.values():
        for other in fact.implies:
            if found[fact.code] == YES and found[other] == UNKNOWN:
                found[other] = YES
            if found[other] == NO and found[fact.code] == UNKNOWN:
                found[fact.code] = NO
    return found


def candidates(
    answers: Mapping[str, str],
    *,
    state: str,
    conduct_from: date | None,
    conduct_until: date | None,
    victim_born: date | None = None,
    accused_age: str = "unknown",
    pack: Pack,
    lacking: bool = False,
) -> list[Candidate]:
    """Every article no element of which is excluded, those with all elements first. ``state``: "" when not known.

    ``lacking``: instead the articles that begin to fit and that an answer excluded, so that nobody wonders where they
    went. Without a day of the conduct all texts are shown that were ever in force. A child under 12 who displayed the
    conduct has no criminal liability (LNSIJPA 4): no candidates, and the child-protection authority is told.
    """
    if accused_age == "under12":
        return []
    known = full(_with_age(answers, victim_born, conduct_from or conduct_until), pack.facts)
    first, last = conduct_from or conduct_until or date.min, conduct_until or conduct_from or date.max
    times = Times(conduct_until or conduct_from, victim_born, known.get("child") == YES)
    found = []
    for offence in pack.offences:
        order = _order(offence, state, known, pack)
        if order and offence.in_force(first, last):
            found.append(_candidate(offence, known, times, accused_age, order))
    if lacking:
        return [one for one in found if one.lacking and one.begun]
    found = [one for one in found if not one.lacking]
    return sorted(found, key=lambda one: (not one.whole, not one.begun, len(one.unknown)))


def _with_age(answers: Mapping[str, str], born: date | None, at: date | None) -> dict[str, str]:
    """Age facts that nobody answered follow from the day of birth."""
    given = dict(answers)
    if born is None or at is None:
        return given
    age = at.year - born.year - ((at.month, at.day) < (born.month, born.day))
    for code, years in (("child", 18), ("under_15", 15), ("under_14", 14), ("under_12", 12)):
        if given.get(code, UNKNOWN) == UNKNOWN:
            given[code] = YES if age < years else NO
    if given.get("adult", UNKNOWN) == UNKNOWN:
        given["adult"] = NO if age < 18 else YES
    return given


def _order(offence: Offence, state: str, known: Mapping[str, str], pack: Pack) -> str:
    if offence.order == GENERAL:
        return "general"
    if offence.order == state:
        return "own"
    if offence.order != FEDERAL:
        return ""
    if known.get("federal_signs") == YES:
        return "federal_signs"
    if not any(one.order == state for one in pack.offences):
        return "other"
    return "" if known.get("federal_signs") == NO else "federal_unless"


def _candidate(offence: Offence, known: Mapping[str, str], times: Times, accused_age: str, order: str) -> Candidate:
    groups = [(code,) for code in offence.needs] + list(offence.any_of)
    told: dict[str, list[tuple[str, ...]]] = {YES: [], UNKNOWN: [], NO: []}
    for group in groups:
        said = next(one for one in (YES, UNKNOWN, NO) if one in {known[code] for code in group})
        told[said].append(tuple(code for code in group if known[code] == said))
    return Candidate(
        offence, tuple(told[YES]), tuple(told[UNKNOWN]), tuple(told[NO]),
        tuple(code for code in offence.unless if known[code] == YES),
        tuple(code for code in offence.unless if known[code] == UNKNOWN),
        tuple(one for one in offence.aggravated if known[one.fact] == YES),
        _ex_officio(offence, known), limit_of(offence, times, accused_age), order,
    )  # fmt: skip


def _ex_officio(offence: Offence, known: Mapping[str, str]) -> bool | None:
    if offence.proceeding == "ex_officio":
        return True
    told = {known[code] for code in offence.ex_officio_when}
    return True if YES in told else None if UNKNOWN in told else False
