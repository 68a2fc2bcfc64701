"""An article that a visitor opens: from what the script tells of it to a chat about it.

It tells of a text that was pasted, the bytes of a file, a web address, or an article of the
library by its digest. Never of a path: the files of this machine are not the visitor's. What it
tells is not trusted; whatever cannot be an article is refused in one sentence.
"""

import base64
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import Empty, Queue
from typing import Any

import gradio as gr

from index.addresses import is_address, refusal
from index.article import Article, make_article
from index.importing import article_at, import_article
from index.library import Library, Progress
from index.shelf import day
from page.render import article_payload
from qa import ArticleError, Chat, LibraryError

MAX_TEXT = 5_000_000  # characters of an article that a visitor opens
MAX_FILE = 10_000_000  # bytes of a file, as many as of a page from the web
MAX_NAME = 200  # characters of a file's name, which errors repeat
LISTED = 200  # articles of the library that the page offers
REPORT = 0.1  # seconds between looks at how far the indexing is

OpenArticle = Callable[[Article, Progress], Chat]
"""Makes a chat about an article, telling a callback the share done and what is being done."""


def open_in_steps(
    told: dict[str, Any], open_article: OpenArticle, library: Library | None = None
) -> Iterator[tuple[dict[str, Any], Any]]:
    """Messages while an article is read, each with the visitor's new chat once there is one."""
    head = {"id": told["id"]}
    updates: Queue[tuple[float, str]] = Queue()

    def work() -> tuple[dict[str, Any], Chat]:
        article = article_of(told, library, lambda *step: updates.put(step))
        chat = open_article(article, lambda *step: updates.put(step))
        return article_payload(chat.article), chat

    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(work)
        while not made.done():
            try:
                share, what = updates.get(timeout=REPORT)
            except Empty:
                continue
            yield head | {"share": share, "what": what}, gr.skip()
    try:
        payload, chat = made.result()
    except (ArticleError, LibraryError) as error:
        yield head | {"error": str(error)}, gr.skip()
    else:
        yield head | {"article": payload}, chat


def article_of(told: dict[str, Any], library: Library | None, progress: Progress) -> Article:
    """The article that the script tells of. Raises `ArticleError` and `LibraryError`."""
    title = " ".join(str(told.get("title") or "").split()) or None
    if "digest" in told:
        return _stored(str(told["digest"]), library)
    if "address" in told:
        article = _fetched(str(told["address"]).strip(), title, progress)
    elif "data" in told:
        progress(0.0, "Reading the file")
        name = str(told.get("name") or "The file")[:MAX_NAME]
        article = import_article(_bytes(str(told["data"]), name), name, title)
    else:
        article = _pasted(told, title)
    if len(article.text) > MAX_TEXT:
        raise _too_long(article.text)
    return article


def listed(told: dict[str, Any], library: Library | None) -> dict[str, Any]:
    """The message that lists the library, newest first."""
    try:
        entries = library.articles()[: -LISTED - 1 : -1] if library else []
    except LibraryError as error:
        return {"id": told["id"], "library": [], "error": str(error)}
    return {"id": told["id"], "library": [{"digest": e.digest, "title": e.title} for e in entries]}


def _stored(digest: str, library: Library | None) -> Article:
    article = library.get(digest) if library else None
    if article is None:
        raise ArticleError("This article is not in the library.")
    return article


def _fetched(address: str, title: str | None, progress: Progress) -> Article:
    if not is_address(address):  # or it would be read as a path
        raise refusal(address, "a web address begins with http:// or https://")
    progress(0.0, "Fetching the page")
    return article_at(address, title)


def _bytes(encoded: str, name: str) -> bytes:
    if len(encoded) > MAX_FILE * 4 // 3 + 4:  # before anything is decoded
        raise ArticleError(f"{name} is larger than {MAX_FILE // 1_000_000} MB.")
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError:
        raise ArticleError(f"{name} did not arrive whole.") from None


def _pasted(told: dict[str, Any], title: str | None) -> Article:
    """A text; with pages and a day where it was open before and the server has forgotten it."""
    text = str(told.get("text") or "")
    if len(text) > MAX_TEXT:
        raise _too_long(text)
    article = make_article(text, title, pages=_pages(told.get("pages") or (), len(text)))
    published = told.get("published")
    return replace(article, published=day(str(published))) if published else article


def _pages(told: Any, length: int) -> list[int]:
    told = told if isinstance(told, list | tuple) else [told]
    pages = [page for page in told if type(page) is int and 0 <= page <= length]
    if len(pages) != len(told) or pages != sorted(pages):
        raise ArticleError("The pages of the text are not in order.")
    return pages


def _too_long(text: str) -> ArticleError:
    return ArticleError(
        f"The text has {len(text):,} characters; at most {MAX_TEXT:,} can be opened here."
    )
