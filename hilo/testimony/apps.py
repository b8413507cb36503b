"""The part's registration with Django."""

from django.apps import AppConfig


class TestimonyConfig(AppConfig):
    """Tellings, transcripts, layers, disclosure histories, double coding, comparisons, practice."""

    name = "hilo.testimony"
    label = "testimony"

    def ready(self) -> None:
        """Suggest what each question of a new transcript asks."""
        from hilo.testimony import prompt_runs, transcript_actions

        transcript_actions.AFTER_KEEP.append(prompt_runs.after_keep)
