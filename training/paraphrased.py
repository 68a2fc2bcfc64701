"""Questions in other words: content words exchanged for synonyms, the answer left as it was.

`reworded` and `swapped` teach that a question whose word the passage lacks is not answered there.
That is half of the truth: people seldom ask in the article's own words. So the same exchange is
made with words that mean the same, on answered and on unanswered questions alike, lest the odd
word tell which is which.

Synonyms share a synset of WordNet (Fellbaum 1998) that is among the first senses of both, in the
inflection of the word they stand for. Whether that sense is meant is left to the embedding model:
the exchange that moves the question least is taken, if it moves it little enough.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
from lemminflect import getAllLemmas, getInflection

from index.embedding import MiniLM
from training.examples import WORD, Example

PARTS = {"NOUN": ("noun", "1"), "VERB": ("verb", "2"), "ADJ": ("adj", "35")}
# Inflections as the Penn Treebank tags them.
FORMS = {"NOUN": ("NN", "NNS"), "VERB": ("VBD", "VBN", "VBG", "VBZ", "VB"), "ADJ": ("JJ",)}
SENSES = 2  # of a word, in WordNet's order of frequency
USUAL = 5  # times a synonym stands in the passages, or it is a word that nobody would ask with
ALIKE = 4  # letters in common at the start: "educate" is no other word than "education"
EXCHANGES = 2  # in a question, at most
NEAR = 0.93  # cosine to the question before
CONTENT = re.compile(r"\b(?!does|have|been|were)[a-z]{4,}\b")


@dataclass
class Thesaurus:
    """A part of speech: lemma to its first synsets, synset to its words, lemma to its frequency."""

    senses: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    uses: Counter[str] = field(default_factory=Counter)

    def synonyms(self, lemma: str) -> set[str]:
        return {
            word
            for synset in self.senses.get(lemma, ())
            for word in self.words[synset]
            if word != lemma and synset in self.senses.get(word, ())
        }


def thesaurus(wordnet: Path, part: str) -> Thesaurus:
    """From the database files (wndb(5), cntlist(5))."""
    found = Thesaurus()
    name, classes = PARTS[part]
    for line in (wordnet / f"data.{name}").read_text().splitlines():
        if not line.startswith(" "):
            offset, _, _, count, *rest = line.split()
            members = rest[: 2 * int(count, 16) : 2]
            found.words[offset] = [re.sub(r"\(\w+\)$", "", w).lower() for w in members]
    for line in (wordnet / f"index.{name}").read_text().splitlines():
        if not line.startswith(" "):
            lemma, _, count, *rest = line.split()
            found.senses[lemma] = rest[-int(count) :][:SENSES]
    for line in (wordnet / "cntlist.rev").read_text().splitlines():
        key, _, count = line.split()
        lemma, _, kind = key.partition("%")
        if kind[0] in classes:
            found.uses[lemma] += int(count)
    return found


class Exchanger:
    """Exchanges words of questions for those of their synonyms that are in `usual`."""

    def __init__(self, wordnet: Path, usual: Set[str], embedding: MiniLM) -> None:
        self.parts = {part: thesaurus(wordnet, part) for part in PARTS}
        self.usual, self.embedding = usual, embedding
        self.others = cache(self._others)

    def _others(self, word: str) -> tuple[str, ...]:
        """Synonyms in the same inflection, as the part of speech that the word mostly is."""
        readings = [
            (self.parts[part].uses[lemma], part, lemma)
            for part, lemmas in getAllLemmas(word).items()
            if part in PARTS
            for lemma in lemmas
        ]
        if not readings:
            return ()
        _, part, lemma = max(readings)
        forms = [form for form in FORMS[part] if word in getInflection(lemma, form)]
        found = {
            other
            for synonym in self.parts[part].synonyms(lemma)
            for form in forms[:1]
            for other in getInflection(synonym, form)[:1]
        }
        return tuple(sorted(w for w in found & self.usual if w[:ALIKE] != word[:ALIKE]))

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


def paraphrased(
    examples: Sequence[Example], wordnet: Path, count: int, rng: random.Random
) -> Iterator[Example]:
    """Up to `count` examples drawn from `examples`."""
    seen = Counter(w for c in {e.context for e in examples} for w in WORD.findall(c.lower()))
    exchanger = Exchanger(wordnet, {w for w, n in seen.items() if n >= USUAL}, MiniLM())
    drawn = rng.sample(examples, len(examples))
    changed = ((example, exchanger.exchanged(example.question)) for example in drawn)
    yield from islice((replace(e, question=q) for e, q in changed if q), count)
