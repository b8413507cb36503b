"""Items and their custody (``items``), lawful documents, formal reviews and time stamps (``papers``)."""

from hilo.evidence.models.items import CustodyEvent, CustodyKind, Item, ItemOrigin, Transfer
from hilo.evidence.models.papers import Document, Review, Stamp

__all__ = ["CustodyEvent", "CustodyKind", "Document", "Item", "ItemOrigin", "Review", "Stamp", "Transfer"]
