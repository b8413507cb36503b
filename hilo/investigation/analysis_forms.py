"""What a person fills in about the analysis. Shapes only: whether it may be done is asked in ``analysis_policies``."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hilo.cases.forms import CaseForm, Words
from hilo.investigation.analysis_sources import Source
from hilo.investigation.models import PointKind, PointState
from hilo.reference import pack

Choices = list[tuple[str, Any]]

TEXTS = {
    PointKind.KNOWN: (_("¿Qué se sabe?"), _("Un solo hecho, como lo diría quien lo vio o lo que el papel dice.")),
    PointKind.UNKNOWN: (_("¿Qué falta saber?"), _("Una pregunta que un acto pueda responder.")),
    PointKind.HYPOTHESIS: (_("¿Qué pudo haber pasado?"), _("Una explicación que los hechos permitan, y nada más.")),
    PointKind.INNOCENT: (
        _("¿Qué otra cosa explicaría lo que se sabe?"),
        _("Una explicación en la que no hubo delito, o en la que fue otra persona."),
    ),
}
ENDS = {
    PointKind.KNOWN: (_("Ya no hace falta seguirlo"), _("No era así")),
    PointKind.UNKNOWN: (_("Ya se sabe"), _("Ya no hace falta saberlo")),
    PointKind.HYPOTHESIS: (_("Se comprobó o se descartó"), _("Ya no se sostiene como estaba escrita")),
    PointKind.INNOCENT: (_("Se comprobó o se descartó"), _("Ya no se sostiene como estaba escrita")),
}


class PointForm(CaseForm):
    """One point. What is known says from what; the others, which act would answer them."""

    text = Words(rows=4)
    source = forms.ChoiceField(
        label=_("¿De dónde se sabe?"),
        help_text=_("La alerta, el acto, el oficio, el indicio o el suceso del hilo que lo dice."),
    )
    answer = forms.ChoiceField(
        label=_("¿Qué acto lo respondería?"), required=False,
        help_text=_("Si todavía no está en el plan, después podrá agregarlo con un botón."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, of: str, sources: Iterable[tuple[str, list[Source]]], acts: Iterable[Source], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["text"].label, self.fields["text"].help_text = TEXTS[PointKind(of)]
        if of == PointKind.KNOWN:
            del self.fields["answer"]
            self._offer("source", [(label, [(one.code, one.words) for one in rows]) for label, rows in sources])
        else:
            del self.fields["source"]
            self._offer("answer", _acts(acts))

    def _offer(self, name: str, groups: Choices) -> None:
        nothing = gettext("Elija de la lista") if self.fields[name].required else gettext("Todavía no se sabe")
        self.fields[name].choices = [("", nothing), *groups]  # type: ignore[attr-defined]


def _acts(acts: Iterable[Source]) -> Choices:
    lang = get_language() or "es"
    planned = [(one.code, one.words) for one in acts]
    catalogue = sorted((kind.label.get(lang), f"type:{kind.code}") for kind in pack().acts.values())
    found: Choices = [(gettext("Actos del plan"), planned)] if planned else []
    return [*found, (gettext("Del catálogo"), [(code, label) for label, code in catalogue])]


class SettleForm(CaseForm):
    """How a point ended, and why."""

    state = forms.ChoiceField(label=_("¿Cómo termina?"), widget=forms.RadioSelect)
    reason = Words(label=_("¿Por qué?"), rows=3, help_text=_("Queda en el hilo con su nombre y la hora."))

    def __init__(self, *args: Any, of: str, **more: Any) -> None:
        super().__init__(*args, **more)
        settled, withdrawn = ENDS[PointKind(of)]
        choices = [(PointState.SETTLED, settled), (PointState.WITHDRAWN, withdrawn)]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]


class ActForm(CaseForm):
    """The act that would answer a point goes into the plan; of some it must be said what exactly."""

    target = Words(
        label=_("¿Sobre qué exactamente?"), rows=2,
        help_text=_("La dirección, el proveedor, el número o el lugar. Se guarda cifrado."),
    )  # fmt: skip

    def __init__(self, *args: Any, needs_target: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not needs_target:
            del self.fields["target"]
