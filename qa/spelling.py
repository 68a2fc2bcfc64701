"""Misspelt words of a question, written as the article writes them.

A word is taken for misspelt only if neither the article has it nor the embedding model's
vocabulary, which holds the 30,000 commonest words and names; and it is changed only to a word of
the article that is nearly the same, and is not just another form of it. "Zelensky" becomes
"Zelenskyy" and "deployd" "deployed", but "congratulate" does not become "congratulated".
"""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import lru_cache

from index.retrieve import STOP_WORDS

WORD = re.compile(r"[^\W\d_]{5,}")  # shorter ones have too many neighbours
ALIKE = 0.84  # of 1, as `difflib` measures it: one letter in six may be wrong
# Words that differ by one of these mean something else.
OPPOSED = tuple(
    re.compile(pair)
    for pair in (r"^hyp(?:o|er)", r"^m[ai]cro", r"^(?:ex|end)o", r"^int(?:er|ra)", r"[aey]ne$")
)
ENDINGS = ("s", "es", "d", "ed", "ing", "er", "ers", "ion", "ions", "ment", "ly")


@lru_cache(maxsize=8)
def spellings(text: str) -> dict[str, str]:
    """The words of an article, each by its form in lower case, a name with its capital."""
    return {word.lower(): word for word in sorted(set(WORD.findall(text)))}


def spelt(question: str, words: Mapping[str, str], vocabulary: Collection[str]) -> str:
    """`question` with its misspelt words as they stand in `words`, which `spellings` makes."""

    def corrected(match: re.Match[str]) -> str:
        word = match[0].lower()
        if word in words or word in vocabulary:
            return match[0]
        near = next(iter(get_close_matches(word, words, 1, ALIKE)), "")
        # The first letter is seldom wrong; another one is a prefix: "interested", "disinterested".
        same = near[:1] == word[0] and not _bases(word) & _bases(near)
        return words[near] if same and not _opposed(word, near) else match[0]

    return WORD.sub(corrected, question)


def with_names(text: str, names: Collection[str], articles: Collection[str]) -> str:
    """`text` with a capital for every word that the articles have only as a name: "who is lund"."""
    by_small = {name.lower(): name for name in names}

    def named(match: re.Match[str]) -> str:
        alone = re.compile(rf"\b{re.escape(match[0])}\b")
        word = not any(alone.search(article) for article in articles)
        return by_small[match[0]] if word else match[0]

    small = "|".join(map(re.escape, sorted(by_small.keys() - STOP_WORDS)))
    return re.sub(rf"\b(?:{small})\b", named, text) if small else text


def _bases(word: str) -> set[str]:
    """What a regular form may be a form of."""
    stems = {word, *(word.removesuffix(e) for e in ENDINGS if e != "d" or word.endswith("ed"))}
    return stems | {stem + "e" for stem in stems}


def _opposed(word: str, near: str) -> bool:
    """Whether two words differ only by an opening ("hypo", "hyper") or ending that says another."""
    for part in OPPOSED:
        ours, theirs = part.search(word), part.search(near)
        if ours and theirs and ours[0] != theirs[0]:
            return True
    return False
