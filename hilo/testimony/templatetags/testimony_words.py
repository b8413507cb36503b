"""Words for what stands beside a transcript."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hilo.testimony.coding.turn import told_as
from hilo.testimony.label_words import FLAG_WORDS, LABEL_WORDS

register = template.Library()


@register.filter
def label_words(code: str) -> str:
    """«DIR: pregunta directa…»."""
    return f"{code}: {LABEL_WORDS[code]}" if code in LABEL_WORDS else code


@register.filter
def rule_words(why: str) -> str:
    """Why a label was suggested. It is kept in Spanish; in English the rule goes by its name in the code."""
    if (get_language() or "es").startswith("es"):
        return why
    names = [name for name, told in told_as().items() if why == told or why.startswith(f"{told}: ")]
    return names[0] + why.removeprefix(told_as()[names[0]]) if names else why


@register.filter
def flag_words(flags: str) -> str:
    """The flags of a mark, in words."""
    return "; ".join(str(FLAG_WORDS.get(flag, flag)) for flag in flags.split())


@register.filter
def clock_time(milliseconds: int) -> str:
    """«1:02:03» from the start of the recording."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


@register.filter
def per_cent(share: float | None) -> str:
    """«25 %»; of nothing, nothing."""
    return "" if share is None else f"{100 * share:.0f} %"


VERDICTS = {
    "reliable": _("sirve para concluir"),
    "tentative": _("sirve con cuidado, y diciéndolo"),
    "not_across_cases": _("no se usa fuera de su entrevista: precise la definición o júntelo con otro"),
    "undefined": _("no se usa fuera de su entrevista: no se puede decir si coinciden"),
}
WHY = {
    "no_variation": _("nadie lo dijo, o siempre"),
    "nothing_pairable": _("no hay turnos que ambas codificaran"),
    "too_rare": _("se dijo muy pocas veces para un intervalo"),
    "no_disagreement": _("sin desacuerdos: mire cuántas veces fueron"),
}


@register.filter
def verdict_words(code: str) -> str:
    """What may be done with a code of this agreement."""
    return str(VERDICTS.get(code, code))


@register.filter
def why_words(code: str) -> str:
    """Why there is no value, or no interval."""
    return str(WHY.get(code, code))
