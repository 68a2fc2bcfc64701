"""Whether two dates or names are the same.

Dates are compared by the parts that both name, so that a month and a weekday are not to be
compared; names by their words. What cannot be told is none. For numbers see `qa.amounts`.
"""

import re

from qa.times import DAY, MONTH, SHORT_MONTH
from qa.words import content_words

# What is so from a day on, or until it, denies no day.
_DATE = r"(?:[a-z]+ )?(?-i:\d|[A-Z])"
PERIOD = re.compile(
    rf"\b(?:from|to|since|until|till|before|after|between|through|throughout) {_DATE}"
    r"|\d ?[–-] ?\d|\bby (?:[a-z]+ )?\d",
    re.I,
)

EDGE = re.compile(r"\b(?:early|mid|late)\b", re.I)

PARTS_OF_DATE = {
    "year": re.compile(r"\b(?:1\d|20)\d\d\b"),
    # A short one only in the company of a date: "Jan Egeland" is none.
    "month": re.compile(
        rf"\b{MONTH}\b|\b{SHORT_MONTH}(?=\.| \d| ?[-–/] ?\w| (?:to|and) |, \d|\W*\Z)"
        rf"|(?:(?<=\d )|(?<=(?:st|nd|rd|th|of|in) )){SHORT_MONTH}\b"
    ),
    "day": re.compile(r"(?<![\d:.])0?([1-9]\d?)(?=(?:st|nd|rd|th)?(?:[^\w:]|$))"),
    "weekday": re.compile(rf"\b{DAY}"),
    "part": re.compile(r"\b(?:morning|noon|afternoon|evening|night)\b"),
}


def parts_of(text: str) -> dict[str, set[str]]:
    """The parts of a date that a text names, each with its values."""
    parts = {name: set(pattern.findall(text)) for name, pattern in PARTS_OF_DATE.items()}
    parts["month"] = {month[:3] for month in parts["month"]}
    if not parts["month"]:
        parts["day"] = set()
    return {name: named for name, named in parts.items() if named}


def same_time(asked: str, found: str) -> bool | None:
    ours, theirs = parts_of(asked), parts_of(found)
    both = ours.keys() & theirs.keys()
    if any(ours[part].isdisjoint(theirs[part]) for part in both):
        return None if PERIOD.search(found) else False
    alike = both and all(ours[part] == theirs.get(part) for part in ours)
    edges = {edge.lower() for edge in EDGE.findall(f"{asked} {found}")}
    return True if alike and not PERIOD.search(found) and len(edges) < 2 else None


def same_name(asked: str, found: str) -> bool | None:
    ours, theirs = plain_words(asked), plain_words(found)
    if not ours or not theirs:
        return None
    if ours <= theirs or theirs <= ours:
        return True
    return False if ours.isdisjoint(theirs) else None


def plain_words(text: str) -> set[str]:
    return {word for word in content_words(text) if not word[0].isdigit()}
