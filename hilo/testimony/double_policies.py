"""Whether a double coding may be drawn, coded or finished now. Each check raises Denied with what to do."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hilo.accounts.models import User
from hilo.accounts.permissions import Permission
from hilo.lib.errors import Denied
from hilo.testimony.indicators.codebook import codebook
from hilo.testimony.interview_queries import has_ahead
from hilo.testimony.labels import LABELS
from hilo.testimony.models import Layer, Study, StudyCoder, StudyText

LEAST_SHARE, LEAST_TEXTS = 20, 10  # per cent, or so many, whichever is more
LAYERS = (Layer.PROMPT, Layer.SEGMENT)


def check_can_draw(*, by: User, layer: str, share: int, coders: Sequence[User]) -> None:
    """Supervision draws; two different people of the institution code; at least a fifth is drawn."""
    if not by.has(Permission.CODING_DRAW):
        raise Denied(_("Su papel no sortea dobles codificaciones. Pídalo a quien supervisa."))
    if layer not in LAYERS:
        raise Denied(_("Elija qué se codifica."))
    if not LEAST_SHARE <= share <= 100:
        raise Denied(_("Elija entre 20 y 100 por ciento de los relatos."))
    able = [one for one in coders if one.has(Permission.TESTIMONY_CODE) and one.institution == by.institution]
    if len({one.pk for one in able}) != 2 or len(coders) != 2:
        raise Denied(_("Elija a dos personas distintas de su institución que puedan codificar."))


def check_some(number: int) -> None:
    """There is something to draw from."""
    if not number:
        raise Denied(
            _("No hay relatos terminados de entrevistas que estas dos personas no hayan hecho. Elija a otras personas.")
        )


def check_can_code(study: Study, text: StudyText, *, by: User) -> StudyCoder:
    """One of the two coders, who has not finished and does not interview that child; the coder's row."""
    coder = StudyCoder.objects.filter(study=study, user=by).first()
    if coder is None:
        raise Denied(_("Esta doble codificación es de otras dos personas."))
    if study.left:
        raise Denied(_("Esta doble codificación se dejó sin terminar. Lo que usted codificó se conserva."))
    if coder.done_at is not None or study.closed_at is not None:
        raise Denied(_("Usted ya terminó: sus códigos no cambian."))
    if study.layer == Layer.SEGMENT and has_ahead(by, text.transcript.child):
        raise Denied(
            _("Usted va a entrevistar a esta niña, niño o adolescente. Los temas que marcara se volverían preguntas: "
              "pida que codifique otra persona.")
        )  # fmt: skip
    return coder


def check_codes(study: Study, units: Collection[int], codes: Mapping[int, str]) -> None:
    """Known codes on turns that are coded."""
    known = set(LABELS) if study.layer == Layer.PROMPT else set(codebook().ids)
    if not set(codes) <= set(units):
        raise Denied(_("Ese turno no se codifica aquí. Recargue la página."))
    for given in codes.values():
        many = given.split()
        if not set(many) <= known or (study.layer == Layer.PROMPT and len(many) > 1):
            raise Denied(_("Elija los códigos de la lista."))


def check_can_finish(left: int) -> None:
    """Nothing is left out: a gap cannot be told from a disagreement."""
    if left:
        raise Denied(
            ngettext(
                "Falta %(n)d turno por codificar. Guarde cada página, también donde no marca nada.",
                "Faltan %(n)d turnos por codificar. Guarde cada página, también donde no marca nada.",
                left,
            )
            % {"n": left}
        )


def check_can_leave(study: Study, because: str, *, by: User) -> None:
    """Supervision of the institution, while it runs, with a reason of the list."""
    if not by.has(Permission.CODING_DRAW) or by.institution != study.institution:
        raise Denied(_("La deja sin terminar quien supervisa. Pídaselo."))
    if study.closed_at is not None:
        raise Denied(_("Esta doble codificación ya estaba cerrada."))
    if because not in Study.Left.values:
        raise Denied(_("Elija por qué se deja sin terminar."))
