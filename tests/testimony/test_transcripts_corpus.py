"""Real files of an old corpus (BecaCESNo, CHILDES, doi 10.21415/T5ZG77), from a copy of one's own."""

import os
from pathlib import Path

import pytest

from hilo.testimony.transcripts.chat_writing import write_chat
from hilo.testimony.transcripts.reading import read, turns

FOLDER = os.environ.get("HILO_BECACESNO", "")
# a corpus under terms of its own is not a service: its absence is a skip everywhere
pytestmark = pytest.mark.skipif(not FOLDER, reason="HILO_BECACESNO names no folder with the .cha files of BecaCESNo")


def test_every_file_is_read_and_goes_out_as_it_came() -> None:
    files = sorted(Path(FOLDER).rglob("*.cha"))
    assert files, f"no .cha file in {FOLDER}"
    for file in files:
        data = file.read_bytes()
        found = read(data, file.name)
        assert len(found.utterances) == sum(line.startswith(b"*") for line in data.splitlines()), file.name
        assert write_chat(found) == data, file.name
        assert {turn.by_child for turn in turns(found)} == {True, False}, file.name
