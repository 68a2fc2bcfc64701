"""Keep the memory that tensors gave back for the next ones.

glibc hands large blocks back to the system as soon as they are free, and the system fills every new
one with zeros, which is a tenth of the time of reading in float32 (`training/LOG.md`). To keep them
changes the whole process, so a program may ask for it, and the library never does.
"""

import ctypes
from contextlib import suppress

# Parameters of mallopt(3), with the largest threshold for own mappings that every version takes.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_LARGEST = 1 << 25  # bytes
_KEPT = 1 << 30  # bytes


def keep_memory() -> None:
    """Do so where the C library is glibc; elsewhere nothing changes."""
    with suppress(OSError, AttributeError):
        glibc = ctypes.CDLL("libc.so.6")
        glibc.mallopt(_MMAP_THRESHOLD, _LARGEST)
        glibc.mallopt(_TRIM_THRESHOLD, _KEPT)
