"""Footnote from the shell: the web chat, a question, a conversation, the library of articles.

python app.py [--host HOST] [--port PORT] [--mcp]           the web chat
python app.py ask ["QUESTION"] [--article PATH|URL|-|DIGEST|TITLE]... [--all] [--json]
                                                            an answer, or a conversation
python app.py add PATH|URL... [--published YYYY-MM-DD]      articles into the library
python app.py list                                          what is in it
python app.py remove DIGEST|TITLE...                        out of it again
python app.py eval [PAIRS]                                  the regression pairs as a table
python app.py password USER                                 a line for --auth-file
"""

import argparse
import errno
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from arguments import parsed

if TYPE_CHECKING:  # what takes long to load is loaded by what needs it
    from index.article import Article
    from index.library import Library
    from qa.chat import Chat
    from qa.types import Answer

# No library may call out: neither for telemetry nor for a newer model. Only this program says
# so; importing `qa` leaves a host application's settings alone.
os.environ.update(
    ANONYMIZED_TELEMETRY="False",
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_DISABLE_PROGRESS_BARS="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_OFFLINE="1",
)

ROOT = Path(__file__).parent
SEED = ROOT / "seeds" / "biden-atacms" / "article.txt"
PAIRS = SEED.with_name("pairs.toml")
SEED_TITLE = "Biden lets Ukraine use long-range American weapons inside Russia"


BROKEN_PIPE = 128 + 13  # exit status of a program that the signal for it ends


def main(arguments: list[str] | None = None) -> int:
    args = parsed(arguments, __doc__ or "")
    if "data_dir" in args:
        os.environ["FOOTNOTE_DATA"] = str(args.data_dir)
    try:
        status = run(args)
        sys.stdout.flush()
        return status
    except (ValueError, OSError, RuntimeError) as error:
        # Bad input, a data directory or port that cannot be used, weights that are not right.
        if _is_ours(error):
            print(error, file=sys.stderr)
            return 2
        if isinstance(error, OSError) and error.errno in (errno.EPIPE, errno.ENOSPC):
            return _unheard(error)
        raise
    except (KeyboardInterrupt, EOFError):
        print(file=sys.stderr)
    return 0


def run(args: argparse.Namespace) -> int:
    """Do what was asked for; the exit status."""
    if args.command == "ask":
        ask(args)
    elif args.command == "add":
        return add(args)
    elif args.command == "list":
        from qa.shell import list_articles

        list_articles(open_library())
    elif args.command == "remove":
        from qa.shell import remove

        return remove(open_library(), args.names)
    elif args.command == "eval":
        return evaluate(args.pairs or PAIRS)
    elif args.command == "password":
        password(args.user)
    else:
        serve(args.host, args.port, args.mcp, args.auth_file, args.public)
    return 0


def _unheard(error: OSError) -> int:
    """The exit status where nobody reads on, or the disk behind the output is full."""
    # What is left to be written would fail again at the very end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno == errno.EPIPE:
        return BROKEN_PIPE
    print(f"The output cannot be written: {error.strerror}.", file=sys.stderr)
    return 2


def _is_ours(error: Exception) -> bool:
    return type(error).__module__.split(".")[0] in ("index", "qa", "page")


def serve(host: str, port: int, mcp: bool, auth_file: Path | None, public: bool) -> None:
    from page.login import check_open, read_accounts
    from page.server import listen, serve

    accounts = read_accounts(auth_file) if auth_file else None
    with listen(host, port) as listening:  # what is wrong with it is said before anything is
        check_open(listening, accounts, public)  # loaded or written
    chat = open_articles([str(SEED)])
    # Strangers may bring articles, but not read the owner's.
    library = None if public and accounts is None else open_library()
    serve(chat, host, port, mcp=mcp, accounts=accounts, public=public, library=library)


def password(user: str) -> None:
    """Print a line for `--auth-file`; the password comes from the terminal, or a line of input."""
    from getpass import getpass

    from page.login import account_line

    typed = getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    print(account_line(user, typed))


