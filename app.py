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
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.memory import keep_memory

if TYPE_CHECKING:  # what takes long to load is loaded by what needs it
    from index.article import Article
    from index.library import Library
    from qa.chat import Chat

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
SERVER = ("host", "port", "mcp", "auth_file", "public")  # options that a command has no use for
# Exit statuses of a program that a signal ends.
INTERRUPTED = 128 + 2
BROKEN_PIPE = 128 + 13


def parser() -> argparse.ArgumentParser:
    kept = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    kept.add_argument(
        "--data-dir",
        type=Path,
        metavar="FOLDER",
        help="where the library lies; by default the user's data directory",
    )
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[kept],
    )
    _serving(parser)
    commands = parser.add_subparsers(dest="command", title="commands", metavar="COMMAND")

    def command(name: str, what: str, more: str = "") -> argparse.ArgumentParser:
        told = f"{what[0].upper()}{what[1:]}. {more}"
        return commands.add_parser(name, help=what, description=told, parents=[kept])

    _asking(
        command(
            "ask",
            "answer a question, or hold a conversation without one",
            "Without --article it is about the article that ships with Footnote. What is asked "
            "about is added to the library.",
        )
    )
    add = command("add", "add articles to the library")
    add.add_argument("sources", nargs="+", metavar="PATH|URL", help="a file or a web address")
    _reading(add, "kept with it")
    command("list", "print the digest, title, date and words of each article")
    remove = command("remove", "remove articles from the library")
    remove.add_argument(
        "names", nargs="+", metavar="DIGEST|TITLE", help="the first four digits are enough"
    )
    password = command("password", "print a line for --auth-file")
    password.add_argument("user", metavar="USER", help="the name to log in with")
    evaluate = command("eval", "run regression pairs and print a table")
    evaluate.add_argument(
        "pairs", nargs="?", type=Path, metavar="PAIRS",
        help="a TOML file beside its article.txt; by default the seed article's",
    )  # fmt: skip
    return parser


def _serving(parser: argparse.ArgumentParser) -> None:
    """The options of the web chat."""
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (%(default)s)")
    parser.add_argument("--port", type=int, default=7860, help="0 takes any free (%(default)s)")
    parser.add_argument(
        "--mcp", action="store_true", help="also serve `ask` and `check` as MCP tools"
    )
    parser.add_argument("--auth-file", type=Path, help="who may ask: see the command password")
    parser.add_argument("--public", action="store_true", help="let anybody ask who gets here")


def _asking(ask: argparse.ArgumentParser) -> None:
    ask.add_argument("question", nargs="?", metavar="QUESTION", help="what to ask, in English")
    which = ask.add_mutually_exclusive_group()
    which.add_argument(
        "--article",
        action="append",
        help="a file, a web address, - for standard input, or the digest or title of an article "
        "in the library; may be given more than once",
    )
    which.add_argument("--all", action="store_true", help="ask all articles of the library")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    _reading(ask, "for this question")


def _reading(command: argparse.ArgumentParser, held: str) -> None:
    """The options of a command that reads articles; `held` says how long it knows their date."""
    command.add_argument("--published", metavar="YYYY-MM-DD", help=f"the article's date, {held}")
    command.add_argument(
        "--any-port", action="store_true", help="fetch from other ports than 80 and 443"
    )


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    """The arguments; those of the server are refused beside a command."""
    known = parser()
    args = known.parse_args(arguments)
    for name in SERVER if args.command else ():
        if getattr(args, name) != known.get_default(name):
            option = name.replace("_", "-")
            known.error(f"--{option} is for the web chat, not for the command {args.command}")
    return args


def main(arguments: list[str] | None = None) -> int:
    args = parsed(arguments)
    if "data_dir" in args:
        os.environ["FOOTNOTE_DATA"] = str(args.data_dir)
    keep_memory()
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
    except EOFError:
        print("The input ended before it was whole.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(file=sys.stderr)
        talks = args.command is None or (args.command == "ask" and args.question is None)
        return 0 if talks else INTERRUPTED  # which is how a page and a conversation end


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
        from qa.shell import evaluate

        path = args.pairs or PAIRS
        return evaluate(path, lambda: open_articles([str(path.with_name("article.txt"))]))
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
    if not date:
        return chat
    # Here only: what the library has is for `add` to change.
    dated = {d: replace(a, published=date) for d, a in chat.articles.items()}
    return Chat(dated, chat.retriever, chat.reader)


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
    from qa.shell import converse, show

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
    if args.question is None:
        converse(chat, args.json)
    else:
        show(chat.ask(args.question), args.json, several=len(chat.articles) > 1)


if __name__ == "__main__":
    sys.exit(main())
