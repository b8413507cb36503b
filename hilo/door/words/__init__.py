"""What the door says: ``say(code, audience)``. Spanish is written here, English comes through gettext."""

from hilo.door.words.coming_back import COMING_BACK
from hilo.door.words.common import COMMON
from hilo.door.words.duties import SERVICE
from hilo.door.words.help import HELP
from hilo.door.words.home import FIRST_PAGES
from hilo.door.words.last_steps import LAST_STEPS
from hilo.door.words.past import PAST
from hilo.door.words.questions import QUESTIONS
from hilo.door.words.refused import REFUSED
from hilo.door.words.safety import STAYING_SAFE
from hilo.door.words.stages import STAGES
from hilo.door.words.texts import ADULT, AUDIENCES, CHILD, TEEN, Words

__all__ = ["ADULT", "AUDIENCES", "CATALOGUE", "CHILD", "TEEN", "Words", "say"]

CATALOGUE: dict[str, Words] = {
    **COMMON, **FIRST_PAGES, **STAYING_SAFE, **QUESTIONS, **LAST_STEPS, **REFUSED,
    **COMING_BACK, **STAGES, **HELP, **SERVICE, **PAST,
}  # fmt: skip


def say(code: str, audience: str, **values: object) -> str:
    """The text of this code for ``child``, ``teen`` or ``adult``, in the language in use now.

    ``values`` fill its ``%(name)s`` places. Raises KeyError for a code that nobody wrote.
    """
    words = CATALOGUE[code].to(audience)
    return words % values if values else words
