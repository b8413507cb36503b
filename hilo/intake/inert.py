"""Words of others, made safe to look at: nothing is removed, what would not show or would mislead becomes visible."""

import re

# C0 and C1 controls but tab and line feed, soft hyphen, Arabic letter mark, marks of direction and their isolates,
# zero-width space, separators of lines, byte-order mark, interlinear and tag characters, halves of surrogate pairs.
# Joiners stay: emoji and some languages are written with them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def inert(words: str) -> str:
    """The words, with what is invisible or turns the direction of writing shown as «⟨U+202E⟩»."""
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", words.replace("\r\n", "\n"))
