"""Regression pairs: questions with the answers and the quotes that are expected of them.

The file is TOML, one `[[pair]]` a question; `seeds/biden-atacms/pairs.toml` describes its keys.
"""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from qa.chat import Chat
from qa.types import Answer, Kind, Turn

SLACK = 8  # words that `short` may have beyond an acceptable answer


class Pair(BaseModel):
    """A question and what a right answer to it looks like."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: Kind
    tag: str
    question: str
    answers: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    after: str | None = None
    note: str = ""
    fails: str = ""  # why it does not pass yet; it must then fail


class PairsError(ValueError):
    """The file of pairs cannot be used; the error says why, in one sentence."""


def load_pairs(path: Path) -> list[Pair]:
    """Raises `PairsError` naming what is wrong, the pair if it is one."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["pair"]
    except KeyError:
        raise PairsError(f"The pairs in {path} cannot be read: it has no [[pair]].") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise PairsError(f"The pairs in {path} cannot be read: {why}.") from error
    pairs: list[Pair] = []
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
        try:
            pairs.append(Pair.model_validate(row))
        except ValidationError as error:
            raise PairsError(f"{path}: pair {number}: {error.errors()[0]['msg']}") from None
    ids = [p.id for p in pairs]
    for n, pair in enumerate(pairs):
        if pair.id in ids[:n]:
            raise PairsError(f"{path}: two pairs have the id {pair.id}.")
        if pair.after and pair.after not in ids[:n]:
            raise PairsError(f"{path}: {pair.id} comes after {pair.after}, which is not before it.")
    return pairs


def history(chat: Chat, pairs: Sequence[Pair], pair: Pair) -> list[Turn]:
    """The turns before a pair, with the answers that the chat itself gives."""
    by_id = {p.id: p for p in pairs}
    if pair.after is None:
        return []
    earlier = by_id[pair.after]
    turns = history(chat, pairs, earlier)
    return [*turns, Turn(earlier.question, chat.ask(earlier.question, turns).text)]


def fault(pair: Pair, answer: Answer) -> str:
    """What is wrong with an answer, in a few words; empty where it is right."""
    if answer.kind != pair.kind:
        return f"{answer.kind} instead of {pair.kind}: {answer.short or answer.text}"
    if pair.answers and not any(_says(answer.short, wanted) for wanted in pair.answers):
        return f"says {answer.short!r}"
    cited = [_fold(c.sentence.text) for c in answer.citations]
    for quote in pair.quotes:
        if not any(_fold(quote) in text for text in cited):
            return f"does not cite “{quote}”"
    return ""


def _says(short: str, wanted: str) -> bool:
    said, words = _words(short), _words(wanted)
    runs = (said[i : i + len(words)] for i in range(len(said) - len(words) + 1))
    return len(said) <= len(words) + SLACK and words in runs


def _words(text: str) -> list[str]:
    words = re.findall(r"[\w$%]+(?:['.,]\w+)*", _fold(text))
    return [w for w in words if w not in ("a", "an", "the")]


def _fold(text: str) -> str:
    for curly, straight in ("‘'", "’'", '“"', '”"'):
        text = text.replace(curly, straight)
    return " ".join(text.casefold().split())
