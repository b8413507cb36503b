"""Hilo holds the thread from a child's word, or an international alert, to protection and justice."""

__version__ = "0.4.0"
