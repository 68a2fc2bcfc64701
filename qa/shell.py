"""The shell: what is printed of answers and of articles that are added, listed and removed."""

import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from index.article import Article
from index.library import Library, Progress
from index.shelf import SHORT, ShelfError, find
from index.shelf import add as add_to_shelf
from qa.chat import Chat, QuestionError
from qa.pairs import fault, history, load_pairs
from qa.types import Answer, Turn

FAILED = 2  # exit status where something could not be done, though the rest was


def add(
    library: Library,
    sources: Sequence[str],
    read: Callable[[str], Article],
    published: str | None,
    progress: Progress,
) -> int:
    """Add what can be added, and say of each source what became of it."""
    failed = False
    for outcome in add_to_shelf(library, sources, read, published, progress):
        _clear()
        if outcome.article is None:
            failed = True
            print(outcome.fault, file=sys.stderr)
        else:
            what = "added" if outcome.new else "already there"
            _print_line(outcome.article.digest, f"{outcome.article.title}  ({what})")
    return FAILED if failed else 0


def list_articles(library: Library) -> None:
    for entry in library.articles():
        date = entry.published or "-"
        _print_line(entry.digest, f"{date:10}  {entry.words:7,} words  {entry.title}")


def remove(library: Library, names: Sequence[str]) -> int:
    """Remove what is named without doubt, and say of each name what became of it."""
    failed = False
    for name in names:
        try:
            entry = find(library, name)
        except ShelfError as error:
            failed = True
            print(error, file=sys.stderr)
        else:
            library.remove(entry.digest)
            _print_line(entry.digest, f"{entry.title}  (removed)")
    return FAILED if failed else 0


def converse(chat: Chat, as_json: bool) -> None:
    """Answer a line of standard input after the other, until an empty one or none is left."""
    several = len(chat.articles) > 1
    about = f"{len(chat.articles):,} articles" if several else f"“{printable(chat.article.title)}”"
    print(f"Ask about {about}. An empty line ends.", file=sys.stderr)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    turns: list[Turn] = []
    while message := _next_line():
        try:
            answer = chat.ask(message, turns)
        except QuestionError as error:
            print(error, file=sys.stderr)
            continue
        show(answer, as_json, several)
        turns.append(Turn(message, answer.text))


def _next_line() -> str:
    try:
        return input("? ").strip()
    except EOFError:
        print(file=sys.stderr)
        return ""


def show(answer: Answer, as_json: bool, several: bool = False) -> None:
    """Print an answer; with `several` articles, each mark with the title of its own."""
    if as_json:
        print(_escaped(json.dumps(answer.as_dict(), ensure_ascii=False, indent=2)))
        return
    if answer.question.changed:
        print(f"Understood as: {printable(answer.question.text)}\n")
    print(printable(answer.text))
    places = [
        ", ".join([f"“{c.title}”"] * several + [f"page {c.sentence.page}"] * bool(c.sentence.page))
        for c in answer.citations
    ]
    if any(places):
        marked = zip(answer.citations, places, strict=True)
        print("\n" + "\n".join(f"[{c.marker}] {printable(place)}" for c, place in marked))
    if answer.nearest:
        print("\nThe closest sentences:")
        for sentence in answer.nearest:
            print(f"- {printable(sentence.text)}")


def evaluate(path: Path, opened: Callable[[], Chat]) -> int:
    """Print each pair's outcome; the exit status is 1 if one differs from what its file says."""
    pairs = load_pairs(path)
    chat = opened()
    surprises = right = 0
    for pair in pairs:
        wrong = fault(pair, chat.ask(pair.question, history(chat, pairs, pair)))
        right += not wrong
        surprises += bool(wrong) != bool(pair.fails)
        verdict = "right" if not wrong else "known" if pair.fails else "WRONG"
        print(f"{verdict:6}{pair.tag:14}{pair.id:28}{printable(wrong)}")
    print(f"{right} of {len(pairs)} right, {surprises} not as expected")
    return int(surprises > 0)


def printable(text: str) -> str:
    """With a blank for each control character, which would steer the terminal; lines stay lines."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def _escaped(text: str) -> str:
    """JSON with what `printable` leaves out written as escapes, so that it reads back unchanged."""
    shown = zip(text, printable(text), strict=True)
    return "".join(c if c == seen else json.dumps(c)[1:-1] for c, seen in shown)


def _print_line(digest: str, text: str) -> None:
    """One line, whatever a title holds."""
    print(f"{digest[:SHORT]}  {printable(text).replace(chr(10), ' ')}", flush=True)


def _clear() -> None:
    """Wipe the line of progress, for a line that stays."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
