"""Letters as PDF: who hands a case over, who stayed silent, what came of an alert.

Plain Python: a caller gathers strings and dates, a function of a kind makes the :class:`Letter`, ``pdf`` prints it.
"""

from hilo.exchange.letters.covering import acknowledgement_form, covering_letter
from hilo.exchange.letters.letter import Letter, Party
from hilo.exchange.letters.render import pdf
from hilo.exchange.letters.rows import Basis, DutyDue, Lapse, OneTimeLink, Told
from hilo.exchange.letters.sender import sender_letter
from hilo.exchange.letters.silence import silence_letter

__all__ = [
    "Basis",
    "DutyDue",
    "Lapse",
    "Letter",
    "OneTimeLink",
    "Party",
    "Told",
    "acknowledgement_form",
    "covering_letter",
    "pdf",
    "sender_letter",
    "silence_letter",
]
