"""Values in yes-or-no questions: which there are, what asks for them, and whether two are alike."""

import pytest
from llama_index.core.schema import NodeWithScore

from index.article import make_article
from index.passages import run, to_node
from qa.amounts import numbers, with_range
from qa.types import Evidence
from qa.values import values
from qa.yesno import Found, _deciding, _found, read_yes_or_no


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Was the mill sold in May?", [("time", "in May", "When was the mill sold?")]),
        ("Did it burn down on a Friday?", [("time", "on a Friday", "When did it burn down?")]),
        ("Did he give up on May 2?", [("time", "on May 2", "When did he give up?")]),
        ("Was it sold before 2007?", []),  # no time, but all that are earlier
        ("Did more than 50 mills burn?", [("number", "more than 50", "How many mills burn?")]),
        (
            "According to Ada, did the book run to 200 pages?",
            [("number", "200", "How many pages did the book run to?")],
        ),
        (
            "Did the mill cost over $2 million?",
            [("number", "over $2 million", "How much did the mill cost?")],
        ),
        (
            "Did the strike go on for three weeks?",
            [("length", "three weeks", "How long did the strike go on for?")],
        ),
        ("Is Ada 16 years old?", [("length", "16 years old", "How old is Ada?")]),
        ("Was Ada 16 when it burned?", [("length", "16 years", "How old was Ada when it burned?")]),
        ("Is Ada the one who sold it?", []),
        ("Were the two mills sold?", []),
        ("Did half a million people come?", []),
        ("Did the mills exceed 50 in number?", []),
        ("Did roughly 50 mills burn?", [("number", "roughly 50", "How many mills burn?")]),
        ("Was Ada born in Lund?", [("place", "Lund", "Where was Ada born?")]),
        ("Was Ada hurt in the attack?", []),
        ("Was Ada hurt in the mill?", [("place", "the mill", "Where was Ada hurt?")]),
        ("Will it be over in a week?", []),
        ("Was it sold by the owner?", [("agent", "the owner", "By whom was it sold?")]),
        ("Were 50 or more mills sold?", [("number", "50 or more", "How many mills sold?")]),
        ("Did the 9/11 attacks kill many?", []),
        ("Did Lund get F-16 jets?", []),
        ("Did Apollo 11 land?", []),
        ("Did Boeing 737 jets crash?", []),
        ("Did Ada give Lund 31 mills?", [("number", "31", "How many mills did Ada give Lund?")]),
        ("Did all 50 men survive?", []),
        ("Did the fire destroy about 2000 homes?", []),
        ("Did Sheffield Wednesday win?", []),
        ("Did more mills burn in 2020 than in 2019?", []),
        ("Was the mill never sold in May?", []),
        ("Were no mills sold in May?", []),
        ("The mill didn't close in May.", []),
        ("Wasn't the mill sold in May?", [("time", "in May", "When was the mill sold?")]),
        ("Won't it be sold in May?", [("time", "in May", "When will it be sold?")]),
        ("Was the rate 5%?", []),
        ("Did the price rise to $5?", [("number", "$5", "How much did the price rise to?")]),
        ("Were two of the victims children?", []),
        ("Is the population 2 million?", []),
        ("Is the boy 12?", [("length", "12 years", "How old is the boy?")]),
        ("Were between 50 and 60 people hurt?", []),
        ("Is the iPhone 15 affected?", []),
        ("Was the score 2-1?", []),
        ("Is 40% of the land farmed?", []),
        ("Did anyone besides Ada sell it?", []),
        ("Was anybody hurt?", [("person", "anybody", "Who was hurt?")]),
        ("Have police found anyone else?", []),
        ("Was the mill not sold in May?", []),
        ("The mill was sold in May.", [("time", "in May", "When was The mill sold?")]),
        ("The mill opened in May.", []),
        ("The mill closed in May after 50 men were hurt.", []),
        ("That deal was made in May.", [("time", "in May", "When was That deal made?")]),
        ("Not more than 50 men fled.", []),
        ("Were not more than 50 men hurt?", [("number", "not more than 50", "How many men hurt?")]),
        ("Who sold the mill in May?", []),
        ("Is the mill sold?", []),
    ],
)  # fmt: skip
def test_what_a_question_names(question: str, asks: list[tuple[str, str, str]]) -> None:
    assert [(v.kind, v.text, v.asks) for v in values(question)] == asks


