"""The codebook: what it holds, that it is frozen, and how it refuses what is wrong."""

from pathlib import Path

import pytest
import yaml

from hilo.lib.errors import BadInput
from hilo.reference.loader import load
from hilo.testimony.indicators.codebook import FILE, Indicator, codebook, read_codebook
from hilo.testimony.indicators.unusual import NOTE_UNUSUAL

# a frozen version keeps its digest for ever; a change of the file is a new version with a line of its own
DIGESTS = {1: "27922ee1acfe8717b808a55e4ee71604ee5503ad48dce57646ad0c916b873a56"}
ACTS = load(Path("hilo/reference/data/mx").absolute()).acts
TEXTS = ("label", "definition", "includes", "excludes", "example", "near_miss", "base_rate", "not_proof_of", "legal")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """A copy of the codebook file with one passage changed."""
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "codebook.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_a_frozen_version_has_not_changed() -> None:
    assert codebook().hash == DIGESTS[codebook().version], "raise `version` in codebook.yaml and pin its digest here"


def test_a_comma_more_is_another_digest(tmp_path: Path) -> None:
    other = read_codebook(changed(tmp_path, "Corriente en obras, festivales", "Corriente en obras y festivales"))
    assert other.hash != codebook().hash


def test_a_comment_more_is_the_same_digest(tmp_path: Path) -> None:
    assert read_codebook(changed(tmp_path, "version: 1\n", "version: 1 # la primera\n")).hash == codebook().hash


@pytest.mark.parametrize("one", codebook().indicators, ids=lambda one: one.id)
def test_every_act_of_an_indicator_exists_in_the_country_pack(one: Indicator) -> None:
    assert set(one.acts) <= set(ACTS)
    assert len(set(one.acts)) == len(one.acts)


@pytest.mark.parametrize("one", codebook().indicators, ids=lambda one: one.id)
def test_a_legal_note_is_no_surer_than_the_acts_it_rests_on(one: Indicator) -> None:
    read = all(ACTS[act].certainty == "seen" for act in one.acts)
    assert one.legal_certainty == ("seen" if read else "memory")
    assert "juicio nuestro" in one.legal.es


@pytest.mark.parametrize("one", codebook().indicators, ids=lambda one: one.id)
def test_an_indicator_says_in_both_languages_what_it_is_and_what_it_does_not_mean(one: Indicator) -> None:
    for name in TEXTS:
        text = getattr(one, name)
        assert text.es != text.en, f"{one.id}: {name} is not translated"
    assert "prueba" in one.not_proof_of.es or "corroboración" in one.not_proof_of.es
    assert "nadie" in one.base_rate.es or "Sin conteo" in one.base_rate.es or "no significa" in one.base_rate.es


def test_examples_and_near_misses_quote_somebody() -> None:
    for one in codebook().indicators:
        assert "«" in one.example.es
        assert "«" in one.near_miss.es


def test_odd_details_carry_the_note_that_unusual_means_neither_fantasy_nor_proof() -> None:
    assert [one.id for one in codebook().indicators if one.unusual] == [
        "costume",
        "game_pretend",
        "unusual_objects",
        "adult_claim",
    ]
    assert "fantasía" in NOTE_UNUSUAL["es"]
    assert "neither fantasy nor proof" in NOTE_UNUSUAL["en"]


def test_the_author_is_a_role_and_a_review_is_due_after_the_writing() -> None:
    for one in codebook().indicators:
        assert one.author.es.startswith("Equipo")
        assert one.written < one.review_by


def test_an_unknown_indicator_is_refused_with_those_that_exist() -> None:
    with pytest.raises(BadInput, match=r"No hay un indicador «globos».*recording_device"):
        codebook().indicator("globos")


def test_a_coding_that_cites_another_version_is_refused() -> None:
    codebook().cited(1, DIGESTS[1])
    with pytest.raises(BadInput, match="cita otra versión"):
        codebook().cited(1, "0" * 64)
    with pytest.raises(BadInput, match="cita otra versión"):
        codebook().cited(2, DIGESTS[1])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("id: lighting", "id: recording_device", "está dos veces"),
        ("    near_miss:", "    near_mis:", "near_mis"),
        ("acts: [place_record, device_seizure, extraction_device]", "acts: []", "acts"),
        ("version: 1\ndefaults", "version: cero\ndefaults", "version"),
        ("indicators:\n", "indicadores:\n", "indicators"),
        ("label: {es:", "label: {es", "falta 'es'"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(BadInput, match=rf"^codebook\.yaml, línea \d+: .*(?:{says})"):
        read_codebook(changed(tmp_path, old, new))


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="falta el archivo"):
        read_codebook(tmp_path / "codebook.yaml")


def test_nothing_in_a_loaded_codebook_can_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        codebook().indicators[0].acts = ()  # type: ignore[misc]


def test_the_file_lists_no_entry_twice_within_an_indicator() -> None:
    for one in yaml.safe_load(FILE.read_text(encoding="utf-8"))["indicators"]:
        assert len(set(one["words"])) == len(one["words"]), one["id"]
