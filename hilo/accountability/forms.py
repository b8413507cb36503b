"""Which months the reader wants."""

from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hilo.accountability.periods import MOST, Month, Period
from hilo.accountability.words import month_words
from hilo.lib.errors import BadInput


class PeriodForm(forms.Form):
    """From one month to another, both included (GET ``desde``, ``hasta``). ``period``: as it was understood."""

    desde = forms.ChoiceField(label=_("Desde"), required=False)
    hasta = forms.ChoiceField(label=_("Hasta"), required=False)

    def __init__(self, asked: QueryDict, *, now: datetime) -> None:
        self.now = now
        this = Month.of(now)
        months = [this.plus(-n) for n in range(MOST)]
        usual = Period.ending(now)
        super().__init__({"desde": str(usual.first), "hasta": str(usual.last)} | asked.dict())
        for name in ("desde", "hasta"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [(str(month), month_words(str(month))) for month in months]

        self.period = self._read()

    def _read(self) -> Period:
        """What was asked; the usual year, with an error beside the fields, when it cannot be read."""
        if self.is_valid():
            try:
                return Period.read(self.cleaned_data["desde"], self.cleaned_data["hasta"], now=self.now)
            except BadInput:
                self.add_error("hasta", _("El periodo termina antes de empezar. Se muestran los últimos doce meses."))
        return Period.ending(self.now)

    @property
    def query(self) -> str:
        """The period for an address."""
        return urlencode({"desde": str(self.period.first), "hasta": str(self.period.last)})
