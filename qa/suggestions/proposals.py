"""Questions that an article's own sentences answer, made by turning the sentences' words around.

A table of patterns, each with a template: a question is the template's fixed words around exact
slices of one sentence. Two changes come from tables: behind "did" a verb has its base form, and a
determiner that opened the sentence its small letter. Only what a pattern plainly fits becomes a
question; most sentences give none, and nothing is guessed.

Not covered: pronouns (a question must stand alone), verbs outside the tables, other languages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.article import Article
from qa.suggestions.patterns import (
    ALONE,
    BASES,
    DANGLING,
    DATE,
    DETERMINERS,
    NO_END,
    NO_NAME,
    PATTERNS,
    QUOTE,
    SAYS,
    SPEAKER,
)

LONGEST_SENTENCE = 400  # characters; longer ones are lists or no prose, and slow to match
MOST_SENTENCES = 3000  # of a whole book the beginning is enough
LENGTH = (15, 120)  # characters of a question that is read at a glance
FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question of a kind, and the numbers of the sentences that it was made from."""

    question: str
    kind: str
    sources: frozenset[int]


def _plain(word: str) -> str:
    """In small letters, save for what is written in capitals throughout: US is not us."""
    return word if len(word) > 1 and word.isupper() else word.lower()


class Names:
    """Tells by an article's own capitals which of its words are names."""

    def __init__(self, text: str) -> None:
        self._small = set(re.findall(r"\b[a-z][\w’'-]*", text))
        self._inside = set(re.findall(r"(?<=[a-z,] )[A-Z][\w-]*", text))

    def fits(self, phrase: str) -> bool:
        """Whether `phrase`, perhaps the beginning of a sentence, is a name as a whole."""
        words = [w.removesuffix("'s").removesuffix("’s") for w in phrase.split()]
        if not words[-1][0].isupper() or any(_plain(w) in NO_NAME for w in words):
            return False
        first, small = words[0], words[0].lower() in self._small
        return first.isupper() or (
            (first in self._inside or not small)
            if len(words) > 1
            else (first in self._inside and not small)
        )


def proposals(article: Article) -> list[Proposal]:
    """All questions that the sentences give, in their order; the same from two is one."""
    found: dict[str, tuple[str, set[int]]] = {}
    for question, kind, number in _raw(article):
        question = " ".join(question.split())
        if _stands(question):
            found.setdefault(question, (kind, set()))[1].add(number)
    return [
        Proposal(question, kind, frozenset(numbers))
        for question, (kind, numbers) in found.items()
        if kind != "say" or len(numbers) > 1
    ]


def _raw(article: Article) -> Iterator[tuple[str, str, int]]:
    names = Names(article.text)
    for sentence in article.sentences[:MOST_SENTENCES]:
        text = " ".join(sentence.text.split())
        if len(text) > LONGEST_SENTENCE:
            continue
        for speaker in SPEAKER.finditer(text):
            who = speaker["who"] or speaker["whom"]
            if not speaker["the"] and names.fits(who):
                yield f"What did {who} say?", "say", sentence.number
        if (quote := QUOTE.search(text)) and re.search(SAYS, text.replace(quote[0], "")):
            yield f"Who said “{quote[1]}”?", "quote", sentence.number
        if not text.endswith("."):
            continue  # a headline, a caption, or words that someone else finished
        for kind, pattern, template in PATTERNS:
            if (fit := pattern.match(text[:-1])) and (groups := _filled(fit, names)):
                yield template.format(**groups), kind, sentence.number


def _filled(fit: re.Match[str], names: Names) -> dict[str, str]:
    """The slots of a template; none where what should be a name is none."""
    groups = {k: v for k, v in fit.groupdict().items() if v is not None}
    if "who" in groups and not names.fits(groups["who"]):
        return {}
    if "past" in groups:
        if not groups.get("b", "-") and groups["past"] not in ALONE:
            return {}
        groups["base"] = BASES[groups["past"]]
    if "it" in groups:
        first, _, rest = groups["it"].partition(" ")
        if first in DETERMINERS or first == "the":
            groups["it"] = f"{first.lower()} {rest}"
            if re.search(r"\b(?:and|that|which|who|whose|\w+ed|\w+ing)\b", rest):
                return {}
        elif not names.fits(groups["it"]):
            return {}
    return groups


def _stands(question: str) -> bool:
    """Whether a question is whole, of a length to be read at once, and understood alone."""
    words = [_plain(w) for w in re.findall(r"[^\s?“”]+", question)]
    if not (LENGTH[0] <= len(question) <= LENGTH[1] and len(words) >= FEWEST_WORDS):
        return False
    if question.startswith("Who said"):
        return True
    by = question.endswith(" by?")
    return not (
        DANGLING & set(words)
        or (words[-1] in NO_END and not by)
        or words[-1].endswith("ly")
        or (by and re.search(DATE, question))
        or re.search(r"[\"“”()\[\]]| and .*\b(?:is|are|was|were|has|have|had)\b", question)
    )
