"""Places that an article names, told by capitals and by the words before them.

A country is known by its name (Unicode's CLDR, by way of Babel). Any other name is a place where it
stands behind a word of place ("in Kursk", "near Lake Como") and is not mostly spoken of otherwise.
What stands only behind "from" or "to", as people and companies do, is missed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale

from index.article import Article, Sentence
from index.retrieve import STOP_WORDS
from qa.surveys.capitals import OPENERS
from qa.surveys.names import LOOK, RUN, demonym, words_of_names
from qa.times import TIME

_IN = re.compile(
    r"\b(?:in|near|inside|outside|across|around|throughout)"
    r" (?:(?:nearby|neighbou?ring|central|downtown|[a-z]+ern) )?$",
    re.I,
)
_OF = re.compile(r"\b(?:of|from|to|for|at|by|with|the) $", re.I)  # tells neither
_NO_PLACE = re.compile(
    r"\b(?:Police|Party|Court|Council|Committee|Congress|Parliament|Army|Navy|Times|Union"
    r"|Association|Ministry|Olympics|Cup|League|Act|Bank|Group|Inc|Ltd)$"
)
OTHERWISE = 5  # times as often as behind a word of place, from which on a name is none
UNIONS = frozenset(("EU", "EZ", "UN"))
ALSO = {  # in use besides the names of CLDR
    "America": "US", "US": "US", "USA": "US", "U.S": "US", "U.S.A": "US", "UK": "GB", "U.K": "GB",
    "Britain": "GB", "Great Britain": "GB", "England": "ENG", "Scotland": "SCT", "Wales": "WLS",
    "Turkey": "TR", "Czech Republic": "CZ", "Holland": "NL", "Ivory Coast": "CI",
    "Hong Kong": "HK", "Palestine": "PS", "Bosnia": "BA",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A name where it stands first, and whether it is a country's."""

    sentence: Sentence
    span: tuple[int, int]
    country: bool


def named_places(article: Article) -> list[Named]:
    """Each place once, where it stands first, in reading order."""
    people = words_of_names(article)
    first: dict[str, Named] = {}
    behind_in: Counter[str] = Counter()
    for sentence, (start, end), name in _names(article):
        if not people.isdisjoint(name.split()):
            continue
        code = _codes().get(name, "")
        first.setdefault(code or name, Named(sentence, (start, end), bool(code)))
        left = article.text[max(sentence.start, start - LOOK) : start]
        there = OTHERWISE if _IN.search(left) else 0 if _OF.search(left) else -1
        behind_in[code or name] += there
    return [named for name, named in first.items() if named.country or behind_in[name] > 0]


def _names(article: Article) -> Iterator[tuple[Sentence, tuple[int, int], str]]:
    """Every run of capitals that may name a place, with its place in the article."""
    for sentence in article.sentences:
        text = TIME.sub(lambda time: "~" * len(time[0]), sentence.text)
        for run in RUN.finditer(text):
            name = run[0].rstrip("’'")
            opener, _, rest = name.partition(" ")
            if run.start() == 0 and opener.lower() in STOP_WORDS | OPENERS:
                name = rest  # "In Britain"
            if _may_be_one(name):
                start = sentence.start + run.start() + run[0].index(name)
                end = start + len(name)
                dotted = "." in name and article.text[end : end + 1] == "."  # U.S.
                yield sentence, (start, end + dotted), name


def _may_be_one(name: str) -> bool:
    told = demonym(name) or name.isupper() or _NO_PLACE.search(name)
    return bool(name) and (name in _codes() or not told)


@cache
def _codes() -> dict[str, str]:
    """The names of countries in English, each with its country's code."""
    codes = {}
    for code, whole in Locale("en").territories.items():
        if len(code) == 2 and code not in UNIONS:  # the longer ones are continents
            for name in re.split(r" \(|\)", whole):  # "Myanmar (Burma)"
                codes[name.replace("’", "'")] = code
    return codes | ALSO
