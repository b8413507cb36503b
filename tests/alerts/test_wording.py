"""What a sender writes as a code is read by people as words."""

import pytest
from django.utils import translation

from hilo.alerts import wording


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("reportedInformation.incidentSummary.espEscalation", "Por qué pide atención urgente"),
        ("incidentSummary.escalateToHighPriority", "Por qué pide atención urgente"),
        ("reportedInformation.additionalInformations[0]", "Información adicional"),
        ("narrative", "Qué cuenta"),
        ("persons[2]", "Personas"),
        ("something.nobodyKnows", ""),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_place_in_a_form_is_called_by_what_stands_there(path, words):
    assert wording.named(path) == words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("Tepic", "NAY", "MX"), "Tepic, Nayarit"),
        (("Tepic", "Nayarit", "Mexico"), "Tepic, Nayarit"),
        (("", "CMX", ""), "Ciudad de México"),
        (("", "", "Mexico"), "México"),
        (("Austin", "TX", "US"), "Austin, TX, US"),
        (("", "MOR", "US"), "MOR, US"),
        (("", "", ""), ""),
    ],
)
def test_a_place_is_written_with_names_and_home_goes_without_saying(place, words):
    assert wording.where(*place) == words


def test_a_place_is_written_in_the_language_of_the_page():
    with translation.override("en"):
        assert wording.where("", "CMX", "MX") == "Mexico City"
        assert wording.where("", "", "MX") == "Mexico"


@pytest.mark.parametrize(
    ("written", "words"),
    [("1", "1, la más alta"), ("e", "E (clave del remitente; no dice qué significa)"), ("2", "2"), ("", "")],
)
def test_a_priority_says_what_is_known_of_it(written, words):
    assert wording.priority(written) == words
