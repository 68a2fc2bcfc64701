"""Each article's suggested questions, worked out once, while no visitor's question is waiting."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Condition
from typing import Any

from qa import Chat
from qa.suggestions.proposals import Proposal
from qa.suggestions.suggest import follow_ups, suggestions

WORKED_OUT = 8  # an article: those to begin with, and some to go on with
TO_BEGIN = 5  # suggestions on the page before the first question
KEPT = 500  # articles whose suggestions are remembered
PATIENCE = 20.0  # seconds; where visitors never stop asking, suggestions come all the same


class Suggester:
    """What is worth asking, by the digest of an article; the only state is what it worked out."""

    def __init__(self) -> None:
        self._known: dict[str, Sequence[Proposal]] = {}
        self._asking = 0
        self._ended = False
        self._changed = Condition()

    def give(self, digest: str, questions: Sequence[str]) -> None:
        """Suggest these and no others about an article."""
        self._known[digest] = [Proposal(q, "given", frozenset()) for q in questions]

    def of(self, digest: str, chat: Chat | None) -> Sequence[Proposal]:
        """An article's suggestions; none where they are unknown and there is no chat to ask."""
        if digest not in self._known and chat is not None:
            while len(self._known) >= KEPT:
                del self._known[next(iter(self._known))]
            self._known[digest] = suggestions(chat, WORKED_OUT, self._go_on)
        return self._known.get(digest, ())

    @contextmanager
    def question(self) -> Iterator[None]:
        """While a visitor's question is read, no suggestion is tried."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def end(self) -> None:
        """Try no more suggestions: the server ends, and would wait for them."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _count(self, change: int) -> None:
        with self._changed:
            self._asking += change
            self._changed.notify_all()

    def _go_on(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._ended or not self._asking, PATIENCE)
            return not self._ended


def suggested(told: dict[str, Any], chats: Sequence[Chat], suggester: Suggester) -> dict[str, Any]:
    """The message that names questions; `told` is what the script sent, `cited` in it the numbers
    of the sentences that the newest answer points to, `asked` the questions so far."""
    chat = next((c for c in chats if c.article.digest == told["digest"]), None)
    found = suggester.of(told["digest"], chat)
    if told["asked"]:
        questions = follow_ups(found, told["cited"], told["asked"])
    else:
        questions = [p.question for p in found[:TO_BEGIN]]
    return {"id": told["id"], "suggestions": questions}
