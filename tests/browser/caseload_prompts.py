"""What the pages of hearing a child show: prompts."""

from types import SimpleNamespace

from hilo.testimony.prompt_actions import confirm
from hilo.testimony.prompt_policies import Said


def write(load: SimpleNamespace) -> None:
    """Some turns of ``load.transcript`` confirmed, one of them otherwise than suggested."""
    said = [Said(3, "INV-G"), Said(9, "OPT-YN", ("new_content",))]
    confirm(transcript=load.transcript, said=said, by=load.iris, now=load.now)
