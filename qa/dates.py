"""The dates that relative expressions mean, where the day of publication is known.

"Last July" becomes "Last July (July 2024)". An expression that news use in two ways gets a date
only where both ways lead to the same one; nothing is shown in doubt. The arithmetic is dateutil's.
Of the libraries that read expressions, parsedatetime puts "on Friday" and "in July" into the
future, and dateparser knows neither "last July" nor "earlier this month" and makes "last week" a
day (tried on 48 expressions).

Not covered: "today", which is also "nowadays"; weeks and hours ago, weekends, spans ("the past two
years"), feasts, what is relative to something else than the publication ("two days later"), and
surveys.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from index.article import Article, Sentence
from qa.surveys.quotes import quoted
from qa.times import DAY, TIME
from qa.words import ONES

MONTHS = (
    "january february march april may june july august september october november december".split()
)
DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
COUNTS = ["a", *ONES[1:12]]

_NAMED_DAY = r"(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_NAMED_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_PART = r"(?: (?:morning|noon|afternoon|evening|night))?"
_WHICH = r"(?P<which>last|this|next)"
_COUNT = rf"(?P<count>\d\d?|one|an?|{'|'.join(COUNTS[1:])})"
# What may stand before it and leaves the date as it is.
_LEAD = r"(?:(?:on|in|by|since|until|till|from|early|earlier|late|later|mid) )*"
# With one of these a weekday or a month may be one to come.
_FUTURE = re.compile(
    r"\b(?:will|won['’]t|shall|would|(?-i:may)|might|could|should|must|going to"
    r"|(?:is|are|was|were) to|plan(?:s|ned|ning)?|expect(?:s|ed)|schedule[ds]?"
    r"|(?:begin|start|open|reopen|close|end|resume)s|goe?s? on sale|takes? effect|comes? into"
    r"|due|set to|hop(?:e[sd]?|ing) to|intend(?:s|ed)?|aim(?:s|ed)?|ahead of|deadline)\b|['’]ll\b",
    re.I,
)
_NAME_BEFORE = re.compile(r"(?:\b[A-Z][\w’'-]*|\b[Ee](?:very|ach))\s+\Z")
_NAME_BEHIND = re.compile(rf"{DAY} [A-Z]")
_FROM_TODAY = re.compile(r"\b(?:last|this|next|ago|yesterday|tonight|tomorrow)\b", re.I)
_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
_NOT_BY_ITSELF = re.compile(r"\b(?:day (?:before|after)|(?:previous|following|that))\s+\Z", re.I)
KNOWN_YEARS = (1000, 9000)
BEFORE = 2  # sentences before one's own in which another year means another time
FAR = 9  # months; of a month farther back it is not clear which year's it is
NEAR = 3  # months; "last October", said in November, may be either


def dated(article: Article, sentence: Sentence, span: tuple[int, int]) -> str:
    """The span's text, the date in brackets after each expression in it that means one for sure."""
    published = _day(article.published)
    text = article.text[slice(*span)]
    if published is None:
        return text
    for found in reversed(list(TIME.finditer(sentence.text))):
        start, end = sentence.start + found.start(), sentence.start + found.end()
        if (
            start < span[1]
            and span[0] < end
            and _told_by_the_article(article, sentence, found.start())
            and not _elsewhen(article, sentence, published, found[0])
        ):
            at = min(end, span[1]) - span[0]
            if means := meaning_of(found[0], published, bool(_FUTURE.search(sentence.text))):
                text = f"{text[:at]} ({means}){text[at:]}"
    return text


def meaning_of(expression: str, published: date, future: bool = False) -> str | None:
    """What an expression means in an article of that day, or none where that is not sure.

    `future`: whether its sentence speaks of what is to come.
    """
    plain = " ".join(expression.lower().split())
    for form, meaning in FORMS:
        if found := form.fullmatch(plain):
            return meaning(found, published, future)
    return None


def _day(published: str | None) -> date | None:
    """The day of an ISO 8601 date, with or without a time. A year at the edge of the calendar, as
    0001, stands for none."""
    try:
        day = date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
    return day if KNOWN_YEARS[0] <= day.year <= KNOWN_YEARS[1] else None


def _elsewhen(article: Article, sentence: Sentence, published: date, expression: str) -> bool:
    """Whether another year is named nearby, in which "in July" may lie. "Last July" counts from
    the day of writing, unless its own sentence is of that year: "In 2019 she said that ..."."""
    before = 0 if _FROM_TODAY.search(expression) else BEFORE
    near = article.sentences[max(0, sentence.number - before) : sentence.number + 1]
    years = {int(year) for s in near for year in _YEAR.findall(s.text)}
    return bool(years - {published.year})


