"""Codes of items in words, in the reader's language."""

from django.utils.translation import gettext_lazy

FORMS = {
    "object": gettext_lazy("objeto"),
    "device": gettext_lazy("dispositivo"),
    "file": gettext_lazy("archivo"),
    "account": gettext_lazy("cuenta"),
    "document": gettext_lazy("documento"),
    "sample": gettext_lazy("muestra"),
}
