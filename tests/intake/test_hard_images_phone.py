"""Whoever takes a report down at the telephone cannot put a picture in either, in any field or as a file."""

import pytest
from django.urls import reverse

from hilo.door.models import Report
from tests.door.filling import Forms, post
from tests.door.pictures import B64, PICTURE, WRITTEN

WORDS = ("account", "child_name", "who", "place_name", "named", "contact", "name")


@pytest.fixture
def caro_in(with_key, caro):
    """Caro, who answers the telephone, with her key open."""
    return with_key(caro)


@pytest.fixture
def filled(caro_in):
    """The form as she sends it when nothing is wrong."""
    (form,) = (
        one for one in Forms(caro_in.get(reverse("intake:new")).content.decode()).forms if "account" in one.typed
    )
    given = dict(form.chosen) | dict.fromkeys(form.typed, "")
    return given | {"channel": "phone", "path": "known", "state": "NAY", "account": "Perdió su mochila.", "case": ""}


@pytest.mark.parametrize("how", WRITTEN)
def test_a_picture_written_out_is_refused_and_not_shown_again(caro_in, filled, how):
    answer = post(caro_in, reverse("intake:new"), filled | {"account": WRITTEN[how]})
    assert answer.status_code == 422
    assert Report.objects.count() == 0


@pytest.mark.parametrize("field", WORDS)
def test_in_no_field(caro_in, filled, field):
    assert post(caro_in, reverse("intake:new"), filled | {field: B64}).status_code == 422
    assert Report.objects.count() == 0


def test_a_file_is_dropped_before_anything_reads_it(caro_in, filled, tmp_path, monkeypatch):
    from django.core.files.uploadedfile import SimpleUploadedFile

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    given = filled | {"foto": SimpleUploadedFile("foto.jpg", PICTURE * 2000, "image/jpeg")}
    answer = caro_in.post(reverse("intake:new"), given)
    assert answer.wsgi_request.FILES == {}
    assert Report.objects.count() == 1
    assert list(tmp_path.iterdir()) == []


def test_the_same_form_without_a_picture_is_taken(caro_in, filled):
    assert post(caro_in, reverse("intake:new"), filled).status_code == 200
    assert Report.objects.count() == 1
