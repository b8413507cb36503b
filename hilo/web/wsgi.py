"""The site that HILO_SITE names, for a WSGI server. It refuses to start half-configured."""

import os

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
application = get_wsgi_application()

_wrong = [message for message in run_checks() if message.is_serious()]
if _wrong:
    raise ImproperlyConfigured(" ".join(f"{one.msg} {one.hint or ''} ({one.id})" for one in _wrong))
