"""How long the file of an Export is kept, and how many are made at once (docs/performance.md)."""

from datetime import timedelta

#: A file, and the query it was made for.
KEEP_FILES = timedelta(hours=24)
#: Its row, so that the page can say that the file is gone.
KEEP_ROWS = timedelta(days=7)
#: All files together, in bytes; above it the oldest are removed early.
MAX_BYTES = 2 * 1024**3
#: Exports that wait or are being made, whoever asked.
MAX_AT_WORK = 6
