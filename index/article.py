"""An article: clean text, its sentences, and the digest that names it.

Offsets count Unicode code points of `Article.text`. Carriage returns and a byte-order mark
are gone before offsets exist; nothing else of the text is changed.
"""

import hashlib
from dataclasses import dataclass, replace
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
    """`digest` is the SHA-256 of the text, so the same text is the same article."""

    title: str
    text: str
    sentences: tuple[Sentence, ...]
    digest: str
    source: str | None = None
    published: str | None = None


def make_article(
    text: str,
    title: str | None = None,
    source: str | None = None,
    published: str | None = None,
) -> Article:
    """An article of `text`; without a title, its headline if the first line looks like one.

    Raises `ArticleError` for text that is empty, binary or not valid Unicode.
    """
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
        Sentence(number, text[start:end], start, end)
        for number, (start, end) in enumerate(split(text))
    )
    return Article(title or headline(text) or "Article", text, sentences, digest, source, published)


def read_article(path: Path, title: str | None = None) -> Article:
    """The article in a UTF-8 text file. Raises `ArticleError`."""
    if path.is_dir():
        raise ArticleError(f"{path} is a directory, not an article.")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ArticleError(f"There is no file {path}.") from None
    except (OSError, ValueError) as error:
        raise ArticleError(f"{path} cannot be read: {error}.") from None
    text = decode(data, str(path))
    try:
        article = make_article(text, title, source=str(path))
    except ArticleError as error:
        raise ArticleError(f"{path}: {error}") from None
    return article if title or headline(text) else replace(article, title=path.stem)


def decode(data: bytes, name: str) -> str:
    """UTF-8 bytes as text. Raises `ArticleError` that names the first wrong byte."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"{name} is not UTF-8 text: byte {error.start} is 0x{data[error.start]:02X}."
        ) from None


def headline(text: str) -> str | None:
    """The first line, where it is short, does not end like a sentence and more follows."""
    first, _, rest = text.strip().partition("\n")
    first = first.strip().lstrip("#").strip()
    return first if rest and 0 < len(first) <= MAX_TITLE and first[-1] not in '.!?:;,”"' else None
