"""Ask an article: the whole flow, from a message to an answer with its footnotes."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index.article import Article, make_article, read_article
from index.embedding import MiniLM
from index.library import Library, Progress
from index.retrieve import HybridRetriever
from qa.compose import compose
from qa.reader import Reader, packaged_reader
from qa.types import Answer, Question, Turn

MAX_QUESTION = 2000  # characters


class QuestionError(ValueError):
    """The message cannot be asked; the error says why, in one sentence."""


class Chat:
    """A conversation about one article; it keeps no state, so `ask` is a pure function."""

    def __init__(self, article: Article, retriever: HybridRetriever, reader: Reader) -> None:
        self.article = article
        self.retriever = retriever
        self.reader = reader

    def ask(self, message: str, turns: Sequence[Turn] = ()) -> Answer:
        """The article's answer to `message`, asked after `turns`. Raises `QuestionError`."""
        question = resolve(check(message), turns)
        hits = self.retriever.retrieve(question.text)
        reading = self.reader.read(question.text, self.article, hits)
        return compose(question, self.article, reading)

    @classmethod
    def open(
        cls,
        path: str | Path,
        title: str | None = None,
        *,
        data_dir: Path | None = None,
        reader: Reader | None = None,
        progress: Progress | None = None,
    ) -> "Chat":
        """Ask a UTF-8 text file. It is indexed once; raises `ArticleError` and `LibraryError`."""
        return cls.about(read_article(Path(path), title), data_dir, reader, progress)

    @classmethod
    def from_text(
        cls,
        text: str,
        title: str | None = None,
        *,
        data_dir: Path | None = None,
        reader: Reader | None = None,
        progress: Progress | None = None,
    ) -> "Chat":
        """Ask a text. It is indexed once; raises `ArticleError` and `LibraryError`."""
        return cls.about(make_article(text, title), data_dir, reader, progress)

    @classmethod
    def about(
        cls,
        article: Article,
        data_dir: Path | None = None,
        reader: Reader | None = None,
        progress: Progress | None = None,
    ) -> "Chat":
        library = Library(data_dir, embedding())
        library.add(article, progress)
        return cls(article, library.retriever(article.digest), reader or packaged_reader())


def check(message: str) -> str:
    """The message without white space around it. Raises `QuestionError`."""
    message = message.strip()
    if not message:
        raise QuestionError("The question is empty.")
    if len(message) > MAX_QUESTION:
        raise QuestionError(
            f"The question has {len(message):,} characters; at most {MAX_QUESTION:,} can be asked."
        )
    return message


def resolve(message: str, turns: Sequence[Turn]) -> Question:
    """The question as it stands. It does not understand follow-ups yet."""
    return Question(message, message)


@cache
def embedding() -> MiniLM:
    """One embedding model a process."""
    return MiniLM()
