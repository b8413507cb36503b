"""How a transcript is sent: one file of text; see ``hilo.cases.one_file``. Its name is not kept."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hilo.cases import one_file
from hilo.lib.errors import Denied

FIELD = "transcript"
MOST_BYTES = 8 * 2**20
WHY = {
    "nothing": _("No llegó ningún archivo. Elija uno y vuelva a guardar."),
    "several": _("Llegó más de un archivo. Guarde uno a la vez."),
    "large": _("El archivo es demasiado grande para una transcripción: aquí caben 8 MB de texto."),
}


def handler(request: HttpRequest) -> one_file.OneFile:
    """What reads the file of this page."""
    return one_file.OneFile(request, field=FIELD, most=MOST_BYTES)


def sent(request: HttpRequest) -> bytes:
    """The file that was sent. Raises Denied when there is none, more than one, or too much."""
    content, wrong = one_file.sent(request, FIELD)
    if wrong:
        raise Denied(str(WHY[wrong]))
    return content
