"""Why a file is not kept, each with what to do instead. Every refusal of the door of documents is one of these."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BY_HASH = _("Regístrelo como indicio por descripción y huella: el archivo se queda donde está.")
AS_TEXT = _("Guárdelo como PDF desde el programa con que se escribió, o como texto simple, y súbalo así.")

# code -> what is wrong, what to do
WHY: dict[str, tuple[str | Promise, str | Promise]] = {
    "nothing": (_("No llegó ningún archivo."), _("Elija uno y vuelva a guardar.")),
    "several": (_("Llegó más de un archivo."), _("Suba uno a la vez.")),
    "empty": (_("El archivo está vacío."), _("Elija otro.")),
    "large": (_("El documento es demasiado grande: aquí caben 2 MB y unas 150 páginas."), BY_HASH),
    "picture": (_("Aquí no entran imágenes, tampoco las escaneadas."), BY_HASH),
    "moving": (_("Aquí no entran video ni audio."), BY_HASH),
    "packed": (_("Aquí no entran archivos comprimidos ni de Word u otros programas de oficina."), AS_TEXT),
    "page": (_("Aquí no entran páginas web ni otros formatos con dibujos."), AS_TEXT),
    "encoding": (_("Este texto no está guardado como UTF-8 y no se puede leer entero."), AS_TEXT),
    "written": (_("El texto lleva dentro un archivo escrito en signos."), BY_HASH),
    "drawn": (_("El documento lleva un dibujo."), BY_HASH),
    "unknown": (_("Este archivo no es texto simple ni PDF."), AS_TEXT),
    "pdf_picture": (
        _("Este PDF lleva imágenes: un escaneo, un sello o un logotipo. Aquí solo entra texto."),
        _("Guárdelo sin imágenes desde el programa con que se escribió, o regístrelo por descripción y huella."),
    ),
    "pdf_moving": (_("Este PDF lleva video, audio o un objeto en movimiento."), BY_HASH),
    "pdf_files": (
        _("Este PDF lleva otros archivos adjuntos."),
        _("Guárdelo sin adjuntos y súbalo otra vez, o regístrelo como indicio por descripción y huella."),
    ),
    "pdf_code": (
        _("Este PDF lleva programas o acciones que se ejecutan solas."),
        _("Ábralo, imprímalo a PDF y suba el nuevo."),
    ),
    "pdf_locked": (
        _("Este PDF está cifrado o protegido y no se puede revisar."),
        _("Quite la protección y súbalo otra vez, o regístrelo como indicio por descripción y huella."),
    ),
    "pdf_signed": (
        _("Este PDF lleva una firma electrónica incrustada, que no se puede revisar por dentro."),
        _("Imprímalo a PDF sin la firma, y registre el firmado como indicio por descripción y huella."),
    ),
    "pdf_fonts": (
        _("Este PDF lleva letras hechas con dibujos o tipos que no se pueden revisar."),
        _("Guárdelo otra vez con un tipo de letra común, o como texto simple."),
    ),
    "pdf_broken": (
        _("Este PDF tiene partes que no se pudieron revisar."),
        _("Ábralo, imprímalo a PDF y suba el nuevo; si no se puede, guárdelo como texto simple."),
    ),
    "pdf_no_text": (
        _("Este PDF no tiene texto que se pueda leer: puede ser un escaneo."),
        _("Pida el archivo con que se escribió, o regístrelo como indicio por descripción y huella."),
    ),
}


class Refused(ValueError):
    """A file that is not kept; ``code``: a key of :data:`WHY`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def words(code: str) -> str:
    """The reason and the way out, as one text."""
    return " ".join(map(str, WHY[code]))
