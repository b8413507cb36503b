"""How pages write what the formats said about an alert."""

from django import template

from hilo.alerts.reasons import reason_words

register = template.Library()
register.filter("reason_words", reason_words)
