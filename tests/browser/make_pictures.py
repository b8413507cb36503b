"""The pictures of the documents: ``python -m tests.browser.make_pictures``, after the case file changed its look.

Loads the demonstration into a folder of its own, serves it, enters as the caseworker of an urgent case and photographs
its file. Needs the system's Chromium.
"""

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
HILO = Path(sys.executable).with_name("hilo")


def main() -> None:
    """Write docs/img/case-file.png."""
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
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="es-MX")
        page.goto(f"{address}/demo/")
        _enter(page, "Ana Ruelas")
        page.goto(f"{address}/casos/{code}/")
        page.wait_for_load_state("networkidle")
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / "case-file.png")
        browser.close()


def _enter(page: Page, name: str) -> Any:
    page.locator("form", has_text=name).get_by_role("button", name=re.compile(name)).click()


if __name__ == "__main__":
    main()
