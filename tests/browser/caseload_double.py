"""What the pages of hearing a child show: double coding."""

from types import SimpleNamespace

from hilo.testimony import double_actions
from hilo.testimony import double_queries as queries

CODES = {1: "STR", 3: "INV-G", 5: "INV-F", 7: "OPT-FC", 9: "SUG-TAG", 11: "SUP"}


def write(load: SimpleNamespace) -> None:
    """One that Ana still codes, one of topics, one left unfinished, and one that she and Beto have finished."""
    coders, given = [load.ana, load.beto], {"share": 20, "by": load.beto, "now": load.now}
    for name, layer in (("open", "prompt"), ("topics", "segment"), ("closed", "prompt"), ("left", "prompt")):
        setattr(load, f"double_{name}", double_actions.draw(layer=layer, coders=coders, seed=3, **given))
    load.double_left = double_actions.leave(study=load.double_left, because="coder_gone", by=load.beto, now=load.now)
    for by, codes in ((load.ana, CODES), (load.beto, CODES | {5: "DIR"})):
        for text in load.double_closed.texts.all():
            said = {turn: codes.get(turn, "STR") for turn in queries.units_of_text(load.double_closed, text)}
            double_actions.code(text=text, codes=said, by=by, now=load.now)
        load.double_closed = double_actions.finish(study=load.double_closed, by=by, now=load.now)
