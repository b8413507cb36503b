"""Items as something a point of the analysis may rest on."""

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from hilo.cases.models import Case
from hilo.evidence.models import Item
from hilo.evidence.words import FORMS
from hilo.investigation.analysis_sources import KINDS, Kind


def offer() -> None:
    """Let points name items."""
    KINDS["item"] = Kind(
        gettext_lazy("Indicios"), lambda case: Item.objects.filter(case=case).order_by("-number"), _tell
    )


def _tell(case: Case, item: object) -> tuple[str, str]:
    """Its exhibit number and what form of thing it is; never its description, which is sealed."""
    assert isinstance(item, Item)  # noqa: S101 - rows of the set above
    said = {"item": item.exhibit, "form": FORMS.get(item.form, item.form)}
    words = gettext("Indicio %(item)s, %(form)s") % said
    return words, reverse("evidence:item", kwargs={"code": case.code, "pk": item.pk})
