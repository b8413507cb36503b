"""How allauth keeps second factors here: sealed, named in Spanish, one issuer."""

import base64

import qrcode  # type: ignore[import-untyped]
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hilo.accounts.models import User
from hilo.accounts.sealing import open_text, seal_text

PLACE = "factor.secret"  # allauth says neither for whom nor for which row it seals


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of apps and seeds of recovery codes stand sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Ese código no es correcto o ya se usó. Espere el siguiente y escríbalo."),
    }

    def encrypt(self, text: str) -> str:
        """Sealed, as text for a JSON field."""
        return base64.b64encode(seal_text(text, place=PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises BadInput when it was changed or the key is another."""
        return open_text(base64.b64decode(encrypted_text), place=PLACE)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """The name of the next passkey."""
        n = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Llave de acceso %(n)d") % {"n": n}

    def build_totp_svg(self, url: str) -> SafeString:
        """The QR code as inline SVG, dark on light in every theme, since phones read nothing else."""
        code = qrcode.QRCode(border=4)
        code.add_data(url)
        rows = code.get_matrix()
        dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
        return format_html(
            '<svg viewBox="0 0 {0} {0}" width="240" height="240" role="img" aria-label="{1}">'
            '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
            len(rows),
            _("Código QR para la aplicación"),
            dots,
        )
