"""Footnote from the shell: the web chat, a question, a conversation, the library of articles.

python app.py [--host HOST] [--port PORT] [--mcp]           the web chat
python app.py ask ["QUESTION"] [--article PATH|URL|-|DIGEST]... [--all] [--json]
                                                            an answer, or a conversation
python app.py add PATH|URL... [--published YYYY-MM-DD]      articles into the library
python app.py list                                          what is in it
python app.py remove DIGEST|TITLE...                        out of it again
python app.py eval [PAIRS]                                  the regression pairs as a table
python app.py password USER                                 a line for --auth-file
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

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


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=7860)
    parser.add_argument(
        "--mcp", action="store_true", help="also serve `ask` and `check` as MCP tools"
    )
    parser.add_argument("--auth-file", type=Path, help="who may ask: see the command password")
    parser.add_argument("--public", action="store_true", help="let anybody ask who gets here")
    commands = parser.add_subparsers(dest="command")
    ask = commands.add_parser("ask", help="answer a question, or hold a conversation without one")
    ask.add_argument("question", nargs="?")
    which = ask.add_mutually_exclusive_group()
    which.add_argument(
        "--article",
        action="append",
        help="a file, a web address, - for standard input, or the digest of an article in the "
        "library; may be given more than once",
    )
    which.add_argument("--all", action="store_true", help="ask all articles of the library")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    add = commands.add_parser("add", help="add articles to the library")
    add.add_argument("sources", nargs="+", metavar="PATH|URL")
    for command in (ask, add):
        command.add_argument("--published", help="the article's date, YYYY-MM-DD")
        command.add_argument(
            "--any-port", action="store_true", help="fetch from other ports than 80 and 443"
        )
    commands.add_parser("list", help="print the digest, title, date and words of each article")
    remove = commands.add_parser("remove", help="remove articles from the library")
    remove.add_argument("names", nargs="+", metavar="DIGEST|TITLE")
    password = commands.add_parser("password", help="print a line for --auth-file")
    password.add_argument("user")
    evaluate = commands.add_parser("eval", help="run regression pairs and print a table")
    evaluate.add_argument("pairs", nargs="?", type=Path, default=PAIRS)
    return parser


def main(arguments: list[str] | None = None) -> int:
    args = parser().parse_args(arguments)
    try:
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
            return evaluate(args.pairs)
        elif args.command == "password":
            password(args.user)
        else:
            serve(args.host, args.port, args.mcp, args.auth_file, args.public)
    except (ValueError, OSError, RuntimeError) as error:
        # Bad input, a data directory or port that cannot be used, weights that are not right.
        if not _is_ours(error):
            raise
        print(error, file=sys.stderr)
        return 2
    except (KeyboardInterrupt, EOFError):
        print(file=sys.stderr)
    return 0


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


def open_articles(places: Sequence[str], published: str | None = None, any_port: bool = False):  # type: ignore[no-untyped-def]
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
    dated = [replace(article, published=date or article.published) for article in articles]
    return Chat.about(*dated, progress=report)


def read(place: str, any_port: bool = False):  # type: ignore[no-untyped-def]
    """The article in a file, at a web address, on standard input ("-"), or of that digest."""
    from index.importing import article_at, import_article

    if place == "-":
        return import_article(sys.stdin.buffer.read(), "Standard input")
    if re.fullmatch(r"[0-9a-f]{4,64}", place) and not Path(place).exists():
        from index.article import ArticleError
        from index.shelf import ShelfError, find

        library = open_library()
        try:
            return library.get(find(library, place).digest)
        except ShelfError as error:  # so that the sources named after it are read all the same
            raise ArticleError(str(error)) from error
    title = SEED_TITLE if Path(place) == SEED else None
    return article_at(place, title, any_port=any_port)


def open_library():  # type: ignore[no-untyped-def]
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
    turns: list[Turn] = []
    while message := input("? ").strip():
        try:
            answer = chat.ask(message, turns)
        except QuestionError as error:
            print(error, file=sys.stderr)
            continue
        show(answer, args.json, several)
        turns.append(Turn(message, answer.text))


def show(answer, as_json: bool, several: bool = False) -> None:  # type: ignore[no-untyped-def]
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
