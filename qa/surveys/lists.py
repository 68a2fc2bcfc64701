"""The lists that a survey can make: slices of the article, each with the sentence that holds it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.article import Article, Sentence
from qa.besides import occurrences
from qa.surveys.capitals import TITLE
from qa.surveys.names import holders, names_of, people
from qa.surveys.places import named_places
from qa.surveys.quotes import quoted
from qa.surveys.requests import Request, Wish
from qa.surveys.speech import Said, quotations, said_by
from qa.surveys.summary import is_prose
from qa.times import RELATIVE, TIME, times
from qa.words import NUMBER_WORDS

_CONCERN = re.compile(
    r"\b(?:(?<!far as )concern(?:s|ed)?\b(?! with)|fear(?:s|ed)?|worr(?:y|ies|ied|ying)|alarm"
    r"(?:s|ed|ing)?"
    r"|risk(?:s|y|ing)?|danger(?:s|ous)?|warn(?:s|ed|ings?)?|threat(?:s|en|ens|ened)?|anxious"
    r"|(?<!not be )afraid|problem(?:s|atic)?)\b",
    re.I,
)  # fmt: skip
_CRITICISM = re.compile(
    r"\b(?:critici[sz]\w*|accus(?:es?|ed|ing|ations?)|complain(?:s|ed|ing|ts?)?|objections?"
    r"|object(?:s|ed|ing)? (?:to|that)|reject(?:s|ed|ing)?|oppos(?:e[sd]?|ition to)"
    r"|blam(?:es?|ed|ing)|condemn(?:s|ed|ing|ations?)?|denounc(?:es?|ed|ing))\b",
    re.I,
)  # fmt: skip
_REASON = re.compile(
    r"\b(?:because|due to|owing to|thanks to|as a result of|result(?:s|ed) from|reasons?|caused by"
    r"|in order to|so that|aim(?:s|ed|ing) (?:to|at)|prompted by|led to"
    r"|cit(?:ed|ing)(?! (?:[\w.-]+ ){0,3}(?:officials?|sources?|people|reports?)\b)"
    r"|on the grounds)\b",
    re.I,
)  # fmt: skip
_NUMBER = re.compile(
    r"(?:[$€£] ?)?(?<![\w-])\d[\d,.]*(?: ?%| ?(?:percent|per cent|million|billion|thousand)\b)?"
    rf"|\b(?:{NUMBER_WORDS}|dozens?|hundreds?|thousands?|millions?|billions?|half"
    r"|a (?:third|quarter))\b",
    re.I,
)  # fmt: skip

_ON = re.compile(r"^(?:on|in|at) ")  # "on Friday" is "Friday" again


@dataclass(frozen=True, slots=True)
class Line:
    """A slice of the article, the sentence that holds it or its beginning, and others that hold the
    rest of it or that it needs besides."""

    span: tuple[int, int]
    sentence: Sentence
    beside: tuple[Sentence, ...] = ()

    @classmethod
    def of(cls, sentence: Sentence) -> "Line":
        return cls((sentence.start, sentence.end), sentence)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(dict.fromkeys((self.sentence, *self.beside)))

    @property
    def part(self) -> bool:
        """Whether the slice is less than its sentence."""
        return self.span[1] < self.sentence.end or self.span[0] > self.sentence.start


def _people(article: Article, request: Request) -> list[Line]:
    return [Line(span, sentence) for sentence, span in people(article)]


def _said(article: Article, request: Request) -> list[Line]:
    return _spoken(article, _of(article, request.who, said_by))


def _quotes(article: Article, request: Request) -> list[Line]:
    said = _of(article, request.who, quotations) if request.who else quotations(article)
    return _spoken(article, said)


def _of(article: Article, who: str, said: Callable[[Article, str], Iterable[Said]]) -> list[Said]:
    """What is `said` by somebody, however the article names him, in order."""
    named = [*_written(article, who), *holders(article, who)]
    found = {one.sentence.number: one for name in named for one in said(article, name)}
    return [found[number] for number in sorted(found)]


def _dates(article: Article, request: Request) -> list[Line]:
    """Each expression once, where it stands first; of quotations only what stands alone."""
    lines: dict[str, Line] = {}
    places = quoted(article.text)
    for sentence, span in times(article):
        text = article.text[slice(*span)]
        within = any(a < span[0] < b for a, b in places)
        if not (within and RELATIVE.search(text)):
            lines.setdefault(_ON.sub("", text.casefold()), Line(span, sentence))
    return list(lines.values())


def _timeline(article: Article, request: Request) -> list[Line]:
    """Whole sentences, in the order of the article: which came first it often does not say."""
    return _whole(sentence for sentence, _ in times(article))


def _matching(pattern: re.Pattern[str]) -> Callable[[Article, Request], list[Line]]:
    def lines(article: Article, request: Request) -> list[Line]:
        return _whole(s for s in article.sentences if pattern.search(s.text) and is_prose(s.text))

    return lines


def _numbers(article: Article, request: Request) -> list[Line]:
    """The sentences with a number that is no part of a time."""
    some = (s for s in article.sentences if _NUMBER.search(s.text) and is_prose(s.text))
    return _whole(s for s in some if _NUMBER.search(TIME.sub("", s.text)))


def _places(article: Article, request: Request) -> list[Line]:
    return [Line(named.span, named.sentence) for named in named_places(article)]


def _countries(article: Article, request: Request) -> list[Line]:
    return [Line(named.span, named.sentence) for named in named_places(article) if named.country]


def _mentions(article: Article, request: Request) -> list[Line]:
    """The sentences that have the words asked for, one after the other; of somebody who has a
    surname for himself, that alone."""
    words = re.sub(rf"^(?:(?:the|an?|{TITLE})\.? )+", "", request.who, flags=re.I)
    named = [name.casefold() for name in names_of(article)]
    *_, last = words.casefold().split() or [""]
    if [name for name in named if last in name.split()] == [words.casefold()]:
        words = last
    return _whole(s for s in article.sentences if occurrences(s.text, words) and is_prose(s.text))


LISTS: dict[Wish, Callable[[Article, Request], list[Line]]] = {
    "people": _people,
    "said": _said,
    "quotes": _quotes,
    "dates": _dates,
    "timeline": _timeline,
    "concerns": _matching(_CONCERN),
    "criticisms": _matching(_CRITICISM),
    "reasons": _matching(_REASON),
    "numbers": _numbers,
    "places": _places,
    "countries": _countries,
    "mentioned": _mentions,
    "mentions": _mentions,
}


def _whole(sentences: Iterable[Sentence]) -> list[Line]:
    return [Line.of(sentence) for sentence in dict.fromkeys(sentences)]


def _spoken(article: Article, said: Iterable[Said]) -> list[Line]:
    """A line for each sentence; for several where one quotation runs on."""
    quotations = quoted(article.text)
    lines: list[Line] = []
    for one in said:
        sentence, speaker = one.sentence, (one.speaker,) if one.speaker else ()
        last = lines[-1] if lines else Line((0, 0), sentence)
        if any(a < last.span[1] and sentence.start < b for a, b in quotations):
            beside = dict.fromkeys((*last.beside, sentence, *speaker))
            lines[-1] = Line((last.span[0], sentence.end), last.sentence, tuple(beside))
        else:
            lines.append(Line((sentence.start, sentence.end), sentence, speaker))
    return lines


def _written(article: Article, who: str) -> list[str]:
    """A name with its last word in each way that the article writes it."""
    *first, last = who.removesuffix("'s").split() or [""]
    words = set(re.findall(r"[^\W\d_](?:(?:[\w-]|[’'](?![sS]\b))*\w)?", article.text))
    alike = (word for word in sorted(words) if word.casefold().replace("’", "'") == last.casefold())
    return [" ".join([*first, word]) for word in alike]
