"""The tables of the ledger. They hold ids, codes and hashes, never names or words of anybody.

No table has a column that its hash, seal or signature leaves out; that is why none has a row number:
an entry is known by the row it vouches for, a checkpoint by its number.
"""

from django.db import models


class Entry(models.Model):
    """One link of a chain: says that row ``subject`` had the content hash ``content`` when written."""

    append_only = True

    subject = models.UUIDField(primary_key=True, help_text="the row this entry vouches for")
    chain = models.UUIDField(help_text="the chain, one per case")
    seq = models.IntegerField(help_text="place in the chain, from 1 without gaps")
    kind = models.CharField(max_length=64, help_text="event kind code")
    content = models.BinaryField(help_text="SHA-256 of the canonical form of the row vouched for")
    at = models.DateTimeField()
    prev = models.BinaryField(help_text="hash of the entry before; zeros for the first")
    hash = models.BinaryField(help_text="SHA-256 over all the columns above")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="ledger_entry_place"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="ledger_entry_seq"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}/{self.seq} {self.kind}"


class Chain(models.Model):
    """Where a chain ends, sealed under a key outside the database.

    The row of chain zero (:data:`CHECKPOINTS`) is the end of the chain of checkpoints.
    """

    changeable = "moves forward with each entry; the seal shows any other change"

    chain = models.UUIDField(primary_key=True)
    length = models.IntegerField()
    head = models.BinaryField(help_text="hash of the last entry")
    mac = models.BinaryField(help_text="HMAC-SHA-256 over chain, length and head")

    def __str__(self) -> str:
        return f"{self.chain} ({self.length})"


class Checkpoint(models.Model):
    """A signed statement of where every chain touched since the previous checkpoint ends."""

    append_only = True

    number = models.IntegerField(primary_key=True, help_text="from 1 without gaps")
    at = models.DateTimeField()
    prev_hash = models.BinaryField(help_text="hash of the checkpoint before; zeros for the first")
    root = models.BinaryField(help_text="Merkle tree root over the leaves in the order of their chains")
    leaves = models.IntegerField(help_text="how many leaves")
    key_id = models.BinaryField(help_text="first 8 bytes of the SHA-256 of the Ed25519 public key")
    signature = models.BinaryField(help_text="Ed25519, 64 bytes")
    hash = models.BinaryField(help_text="SHA-256 over what is signed and the signature")

    def __str__(self) -> str:
        return f"checkpoint {self.number}"


class CheckpointLeaf(models.Model):
    """A chain as a checkpoint saw it."""

    append_only = True

    pk = models.CompositePrimaryKey("chain", "length")
    chain = models.UUIDField()
    length = models.IntegerField()
    head = models.BinaryField()
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="touched")

    def __str__(self) -> str:
        return f"{self.chain} ({self.length}) in {self.checkpoint_id}"
