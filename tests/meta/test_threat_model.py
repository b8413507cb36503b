"""The threat model names a test for each attacker, and those tests exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = (ROOT / "docs" / "explanation" / "threat-model.md").read_text(encoding="utf-8")
ATTACKERS = re.split(r"^## (?=\d+\. )", MODEL, flags=re.MULTILINE)[1:]


def test_each_of_the_fourteen_attackers_has_a_promise_a_limit_a_mechanism_and_a_test():
    assert [int(one.split(".")[0]) for one in ATTACKERS] == list(range(1, 15))
    parts = ("**Promised.**", "**Not promised.**", "**By.**", "**Shown by.**")
    assert [one.splitlines()[0] for one in ATTACKERS if not all(part in one for part in parts)] == []


def test_every_attacker_names_tests_that_exist_and_test_something():
    for one in ATTACKERS:
        named = re.findall(r"`(tests/[\w/]+\.py)`", one.partition("**Shown by.**")[2])
        assert named, one.splitlines()[0]
        missing = [name for name in named if not (ROOT / name).exists()]
        assert missing == [], one.splitlines()[0]
        assert all("\ndef test_" in (ROOT / name).read_text(encoding="utf-8") for name in named)
