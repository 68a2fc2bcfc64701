"""Sentence boundaries: the post-conditions on any text, each rule, and the figures on real news."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.boundaries import halves, ours, scores
from index.sentences import LINE_RULES, RULES, split

NEWS = Path(__file__).parents[2] / "shared" / "data" / "news"
SEED = Path(__file__).parents[1] / "seeds" / "biden-atacms" / "article.txt"

# Rule -> texts, with ¦ behind every sentence but the last.
CASES = {
    "credit": ["Police outside the bank on Monday¦ Photo: Reuters.¦ Nobody was hurt."],
    "date line": [
        "Tuesday, March 3, 2020¦ The council met in public.",
        "Sunday, 14 July 2019¦ “We won,” said the captain.",
        "It opened on Tuesday, March 3, 2020 Olympics plans in hand.",
    ],
    "spaced ellipsis": ["He waited . . . and waited.¦ He was told to wait. . . .¦ Then he left."],
    "title": [
        "Mr. Khan met Sen. Warren and Lt. Gov. Jane Roe.¦ Dr. Who was there.",
        "He thanked Prof. Smith.¦ Gov. Newsom spoke.",
    ],
    "time": [
        "They met at 5 p.m. Monday.¦ Doors open at 9 a.m. EST and close at 6 p.m. local time."
    ],
    "time at the end": ["The blast came at 5 p.m.¦ Police sealed the road."],
    "starter": [
        "He moved to the U.S.¦ The family stayed.¦ She chose Plan B.¦ It failed.",
        "He called J. A. Smith.¦ Shares of Apple Inc.¦ They rose.",
    ],
    "place in full": [
        "The fire broke out in Springfield, Ill.¦ Officials blamed a heater.",
        "She works in Washington D.C.¦ Congress meets there.",
    ],
    "inside a name": [
        "U.S. Senator Ted Cruz and J. K. Rowling met George W. Bush.",
        "Martin Luther King Jr. Day is a holiday.¦ Apple Inc. Chief Executive Tim Cook agreed.",
        "ST. LOUIS (AP) — They went up Mt. Everest.",
    ],
    "speech goes on": [
        "“Is it over?” he asked.¦ “Run!” someone shouted.",
        "“It is… complicated,” she said.¦ Yahoo! in 1995 was small.",
        "“It ended.” the spokesman said.¦ Who needs it?¦ iPhone sales fell.",
    ],
    "who said it": [
        "“Is it over?” Smith asked.¦ “Stop!” Prime Minister Jane O’Neil said to them.",
        "“Is it over?”¦ The judge said nothing.",
    ],
    "question": [
        "Who won?¦ Nobody knows!¦ “Really?”¦ 3 people left.",
        "彼は言った。¦次の日？！¦終わり",
    ],
    "ordinary word": [
        "He described what they found.¦ “It was gold,” he said.¦ They took the lead.¦ Korea lost.",
        "They fled New York.¦ Officials in Utah.¦ Kerry agreed.",
        "It was proven.[3][4]¦ Others disagreed.¦ He left. ”¦ She stayed.",
        "“One.¦ Two.¦ Three.”¦ Then (as agreed.)¦ They left.¦ “We won’t.”¦ — Jane Roe",
    ],
    "nupunkt: numbers": [
        "It ended 2 – 0.¦ Sweden won in 2018.¦ Prices rose 3.5 percent.",
        "It was No. 5 on the list.¦ See Fig. 2 on pp. 10 and 11.",
        "The vote is on Nov. 17 at noon.¦ On Sept. 3, it was put off.",
        "1. The board met.",
    ],
    "nupunkt: abbreviations": [
        "It was Roe vs. Wade again.¦ Costs rose, e.g. Boston rents, to approx. 5 dollars.",
        "They sell paint, glue, etc. at the shop.¦ He has a Ph.D. in law.",
        "OSSINING, N.Y. — Police closed the bridge.",
        "KYIV, Nov. 17 — Talks began.¦ WASHINGTON (AP) — So did these.",
    ],
    "nupunkt: the rest": [
        "Then…¦ Silence fell.¦ It is on Amazon.com and www.example.org.¦ Sales fell.",
    ],
    "bullet": [
        "The council, which met on Monday in the town hall, has\n"
        "told the press that it will make a new start and will\n"
        "vote on a plan for the schools of the town that wants\n"
        "¦- more money for books in all of the schools of town\n"
        "¦- fewer cars",
        "The plan:\n¦• more parks\n¦• fewer cars",
    ],
    "open end": ["The head of\nNASA spoke.¦ He praised the\nUnited States,\nFrance and Peru."],
    "small letter": ["Storm hits coast\n¦Two people were\nhurt\n¦Police search\n¦Fire in town"],
    "the width": [
        "Storm hits coast\n¦Two people died.\n¦Ten were hurt in the U.S.\n¦Police searched.",
        "A long line that an old mail program wrapped near the\n"
        "seventieth column, as they all did in the days of Mr.\n"
        "Gates, and which runs on over several lines. ¦When the\n"
        "next one starts, it does so in the middle of a line.\n"
        "¦What follows\n"
        "¦Here the text goes on under a heading, wrapped in the\n"
        "same way as it was before.",
    ],
    "blank lines": ["A heading\n \n¦and text of the\n\n¦U.S.\r\n\r\n¦Army\u2028\u2028¦end"],
}


@pytest.mark.parametrize(
    "marked", [pytest.param(text, id=name) for name, texts in CASES.items() for text in texts]
)
def test_rules(marked: str) -> None:
    text = marked.replace("¦", "")
    assert [text[a:b] for a, b in split(text)] == [part.strip() for part in marked.split("¦")]


BEYOND_RULES = {
    "nupunkt: numbers",
    "nupunkt: abbreviations",
    "nupunkt: the rest",
    "the width",
    "blank lines",
}


def test_every_rule_has_a_case() -> None:
    names = [rule.name for rule in RULES + LINE_RULES]
    assert len(set(names)) == len(names)
    assert set(names) == set(CASES) - BEYOND_RULES


def check(text: str) -> None:
    at = 0
    for start, end in split(text):
        assert at <= start < end
        assert not text[at:start].strip()
        assert not text[start].isspace() and not text[end - 1].isspace()
        at = end
    assert not text[at:].strip()


# Surrogates, NULs and every script; and text dense in what the rules look at.
ANY = st.text(st.characters(codec=None), max_size=300)
DENSE = st.lists(
    st.sampled_from(
        "a|A|The|he said|Mr.|U.S.|p.m.|Nov.|No.|5|2015|3.5|.|...|. . .|?|!|…|。|،|\"|“|”|'|’|(|)|]"
        "|[1]|—|-|•|,|;|:|\n|\n\n|\r\n|\x85|\u2028|\u2029|\x0b|\x1c|\t| |  |\u00a0|\u3000|\0|\ud800"
        "|e\u0301|\U0001f600|\u200b|Photo: |Inc.|Monday, May 4, 2015".split("|")
    ),
    max_size=60,
).map("".join)


@given(ANY | DENSE)
@example("")
@example(" \n\u2028\x85 ")
@example("\ud83d. \ude00 A\u0301. \0. B")
@example("Done.\r\n\r\nNext.\x85Last.\u2029End")
def test_partition(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The U.S. won. " * 70_000, id="no newline"),
        pytest.param("a" * 1_000_000, id="one word"),
        pytest.param("." * 1_000_000, id="one ellipsis"),
        pytest.param("a.)" * 300_000, id="one word of marks"),
        pytest.param('."' * 500_000, id="one word of quotes"),
        pytest.param(". " * 100_000, id="spaced ellipsis"),
        pytest.param("! " * 100_000, id="spaced shouts"),
        pytest.param("a-" * 500_000 + ". B", id="hyphens"),
        pytest.param("。" * 50_000, id="full-width stops"),
        pytest.param("A." + " " * 1_000_000 + "B", id="one gap"),
        pytest.param("2015 " * 50_000, id="years"),
        pytest.param("A line of the U.S. text\n" * 100_000, id="lines"),
        pytest.param("and so it goes\n" * 100_000, id="wrapped lines"),
        pytest.param("\n" * 1_000_000, id="blank lines"),
    ],
)
def test_long_texts(text: str) -> None:
    began = process_time()
    check(text)
    assert process_time() - began < 30  # a few seconds; quadratic time would be hours


def test_seed() -> None:
    text = SEED.read_text(encoding="utf-8")
    sentences = [text[a:b] for a, b in split(text)]
    assert len(sentences) == 20
    assert not any("\n" in sentence for sentence in sentences)
    quoted = next(i for i, s in enumerate(sentences) if "“should be" in s)
    assert sentences[quoted].startswith("Last July, Zelenskyy responded")
    assert sentences[quoted].endswith("real-life experience.")
    assert sentences[quoted + 1].startswith("Well, it looks")
    assert sentences[quoted + 2].endswith("some other priorities.”")


news = pytest.mark.skipif(not NEWS.is_dir(), reason=f"no gold sentences at {NEWS}")


@news
def test_seen_news() -> None:
    everywhere, inside = scores(halves(NEWS)[0], ours)
    assert everywhere >= 0.99
    assert inside >= 0.96


@news
def test_unseen_news_stays() -> None:
    """The figures reached (0.970 and 0.941), so that no change loses them unnoticed."""
    everywhere, inside = scores(halves(NEWS)[1], ours)
    assert everywhere >= 0.969
    assert inside >= 0.940


@news
@pytest.mark.xfail(strict=True, reason="aims not reached: 0.970 of 0.99, 0.941 of 0.96")
def test_unseen_news_aims() -> None:
    everywhere, inside = scores(halves(NEWS)[1], ours)
    assert everywhere >= 0.99
    assert inside >= 0.96
