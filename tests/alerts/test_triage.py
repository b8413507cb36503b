"""Which alerts rise, which sink, and why: each way that the formats have of saying so."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hilo.reference
from hilo.alerts.draft import AlertDraft, DraftFile, DraftPerson, Identifier, IdKind, Location, Party, Text
from hilo.alerts.factors import CONTRADICTS, DETAILS, FACTORS, ONLY_OURS
from hilo.alerts.triage import Assessment, assess
from hilo.reference.lines import Document
from hilo.reference.models import TriageTable

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TABLE_FILE = Document(Path(hilo.reference.__file__).parent / "data" / "mx" / "triage.yaml")
TABLE = TABLE_FILE.row(TriageTable, TABLE_FILE.data, ())
CSAM = "Child Pornography (possession, manufacture, and distribution)"
ENTICEMENT = "Online Enticement of Children for Sexual Acts"
HASH = "00000000000000000000000000000a01"


def plain_upload(**changes) -> AlertDraft:
    """The commonest alert: an account that uploaded a file, well documented."""
    draft = AlertDraft(
        format="cybertipline_xml",
        sender="NCMEC",
        report_id="100000001",
        payload={},
        esp="ExampleChat",
        incident_type=CSAM,
        incident_at=NOW - timedelta(days=3),
        received_at=NOW - timedelta(days=2),
        persons=[DraftPerson(Party.REPORTED, account="100000000001", service="ExampleChat")],
        files=[a_file()],
        identifiers=[
            Identifier(IdKind.ACCOUNT, "100000000001", Party.REPORTED),
            Identifier(IdKind.EMAIL, "a@mail.example", Party.REPORTED, verified=True),
            Identifier(IdKind.IP, "192.0.2.10", Party.REPORTED, at=NOW, port=50123),
        ],
        locations=[Location(Party.REPORTED, country="MX", region="NAY")],
    )
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft


def a_file(*flags: str, tags: tuple[str, ...] = (), **details) -> DraftFile:
    return DraftFile(hashes={"MD5": HASH}, viewed=True, flags=frozenset(flags), tags=list(tags), **details)


def victim(**details) -> DraftPerson:
    return DraftPerson(Party.VICTIM, **details)


def judge(draft: AlertDraft, **context) -> Assessment:
    return assess(draft, table=TABLE, now=NOW, **context)


def flags(*names: str) -> frozenset[str]:
    return frozenset(names)


def test_every_factor_of_the_table_has_a_function_with_a_definition():
    assert [row.code for row in TABLE.factors] == list(FACTORS)
    assert all(function.__doc__ for function in FACTORS.values())


def test_what_contradicts_a_lowering_mark_raises_and_what_is_only_ours_lowers():
    effects = {row.code: row.effect for row in TABLE.factors}
    assert {effects[code] for code in CONTRADICTS} == {"tier1", "tier2"}
    assert {effects[code] for code in ONLY_OURS} == {"lower"}
    assert DETAILS.keys() <= FACTORS.keys()


def test_effect_and_dimension_of_each_factor_fit_together():
    fitting = {"tier1": {"child"}, "tier2": {"child"}, "lower": {"lowering"}}
    for row in TABLE.factors:
        assert row.dimension in fitting.get(row.effect, {"child", "workability", "lowering"}), row.code


RISK_NOW = {
    "escalation with words": {"escalation": "texto de la plataforma"},
    "escalation without words": {"escalation": ""},
    "priority 1": {"priority": "1"},
    "priority 1 with spaces": {"priority": " 1 "},
    "an urgent letter": {"priority": "Urgente"},
    "sextortion flag": {"flags": flags("sextortion")},
    "sextortion between minors": {"flags": flags("sextortion", "minorToMinorInteraction")},
    "sextortion as classification": {"classification": "Sextortion (Unconfirmed)"},
    "blackmail as classification": {"classification": "Online Enticement - Blackmail"},
    "sextortion as file tag": {"files": [a_file(tags=("Sextortion",))]},
    "sadistic flag": {"flags": flags("sadisticOnlineExploitation")},
    "live streaming of a file": {"files": [a_file(), a_file("liveStreaming")]},
    "live streaming as tag": {"files": [a_file(tags=("Live Stream",))]},
    "live streaming of the report": {"flags": flags("liveStreaming")},
    "molestation": {"incident_type": "Child Sexual Molestation"},
    "trafficking": {"incident_type": "Child Sex Trafficking"},
    "trafficking, unconfirmed": {"classification": "Child Sex Trafficking (Unconfirmed)"},
    "access to the victim": {"persons": [DraftPerson(Party.REPORTED, access_to_children=True)]},
}

IDENTIFIABLE = {
    "enticement": {"incident_type": ENTICEMENT},
    "enticement by its short name": {"incident_type": "online enticement"},
    "enticement, unconfirmed": {"incident_type": ENTICEMENT + " (Unconfirmed)"},
    "enticement by the clearing house": {"classification": "Online Enticement - Pre-travel"},
    "grooming, as hotlines say": {"incident_type": "Grooming"},
    "obscene material sent to a child": {"incident_type": "Unsolicited Obscene Material Sent to a Child"},
    "sex tourism": {"incident_type": "Child Sex Tourism"},
    "solicitation": {"flags": flags("csamSolicitation")},
    "between minors": {"flags": flags("minorToMinorInteraction")},
    "victim's age": {"persons": [victim(age=12)]},
    "victim's birth date": {"persons": [victim(born=date(2013, 5, 1))]},
    "victim's name": {"persons": [victim(name="N N")]},
    "victim's school": {"persons": [victim(school="Escuela EJEMPLO")]},
    "school as identifier": {"identifiers": [Identifier(IdKind.SCHOOL, "Escuela EJEMPLO", Party.VICTIM)]},
    "victim's account": {"persons": [victim(account="3")]},
    "victim's screen name": {"identifiers": [Identifier(IdKind.SCREEN_NAME, "mm", Party.VICTIM)]},
    "victim's connection": {"identifiers": [Identifier(IdKind.IP, "2001:db8::1", Party.VICTIM)]},
    "victim's name as identifier": {"identifiers": [Identifier(IdKind.PERSON_NAME, "N N", Party.VICTIM)]},
    "victim's place": {"locations": [Location(Party.VICTIM, country="MX", city="Tepic")]},
    "victim's address": {"identifiers": [Identifier(IdKind.ADDRESS, "Calle 0", Party.VICTIM)]},
    "relation to the child": {"persons": [DraftPerson(Party.REPORTED, relationship="Neighbor")]},
    "recipient who is a minor": {"persons": [DraftPerson(Party.RECIPIENT, age=14)]},
    "self-generated by a minor": {
        "persons": [DraftPerson(Party.REPORTED, account="1", age=15)],
        "files": [a_file("possibleSelfProduction")],
    },
}

LOWERED = {
    "informational": {"informational": True},
    "informational flag": {"flags": flags("informational")},
    "informational classification": {"classification": "Informational"},
    "informational tag": {"files": [a_file(tags=("INFORMATIONAL",))]},
    "one viral file": {"files": [a_file("viral")]},
    "every file viral": {"files": [a_file("viral"), a_file("potentialMeme")]},
    "potential meme": {"files": [a_file("potentialMeme")]},
    "viral as tag": {"files": [a_file(tags=("VIRAL",))]},
    "meme as tag": {"files": [a_file(tags=("Potential Meme",))]},
    "viral report": {"flags": flags("viral")},
    "viral as classification": {"classification": "CSAM - Viral"},
    "batched as viral": {"batched": "VIRAL_POTENTIAL_MEME"},
    "batched for another reason": {"batched": "OTHER"},
    "batched without reason": {"batched": ""},
    "spam": {"flags": flags("spam")},
    "animated": {"files": [a_file("animeDrawingVirtualHentai")]},
    "misleading domain": {"incident_type": "Misleading Domain Name"},
    "misleading words": {"incident_type": "Misleading Words or Digital Images on the Internet"},
}

# What a plain alert may carry, in any number, without rising above tier 3.
ORDINARY = {
    "possibly self-generated": {"files": [a_file("possibleSelfProduction")]},
    "infant": {"files": [a_file("infant")]},
    "classified A1": {"files": [a_file(classification="A1")]},
    "generated": {"files": [a_file("generativeAi")]},
    "a recipient": {"persons": [DraftPerson(Party.RECIPIENT, account="2")]},
    "an adult recipient": {"persons": [DraftPerson(Party.RECIPIENT, account="2", age=30)]},
    "earlier reports": {"prior_reports": ["100000000"]},
    "priority E": {"priority": "E"},
    "priority 3": {"priority": "3"},
    "not informational": {"informational": False},
    "no escalation, in words": {"escalation": "N/A"},
    "an empty victim block": {"persons": [victim()]},
    "a victim block filled with nothing": {"persons": [victim(name="Unknown", school="N/A", account="-")]},
    "no access to children": {"persons": [DraftPerson(Party.REPORTED, access_to_children=False)]},
    "a stranger": {"persons": [DraftPerson(Party.REPORTED, relationship="Stranger")]},
    "the reporter's school": {"identifiers": [Identifier(IdKind.SCHOOL, "Escuela", Party.REPORTER)]},
    "a reported person under age": {"persons": [DraftPerson(Party.REPORTED, account="1", age=15)]},
    "classification that confirms": {"classification": "Apparent CSAM (Unconfirmed)"},
}


@pytest.mark.parametrize("changes", RISK_NOW.values(), ids=RISK_NOW)
def test_a_child_who_may_be_at_risk_now_is_tier_1(changes):
    assert judge(plain_upload(**changes)).tier == 1


@pytest.mark.parametrize("changes", IDENTIFIABLE.values(), ids=IDENTIFIABLE)
def test_a_child_who_could_be_identified_is_tier_2(changes):
    assert judge(plain_upload(**changes)).tier == 2


@pytest.mark.parametrize("changes", (RISK_NOW | IDENTIFIABLE).values(), ids=RISK_NOW | IDENTIFIABLE)
def test_urgency_does_not_depend_on_how_much_else_is_known(changes):
    sparse = AlertDraft("cybertipline_json", "NCMEC", "1", {}, incident_type=CSAM)
    for name, value in changes.items():
        setattr(sparse, name, value)
    assert judge(sparse).tier <= 2


@pytest.mark.parametrize("changes", LOWERED.values(), ids=LOWERED)
def test_viral_informational_and_the_like_are_tier_4_however_complete(changes):
    assert judge(plain_upload(**changes), seen_hashes={}, prior_known=9).tier == 4


@pytest.mark.parametrize("changes", ORDINARY.values(), ids=ORDINARY)
def test_an_ordinary_upload_stays_in_tier_3(changes):
    assert judge(plain_upload(**changes), seen_hashes={}, prior_known=3).tier == 3


@pytest.mark.parametrize("mark", [{"informational": True}, {"batched": "VIRAL_POTENTIAL_MEME"}])
@pytest.mark.parametrize(
    "said",
    [
        {"escalation": "texto"},
        {"priority": "1"},
        {"flags": flags("sextortion")},
        {"flags": flags("sadisticOnlineExploitation")},
        {"persons": [DraftPerson(Party.REPORTED, access_to_children=True)]},
        {"persons": [victim(age=12)]},
        {"persons": [victim(school="Escuela EJEMPLO")]},
        {"persons": [victim(name="N N")]},
    ],
)
def test_data_of_a_child_or_an_explicit_mark_of_risk_contradicts_a_lowering_mark(mark, said):
    assert judge(plain_upload(**mark, **said)).tier <= 2


@pytest.mark.parametrize("mark", [{"informational": True}, {"files": [a_file("viral", "liveStreaming")]}])
@pytest.mark.parametrize("kind", [ENTICEMENT, "Child Sex Trafficking", "Child Sexual Molestation"])
def test_an_incident_type_alone_does_not_contradict_but_keeps_the_alert_in_sight(mark, kind):
    assert judge(plain_upload(incident_type=kind, **mark)).tier == 3


def test_live_streaming_of_a_viral_file_is_a_recording():
    viral = a_file("viral", "liveStreaming")
    assert judge(plain_upload(files=[viral])).tier == 4
    assert judge(plain_upload(files=[viral, a_file("liveStreaming")])).tier == 1


def test_one_viral_file_among_new_ones_does_not_lower_the_alert():
    mixed = judge(plain_upload(files=[a_file("viral"), a_file()]))
    assert mixed.tier == 3
    assert "viral" in mixed.codes("not_applied")


def test_a_tag_that_denies_is_not_read_as_its_opposite():
    assert judge(plain_upload(files=[a_file(tags=("Non-viral",))])).tier == 3


def test_a_file_in_many_alerts_lowers_unless_a_child_is_in_it():
    often = {HASH: TABLE.parameters["widespread_reports"] + 1}
    assert judge(plain_upload(), seen_hashes=often).tier == 4
    assert judge(plain_upload(persons=[victim(age=10)]), seen_hashes=often).tier == 2
    assert judge(plain_upload(incident_type=ENTICEMENT), seen_hashes=often).tier == 2


@pytest.mark.parametrize(
    ("path", "value", "tier"),
    [
        ("incidentSummary.informational", "true", 4),
        ("batchedReport", '{"reason": "VIRAL_POTENTIAL_MEME"}', 4),
        ("reportedInformation.uploadedFiles[0].viral", "true", 4),
        ("reportedInformation.reportAnnotations", '["sextortion"]', 1),
        ("incidentSummary.escalateToHighPriority", "texto de la plataforma", 1),
        ("personOrUserReported[0].accessToChildren", "true", 1),
        ("incidentSummary.sextortion", "false", 3),
        ("incidentSummary.informational", "null", 3),
        ("personOrUserReported[0].accessToChildren", "No known access", 3),
        ("notes", "sextortion is not suspected", 3),
    ],
)
def test_a_mark_in_an_unexpected_place_is_still_a_mark_and_prose_is_not(path, value, tier):
    assert judge(plain_upload(unknown=[(path, value)])).tier == tier


def test_a_second_incident_type_counts_as_the_first():
    more = Text("reportedInformation.incidentSummary.additionalIncidentTypes", ENTICEMENT)
    assert judge(plain_upload(texts=[more])).tier == 2


def test_a_file_counted_zero_times_is_new():
    assert "new_material" in judge(plain_upload(), seen_hashes={HASH: 0}).codes("applied")
    assert "new_material" in judge(plain_upload(), seen_hashes={HASH: 1}).codes("not_applied")


def test_a_placeholder_hash_is_neither_new_nor_seen():
    for value in ("0" * 32, "d41d8cd98f00b204e9800998ecf8427e"):
        found = judge(plain_upload(files=[DraftFile(hashes={"MD5": value})]), seen_hashes={value: 9_999})
        assert {"new_material", "widespread"} <= set(found.codes("unknown"))


def test_what_the_sender_did_not_say_is_unknown_and_never_denied():
    silent = judge(AlertDraft("cybertipline_json", "NCMEC", "1", {}))
    assert silent.codes("applied") == silent.codes("not_applied") == []
    assert (silent.tier, silent.reason) == (4, "nothing_to_work")
    assert "informational" in judge(plain_upload(informational=False)).codes("not_applied")


def test_every_factor_is_accounted_for_exactly_once():
    found = judge(plain_upload())
    assert [outcome.code for outcome in found.outcomes] == [row.code for row in TABLE.factors]


def test_inside_a_tier_the_child_counts_before_workability():
    sparse = AlertDraft("cybertipline_json", "NCMEC", "1", {}, incident_type=ENTICEMENT)
    sparse.persons = [victim(age=9, school="Escuela EJEMPLO", name="N N")]
    rich = plain_upload(incident_type=ENTICEMENT)
    assert judge(sparse).workability < judge(rich).workability
    assert judge(sparse).rank < judge(rich).rank


def test_the_tier_counts_before_any_number_of_points():
    low = judge(plain_upload(files=[a_file("viral")], prior_reports=["1"]), seen_hashes={})
    poor = judge(AlertDraft("cybertipline_json", "NCMEC", "1", {}, escalation=""))
    assert poor.points < low.points
    assert poor.rank < low.rank


def test_generated_material_counts_less_but_never_nothing():
    made = judge(AlertDraft("cybertipline_json", "NCMEC", "1", {}, files=[a_file("generativeAi")]))
    assert made.child == TABLE.parameters["floor_points"] > 0
    with_account = judge(plain_upload(files=[a_file("generativeAi")]))
    assert with_account.tier == 3
    assert with_account.child < judge(plain_upload()).child


def test_a_shared_address_without_time_or_behind_a_proxy_is_less_workable():
    def work(**ip):
        return judge(plain_upload(identifiers=[Identifier(IdKind.IP, "100.64.0.9", Party.REPORTED, **ip)]))

    assert work().workability < work(at=NOW).workability < work(at=NOW, port=40000).workability
    assert work(at=NOW, port=40000, proxy=True).workability == work().workability


def test_an_account_mined_from_prose_is_not_an_account_given():
    mined = [Identifier(IdKind.ACCOUNT, "77", Party.REPORTED, mentioned=True)]
    found = judge(plain_upload(identifiers=mined, persons=[]))
    assert "account" in found.codes("unknown")


def test_data_about_to_lapse_and_letters_about_to_fall_due_come_first():
    lapsing = judge(plain_upload(received_at=NOW - timedelta(days=350)))
    assert {o.code: o.detail for o in lapsing.outcomes}["retention_lapsing"] == "15"
    gone = judge(plain_upload(received_at=NOW - timedelta(days=400)))
    assert "retention_lapsing" in gone.codes("not_applied")
    assert "answer_due" in judge(plain_upload(answer_by=date(2026, 11, 25))).codes("applied")


def test_a_date_without_zone_or_in_the_future_is_survived():
    naive = plain_upload(incident_at=datetime(2026, 11, 20), received_at=datetime(2026, 11, 20))  # noqa: DTZ001
    assert "recent" in judge(naive).codes("applied")
    assert "recent" in judge(plain_upload(incident_at=NOW + timedelta(days=90))).codes("unknown")


def test_the_judgement_is_plain_json_and_holds_no_word_of_the_sender():
    secret = "palabras de la plataforma"
    draft = plain_upload(escalation=secret, persons=[victim(name=secret, school=secret, age=11)])
    text = json.dumps(judge(draft, prior_known=2).as_json())
    assert secret not in text
    assert json.loads(text)["tier"] == 1
    assert {"code": "victim_age", "detail": "11"} in json.loads(text)["applied"]


WORDS = ["", CSAM, ENTICEMENT, "viral", "Non-viral", "sextortion", "Informational"]
labels = st.sampled_from(WORDS) | st.text()
persons = st.builds(
    DraftPerson,
    party=st.sampled_from(Party),
    name=st.text(max_size=5),
    age=st.none() | st.integers(),
    born=st.none() | st.dates(),
    access_to_children=st.none() | st.booleans(),
    relationship=labels,
)
files = st.builds(
    DraftFile,
    hashes=st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=2),
    flags=st.frozensets(labels, max_size=3),
    tags=st.lists(labels, max_size=3),
)
drafts = st.builds(
    AlertDraft,
    format=st.just("x"),
    sender=st.just("NCMEC"),
    report_id=st.just("1"),
    payload=st.just({}),
    incident_type=labels,
    classification=labels,
    incident_at=st.none() | st.datetimes(),
    received_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    answer_by=st.none() | st.dates(),
    escalation=st.none() | labels,
    priority=st.none() | labels,
    batched=st.none() | labels,
    informational=st.none() | st.booleans(),
    flags=st.frozensets(labels, max_size=4),
    persons=st.lists(persons, max_size=3),
    files=st.lists(files, max_size=3),
)


@given(drafts, st.none() | st.dictionaries(st.text(max_size=4), st.integers(0, 50)), st.integers(0, 5))
def test_whatever_a_sender_writes_gets_a_tier_and_a_reason(draft, seen, known):
    found = judge(draft, seen_hashes=seen, prior_known=known)
    assert found.tier in {1, 2, 3, 4}
    assert found.reason in {*FACTORS, "workable", "nothing_to_work"}
    assert found.child >= TABLE.parameters["floor_points"]
    assert len(found.outcomes) == len(TABLE.factors)
