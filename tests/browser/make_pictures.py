"""The pictures of the documents: ``python -m tests.browser.make_pictures [NAME…]``, after a page changed its look.

``case-file``: loads the demonstration into a folder of its own, serves it, enters as the caseworker of an urgent case
and photographs its file. ``door``: the first page and a question of the public door, as a telephone shows them. Needs
the system's Chromium.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "img"
WIDTH, HEIGHT = 1100, 1180
TELEPHONE = {"width": 390, "height": 760}
AT_WORK = Path(__file__).parents[1] / "door" / "at_work.py"
HILO = Path(sys.executable).with_name("hilo")


def main(names: list[str]) -> None:
    """Write docs/img/NAME.png of each name; without any, of all."""
    for name in names or MADE:
        MADE[name]()


def case_file() -> None:
    """The case file of the demonstration."""
    with tempfile.TemporaryDirectory() as home:
        surroundings = os.environ | {"HILO_HOME": home, "HILO_NO_BROWSER": "1", "HILO_DEMO": "1"}
        surroundings.pop("DATABASE_URL", None)
        subprocess.run([HILO, "demo", "--once"], env=surroundings, check=True, stdout=subprocess.DEVNULL)
        command = [HILO, "serve", "staff", "--port", "0"]
        site = subprocess.Popen(command, env=surroundings, stderr=subprocess.PIPE, text=True)
        try:
            address = re.search(r"http://\S+", str(site.stderr and site.stderr.readline()))
            _photograph(str(address and address[0]), _case(surroundings))
        finally:
            site.terminate()
            site.wait()


def _case(surroundings: dict[str, str]) -> str:
    """Of the most urgent cases that Ana holds, the one in which people did most."""
    asked = subprocess.run([HILO, "cases", "list", "--json"], env=surroundings, check=True, stdout=subprocess.PIPE)
    mine = [row["code"] for row in json.loads(asked.stdout)["cases"] if row["owner"] == "Ana Ruelas"][:12]

    def acts(code: str) -> int:
        command = [HILO, "cases", "show", code, "--json"]
        told = subprocess.run(command, env=surroundings, check=True, stdout=subprocess.PIPE)
        return sum(event["by"] is not None for event in json.loads(told.stdout)["thread"])

    return max(mine, key=acts)


def _photograph(address: str, code: str) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="es-MX")
        page.goto(f"{address}/demo/")
        _enter(page, "Ana Ruelas")
        page.goto(f"{address}/casos/{code}/")
        page.wait_for_load_state("networkidle")
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / "case-file.png")
        browser.close()


def door() -> None:
    """Two pages of the door side by side."""
    with tempfile.TemporaryDirectory() as home:
        surroundings = os.environ | {"HILO_HOME": home}
        surroundings.pop("DATABASE_URL", None)
        subprocess.run([HILO, "init"], env=surroundings, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, AT_WORK, "prepare"], env=surroundings, check=True, stdout=subprocess.DEVNULL)
        command = [HILO, "serve", "public", "--port", "0"]
        site = subprocess.Popen(command, env=surroundings, stderr=subprocess.PIPE, text=True)
        try:
            address = re.search(r"http://\S+", str(site.stderr and site.stderr.readline()))
            _photograph_door(str(address and address[0]))
        finally:
            site.terminate()
            site.wait()


def _photograph_door(address: str) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=TELEPHONE, locale="es-MX")
        page.goto(address)
        taken = [page.screenshot()]
        for button in ("me", "teen"):
            page.locator(f"button[value={button}], input[value={button}]").first.click()
            page.wait_for_load_state("networkidle")
        taken.append(page.screenshot())
        both = "".join(f"<img src='data:image/png;base64,{base64.b64encode(one).decode()}'>" for one in taken)
        size = {"width": 2 * TELEPHONE["width"] + 60, "height": TELEPHONE["height"] + 40}
        sheet = browser.new_page(viewport=size)  # the door's own allows nothing that it does not serve
        sheet.set_content(f"<body style='margin:20px;background:#8a8f98;display:flex;gap:20px'>{both}")
        sheet.screenshot(path=PICTURES / "door.png")
        browser.close()


def _chromium() -> str:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))


def _enter(page: Page, name: str) -> Any:
    page.locator("form", has_text=name).get_by_role("button", name=re.compile(name)).click()


MADE = {"case-file": case_file, "door": door}

if __name__ == "__main__":
    main(sys.argv[1:])
