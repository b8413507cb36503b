"""The part's registration with Django."""

from django.apps import AppConfig


class InvestigationConfig(AppConfig):
    """Plans, acts, letters, analysis, offences."""

    name = "hilo.investigation"
    label = "investigation"

    def ready(self) -> None:
        """Tell the parts below when a case may not close, and what begins again when it is reopened."""
        from hilo.cases import actions
        from hilo.cases import policies as cases
        from hilo.investigation import act_rows, policies, steps

        cases.BEFORE_CLOSE.append(policies.check_nothing_essential_open)
        cases.OPEN_ENDS.append(act_rows.before_close)
        actions.ON_REOPEN.append(steps.begin_again)
