"""People and what they looked at. A person belongs to one institution and holds one role."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hilo.accounts.permissions import Permission
from hilo.accounts.roles import DESK, ROLES, Role
from hilo.lib.ids import uuid7
from hilo.reference import pack


def check_role(code: str) -> None:
    """Raises ValidationError for a code that is not in ROLES."""
    if code not in ROLES:
        raise ValidationError(
            _("«%(code)s» no es un papel. Use uno de: %(roles)s."),
            params={"code": code, "roles": ", ".join(ROLES)},
        )


class UserQuerySet(models.QuerySet["User"]):
    """Sets of accounts."""

    def people(self) -> "UserQuerySet":
        """Those who can sign in: active, and not an institution's duty desk."""
        return self.filter(is_active=True, is_desk=False)

    def visible_to(self, user: "User") -> "UserQuerySet":
        """One's own institution; everybody for the system's administration; nobody without USER_SEE."""
        if not user.has(Permission.USER_SEE):
            return self.none()
        return self if user.role == "system_administrator" else self.filter(institution=user.institution)


class UserManager(BaseUserManager["User"]):
    """Makes accounts. On behalf of a person use ``accounts.actions.create_person``."""

    def create_user(
        self, username: str, password: str | None = None, *, institution: str, role: str, **fields: Any
    ) -> "User":
        """Validate and save. Without password nobody can sign in. Raises ValidationError."""
        fields.setdefault("display_name", username)
        user = User(
            username=User.normalize_username(username),
            institution=institution,
            role=role,
            is_desk=role == DESK,
            **fields,
        )
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person, or the duty desk of an institution. There is no superuser and no group."""

    changeable = "la persona cambia de idioma, contraseña y correo de aviso, y su cuenta se cierra"

    username = models.CharField(
        max_length=80, unique=True, error_messages={"unique": _("Ese nombre de usuario ya está en uso.")}
    )
    display_name = models.CharField(max_length=160)
    institution = models.CharField(max_length=40)  # code of the country pack
    role = models.CharField(max_length=24, validators=[check_role])  # code in ROLES
    language = models.CharField(max_length=5, default="es", choices=settings.LANGUAGES)
    notify_to = models.EmailField(blank=True, default="")  # where «you have something to see» is sent; "": nowhere
    notified_at = models.DateTimeField(null=True, blank=True, editable=False)  # when the last such mail was made
    is_desk = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    deactivated_at = models.DateTimeField(null=True, blank=True, editable=False)
    deactivated_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    session_series = models.PositiveIntegerField(default=0, editable=False)  # raising it ends every session

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name", "institution", "role"]
    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["institution", "role"], name="user_institution_role")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_desk=True, role=DESK) | (models.Q(is_desk=False) & ~models.Q(role=DESK)),
                name="user_desk_has_the_desk_role",
            ),
            models.UniqueConstraint(
                fields=["institution"], condition=models.Q(is_desk=True), name="user_one_desk_per_institution"
            ),
            models.CheckConstraint(
                condition=models.Q(is_active=True, deactivated_at=None)
                | models.Q(is_active=False, deactivated_at__isnull=False),
                name="user_closed_has_a_date",
            ),
            models.CheckConstraint(
                condition=models.Q(is_desk=False) | models.Q(is_active=True), name="user_desk_stays_open"
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The name shown to others; a duty desk is called so in the language of the page."""
        if self.is_desk:
            return gettext("Guardia · %(institution)s") % {"institution": self.institution_name}
        return self.display_name

    @property
    def institution_name(self) -> str:
        """The institution's name in the language of the page; its code when the pack lost it."""
        known = pack().institutions.get(self.institution)
        return known.name.get(get_language() or "es") if known else self.institution

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # a session is good for one password and one series; Django asks for this in three places
        value = f"{self.password}:{self.session_series}"
        return salted_hmac("hilo.accounts.session", value, secret=secret, algorithm="sha256").hexdigest()

    def role_card(self) -> Role:
        """The role with its label and description. KeyError for a code that left ROLES."""
        return ROLES[self.role]

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role allows; empty when closed. In a template: ``"search" in user.permissions``."""
        role = ROLES.get(self.role)
        return role.permissions if role and self.is_active else frozenset()

    def has(self, permission: Permission) -> bool:
        """Whether this person may ever do it."""
        return permission in self.permissions


class SensitiveRead(models.Model):
    """Somebody opened an encrypted field: who, when, which field of which row, and why."""

    append_only = True

    user = models.ForeignKey(User, models.PROTECT, related_name="sensitive_reads")
    at = models.DateTimeField(default=timezone.now)
    subject_kind = models.CharField(max_length=32)  # such as "alert", "case"
    subject_id = models.UUIDField()
    field = models.CharField(max_length=64)
    reason = models.CharField(max_length=240, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="read_by_subject"),
            models.Index(fields=["user", "at"], name="read_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.field}"


class RateWindow(models.Model):
    """How often one thing was tried since its window opened. Only :mod:`hilo.accounts.limits` comes here."""

    changeable = "counts up with every attempt, and goes when its window is over"

    key = models.CharField(max_length=32, primary_key=True)  # keyed hash of what is counted
    taken = models.PositiveIntegerField()
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class PersonKey(models.Model):
    """A person's own key pair: the private half opens with their password only."""

    changeable = "wrapped anew with a new password"

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="key")
    public_key = models.BinaryField(max_length=32)
    voucher = models.BinaryField(max_length=16)  # see hilo.accounts.vouchers
    salt = models.BinaryField(max_length=16)
    wrapped = models.BinaryField()  # AES-256-GCM under Argon2id(password, salt, a pepper outside the database)
    made_at = models.DateTimeField()
    wrapped_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user_id)


class RecoveryKey(models.Model):
    """The public half of the key whose private half is on paper in three parts, any two of which open."""

    changeable = "another takes its place"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    public_key = models.BinaryField(max_length=32)
    voucher = models.BinaryField(max_length=16)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class UnitKey(models.Model):
    """The key pair of an institution's intake unit: what is sealed to it, its members open."""

    changeable = "another takes its place when somebody leaves"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    institution = models.CharField(max_length=32)
    public_key = models.BinaryField(max_length=32)
    voucher = models.BinaryField(max_length=16)
    recovery = models.BinaryField(null=True)  # the private half, sealed to the recovery key
    recovery_key = models.ForeignKey(RecoveryKey, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # null: made anew by the operator
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution"], condition=models.Q(retired_at__isnull=True), name="one_unit_key_in_use"
            )
        ]

    def __str__(self) -> str:
        return self.institution


class UnitShare(models.Model):
    """The unit's private key for one of its members. To let in is to add a row, to let out is to delete it."""

    changeable = "given and taken away"

    unit = models.ForeignKey(UnitKey, models.PROTECT, related_name="shares", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="unit_shares")
    sealed = models.BinaryField()  # to the member's public key
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # null: by the recovery key

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "user"], name="one_share_per_member")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.user_id}"
