"""Who can read what comes in, and telling something: as at the door."""

from tests.door.conftest import tell, units

__all__ = ["tell", "units"]
