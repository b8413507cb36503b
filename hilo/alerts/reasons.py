"""Why something could not be read, in the reader's language.

A reason is kept as the Spanish sentence with which the format refused it, so that the command line says the same. One
with a value in it is known by what stands around the value.
"""

import re

from django.utils.translation import gettext, gettext_noop

WITH_VALUES = (
    gettext_noop("El elemento %(n)s no es un aviso CyberTipline: revise el archivo."),
    gettext_noop("El aviso %(n)s no trae reportId: pida el número al remitente."),
    gettext_noop("El elemento %(n)s no es una notificación: revise el archivo."),
    gettext_noop("La notificación %(n)s no trae reportId ni hotlineReference: pida el número."),
    gettext_noop("No es XML correcto (línea %(line)s): pida al remitente que lo envíe de nuevo."),
    gettext_noop("El XML dice estar en «%(name)s»: guárdelo como UTF-8 y vuelva a importarlo."),
    gettext_noop("No es JSON correcto (línea %(line)s, columna %(column)s): pida que lo envíen de nuevo."),
    gettext_noop("Contiene «%(word)s», que no es un número de JSON: pida que lo corrijan."),
    gettext_noop("No se conoce el formato «%(name)s»: use %(known)s."),
    gettext_noop("El XML empieza con «%(name)s» y no es «report» ni «fileDetails»: revise el archivo."),
)
_VALUE = re.compile(r"%\\\((\w+)\\\)s")  # as re.escape leaves it


def _shape(sentence: str) -> re.Pattern[str]:
    return re.compile(_VALUE.sub(r"(?P<\1>.*)", re.escape(sentence)), re.DOTALL)


def reason_words(kept: str) -> str:
    """The reason as the reader's language has it; as it was kept when nobody has translated it."""
    for sentence, shape in _SHAPES:
        if found := shape.fullmatch(kept):
            return gettext(sentence) % found.groupdict()
    return gettext(kept) if kept else ""


_SHAPES = [(sentence, _shape(sentence)) for sentence in WITH_VALUES]
