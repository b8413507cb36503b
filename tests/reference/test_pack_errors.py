"""A wrong pack says which file, which line, and how to mend it."""

import re
import shutil

import pytest

from hilo.lib.errors import BadInput
from hilo.reference import DATA, PackError, pack
from hilo.reference.__main__ import main
from hilo.reference.loader import load


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(DATA / "mx", tmp_path / "mx")


def spoil(folder, name: str, old: str, new: str) -> int:
    """Replaces the first ``old``; the line on which it stood."""
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def test_a_whole_pack_loads(folder):
    assert load(folder).version == pack("mx").version


@pytest.mark.parametrize(
    ("name", "old", "new", "mend"),
    [
        ("clocks.yaml", "unit: hours", "unit: horas", "'unit: horas' no existe; use hours, natural_days, "),
        ("clocks.yaml", "amount: 24, unit", "amount: 0, unit", "1 o más"),
        (
            "clocks.yaml",
            "amount: 24, unit",
            "amount: 24, units",
            "falta 'unit'",
        ),
        ("clocks.yaml", "family: legal", "familia: legal", "falta 'family'"),
        ("clocks.yaml", "    responsible: {", "    responsable: {}\n    responsible: {", "¿quiso decir «responsible»?"),
        ("clocks.yaml", "certainty: seed", "certainty: sure", "use seed, seen, memory"),
        ("clocks.yaml", "[case.opened]", "[case.begun]", "'case.begun' no existe en event_kinds.yaml"),
        ("clocks.yaml", "text_date: 2025-11-28", "text_date: noviembre", "no tiene la forma"),
        ("clocks.yaml", '    law: "CNPP 131 II, 221, 222; LGDNNA 12"\n', "", "no cita su artículo"),
        ("clocks.yaml", "stops_on: [case.closed]", "stops_on: [note.added]", "añada case.closed"),
        ("clocks.yaml", "    max_extensions: 1\n", "", "van juntas"),
        ("clocks.yaml", "    pausable: true\n", "", "no es 'pausable'"),
        ("clocks.yaml", "stops_on: [complaint.verified]", "stops_on: []", "complete 'stops_on'"),
        ("clocks.yaml", "code: school_denounces", "code: prosecutor_informed", "está dos veces"),
        ("event_kinds.yaml", ', en: "Alert received"', "", "falta 'en'"),
        ("event_kinds.yaml", "group: alert", "group: alerts", "no existe; use alert, report, case"),
        (
            "institutions.yaml",
            "kind: prosecutor",
            "kind: police\n    replaced_by: NO",
            "'NO' no existe",
        ),
        (
            "institutions.yaml",
            "level: federal",
            "level: federal\n    state: XXX",
            "'XXX' no existe en states",
        ),
        ("institutions_by_state.yaml", "      CMX: {name", "      DFX: {name", "'DFX' no existe en states"),
        ("courses.yaml", "institution: FGR", "institution: PGR", "'PGR' no existe; use una institución"),
        ("courses.yaml", "within: prosecutor_informed", "within: pronto", "'pronto' no existe en clocks"),
        ("courses.yaml", "institution: GN-CERT", 'institution: "FGE-{state}"', "pide 'place: known'"),
        (
            "outcomes.yaml",
            "  - code: accepted",
            "  - code: accepted\n    code: dos",
            "está dos veces; deje una",
        ),
        ("ladder.yaml", "tier: 1", "tier: 2", "un renglón por nivel"),
        ("ladder.yaml", "supervision: {amount: 4", "supervisor: {amount: 4", "falta 'supervision'"),
        ("terminology.yaml", "use: avoid", "use: never", "'use: never' no existe; use avoid, caution"),
        ("states.yaml", "rows:", "filas:", "debe tener una lista 'rows'"),
        ("states.yaml", "rows:", "rows: [", "no es YAML válido"),
        ("triage.yaml", "effect: tier1", "effect: tier9", "'effect: tier9' no existe; use tier1"),
        ("published_cases.csv", "27,2023,2023,HID", "27,2023,2023,ZZZ", "'ZZZ' no existe en states"),
        ("published_cases.csv", "27,2023,2023,HID", "27,veinte,2023,HID", "no se puede leer"),
    ],
)
def test_an_error_names_file_line_and_mend(folder, name, old, new, mend):
    line = spoil(folder, name, old, new)
    with pytest.raises(PackError, match=re.escape(mend)) as caught:
        load(folder)
    found = re.match(rf"{re.escape(name)}, línea (\d+): ", str(caught.value))
    assert found, caught.value
    assert abs(int(found[1]) - line) <= 22  # the part itself, or the row it stands in
    assert isinstance(caught.value, BadInput)


@pytest.mark.parametrize("name", ["clocks.yaml", "triage.yaml", "published_cases.yaml"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(PackError, match=rf"{name}: falta el archivo"):
        load(folder)


def test_the_exact_line_of_a_wrong_unit_is_given(folder):
    line = spoil(folder, "clocks.yaml", "unit: working_days", "unit: habiles")
    with pytest.raises(PackError, match=rf"clocks\.yaml, línea {line}: 'unit: habiles'"):
        load(folder)


def test_any_change_changes_the_version_of_the_pack(folder):
    spoil(folder, "terminology.yaml", "use: caution", "use: avoid")
    assert load(folder).version != pack("mx").version


def test_a_country_without_a_pack_is_refused():
    with pytest.raises(PackError, match="HILO_COUNTRY"):
        pack("zz")
    with pytest.raises(PackError, match="no es un país"):
        pack("../mx")


def test_the_check_prints_what_the_pack_holds(capsys):
    assert main([]) == 0
    assert "32 estados" in capsys.readouterr().out
    assert main(["zz"]) == 2
    assert "HILO_COUNTRY" in capsys.readouterr().err