def open_articles(
    places: Sequence[str], published: str | None = None, any_port: bool = False
) -> "Chat":
    """The chat about articles, each at one of the places that `read` knows."""
    from dataclasses import replace

    from index.importing import language_notice
    from index.shelf import day
    from qa import Chat

    date = day(published)
    articles = [read(place, any_port) for place in places]
    for article in articles:
        if notice := language_notice(article.text):
            print(notice, file=sys.stderr)
    chat = Chat.about(*articles, progress=report)
    if date:  # here only: what the library has is for `add` to change
        chat.articles = {d: replace(a, published=date) for d, a in chat.articles.items()}
    return chat


def read(place: str, any_port: bool = False) -> "Article":
    """The article in a file, at a web address, on standard input ("-"), or of that digest or
    title."""
    from index.addresses import is_address
    from index.importing import article_at, import_article

    if place == "-":
        return import_article(sys.stdin.buffer.read(), "Standard input")
    if place.strip() and os.sep not in place and not (is_address(place) or os.path.exists(place)):
        return _of_library(place)
    title = SEED_TITLE if os.path.abspath(place) == str(SEED) else None
    return article_at(place, title, any_port=any_port)


def _of_library(name: str) -> "Article":
    from index.article import ArticleError
    from index.shelf import ShelfError, find

    library = open_library()
    try:
        article = library.get(find(library, name).digest)
    except ShelfError as error:  # so that the sources named after it are read all the same
        raise ArticleError(f"There is no file {name}. {error}") from error
    if article is None:  # removed in this moment
        raise ArticleError(f"The article “{name}” was just removed.")
    return article


def open_library() -> "Library":
    from index.library import Library
    from qa.chat import embedding

    return Library(embedding=embedding(), progress=report)


def add(args: argparse.Namespace) -> int:
    from functools import partial

    from index.shelf import day
    from qa.shell import add

    date = day(args.published)
    reading = partial(read, any_port=args.any_port)
    return add(open_library(), args.sources, reading, date, report)


def report(share: float, what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{what} … {share:4.0%}", end="\n" if share == 1 else "", file=sys.stderr)


def ask(args: argparse.Namespace) -> None:
    from qa.chat import Chat, QuestionError, askable
    from qa.shell import printable
    from qa.types import Turn

    if args.question is not None:
        askable(args.question)
    elif "-" in (args.article or ()):
        raise QuestionError("--article - needs a question: a conversation reads standard input.")
    if args.all and args.published:
        raise QuestionError("--published dates the articles named by --article, not --all of them.")
    if args.all:
        chat = Chat.of_library(open_library())
    else:
        chat = open_articles(args.article or [str(SEED)], args.published, args.any_port)
    several = len(chat.articles) > 1
    if args.question is not None:
        show(chat.ask(args.question), args.json, several)
        return
    about = f"{len(chat.articles):,} articles" if several else f"“{printable(chat.article.title)}”"
    print(f"Ask about {about}. An empty line ends.", file=sys.stderr)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    turns: list[Turn] = []
    while message := input("? ").strip():
        try:
            answer = chat.ask(message, turns)
        except QuestionError as error:
            print(error, file=sys.stderr)
            continue
        show(answer, args.json, several)
        turns.append(Turn(message, answer.text))


def show(answer: "Answer", as_json: bool, several: bool = False) -> None:
    """Print an answer; with `several` articles, each mark with the title of its own."""
    from qa.shell import printable

    if as_json:
        print(json.dumps(answer.as_dict(), ensure_ascii=False, indent=2))
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


def evaluate(path: Path) -> int:
    """Print each pair's outcome; the exit status is 1 if one differs from what its file says."""
    from qa.pairs import fault, history, load_pairs

    pairs = load_pairs(path)
    chat = open_articles([str(path.with_name("article.txt"))])
    surprises = right = 0
    for pair in pairs:
        wrong = fault(pair, chat.ask(pair.question, history(chat, pairs, pair)))
        right += not wrong
        surprises += bool(wrong) != bool(pair.fails)
        verdict = "right" if not wrong else "known" if pair.fails else "WRONG"
        print(f"{verdict:6}{pair.tag:14}{pair.id:28}{wrong}")
    print(f"{right} of {len(pairs)} right, {surprises} not as expected")
    return int(surprises > 0)


if __name__ == "__main__":
    sys.exit(main())
