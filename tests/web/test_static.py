"""What is served to a browser: pinned, our own, allowed by the policy, and readable."""

import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

WEB = Path(__file__).parents[2] / "hilo" / "web"
PINNED = {  # from the npm package @picocss/pico 2.1.1
    "pico.fluid.classless.min.css": "06cf0bead048c54f4e2c281c26ae0d695cb0da8675545366ac7fc4b39c779398",
    "LICENSE.md": "afaff063e044233f917b7807dccab022f09dca474f92b642846bee4850655bbf",
}
BEFORE_PICO = (WEB / "static/hilo/before-pico.css").read_text(encoding="utf-8")
OUR_STYLE = (WEB / "static/hilo/hilo.css").read_text()
TEMPLATES = sorted((WEB / "templates").glob("*.html"))


@pytest.mark.parametrize("name", PINNED)
def test_the_style_base_is_the_very_file_its_makers_published(name):
    content = (WEB / "static/vendor/pico-2.1.1" / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == PINNED[name]


def test_our_own_style_and_script_stay_small():
    assert len(OUR_STYLE.encode()) < 20_480
    assert (WEB / "static/hilo/hilo.js").stat().st_size < 4_000


def test_every_drawing_that_pico_makes_with_a_data_address_is_replaced():
    pico = (WEB / "static/vendor/pico-2.1.1/pico.fluid.classless.min.css").read_text()
    refused = set(re.findall(r"(--pico-icon-[a-z]+):url\(.?data:", pico))
    assert len(refused) == 10
    assert pico.count("url(") == len(re.findall(r"--pico-icon-[a-z]+:url\(", pico))
    assert refused <= set(re.findall(r"(--pico-icon-[a-z]+): none", BEFORE_PICO))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_needs_what_the_content_policy_refuses(path):
    text = path.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|https?://", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


def test_every_file_the_base_page_names_is_served_from_here():
    page = render_to_string("base.html")
    named = re.findall(r'(?:href|src)="/static/([^"]+)"', page)
    assert len(named) >= 6
    assert [name for name in named if not finders.find(name)] == []


def palette(dark):
    """The named colours of the light or dark ground, as the style sheet gives them."""
    blocks = re.findall(r":root:not\(\[data-theme\]\) \{(.*?)\n\s*\}", OUR_STYLE, re.S)
    light, night = (dict(re.findall(r"--(\w[\w-]*): (#[0-9a-f]{3,6});", block)) for block in blocks)
    return light | night if dark else light


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour.lstrip("#")
    digits = "".join(sign * 2 for sign in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """The ratio of WCAG 2.2: 7 is level AAA for text, 3 is level AA for the edge of a field."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


TEXT_ON_GROUND = [
    *((ink, "paper") for ink in ("ink", "muted", "accent", "late", "soon", "good")),
    *((ink, "raised") for ink in ("ink", "muted", "accent", "late", "soon", "good")),
    *((ink, "wash") for ink in ("ink", "muted", "accent", "late", "soon")),
    *((name, f"{name}-wash") for name in ("late", "soon", "good")),
    *(("ink", f"{name}-wash") for name in ("late", "soon", "good")),
    *(("accent", f"{name}-wash") for name in ("late", "soon", "good")),  # a link inside a notice
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
]  # fmt: skip


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON_GROUND)
def test_text_has_the_strongest_contrast_on_every_ground_it_stands_on(ink, ground, dark):
    colours = palette(dark)
    assert contrast(colours[ink], colours[ground]) >= 7


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_edge_of_a_field_can_be_seen(dark):
    colours = palette(dark)
    assert contrast(colours["edge"], colours["raised"]) >= 3
    assert contrast(colours["edge"], colours["paper"]) >= 3


def test_the_page_of_a_failure_needs_no_context_and_speaks_both_languages():
    page = render_to_string("500.html")
    assert "Algo falló de nuestro lado" in page
    assert 'lang="en"' in page
    assert "diga la hora" in page


def test_the_page_of_a_failure_gives_the_number_of_the_request_when_there_is_one():
    assert render_to_string("500.html", {"number": "7K3M9QXD"}).count("<code>7K3M9QXD</code>") == 2


def test_the_page_for_nothing_here_never_repeats_what_was_asked_for():
    told = {"request_path": "/casos/H-7K3M-9QXD", "exception": "No Case matches the given query."}
    page = render_to_string("404.html", told)
    assert "H-7K3M-9QXD" not in page
    assert "No Case matches" not in page
    assert "Hilo responde lo mismo en los dos casos" in page


def test_messages_are_a_list_that_is_announced():
    page = render_to_string("_messages.html", {"messages": ["Guardado <b>"]})
    assert page.startswith('<div role="status"><ul')
    assert "Guardado &lt;b&gt;" in page


def test_the_menu_shows_only_pages_that_exist_and_that_the_person_may_see(rf, ana, ada):
    def menu(person):
        request = rf.get("/")
        request.user = person
        return render_to_string("_nav.html", {"request": request})

    assert "Preferencias" in menu(ana)
    assert "El registro" not in menu(ana)
    assert "Bandeja" not in menu(ada)


def test_the_name_of_the_site_leads_everybody_to_a_page_of_their_own(signed_in, ana, ada, saul):
    for person, home in ((ana, "/"), (ada, "/registro/"), (saul, "/personas/")):
        page = signed_in(person).get("/cuenta/").content.decode()
        assert f'class="brand" href="{home}"' in page
        assert signed_in(person).get(home).status_code == 200
