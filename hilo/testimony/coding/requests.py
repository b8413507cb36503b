"""Requests to tell: «cuéntame…», «¿qué pasó…?», and the questions that hide in them."""

import re
from collections.abc import Callable

from hilo.testimony.coding import patterns as p
from hilo.testimony.coding.found import Found
from hilo.testimony.coding.known import Known
from hilo.testimony.coding.words import bases, content, fold, is_event, names, split

_LEAD_OUT = re.compile(
    r"^(?:ahora|entonces|bien|por favor|a mi|tu|mejor|con tus palabras|en tus palabras|otra vez|de nuevo|ya|nomas|"
    r"pues|un poco|un poquito|poquito|bien|mucho|tantito|a ver|hoy) "
)
_EVEN_IF = re.compile(
    r" (?:aunque|asi) (?:tu )?(?:creas|pienses|sientas|te parezca)\b.*$"
)  # «aunque creas que no importa»
_SAYS_NOTHING = names("no_cue")
_MORE_OF = re.compile(r"^(?:(?:un poco |un poquito |algo |poquito |tantito )?mas|todo|algo|lo que|que|todito)$")
_ASK_NOUN = re.compile(
    r"^(?:el|tu|su|la|los|las|sus|tus) (?:nombre|nombres|color|edad|hora|numero|apellido|direccion|fecha)\b"
)
_OF = re.compile(
    r"^(?:(?:un poco |algo |poquito )?mas |todo |algo |bien )*(?:lo )?(?:de|del|sobre|acerca|con|en|cuando|mientras|"
    r"desde|despues|antes|eso|esa|ese|el|la|los|las|tu|tus|su|sus|un|una|al|esto|esta|este|a)\b"
)


def request(rest: str, known: Known, question: Callable[[str], Found]) -> Found:
    """What a tell-verb asks for: ``rest`` is what follows it, ``question`` codes a question in plain words."""
    rest = _without_lead(rest)
    found = _general(rest, known) or _happening(rest, known)
    if found or rest.startswith(("todo", "lo que")):
        return found or invitation(rest, rest, known)
    if (p.WH.match(rest) and not rest.startswith(("de cuando", "desde que", "hasta que"))) or rest.startswith("si "):
        return _hidden(rest, question)
    if _ASK_NOUN.match(rest):
        return Found("DIR", "request for an attribute", new=tuple(known.new(split(rest))), faux=True, sure=0.7)
    return invitation(rest, rest, known, sure=0.9 if _OF.match(rest) else 0.6)


def _general(rest: str, known: Known) -> Found | None:
    """A request that names nothing."""
    if not rest:
        return Found("INV-F" if known.any else "INV-G", "bare request", own=False)
    if _MORE_OF.match(rest):
        return Found("INV-F" if "mas" in rest or (known.any and rest != "todo") else "INV-G", "request for more")
    return Found("INV-F", "request for more") if p.MORE.match(rest) else None


def _happening(rest: str, known: Known) -> Found | None:
    """«qué pasó…», «lo que pasó…», «cómo fue…»: questions in form, invitations in what they ask."""
    if happened := p.THAT_HAPPENED.match(rest) or p.WHAT_HAPPENED.match(rest):
        return invitation(rest, happened.group("rest"), known, more=" mas" in f" {rest.split(' paso', maxsplit=1)[0]}")
    if remember := p.MORE_KNOW.match(rest):
        return invitation(rest, remember["rest"], known, more=True)
    if p.HOW_WAS.match(rest) and not re.match(r"^como (?:es|era)\b", rest):
        return _how(rest, known)
    return None


def _without_lead(rest: str) -> str:
    before, rest = None, _EVEN_IF.sub("", rest)
    while before != rest:
        before, rest = rest, _LEAD_OUT.sub("", rest + " ").strip() if _LEAD_OUT.match(rest + " ") else rest
    return rest


def _hidden(rest: str, question: Callable[[str], Found]) -> Found:
    found = question(rest[3:] if rest.startswith("si ") else rest)
    label = found.label
    if rest.startswith("si ") and label not in ("OPT-FC", "SUG-PRE", "SUG-SOC"):
        label = "OPT-YN"
    if label.startswith("INV"):
        return Found(label, found.rule, found.new)
    return Found(label, "request with a question in it", found.new, faux=True, prompts=found.prompts)


