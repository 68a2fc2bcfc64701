"""Which words of the conversation a follow-up leaves out.

Each word of the turns before gets the probability that it belongs to the question (Voskarides et
al. 2020, "Query Resolution for Conversational Search with Limited Supervision"). The second model
of the reader tells, which learned this together with judging.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.reader import JudgingReader, Reader, packaged_reader
from qa.types import Turn
from qa.words import WORD

RECENT = 120  # words of what was said that are looked at, the last ones
BREAK = " | "  # between what was said, one after the other


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the conversation: its place in what was said, and whether the question means it."""

    start: int
    end: int
    chance: float


def so_far(turns: Sequence[Turn], topic: str = "") -> str:
    """What was said so far as one text; the topic goes last, so that it is never left out."""
    return BREAK.join([*(part for turn in turns for part in (turn.question, turn.answer)), topic])


def start_of_recent(text: str) -> int:
    """Where the last `RECENT` words of `text` begin."""
    return next((m.start() for m in list(WORD.finditer(text))[-RECENT:]), 0)


class FollowUps:
    """What the reader's second model says of the words of a conversation. A reader that a user
    brought has none; the packaged one then tells, and is loaded only when it is asked."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def words(self, text: str, message: str) -> list[Word]:
        """The last `RECENT` words of `text`, in order."""
        reader = self._reader if isinstance(self._reader, JudgingReader) else packaged_reader()
        begin = start_of_recent(text)
        tokens = [(begin + a, begin + b, p) for a, b, p in reader.meant(message, text[begin:])]
        words = []
        for match in WORD.finditer(text, begin):
            inside = [chance for a, b, chance in tokens if a < match.end() and b > match.start()]
            if inside:
                words.append(Word(match.start(), match.end(), max(inside)))
        return words
