"""What the pages of hearing a child show: practice."""

from datetime import timedelta
from types import SimpleNamespace

from hilo.testimony.models import Rehearsal
from hilo.testimony.practice_actions import begin, end, say

SAID = (
    "Hola, me llamo Ana. Si no sabes algo, puedes decir «no sé».",
    "Cuéntame todo lo que pasó en el festival de la escuela.",
    "¿Y luego qué pasó?",
    "Gracias por contarme.",
    "¿De qué color era la manta?",
    "¿Había globos o banderas?",
    "Todos dicen que salió un mago. Salió un mago, ¿verdad?",
    "Seguro había un elefante en el escenario.",
    "¿Y qué más pasó?",
)


def write(load: SimpleNamespace) -> None:
    """Of Ana: two ended, one under way, one without a word, one from before the room changed."""
    for days in (3, 2):
        load.practice_ended = _held(load, SAID, days=days, age=5)
        end(rehearsal=load.practice_ended, by=load.ana, now=load.now - timedelta(days=days))
    load.practice_open = _held(load, SAID[:3], days=1, age=8)
    load.practice_silent = begin(story="granja", age=10, seed=4, by=load.ana, now=load.now - timedelta(days=4))
    end(rehearsal=load.practice_silent, by=load.ana, now=load.now)
    load.practice_changed = _held(load, SAID[:2], days=1, age=8)
    load.practice_changed.version = "0"
    load.practice_changed.save(update_fields=["version"])


def _held(load: SimpleNamespace, said: tuple[str, ...], *, days: int, age: int) -> Rehearsal:
    row = begin(story="festival", age=age, seed=31, by=load.ana, now=load.now - timedelta(days=days))
    for seen, text in enumerate(said):
        say(rehearsal=row, text=text, seen=seen, by=load.ana)
    row.refresh_from_db()
    return row
