"""Relative dates: right where they are sure, left alone where they are not."""

import re
from datetime import date

import pytest

from index.article import make_article
from qa.compose import compose
from qa.dates import dated, meaning_of
from qa.times import TIME, whole_date
from qa.types import Evidence, Question, Reading
from tests.checks import assert_sound

MONDAY = date(2024, 11, 18)
# What is published on Monday, 18 November 2024.
TABLE = {
    "yesterday": "17 November 2024",
    "yesterday morning": "17 November 2024",
    "tonight": "18 November 2024",
    "tomorrow": "19 November 2024",
    "since yesterday": "17 November 2024",
    "on Monday": "18 November 2024",
    "on Friday": "15 November 2024",
    "on Sunday": "17 November 2024",
    "On Tuesday night": "12 November 2024",
    "Saturday": "16 November 2024",
    "since Thursday": "14 November 2024",
    "last Friday": "15 November 2024",
    "last Monday": "11 November 2024",
    "next Monday": "25 November 2024",
    "this Friday": "22 November 2024",
    "two days ago": "16 November 2024",
    "10 days ago": "8 November 2024",
    "a month ago": "October 2024",
    "three months ago": "August 2024",
    "a year ago": "2023",
    "ten years ago": "2014",
    "last week": "week of 11 November 2024",
    "this week": "week of 18 November 2024",
    "earlier this week": "week of 18 November 2024",
    "next week": "week of 25 November 2024",
    "last month": "October 2024",
    "late last month": "October 2024",
    "earlier this month": "November 2024",
    "next month": "December 2024",
    "last year": "2023",
    "since last year": "2023",
    "earlier this year": "2024",
    "early next year": "2025",
    "Last July": "July 2024",
    "last December": "December 2023",
    "next July": "July 2025",
    "in July": "July 2024",
    "in early March": "March 2024",
    "in April": "April 2024",
}
UNSURE = (
    "today", "this morning", "next Friday", "in December", "in November", "in January",
    "last October", "next December",
    "this Sunday night in May", "two weeks ago", "about two days ago", "a few days ago",
    "two days later", "a week earlier", "the past two years", "the next decade", "last weekend",
    "several years ago", "in 2022", "March 2022", "on November 5", "at 3 p.m.", "two hours ago",
    "the previous month", "the following year", "from Monday to Friday", "a decade ago", "",
)  # fmt: skip


@pytest.mark.parametrize(("expression", "means"), TABLE.items())
def test_table(expression: str, means: str) -> None:
    assert meaning_of(expression, MONDAY) == means


@pytest.mark.parametrize("expression", TABLE)
def test_the_table_is_of_expressions_that_are_found(expression: str) -> None:
    sentence = f"It was {expression} that they met."
    assert expression in {found[0] for found in TIME.finditer(sentence)}


@pytest.mark.parametrize("expression", UNSURE)
def test_nothing_in_doubt(expression: str) -> None:
    assert meaning_of(expression, MONDAY) is None


@pytest.mark.parametrize(
    ("expression", "published", "means"),
    [
        ("last Tuesday", "2024-11-22", None),  # three or ten days before
        ("last week", "2024-11-24", None),  # a Sunday
        ("this Monday", "2024-11-22", None),
        ("on Friday", "2024-11-22", "22 November 2024"),
        ("yesterday", "2024-03-01", "29 February 2024"),
        ("last month", "2024-01-31", "December 2023"),
        ("next month", "2024-01-31", "February 2024"),
        ("in December", "2024-01-10", "December 2023"),
        ("last July", "2024-07-10", "July 2023"),
        ("last July", "2024-08-10", None),
        ("next July", "2024-02-10", None),
        ("a month ago", "2024-11-01", None),
        ("a year ago", "2024-01-05", None),
        ("this February", "2024-01-31", "February 2024"),
    ],
)
def test_by_the_day_of_publication(expression: str, published: str, means: str | None) -> None:
    assert meaning_of(expression, date.fromisoformat(published)) == means


