"""The arguments of the shell: what `app.py` takes, and the words of its `--help`."""

import argparse
from pathlib import Path

SERVER = ("host", "port", "mcp", "auth_file", "public")  # options that a command has no use for


def parser(usage: str) -> argparse.ArgumentParser:
    kept = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    kept.add_argument(
        "--data-dir",
        type=Path,
        metavar="FOLDER",
        help="where the library lies; by default the user's data directory",
    )
    parser = argparse.ArgumentParser(
        description=usage,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[kept],
    )
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (%(default)s)")
    parser.add_argument("--port", type=int, default=7860, help="0 takes any free (%(default)s)")
    parser.add_argument(
        "--mcp", action="store_true", help="also serve `ask` and `check` as MCP tools"
    )
    parser.add_argument("--auth-file", type=Path, help="who may ask: see the command password")
    parser.add_argument("--public", action="store_true", help="let anybody ask who gets here")
    commands = parser.add_subparsers(dest="command", title="commands", metavar="COMMAND")

    def command(name: str, what: str, more: str = "") -> argparse.ArgumentParser:
        told = f"{what[0].upper()}{what[1:]}. {more}"
        return commands.add_parser(name, help=what, description=told, parents=[kept])

    ask = command(
        "ask",
        "answer a question, or hold a conversation without one",
        "Without --article it is about the article that ships with Footnote. What is asked about "
        "is added to the library.",
    )
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
    add = command("add", "add articles to the library")
    add.add_argument("sources", nargs="+", metavar="PATH|URL", help="a file or a web address")
    for reads, held in ((ask, "for this question"), (add, "kept with it")):
        reads.add_argument("--published", metavar="YYYY-MM-DD", help=f"the article's date, {held}")
        reads.add_argument(
            "--any-port", action="store_true", help="fetch from other ports than 80 and 443"
        )
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


def parsed(arguments: list[str] | None, usage: str) -> argparse.Namespace:
    """The arguments; those of the server are refused beside a command."""
    known = parser(usage)
    args = known.parse_args(arguments)
    for name in SERVER if args.command else ():
        if getattr(args, name) != known.get_default(name):
            option = name.replace("_", "-")
            known.error(f"--{option} is for the web chat, not for the command {args.command}")
    return args
