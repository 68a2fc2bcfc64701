"""Whether two values are the same: numbers, lengths of time, dates, names.

Numbers are compared as ranges, since "more than 50" is true of 163 and "over 50" may be said of 60;
lengths of time in hours; dates by the parts that both name, so that a month and a weekday are not
to be compared; names by their words. What cannot be told is none.
"""

import math
import re

from qa.kinds import content_words

Range = tuple[float, float]

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORTH = (
    {word: n for n, word in enumerate(_ONES.split())}
    | {word: 10 * n for n, word in enumerate(_TENS.split(), 2)}
    | {"dozen": 12}
)
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
HOURS = {
    "minute": 1 / 60,
    "hour": 1,
    "day": 24,
    "week": 168,
    "month": 730,
    "year": 8766,
    "decade": 87660,
    "century": 876600,
    "centuries": 876600,
}
_WORDS = "|".join((*WORTH, *SCALES))
ONE = re.compile(rf"\d[\d,]*(?:\.\d+)?(?!\w|[,.]\d)|\b\d+(?=th\b)|\b(?:{_WORDS})\b", re.I)
NUMBER = rf"(?:an? )?(?:{ONE.pattern})(?:(?:[ -]|,? and )(?:{_WORDS})\b)*"
UNIT = rf"(?:{'|'.join(HOURS)})s?\b"
JOINS = re.compile(r"(?:[ -]|,? and )", re.I)
OVER, UNDER = 1 + 1e-9, 1 - 1e-9  # what tells "more than" from "at least"
LOOSE = 1e-8  # what lets "over 50" be said of 50
# What stands before a number and makes a range of it, and that range for the number n.
_RANGES = (
    (r"no (?:fewer|less|younger) than|at least", 1.0, math.inf),
    (r"no (?:more|older|later) than|at most|up to", 0.0, 1.0),
    (r"(?:more|older|longer|greater) than|over|above|exceed\w*", OVER, math.inf),
    (r"(?:less|fewer|younger|shorter) than|under|below", 0.0, UNDER),
    (r"about|around|roughly|approximately|nearly|almost|some|close to|closer to", 0.85, 1.15),
)
BEFORE_NUMBER = rf"(?:{'|'.join(words for words, _, _ in _RANGES)}|only|just|merely|exactly)"
RANGES = tuple(
    (re.compile(rf"\b(?:{words})\s+(?:[A-Z]{{1,3}} ?)?\W*$", re.I), low, high)
    for words, low, high in _RANGES
)

PARTS_OF_DATE = {
    "year": re.compile(r"\b(?:1\d|20)\d\d\b"),
    "month": re.compile(
        r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
        r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\b"
    ),
    "day": re.compile(r"(?<!\d)\d\d?(?=(?:st|nd|rd|th)?(?:\W|$))(?!:)"),
    "weekday": re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"),
    "part": re.compile(r"\b(?:morning|noon|afternoon|evening|night)\b"),
}


def numbers(text: str) -> list[tuple[float, int, int]]:
    """The numbers of a text with their places: "two hundred and fifty" is 250."""
    found: list[tuple[float, int, int]] = []
    for match in ONE.finditer(text):
        word = match[0].lower()
        last, start, end = found[-1] if found else (0.0, 0, -1)
        joined = bool(found) and bool(JOINS.fullmatch(text[end : match.start()]))
        if joined and word in SCALES:
            found[-1] = (last * SCALES[word], start, match.end())
        elif joined and word in WORTH and last >= 20 and last % (100 if last >= 100 else 10) == 0:
            found[-1] = (last + WORTH[word], start, match.end())
        else:
            digits = word.replace(",", "")
            worth = float(digits) if word[0].isdigit() else float((WORTH | SCALES)[word])
            found.append((worth, *match.span()))
    return found


def _range(text: str, length: bool) -> Range | None:
    """The one number of a text as a range, with a unit in hours; none where there is no one."""
    if length:
        text = re.sub(rf"\ban? (?={UNIT})", "one ", text, flags=re.I)
    named = numbers(text)
    if len(named) != 1 or "%" in text or "per cent" in text or "percent" in text:
        return None
    number, start, end = named[0]
    if length:
        unit = re.match(rf"[ -]({'|'.join(HOURS)})", text[end:], re.I)
        if not unit:
            return None
        number *= HOURS[unit[1].lower()]
    for before, low, high in RANGES:
        if before.search(text[:start]):
            return number * low, number * high
    return number, number


def same_number(asked: str, found: str, length: bool) -> bool | None:
    ours, theirs = _range(asked, length), _range(found, length)
    if not ours or not theirs:
        return None
    if ours == theirs:
        return True
    if theirs[0] < theirs[1]:
        theirs = theirs[0] * (1 - LOOSE), theirs[1] * (1 + LOOSE)
    if ours[0] <= theirs[0] and theirs[1] <= ours[1]:
        return True
    return False if theirs[1] < ours[0] or ours[1] < theirs[0] else None


def parts_of(text: str) -> dict[str, set[str]]:
    """The parts of a date that a text names, each with its values."""
    parts = {name: set(pattern.findall(text)) for name, pattern in PARTS_OF_DATE.items()}
    if not parts["month"]:
        parts["day"] = set()
    return {name: named for name, named in parts.items() if named}


def same_time(asked: str, found: str) -> bool | None:
    ours, theirs = parts_of(asked), parts_of(found)
    both = ours.keys() & theirs.keys()
    if any(ours[part].isdisjoint(theirs[part]) for part in both):
        return False
    return True if both and all(ours[part] == theirs.get(part) for part in ours) else None


def same_name(asked: str, found: str) -> bool | None:
    ours, theirs = words_of(asked), words_of(found)
    if not ours or not theirs:
        return None
    if ours <= theirs or theirs <= ours:
        return True
    return False if ours.isdisjoint(theirs) else None


def words_of(text: str) -> set[str]:
    return {word for word in content_words(text) if not word[0].isdigit()}
