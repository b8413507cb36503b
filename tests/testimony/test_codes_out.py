"""What people confirmed leaves for other programs with its exact places; what the machine suggests does not."""

import io
import zipfile

import pyrefiqda
import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from hilo.testimony import indicator_actions, prompt_actions
from hilo.testimony.indicator_actions import Passage
from hilo.testimony.prompt_policies import Said

pytestmark = pytest.mark.django_db
WORDS = "E: Cuéntame 👩🏽‍🏫 todo.\nN: Vi una cámara 📷 y mi mochila azul.\nE: ¿Era grande?\nN: Sí.\n"
P = "{urn:QDA-XML:project:1.0}"


@pytest.fixture
def coded(hear, keep, ana):
    """A transcript with two confirmed codes and one question that only the machine coded."""
    row, now = keep(hear("ended"), WORDS), timezone.now()
    prompt_actions.confirm(transcript=row, said=[Said(1, "INV-G")], by=ana, now=now)
    start = WORDS.index("una cámara")
    indicator_actions.mark(
        transcript=row, passage=Passage(2, start, start + len("una cámara")), code="recording_device",
        provenance="after_invitation", by=ana, now=now,
    )  # fmt: skip
    return row


def out(row, browser, **more):
    row.case.refresh_from_db()
    given = {"revision": row.case.revision, "seen": row.case.events.count(), "form": "qdpx", "reason": "para codificar"}
    return browser.post(reverse("testimony:codes_out", kwargs={"code": row.case.code}), given | more)


def coding_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("project.qde"))
        (name,) = [one for one in archive.namelist() if one.startswith("sources/") and one.endswith(".txt")]
        text = archive.read(name).decode()
    names = {one.get("guid"): one.get("name") for one in root.iter(P + "Code")}
    found = []
    for one in root.iter(P + "PlainTextSelection"):
        target = one.find(P + "Coding").find(P + "CodeRef").get("targetGUID")
        found.append((text[int(one.get("startPosition")) : int(one.get("endPosition"))], names[target]))
    return sorted(found)


def test_the_file_holds_exactly_what_people_confirmed_at_its_place(coded, signed_in, ana):
    answer = out(coded, signed_in(ana))
    assert answer.status_code == 200
    assert coding_of(answer.content) == [
        ("Cuéntame 👩🏽‍🏫 todo.", "INV-G"),
        ("una cámara", "Aparato que graba o toma fotos (recording_device)"),
    ]
    assert coded.case.events.filter(kind="testimony.exported").count() == 1


def test_what_was_taken_back_does_not_go_out(coded, signed_in, ana):
    mark = coded.marks.get(layer="segment")
    indicator_actions.withdraw(mark=mark, reason="Era otra cosa.", by=ana, now=timezone.now())
    assert len(coding_of(out(coded, signed_in(ana)).content)) == 1


def test_the_codebook_alone_holds_no_word_of_anybody(coded, signed_in, ana):
    data = out(coded, signed_in(ana), form="qdc").content
    assert "mochila" not in data.decode()
    assert b"recording_device" in data


def test_it_goes_out_for_a_reason_only(coded, signed_in, ana):
    assert out(coded, signed_in(ana), reason="").status_code == 422


def test_another_program_opens_it(coded, signed_in, ana, tmp_path):
    path = tmp_path / "caso.qdpx"
    path.write_bytes(out(coded, signed_in(ana)).content)
    project = pyrefiqda.RefiProject.load(path, str(tmp_path / "out"))
    (source,) = project.sources.text_source
    place = pyrefiqda.RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "out")
    text = place.read_text(encoding="utf-8")
    found = {text[one.start_position : one.end_position] for one in source.plain_text_selection}
    assert found == {"Cuéntame 👩🏽‍🏫 todo.", "una cámara"}