@pytest.mark.parametrize(
    ("question", "found", "same"),
    [
        ("Was it sold in May?", "in April", False),
        ("Was it sold on May 30?", "at 9:30 a.m. on May 3", False),
        ("Was it sold on 3 May?", "May 03", True),
        ("Was it sold in May?", "May 4, 1986", True),
        ("Was it sold on May 4?", "in May", None),
        ("Was it sold in 1986?", "in May", None),
        ("Was it sold on Friday?", "Thursday night", False),
        ("Did it burn in the morning?", "yesterday afternoon", False),
        ("Was it sold in May?", "between May and July", None),
        ("Was it sold in May?", "before May", None),
        ("Was it sold in 2019?", "until 2019", None),
        ("Was it sold in early April?", "in late April", None),
        ("Was it sold in early April?", "in early April", True),
        ("Was it sold in May?", "when Mary died", None),
        ("Was it sold in May?", "when Jan left", None),
        ("Was it sold in January?", "Jan. 5", True),
        ("Was it sold in May?", "3rd Oct", False),
        ("Was it sold in March?", "from Jan to Mar 2020", None),
        ("Was it sold on 5 January?", "5 Jan 2014", True),
        ("Did more than 50 mills burn?", "163", True),
        ("Did more than 50 mills burn?", "nearly 40", False),
        ("Did more than 50 mills burn?", "more than 60", True),
        ("Did more than 50 mills burn?", "more than 40", None),
        ("Did fewer than 50 mills burn?", "at least sixty", False),
        ("Did it cost more than NZ$20 million?", "NZ $ 26 million", True),
        ("Did it cost less than £20?", "about £30", False),
        ("Did it cost more than £20?", "exceeding £20", True),
        ("Did more than 50 mills burn?", "more than 50", True),
        ("Did more than a hundred mills burn?", "163", True),
        ("Did at least 50 mills burn?", "fifty", True),
        ("Did roughly 50 mills burn?", "52", True),
        ("Did no fewer than 50 mills burn?", "49", False),
        ("Is Ada older than 16 years?", "14-year-old", False),
        ("Is Ada older than 16 years?", "17", None),
        ("Did 50 mills burn?", "over 50", None),
        ("Did 50 mills burn?", "between 40 and 50", None),
        ("Did 50 mills burn?", "dozens", None),
        ("Did 50 mills burn?", "50 %", None),
        ("Did a dozen mills burn?", "twelve", True),
        ("Did two hundred and fifty mills burn?", "250", True),
        ("Did it last two days?", "48 hours", True),
        ("Did it last one year?", "12 months", True),
        ("Did it last four weeks?", "a month", None),
        ("Did it last more than a month?", "ten weeks", True),
        ("Did it last four weeks?", "three months", False),
        ("Did it last 18 months?", "a year and a half", None),
        ("Did 500,000 mills burn?", "half a million", None),
        ("Did 300 mills burn?", "several hundred", None),
        ("Did 60 mills burn?", "50 or more", None),
        ("Did 40 mills burn?", "50 or more", False),
        ("Did at least 40 mills burn?", "not more than 50", None),
        ("Did more than 40 mills burn?", "in excess of 50", True),
        ("Did it cost $5 million?", "£5 million", None),
        ("Did it cost $5 million?", "6 million dollars", False),
        ("Is the mill 300 feet high?", "91 metres", None),
        ("Is the mill 300 feet high?", "290 feet", False),
        ("Was Ada mayor in 2012?", "from 2009 to 2017", None),
        ("Was Ada mayor in 2012?", "since 2009", None),
        ("Was Ada mayor in 2012?", "in 2009", False),
        ("Did it last more than a month?", "two weeks", False),
        ("Is Ada 16 years old?", "14-year-old", False),
        ("Was anybody hurt?", "Two men", True),
        ("Was anybody hurt?", "No", False),
        ("Was anybody hurt?", "none of the crew", False),
        ("Was anybody hurt?", "No fewer than 12 people", True),
        ("Was anybody hurt?", "none other than Lund", True),
        ("Was anybody hurt?", "they", None),
        ("Was it sold in Lund?", "the Lund museum", True),
        ("Was it sold in Lund?", "Oslo", False),
        ("Was it sold in New York?", "New Jersey", None),
    ],
)
def test_whether_two_values_are_alike(question: str, found: str, same: bool | None) -> None:
    assert next(values(question)).compared(found) is same


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nearly 50,000 troops", [50000]),
        ("1.5 million", [1_500_000]),
        ("a hundred", [100]),
        ("twenty-one", [21]),
        ("two hundred and fifty thousand", [250_000]),
        ("two thousand five hundred", [2500]),
        ("four thousand seven hundred and eighty-nine", [4789]),
        ("nineteen ninety", [19, 90]),
        ("twenty-five thousand three hundred", [25_300]),
        ("one million two hundred thousand", [1_200_000]),
        ("its 39th flight", [39]),
        ("one or two", [1, 2]),
        ("none of them", []),
    ],
)
def test_numbers(text: str, found: list[float]) -> None:
    assert [n for n, _, _ in numbers(text)] == found


