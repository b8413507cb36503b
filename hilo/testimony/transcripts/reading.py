"""A transcript of any format from its bytes, and the turns of its conversation."""

import itertools
from collections.abc import Iterable

from hilo.testimony.transcripts import chat, eaf, plain, webvtt
from hilo.testimony.transcripts.decoding import decode
from hilo.testimony.transcripts.draft import Draft
from hilo.testimony.transcripts.model import Format, Layer, Transcript, Utterance
from hilo.testimony.turns import Prompt, Turn

_READERS = {"plain": plain.read, "chat": chat.read, "webvtt": webvtt.read}


def read(data: bytes, name: str = "") -> Transcript:
    """Read a transcript of at most 8 MiB; the content tells the format, ``name`` only where it does not.

    What departs from the format is read leniently and noted in ``faults``. Raises BadInput with one sentence when
    the bytes are no text, are too large, or nobody can be told to speak in them.
    """
    text, faults = decode(data)
    format = _format(text, name)
    draft = eaf.read(text) if format == "eaf" else Draft(text)
    draft.faults[:0] = faults
    if format != "eaf":
        _READERS[format](draft)
    return draft.done(format, data)


def _format(text: str, name: str) -> Format:
    if eaf.looks_like(text) or name.lower().endswith(".eaf"):
        return "eaf"
    if webvtt.looks_like(text):
        return "webvtt"
    return "chat" if chat.looks_like(text) else "plain"


def turns(transcript: Transcript) -> list[Turn]:
    """Who spoke and then who answered, numbered from 1: all that one side says before the other speaks.

    Everybody but children is one side, as the child hears them all. In plain text each marked line is a turn of its
    own, as it was typed. The text is what was said, without the codes of the format.
    """
    return [
        Turn(
            number,
            group[0].role == "child",
            " ".join(filter(None, (said(transcript, one) for one in group))),
            group[-1].cut_off,
        )
        for number, group in enumerate(grouped(transcript), start=1)
    ]


def grouped(transcript: Transcript) -> list[tuple[Utterance, ...]]:
    """The utterances of each turn, in the order of ``turns``."""
    if transcript.format == "plain":
        return [(one,) for one in transcript.utterances]
    return [tuple(group) for _, group in itertools.groupby(transcript.utterances, key=lambda one: one.role == "child")]


def said(transcript: Transcript, utterance: Utterance) -> str:
    """The words of an utterance for reading, without the codes of its format. The verbatim text stays in ``text``."""
    if transcript.format == "webvtt":
        return webvtt.spoken(utterance.text)
    return chat.spoken(utterance.text) if transcript.format == "chat" else utterance.text


def coded(transcript: Transcript, prompts: Iterable[Prompt], name: str) -> Layer:
    """The labels and flags of prompts as a layer, each on the last utterance of its turn."""
    groups = grouped(transcript)
    return Layer(name, {groups[one.turn - 1][-1].number: " ".join((one.label, *one.flags)) for one in prompts})
