"""Ask an article: the whole flow, from a message to an answer with its footnotes."""

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from itertools import islice
from pathlib import Path

from llama_index.core.schema import NodeWithScore

from index.article import Article, ArticleError, make_article
from index.embedding import MiniLM
from index.importing import article_at
from index.library import Library, Progress
from index.retrieve import HybridRetriever
from qa.besides import asks_more, goes_on, parted
from qa.compose import ABSENT, compose
from qa.definitions import person_asked
from qa.double import apart, both, halves
from qa.followup import FollowUps
from qa.reader import JudgingReader, Reader, around, packaged_reader, to_hit
from qa.resolve import (
    SAID_OF,
    Talk,
    corrects,
    is_bare,
    is_filled,
    only_added,
    pointing_back,
    resolve,
)
from qa.several import LOOKED_AT, best_of, cited_in, joined, spoken_of
from qa.speaker import asks_who_said, quotation_in, read_speaker, read_teller
from qa.spelling import spellings, spelt, with_names
from qa.surveys.names import pronouns_of_names
from qa.surveys.requests import requested
from qa.surveys.survey import given, survey
from qa.talking.talk import UNCLEAR, again, asks_again, said, talk
from qa.types import Answer, Question, Reading, Turn
from qa.words import content, content_words
from qa.yesno import asks_yes_or_no, read_yes_or_no

MAX_QUESTION = 2000  # characters
MAX_ANSWER = 100_000  # characters of an answer before
MAX_TURNS = 100  # the last ones; nobody means what was said before them
ENOUGH = 2  # content words with which a follow-up may be asked as it was typed
READ_AT_MOST = 3  # articles read for one question; of more the spelling and names are not looked at
SURVEYED_AT_MOST = 5  # articles surveyed together; more would be a catalogue

Read = Callable[[str, Article, Sequence[NodeWithScore]], Reading]


class QuestionError(ValueError):
    """The message cannot be asked; the error says why, in one sentence."""


class ReaderError(TypeError):
    """The reader cannot do what was asked of it."""


