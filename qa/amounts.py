"""Whether two numbers or lengths of time are the same.

Numbers are compared as ranges, since "more than 50" is true of 163 and "over 50" may be said of 60;
lengths of time in hours, those of the calendar only roughly with others. What cannot be told is
none: "half a million", or dollars and euros.
"""

import math
import re

from qa.words import ONES, TENS

Range = tuple[float, float]

WORTH = (
    {word: n for n, word in enumerate(("zero", *ONES))}
    | {word: 10 * n for n, word in enumerate(TENS, 2)}
    | {"dozen": 12}
)
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
HOURS = {
    "minute": 1 / 60,
    "hour": 1,
    "day": 24,
    "week": 168,
    "month": 730,
    "year": 8760,
    "decade": 87600,
    "century": 876000,
    "centuries": 876000,
}
_WORDS = "|".join((*WORTH, *SCALES))
ONE = re.compile(rf"\d[\d,]*(?:\.\d+)?(?!\w|[,.]\d)|\b\d+(?=th\b)|\b(?:{_WORDS})\b", re.I)
NUMBER = rf"(?:an? )?(?:{ONE.pattern})(?:(?:[ -]|,? and )(?:{_WORDS})\b)*"
UNIT = rf"(?:{'|'.join(HOURS)})s?\b"
CALENDAR = frozenset(("month", "year", "decade", "century", "centuries"))  # of no fixed length
AROUND = 0.1  # by how much four weeks may miss a month
JOINS = re.compile(r"(?:[ -]|,? and )", re.I)
OVER, UNDER = 1 + 1e-9, 1 - 1e-9  # what tells "more than" from "at least"
LOOSE = 1e-8  # what lets "over 50" be said of 50
NEVER = "(?!)"  # a pattern that nothing matches
# What stands before or behind a number and makes a range of it, and that range for the number n.
# Of the words before, the first always do; the second are of places and times as well ("the talks
# held over two days") and do so only within an answer.
_RANGES = (
    (r"(?:no|not) (?:fewer|less|younger) than|at least", NEVER, 1.0, math.inf),
    (r"(?:no|not) (?:more|older|later|longer) than|at most", r"up to", 0.0, 1.0),
    (
        r"(?:more|older|longer|greater) than|in excess of|upwards? of",
        r"over|above|exceed\w*",
        OVER,
        math.inf,
    ),
    (r"(?:less|fewer|younger|shorter) than", r"under|below", 0.0, UNDER),
    (r"roughly|approximately|nearly|almost", r"about|around|some|closer? to", 0.85, 1.15),
)
_BEHIND = (
    (r"(?:or|and) (?:more|over|above|older)|-?plus|\+", 1.0, math.inf),
    (r"(?:or|and) (?:fewer|less|under|below|younger)", 0.0, 1.0),
)
_ALWAYS = "|".join(words for words, _, _, _ in _RANGES)
_WITHIN = "|".join(words for _, words, _, _ in _RANGES)
BEFORE_NUMBER = rf"(?:{_ALWAYS}|{_WITHIN}|only|just|merely|exactly)"
BEHIND_NUMBER = rf"(?:(?: |(?=[+-]))(?:{'|'.join(words for words, _, _ in _BEHIND)})(?!\w))"
_RANGE_BEFORE = re.compile(rf"\b(?:{_ALWAYS})\s+(?:(?-i:[A-Z]{{1,3}}) ?|an? )?[^\w\s]*\Z", re.I)
RANGES = tuple(
    (re.compile(rf"\b(?:{always}|{within})\s+(?:[A-Z]{{1,3}} ?)?\W*$", re.I), low, high)
    for always, within, low, high in _RANGES
)
RANGES_BEHIND = tuple(
    (re.compile(rf" ?(?:{words})(?!\w)", re.I), low, high) for words, low, high in _BEHIND
)
# Beside it a number is not the whole amount: "half a million", "an hour and a half".
VAGUE = re.compile(r"\b(?:half|quarters?|several|few|couple|dozens|hundreds|thousands)\b", re.I)
MEASURES = {
    "dollar": r"\$|\bdollars?\b",
    "euro": r"€|\beuros?\b",
    "pound": r"£|\bpounds?\b",
    "yen": r"¥|\byen\b",
    "kilometre": r"\b(?:km|kilomet(?:re|er)s?)\b",
    "metre": r"\b(?:m|met(?:re|er)s?)\b",
    "mile": r"\bmiles?\b",
    "foot": r"\b(?:feet|foot|ft)\b",
    "inch": r"\binch(?:es)?\b",
    "kilogram": r"\b(?:kg|kilos?|kilogram(?:me)?s?)\b",
    "ton": r"\bton(?:ne)?s?\b",
    "degree": r"°|\bdegrees?\b",
    "litre": r"\blit(?:re|er)s?\b",
    "acre": r"\bacres?\b",
    "hectare": r"\bhectares?\b",
}


