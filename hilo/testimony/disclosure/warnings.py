"""What to know before a child is asked to tell once more. It names dates and records, and never forbids."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hilo.reference.models import Label
from hilo.testimony.disclosure.codes import lists
from hilo.testimony.disclosure.tellings import Telling, count, in_time
from hilo.testimony.disclosure.when import When

OPEN: Final = Label(
    es="Este aviso no impide nada. Si hace falta que vuelva a contar, anote para qué y quién lo necesita.",
    en="This notice forbids nothing. If the child needs to tell again, write down what for and who needs it.",
)


@dataclass(frozen=True)
class Reason:
    """A sentence, the tellings that it is about, and the source where it rests on law, ``certainty`` as in the data."""

    code: str
    text: Label
    tellings: tuple[str, ...] = ()
    source: str = ""
    certainty: str = ""


@dataclass(frozen=True)
class RetellingWarning:
    """Why to look first at what was already told. ``note`` says that it forbids nothing."""

    reasons: tuple[Reason, ...]
    note: Label = OPEN


def warning(
    tellings: Iterable[Telling], purpose: str, now: date, *, session_of: str = "", planned: bool = False
) -> RetellingWarning | None:
    """What to know before a telling for ``purpose``; None where nothing was told yet, as far as is known.

    None, too, for a planned session of a protocol of the child's that has begun. Tellings that are surely after ``now``
    are left out. Raises BadInput for an unknown purpose.
    """
    before = lists().get("purposes", purpose).before
    told = [one for one in in_time(tellings) if not When(now, "day").surely_before(one.when)]
    goes_on = planned and session_of and any(one.session_of == session_of for one in told)
    if not told or goes_on:
        return None
    found = [_told(told), *_same_purpose(told, purpose), *_kept(told), *_usable(told)]
    if before:
        found.append(Reason("law", before.text, (), before.source, before.certainty))
    return RetellingWarning(tuple(found))


def _told(told: Sequence[Telling]) -> Reason:
    n = count(told)
    es = f"Consta que ya contó: {_several(n.formal, 'vez formal', 'veces formales')}"
    es += f" y {_several(n.informal, 'informal', 'informales')}"
    en = f"It is on record that the child told already: formally {n.formal}, informally {n.informal}"
    if n.continuations:
        es += f"; aparte, {_several(n.continuations, 'sesión planeada', 'sesiones planeadas')} de un protocolo"
        en += f"; apart from these, planned further sessions of a protocol: {n.continuations}"
    es += f". Preguntaron {_several(n.adults, 'persona adulta distinta', 'personas adultas distintas')}"
    en += f". Distinct adults who asked: {n.adults}"
    if n.unknown_adults:
        es += f" y en {_several(n.unknown_adults, 'caso', 'casos')} no se sabe quién"
        en += f"; not known who asked: {n.unknown_adults}"
    return Reason(
        "told", Label(es=f"{es}. Fechas: {_dates(told, 'es')}.", en=f"{en}. Dates: {_dates(told, 'en')}."), _ids(told)
    )


def _same_purpose(told: Sequence[Telling], purpose: str) -> list[Reason]:
    same = [one for one in told if one.purpose == purpose]
    label = lists().get("purposes", purpose).label
    text = Label(
        es=f"Ya contó para lo mismo («{label.es}»): {_dates(same, 'es')}.",
        en=f"The child told already for the same purpose (“{label.en}”): {_dates(same, 'en')}.",
    )
    return [Reason("same_purpose", text, _ids(same))] if same else []


def _kept(told: Sequence[Telling]) -> list[Reason]:
    kept = [one for one in told if one.kept]
    if not kept:
        text = Label(
            es="No consta que se haya guardado nada de lo que contó: pregunte a quien lo oyó qué tiene.",
            en="It is not on record that anything was kept of what the child told: ask those who heard what they have.",
        )
        return [Reason("nothing_kept", text, _ids(told))]
    text = Label(
        es=f"Hay registro de lo contado: {_records(kept, 'es')}. Léalo o escúchelo antes de preguntar.",
        en=f"There is a record of what was told: {_records(kept, 'en')}. Read it or listen to it before asking.",
    )
    return [Reason("kept", text, _ids(kept))]


def _usable(told: Sequence[Telling]) -> list[Reason]:
    """What was written, when somebody asked again, about whether an earlier statement served."""
    yes = [one for one in told if one.earlier_usable == "yes"]
    if yes:
        text = Label(
            es=f"Se anotó que una declaración anterior servía, al pedir que contara de nuevo: {_dates(yes, 'es')}.",
            en=f"When the child was asked again, it was noted that an earlier statement served: {_dates(yes, 'en')}.",
        )
        return [Reason("usable", text, _ids(yes))]
    text = Label(
        es="No consta si alguna declaración anterior sirve: averígüelo antes de pedir otra.",
        en="It is not on record whether an earlier statement serves: find out before asking for another.",
    )
    return [Reason("usable_unknown", text, _ids(told))]


def _ids(tellings: Sequence[Telling]) -> tuple[str, ...]:
    return tuple(one.id for one in tellings)


def _dates(tellings: Sequence[Telling], lang: str) -> str:
    return ", ".join(one.when.words(lang) for one in tellings)


def _records(tellings: Sequence[Telling], lang: str) -> str:
    modes = {one.id: lists().get("modes", one.recorded).label.get(lang) for one in tellings}
    return "; ".join(f"{one.when.words(lang)} ({modes[one.id]})" for one in tellings)


def _several(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"
