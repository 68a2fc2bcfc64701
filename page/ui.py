"""The page as Gradio blocks: one component, drawn by `script.js`, and the handlers behind it.

The component's value is a message to the script, never markup. It tells of the first article,
of an answer, of questions worth asking, of progress while a text is indexed, or of an article that
was opened. Earlier turns come with each question; the server keeps nothing of a visitor but the
article that they opened, in their own `gr.State`.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import gradio as gr

from index.article import headline
from index.library import Progress
from page.render import answer_payload, article_payload
from page.suggesting import Suggester, suggested
from qa import ArticleError, Chat, LibraryError, QuestionError, Turn

FOLDER = Path(__file__).parent
ASK_AT_ONCE = 2  # questions read at the same time; more would only slow each other down
WAITING = 64  # requests in the queue; the next visitor is told that the page is busy
MAX_TEXT = 5_000_000  # characters of a text that a visitor opens
KEPT = 6 * 3600.0  # seconds that the server remembers a visitor's article after its last use
REPORT = 0.1  # seconds between looks at how far the indexing is

OpenText = Callable[[str, str | None, Progress], Chat]
"""Makes a chat about (text, title), telling a callback the share done and what is being done."""


def build(
    chat: Chat,
    *,
    suggestions: Sequence[str] | None = None,
    open_text: OpenText | None = None,
    suggester: Suggester | None = None,
) -> gr.Blocks:
    """The page about `chat`, on which visitors can open texts of their own by `open_text`.

    Questions worth asking are worked out of each article by `suggester`; `suggestions` are taken
    instead for the first.
    """
    suggester = suggester or Suggester()
    if suggestions is not None:
        suggester.give(chat.article.digest, suggestions)

    def default_open(text: str, title: str | None, progress: Progress) -> Chat:
        return Chat.from_text(text, title, reader=chat.reader, progress=progress)

    opened = open_text or default_open

    def answer(event: gr.EventData, own: Chat | None) -> dict[str, Any]:
        with suggester.question():
            return reply(event._data, [chat] if own is None else [chat, own])

    def suggest(event: gr.EventData, own: Chat | None) -> dict[str, Any]:
        return suggested(event._data, [chat] if own is None else [chat, own], suggester)

    def open_article(event: gr.EventData) -> Iterator[tuple[dict[str, Any], Any]]:
        yield from opening(event._data, opened)

    def ask(question: str, turns: list[list[str]] | None = None) -> dict[str, Any]:
        """The article's answer to a question, with the sentences that prove it.

        `turns` are the earlier exchanges of the conversation, each a question and its answer.
        """
        try:
            with suggester.question():
                return chat.ask(question, [Turn(*turn) for turn in turns or ()]).as_dict()
        except (QuestionError, TypeError) as error:
            raise gr.Error(str(error), print_exception=False) from error

    blocks = gr.Blocks(title=f"{chat.article.title} · Footnote", analytics_enabled=False)
    with blocks:
        own = gr.State(time_to_live=KEPT)
        page = gr.HTML(
            {"article": article_payload(chat.article)},
            html_template=(FOLDER / "page.html").read_text(encoding="utf-8"),
            js_on_load=(FOLDER / "script.js").read_text(encoding="utf-8"),
            apply_default_css=False,
            elem_id="footnote",
        )
        quiet = {
            "show_progress": "hidden", "api_visibility": "private", "trigger_mode": "multiple",
        }  # fmt: skip
        failed = "() => document.dispatchEvent(new Event('footnote-{}-failed'))"
        page.ask(
            answer, own, page, concurrency_limit=ASK_AT_ONCE, concurrency_id="ask", **quiet
        ).failure(None, js=failed.format("ask"))
        # One at a time, and only between questions: nobody waits for a suggestion.
        page.suggest(suggest, own, page, concurrency_limit=1, **quiet)
        page.open(open_article, None, [page, own], concurrency_limit=1, **quiet).failure(
            None, js=failed.format("open")
        )
        gr.events.api(ask, api_name="ask", concurrency_limit=ASK_AT_ONCE, concurrency_id="ask")
    blocks.queue(max_size=WAITING)
    return blocks


def reply(told: dict[str, Any], chats: Sequence[Chat]) -> dict[str, Any]:
    """The message that answers a question; `told` is what the script sent."""
    head = {"id": told["id"], "digest": told["digest"]}
    chat = next((c for c in chats if c.article.digest == told["digest"]), None)
    if chat is None:  # the server has started anew or forgotten; the script opens the text again
        return head | {"lost": True}
    try:
        return head | answer_payload(chat.ask(told["question"], [Turn(*t) for t in told["turns"]]))
    except QuestionError as error:
        return head | {"error": str(error)}


def opening(told: dict[str, Any], open_text: OpenText) -> Iterator[tuple[dict[str, Any], Any]]:
    """Messages while a text is indexed, each with the visitor's new chat once there is one."""
    head = {"id": told["id"]}
    updates: Queue[tuple[float, str]] = Queue()
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(
            _open, told["text"], title_of(told), open_text, lambda *step: updates.put(step)
        )
        while not made.done():
            try:
                share, what = updates.get(timeout=REPORT)
            except Empty:
                continue
            yield head | {"share": share, "what": what}, gr.skip()
    try:
        chat = made.result()
    except (ArticleError, LibraryError) as error:
        yield head | {"error": str(error)}, gr.skip()
    else:
        yield head | {"article": article_payload(chat.article)}, chat


def title_of(told: dict[str, Any]) -> str | None:
    """As the visitor typed it; else a file without a headline is called by its name."""
    return told.get("title") or (None if headline(told["text"]) else told.get("name"))


def _open(text: str, title: str | None, open_text: OpenText, progress: Progress) -> Chat:
    if len(text) > MAX_TEXT:
        raise ArticleError(
            f"The text has {len(text):,} characters; at most {MAX_TEXT:,} can be opened here."
        )
    return open_text(text, title, progress)
