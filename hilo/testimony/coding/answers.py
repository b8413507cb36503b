"""Yes, no, and neither: how a child's turn answers what it was asked."""

import re

from hilo.testimony.coding.words import plain

_YES = re.compile(
    r"^(?:(?:pues|ah|mm+|mjm|bueno|este|eh|ay|oh) )*(?:si|sip|aja|ajam|mju|claro|asi es|asi fue|exacto|andale|simon|"
    r"obvio|"
    r"tambien|poquito|un poco|un poquito|tantito|mucho|a veces|creo que si|sale|es cierto|es verdad|cierto|verdad)\b"
)
_NO = re.compile(
    r"^(?:(?:pues|ah|mm+|bueno|este|eh|ay|oh|que) )*(?:no|nop|nel|nunca|tampoco|nadie|nada|ninguno|ninguna|ni|"
    r"para nada|claro que no|"
    r"creo que no|nones)\b"
)
_UNKNOWN = re.compile(
    r"\bno (?:lo |la |me |les? )?(?:se|acuerdo|recuerdo|vi|fije|sabia|supe|di cuenta|entiendo|oi)\b|\bquien sabe\b|"
    r"\bya se me olvido\b|\bno estoy segur[oa]\b|\ba lo mejor\b|\bno me acuerdo\b|\bsepa\b|\btal vez\b|\bquiza\b|"
    r"\bcreo\b$"
)


def affirms(text: str) -> bool:
    """A clear yes at the start of the turn. «No sé» and silence are not."""
    said = plain(text)
    return bool(_YES.match(said)) and not _NO.match(said)


def denies(text: str) -> bool:
    """A clear no. «No sé» is not a no."""
    said = plain(text)
    return bool(_NO.match(said)) and not unknown(text)


def unknown(text: str) -> bool:
    """Neither yes nor no: does not know, does not remember, or says nothing."""
    said = plain(text)
    return not said or bool(_UNKNOWN.search(" ".join(said.split()[:6])))
