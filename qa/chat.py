"""Ask an article: the whole flow, from a message to an answer with its footnotes."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from index.article import Article, make_article, read_article
from index.embedding import MiniLM
from index.library import Library, Progress
from index.retrieve import HybridRetriever
from qa.calibration import content
from qa.compose import compose
from qa.followup import FollowUps
from qa.reader import Reader, packaged_reader
from qa.resolve import resolve
from qa.survey import survey
from qa.talk import again, asks_again, talk
from qa.types import Answer, Question, Turn

MAX_QUESTION = 2000  # characters
ENOUGH = 2  # content words with which a follow-up may be asked as it was typed


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
        message = check(message)
        asked = Question(message, message)
        turns = [turn for turn in turns if not is_talk(turn.question)]
        if turns and asks_again(message):
            return again(asked, self.ask(turns[-1].question, turns[:-1]))
        if answer := talk(asked) or self._survey(asked):
            return answer
        return self._understood(resolve(message, turns, followups()))

    def _understood(self, question: Question) -> Answer:
        """The answer to a question as it was understood; failing that, as it was typed, if that
        says enough by itself. A wrong guess then costs time and no answer."""
        answer = self._answer(question)
        if answer.found or question.text == question.asked or len(content(question.asked)) < ENOUGH:
            return answer
        plain = self._answer(Question(question.asked, question.asked))
        return plain if plain.found else answer

    def _answer(self, question: Question) -> Answer:
        if answer := self._survey(question):
            return answer
        hits = self.retriever.retrieve(question.text)
        reading = self.reader.read(question.text, self.article, hits)
        return compose(question, self.article, reading)

    def _survey(self, question: Question) -> Answer | None:
        return survey(question, self.article, embedding())

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


def is_talk(message: str) -> bool:
    """Whether it is a message that no later question can refer to."""
    return asks_again(message) or talk(Question(message, message)) is not None


@cache
def embedding() -> MiniLM:
    """One embedding model a process."""
    return MiniLM()


@cache
def followups() -> FollowUps:
    """One classifier a process, over the weights of the embedding model."""
    return FollowUps.packaged(embedding().encoder, embedding().tokenizer)