class Chat:
    """A conversation about one or several articles; it keeps no state, so `ask` is a pure function.

    `articles` maps each article's digest to it, in the order in which they were given.
    """

    def __init__(
        self, articles: Mapping[str, Article], retriever: HybridRetriever, reader: Reader
    ) -> None:
        self.articles = articles
        self.retriever = retriever
        self.reader = reader

    @property
    def article(self) -> Article:
        """The first article. Raises `QuestionError` where all were removed from the library."""
        for article in self._present():
            return article
        raise QuestionError("There is no article left to ask.")

    def _present(self) -> Iterator[Article]:
        """The articles, without those that were removed from the library since."""
        for digest in self.articles:
            with suppress(KeyError):
                yield self.articles[digest]

    def _few(self) -> list[Article]:
        """The articles, where they are few enough to be read for their words."""
        return list(self._present()) if len(self.articles) <= READ_AT_MOST else []

    def ask(self, message: str, turns: Sequence[Turn] = ()) -> Answer:
        """The articles' answer to `message`, asked after `turns`.

        Raises `QuestionError`, and `LibraryError` where the library cannot be read.
        """
        message = askable(message)
        asked = Question(message, message)
        turns = [_checked(turn) for turn in turns[-MAX_TURNS:]]
        turns = [turn for turn in turns if not is_talk(turn.question) and turn.answer != UNCLEAR]
        if asks_again(message):
            return again(asked, self.ask(turns[-1].question, turns[:-1]) if turns else None)
        if answer := talk(asked) or (None if asks_more(message) else self._survey(asked, turns)):
            return answer
        turns = list(apart(turns))
        parts = halves(message)
        if parts and (answer := both(message, turns, parts, self.ask)):
            return answer
        question = asked
        if not quotation_in(message):  # its words are not to be filled in
            question = self._resolved(message, turns)
        if (goes_on(message) or is_bare(message)) and not question.changed:
            return said(asked, UNCLEAR)  # there is nothing to go on with
        return self._understood(replace(question, text=self._spelt(question.text)), turns)

    def _resolved(self, message: str, turns: Sequence[Turn]) -> Question:
        """The message as a question that stands alone, with names as the articles write them."""
        needed = turns or message[1:].islower()  # or names would be looked up for nothing
        few = self._few() if needed else []
        people = {word: so for article in few for word, so in pronouns_of_names(article).items()}
        named = partial(with_names, names=people, articles=[article.text for article in few])
        before = [replace(turn, question=named(turn.question)) for turn in turns]
        talked = Talk(before, FollowUps(self.reader), people=people)
        return replace(resolve(named(message), talked), asked=message)

    def check(self, statement: str) -> Answer:
        """Whether the articles say that a statement is so: its kind is "yes", "no", "absent" where
        they leave it open, or "span" where they only report what somebody says of it.

        Raises as `ask` does, and `ReaderError` for a reader that judges no statements.
        """
        if not isinstance(self.reader, JudgingReader):
            raise ReaderError("This reader judges no statements; the packaged one does.")
        statement = askable(statement)
        judged = partial(read_yes_or_no, self.reader)
        return self._read(Question(statement, statement), judged)

    def _spelt(self, text: str) -> str:
        """`text` with its misspelt words as the articles spell them, where these are few."""
        words = ChainMap(*(spellings(article.text) for article in self._few()))
        return spelt(text, words, vocabulary())

    def _understood(self, question: Question, turns: Sequence[Turn]) -> Answer:
        """The answer to a question as it was understood; failing that, as it was typed: of the
        articles, if it says enough by itself, and then of what was cited last. Of what was only
        added in brackets the reader decides whether it belongs there. A wrong guess then costs time
        and no answer."""
        typed = Question(question.asked, question.asked)
        if pointing := pointing_back(question):
            if turns and turns[-1].answer == ABSENT:
                return said(typed, UNCLEAR)  # there is nothing to point back at
            back = self._looking_back(pointing, turns)
            if back and (back.found or not is_filled(question)):
                return back
        answer = self._answer(question, turns)
        sure = answer.found and not only_added(question)
        if sure or not question.changed or not _asks_as_typed(question):
            return answer
        if only_added(question) or len(content(typed.text)) >= ENOUGH:
            plain = self._answer(typed, turns)
            better = not answer.found or plain.confidence >= answer.confidence
            if plain.found and better and not _echoes(plain, question):
                return plain
        back = None if answer.found else self._looking_back(typed, turns)
        return back if back and back.found and not _echoes(back, question) else answer

    def _looking_back(self, question: Question, turns: Sequence[Turn]) -> Answer | None:
        """What the sentences cited last say by themselves of a question that points back at them:
        "Whose flat was it?". None where none was cited, or it asks for yes or no."""
        article = spoken_of(self._few(), turns) if turns else None
        cited = cited_in(article, turns[-1]) if article else []
        if not article or not cited or asks_yes_or_no(question.text):
            return None
        hits = [to_hit(article, around(article, sentence, 1)) for sentence in cited]
        return compose(question, article, read_teller(self.reader, question.text, article, hits))

    def _answer(self, question: Question, turns: Sequence[Turn]) -> Answer:
        if answer := self._survey(question, turns):
            return answer
        if isinstance(self.reader, JudgingReader) and asks_yes_or_no(question.text):
            return self._read(question, partial(read_yes_or_no, self.reader))
        if asks_who_said(question.text):
            return self._read(question, partial(read_speaker, self.reader))
        answer = self._read(question, self.reader.read)
        return answer if answer.found else self._introduced(question, turns) or answer

    def _introduced(self, question: Question, turns: Sequence[Turn]) -> Answer | None:
        """What is said about somebody, where it is asked who that is and nothing says so."""
        names = filter(None, (person_asked(question.text, article) for article in self._few()))
        if name := next(names, None):
            return self._survey(replace(question, text=SAID_OF.format(name=name)), turns)
        return None

    def _read(self, question: Question, read: Read) -> Answer:
        """What `read` makes of the passages found, in the article that it is surest of."""
        hits = self.retriever.retrieve(parted(question.text)[0])
        return best_of(
            [
                compose(question, article, read(question.text, article, mine))
                for article, mine in self._found(hits)
            ]
        )

    def _found(self, hits: Sequence[NodeWithScore]) -> list[tuple[Article, list[NodeWithScore]]]:
        """The articles that hold the passages, best first, each with its own."""
        by_digest: dict[str, list[NodeWithScore]] = {}
        for hit in hits:
            by_digest.setdefault(hit.node.metadata["digest"], []).append(hit)
        # In a library, one may have been added or removed since.
        there = [d for d in by_digest if d in self.articles][:READ_AT_MOST]
        return [(self.articles[d], by_digest[d]) for d in there] or [(self.article, [])]

    def _survey(self, question: Question, turns: Sequence[Turn]) -> Answer | None:
        """Of the article last spoken of; where that is not clear, of each. Where they are too many,
        what the first do not say another may."""
        request = requested(parted(question.text)[0])
        if request is None:  # or articles would be read for nothing
            return None
        compared = list(self._present()) if turns and len(self.articles) <= LOOKED_AT else []
        spoken = spoken_of(compared, turns)
        surveyed = [spoken] if spoken else self._surveyed(request.who)
        known = given(turns) if asks_more(question.asked) else ""
        answers = [survey(question, article, embedding(), known) for article in surveyed]
        every = spoken or len(self.articles) <= SURVEYED_AT_MOST
        return joined([answer for answer in answers if answer and (answer.found or every)])

    def _surveyed(self, who: str) -> list[Article]:
        """The articles to survey; of many the first, or those that are found to be about `who`."""
        if who and len(self.articles) > SURVEYED_AT_MOST:
            return [article for article, _ in self._found(self.retriever.retrieve(who))]
        return list(islice(self._present(), SURVEYED_AT_MOST))

    @classmethod
    def open(
        cls,
        *paths: str | Path,
        title: str | None = None,
        data_dir: Path | None = None,
        reader: Reader | None = None,
        progress: Progress | None = None,
    ) -> "Chat":
        """Ask one or several files of any format, or web addresses. Each is indexed once; `title`
        is for the first.

        Raises `ArticleError` and `LibraryError`, and `WeightsError` where a model is not whole.
        """
        titles = [title, *[None] * len(paths)]
        articles = [article_at(str(p), t) for p, t in zip(paths, titles, strict=False)]
        return cls.about(*articles, data_dir=data_dir, reader=reader, progress=progress)

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
        """Ask a text. It is indexed once; raises as `open` does."""
        article = make_article(text, title)
        return cls.about(article, data_dir=data_dir, reader=reader, progress=progress)

    @classmethod
    def about(
        cls,
        *articles: Article,
        data_dir: Path | None = None,
        reader: Reader | None = None,
        progress: Progress | None = None,
    ) -> "Chat":
        """Ask finished articles. Each is indexed once; raises as `open` does, `ArticleError` where
        there is none."""
        if not articles:
            raise ArticleError("There is no article to ask.")
        reader = reader or packaged_reader()  # first: to load it takes most memory for a moment
        library = Library(data_dir, embedding())
        library.add_all(articles, progress)
        by_digest = {article.digest: article for article in articles}
        return cls(by_digest, library.retriever(*by_digest), reader)

    @classmethod
    def of_library(cls, library: Library | None = None, *, reader: Reader | None = None) -> "Chat":
        """Ask all articles of a library, by default the user's. Raises as `open` does,
        `ArticleError` where it has none."""
        library = library or Library(embedding=embedding())
        articles = library.everything()
        if not articles:
            raise ArticleError("There is no article in the library.")
        return cls(articles, library.retriever(), reader or packaged_reader())


