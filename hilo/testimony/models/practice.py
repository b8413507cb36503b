"""Rehearsals with a simulated child. They belong to the trainee: nobody else reads them, whatever their role."""

from django.conf import settings
from django.db import models

from hilo.lib.ids import uuid7


class Rehearsal(models.Model):
    """One conversation. ``said``: what the trainee typed, a JSON list sealed for ``rehearsal.said:<id>``; with story,
    version, age and seed the whole conversation is held again word by word (hilo.testimony.practice).
    """

    changeable = "it grows with each thing the trainee says, and ends; the trainee may delete it"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rehearsals")
    story = models.CharField(max_length=40)
    version = models.CharField(max_length=80)  # of the stories and of the prompt coder
    age = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField()
    said = models.BinaryField(null=True)
    turns = models.PositiveIntegerField(default=0)  # of the trainee
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begun_at", "-id"]
        indexes = [models.Index(fields=["user", "begun_at"], name="rehearsal_of_user")]

    def __str__(self) -> str:
        return self.story

    @property
    def said_place(self) -> str:
        """The place for which ``said`` is sealed."""
        return f"rehearsal.said:{self.pk}"
