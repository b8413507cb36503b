"""How a simulated child answers what already holds the answer: yes/no, alternatives, suggestion, pressure."""

from hilo.testimony.practice.hearing import Draft, Heard, Reply
from hilo.testimony.practice.mind import Mind
from hilo.testimony.practice.story import Detail, Wrong
from hilo.testimony.practice.words import last_place

_ALWAYS_NEW = frozenset({"SUG-PRE", "SUG-INTRO"})


def yes_no(mind: Mind, heard: Heard) -> Reply:
    """A turn with anything in it that did not happen asks for a no; one that this story does not hold, for «no sé»."""
    if heard.wrongs:
        return _false(mind, heard, heard.wrongs[0], "yes_to_false", "Pregunta de sí o no")
    if heard.details:
        return _true(mind, heard, heard.details[0], "Pregunta de sí o no")
    yes = mind.luck.happens(mind.at("yes_to_unknown"))
    return Reply(mind.voice("assent") if yes else _not_yes(mind), why="Pregunta de sí o no que no toca la historia")


def choice(mind: Mind, heard: Heard) -> Reply:
    """Alternatives: the last one named draws the child."""
    if not (heard.wrongs and heard.details):
        return yes_no(mind, heard)
    right, wrong = heard.details[0], heard.wrongs[0]
    if wrong.id in mind.answers or right.id in mind.answers:
        return _same_choice(mind, right, wrong)
    last = last_place(wrong.keys, heard.words) > last_place(right.keys, heard.words)
    draft = Draft()
    if mind.errs("choice_wrong", mind.at("choice_last_more") if last else 1.0):
        mind.adopt(draft, wrong.id, wrong.says)
        draft.parts.append(wrong.says)
        return draft.done("Pregunta con opciones: escogió la que no pasó")
    if right.id not in mind.held:
        return Reply(mind.voice("dont_remember"), why="Pregunta con opciones sobre algo que no recuerda")
    mind.say_yes(draft, right)
    draft.parts.append(right.short)
    return draft.done("Pregunta con opciones: escogió la que pasó")


def led(mind: Mind, heard: Heard) -> Reply:
    """A suggestion without social pressure: accepted or not, and it presses on what comes after."""
    reply = _led(mind, heard)
    mind.suggestions += 1
    return reply


def pressed(mind: Mind, heard: Heard) -> Reply:
    """Social pressure: turns a no into a yes, or makes the child offer something."""
    reply = _pressed(mind, heard)
    mind.suggestions += 1
    return reply


def _led(mind: Mind, heard: Heard) -> Reply:
    why = "Turno sugestivo"
    if heard.wrongs:
        return _false(mind, heard, heard.wrongs[0], "suggestive_adopt", why)
    if heard.new_content or heard.label in _ALWAYS_NEW:
        if heard.details:
            return _true(mind, heard, heard.details[0], why)
        return _foreign(mind, heard, "suggestive_adopt", why)
    return (
        _true(mind, heard, heard.details[0], why)
        if heard.details
        else Reply(mind.voice("assent"), why=f"{why}: asintió")
    )


def _pressed(mind: Mind, heard: Heard) -> Reply:
    why = "Presión social"
    if heard.wrongs:
        return _false(mind, heard, heard.wrongs[0], "social_adopt", why)
    if heard.details:
        return _true(mind, heard, heard.details[0], why)
    if heard.new_content:
        return _foreign(mind, heard, "social_adopt", why)
    if mind.denied:
        return _give_in(mind, mind.denied)
    return _invent(mind)


def _true(mind: Mind, heard: Heard, detail: Detail, why: str) -> Reply:
    """Yes or no to what happened."""
    if mind.answers.get(detail.id):
        return _asked_again(mind, detail, why)
    if not mind.luck.happens(mind.at("yes_to_true" if detail.id in mind.held else "yes_to_unknown")):
        mind.answers.setdefault(detail.id, False)
        return Reply(_not_yes(mind), why=f"{why}: no reconoció lo que sí pasó")
    draft = Draft([mind.voice("assent")])
    mind.say_yes(draft, detail)
    if mind.how_many("option", heard.muddled):
        for one in mind.onwards()[:1]:
            mind.tell(draft, one, error="wrong_directive")
    return draft.done(f"{why}: asintió a lo que sí pasó")


