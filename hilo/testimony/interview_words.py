"""Words for interviews: the protocols that can be named."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROTOCOLS: dict[str, Promise] = {
    "nichd_revised": _("Protocolo NICHD revisado"),
    "nichd": _("Protocolo NICHD"),
    "forensic_other": _("Otro protocolo forense"),
    "institution": _("Guía propia de la institución"),
    "none": _("Ninguno"),
}
