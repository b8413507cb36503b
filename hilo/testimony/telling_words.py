"""Words for the codes of a telling, and days that are known only to the month or the year."""

import re

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hilo.lib.errors import BadInput
from hilo.testimony.disclosure.codes import lists
from hilo.testimony.disclosure.when import When


def lang() -> str:
    """Language of the page, ``es`` before any other."""
    return get_language() or "es"


def words(which: str, code: str) -> str:
    """The label of a code of ``tellings.yaml``; the code itself where the list does not know it any more."""
    try:
        return lists().get(which, code).label.get(lang())
    except BadInput:
        return code


def choices(which: str) -> list[tuple[str, str]]:
    """A list of ``tellings.yaml`` for a form, in its own order."""
    return [(one.code, one.label.get(lang())) for one in getattr(lists(), which)]


def written(when: When) -> str:
    """As a person writes it in the form: 12/03/2026, 03/2026, 2026 or nothing."""
    if when.at is None:
        return ""
    return when.at.strftime({"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}[when.precision])


def read_day(text: str) -> When:
    """What a person wrote, day first; ISO is read too. Raises BadInput with a sentence for them."""
    if not text.strip():
        return When()
    parts = [part for part in re.split(r"[\s/.\-]+", text.strip()) if part] or [text]
    if len(parts[0]) != 4:
        parts.reverse()
    try:
        return When.parse("-".join([parts[0], *(f"{int(part):02}" for part in parts[1:])]))
    except (BadInput, ValueError):
        raise BadInput(_("Escriba el día, el mes o el año, como 12/03/2026, 03/2026 o 2026.")) from None
