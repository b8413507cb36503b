"""What the labels, flags and phases of an adult's turn are called on a page. The code stays beside the words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABEL_WORDS: dict[str, Promise] = {
    "INV-G": _("invita a contar todo"),
    "INV-F": _("invita a seguir, sin nombrar nada"),
    "INV-C": _("invita a contar de algo que dijo"),
    "INV-T": _("invita a contar entre dos momentos que dijo"),
    "DIR": _("pregunta directa: qué, quién, dónde, cuándo"),
    "OPT-YN": _("se contesta con sí o no"),
    "OPT-FC": _("da a elegir entre opciones"),
    "SUG-TAG": _("pide confirmar lo que afirma: «¿no?», «¿cierto?»"),
    "SUG-NEG": _("pregunta en negativo: «¿no había…?»"),
    "SUG-PRE": _("da por hecho algo que no ha dicho"),
    "SUG-INTRO": _("afirma algo que no ha dicho"),
    "SUG-SOC": _("presiona: elogio, reproche, lo que otros dicen, imaginar"),
    "FAC": _("anima a seguir, o repite lo dicho"),
    "SUP": _("apoya, sin depender de la respuesta"),
    "STR": _("ordena la plática: reglas, inicio, cierre"),
}

FLAG_WORDS: dict[str, Promise] = {
    "multiple": _("varias preguntas en un turno"),
    "recast": _("una invitación que se volvió otra pregunta"),
    "faux": _("parece invitación y pregunta otra cosa"),
    "repeated": _("ya se había preguntado"),
    "new_content": _("nombra algo que no había dicho"),
    "interrupts": _("interrumpe"),
}

PHASE_WORDS: dict[str, Promise] = {
    "pre": _("antes del hecho"),
    "substantive": _("sobre el hecho"),
    "closing": _("cierre"),
}
