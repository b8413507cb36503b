"""Where an alert points to, and why; in doubt nowhere, so that a person places it."""

import pytest

from alerts.arriving import draft
from hilo.alerts.draft import Identifier, IdKind, Location, Party
from hilo.alerts.place import place_of
from hilo.reference import pack


def placed(*locations: Location, phones=()) -> tuple[str, str]:
    made = draft("1", state="")
    made.locations = list(locations)
    made.identifiers += [Identifier(IdKind.PHONE, number, party) for number, party in phones]
    return place_of(made)


def at(region="", country="MX", *, party=Party.REPORTED, city="", source="geo_lookup") -> Location:
    return Location(party, country, region, city, source)


@pytest.mark.parametrize("written", ["Nayarit", "NAYARIT", "nayarit ", "NAY", "MX-NAY"])
@pytest.mark.parametrize("country", ["MX", "mex", "México", ""])
def test_a_state_is_found_however_it_was_written(written, country):
    assert placed(at(written, country)) == ("NAY", "reported_geo_lookup")


@pytest.mark.parametrize("key", sorted(pack().states))
def test_every_state_is_found_by_its_name(key):
    assert placed(at(pack().states[key].name.es)).state == key


def test_the_childs_place_goes_before_that_of_the_account():
    assert placed(at("Nayarit"), at("Morelos", party=Party.VICTIM)) == ("MOR", "victim_geo_lookup")


def test_an_address_goes_before_an_estimate_and_that_before_an_ip():
    estimate, address = at("Morelos", source="estimated"), at("Sonora", source="address")
    assert placed(at("Nayarit"), estimate).state == "MOR"
    assert placed(at("Nayarit"), estimate, address).state == "SON"


def test_two_places_of_equal_weight_give_none():
    assert placed(at("Nayarit"), at("Morelos")) == ("", "several_states")
    assert placed(at("Nayarit"), at("Nayarit")).state == "NAY"


@pytest.mark.parametrize(
    ("locations", "reason"),
    [
        ([], "no_location"),
        ([at("", "US")], "abroad"),
        ([at("Texas", "USA")], "abroad"),
        ([at("", "MX")], "no_location"),
    ],
)
def test_without_a_state_the_reason_says_why(locations, reason):
    assert placed(*locations) == ("", reason)


def test_a_state_of_that_name_in_another_country_is_not_taken():
    assert placed(at("Nayarit", "US")).state == ""


def test_where_the_reporter_is_does_not_count():
    assert placed(at("Nayarit", party=Party.REPORTER)).state == ""


def test_a_telephones_area_places_it_only_when_nothing_else_does():
    phone = [("+52 777 123 4567", Party.REPORTED)]
    assert placed(phones=phone) == ("MOR", "phone_area")
    assert placed(at("Nayarit"), phones=phone).state == "NAY"
    assert placed(phones=[*phone, ("+52 662 123 4567", Party.VICTIM)]).state == ""
    assert placed(phones=[("+52 777 123 4567", Party.REPORTER)]).state == ""
    assert placed(phones=[("+1 202 555 0123", Party.REPORTED)]).state == ""
