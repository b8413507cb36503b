"""Words unlike any others, every way in which they could lie about, and the staff's part in a test that looks for them.

``python canary.py people`` makes Ana and Beto, signed in with their keys open, and a recovery key. ``rows`` tells the
reports that were taken in. ``opens CODE UNIT RECOVERY`` says which keys still open one.
"""

import base64
import json
import os
import sys
from pathlib import Path
from typing import Any

WORD, FIGURES = "zxqvkwj", "5587431"  # nobody writes this, and no telephone begins with it
ALL = (WORD, FIGURES, WORD[::-1])


def word(number: int) -> str:
    """The canary of a number: letters only, so that nothing that tidies words changes it."""
    return WORD + "".join(chr(ord("a") + int(sign)) for sign in f"{number:04d}")


def traces(text: str) -> dict[str, bytes]:
    """How a text could stand in a file: as bytes, wide, in hexadecimal, percent, or base64 wherever it begins."""
    raw = text.encode()
    based = {f"base64+{n}": base64.b64encode(b"\0" * n + raw + b"\0\0")[(8 * n + 5) // 6 :] for n in range(3)}
    return {
        "utf-8": raw,
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        "hexadecimal": raw.hex().encode(),
        "HEXADECIMAL": raw.hex().upper().encode(),
        "percent": "".join(f"%{one:02x}" for one in raw).encode(),
        **{name: found[: len(raw) * 8 // 6 - 1] for name, found in based.items()},
    }


def found_in(data: bytes, texts: tuple[str, ...] = ALL) -> list[str]:
    """Which of these texts stand in the bytes, and how."""
    low = data.lower()
    return [f"{text}: {how}" for text in texts for how, trace in traces(text).items() if trace in data or trace in low]


def found_under(*places: Path, texts: tuple[str, ...] = ALL) -> dict[str, list[str]]:
    """The files of these folders in which something was found."""
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    found = {str(path): found_in(path.read_bytes(), texts) for path in files}
    return {path: some for path, some in found.items() if some}


# --- in the deployment ---


def people() -> dict[str, Any]:
    from django.test import Client

    from hilo.accounts import person_keys, unit_keys
    from hilo.accounts.models import UnitShare, User
    from hilo.door.models import Addressee
    from hilo.lib.sealed_to import KeyPair
    from tests.open_key import KEY_PASSWORD, open_key
    from tests.second_factor import show_factor

    recovery = KeyPair.make()
    Addressee.objects.create(kind="recovery", institution="", public_key=recovery.public, since=_now())
    cookies = {}
    for name, role in (("ana", "caseworker"), ("beto", "supervisor")):
        user = User.objects.create_user(name, None, display_name=name, institution="FGE-NAY", role=role)
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        show_factor(client, user)
        open_key(client, user)
        cookies[name] = {key: one.value for key, one in client.cookies.items()}
    share = UnitShare.objects.select_related("unit", "user").get(user__username="ana")
    unit = unit_keys.opened(share, share.unit, person_keys.open_private(share.user, KEY_PASSWORD))
    return {"cookies": cookies, "unit": unit.hex(), "recovery": recovery.private.hex()}


def rows() -> list[dict[str, str]]:
    from hilo.intake.models import Taken

    taken = Taken.objects.select_related("case").order_by("report__arrived_at")
    return [{"code": one.case.code, "pk": str(one.pk)} for one in taken]


def opens(digits: str, unit: str, recovery: str) -> dict[str, bool]:
    from hilo.door.models import Report, Wrapping
    from hilo.door.sealing import from_code, open_arrival, unwrap, unwrap_with_code
    from hilo.lib.errors import BadInput

    code = from_code(digits)
    report = Report.objects.get(lookup=code.lookup)
    ways = {
        "code": lambda row: unwrap_with_code(row, code.key),
        "unit": lambda row: unwrap(row, bytes.fromhex(unit)),
        "recovery": lambda row: unwrap(row, bytes.fromhex(recovery)),
    }
    found = {}
    for row in Wrapping.objects.filter(report=report):
        try:
            found[row.reader] = len(ways[row.reader](row)) == 32
        except BadInput:
            found[row.reader] = False
    if report.arrival is not None:
        try:
            found["arrival"] = bool(open_arrival(report))
        except BadInput:
            found["arrival"] = False
    return found


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
    django.setup()
    act, *given = sys.argv[1:]
    print(json.dumps({"people": people, "rows": rows, "opens": opens}[act](*given)))
