"""One item of a source, what it may cost, and what a file's name says it is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes and counts that one source may cost. ``ratio`` is unpacked size over packed size."""

    item_bytes: int = 16 * 1024**2
    unpacked_bytes: int = 16 * 1024**3
    members: int = 1_000_000
    directory_bytes: int = 24 * 1024**2
    ratio: int = 300
    ratio_from: int = 1024**2


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to import: its bytes, or why it was refused as (stable code, Spanish sentence)."""

    name: str
    data: bytes | None
    refusal: tuple[str, str] | None
    size: int


def refused(name: str, code: str, sentence: str, size: int = 0) -> Item:
    """An item that is not read, with the reason."""
    return Item(name, None, (code, sentence), size)


_PICTURES = frozenset(
    (
        *("png", "jpg", "jpeg", "jpe", "gif", "bmp", "tif", "tiff", "webp", "heic", "heif", "avif", "jxl"),
        *("ico", "svg", "psd", "raw", "cr2", "nef", "pdf"),
        *("mp4", "m4v", "mov", "avi", "mkv", "webm", "wmv", "flv", "mpg", "mpeg", "3gp"),
    )
)
_ARCHIVES = frozenset(("7z", "rar", "tar", "tgz", "bz2", "xz", "zst", "lz4", "cab", "iso", "jar", "dmg", "tbz", "txz"))
_HIDDEN = frozenset(("thumbs.db", "desktop.ini", "__macosx"))


def kind_of(name: str) -> str:
    """What a name says: hidden, picture, zip, gzip, lines, archive, or "" for a single item."""
    base = name.replace("\\", "/").rstrip("/").rpartition("/")[2].lower()
    if base.startswith(".") or base in _HIDDEN:
        return "hidden"
    extension = base.rpartition(".")[2] if "." in base else ""
    if base.endswith(".tar.gz") or extension in _ARCHIVES:
        return "archive"
    if extension in _PICTURES:
        return "picture"
    return {"zip": "zip", "gz": "gzip", "ndjson": "lines", "jsonl": "lines"}.get(extension, "")
