"""How a simulated child answers what leaves the words to it: invitations, wh- questions, echoes."""

from hilo.testimony.practice.hearing import Draft, Heard, Reply
from hilo.testimony.practice.mind import Mind
from hilo.testimony.practice.story import Detail

_ASKS = {
    "quien": "quien", "quienes": "quien", "donde": "donde", "adonde": "donde", "cuando": "cuando",
    "como": "como", "color": "como", "que": "que", "cual": "que",
}  # fmt: skip


def general(mind: Mind, heard: Heard) -> Reply:
    """The whole event: mostly what is central, told in time."""
    count = mind.how_many("invitation_general", heard.muddled)
    left, chosen = mind.untold(), list[Detail]()
    while left and len(chosen) < count:
        central = [one for one in left if one.central]
        chosen.append(central[0] if central and mind.luck.happens(mind.at("central_first")) else left[0])
        left.remove(chosen[-1])
    return _account(mind, sorted(chosen, key=lambda one: one.order), "Invitación abierta")


def follow(mind: Mind, heard: Heard) -> Reply:
    """What came next."""
    count = mind.how_many("invitation_follow", heard.muddled)
    return _account(mind, mind.onwards()[:count], "Invitación a seguir")


def cued(mind: Mind, heard: Heard) -> Reply:
    """About what the turn touches, then what came next to it; with nothing touched, as :func:`follow`."""
    if not heard.details:
        return follow(mind, heard)
    count = mind.how_many("invitation_cued", heard.muddled)
    return _account(mind, _near(mind, heard.details)[:count], "Invitación con palabras del relato")


def between(mind: Mind, heard: Heard) -> Reply:
    """What lies between the first and the last thing touched."""
    if len(heard.details) < 2:
        return cued(mind, heard)
    first, last = heard.details[0].order, heard.details[-1].order
    inside = [one for one in mind.untold() if first <= one.order <= last]
    return _account(mind, inside[: mind.how_many("invitation_cued", heard.muddled)], "Invitación entre dos momentos")


def go_on(mind: Mind, heard: Heard) -> Reply:
    """An echo lets a child who is telling go on; before that it only waits."""
    if not mind.told:
        return Reply(mind.voice("affirm"), why="Facilitador: todavía no había empezado a contar")
    draft = Draft()
    for one in mind.onwards()[: mind.how_many("facilitator", heard.muddled)]:
        mind.tell(draft, one, error="wrong_invited")
    if not draft.parts:
        draft.parts.append(mind.voice("affirm"))
    return draft.done(f"Facilitador: {_told(draft)}")


def directive(mind: Mind, heard: Heard) -> Reply:
    """One attribute: of what is touched, else of what the wh- word fits."""
    taken_over = next((one for one in heard.wrongs if one.id in mind.adopted), None)
    if taken_over:
        why = "Pregunta sobre algo que no pasó y que ya había aceptado"
        return Reply(mind.adopted[taken_over.id], wrong=(taken_over.id,), why=why)
    target = _target(mind, heard)
    if target is None or heard.wrongs:
        return Reply(mind.voice("dont_know"), why="Pregunta directa sobre algo que esta historia no tiene")
    if target.id in mind.told:
        return _again(mind, target)
    return _attribute(mind, heard, target) if target.id in mind.held else _forgotten(mind, heard, target)


def _attribute(mind: Mind, heard: Heard, target: Detail) -> Reply:
    count, draft = mind.how_many("directive", heard.muddled), Draft()
    for one in _near(mind, (target,))[:count]:
        mind.tell(draft, one, error="wrong_directive", short=not draft.parts)
    if not draft.parts:
        draft.parts.append(mind.voice("dont_remember"))
    return draft.done(f"Pregunta directa: {_told(draft)}")


def _forgotten(mind: Mind, heard: Heard, target: Detail) -> Reply:
    draft = Draft()
    if not mind.errs("guess_repeated" if heard.repeated else "guess"):
        return Reply(mind.voice("dont_remember"), why="Pregunta directa sobre algo que no recuerda")
    mind.answers[target.mistaken.id] = True
    mind.told[target.id] = False
    draft.parts.append(target.mistaken.says)
    draft.wrong.append(target.mistaken.id)
    return draft.done("Pregunta directa sobre algo que no recuerda: adivinó")


def _again(mind: Mind, target: Detail) -> Reply:
    if mind.told[target.id]:
        return Reply(target.short, why="Pregunta directa sobre algo ya contado")
    why = "Pregunta directa sobre algo que ya había contado mal"
    return Reply(target.mistaken.says, wrong=(target.mistaken.id,), why=why)


def _target(mind: Mind, heard: Heard) -> Detail | None:
    wanted = next((_ASKS[word] for word in heard.words.split() if word in _ASKS), "")
    pool = heard.details or tuple(one for one in mind.onwards() if one.asks == wanted)
    fitting = [one for one in pool if one.asks == wanted] or list(pool)
    return next((one for one in fitting if one.id not in mind.told), fitting[0] if fitting else None)


def _near(mind: Mind, touched: tuple[Detail, ...]) -> list[Detail]:
    """What is touched and not told yet, then the untold nearest to it in time, later before earlier."""
    at = touched[-1].order
    ids = {one.id for one in touched}
    return sorted(mind.untold(), key=lambda one: (one.id not in ids, abs(one.order - at), one.order < at))


def _account(mind: Mind, chosen: list[Detail], why: str) -> Reply:
    draft = Draft()
    for one in chosen:
        mind.tell(draft, one, error="wrong_invited")
    mind.bring_back(draft)
    if not draft.parts:
        draft.parts.append(_nothing(mind))
    return draft.done(f"{why}: {_told(draft)}")


def _nothing(mind: Mind) -> str:
    if not mind.untold():
        return mind.voice("all_told")
    return mind.aside() or mind.voice("dont_remember" if not mind.told else "nothing_more")


def _told(draft: Draft) -> str:
    new, wrong = len(draft.details), len(draft.wrong)
    good = "nada nuevo" if not new else "1 detalle nuevo" if new == 1 else f"{new} detalles nuevos"
    return (
        good if not wrong else f"{good}, y {wrong} que no pasó" if wrong == 1 else f"{good}, y {wrong} que no pasaron"
    )
