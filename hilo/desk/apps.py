"""The part's registration with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages that compose several parts."""

    name = "hilo.desk"
    label = "desk"

    def ready(self) -> None:
        """Lend the printed case file the words for what events say."""
        from hilo.desk.event_words import sentences
        from hilo.evidence.casefile_thread import SAY_FACTS

        SAY_FACTS.append(sentences)