def askable(message: str) -> str:
    """The message without white space around it, if it can be asked. Raises `QuestionError`."""
    if not isinstance(message, str):
        raise QuestionError(f"A question is a string, not {type(message).__name__}.")
    message = message.strip()
    if not message:
        raise QuestionError("The question is empty.")
    if len(message) > MAX_QUESTION:
        raise QuestionError(
            f"The question has {len(message):,} characters; at most {MAX_QUESTION:,} can be asked."
        )
    if not _encodes(message):
        raise QuestionError("The question is not valid Unicode.")
    return message


def _checked(turn: Turn) -> Turn:
    """A turn that may be looked at. Raises `QuestionError`."""
    askable(turn.question)
    if len(turn.answer) > MAX_ANSWER:
        raise QuestionError(
            f"An answer before has {len(turn.answer):,} characters; at most {MAX_ANSWER:,} can be"
            " looked at."
        )
    if not _encodes(turn.answer):
        raise QuestionError("An answer before is not valid Unicode.")
    return turn


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _asks_as_typed(question: Question) -> bool:
    """Whether a question that was understood otherwise can be asked as it was typed. What corrects
    and what asks for more would find again what is known."""
    asked = question.asked
    return not (corrects(asked) or asks_more(asked) or parted(question.text)[1])


def _echoes(answer: Answer, question: Question) -> bool:
    """Whether an answer only says who or what the question is understood to be about."""
    return bool(answer.short) and content_words(answer.short) <= content_words(question.text)


def is_talk(message: str) -> bool:
    """Whether it is a message that no later question can refer to."""
    return asks_again(message) or talk(Question(message, message)) is not None


@cache
def embedding() -> MiniLM:
    """One embedding model a process."""
    return MiniLM()


@cache
def vocabulary() -> frozenset[str]:
    """The words that the embedding model knows whole."""
    return frozenset(embedding().tokenizer.get_vocab())
