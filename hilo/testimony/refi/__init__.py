"""Coded transcripts for other programs of qualitative analysis: REFI-QDA projects (.qdpx) and codebooks (.qdc).

What a person confirmed travels. A machine's suggestions travel only when asked for, under a user of their own.
"""

from hilo.testimony.refi.model import (
    RefiCode,
    RefiCoding,
    RefiProject,
    RefiSource,
    RefiSyncPoint,
    RefiUser,
    guid,
    sync_points,
)
from hilo.testimony.refi.writing import write_qdc, write_qdpx

__all__ = [
    "RefiCode", "RefiCoding", "RefiProject", "RefiSource", "RefiSyncPoint", "RefiUser", "guid", "sync_points",
    "write_qdc", "write_qdpx",
]  # fmt: skip
