"""The page as Gradio blocks: one component, drawn by `script.js`, and the handlers behind it.

The component's value is a message to the script, never markup. It tells of the first article,
of an answer, of questions worth asking, of progress while an article is read, of an article
that was opened, or of those in the library. Earlier turns come with each question; the server keeps
nothing of a visitor but the article that they opened, in the library and their own `gr.State`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from index.article import Article
from index.database import LibraryError
from index.library import Library, Progress
from page.opening import MAX_FILE, OpenArticle, listed, open_in_steps
from page.render import answer_payload, article_payload
from page.suggesting import Suggester, suggested
from qa import Answer, Chat, QuestionError, ReaderError, Turn

FOLDER = Path(__file__).parent
ASK_AT_ONCE = 2  # questions read at the same time; more would only slow each other down
WAITING = 64  # requests in the queue; the next visitor is told that the page is busy
REFUSED = (QuestionError, LibraryError)  # what a visitor is told the message of
KEPT = 6 * 3600.0  # seconds that the server remembers what a visitor opened; then it is reopened


def build(
    chat: Chat,
    *,
    suggestions: Sequence[str] | None = None,
    open_article: OpenArticle | None = None,
    suggester: Suggester | None = None,
    library: Library | None = None,
) -> gr.Blocks:
    """The page about `chat`, on which visitors can open articles of their own by `open_article`.

    With a `library`, whoever gets here can read all its articles: not for a page for strangers.
    Questions worth asking are worked out of each article by `suggester`; `suggestions` are taken
    instead for the first.
    """
    suggester = suggester or Suggester()
    if suggestions is not None:
        suggester.give(chat.article.digest, suggestions)
    behind = Handlers(chat, suggester, open_article or _opener(chat, library), library)
    blocks = gr.Blocks(title=f"{chat.article.title} · Footnote", analytics_enabled=False)
    with blocks:
        own = gr.State(time_to_live=KEPT)
        _listen(_component(chat.article, library is not None), own, behind)
        for tool in (behind.ask, behind.check):
            gr.events.api(
                tool,
                api_name=tool.__name__,
                concurrency_limit=ASK_AT_ONCE,
                concurrency_id="ask",
            )
    blocks.queue(max_size=WAITING)
    return blocks


@dataclass(frozen=True)
class Handlers:
    """What the page and the API call: `own` is the chat about an article that the visitor opened,
    `event` brings what the script sent."""

    chat: Chat
    suggester: Suggester
    open_article: OpenArticle
    library: Library | None

    def answer(self, event: gr.EventData, own: Chat | None) -> dict[str, Any]:
        with self.suggester.question():
            return reply(event._data, self._chats(own))

    def suggest(self, event: gr.EventData, own: Chat | None) -> dict[str, Any]:
        return suggested(event._data, self._chats(own), self.suggester)

    def open(self, event: gr.EventData) -> Iterator[tuple[dict[str, Any], Any]]:
        yield from open_in_steps(event._data, self.open_article, self.library)

    def browse(self, event: gr.EventData) -> dict[str, Any]:
        return listed(event._data, self.library)

    def ask(self, question: str, turns: list[list[str]] | None = None) -> dict[str, Any]:
        """The article's answer to a question, with the sentences that prove it.

        `turns` are the earlier exchanges of the conversation, each a question and its answer.
        """
        return self._told(lambda: self.chat.ask(question, turns_of(turns or [])))

    def check(self, statement: str) -> dict[str, Any]:
        """Whether the article says that a statement is so, with the sentences that settle it.

        The `kind` of the answer is "yes", "no", "absent" where the article leaves it open, or
        "span" where it only reports what somebody says of it.
        """
        return self._told(lambda: self.chat.check(statement), (*REFUSED, ReaderError))

    def _chats(self, own: Chat | None) -> list[Chat]:
        return [self.chat] if own is None else [self.chat, own]

    def _told(
        self, answer: Callable[[], Answer], refused: tuple[type[Exception], ...] = REFUSED
    ) -> dict[str, Any]:
        """An answer for the API. Raises `gr.Error` with the message of what is refused."""
        try:
            with self.suggester.question():
                return answer().as_dict()
        except refused as error:
            raise gr.Error(str(error), print_exception=False) from error


def _opener(chat: Chat, library: Library | None) -> OpenArticle:
    folder = library.folder if library else None

    def opened(article: Article, progress: Progress) -> Chat:
        return Chat.about(article, data_dir=folder, reader=chat.reader, progress=progress)

    return opened


def _component(article: Article, has_library: bool) -> gr.HTML:
    return gr.HTML(
        {"article": article_payload(article), "library": has_library, "most": MAX_FILE},
        html_template=(FOLDER / "page.html").read_text(encoding="utf-8"),
        js_on_load=(FOLDER / "script.js").read_text(encoding="utf-8"),
        apply_default_css=False,
        elem_id="footnote",
    )


def _listen(page: Any, own: gr.State, behind: Handlers) -> None:
    """Have each event of the script handled."""
    quiet = {
        "show_progress": "hidden", "api_visibility": "private", "trigger_mode": "multiple",
    }  # fmt: skip
    failed = "() => document.dispatchEvent(new Event('footnote-{}-failed'))"
    page.ask(
        behind.answer, own, page, concurrency_limit=ASK_AT_ONCE, concurrency_id="ask", **quiet
    ).failure(None, js=failed.format("ask"))
    # One at a time, and only between questions: nobody waits for a suggestion.
    page.suggest(behind.suggest, own, page, concurrency_limit=1, **quiet)
    page.open(behind.open, None, [page, own], concurrency_limit=1, **quiet).failure(
        None, js=failed.format("open")
    )
    if behind.library is not None:  # or the handler is not there at all
        page.browse(behind.browse, None, page, **quiet)


def reply(told: dict[str, Any], chats: Sequence[Chat]) -> dict[str, Any]:
    """The message that answers a question; `told` is what the script sent."""
    head = {"id": told["id"], "digest": told["digest"]}
    chat = next((c for c in chats if c.article.digest == told["digest"]), None)
    if chat is None:  # the server has started anew or forgotten; the script opens the text again
        return head | {"lost": True}
    try:
        return head | answer_payload(chat.ask(told["question"], turns_of(told["turns"])))
    except REFUSED as error:
        return head | {"error": str(error)}


def turns_of(sent: object) -> list[Turn]:
    """The exchanges that the script or a caller of the API sent. Raises `QuestionError`."""
    turns = []
    for turn in sent if isinstance(sent, list) else [sent]:
        match turn:
            case [str(question), str(answer)]:
                turns.append(Turn(question, answer))
            case _:
                raise QuestionError("A turn is a question and its answer, both strings.")
    return turns
