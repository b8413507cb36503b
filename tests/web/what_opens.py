"""Which reports of a deployment still open with their outer key; ``what_opens.py destroy ID`` destroys one first."""

import json
import os
import sys
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from hilo.door.models import Report  # noqa: E402
from hilo.door.sealing import key_store, open_arrival  # noqa: E402
from hilo.lib.errors import BadInput  # noqa: E402

if sys.argv[1:2] == ["destroy"]:
    key_store().erase(UUID(sys.argv[2]))


def opens(report: Report) -> bool:
    try:
        return bool(open_arrival(report))
    except BadInput:
        return False


print(json.dumps(sorted(str(report.pk) for report in Report.objects.all() if opens(report))))
