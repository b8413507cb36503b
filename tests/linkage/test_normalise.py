"""The same thing written twice meets itself; what stands for nothing meets nobody."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hilo.linkage.match.normalise import NORMALISERS, normal


@pytest.mark.parametrize(
    "written",
    [
        "311 123 4567", "(311) 123-4567", "+52 311 123 4567", "52 311 123 4567", "+52 1 311 123 4567",
        "5213111234567", "044 311 123 4567", "045-311-123-4567", "0052 311 123 4567", "tel: 311.123.4567",
    ],
)  # fmt: skip
def test_a_mexican_telephone_is_one_number_however_it_was_written(written):
    assert normal("phone", written) == "+523111234567"


@pytest.mark.parametrize("written", ["+1 202 555 0123", "1-202-555-0123", "001 202 555 0123", "+12025550123"])
def test_a_telephone_of_another_country_keeps_its_country(written):
    assert normal("phone", written) == "+12025550123"


@pytest.mark.parametrize("written", ["", "123", "0000000000", "1111111111", "N/A", "sin teléfono", "+", "9" * 40])
def test_what_is_no_telephone_gives_nothing(written):
    assert normal("phone", written) == ""


@pytest.mark.parametrize(
    ("written", "same"),
    [
        (" Uno.Cuenta@Correo.EXAMPLE ", "uno.cuenta@correo.example"),
        ("uno+tienda@correo.example", "uno@correo.example"),
        ("u.n.o+x@GoogleMail.com", "uno@gmail.com"),
        ("uno@correo", ""),
        ("not an address", ""),
        ("@correo.example", ""),
        ("+x@correo.example", ""),
    ],
)
def test_an_e_mail_address_is_one_however_it_was_written(written, same):
    assert normal("email", written) == same


@pytest.mark.parametrize(
    ("kind", "written", "same"),
    [
        ("ip", " 192.0.2.7 ", "192.0.2.7"),
        ("ip", "::ffff:192.0.2.7", "192.0.2.7"),
        ("ip", "2001:DB8:0:0::1", "2001:db8::1"),
        ("ip", "300.1.1.1", ""),
        ("hash", "ABCDEF0123456789" * 2, "abcdef0123456789" * 2),
        ("hash", "0" * 32, ""),
        ("hash", "f" * 64, ""),
        ("hash", "d41d8cd98f00b204e9800998ecf8427e", ""),
        ("hash", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", ""),
        ("hash", "abc123", ""),
        ("hash", "not-a-hash", ""),
        ("profile_url", "HTTPS://Chat.Example/u/Uno/#top", "https://chat.example/u/Uno"),
        ("profile_url", "chat", ""),
        ("device", "35-988103-031435-6", "359881030314356"),
        ("device", "000000000000000", ""),
        ("account", " 0012 ", "0012"),
        ("account", "000", ""),
        ("account", "Unknown", ""),
        ("screen_name", "  El   Usuario ", "el usuario"),
        ("school", "N/A", ""),
    ],
)
def test_each_kind_has_one_form(kind, written, same):
    assert normal(kind, written) == same


TEXTS = st.text(max_size=60) | st.from_regex(r"\+?[0-9 ()\-]{0,20}", fullmatch=True)


@given(st.sampled_from(sorted(NORMALISERS)), TEXTS)
@example("profile_url", "http://[::1]:80/x")
@example("profile_url", "//host:99999/")
@example("phone", "+52 1 311 123 4567")
def test_any_text_has_a_form_and_the_form_is_its_own(kind, written):
    once = normal(kind, written)
    assert normal(kind, once) == once