@pytest.mark.parametrize(
    ("before", "found", "whole"),
    [
        ("More than ", "50", "More than 50"),
        ("It cost almost $", "50", "almost $50"),
        ("They talked over ", "two days", "two days"),
        ("He asked about the ", "50", "50"),
        ("It cost NZ$", "50", "50"),
        ("more than one of the ", "50", "50"),
    ],
)
def test_a_number_takes_what_makes_a_range_of_it(before: str, found: str, whole: str) -> None:
    assert with_range(before, found) == whole


@pytest.mark.parametrize(
    ("question", "says", "value"),
    [
        ("Did more than 30 mills burn?", "yes", "41"),
        ("Did fewer than 30 mills burn?", "no", "41"),
        ("Did the fire break out in June?", "no", "May"),
        ("Did 30 mills burn in May?", "no", "41"),
        ("Did the fire break out in May?", "yes", "May"),
        pytest.param(
            "Did 41 mills burn in May?",
            "yes",
            "May",
            marks=pytest.mark.xfail(strict=True, reason="the reader joins no two sentences here"),
        ),
        ("Was anybody hurt?", "no", "Nobody"),
        ("Have police arrested anyone?", "yes", "a man of 34"),
    ],
)
def test_a_value_decides(reader, question: str, says: str, value: str) -> None:  # type: ignore[no-untyped-def]
    text = (
        "The fire broke out in May. It took two days to put it out. In all 41 mills burned."
        " Nobody was hurt. Police have arrested a man of 34."
    )
    article = make_article(text)
    hit = NodeWithScore(node=to_node(article, run(article, 0, 0, len(article.sentences) - 1)))
    reading = read_yes_or_no(reader, question, article, [hit])
    span = reading.evidence[0].span
    assert (reading.says, span and article.text[slice(*span)]) == (says, value)


def test_nobody_is_a_place(reader) -> None:  # type: ignore[no-untyped-def]
    article = make_article("President Ada Lund talked to Ole Berg in Paris. Berg left.")
    hit = NodeWithScore(node=to_node(article, run(article, 0, 0, 1)))
    asked = tuple(values("Did Lund talk to Berg?"))
    assert asked and not list(_found(reader, asked, article, [hit]))


@pytest.mark.parametrize(
    ("question", "decides"),
    [("Were 12 people killed?", True), ("Were 12 people killed and 30 injured?", False)],
)
def test_what_is_found_decides_only_where_no_other_number_is_asked(
    question: str, decides: bool
) -> None:
    asked = tuple(values(question))
    evidence = Evidence(make_article("So it was.").sentences[0], None, 0.0)
    found = [Found(evidence, True, True, 0.9, False) for _ in asked]
    assert asked and bool(_deciding(question, asked, found)) == decides


@pytest.mark.parametrize(("chance", "says"), [(0.6, "yes"), (0.4, None)])
def test_somebody_found_is_the_one_only_if_the_sentence_says_so(  # type: ignore[no-untyped-def]
    reader, monkeypatch: pytest.MonkeyPatch, chance: float, says: str | None
) -> None:
    verdict = (chance, 0.0, 1 - chance)
    monkeypatch.setattr(type(reader), "verdicts", lambda *asked: [verdict] * len(asked[-1]))
    article = make_article("Nothing burned. Police have arrested a man of 34.")
    hit = NodeWithScore(node=to_node(article, run(article, 0, 0, 1)))
    reading = read_yes_or_no(reader, "Have police arrested anyone?", article, [hit])
    assert (reading.says if reading.evidence else None) == says