def _asked_again(mind: Mind, detail: Detail, why: str) -> Reply:
    if not mind.luck.happens(mind.at("repeated_change")):
        return Reply(mind.voice("assent"), why=f"{why} sobre algo ya dicho")
    mind.answers[detail.id] = False
    return Reply(mind.voice("rather_no"), why=f"{why} repetida: cambió su respuesta")


def _false(mind: Mind, heard: Heard, wrong: Wrong, chance: str, why: str) -> Reply:
    """Yes or no to what did not happen. A question that only asks, asked again, keeps its answer or changes it."""
    if mind.answers.get(wrong.id):
        return _held_to(mind, wrong, why)
    resists = mind.at("told_resists") if mind.told.get(wrong.instead_of) else 1.0
    before = wrong.id in mind.answers
    if mind.errs("repeated_change" if before and chance == "yes_to_false" else chance, resists):
        draft = Draft([mind.voice("rather_yes" if before else "assent")])
        mind.adopt(draft, wrong.id, wrong.says)
        return draft.done(f"{why}: aceptó lo que no pasó")
    mind.answers[wrong.id], mind.denied = False, wrong
    return Reply(_not_yes(mind), why=f"{why}: no aceptó lo que no pasó")


def _held_to(mind: Mind, wrong: Wrong, why: str) -> Reply:
    """The child has said so before; asked again it mostly says so again."""
    if mind.luck.happens(mind.at("repeated_change")):
        mind.answers[wrong.id] = False
        mind.adopted.pop(wrong.id, None)
        return Reply(mind.voice("rather_no"), why=f"{why} repetida: cambió su respuesta")
    return Reply(mind.voice("assent"), wrong=(wrong.id,), why=f"{why}: sostuvo lo que no pasó")


def _same_choice(mind: Mind, right: Detail, wrong: Wrong) -> Reply:
    if mind.answers.get(wrong.id):
        return Reply(wrong.says, wrong=(wrong.id,), why="Pregunta con opciones: sostuvo lo que no pasó")
    if mind.answers.get(right.id):
        return Reply(right.short, why="Pregunta con opciones sobre algo ya dicho")
    return Reply(mind.voice("dont_know"), why="Pregunta con opciones que ya había negado")


def _foreign(mind: Mind, heard: Heard, chance: str, why: str) -> Reply:
    """The adult brings in what this story does not hold; accepted, it is kept as the adult's words of that turn."""
    if not mind.errs(chance):
        return Reply(_not_yes(mind), why=f"{why}: no aceptó lo que no está en la historia")
    draft = Draft([mind.voice("assent")])
    mind.adopt(draft, f"said-{heard.number}", mind.voice("what_you_said"))
    return draft.done(f"{why}: aceptó lo que no está en la historia")


def _give_in(mind: Mind, wrong: Wrong) -> Reply:
    mind.denied = None
    if not mind.errs("social_adopt"):
        return Reply(f"{mind.voice('dissent')} {mind.voice('told_before')}", why="Presión social: sostuvo que no")
    draft = Draft([mind.voice("rather_yes")])
    mind.adopt(draft, wrong.id, wrong.says)
    return draft.done("Presión social: aceptó lo que había negado")


def _invent(mind: Mind) -> Reply:
    open_to_it = [one for one in mind.story.wrong if one.id not in mind.adopted]
    if not open_to_it or not mind.errs("pressure_invents"):
        return Reply(mind.voice("dont_know"), why="Presión social: no añadió nada")
    wrong, draft = mind.luck.pick(open_to_it), Draft()
    mind.adopt(draft, wrong.id, wrong.says)
    draft.parts.append(f"{mind.voice('maybe')} {wrong.says[:1].lower()}{wrong.says[1:]}")
    return draft.done("Presión social: dijo algo que no pasó")


def _not_yes(mind: Mind) -> str:
    return mind.voice("dont_know") if mind.luck.happens(mind.at("dont_know")) else mind.voice("dissent")
