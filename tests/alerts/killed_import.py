"""``hilo …`` that is killed with SIGKILL: ``statement:N`` at its Nth statement, ``seconds:S`` after the first one.

``python killed_import.py statement:120 alerts import FOLDER --json``; ``never`` kills nothing. Handfuls are
small, so that there are many moments between them.
"""

import os
import signal
import sys
import threading

import django
from django.db.backends.signals import connection_created

seen = 0
how, _, amount = sys.argv[1].partition(":")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def counting(execute, sql, params, many, context):
    global seen  # noqa: PLW0603 - counts for the process
    seen += 1
    if how == "statement" and seen == int(amount):
        die()
    if how == "seconds" and seen == 1:
        threading.Timer(float(amount), die).start()
    return execute(sql, params, many, context)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()
connection_created.connect(lambda connection, **_more: connection.execute_wrappers.append(counting), weak=False)

from hilo.alerts import actions  # noqa: E402
from hilo.web.cli import main  # noqa: E402

actions.AT_ONCE = 25
sys.argv = ["hilo", *sys.argv[2:]]
try:
    main()
finally:
    print(seen, file=sys.stderr)
