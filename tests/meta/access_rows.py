"""Values of the access table: sets of roles, how an address about one object is tried, and the case of FGE-NAY."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hilo.accounts.roles import DESK, ROLES

ALL = frozenset(ROLES) - {DESK}
ANYBODY = ALL | {"anonymous"}
CONTENT = ALL - {"auditor", "system_administrator"}
RECORD = frozenset({"auditor", "institution_head", "supervisor"})
ABOUT_ACCOUNTS = frozenset({"supervisor", "institution_head", "system_administrator"})

WORK = frozenset({"caseworker", "intake_analyst", "interviewer", "investigator", "supervisor"})
QUARANTINE = frozenset({"intake_analyst", "supervisor"})
EMERGENCY = frozenset({"caseworker", "intake_analyst", "investigator", "supervisor"})
CLOCKS = frozenset({"caseworker", "investigator", "supervisor"})

ANSWERS = frozenset({"caseworker", "supervisor"})
ONLY_GET, ONLY_POST = ("get",), ("post",)
HEARING = frozenset({"caseworker", "interviewer", "investigator", "supervisor"})  # who opens the words of a child


@dataclass(frozen=True)
class Subject:
    """How to try an address about one object of FGE-NAY.

    ``make`` gets ``request.getfixturevalue`` and returns the arguments of the address. ``methods``:
    what it answers; anything else is 405, whatever the object. ``roles``: who of FGE-NAY may see
    that object, when fewer than pass the gate. ``everywhere``: who sees it from any institution.
    """

    make: Callable[[Callable[[str], Any]], dict[str, Any]]
    methods: tuple[str, ...] = ("get", "post")
    roles: frozenset[str] | None = None
    everywhere: frozenset[str] = frozenset()


def a_case(fixture: Callable[[str], Any]) -> dict[str, Any]:
    """A case of FGE-NAY."""
    return {"code": fixture("case").code}