def numbers(text: str) -> list[tuple[float, int, int]]:
    """The numbers of a text with their places: "two hundred and fifty" is 250."""
    found: list[tuple[float, int, int]] = []
    for match in ONE.finditer(text):
        word = match[0].lower()
        last, start, end = found[-1] if found else (0.0, 0, -1)
        joined = bool(found) and bool(JOINS.fullmatch(text[end : match.start()]))
        if joined and word in SCALES:
            scale = SCALES[word]  # of "two thousand five hundred" the five
            below = last % (1000 if word == "hundred" else 1000 * scale)
            found[-1] = (last - below + below * scale, start, match.end())
        elif joined and word in WORTH and _goes_on(last, WORTH[word]):
            found[-1] = (last + WORTH[word], start, match.end())
        else:
            digits = word.replace(",", "")
            worth = float(digits) if word[0].isdigit() else float((WORTH | SCALES)[word])
            found.append((worth, *match.span()))
    return found


def _goes_on(number: float, worth: int) -> bool:
    """Whether a word for ones or tens belongs to the number before: to "twenty", "two hundred"."""
    tens = number % 100 >= 20 and number % 10 == 0 and 0 < worth < 10
    return number >= 20 and (number % 100 == 0 or tens)


def with_range(before: str, found: str) -> str:
    """A number with what stands before it and makes a range of it: "50" of "more than 50"."""
    range_ = _RANGE_BEFORE.search(before)
    return (range_[0] if range_ else "") + found


def _range(text: str, length: bool) -> tuple[Range, str] | None:
    """The one number of a text as a range, a length of time in hours, and its unit; none where
    there is no one number."""
    if length:
        text = re.sub(rf"\ban? (?={UNIT})", "one ", text, flags=re.I)
    named = numbers(text)
    percent = "%" in text or "per cent" in text or "percent" in text
    if len(named) != 1 or percent or VAGUE.search(text):
        return None
    number, start, end = named[0]
    unit = ""
    if length:
        of_time = re.match(rf"{BEHIND_NUMBER}?[ -]({'|'.join(HOURS)})", text[end:], re.I)
        if not of_time:
            return None
        unit = of_time[1].lower()
        number *= HOURS[unit]
    for words, low, high in RANGES:
        if words.search(text[:start]):
            return (number * low, number * high), unit
    for words, low, high in RANGES_BEHIND:
        if words.match(text[end:]):
            return (number * low, number * high), unit
    return (number, number), unit


def same_number(asked: str, found: str, counted: str, length: bool) -> bool | None:
    """`counted` says what is counted. Amounts in different measures are not to be compared."""
    ours, theirs = _range(asked, length), _range(found, length)
    if not ours or not theirs or _measures(found) - _measures(f"{asked} {counted}"):
        return None
    (our_low, our_high), (low, high) = ours[0], theirs[0]
    if (our_low, our_high) == (low, high):
        return True
    if (ours[1] in CALENDAR) != (theirs[1] in CALENDAR):
        low, high = low * (1 - AROUND), high * (1 + AROUND)
    elif low < high:
        low, high = low * (1 - LOOSE), high * (1 + LOOSE)
    if our_low <= low and high <= our_high:
        return True
    return False if high < our_low or our_high < low else None


def _measures(text: str) -> set[str]:
    return {name for name, words in MEASURES.items() if re.search(words, text, re.I)}
