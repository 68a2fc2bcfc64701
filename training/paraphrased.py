"""Questions in other words: content words exchanged for synonyms, the answer left as it was.

`reworded` and `swapped` teach that a question whose word the passage lacks is not answered there.
That is half of the truth: people seldom ask in the article's own words. So the same exchange is
made with words that mean the same, on answered and on unanswered questions alike, lest the odd
word tell which is which.

Synonyms share a synset that is among the first senses of both. Whether that sense is meant is left
to the embedding model: the exchange that moves the question least is taken, if it moves it little
enough.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from functools import cache
from itertools import islice

import numpy as np

from index.embedding import MiniLM
from training.examples import Example
from training.wordnet import WordNet

USUAL = 5  # times a word stands in the passages, or it is a word that nobody would ask with
ALIKE = 4  # letters in common at the start: "educate" is no other word than "education"
EXCHANGES = 2  # in a question, at most
NEAR = 0.93  # cosine to the question before
CONTENT = re.compile(r"\b(?!does|have|been|were)[a-z]{4,}\b")


class Exchanger:
    """Exchanges words of questions for those of their synonyms that are in `usual`."""

    def __init__(self, wordnet: WordNet, usual: Set[str], embedding: MiniLM) -> None:
        self.wordnet, self.usual, self.embedding = wordnet, usual, embedding
        self.others = cache(self._others)

    def _others(self, word: str) -> tuple[str, ...]:
        found = self.wordnet.synonyms(word) & self.usual
        return tuple(sorted(w for w in found if w[:ALIKE] != word[:ALIKE]))

    def exchanged(self, question: str) -> str | None:
        """With up to two words exchanged; none where no exchange is near enough."""
        changed = question
        for _ in range(EXCHANGES):
            candidates = [
                changed[: m.start()] + other + changed[m.end() :]
                for m in CONTENT.finditer(changed)
                if m[0] in question
                for other in self.others(m[0])
            ]
            if not candidates:
                break
            vectors = np.array(self.embedding.get_text_embedding_batch([question, *candidates]))
            near = vectors[1:] @ vectors[0]
            if near.max() < NEAR:
                break
            changed = candidates[int(near.argmax())]
        return None if changed == question else changed


def usual_words(examples: Sequence[Example]) -> frozenset[str]:
    """Lower-case words that stand often enough in the passages."""
    seen = Counter(w for c in {e.context for e in examples} for w in re.findall(r"\w+", c.lower()))
    return frozenset(word for word, count in seen.items() if count >= USUAL)


def paraphrased(
    examples: Sequence[Example], wordnet: WordNet, count: int, rng: random.Random
) -> Iterator[Example]:
    """Up to `count` examples drawn from `examples`."""
    exchanger = Exchanger(wordnet, usual_words(examples), MiniLM())
    drawn = rng.sample(examples, len(examples))
    changed = ((example, exchanger.exchanged(example.question)) for example in drawn)
    yield from islice((replace(e, question=q) for e, q in changed if q), count)
