"""Seals a note on a case of its own, or tells whether what was sealed and signed so far still opens."""

import json
import os
import sys
from datetime import UTC, datetime

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from hilo.accounts.sealing import open_text, seal_text  # noqa: E402

if sys.argv[1] == "write":
    session = SessionStore()
    session["who"] = "ana"
    session.create()
    print(json.dumps({"sealed": seal_text("nota inventada", place="p").hex(), "session": session.session_key}))
else:
    given = json.loads(sys.argv[2])
    found = {
        "note": open_text(bytes.fromhex(given["sealed"]), place="p"),
        "who": SessionStore(given["session"]).get("who"),
        "at": datetime.now(UTC).isoformat(),
    }
    print(json.dumps(found))
