"""What a child told: the words kept verbatim, who asked what, and who said each thing first.

The modules here are plain Python over text: they need neither a case nor a database. Nothing in this package judges
what a child says; it describes what adults asked.
"""
