"""An answer to a sender as a letter."""

from datetime import date

from django.utils.timezone import localtime

from hilo.accounts.models import User
from hilo.cases.queries import institution_name
from hilo.exchange.letters import Party, Told, pdf, sender_letter
from hilo.exchange.letters.letter import Lang
from hilo.exchange.models import Feedback
from hilo.exchange.sender_words import Message
from hilo.reference import pack


def letter_of(row: Feedback, message: Message, by: User) -> bytes:
    """The PDF of a released answer, for the person who will sign it."""
    lang: Lang = "en" if message.lang == "en" else "es"
    ours = pack().institutions.get(by.institution)
    state = pack().states.get(ours.state) if ours and ours.state else None
    group = {line.outcome: pack().outcomes[line.outcome].group for line in message.lines}
    letter = sender_letter(
        reference=message.ours,
        their_reference=message.theirs,
        received=localtime(row.alert.received_at).date(),
        sender=Party(institution_name(by.institution, lang), by.display_name, str(by.role_card().label)),
        addressee=Party(institution_name(row.alert.sender, lang)),
        place=state.name.get(lang) if state else "Ciudad de México",
        day=date.fromisoformat(message.day),
        outcomes=[
            Told(line.text, date.fromisoformat(line.day)) for line in message.lines if group[line.outcome] != "child"
        ],
        child=[line.text for line in message.lines if group[line.outcome] == "child"],
        lang=lang,
    )
    return pdf(letter)
