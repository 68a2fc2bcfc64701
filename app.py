"""Footnote from the shell: the web chat, a question, a conversation, or the regression pairs.

python app.py [--host HOST] [--port PORT] [--mcp]           the web chat
python app.py ask ["QUESTION"] [--article PATH|-] [--json]  an answer, or a conversation
python app.py eval [PAIRS]                                  the regression pairs as a table
"""

import argparse
import json
import os
import sys
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
    parser.add_argument("--mcp", action="store_true", help="also serve `ask` as an MCP tool")
    commands = parser.add_subparsers(dest="command")
    ask = commands.add_parser("ask", help="answer a question, or hold a conversation without one")
    ask.add_argument("question", nargs="?")
    ask.add_argument("--article", default=str(SEED), help="a text file, or - for standard input")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    evaluate = commands.add_parser("eval", help="run regression pairs and print a table")
    evaluate.add_argument("pairs", nargs="?", type=Path, default=PAIRS)
    return parser


def main(arguments: list[str] | None = None) -> int:
    args = parser().parse_args(arguments)
    try:
        if args.command == "ask":
            ask(args.article, args.question, args.json)
        elif args.command == "eval":
            return evaluate(args.pairs)
        else:
            serve(args.host, args.port, args.mcp)
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


def serve(host: str, port: int, mcp: bool) -> None:
    from page.server import listen, serve

    listen(host, port).close()  # a port in use is said before anything is loaded or written
    chat = open_article(str(SEED))
    serve(chat, host, port, mcp=mcp)


def open_article(path: str):  # type: ignore[no-untyped-def]
    """The chat about a file, about standard input where `path` is "-"."""
    from index.article import decode
    from qa import Chat

    if path == "-":
        text = decode(sys.stdin.buffer.read(), "Standard input")
        return Chat.from_text(text, progress=report)
    title = SEED_TITLE if Path(path) == SEED else None
    return Chat.open(path, title, progress=report)


def report(share: float, what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{what} … {share:4.0%}", end="\n" if share == 1 else "", file=sys.stderr)


def ask(path: str, question: str | None, as_json: bool) -> None:
    from qa.chat import check
    from qa.types import Turn

    if question is not None:
        check(question)
        show(open_article(path).ask(question), as_json)
        return
    chat, turns = open_article(path), []
    print(f"Ask about “{chat.article.title}”. An empty line ends.", file=sys.stderr)
    while message := input("? ").strip():
        answer = chat.ask(message, turns)
        show(answer, as_json)
        turns.append(Turn(message, answer.text))


def show(answer, as_json: bool) -> None:  # type: ignore[no-untyped-def]
    if as_json:
        print(json.dumps(answer.as_dict(), ensure_ascii=False, indent=2))
        return
    print(answer.text)
    if answer.nearest:
        print("\nThe closest sentences:")
        for sentence in answer.nearest:
            print(f"- {sentence.text}")


def evaluate(path: Path) -> int:
    """Print each pair's outcome; the exit status is 1 if one differs from what its file says."""
    from qa.pairs import fault, history, load_pairs

    pairs = load_pairs(path)
    chat = open_article(str(path.with_name("article.txt")))
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
