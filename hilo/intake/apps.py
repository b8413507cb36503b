"""The part's registration with Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Reports become cases, are read, answered and told about."""

    name = "hilo.intake"
    label = "intake"

    def ready(self) -> None:
        """Hear of keys and of what happens in cases: the parts below know nothing of the door."""
        from hilo.accounts import unit_keys
        from hilo.cases import conflicts, thread
        from hilo.intake import sharing, stages
        from hilo.intake.units import announce

        unit_keys.AFTER_OPENED.append(announce)
        conflicts.AFTER.append(sharing.after_conflict)
        thread.AFTER_WRITE.append(stages.after_write)
