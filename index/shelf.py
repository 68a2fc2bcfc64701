"""The library as a user names things: several sources added in one go, one article found again.

Not covered: what a source is. The caller reads it, and raises `ArticleError` where that fails.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from string import hexdigits

from index.article import Article, ArticleError
from index.database import Entry
from index.library import Library, Progress

SHORT = 8  # digits of a digest that are shown
LEAST = 4  # digits that may name an article
# Short articles are embedded and written together, which takes a third of the time; so many
# characters that a slow source still shows its line soon.
GROUP = 100_000
NAMED = 5  # articles that a refusal names


class ShelfError(ValueError):
    """A name that fits no article of the library, or several; the message says which."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a source: its article, or the reason why there is none."""

    source: str
    article: Article | None
    new: bool
    fault: str


def add(
    library: Library,
    sources: Sequence[str],
    read: Callable[[str], Article],
    published: str | None = None,
    progress: Progress | None = None,
) -> Iterator[Outcome]:
    """Add all sources that can be read; each outcome comes when it is so for good."""
    told = progress or (lambda share, what: None)
    there = {entry.digest for entry in library.articles()}
    group: list[Outcome] = []
    for i, source in enumerate(sources):
        told(i / len(sources), "Adding articles")
        try:
            article = read(source)
        except ArticleError as error:
            yield Outcome(source, None, False, str(error))
            continue
        article = replace(article, published=published or article.published)
        group.append(Outcome(source, article, article.digest not in there, ""))
        there.add(article.digest)
        if sum(len(o.article.text) for o in group if o.article) >= GROUP:
            yield from _stored(library, group)
            group = []
    yield from _stored(library, group)
    told(1.0, "Adding articles")


def _stored(library: Library, group: Sequence[Outcome]) -> Sequence[Outcome]:
    library.add_all([outcome.article for outcome in group if outcome.article])
    return group


def find(library: Library, name: str) -> Entry:
    """The article of that title or with a digest that begins so. Raises `ShelfError`."""
    title = " ".join(name.split()).casefold()
    digits = name.strip().lower()
    found = [
        entry
        for entry in library.articles()
        if " ".join(entry.title.split()).casefold() == title
        or (len(digits) >= LEAST and entry.digest.startswith(digits))
    ]
    if not found:
        short = set(digits) <= set(hexdigits) and len(digits) < LEAST
        more = f" A digest is named by {LEAST} digits at least." if short else ""
        raise ShelfError(f"There is no article “{name}” in the library.{more}")
    if len(found) > 1:
        digests = ", ".join(entry.digest[:SHORT] for entry in found[:NAMED])
        more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
        raise ShelfError(
            f"“{name}” fits {len(found)} articles, {digests}{more}: give the digest of one."
        )
    return found[0]


def day(text: str | None) -> str | None:
    """A day as YYYY-MM-DD, none where none is given. Raises `ArticleError`."""
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ArticleError(f"{text!r} is not a day: write it as YYYY-MM-DD.") from None
