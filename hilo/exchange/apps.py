"""The part's registration with Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Hand-offs, the outbox, answers to senders."""

    name = "hilo.exchange"
    label = "exchange"
