"""Many wrong guesses at the same moment, in this process and in others; prints what came of them.

``THREADS PROCESSES``: three rounds, for each of which it waits until the other processes are ready too:
"password" (one account), "names" (each thread another account, all from one address) and "code".
"""

import json
import os
import sys
import threading
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hilo.web.settings")
django.setup()

from allauth.mfa.signals import authentication_failed  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.signals import user_login_failed  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

settings.ACCOUNT_RATE_LIMITS = False  # allauth's own, which count one process only
settings.ALLOWED_HOSTS = ["testserver"]
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
THREADS, PROCESSES = int(sys.argv[1]), int(sys.argv[2])
PASSWORD = "una frase larga que nadie adivina"
DOOR, STEP = "/cuenta/login/", "/cuenta/segundo-paso/authenticate/"
ADDRESSES = {"password": "192.0.2.1", "names": "192.0.2.2", "code": "192.0.2.3"}
verified: list[str] = []
user_login_failed.connect(lambda **_: verified.append("password"), weak=False)
authentication_failed.connect(lambda **_: verified.append("code"), weak=False)


def visitor(kind: str) -> Client:
    client = Client(REMOTE_ADDR=ADDRESSES[kind])
    if kind == "code":
        client.post(DOOR, {"login": "beto", "password": PASSWORD})
    return client


def another(first: Client, kind: str) -> Client:
    """Another tab of the same browser."""
    client = Client(REMOTE_ADDR=ADDRESSES[kind])
    client.cookies.update(first.cookies)
    return client


def guess(kind: str, number: int, client: Client) -> str:
    if kind == "code":
        answer = client.post(STEP, {"code": f"{os.getpid() % 1000:03}{number:03}"})
    else:
        name = f"nadie-{os.getpid()}-{number}" if kind == "names" else "ana"
        answer = client.post(DOOR, {"login": name, "password": f"intento {number}"})
    return "later" if "Demasiados intentos" in answer.content.decode() else "wrong"


def together(kind: str) -> None:
    """Wait until every process is ready for this round."""
    Path(f"{kind}-{os.getpid()}").touch()
    while len(list(Path().glob(f"{kind}-*"))) < PROCESSES:
        time.sleep(0.005)


def a_round(kind: str) -> dict:
    verified.clear()
    answers: list[str] = []
    start = threading.Barrier(THREADS)

    def run(number: int, client: Client) -> None:
        start.wait()
        try:
            answers.append(guess(kind, number, client))
        finally:
            connection.close()

    first = visitor(kind)
    threads = [threading.Thread(target=run, args=(number, another(first, kind))) for number in range(THREADS)]
    together(kind)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"verified": len(verified), "later": answers.count("later"), "answered": len(answers)}


told = {kind: a_round(kind) for kind in ADDRESSES}
right = visitor("password").post(DOOR, {"login": "ana", "password": PASSWORD})
print(json.dumps(told | {"right": right.content.decode()}))
