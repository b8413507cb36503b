"""Keeps a connection to the database, as a running site does."""

import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from hilo.accounts.models import User  # noqa: E402

User.objects.exists()
print("here", flush=True)
time.sleep(600)
