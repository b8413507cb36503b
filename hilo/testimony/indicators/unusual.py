"""The note that stands beside a detail that sounds odd."""

from typing import Final

# La Fontaine 1994: 84 files with odd settings, no evidence of a cult; in three, substantiated, the setting was there to
# impress children. Principe et al. 2006 (doi 10.1111/j.1467-9280.2006.01692.x): hearsay retold as lived.
NOTE_UNUSUAL: Final[dict[str, str]] = {
    "es": "Que un detalle sea poco común no lo hace fantasía ni lo hace prueba. "
    "Se conserva tal como se dijo, con sus propias palabras, y no se explica ni se corrige.",
    "en": "That a detail is unusual makes it neither fantasy nor proof. "
    "It is kept as it was said, in the child's own words, neither explained nor corrected.",
}
