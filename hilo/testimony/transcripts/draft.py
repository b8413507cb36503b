"""A transcript while it is being read: what the readers of all formats share."""

import hashlib

from hilo.lib.errors import BadInput
from hilo.testimony.transcripts.model import Format, Role, Transcript, Utterance, breaks_off

MOST_FAULTS = 200


class Draft:
    """Gathers utterances, headers and faults over one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.utterances: list[Utterance] = []
        self.headers: list[tuple[str, str]] = []
        self.faults: list[tuple[int, str]] = []
        self._more_faults = 0

    def say(
        self,
        speaker: str,
        role: Role,
        span: tuple[int, int],
        times: tuple[int | None, int | None] = (None, None),
    ) -> None:
        """Add what stands at ``span``, without the white space around it."""
        start, end = trimmed(self.text, *span)
        words = self.text[start:end]
        number = len(self.utterances) + 1
        self.utterances.append(Utterance(number, speaker, role, start, end, words, *times, breaks_off(words)))

    def fault(self, line: int, sentence: str) -> None:
        """Note what was read leniently; after ``MOST_FAULTS`` the rest is counted only."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((line, sentence))
        else:
            self._more_faults += 1

    def done(self, format: Format, original: bytes) -> Transcript:
        """The finished transcript. Raises BadInput when nobody says anything in it."""
        if not self.utterances:
            raise BadInput(
                "No se reconoce quién habla: marque con «E:» a quien entrevista y con «N:» a la niña o el niño."
            )
        self._about_speakers()
        if self._more_faults:
            self.faults.append((0, f"Hay {self._more_faults} observaciones más como estas; revise todo el archivo."))
        digest = hashlib.sha256(original).hexdigest()
        return Transcript(
            format, digest, self.text, tuple(self.utterances), tuple(self.headers), tuple(self.faults), original
        )

    def _about_speakers(self) -> None:
        children = sorted({said.speaker for said in self.utterances if said.role == "child"})
        if len(children) > 1:
            names = ", ".join(children[:10])
            self.fault(
                0,
                f"Hablan varias niñas o niños ({names}) y en los turnos son un solo lado; revise quién dice cada cosa.",
            )
        if not children:
            self.fault(0, "Ninguna línea es de la niña o el niño; marque las suyas con «N:» si las hay.")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same span without white space at its ends."""
    words = text[start:end]
    bare = words.strip()
    if not bare:
        return start, start
    start += len(words) - len(words.lstrip())
    return start, start + len(bare)
