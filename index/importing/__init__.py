"""Any document as an article: bytes and a name in, an `Article` or one clear sentence out.

Everything but plain text is parsed in a child process (`sandbox.py`). Plain text
is taken as it is, to the letter.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath

from index.addresses import IP, is_address, is_public
from index.article import Article, ArticleError, decode, headline, make_article, read_article
from index.fetch import fetch
from index.importing.imported import Imported, format_of, other_kind
from index.importing.language import language_notice
from index.importing.sandbox import Sandbox

__all__ = ["Imported", "Sandbox", "article_at", "import_article", "language_notice"]

MAX_TITLE = 300  # characters; a page may state any title it likes


def import_article(
    data: bytes,
    name: str,
    title: str | None = None,
    *,
    media_type: str = "",
    sandbox: Sandbox | None = None,
) -> Article:
    """The article in `data`; `name`, a path or an address, becomes its source.

    `title` is used before any that the document states. A document gets a child process of its
    own unless a `sandbox` is lent. Raises `ArticleError`.
    """
    kind = format_of(data, name, media_type)
    if kind == "text" and (other := other_kind(data)):
        raise ArticleError(f"{name} is {other}.")
    if kind == "text":
        return _titled(Imported(decode(data, name)), name, title)
    if kind == "markdown":
        decode(data, name)  # or the byte that is no UTF-8 would not be named
    try:
        if sandbox:
            found = sandbox.read(kind, data)
        else:
            with Sandbox() as own:
                found = own.read(kind, data)
    except ArticleError as error:
        raise ArticleError(f"{name} cannot be read: {error}.") from None
    return _titled(found, name, title)


def article_at(
    place: str,
    title: str | None = None,
    *,
    any_port: bool = False,
    allowed: Callable[[IP], bool] = is_public,
) -> Article:
    """The article at a path or a web address. Raises `ArticleError`.

    `any_port`: not only 80 and 443. `allowed` is there for tests with a server of their own.
    """
    if not place.strip():
        raise ArticleError("The name of the article is empty.")
    if not is_address(place):
        return read_article(Path(place), title)
    page = fetch(place, any_port=any_port, allowed=allowed)
    return import_article(page.data, page.address, title, media_type=page.media_type)


def _titled(found: Imported, name: str, title: str | None) -> Article:
    stated = " ".join((found.title or "").split())[:MAX_TITLE]
    try:
        article = make_article(
            found.text, title or stated or None, name, found.published, found.pages
        )
    except ArticleError as error:
        raise ArticleError(f"{name}: {error}") from None
    named = title or stated or headline(article.text)
    return article if named else replace(article, title=PurePath(name).stem or name)
