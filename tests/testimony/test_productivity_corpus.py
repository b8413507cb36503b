"""Child words per prompt on a corpus of one's own (BecaCESNo, CHILDES, doi 10.21415/T5ZG77)."""

import os
import re
from pathlib import Path

import pytest

from hilo.testimony.coding.interview import code_interview
from hilo.testimony.quality import AGE_BANDS, productivity
from hilo.testimony.quality_parts import Interview
from hilo.testimony.transcripts.reading import read, turns

FOLDER = os.environ.get("HILO_BECACESNO", "")
# a corpus under terms of its own is not a service: its absence is a skip everywhere
pytestmark = pytest.mark.skipif(not FOLDER, reason="HILO_BECACESNO names no folder with the .cha files of BecaCESNo")


@pytest.mark.parametrize("figure", ["mean", "median"])
def test_children_say_most_after_invitations_and_least_after_options_at_every_age(figure):
    """The order that needs no hand labels; the corpus is Spanish of Madrid, ordinary talk, coded by the rules alone."""
    found = productivity(interview(path) for path in sorted(Path(FOLDER).rglob("*.cha")))
    for band in AGE_BANDS:
        said = [getattr(found[band][name], figure) for name in ("invitation", "wh", "option")]
        assert said == sorted(said, reverse=True), (band, said)


def interview(path):
    transcript = read(path.read_bytes(), path.name)
    told = turns(transcript)
    age = re.search(r"\|(\d+);[^|]*\|[^|]*\|[^|]*\|[^|]*\|Target_Child", transcript.text)
    return Interview.of(told, code_interview(told), int(age.group(1)) if age else None)
