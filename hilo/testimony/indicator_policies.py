"""Whether a passage may be marked and a suggestion read now. Each check raises Denied with what to do."""

from django.utils.translation import gettext as _

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.cases.access import Sight, withheld_from
from hilo.cases.models import Case, PersonInCase
from hilo.lib.errors import Denied
from hilo.testimony import policies
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.indicators.suggest import readable
from hilo.testimony.interview_queries import has_ahead
from hilo.testimony.labels import STATUSES
from hilo.testimony.models import Layer, Mark, MarkState, Transcript
from hilo.testimony.transcripts.model import Transcript as Words
from hilo.testimony.transcripts.reading import grouped

NOTE = "unusual"  # the code of a note about an odd detail


def check_can_mark(case: Case, transcript: Transcript, *, by: User) -> None:
    """Who codes transcripts, in a case of their institution, a transcript that is there for it."""
    policies.check_can_code(case, by=by)
    policies.check_can_read(by=by, sight=Sight(withheld_from(case, by.institution)), kept_at=transcript.kept_at)


def check_code(code: str) -> None:
    """It is in the codebook."""
    if code not in codebook().ids:
        raise Denied(_("Elija un indicador de la lista."))


def check_passage(words: Words, *, turn: int, start: int | None, end: int | None) -> None:
    """It lies within that turn. Without ends it is the whole turn."""
    groups = grouped(words)
    if not 1 <= turn <= len(groups):
        raise Denied(_("Ese turno no está en la transcripción. Elija uno de la página."))
    if start is None and end is None:
        return
    first, last = groups[turn - 1][0].start, groups[turn - 1][-1].end
    if start is None or end is None or not first <= start < end <= last:
        raise Denied(_("El pasaje no está en ese turno. Escriba las palabras tal como aparecen."))


def check_provenance(words: Words, *, turn: int, provenance: str, denied: bool) -> None:
    """One of the list, that agrees with who speaks in the passage and with what is said there."""
    if provenance not in STATUSES:
        raise Denied(_("Elija de la lista cómo llegó a decirse."))
    adult_first = provenance.startswith("adult_first")
    if grouped(words)[turn - 1][0].role != "child" and not adult_first:
        raise Denied(_("En este turno habla una persona adulta. Elija qué pasó después de que ella lo nombró primero."))
    if denied and provenance in ("adult_first_adopted", "adult_first_unanswered"):
        raise Denied(_("Marcó que dijo que no, y también que lo afirmó o no contestó. Deje solo una de las dos."))


def check_new(transcript: Transcript, *, layer: str, code: str, turn: int, start: int | None, end: int | None) -> None:
    """Nobody confirmed the same there already."""
    same = Mark.objects.filter(
        transcript=transcript, layer=layer, code=code, turn=turn, start=start, end=end, state=MarkState.CONFIRMED,
        replaced__isnull=True,
    )  # fmt: skip
    if same.exists():
        raise Denied(_("Ese pasaje ya está marcado así. No hace falta marcarlo otra vez."))


def check_can_withdraw(mark: Mark, *, reason: str) -> None:
    """It stands, and there is a reason."""
    ours = mark.layer == Layer.SEGMENT or (mark.layer == Layer.NOTE and mark.code == NOTE)
    if not ours or mark.state != MarkState.CONFIRMED or _replaced(mark):
        raise Denied(_("Esa marca ya no está: quizá la retiró otra persona. Vuelva a abrir la página."))
    if not reason.strip():
        raise Denied(_("Escriba por qué se retira. Queda junto a la marca."))
    policies.check_text(reason)


def _replaced(mark: Mark) -> bool:
    return Mark.objects.filter(replaces=mark).exists()


def may_know(by: User, child: PersonInCase) -> bool:
    """Whether anything about suggestions may reach this person: never who will interview this child."""
    return by.has(Permission.INDICATOR_SUGGESTED) and readable(
        narrative_closed=True, reader_will_interview=has_ahead(by, child)
    )


def may_read_suggestions(transcript: Transcript, *, by: User, sight: Sight) -> bool:
    """Whether there is anything to say about suggestions of this transcript at all.

    They would become topics that lead: so not before the child has told freely, and never to who will interview.
    """
    if transcript.interview.closed_at is None or not sight.mine or policies.hidden(transcript.kept_at, sight):
        return False
    return may_know(by, transcript.child)


def check_can_read_suggestions(transcript: Transcript, *, by: User, sight: Sight) -> None:
    """The same sentence whatever the reason, and whether or not there is a suggestion."""
    if not may_read_suggestions(transcript, by=by, sight=sight):
        raise Denied(_("Aquí no hay nada que pueda mostrarle ahora."))
