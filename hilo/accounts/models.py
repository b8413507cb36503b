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