@pytest.mark.parametrize(
    ("text", "published", "answer", "shown"),
    [
        ("They met last July.", "2024-11-18", "last July", "last July (July 2024)"),
        ("The trial begins on Monday.", "2024-11-20", "Monday", "Monday"),
        ("They met on Black Friday.", "2024-11-20", "Friday", "Friday"),
        ("They meet every Friday.", "2024-11-20", "Friday", "Friday"),
        ("They read the Sunday Times.", "2024-11-20", "Sunday", "Sunday"),
        ("They met last July.", "2024-11-18T09:30:00Z", "July", "July (July 2024)"),
        ("They met last July.", None, "last July", "last July"),
        ("They met last July.", "November", "last July", "last July"),
        ("They met yesterday.", "0001-01-01", "yesterday", "yesterday"),  # no day is known
        ("They met in Oslo last July.", "2024-11-18", "Oslo", "Oslo"),
        ("They met on Friday.", "2024-11-18", "Friday", "Friday (15 November 2024)"),
        ("They will meet on Friday.", "2024-11-18", "Friday", "Friday"),
        ("They said they'll meet on Friday.", "2024-11-18", "Friday", "Friday"),
        ("They met in May.", "2024-11-18", "May", "May (May 2024)"),
        ("They will meet tomorrow.", "2024-11-18", "tomorrow", "tomorrow (19 November 2024)"),
        ("They met on Friday in Oslo.", "2024-11-18", "on Friday in Oslo",
         "on Friday (15 November 2024) in Oslo"),
        ("“They met on Friday,” she said.", "2024-11-18", "on Friday", "on Friday"),
        ('"They met on Friday," she said.', "2024-11-18", "on Friday", "on Friday"),
        ("“We were glad. We met on Friday,” she said.", "2024-11-18", "on Friday", "on Friday"),
        ("They met the day before yesterday.", "2024-11-18", "the day before yesterday",
         "the day before yesterday"),
        ("The war began in 2022. They met in July.", "2024-11-18", "July", "July"),
        ("The mill was built in 1931. It closed last July.", "2024-11-18", "last July",
         "last July (July 2024)"),
        ("In 2019 she said that she would go next year.", "2024-11-18", "next year", "next year"),
        ("A law of 2024 passed. They met in July.", "2024-11-18", "July", "July (July 2024)"),
        ("They met on Friday, July 21, 2017.", "2017-07-25", "Friday, July 21, 2017",
         "Friday, July 21, 2017"),
    ],
)  # fmt: skip
def test_in_an_answer(text: str, published: str | None, answer: str, shown: str) -> None:
    article = make_article(text, "Title", published=published)
    start = text.index(answer)
    sentence = next(s for s in article.sentences if s.start <= start < s.end)
    span = (start, start + len(answer))
    assert dated(article, sentence, span) == shown
    reading = Reading((Evidence(sentence, span, 1.0),), (), 0.9)
    composed = compose(Question("When?", "When?"), article, reading)
    assert_sound(composed, article)
    assert composed.short == answer
    assert composed.text == f"{shown}\n\n{sentence.text} [1]"


def test_what_is_added_is_a_computed_date_and_nothing_else() -> None:
    for means in TABLE.values():
        assert re.fullmatch(r"(?:(?:week of )?\d\d? )?(?:[A-Z][a-z]+ )?\d{4}", means)


@pytest.mark.parametrize(
    ("question", "text", "span", "whole"),
    [
        ("When did it close?", "It closed in May 1999.", "1999", "May 1999"),
        ("When did it close?", "On Friday, 7 May 1999, it closed.", "May", "Friday, 7 May 1999"),
        ("And when?", "It closed on May 7.", "7", "May 7"),
        ("In what year did it close?", "It closed in May 1999.", "1999", "1999"),
        ("When did it open?", "It was open from 1987 to May 1999.", "1987", "1987"),
        ("When did it close?", "It may close.", "may", "may"),
        ("When did it close?", "It closed in May 1999 at last.", "in May 1999", "in May 1999"),
    ],
)
def test_when_is_answered_with_all_of_the_date(
    question: str, text: str, span: str, whole: str
) -> None:
    article = make_article(f"The mill stood.\n\n{text}", "Mill")
    start = article.text.index(span)
    begin, end = whole_date(question, article.sentences[-1], (start, start + len(span)))
    assert article.text[begin:end] == whole
