"""What comes in at the public door. Nothing here points to a case, an alert or an account: the door knows of none.

Whatever a person wrote is sealed to the report's own key (:mod:`hilo.lib.sealed_to`). The private half of that key
is kept once for each reader, and each of those wrappings is sealed again under an outer key of the key store.
No field here can hold a file.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hilo.lib.ids import uuid7

NOBODY = uuid.UUID(int=0)


class Addressee(models.Model):
    """To whom reports are sealed: the public half of the key of an intake unit, or of the recovery key."""

    changeable = "another key takes its place"

    class Kind(models.TextChoices):
        UNIT = "unit", _("unidad de recepción")
        RECOVERY = "recovery", _("llave de recuperación, en tres partes")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)  # that of the unit's or recovery key
    kind = models.CharField(max_length=8, choices=Kind.choices)
    institution = models.CharField(max_length=32, blank=True, default="")  # of the country pack; "" for recovery
    public_key = models.BinaryField(max_length=32)
    since = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "institution"], condition=Q(retired_at__isnull=True), name="one_addressee_in_use"
            )
        ]

    def __str__(self) -> str:
        return self.institution or self.kind


class Stage(models.TextChoices):
    """What the person who told is shown. Six plain states; the many of a case map onto them."""

    RECEIVED = "received", _("Recibimos tu mensaje")
    READING = "reading", _("Una persona lo está leyendo")
    ANSWERED = "answered", _("Te escribimos")
    HELP_ASKED = "help_asked", _("Pedimos ayuda")
    FOLLOWING = "following", _("Seguimos al pendiente")
    CLOSED = "closed", _("Cerramos")


class Channel(models.TextChoices):
    """How it came in."""

    WEB = "web", _("por la página")
    PHONE = "phone", _("por teléfono")
    COUNTER = "counter", _("en persona")


class Report(models.Model):
    """What somebody told: a child, an adult they trust, a school. Acknowledged means: it is here, durable."""

    changeable = "its stage is told from the case; the person who told withdraws it or locks the code"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lookup = models.BinaryField(max_length=32, unique=True)  # from the code; nothing leads back to it
    public_key = models.BinaryField(max_length=32)
    institution = models.CharField(max_length=32)  # the unit it was sealed to
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.WEB)
    slow = models.BooleanField(default=False)  # one of very many from one place: taken in after the others
    arrival = models.BinaryField(null=True)  # what the machine must read, sealed; emptied when the report is a case
    arrived_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)  # when it became part of a case
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.RECEIVED)
    promised_at = models.DateTimeField(null=True)  # by when the next thing happens, as the person is told
    visited_at = models.DateTimeField(null=True)  # when the person last came back
    withdrawn_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)  # the code no longer opens; the person asked for it
    destroyed_at = models.DateTimeField(null=True)  # its outer key is gone

    class Meta:
        indexes = [
            models.Index(fields=["slow", "arrived_at"], name="report_waits", condition=Q(taken_at__isnull=True)),
            models.Index(fields=["institution", "arrived_at"], name="report_of_unit"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Wrapping(models.Model):
    """The report's private key for one reader. To grant is to add a row, to revoke is to delete it."""

    changeable = "granted and revoked"

    class Reader(models.TextChoices):
        CODE = "code", _("quien tiene la clave")
        UNIT = "unit", _("unidad de recepción")
        RECOVERY = "recovery", _("llave de recuperación")

    # made here and not by the database: the door may not read back what it writes for others
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="wrappings", db_index=False)
    reader = models.CharField(max_length=8, choices=Reader.choices)
    addressee = models.UUIDField(default=NOBODY)  # nobody's for the code
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "reader", "addressee"], name="one_wrapping_per_reader")
        ]

    def __str__(self) -> str:
        return self.reader


class Passage(models.Model):
    """Words that were written once: the account, what was added, and messages both ways. Sealed to the report."""

    append_only = True

    class Kind(models.TextChoices):
        ACCOUNT = "account", _("lo que contó")
        ADDITION = "addition", _("lo que agregó después")
        MESSAGE = "message", _("mensaje de quien avisó")
        ANSWER = "answer", _("mensaje de la unidad")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="passages", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["report", "at", "id"], name="passage_of_report")]

    def __str__(self) -> str:
        return self.kind

    @property
    def place(self) -> str:
        """The place for which ``sealed`` is sealed."""
        return f"passage:{self.report_id}:{self.kind}:{self.pk}"


class News(models.Model):
    """Something the person who told did after telling, for the intake unit to notice. Codes only."""

    changeable = "noticed once by the intake unit"

    class Kind(models.TextChoices):
        ADDED = "added", _("agregó algo")
        WROTE = "wrote", _("escribió un mensaje")
        WITHDREW = "withdrew", _("pidió que ya no se le escriba")
        LOCKED = "locked", _("cerró su clave")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="news", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    unsafe = models.BooleanField(default=False)  # said on coming back that it is not safe to write now
    at = models.DateTimeField()
    noticed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="news_to_notice", condition=Q(noticed_at__isnull=True))]

    def __str__(self) -> str:
        return self.kind


class Draft(models.Model):
    """What is being told, or a visit with the code, between two pages. Only the visitor's cookie opens it."""

    changeable = "grows page by page, and goes when it is sent, left or grown old"

    id = models.CharField(max_length=64, primary_key=True)  # hash of what is in the cookie
    sealed = models.BinaryField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="draft_to_forget")]

    def __str__(self) -> str:
        return "borrador"
