"""What was said is kept as it was said: the bytes, their hash, and who says what, for good."""

import hashlib

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hilo.cases.access import Sight
from hilo.lib.errors import Denied
from hilo.testimony import kept, transcript_actions
from hilo.testimony.models import Transcript
from hilo.testimony.transcripts.reading import read, turns
from tests.testimony.spoken import WORDS

pytestmark = pytest.mark.django_db


def test_the_words_come_back_as_they_were_said(transcript, ana):
    words = kept.opened(transcript, by=ana, sight=Sight())
    assert words.original == WORDS.encode()
    assert words == read(WORDS.encode())
    assert kept.turns_of(transcript) == turns(read(WORDS.encode()))
    assert transcript.sha256 == hashlib.sha256(WORDS.encode()).hexdigest()


def test_no_word_of_it_stands_in_the_database_in_clear(transcript):
    row = Transcript.objects.filter(pk=transcript.pk).values().get()
    raw = [bytes(value) for value in row.values() if isinstance(value, bytes | memoryview)]
    assert len(raw) == 3
    assert not any(b"mochila" in value for value in raw)
    assert "mochila" not in str({key: value for key, value in row.items() if isinstance(value, str)})


def test_the_database_refuses_to_change_a_word(transcript):
    with pytest.raises(IntegrityError), transaction.atomic():
        Transcript.objects.filter(pk=transcript.pk).update(text=b"otra cosa")
    with pytest.raises(IntegrityError), transaction.atomic():
        Transcript.objects.filter(pk=transcript.pk).delete()


def test_the_same_bytes_are_not_kept_twice(transcript, ana):
    with pytest.raises(Denied, match="ya está guardada"):
        transcript_actions.keep(interview=transcript.interview, data=WORDS.encode(), by=ana, now=timezone.now())


def test_who_only_receives_alerts_opens_no_words(transcript, caro):
    with pytest.raises(Denied, match="Su papel"):
        kept.opened(transcript, by=caro, sight=Sight())
