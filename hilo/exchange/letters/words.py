"""Dates, numbers and codes as a letter writes them, in Spanish or English."""

from datetime import date, datetime

MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "en": "January February March April May June July August September October November December",
}
_UP_TO_29 = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
)
_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa"
_HUNDREDS = "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"


def long_date(day: date, lang: str = "es") -> str:
    """«22 de noviembre de 2026»; a datetime also says the hour, in its own zone."""
    month = MONTHS[lang].split()[day.month - 1]
    text = f"{day.day} de {month} de {day.year}" if lang == "es" else f"{day.day} {month} {day.year}"
    if isinstance(day, datetime):
        text += f", {day:%H:%M} horas" if lang == "es" else f", {day:%H:%M}"
    return text


def place_and_date(place: str, day: date, lang: str = "es") -> str:
    """«Ciudad de México, a 22 de noviembre de 2026»; no hour, even of a datetime."""
    said = long_date(date(day.year, day.month, day.day), lang)
    return f"{place}, a {said}" if lang == "es" else f"{place}, {said}"


def number(value: int) -> str:
    """The number in Spanish as it stands before a masculine noun: «veintiún» (días), «cien», «mil uno» → «mil un».

    Raises ValueError outside 0 to 999,999.
    """
    if not 0 <= value <= 999_999:
        raise ValueError(f"{value} is not between 0 and 999,999")
    thousands, rest = divmod(value, 1000)
    if not thousands:
        return _before_noun(_below_1000(rest))
    head = "mil" if thousands == 1 else f"{_before_noun(_below_1000(thousands))} mil"
    return f"{head} {_before_noun(_below_1000(rest))}" if rest else head


def _below_1000(value: int) -> str:
    if value == 100:
        return "cien"
    if value > 100:
        head, rest = _HUNDREDS.split()[value // 100 - 1], value % 100
        return f"{head} {_below_1000(rest)}" if rest else head
    if value < 30:
        return _UP_TO_29.split()[value]
    tens, rest = _TENS.split()[value // 10 - 3], value % 10
    return f"{tens} y {_UP_TO_29.split()[rest]}" if rest else tens


def _before_noun(words: str) -> str:
    if words.endswith("veintiuno"):
        return words.removesuffix("veintiuno") + "veintiún"
    return words.removesuffix("o") if words.endswith("uno") else words


def working_days(count: int) -> str:
    """«cinco (5) días hábiles»."""
    return f"{number(count)} ({count}) {'día hábil' if count == 1 else 'días hábiles'}"


def grouped(code: str, size: int = 4) -> str:
    """A code in groups that a person can copy: ``7K3M9QXD`` → «7K3M 9QXD»."""
    signs = "".join(sign for sign in code if sign.isalnum())
    return " ".join(signs[start : start + size] for start in range(0, len(signs), size))
