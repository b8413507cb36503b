"""Seals a note and begins a session, or tells what those of before say now."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from hilo.accounts.sealing import open_text, seal_text  # noqa: E402

if sys.argv[1] == "write":
    session = SessionStore()
    session["who"] = "ana"
    session.create()
    found = {"sealed": seal_text("nota inventada", place="p").hex(), "session": session.session_key}
else:
    found = [
        [open_text(bytes.fromhex(one["sealed"]), place="p"), SessionStore(one["session"]).get("who")]
        for one in json.loads(sys.argv[2])
    ]
print(json.dumps(found))
