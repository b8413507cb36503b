"""The part's registration with Django."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Items, custody, documents, exports."""

    name = "hilo.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Tell the analysis of a case that its points may rest on items."""
        from hilo.evidence import points

        points.offer()
