"""A note beside files that others write: how often they were written, how they looked after that.

Whoever finds other files than the note tells knows that a writing was cut off, or that somebody
else wrote. Not covered: a change to the same size within one tick of the file system's clock.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "footnote.json"


@dataclass(frozen=True, slots=True)
class State:
    """`files`: path, size and time of change of each file one folder down."""

    written: int
    files: tuple[tuple[str, int, int], ...]


def look(folder: Path) -> tuple[tuple[str, int, int], ...]:
    found = ((path, path.stat()) for path in sorted(folder.glob("*/*")))
    return tuple((str(path.relative_to(folder)), s.st_size, s.st_mtime_ns) for path, s in found)


def read(folder: Path, settings: Mapping[str, object]) -> State | None:
    """The note, or none where there is none of files made with these settings."""
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if data["settings"] != settings:
            return None
        return State(data["written"], tuple((n, s, t) for n, s, t in data["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(folder: Path, settings: Mapping[str, object]) -> State:
    """Note the files as they are; the note is complete or the old one."""
    before = read(folder, settings)
    state = State(before.written + 1 if before else 1, look(folder))
    scratch = folder / f"{NAME}.new"
    scratch.write_text(
        json.dumps({"written": state.written, "settings": settings, "files": state.files}),
        encoding="utf-8",
    )
    scratch.replace(folder / NAME)
    return state


def drop(folder: Path) -> None:
    (folder / NAME).unlink(missing_ok=True)
