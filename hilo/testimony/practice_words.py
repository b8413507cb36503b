"""Words of the practice room: kinds of turns, how certain a figure is, and what was published about the like."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KIND_WORDS: dict[str, Promise] = {
    "invitation": _("Invitación a contar"),
    "directive": _("Pregunta directa: qué, quién, dónde"),
    "option": _("De sí o no, o con opciones"),
    "suggestive": _("Sugestiva"),
    "other": _("Otra cosa: saludo, apoyo, eco"),
}

# what adults of four classes ask, as hilo.testimony.labels names them
CLASS_WORDS: dict[str, Promise] = {
    "invitation": _("Invitaciones a contar"),
    "wh": _("Preguntas directas"),
    "option": _("De sí o no, con opciones o sugestivas"),
}

CERTAINTY: dict[str, Promise] = {
    "S": _("cifra leída en la fuente"),
    "R": _("medida en Hilo con datos públicos"),
    "M": _("citada de memoria, por verificar"),
}


@dataclass(frozen=True)
class Published:
    """One finding about real interviews, for people: what, whence, and how certain (a key of CERTAINTY)."""

    what: Promise
    source: str
    mark: str

    @property
    def certainty(self) -> Promise:
        return CERTAINTY[self.mark]


PUBLISHED = (
    Published(
        _(
            "En edad preescolar se aceptó el 17 por ciento de lo que se sugirió, y el 58 por ciento cuando además "
            "hubo presión."
        ),
        "Garven et al. 1998", "S",
    ),
    Published(
        _("Al repetir una pregunta, el 10.8 por ciento de las respuestas cambió."),
        "Andrews y Lamb 2013, doi 10.1037/lhb0000064", "S",
    ),
    Published(
        _("128 niñas y niños de 5 a 7 años dieron más detalles tras invitaciones, sin equivocarse más."),
        "Brown et al. 2013", "S",
    ),
    Published(
        _("Con el protocolo NICHD, en cinco estudios, salieron más detalles centrales tras invitaciones (g = 0.90)."),
        "Benia et al. 2015", "S",
    ),
    Published(
        _("42 profesionales preguntaron mejor tras ver lo que salió de sus entrevistas con avatares."),
        "Haginoya et al. 2023, doi 10.3389/fpsyg.2023.1133621", "S",
    ),
)  # fmt: skip
