"""Transcripts of interviews in and out: CHAT, WebVTT, ELAN and plain text.

The words are kept as they came, with their hash. What is read from them stands beside them and points into them.
"""
