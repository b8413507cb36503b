"""Changes one event behind the back of the application, as the owner of the database can."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from django.db import connection  # noqa: E402

from hilo.ledger.append_only import drop_statements  # noqa: E402

with connection.cursor() as cursor:
    for statement in drop_statements("cases_event", connection.vendor):
        cursor.execute(statement)
    cursor.execute("SELECT id FROM cases_event WHERE facts <> '{}' ORDER BY id LIMIT 1")
    cursor.execute("UPDATE cases_event SET facts = '{}' WHERE id = %s", cursor.fetchone())
    print(json.dumps(cursor.rowcount))
