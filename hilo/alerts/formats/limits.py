"""How much of one item is read. What goes over is cut or refused, always with a note or a reason."""

ITEM_BYTES = 16 * 1024 * 1024  # one report; real ones are kilobytes
JSON_DEPTH = 200
JSON_VALUES = 2_000_000  # commas in one item
XML_DEPTH = 100
XML_MARKS = 400_000  # "<" signs, and "=" signs, in one document
KEY_CHARS = 300

STRING_CHARS = 200_000  # one value of the payload
TEXT_CHARS = 100_000  # one free text shown and mined
MINED_CHARS = 20_000  # how far into one free text identifiers are looked for
MINED_PER_TEXT = 200
VALUE_CHARS = 2_500  # one identifier; the longest documented is a URL of 2,083
LABEL_CHARS = 300  # service, event, city, flag…
ID_CHARS = 200

IDENTIFIERS = 5_000
PERSONS = 1_000
FLAGS = 100
FILES = 5_000
LOCATIONS = 1_000
TEXTS = 1_000
PRIOR_REPORTS = 1_000
UNKNOWN = 500
UNKNOWN_CHARS = 2_000
NOTES = 200
NOTE_CHARS = 500
REPORTS = 10_000  # reports in one JSON item

BASE64_IMAGE_CHARS = 2_000  # from here a run that starts as an image is an image
BASE64_CHARS = 20_000  # from here any run is refused: nothing followed needs one
