"""Double codings: what each coder has to do, how far two agreed, and which codes may be compared across cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from hilo.accounts.models import User
from hilo.cases.models import Conflict
from hilo.testimony import indicator_suggestions, kept, prompt_runs
from hilo.testimony.agreement import ENTERS_COMPARISON
from hilo.testimony.models import Layer, Study, StudyCode, StudyCoder, StudyResult, StudyText
from hilo.testimony.turns import Turn

AT_ONCE = 40  # turns on a page


def version_of(layer: str) -> str:
    """What a coding of this layer cites now: the codebook, or the rules of prompts."""
    return prompt_runs.version() if layer == Layer.PROMPT else indicator_suggestions.version()


def visible_to(user: User) -> QuerySet[Study]:
    """Studies of one's institution, but for those with a narrative of a case from which it is kept out by now."""
    kept_out = Conflict.objects.filter(case=OuterRef("transcript__case"), institution=user.institution)
    texts = StudyText.objects.filter(Exists(kept_out), study=OuterRef("pk"))
    return Study.objects.filter(institution=user.institution).exclude(Exists(texts)).select_related("made_by")


@dataclass(frozen=True, slots=True)
class Listed:
    """One study in the list. ``mine``: whether this person codes it; ``waits``: whether they have not finished."""

    study: Study
    texts: int
    mine: bool
    waits: bool


def listed(user: User) -> list[Listed]:
    """Newest first: two queries."""
    mine = dict(StudyCoder.objects.filter(user=user).values_list("study", "done_at"))
    found = visible_to(user).annotate(texts_=Count("texts"))
    return [
        Listed(one, one.texts_, one.pk in mine, one.pk in mine and mine[one.pk] is None and one.closed_at is None)
        for one in found
    ]


def waiting(user: User) -> int:
    """How many double codings this person still has to finish."""
    return StudyCoder.objects.filter(
        user=user, done_at__isnull=True, study__closed_at__isnull=True, study__in=visible_to(user)
    ).count()


def units_of(layer: str, turns: Sequence[Turn]) -> list[Turn]:
    """What is coded: the adults' turns for prompts, the child's for indicators."""
    return [turn for turn in turns if turn.by_child == (layer == Layer.SEGMENT)]


def units_of_text(study: Study, text: StudyText) -> list[int]:
    """Numbers of the turns that are coded in one narrative. Opens it: for the machine's own work."""
    return [turn.number for turn in units_of(study.layer, kept.turns_of(text.transcript))]


def codes_by(text: StudyText, user: User) -> dict[int, str]:
    """What one coder said last of each turn: their own word only."""
    return dict(StudyCode.objects.filter(text=text, by=user).order_by("id").values_list("turn", "codes"))


def codes_of(study: Study) -> dict[tuple[int, int], dict[int, str]]:
    """(narrative, turn) -> coder -> what they said last. For closed studies."""
    found: dict[tuple[int, int], dict[int, str]] = {}
    rows = StudyCode.objects.filter(text__study=study).order_by("id").values_list("text", "turn", "by", "codes")
    for text, turn, by, codes in rows:
        found.setdefault((text, turn), {})[by] = codes
    return found


def usable(version: str, institution: str) -> dict[str, StudyResult]:
    """The latest result for each code of this version, in an institution's closed studies: one query."""
    rows = StudyResult.objects.filter(study__institution=institution, study__version=version).exclude(code="")
    return {row.code: row for row in rows.order_by("study__closed_at", "id")}


def enters(result: StudyResult | None) -> bool:
    """Whether a code may be used across cases: alpha of .667 or more; never without one."""
    return result is not None and result.alpha is not None and result.alpha >= ENTERS_COMPARISON


def text_of(study: Study, number: int) -> StudyText | None:
    """The narrative with this number in the study, from 1."""
    if number < 1:
        return None
    found = study.texts.select_related("transcript__case", "transcript__child").order_by("id")
    return next(iter(found[number - 1 : number]), None)


def progress(study: Study, user: User) -> list[tuple[int, StudyText, int]]:
    """Each narrative with its number, and how many turns this coder has said something of: two queries."""
    done = dict(
        StudyCode.objects.filter(text__study=study, by=user)
        .order_by()
        .values_list("text")
        .annotate(n=Count("turn", distinct=True))
    )
    texts: Sequence[StudyText] = list(study.texts.select_related("transcript"))
    return [(number, one, done.get(one.pk, 0)) for number, one in enumerate(texts, start=1)]
