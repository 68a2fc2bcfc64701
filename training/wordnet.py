"""WordNet (Fellbaum 1998) from its database files (wndb(5), cntlist(5)): words that mean the same
and words that mean the opposite, in the inflection of the word they stand for."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lemminflect import getAllLemmas, getInflection

PARTS = {"NOUN": ("noun", "1"), "VERB": ("verb", "2"), "ADJ": ("adj", "35")}
# Inflections as the Penn Treebank tags them.
FORMS = {
    "NOUN": ("NN", "NNS"),
    "VERB": ("VBD", "VBN", "VBG", "VBZ", "VB"),
    "ADJ": ("JJ", "JJR", "JJS"),
}
SENSES = 2  # of a word, in WordNet's order of frequency
ANTONYM = re.compile(r"! (\d{8}) \w (?!0000)(\w\w)(\w\w)")


@dataclass
class Thesaurus:
    """A part of speech: lemma to its first synsets, synset to its words, lemma to its opposites,
    each with the synset in which it is one."""

    senses: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    opposites: defaultdict[str, list[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def synonyms(self, lemma: str) -> set[str]:
        return {
            word
            for synset in self.senses.get(lemma, ())
            for word in self.words[synset]
            if word != lemma and synset in self.senses.get(word, ())
        }

    def antonyms(self, lemma: str) -> set[str]:
        usual = self.senses.get(lemma, ())
        return {word for synset, word in self.opposites.get(lemma, ()) if synset in usual}


class WordNet:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def parts(self) -> dict[str, Thesaurus]:
        return {part: self._thesaurus(name) for part, (name, _) in PARTS.items()}

    @cached_property
    def uses(self) -> Counter[tuple[str, str]]:
        """How often a lemma was met as a part of speech."""
        found: Counter[tuple[str, str]] = Counter()
        for line in self._lines("cntlist.rev"):
            key, _, count = line.split()
            lemma, _, kind = key.partition("%")
            for part, (_, classes) in PARTS.items():
                if kind[0] in classes:
                    found[lemma, part] += int(count)
        return found

    def synonyms(self, word: str) -> set[str]:
        return self._inflected(word, Thesaurus.synonyms)

    def antonyms(self, word: str) -> set[str]:
        return self._inflected(word, Thesaurus.antonyms)

    def _inflected(self, word: str, related) -> set[str]:
        """Of the part of speech that the word mostly is, what is related to its lemma, in the
        word's own inflection."""
        readings = [
            (self.uses[lemma, part], part, lemma)
            for part, lemmas in getAllLemmas(word).items()
            if part in PARTS
            for lemma in lemmas
        ]
        if not readings:
            return set()
        _, part, lemma = max(readings)
        forms = [form for form in FORMS[part] if word in getInflection(lemma, form)]
        return {
            other
            for found in related(self.parts[part], lemma)
            for form in forms[:1]
            for other in getInflection(found, form)[:1]
        }

    def _lines(self, name: str) -> list[str]:
        lines = (self.folder / name).read_text().splitlines()
        return [line for line in lines if not line.startswith(" ")]  # the licence is indented

    def _thesaurus(self, name: str) -> Thesaurus:
        found = Thesaurus()
        pointers = []
        for line in self._lines(f"data.{name}"):
            offset, _, _, count, *rest = line.split()
            members = rest[: 2 * int(count, 16) : 2]
            found.words[offset] = [re.sub(r"\(\w+\)$", "", w).lower() for w in members]
            for other, ours, theirs in ANTONYM.findall(line.partition("|")[0]):
                pointers.append((offset, int(ours, 16) - 1, other, int(theirs, 16) - 1))
        for offset, ours, other, theirs in pointers:
            opposite = (offset, found.words[other][theirs])
            found.opposites[found.words[offset][ours]].append(opposite)
        for line in self._lines(f"index.{name}"):
            lemma, _, count, *rest = line.split()
            found.senses[lemma] = rest[-int(count) :][:SENSES]
        return found
