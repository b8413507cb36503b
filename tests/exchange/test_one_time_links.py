"""An institution without accounts answers once, with an address and a code, and sees nothing of the case."""

import re
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import clear_url_caches
from django.utils import timezone

from hilo.cases import actions as cases
from hilo.exchange import actions, links
from hilo.exchange.models import Acknowledgement, HandOff, OneTimeLink
from hilo.lib.errors import Denied
from hilo.web import settings as site

pytestmark = pytest.mark.django_db
NAME, ASKED = "Nombre Inventado", "Localizar a la persona que aparece en la carta."


@pytest.fixture
def outside():
    """A visitor of the public site."""
    with override_settings(ROOT_URLCONF="hilo.web.urls_answers", MIDDLEWARE=site.ANSWERS_MIDDLEWARE):
        clear_url_caches()
        yield Client(enforce_csrf_checks=False)
    clear_url_caches()


@pytest.fixture
def row(case, ana):
    """Ana offers her case to an institution where nobody has an account."""
    cases.add_person(case=case, role="child", name=NAME, by=ana, now=timezone.now())
    return actions.offer(
        case=case, receiver="CEEAV-NAY", kind="transfer", request=ASKED, scope=("people",), by=ana, now=timezone.now()
    )


@pytest.fixture
def way(row, ana):
    """The address and the code that Ana gives them."""
    return links.make(handoff=row, by=ana, now=timezone.now())


def post(outside, way, **typed):
    return outside.post(f"/acuse/{way.key}/", {"code": way.code, **typed})


def without_codes(page):
    """The page without what was typed and without the form's own token."""
    text = page.content.decode().replace(page.context["form"]["code"].value(), "")
    return re.sub(r'\b\w{64}\b|name="next" value="[^"]*"', "", text)


def test_the_code_opens_a_folio_and_nothing_of_the_case(outside, way, row, case):
    before = outside.get(f"/acuse/{way.key}/").content.decode()
    page = post(outside, way).content.decode()
    assert row.folio in page
    for shown in (before, page):
        assert not [word for word in (NAME, ASKED, case.code, "OCN-0001", str(case.pk), str(row.pk)) if word in shown]
    assert row.folio not in before
    assert HandOff.objects.get().state == "offered"  # looking answers nothing


def test_it_answers_once_and_gives_the_way_to_the_next_step(outside, way, row):
    done = post(outside, way, step="acknowledge", signer="Titular de turno", reference="CEEAV/7")
    assert done.status_code == 200
    row.refresh_from_db()
    assert row.state == "received"
    known = Acknowledgement.objects.get()
    assert (known.how, known.reference, known.by) == ("link", "CEEAV/7", None)
    again = post(outside, way, step="accept", signer="Otra persona")
    assert again.status_code == 404
    row.refresh_from_db()
    assert row.state == "received"
    assert OneTimeLink.objects.filter(used_at__isnull=True, revoked_at__isnull=True).count() == 1
    assert done.context["way"].code in done.content.decode().replace("-", "")


def test_a_refusal_through_it_says_why_and_ends_it(outside, way, row):
    assert post(outside, way, step="refuse", signer="Titular").status_code == 422
    assert post(outside, way, step="refuse", signer="Titular", reason="No somos competentes.").status_code == 200
    row.refresh_from_db()
    assert row.state == "refused"
    assert not OneTimeLink.objects.filter(used_at__isnull=True, revoked_at__isnull=True).exists()


def test_expired_altered_revoked_and_withdrawn_are_all_the_same_dead_page(outside, way, row, ana):
    pages = []
    later = links.make(handoff=row, by=ana, now=timezone.now())  # it revokes the first
    pages.append(post(outside, way))
    pages.append(outside.post(f"/acuse/{later.key}x/", {"code": later.code}))
    pages.append(outside.post(f"/acuse/{later.key}/", {"code": later.code[::-1]}))
    OneTimeLink.objects.filter(pk=later.link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    pages.append(post(outside, later))
    last = links.make(handoff=row, by=ana, now=timezone.now())
    actions.withdraw(handoff=row, reason="Era otra.", by=ana, now=timezone.now())
    pages.append(post(outside, last))
    assert [page.status_code for page in pages] == [404] * 5
    assert len({without_codes(page) for page in pages}) == 1


def test_ten_thousand_guesses_give_nothing_and_soon_wait(outside, way, row):
    answers = [outside.post(f"/acuse/{way.key}/", {"code": f"{n:012d}"}).status_code for n in range(100)]
    assert answers[:20] == [404] * 20
    assert set(answers[20:]) == {429}
    assert post(outside, way).status_code == 429  # nobody behind that address, until the window is over
    found = [links.find(way.key, links.SIGNS[n % 29] + f"{n:011d}", now=timezone.now()) for n in range(10_000)]
    assert found == [None] * 10_000
    row.refresh_from_db()
    assert row.state == "offered"


def test_of_the_code_only_a_keyed_hash_is_kept(way):
    kept = bytes(OneTimeLink.objects.get(pk=way.link.pk).token)
    assert way.code.encode() not in kept
    assert len(kept) == 16


def test_an_institution_with_accounts_answers_with_them(case, ana, eva):
    row = actions.offer(
        case=case, receiver="FGE-MOR", kind="transfer", request="Seguir.", scope=(), by=ana, now=timezone.now()
    )
    with pytest.raises(Denied, match="tiene cuentas"):
        links.make(handoff=row, by=ana, now=timezone.now())


def test_the_public_site_has_no_page_of_the_staff(outside, case):
    for address in ("/bandeja/", f"/casos/{case.code}/", "/canalizaciones/", "/cuenta/login/", "/registro/"):
        assert outside.get(address).status_code == 404
    assert outside.get("/").status_code == 200
    assert outside.get("/listo/").json() == {"ok": True, "missing": []}
    assert not outside.cookies.get("sessionid")


def test_whoever_takes_long_finds_the_case_still_with_who_sent_it(outside, way, row, case):
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert post(outside, way, step="accept", signer="Titular").status_code == 404
    case.refresh_from_db()
    assert case.institution == "FGE-NAY"
    assert HandOff.objects.unanswered().get() == row
