"""Identifiers sort in the order in which they were made; codes can be read aloud."""

import time

from hilo.lib.ids import CODE_ALPHABET, case_code, uuid7


def test_ids_made_one_after_the_other_sort_in_that_order():
    made = [uuid7() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_an_id_is_version_7_and_tells_about_when_it_was_made():
    one = uuid7()
    assert one.version == 7
    assert one.variant == "specified in RFC 4122"
    assert abs((one.int >> 80) - time.time() * 1000) < 60_000


def test_a_case_code_has_no_sign_that_is_mistaken_for_another():
    code = case_code()
    assert code.startswith("H-")
    assert set(code[2:].replace("-", "")) <= set(CODE_ALPHABET)
    assert not set(CODE_ALPHABET) & set("01ILOU")
