"""Questions that ask two things: how they are parted, and what is made of the answers."""

from collections.abc import Sequence

import pytest
from llama_index.core.schema import NodeWithScore

from index.article import Article
from qa.chat import Chat
from qa.compose import ABSENT
from qa.double import apart, halves
from qa.types import Evidence, Reading, Turn
from tests.fakes import unindexed_chat

TEXT = "The mill closed in May. Ada Lund bought the looms."


@pytest.mark.parametrize(
    ("message", "first", "second"),
    [
        ("When and where was it sold?", "When was it sold?", "where was it sold?"),
        ("And how much and when will they pay?", "how much will they pay?", "when will they pay?"),
        ("Who won and by how much?", "Who won?", "by how much?"),
        ("Was it sold, and to whom?", "Was it sold?", "to whom?"),
        ("Was it sold and if so when?", "Was it sold?", "when?"),
        ("Did it burn? If so, who put it out?", "Did it burn?", "who put it out?"),
        ("What burned and who put it out", "What burned?", "who put it out?"),
        ("How many fell and how many were hurt?", "How many fell?", "how many were hurt?"),
        ("Who won? What was the score?", "Who won?", "What was the score?"),
        ("When was it and how many people fell?", "When was it?", "how many people fell?"),
        ("How much is it, and who pays?", "How much is it?", "who pays?"),
        ("Is it open and is it safe?", "Is it open?", "is it safe?"),
        ("Who won, and was he glad?", "Who won?", "was he glad?"),
        ("Who's the owner and when did she buy?", "Who is the owner?", "when did she buy?"),
        ("Hi! Can you tell me who won and by how much?", "who won?", "by how much?"),
    ],
)
def test_two_questions(message: str, first: str, second: str) -> None:
    assert halves(message) == (first, second)


@pytest.mark.parametrize(
    "message",
    [
        "How many were killed and injured?",
        "Who are Lund and Holm?",
        "What did Lund say about when and how the mill will close?",
        "Did Lund explain when and why?",
        "Do they say who did it and why?",
        "What lies between what was said and what was done?",
        "Why and how?",
        "How many men and how many women were there?",
        "How did they find out where he lived and who helped him?",
        "Really? When was it?",
        "Can and will the mill close?",
        "Could I start it and have it stop?",
        "Did Lund say why it closed and will it open again?",
    ],
)
def test_one_question(message: str) -> None:
    assert halves(message) is None


def test_a_line_for_each() -> None:
    chat = unindexed_chat(TEXT)
    answer = chat.ask("When did the mill close and who bought the looms?")
    assert answer.text == "When: May [1]\nWho: Lund [2]"
    assert (answer.kind, answer.short, len(answer.citations)) == ("list", "", 2)
    assert answer.question.text == "When did the mill close? Who bought the looms?"
    after = chat.ask("Why?", [Turn(answer.question.asked, answer.text)])
    assert after.question.text == "Why was it that Lund bought the looms?"


def test_the_same_word_twice_would_not_tell_the_lines_apart() -> None:
    answer = unindexed_chat(TEXT).ask("Who bought the looms and who is Ada Lund?")
    assert answer.text == "Who bought the looms: Lund [1]\nWho is Ada Lund: Lund [1]"


def test_one_of_them_may_not_be_said() -> None:
    chat = unindexed_chat(TEXT)
    answer = chat.ask("When did the mill close and who was the burgomaster of Ulm?")
    assert answer.text == f"When: May [1]\nWho: {ABSENT}"
    assert chat.ask("Who sings opera and when was Ulm founded?").text == ABSENT


def test_the_same_sentence_is_one_footnote() -> None:
    answer = unindexed_chat(TEXT).ask("When did the mill close and what did close in May?")
    assert answer.text == "When: May [1]\nWhat: May [1]"  # the fake reader likes dates
    assert [c.sentence.number for c in answer.citations] == [0]


def test_what_was_said_is_taken_apart() -> None:
    turn = Turn("When and where was it sold?", "When: in May [1]\nWhere: Ulm [2]")
    assert list(apart([turn, Turn("Why?", "debts")])) == [
        Turn("When was it sold?", "in May [1]"),
        Turn("where was it sold?", "Ulm [2]"),
        Turn("Why?", "debts"),
    ]


def test_both_halves_on_the_seed(chat: Chat) -> None:
    answer = chat.ask("When were ATACMS first delivered and who approved the transfer?")
    when, who = answer.text.split("\n")
    assert when.startswith("When: April [") and who.startswith("Who: ") and "Biden" in who


class Spans:
    """Reads "who" from the second sentence, which leans on the first, and "when" from the first."""

    def read(self, question: str, article: Article, hits: Sequence[NodeWithScore]) -> Reading:
        first, second = article.sentences
        if question.lower().startswith("who"):
            evidence = Evidence(second, (second.start, second.start + 3), 1.0)
            return Reading((evidence, Evidence(first, None, 0.0)), (), 0.9)
        return Reading((Evidence(first, (first.end - 4, first.end - 1), 1.0),), (), 0.9)


def test_a_sentence_leaned_on_keeps_the_answer_to_the_other_half() -> None:
    chat = unindexed_chat("The mill closed in May. Ada bought the looms.", reader=Spans())
    answer = chat.ask("Who bought the looms and when did the mill close?")
    spans = [chat.article.text[slice(*c.span)] for c in answer.citations if c.span]
    assert sorted(spans) == ["Ada", "May"]
