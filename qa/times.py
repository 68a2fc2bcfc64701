"""Time expressions, told by their form: dates, weekdays, years, "last July", "two days later".

Only what says when: how long something took ("24 hours") is none. The preposition belongs to the
expression: without one a month may be a name or a verb ("May", "March"), a year a mere number.
Not covered: feasts, seasons, "then" and the like.
"""

import re

from index.article import Article, Sentence
from qa.words import NUMBER_WORDS

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_MONTH = rf"(?:{MONTH}|{SHORT_MONTH}\.(?= \d))"
_PART = r"(?: (?:morning|noon|afternoon|evening|night))?"
_YEAR = r"(?:1\d|20)\d\d(?![\w,.]?\d|%| (?:people|men|women|students|children|soldiers|troops)\b)"
_DATE = r"\d\d?(?:st|nd|rd|th)?(?!\d|[.,:]\d\d\b)"
_COUNT = rf"(?:\d[\d,.]*|an?|one|{NUMBER_WORDS}|(?:a )?few|(?:a )?couple of|several|many|some)"
_UNITS = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|century|centuries)"
_NEAR = r"(?:last|next|this|the previous|the following)"
_ROUGH = r"(?:(?:early|late|mid|the beginning of|the end of)[ -])"
_IN = (
    r"(?:in|on|by|since|until|till|before|after|from|to|through|during|between|around|about|and"
    r"|late"
    r"|early|mid)"
)
_CALENDAR = (
    # Friday, July 21, 2017; 14 September; July 1914
    rf"(?:{DAY}{_PART},? )?{_MONTH} {_DATE}(?:,? {_YEAR})?",
    rf"(?:{DAY}{_PART},? )?{_DATE} (?:of )?{_MONTH}(?:,? {_YEAR})?\b",
    rf"{_ROUGH}?{_MONTH},? (?:of )?{_YEAR}",
)
# "About 2000 homes", "by 1992 pounds", "between 1000 and 1500 workers": numbers, no years.
_NO_COUNT = (
    r"(?!(?:(?:about|around|by) \d{4}|between \d{4} and \d{4}|and \d{4})"
    r" (?:homes|houses|workers|people|men|women|children|students|soldiers|troops|jobs|members"
    r"|cars|animals|birds|trees|tons|tonnes|metres|meters|miles|feet|dollars|euros|pounds)\b)"
)
FORMS = (
    *(rf"(?:{_IN} )?{form}" for form in _CALENDAR),
    # on Tuesday night; last July; earlier this month
    rf"(?:(?:{_IN}|{_NEAR}) ){{0,3}}{DAY}{_PART}\b",
    rf"(?:(?:early|earlier|late|later) )?(?:in (?!on ))?{_NO_COUNT}(?:{_NEAR}|{_IN}) {_ROUGH}?"
    rf"(?:{_MONTH}(?-i:(?! [A-Z]))"
    rf"|{_YEAR})\b",
    rf"(?:(?:{_IN}|earlier|later) )?{_NEAR} (?:weekend|{_UNITS}){_PART}\b",
    rf"(?:{_IN} )?the (?:past|last|next|coming|recent) (?:{_COUNT} )?{_UNITS}\b",
    # in the 1980s; 2000 - 2050
    rf"(?:{_IN} )?the {_ROUGH}?(?:\d\d)?\d0s\b|(?:{_IN} )?the \d\d?(?:st|nd|rd|th) century",
    rf"(?:{_IN} )?{_YEAR} ?[-–] ?{_YEAR}",
    rf"{_YEAR}(?=, when\b)",
    # yesterday; two days later; at 3 p.m.
    rf"(?:since |until )?(?:yesterday|tomorrow|today|tonight){_PART}\b(?!['’]s)",
    rf"(?:(?:about|almost|nearly|(?:just )?over) )?{_COUNT} {_UNITS} (?:ago|earlier|later)\b",
    r"(?:at |around )?\d\d?(?:[:.]\d\d)? ?[ap]\.?m\b\.?|(?:at |around )\d\d?:\d\d\b",
)
# Case is free, so that a sentence may open with one, but not that of names: "may", "march".
_NAMES = re.compile(rf"\b(?:{_MONTH}|{DAY})")
_ANY_CASE = re.compile(_NAMES.pattern, re.I)
# What every form holds, to pass quickly over the sentences that have none.
_LIKELY = re.compile(
    rf"\d|{_MONTH}|day|tonight|tomorrow|week|month|year|decade|century|ago\b|earlier|later", re.I
)
_ANY = "|".join(FORMS)
# "from 2004 to 2009" is one expression.
TIME = re.compile(rf"\b(?:{_ANY})(?: (?=(?:to|and|until) )(?:{_ANY}))?", re.I)

_CALENDAR_DATE = re.compile(rf"\b(?:{'|'.join(_CALENDAR)})")
_AND = re.compile(r"(?:and )?", re.I)
# In a quotation they hang on when it was said.
RELATIVE = re.compile(r"\b(?:yesterday|tomorrow|today|tonight|last|next|this)\b", re.I)
_WHEN = re.compile(r"\bwhen\b", re.I)


def times(article: Article) -> list[tuple[Sentence, tuple[int, int]]]:
    """Each sentence that says when, with the place in the article where it does."""
    return [
        (sentence, (sentence.start + start, sentence.start + end))
        for sentence in article.sentences
        if _LIKELY.search(sentence.text)
        for start, end in _joined(sentence.text)
    ]


def _joined(text: str) -> list[tuple[int, int]]:
    """The expressions of a sentence without "and" before them; neighbours are one: "in March next
    year"."""
    places: list[tuple[int, int]] = []
    for found in TIME.finditer(text):
        if not _written_right(found[0]):
            continue
        start = found.start() + len(_AND.match(found[0])[0])  # type: ignore[index]
        if places and text[places[-1][1] : start] == " ":
            start = places.pop()[0]
        places.append((start, found.end()))
    return places


def _written_right(expression: str) -> bool:
    """Whether every month and weekday in it has its capital."""
    return len(_NAMES.findall(expression)) == len(_ANY_CASE.findall(expression))


def whole_date(question: str, sentence: Sentence, span: tuple[int, int]) -> tuple[int, int]:
    """`span` of the article; of a question that asks when, with all of the date it is part of."""
    if _WHEN.search(question):
        for found in _CALENDAR_DATE.finditer(sentence.text):
            start, end = (sentence.start + place for place in found.span())
            if start <= span[0] and span[1] <= end:
                return start, end
    return span
