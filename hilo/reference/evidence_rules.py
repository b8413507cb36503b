"""Rows of the pack about evidence of outside origin: what each source must show so that form is no reason to refuse."""

from typing import Literal

from hilo.reference.models import Code, Label, Sourced, Text

Source = Literal["child", "authority", "ncmec", "police_channel", "embassy", "hotline", "provider"]
# How the record itself may know that something is met; the rest only a person knows.
Known = Literal["", "received", "reference", "hash", "custody", "registered"]


class EvidenceRule(Sourced):
    """One thing to check of evidence that came from ``sources``.

    ``label``: what must be shown, in a few words. ``says``: what the law cited says of it. ``asks``: the question to
    the person who reviews. ``todo``: what to do while it is missing. ``known``, ``known_events``: how the record may
    know it, by itself or by an event of the thread.
    """

    code: Code
    sources: tuple[Source, ...]
    label: Label
    law: Text
    says: Label
    asks: Label
    todo: Label
    known: Known = ""
    known_events: tuple[Code, ...] = ()
