"""What makes a key by which one child is known again: written one way, whoever writes it. Raises Denied."""

import re
import unicodedata
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from hilo.cases.models import PersonInCase
from hilo.lib.errors import Denied
from hilo.testimony.models import ChildKey

_CURP: Final = re.compile(r"[A-Z][AEIOUX][A-Z]{2}(\d{2})(\d{2})(\d{2})[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}([A-Z0-9])\d")
_SIGNS: Final = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"  # their places are the values that the last digit checks
_OLDEST: Final = 30  # years; who was a child when it happened may be grown up when they tell


def curp(written: str) -> str:
    """The CURP in upper case without spaces or dashes. Its form, its birthday and its last digit must agree."""
    text = re.sub(r"[\s\-.]", "", written).upper()
    form = _CURP.fullmatch(text)
    if form is None or not _is_day(*form.groups()) or _last_digit(text) != text[-1]:
        raise Denied(_("Esa CURP no está completa o tiene un error. Revise los 18 signos, uno por uno, y guarde."))
    return text


def _is_day(year: str, month: str, day: str, sign: str) -> bool:
    """A digit before the last sign: born before 2000; a letter: after."""
    try:
        date((1900 if sign.isdigit() else 2000) + int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _last_digit(text: str) -> str:
    return str(-sum(_SIGNS.index(sign) * (18 - n) for n, sign in enumerate(text[:17])) % 10)


def name_and_birth(name: str, birth: date, today: date) -> str:
    """Full name without accents, case or signs, and the day of birth. A name alone is that of many."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = re.findall(r"[^\W\d_]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    if len(words) < 2:
        raise Denied(_("Escriba el nombre completo: nombre y, al menos, un apellido."))
    if not today.year - _OLDEST <= birth.year or birth > today:
        raise Denied(_("Revise la fecha de nacimiento: no es la de una niña, niño o adolescente."))
    return f"{' '.join(words)}\0{birth.isoformat()}"


def check_new(child: PersonInCase, blind: bytes) -> None:
    """The child does not have that very key."""
    if ChildKey.objects.standing().filter(child=child, blind=blind).exists():
        raise Denied(_("Esa clave ya está puesta. No hace falta ponerla otra vez."))


def check_can_withdraw(key: ChildKey, because: str) -> None:
    """It stands, and the reason is one of the list."""
    if key.withdrawn_at is not None:
        raise Denied(_("Esa clave ya estaba retirada."))
    if because not in ChildKey.Because.values:
        raise Denied(_("Elija por qué se retira la clave."))
