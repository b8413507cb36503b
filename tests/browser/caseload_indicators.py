"""What the pages of hearing a child show: indicators."""

from types import SimpleNamespace

from hilo.cases.access import Sight
from hilo.testimony import indicator_suggestions as suggestions
from hilo.testimony.indicator_actions import Passage, accept, keep_unusual, mark, reject
from hilo.testimony.interview_actions import begin, plan
from hilo.testimony.models import Interview, Transcript
from hilo.testimony.transcript_actions import keep
from tests.testimony.spoken import WORDS

ODD = "lloré porque la mochila era de mi hermana"


def write(load: SimpleNamespace) -> None:
    """Passages, one of them denied, an odd detail, suggestions with and without an answer; a transcript of the same
    interview that nobody touched, and one of another child, who is still telling.
    """
    given = {"transcript": load.transcript, "by": load.ana, "now": load.now}
    load.indicator_mark = mark(
        passage=_place(6, "camión"), code="clothes", provenance="after_invitation", **given
    )  # fmt: skip
    mark(passage=Passage(9), code="adult_threat", provenance="adult_first_denied", **given)
    keep_unusual(passage=_place(6, ODD), **given)
    run = suggestions.make(sight=Sight(), **given)
    found = suggestions.opened(run, transcript=load.transcript, by=load.ana, sight=Sight())
    accept(run=run, key=found[0].key, provenance="after_invitation", **given)
    reject(run=run, key=found[-1].key, **given)
    load.indicator_untouched = _kept(load, load.interview, "Azul y verde.")
    ahead = plan(
        case=load.case, child=load.person, interviewer=load.iris, purpose="investigation", by=load.iris, now=load.now,
        reason="Otra niña.",
    )  # fmt: skip
    ahead = begin(interview=ahead, by=load.iris, now=load.now)
    load.indicator_ahead = _kept(load, ahead, "Azul y gris.")


def _kept(load: SimpleNamespace, interview: Interview, said: str) -> Transcript:
    data = WORDS.replace("Azul.", said).encode()
    return keep(interview=interview, data=data, typed=True, by=load.iris, now=load.now)


def _place(turn: int, words: str) -> Passage:
    return Passage(turn, WORDS.index(words), WORDS.index(words) + len(words))
