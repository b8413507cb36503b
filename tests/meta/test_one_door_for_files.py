"""Two pages of the whole system read a file, by one handler: documents of a case, and transcripts, both text alone.

Neither is of alerts or of intake, where a file has no way in; no model or form has a field for files.
"""

import ast
import re
from pathlib import Path

from django.conf import settings

import hilo

ROOT = Path(hilo.__file__).parent
DOOR = "cases/one_file.py"
PAGES = {
    "evidence/templates/evidence/document_new.html",
    "testimony/templates/testimony/transcript_new.html",
}
VIEWS = {"evidence/document_views.py", "testimony/transcript_views.py"}
FILE_FIELDS = {"FileField", "ImageField", "FilePathField", "ClearableFileInput", "FileInput", "MultipleFileField"}
FILE_INPUT = re.compile(r"<input[^>]*type=\"?file[^>]*>", re.IGNORECASE)

READS = re.compile(r"(?<!\blimits)\.FILES\b")


def named(kind: str, wanted: set[str]) -> set[str]:
    """Files of the code in which one of these attributes or names stands."""
    found = set()
    for path in ROOT.rglob("*.py"):
        words = {
            getattr(node, "attr", getattr(node, "id", None)) for node in ast.walk(ast.parse(path.read_text("utf-8")))
        }
        if words & wanted:
            found.add(path.relative_to(ROOT).as_posix())
    assert found or kind == "absent"
    return found


def test_the_sent_files_are_read_in_one_place():
    code = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in ROOT.rglob("*.py")}
    assert {name for name, text in code.items() if READS.search(text)} == {DOOR}


def test_only_two_pages_say_how_a_file_is_read():
    assert named("present", {"upload_handlers"}) == {DOOR, *VIEWS}
    assert named("present", {"csrf_exempt"}) == VIEWS
    assert settings.FILE_UPLOAD_HANDLERS == []


def test_no_field_of_a_model_or_a_form_is_for_files():
    assert named("absent", FILE_FIELDS) == set()


def test_two_forms_send_a_file_and_no_other_input_is_sent():
    pages = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in ROOT.rglob("*.html")}
    assert {name for name, text in pages.items() if "multipart" in text} == PAGES
    sending = {name for name, text in pages.items() for one in FILE_INPUT.findall(text) if "name=" in one}
    assert sending == PAGES
