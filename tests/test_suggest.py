"""Suggested questions: made of the article's own words, whole, and proved before they are shown."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, make_article, read_article
from qa import Answer, Chat, Turn
from qa.suggestions.patterns import BASES, DETERMINERS, OBJECTS, PATTERNS
from qa.suggestions.proposals import LENGTH, Proposal, proposals
from qa.suggestions.suggest import TRIES, follow_ups, suggestions, varied
from tests.fakes import unindexed_chat

SEED = Path(__file__).parents[1] / "seeds" / "biden-atacms" / "article.txt"
BIDEN = (
    "Who has approved Ukraine’s use of advanced long-range American weapons within Russian"
    " territory?"
)
FIXED = (
    "Who what Who is How old is How many When was were did Where is are What did say What has had"
    " Who said by Why did is are was were has have had will would could can"
).split()


def made_of(text: str) -> list[str]:
    return [p.question for p in proposals(make_article(text))]


def suggested(chat: Chat) -> list[str]:
    return [p.question for p in suggestions(chat)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US President Joe Biden has approved the use of weapons there, CNN reported.",
         ["What has US President Joe Biden approved?"]),
        ("However, Ann Lee secretly signed the law on taxes, CNN said.",
         ["Who secretly signed the law on taxes?"]),
        ("Nearly 50,000 Russian troops have been deployed to Kursk, aiming to hold it.",
         ["How many Russian troops have been deployed to Kursk?"]),
        ("Six minutes later, Lukaku scored a third goal.", []),
        ("Six shells of them hit the area near the posts.", []),
        ("The database was unveiled in 1999 as the best of all.",
         ["When was the database unveiled?"]),
        ("The database it describes was unveiled in 1999.", []),
        ("Yesterday, the New Zealand government announced the start of a process.",
         ["When did the New Zealand government announce the start of a process?",
          "What did the New Zealand government announce?"]),
        ("The competition ended on Tuesday.", ["When did the competition end?"]),
        ("The league announced on Tuesday.", []),
        ("Ada Lund, the head coach, appointed in May last year, was at the gate.",
         ["Who is Ada Lund?"]),
        ("The 131-page document was found on Castlefrank Road in Kanata by a passer-by.",
         ["Where was the 131-page document found?"]),
        ("The study was supported by the Croucher Foundation and others.",
         ["Who was the study supported by?"]),
        ("Several scenarios were considered because of uncertainty.",
         ["Why were several scenarios considered?"]),
        ("Initially, the US was hesitant to supply missiles, citing readiness issues.",
         ["Why was the US hesitant to supply missiles?"]),
        ("Daniel Montalvo, 19, a member of the group, left the city of Clearwater.",
         ["Who left the city of Clearwater?", "How old is Daniel Montalvo?",
          "Who is Daniel Montalvo?"]),
        ("\"We take document security seriously,\" she said.",
         ["Who said “We take document security seriously”?"]),
        ("\"We take document security seriously.\"", []),
        ("He said it had a \"strong rationale\".", []),
        ("Dewar says it is late. “No,” Dewar said.", ["What did Dewar say?"]),
        ("Dewar says it is late.", []),
        ("Requests have come from many towns. He signed the law. Police arrested the student.", []),
        ("Sweden won the cup from Ann Lee, Bob Ray and Cid Fox.", ["What did Sweden win?"]),
    ],
)  # fmt: skip
def test_what_becomes_of_a_sentence(text: str, expected: list[str]) -> None:
    assert made_of(f"{text} We met Sweden, Dewar, Ann Lee.") == expected


def test_candidates_of_the_seed() -> None:
    found = proposals(read_article(SEED))
    assert found[0] == Proposal(BIDEN, "who", frozenset({0}))
    assert "When were the first missiles delivered?" in [p.question for p in found]
    assert Proposal("What did Zelenskyy say?", "say", frozenset({16, 19})) in found


def strange(question: str, article: Article) -> list[str]:
    """The words of a question that are neither fixed words of ours nor in the article."""
    text = " ".join(article.text.split())
    bases = {base: past for past, base in BASES.items()}
    words = [w for w in re.findall(r"[^\s?“”]+", question) if w not in FIXED]
    small = {w.lower() for w in DETERMINERS}
    return [w for w in words if w not in text and w not in bases and w not in small]


def test_only_fixed_words_and_slices(news: list[Article]) -> None:
    for article in [read_article(SEED), *news]:
        for proposal in proposals(article):
            assert strange(proposal.question, article) == [], proposal
            assert LENGTH[0] <= len(proposal.question) <= LENGTH[1]
            assert re.match(r"(?:Who|What|When|Where|Why|How) ", proposal.question)
            assert proposal.question.endswith("?") and "  " not in proposal.question


@given(st.text(max_size=300) | st.lists(st.sampled_from("The Ann was in 1999 by . , “ \" said"
    " signed and the at 50,000 people ( )".split()), max_size=40).map(" ".join))  # fmt: skip
def test_any_text_can_be_looked_through(text: str) -> None:
    if text.strip() and "\0" not in text:
        article = make_article(text.encode(errors="ignore").decode() or "x")
        assert proposals(article) == proposals(article)


def test_tables_agree() -> None:
    assert set(OBJECTS) <= set(BASES)
    assert len({t for _, _, t in PATTERNS}) > 10


class Counting(Chat):
    """Counts questions, and is as sure of an answer as it is told to be."""

    asked, sure = 0, 1.0

    def ask(self, message: str, turns: Sequence[Turn] = ()) -> Answer:
        self.asked += 1
        answer = super().ask(message, turns)
        return replace(answer, confidence=min(answer.confidence, self.sure))


def counting(text: str) -> Counting:
    chat = unindexed_chat(text)
    return Counting(chat.articles, chat.retriever, chat.reader)


def test_only_what_is_proved_by_its_own_sentence_is_suggested() -> None:
    text = "The mill was closed in May 1999. Then the mill in Moss was closed again in 2001."
    assert suggested(counting(text)) == ["When was the mill closed?"]
    before = "In 1990 the old mill was closed; in May it opened. "
    assert made_of(before + text) == ["When was the mill closed?"]
    assert suggested(counting(before + text)) == []  # the sentence before answers it as well


def test_few_are_tried_and_fewer_kept() -> None:
    text = " ".join(f"The mill of Town{n} was closed in {1900 + n}." for n in range(40))
    chat = counting(text)
    assert len(suggested(chat)) == 5 and chat.asked <= TRIES
    hard = counting(text)
    hard.reader = type(
        "Mute", (), {"read": lambda *a: unindexed_chat("x").reader.read("", a[2], [])}
    )()
    assert suggested(hard) == [] and hard.asked == TRIES


def test_varied_in_kind_and_place() -> None:
    found = [Proposal(f"{kind}{n}", kind, frozenset({n})) for n in range(10) for kind in ("a", "b")]
    first = [(p.kind, *p.sources) for p in list(varied(found))[:4]]
    assert first[:2] == [("a", 0), ("b", 9)] and {k for k, _ in first[2:]} == {"a", "b"}
    assert sorted(varied(found), key=found.index) == found


def test_follow_ups_are_near_and_new() -> None:
    found = [Proposal(f"Who saw number {n}?", "who", frozenset({n})) for n in range(9)]
    near = follow_ups(found, [6], ["who SAW number 6", "Who else?"])
    assert near == ["Who saw number 5?", "Who saw number 7?", "Who saw number 4?"]
    assert follow_ups(found[:1], [], ["Who saw number 0?"]) == []
