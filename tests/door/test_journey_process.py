"""The door as a process of its own: what it has in memory, and when it does not start."""

import json
import subprocess
import sys
from urllib.request import urlopen

import pytest

from hilo.accounts.gate import PUBLIC, gate_of
from hilo.door import urls
from tests.deployment import HILO, Databases, Deployment

SAYS_ITS_MODULES = """
import json, sys
from hilo.web.wsgi import application
from django.test import Client
assert Client(headers={"host": "localhost"}).get("/").status_code == 200
print(json.dumps(sorted(sys.modules)))
"""
MAKES_ADDRESSEE = """
import django
django.setup()
from django.utils import timezone
from hilo.door.models import Addressee
from hilo.lib.sealed_to import KeyPair
Addressee.objects.create(kind="recovery", public_key=KeyPair.make().public, since=timezone.now())
"""
APART = ("hilo.accountability", "hilo.accounts.models", "hilo.alerts", "hilo.cases", "hilo.desk", "hilo.exchange",
         "hilo.intake", "hilo.ledger", "hilo.linkage", "hilo.web.settings", "allauth", "ninja",
         "django.contrib.auth", "django.contrib.sessions", "django.contrib.admin")  # fmt: skip


@pytest.fixture
def deployment(tmp_path):
    """A deployment after ``hilo init``, on the engine of this run."""
    databases = Databases()
    made = Deployment(tmp_path, databases.new())
    assert made.hilo("init").returncode == 0
    yield made
    databases.drop()


def run_door(deployment, script: str, *, site: str = "public") -> subprocess.CompletedProcess[str]:
    settings = {"public": "hilo.web.settings_public", "staff": "hilo.web.settings"}[site]
    deployment.env |= {"DJANGO_SETTINGS_MODULE": settings, "HILO_SITE": site}
    done = deployment.run([sys.executable, "-c", script])
    for name in ("DJANGO_SETTINGS_MODULE", "HILO_SITE"):
        del deployment.env[name]
    return done


def add_addressee(deployment) -> None:
    done = run_door(deployment, MAKES_ADDRESSEE, site="staff")
    assert done.returncode == 0, done.stderr


def test_the_process_of_the_door_has_no_part_of_the_cases_in_memory(deployment):
    add_addressee(deployment)
    done = run_door(deployment, SAYS_ITS_MODULES)
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert "hilo.door.views" in loaded
    assert [name for name in loaded if name.startswith(tuple(f"{one}." for one in APART)) or name in APART] == []


def test_a_door_behind_which_nobody_could_read_does_not_open(deployment):
    done = deployment.hilo("serve", "public", "--port", "0")
    assert done.returncode == 2
    assert "hilo.E006" in done.stderr
    assert "nadie podría leer" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_door_without_its_key_does_not_open(deployment):
    add_addressee(deployment)
    (deployment.home / "keys" / "door.key").unlink()
    done = deployment.hilo("serve", "public", "--port", "0")
    assert done.returncode == 2
    assert "hilo.E005" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_door_opens_and_says_where(deployment):
    add_addressee(deployment)
    running = subprocess.Popen([*HILO, "serve", "public", "--port", "0"], env=deployment.env, cwd=deployment.home,
                               stderr=subprocess.PIPE)  # fmt: skip
    try:
        line = next(line for line in running.stderr if b"http://" in line).decode()
        address = line.split()[2]
        with urlopen(address) as page:  # noqa: S310 - our own, of http
            assert "<title>Inicio</title>" in page.read().decode()
    finally:
        running.terminate()
        running.wait()
        running.stderr.close()


def test_the_door_has_four_addresses_and_all_of_them_are_open():
    found = {f"/{one.pattern}": gate_of(one.callback, one.name) for one in urls.urlpatterns}
    assert found == dict.fromkeys(("/", "/salir", "/salud/", "/listo/"), PUBLIC)