def _told_by_the_article(article: Article, sentence: Sentence, at: int) -> bool:
    """Whether it is the article that says it: not a quotation, which may be of another day, nor
    a part of a longer expression."""
    before, behind = sentence.text[:at], sentence.text[at:]
    if _NOT_BY_ITSELF.search(before) or _belongs_to_a_name(before, behind):
        return False
    place = sentence.start + at
    return not any(start < place < end for start, end in quoted(article.text))


def _belongs_to_a_name(before: str, behind: str) -> bool:
    """ "Black Friday", "every Monday", "the Sunday Times" are no days of that week."""
    named = re.match(DAY, behind) and _NAME_BEFORE.search(before)
    return bool(named) or bool(before.endswith("the ") and _NAME_BEHIND.match(behind))


def _full(day: date) -> str:
    return f"{day.day} {_month(day)}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1].capitalize()} {day.year}"


def _week(day: date) -> date:
    """The Monday before."""
    return day - timedelta(day.weekday())


def _near_day(found: re.Match[str], published: date, future: bool) -> str | None:
    steps = {"yesterday": -1, "tonight": 0, "tomorrow": 1}
    return _full(published + timedelta(steps[found["near"]]))


def _days_ago(found: re.Match[str], published: date, future: bool) -> str | None:
    return _full(published - timedelta(_number(found["count"])))


def _years_ago(found: re.Match[str], published: date, future: bool) -> str | None:
    """Only from the middle of a year, from where a year more or less stays in the same one."""
    year = published.year - _number(found["count"])
    return str(year) if 3 <= published.month <= 11 else None


def _months_ago(found: re.Match[str], published: date, future: bool) -> str | None:
    """Likewise from the middle of a month."""
    then = published - relativedelta(months=_number(found["count"]))
    return _month(then) if 8 <= published.day <= 23 else None


def _whole(found: re.Match[str], published: date, future: bool) -> str | None:
    """Last month, this year, next week."""
    step = {"last": -1, "this": 0, "next": 1}[found["which"]]
    if found["unit"] == "year":
        return str(published.year + step)
    if found["unit"] == "month":
        return _month(published + relativedelta(months=step))
    if published.weekday() >= 5:  # some count a Sunday to the week before, some to the week after
        return None
    return f"week of {_full(_week(published) + timedelta(weeks=step))}"


def _weekday(found: re.Match[str], published: date, future: bool) -> str | None:
    """Plain, it is the last one up to the day of publication. "Last" and "next" mean the nearest
    to some, that of the next week to others."""
    number = DAYS.index(found["day"])
    back = (published.weekday() - number) % 7
    if found["which"] is None:
        return None if future else _full(published - timedelta(back))
    if found["which"] == "last":
        then = published - timedelta(back or 7)
        return _full(then) if _week(then) != _week(published) else None
    then = published + timedelta(7 - back)
    if found["which"] == "next":
        return _full(then) if _week(then) != _week(published) else None
    then = _week(published) + timedelta(number)
    return _full(then) if then >= published else None


def _named_month(found: re.Match[str], published: date, future: bool) -> str | None:
    number = MONTHS.index(found["month"]) + 1
    back = (published.month - number) % 12
    if found["which"] == "this":
        return _month(published.replace(day=1, month=number))
    if found["which"] == "last":
        then = published.replace(day=1) - relativedelta(months=back or 12)
        return _month(then) if (back or 12) >= NEAR else None
    if found["which"] == "next":
        then = published.replace(day=1) + relativedelta(months=12 - back)
        return _month(then) if then.year > published.year else None
    if future or not 0 < back <= FAR:
        return None
    return _month(published.replace(day=1) - relativedelta(months=back))


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return 1 if word in ("one", "an") else COUNTS.index(word) + 1


Meaning = Callable[[re.Match[str], date, bool], str | None]
FORMS: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(_LEAD + form), meaning)
    for form, meaning in (
        (rf"(?P<near>yesterday|tonight|tomorrow){_PART}", _near_day),
        (rf"{_COUNT} days? ago", _days_ago),
        (rf"{_COUNT} months? ago", _months_ago),
        (rf"{_COUNT} years? ago", _years_ago),
        (rf"{_WHICH} (?P<unit>week|month|year)", _whole),
        (rf"(?:{_WHICH} )?{_NAMED_DAY}{_PART}", _weekday),
        (rf"(?:{_WHICH} )?(?:early |late |mid[ -])?{_NAMED_MONTH}", _named_month),
    )
)
