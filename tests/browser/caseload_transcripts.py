"""What the pages of hearing a child show: transcripts."""

from types import SimpleNamespace

from hilo.testimony.layer_actions import add
from tests.testimony.spoken import WORDS

BAG = "mi mochila"


def write(load: SimpleNamespace) -> None:
    """A note and a translation beside the words of ``load.transcript``."""
    at = WORDS.index(BAG)
    given = {"transcript": load.transcript, "by": load.ana, "now": load.now}
    load.transcripts_note = add(
        layer="note", turn=4, start=at, end=at + len(BAG), body="Azul, con estrellas.", **given
    )  # fmt: skip
    add(layer="translation", turn=6, body="I cried on the bus.", language="inglés", **given)
