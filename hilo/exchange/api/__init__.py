"""What other systems send and ask, over signed requests. Served by a process of its own: ``hilo serve api``."""
