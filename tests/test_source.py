"""According to whom: the source that a question names, and what is said by it."""

from pathlib import Path

import pytest

from index.article import make_article
from qa.chat import Chat
from qa.reader import TrainedReader
from qa.source import source_in, told_by
from tests.checks import assert_sound

CONTESTED = make_article(
    "Inspectors closed the mill in May. Ada Lund said on Friday that the mill was safe. "
    "According to the miners’ union, the mill was not safe. Berg wrote to Lund. "
    "“We never had a fire,” Lund said. “The boiler is new.”"
)


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("According to Lund, was the mill safe?", "Lund"),
        ("Was the mill safe, according to the union?", "the union"),
        ("Was it safe according to Lund", "Lund"),
        ("In the view of the union, was it safe?", "the union"),
        ("Was the mill safe?", ""),
        ("According to the article, was it safe?", ""),
        ("Is it in view of the sea?", ""),
    ],
)
def test_the_source_of_a_question(question: str, who: str) -> None:
    assert source_in(question) == who


@pytest.mark.parametrize(
    ("who", "first", "count"),
    [
        ("Lund", "Ada Lund said on Friday that the mill was safe.", 3),
        ("the miners’ union", "According to the miners’ union, the mill was not safe.", 1),
        ("the inspectors", "Inspectors closed the mill in May.", 1),  # who are but named
        ("Ole", None, 0),
    ],
)
def test_only_the_words_of_the_source_count(who: str, first: str | None, count: int) -> None:
    told = [sentence.text for sentence in told_by(CONTESTED, who)]
    assert (next(iter(told), None), len(told)) == (first, count)


@pytest.mark.parametrize(
    ("question", "kind", "cited"),
    [
        ("According to Lund, was the mill safe?", "yes", "Ada Lund said on Friday"),
        ("Was the mill safe, according to the miners’ union?", "no", "the mill was not safe"),
        ("Was there ever a fire, according to Lund?", "no", "“We never had a fire,”"),
        ("According to the miners’ union, was the boiler new?", "absent", ""),
        ("According to Ole, was the mill safe?", "absent", ""),
    ],
)
def test_sources_that_differ_are_told_apart(
    reader: TrainedReader, tmp_path: Path, question: str, kind: str, cited: str
) -> None:
    chat = Chat.about(CONTESTED, data_dir=tmp_path, reader=reader)
    answer = chat.ask(question)
    assert_sound(answer, CONTESTED)
    assert answer.kind == kind
    assert cited in answer.text
