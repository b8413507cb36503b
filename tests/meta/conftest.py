"""Something told to FGE-NAY, whose unit has a key."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def told_to_ours(person) -> Callable[..., Any]:
    """``told_to_ours("…", danger=True)`` tells something to FGE-NAY, takes it in, and gives its :class:`Taken`."""
    from django.utils import timezone

    from hilo.accounts import person_keys, unit_keys
    from hilo.door.submit import send
    from hilo.door.telling import Coarse, Telling
    from hilo.intake.receive import take
    from hilo.lib.codes import new_digits
    from tests.open_key import KEY_PASSWORD

    def tell(account: str = "Perdí mi mochila.", *, named: tuple[Any, ...] = (), **coarse: Any) -> Any:
        now, ana = timezone.now(), person("ana")
        person_keys.make(user=ana, password=KEY_PASSWORD, now=now)
        unit_keys.open_unit(institution="FGE-NAY", by=ana, now=now)
        telling = Telling(Coarse(**{"path": "me", "age": "teen", "state": "NAY"} | coarse), {"account": account}, named)
        return take(send(digits=new_digits(), telling=telling, now=now), now=now)

    return tell
