"""Invariants 3 to 6 and 8, over the seed, the news and generated text."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Article, make_article
from index.embedding import MiniLM
from index.library import Library
from qa.chat import Chat, QuestionError
from qa.types import Turn
from tests.checks import assert_sound, fixed_parts
from tests.fakes import OverlapReader, unindexed_chat
from tests.test_article import HARD

QUESTIONS = ("Who spoke?", "When did it happen?", "What was said on Friday?", "Where is it?")


def test_news_with_the_real_reader(library: Library, reader, news: list[Article]) -> None:  # type: ignore[no-untyped-def]
    for article in news:
        chat = Chat.about(article, data_dir=library.folder, reader=reader)
        for question in QUESTIONS[:2]:
            answer = chat.ask(question)
            assert_sound(answer, article)
            assert chat.ask(question) == answer


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_hard_cases_with_the_real_reader(text: str, chat: Chat, library: Library) -> None:
    article = make_article(text)
    asked = Chat.about(article, data_dir=library.folder, reader=chat.reader)
    assert_sound(asked.ask("When did the mill close?"), article)


WORDS = st.sampled_from(
    "Ada went to Oslo in May 1999 . ! ? \n \n\n “ ” [1] [2] 😀 e\u0301 你好 $5 ${x}".split(" ")
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(WORDS, min_size=1, max_size=60), st.lists(WORDS, min_size=1, max_size=8))
def test_generated_text(library: Library, words: list[str], asked: list[str]) -> None:
    text, question = " ".join(words), " ".join(asked)
    if not text.strip() or not question.strip():
        return
    article = make_article(text)
    answer = Chat.about(article, data_dir=library.folder, reader=OverlapReader()).ask(question)
    assert_sound(answer, article)
    # Invariant 8: without slices of the article, only marks and white space of ours are left.
    if answer.kind == "span":
        assert fixed_parts(answer).split() == [f"[{c.marker}]" for c in answer.citations]


def test_earlier_turns_do_not_change_the_chat(chat: Chat) -> None:
    """`ask` is a pure function of article, message and turns."""
    first = chat.ask("When were ATACMS first delivered?")
    chat.ask("Who is the president of Ukraine?", [Turn("When?", first.text)])
    assert chat.ask("When were ATACMS first delivered?") == first


@pytest.mark.parametrize(
    ("question", "reason"), [("", "empty"), (" \n", "empty"), ("w" * 2001, "2,001 characters")]
)
def test_what_is_no_question_is_refused(chat: Chat, question: str, reason: str) -> None:
    with pytest.raises(QuestionError, match=reason):
        chat.ask(question)


@pytest.mark.parametrize(
    ("turn", "reason"),
    [
        (Turn("hi " * 1000, ""), "2,999 characters"),
        (Turn("Why?", "x" * 100_001), "100,001 characters"),
        (Turn("Why?", "\udc80"), "not valid Unicode"),
        (Turn("", "May"), "empty"),
    ],
)
def test_what_was_said_before_has_bounds_too(turn: Turn, reason: str) -> None:
    with pytest.raises(QuestionError, match=reason):
        unindexed_chat("The mill closed in May.").ask("When?", [turn])


def test_longest_question_is_answered(chat: Chat) -> None:
    assert_sound(chat.ask("When were ATACMS first delivered? " * 58), chat.article)


def test_from_text(tmp_path: Path, minilm: MiniLM) -> None:
    text = "The mill closed in May. Ada Lund, its owner, moved to Oslo."
    chat = Chat.from_text(text, "The mill", data_dir=tmp_path, reader=OverlapReader())
    answer = chat.ask("When did the mill close?")
    assert (answer.short, answer.citations[0].title) == ("May", "The mill")
    assert answer.text == "May\n\nThe mill closed in May. [1]"


def test_a_survey_is_of_the_article_and_not_of_the_conversation(chat: Chat) -> None:
    turns = [Turn("Who approved the transfer?", "Biden"), Turn("When?", "February")]
    answer = chat.ask("Who is mentioned?", turns)
    assert (answer.kind, answer.question.text) == ("list", "Who is mentioned?")
