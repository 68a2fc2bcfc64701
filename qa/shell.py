"""The library from the shell: what is printed when articles are added, listed and removed."""

import sys
from collections.abc import Callable, Sequence

from index.article import Article
from index.library import Library, Progress
from index.shelf import SHORT, ShelfError, find
from index.shelf import add as add_to_shelf

FAILED = 2  # exit status where something could not be done, though the rest was


def add(
    library: Library,
    sources: Sequence[str],
    read: Callable[[str], Article],
    published: str | None,
    progress: Progress,
) -> int:
    """Add what can be added, and say of each source what became of it."""
    failed = False
    for outcome in add_to_shelf(library, sources, read, published, progress):
        _clear()
        if outcome.article is None:
            failed = True
            print(outcome.fault, file=sys.stderr)
        else:
            what = "added" if outcome.new else "already there"
            _print_line(outcome.article.digest, f"{outcome.article.title}  ({what})")
    return FAILED if failed else 0


def list_articles(library: Library) -> None:
    for entry in library.articles():
        date = entry.published or "-"
        _print_line(entry.digest, f"{date:10}  {entry.words:7,} words  {entry.title}")


def remove(library: Library, names: Sequence[str]) -> int:
    """Remove what is named without doubt, and say of each name what became of it."""
    failed = False
    for name in names:
        try:
            entry = find(library, name)
        except ShelfError as error:
            failed = True
            print(error, file=sys.stderr)
        else:
            library.remove(entry.digest)
            _print_line(entry.digest, f"{entry.title}  (removed)")
    return FAILED if failed else 0


def printable(text: str) -> str:
    """With a blank for each control character, which would steer the terminal; lines stay lines."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def _print_line(digest: str, text: str) -> None:
    """One line, whatever a title holds."""
    print(f"{digest[:SHORT]}  {printable(text).replace(chr(10), ' ')}", flush=True)


def _clear() -> None:
    """Wipe the line of progress, for a line that stays."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
