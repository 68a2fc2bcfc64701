"""Who or what a name is: spans beside it that say so, and those that do not."""

from collections.abc import Sequence

import pytest
from llama_index.core.schema import NodeWithScore

from index.article import Article, make_article
from qa.chat import Chat
from qa.definitions import defining
from qa.types import Reading
from tests.fakes import NoHits


@pytest.mark.parametrize(
    ("question", "text", "span", "kept"),
    [
        ("Who is Lund?", "President Ada Lund said no. Lund left.", "Ada", None),
        ("Who is Lund?", "President Ada Lund said no. Lund left.", "President Ada", "President"),
        ("Who is Lund?", "Ada Lund, a miller, said no.", "a miller", "a miller"),
        ("Who is Lund?", "Ada Lund, a miller, said no.", "Ada Lund", "a miller"),
        ("Who is Lund?", "We met Ada Lund in May.", "Ada Lund", None),
        ("Who is Lund?", "We met Ada Lund in May.", "Lund", None),
        ("Who is Lund?", "Mayor Ada Lund said no.", "Mayor Ada Lund", "Mayor Ada Lund"),
        ("Who is Lund?", "Mayor Ada Lund met Jon Aas.", "Jon Aas", None),
        ("Who’s Lund?", "We met Ada Lund in May.", "Lund", None),
        ("Who is Batman?", "Batman is Jon Aas.", "Jon Aas", "Jon Aas"),
        ("What is the Sea Guild?", "She joined the Sea Guild in May.", "joined", None),
        ("What is the Sea Guild?", "She joined the Sea Guild in May.", "joined the", None),
        ("What is the Sea Guild?", "She joined the Sea Guild.", "She joined the Sea Guild", None),
        ("What is the Sea Guild?", "A union, the Sea Guild, won.", "A union", "A union"),
        ("What is CNN?", "That is so, CNN reported on Sunday.", "reported on Sunday", None),
        ("What is NEMISIS?", "The NEMISIS database is full.", "database", "database"),
        ("Who joined the Sea Guild?", "Ada Lund joined the Sea Guild.", "Ada Lund", "Ada Lund"),
    ],
)
def test_what_says_who_or_what_a_name_is(
    question: str, text: str, span: str, kept: str | None
) -> None:
    article = make_article(text)
    start = text.index(span)
    found = defining(question, article, (start, start + len(span)))
    assert (found and text[slice(*found)]) == kept


class Refusing:
    """Finds no answer to anything."""

    def read(self, question: str, article: Article, hits: Sequence[NodeWithScore]) -> Reading:
        return Reading((), article.sentences[:1], 0.1)


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("Who is Jon Aas?", ["Jon Aas scored the first goal.", "Late on Aas was booked for it."]),
        ("Who’s Aas?", ["Jon Aas scored the first goal.", "Late on Aas was booked for it."]),
        ("Who is Ada Lund?", []),
        ("Who booked Jon Aas?", []),
        ("What is Ulm?", []),
    ],
)
def test_of_somebody_whom_nothing_introduces_all_mentions_are_shown(
    question: str, cited: list[str]
) -> None:
    article = make_article("Jon Aas scored the first goal. Ulm won. Late on Aas was booked for it.")
    answer = Chat({article.digest: article}, NoHits(), Refusing()).ask(question)
    assert [c.sentence.text for c in answer.citations] == cited
    assert answer.kind == ("list" if cited else "absent")
