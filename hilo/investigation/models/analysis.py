"""Analysis as points: what is known and from what, what is not known and which act would answer it, hypotheses."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hilo.cases.models import Case
from hilo.investigation.models.acts import Act
from hilo.lib.ids import uuid7


class PointKind(models.TextChoices):
    """What a point is. A hypothesis may be that nothing wrong happened, and is asked for."""

    KNOWN = "known", _("se sabe")
    UNKNOWN = "unknown", _("no se sabe")
    HYPOTHESIS = "hypothesis", _("hipótesis")
    INNOCENT = "innocent", _("hipótesis de que no hubo delito o de que fue otra persona")


class PointState(models.TextChoices):
    """Whether a point still stands."""

    OPEN = "open", _("abierto")
    SETTLED = "settled", _("resuelto")
    WITHDRAWN = "withdrawn", _("retirado")


class Point(models.Model):
    """One point. ``source_kind`` and ``source``: what it rests on (event, alert, item, act, request), none for a
    hypothesis. ``answered_by``: the act that would answer it.
    """

    changeable = "settled or withdrawn by a person with a reason; each is an event"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="analysis")
    kind = models.CharField(max_length=10, choices=PointKind.choices)
    state = models.CharField(max_length=10, choices=PointState.choices, default=PointState.OPEN)
    text = models.BinaryField()  # sealed for ``point.text:<id>``
    source_kind = models.CharField(max_length=10, blank=True, default="")
    source = models.UUIDField(null=True)
    answered_by = models.ForeignKey(Act, null=True, on_delete=models.PROTECT, related_name="answers")
    act_type = models.CharField(max_length=64, blank=True, default="")  # or the kind of act, when it is not in the plan
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_why = models.BinaryField(null=True)  # sealed for ``point.why:<id>``

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.kind