def _how(rest: str, known: Known) -> Found:
    that = p.HOW_WAS.match(rest)
    cue = rest.split(" ", 2)[2] if rest.count(" ") > 1 else ""
    new = tuple(known.new(split(cue)))
    if new:
        return Found("SUG-PRE", "request about what was not said", new, sure=0.75)
    if not cue or (that and that.group("that")):
        return Found("INV-C", "how it was")
    return Found("INV-C" if known.named(split(cue)) else "INV-G", "how it was", sure=0.7)


def invitation(rest: str, cue: str, known: Known, *, more: bool = False, sure: float = 0.9) -> Found:
    """A free invitation, by what cues it. ``cue`` is the part that could name something."""
    tokens = split(cue)
    if segment := _segment(rest, known):
        return segment
    new = tuple(known.new(tokens))
    if new and (not known.any or _names_event(tokens, known)):
        return Found("INV-G", "request for the event")
    if new:
        return Found("SUG-PRE", "request about what was not said", new, sure=0.75)
    if not known.any or p.WHOLE.search(rest):
        return Found("INV-G", "request for the event")
    return Found(_cued(rest, cue, tokens, known, more=more), "request", sure=sure)


def _cued(rest: str, cue: str, tokens: list[str], known: Known, *, more: bool) -> str:
    if not content(tokens) and re.fullmatch(
        r"(?:todo )?(?:lo )?(?:que )?(?:mas )?(?:luego|despues|entonces|ahi luego|a continuacion|)", cue.strip()
    ):
        return "INV-F" if more or cue.strip() else "INV-G"
    if re.search(r"\b(?:cuando|despues de que|antes de que|mientras|despues de|antes de)\b", rest):
        return "INV-C"
    if any(is_event(word) for word in tokens) and not _beyond(tokens, known):
        return "INV-C" if _said_last(tokens, known) else "INV-F" if more else "INV-G"
    named = [word for word in content(tokens) if not is_event(word) and fold(word) not in _SAYS_NOTHING]
    if (
        known.named(tokens)
        or p.HIM.search(rest)
        or p.POINTER.search(cue)
        or (named and re.search(r"\b(?:de|del|sobre|con)\b", cue))
    ):
        return "INV-C"
    return "INV-F" if more or "mas" in tokens else "INV-G"


def _beyond(tokens: list[str], known: Known) -> bool:
    return any(not is_event(word) for word in known.named(tokens))


def _said_last(tokens: list[str], known: Known) -> bool:
    """The child named this part itself («en el recreo»), so that it is a cue and not only the topic."""
    last = set().union(*(bases(word) for word in split(known.last)), set())
    wide = {
        "excursion",
        "viaje",
        "paseo",
        "fiesta",
        "cumpleanos",
        "show",
        "partido",
        "dia",
        "festival",
        "kermes",
        "mochila",
    }
    mine = set().union(*(bases(word) for word in tokens if is_event(word)), set())
    return bool(mine & last - wide)


def _names_event(tokens: list[str], known: Known) -> bool:
    """«la excursión al museo», before anything was told of it: the place belongs to the name of the event."""
    return (
        any(is_event(word) for word in tokens)
        and not known.named(w for w in tokens if not is_event(w))
        and len(known.last.split()) <= 5
    )


def _segment(rest: str, known: Known) -> Found | None:
    match = p.SEGMENT.search(rest)
    if match is None or p.WHOLE.search(rest):
        return None
    ends = [end for end in match.groups() if end]
    new = tuple(word for end in ends for word in known.new(split(end)))
    if all(p.ENDS_OWN.match(end) for end in ends) and not any(_told(end, known) for end in ends):
        return Found("INV-G", "the event from its start to its end", sure=0.7)
    if new or (known.any and not all(_told(end, known) for end in ends)):
        return Found("SUG-PRE", "limits that the child did not say", new or tuple(split(ends[0])[:1]), sure=0.7)
    return Found("INV-T", "between two points")


def _told(end: str, known: Known) -> bool:
    """Is a limit of a time segment something the child said: all its words, small verbs too?"""
    words = [word for word in content(split(end)) if not is_event(word) or known.has(word)]
    return any(known.has(word) for word in words) and not known.new(words)
