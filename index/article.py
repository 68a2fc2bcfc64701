"""An article: clean text, its sentences, and the digest that names it.

Offsets count Unicode code points of `Article.text`. Carriage returns and a byte-order mark
are gone before offsets exist; nothing else of the text is changed.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.sentences import split

MAX_TITLE = 120  # characters; a longer first line is prose, not a headline


class ArticleError(ValueError):
    """The input cannot become an article; the message says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`article.text[start:end] == text`; `page` only for paged sources."""

    number: int
    text: str
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """`digest` is the SHA-256 of the text, so the same text is the same article.

    `pages`: where each page of a paged source begins in `text`; else empty.
    """

    title: str
    text: str
    sentences: tuple[Sentence, ...]
    digest: str
    source: str | None = None
    published: str | None = None
    pages: tuple[int, ...] = ()


def make_article(
    text: str,
    title: str | None = None,
    source: str | None = None,
    published: str | None = None,
    pages: Sequence[int] = (),
) -> Article:
    """An article of `text`; without a title, its headline if the first line looks like one.

    `pages`: the offset at which each page begins, in order; only for text without carriage
    returns or a byte-order mark. Raises `ArticleError` for text that is empty, binary or not valid
    Unicode.
    """
    if not isinstance(text, str):
        raise TypeError(f"The text of an article is a string, not {type(text).__name__}.")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise ArticleError(f"The article is binary: character {text.index(chr(0))} is U+0000.")
    if not text.strip():
        raise ArticleError("The article is empty.")
    try:
        digest = hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise ArticleError(
            f"The article is not valid Unicode: character {error.start} is a lone surrogate."
        ) from None
    sentences = tuple(
        Sentence(number, text[start:end], start, end, bisect_right(pages, start) or None)
        for number, (start, end) in enumerate(split(text))
    )
    title = _valid(title or headline(text) or "Article")
    source = source and _valid(source)
    return Article(title, text, sentences, digest, source, published, tuple(pages))


def _valid(name: str) -> str:
    """With a "?" for each lone surrogate, as stands in a file's name for what is no UTF-8."""
    return name.encode(errors="replace").decode()


def read_article(path: Path, title: str | None = None) -> Article:
    """The article in a file of any format that `index.importing` knows. Raises `ArticleError`."""
    # Formats need libraries, and this module is imported by all that only handle articles.
    from index.importing import import_article

    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ArticleError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise ArticleError(f"{path} is a directory, not an article.") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise ArticleError(f"{path} cannot be read: {why}.") from None
    return import_article(data, str(path), title)


def decode(data: bytes, name: str) -> str:
    """UTF-8 bytes as text. Raises `ArticleError` that names the first wrong byte."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{name} is not UTF-8 text, byte {error.start} is 0x{data[error.start]:02X}: "
            "save it as UTF-8."
        ) from None


def headline(text: str) -> str | None:
    """The first line, where it is short, does not end like a sentence and more follows."""
    first, _, rest = text.strip().partition("\n")
    first = first.strip().lstrip("#").strip()
    return first if rest and 0 < len(first) <= MAX_TITLE and first[-1] not in '.!?:;,”"' else None
