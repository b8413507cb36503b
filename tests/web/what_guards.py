"""What the database refuses by itself, and which number the next account gets."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from django.db import IntegrityError, transaction  # noqa: E402

from hilo.accounts.actions import create_person  # noqa: E402
from hilo.accounts.models import User  # noqa: E402
from hilo.cases.models import Case, Clock, Event  # noqa: E402

first, other = Case.objects.open().order_by("pk")[:2]
TRIED = {
    "UPDATE": lambda: Event.objects.update(facts="{}"),
    "DELETE": lambda: Event.objects.all()._raw_delete("default"),
    "case without clock": lambda: Case.objects.filter(pk=first.pk).update(
        next_clock=Clock.objects.filter(case=other).first()
    ),
}
refused = []
for name, do in TRIED.items():
    try:
        with transaction.atomic():
            do()
    except IntegrityError:
        refused.append(name)
last = User.objects.order_by("pk").last()
new = create_person(username="zoe", display_name="Zoe", institution="FGE-NAY", role="caseworker", by=None)
print(json.dumps({"refused": refused, "last_user": last.pk, "next_user": new.pk}))
