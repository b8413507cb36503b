"""Closing somebody's account: who, and how many cases pass to the duty desk with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hilo.accounts.gate import fresh, requires, signed_in
from hilo.accounts.permissions import Permission
from hilo.accounts.queries import people_seen_by
from hilo.cases import leaving
from hilo.lib.errors import Denied


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.USER_CLOSE)
@fresh
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and on POST close the account of somebody whom this person sees on the list of people."""
    by = signed_in(request)
    person = get_object_or_404(people_seen_by(by), pk=pk)
    context = {"person": person, "cases": leaving.cases_of(person)}
    if request.method != "POST":
        return render(request, "desk/close_account.html", context)
    try:
        count = leaving.deactivate(user=person, by=by, now=timezone.now())
    except Denied as no:
        return render(request, "desk/close_account.html", context | {"denied": str(no)}, status=422)
    said = ngettext(
        "La cuenta de %(name)s quedó cerrada; %(n)d caso pasó a la guardia.",
        "La cuenta de %(name)s quedó cerrada; %(n)d casos pasaron a la guardia.",
        count,
    )
    messages.success(request, said % {"name": person.get_full_name(), "n": count})
    return redirect("accounts:people")
