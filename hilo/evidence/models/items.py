"""Items of evidence by description and hash, and each hand they passed through. Never the thing itself."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hilo.cases.models import Case
from hilo.investigation.models import Act
from hilo.lib.ids import uuid7


class ItemOrigin(models.TextChoices):
    """Where an item comes from; it decides the formal checklist."""

    SCENE = "scene", _("lugar de los hechos o del hallazgo")
    PERSON = "person", _("entregado por una persona")
    CHILD = "child", _("capturas o archivos de la niña, niño o adolescente")
    AUTHORITY = "authority", _("otra autoridad")
    NCMEC = "ncmec", _("NCMEC")
    POLICE = "police_channel", _("canal policial internacional")
    EMBASSY = "embassy", _("embajada")
    HOTLINE = "hotline", _("línea de denuncia")
    PROVIDER = "provider", _("plataforma o concesionaria")


class CustodyKind(models.TextChoices):
    """Steps of custody (CNPP 227-228; Acuerdo A/009/15)."""

    FOUND = "found", _("hallado")
    COLLECTED = "collected", _("recolectado")
    PACKAGED = "packaged", _("embalado")
    TRANSFERRED = "transferred", _("entregado")
    RECEIVED = "received", _("recibido")
    EXAMINED = "examined", _("examinado")
    RETURNED = "returned", _("devuelto")
    COPIED = "copied", _("copiado")


class Item(models.Model):
    """One item of evidence. ``description`` is sealed for ``item.description:<id>``, ``place`` for ``item.place:<id>``.

    ``sha256``: 64 hex signs, typed, or computed where the file is; the file never comes here.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()  # within the case, from 1
    act = models.ForeignKey(Act, null=True, on_delete=models.PROTECT, related_name="items")  # that brought it
    derived_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")
    form = models.CharField(max_length=10)  # object, device, file, account, document, sample
    origin = models.CharField(max_length=16, choices=ItemOrigin.choices)
    description = models.BinaryField()
    place = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    hashed = models.CharField(max_length=8, blank=True, default="")  # typed, browser, command
    size = models.PositiveBigIntegerField(null=True)  # bytes of the file
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_item_per_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return self.exhibit

    @property
    def exhibit(self) -> str:
        """«EX-0001», within its case."""
        return f"EX-{self.number:04d}"


class CustodyEvent(models.Model):
    """One step of custody: signed, chained to the step before of the same item, and vouched for by the thread.

    What identifies people and places is sealed together with its salt; ``body`` holds codes and commitments only, so
    that a copy without names verifies as well. ``hash`` is over ``body`` and ``prev``; ``signature`` over ``hash``.
    """

    append_only = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="custody")
    seq = models.PositiveIntegerField()  # from 1
    kind = models.CharField(max_length=12, choices=CustodyKind.choices)
    happened_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    institution = models.CharField(max_length=32)  # of who enters it
    body = models.TextField()  # canonical JSON; see hilo.evidence.custody
    told = models.BinaryField()  # sealed for ``custody.told:<id>``: {"holder", "place", "condition", "salt", …}
    prev = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    key = models.BinaryField(max_length=8)  # id of the public key
    signature = models.BinaryField(max_length=64)
    event = models.UUIDField()  # of the thread

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "seq"], name="one_custody_step_per_place")]
        ordering = ["item", "seq"]

    def __str__(self) -> str:
        return self.kind


class Transfer(models.Model):
    """A delivery that waits for its other side: who gave says to whom, and who receives says that it came."""

    changeable = "it gets its other side, or is recorded as not arrived"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="transfers")
    given = models.OneToOneField(CustodyEvent, on_delete=models.PROTECT, related_name="transfer")
    to_institution = models.CharField(max_length=32, blank=True, default="")  # of the pack; "" : a person outside
    received = models.OneToOneField(CustodyEvent, null=True, on_delete=models.PROTECT, related_name="arrival")

    class Meta:
        indexes = [
            models.Index(fields=["to_institution"], name="transfer_waiting", condition=models.Q(received__isnull=True))
        ]

    def __str__(self) -> str:
        return str(self.pk)
