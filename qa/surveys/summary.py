"""An extractive summary: the sentences that stand for the article, in reading order.

A sentence counts by how near it lies to all others in meaning, and by how early it stands, because
news begins with what matters; the next one is chosen against those already chosen (maximal marginal
relevance, Carbonell and Goldstein 1998). `python -m benchmarks.summary` compares it with others.
"""

import re

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding

from index.article import Article, Sentence

# Embedding is what takes the time: some milliseconds a sentence on two cores. Of a longer article
# the opening is read whole and the rest at even steps.
MOST_READ = 120
OPENING = 40
# Chosen on every other news article by `python -m benchmarks.summary --choose`. Of news the first
# sentences make the best summary; the other half of the worth matters for longer ones, other texts.
LEAD = 0.8  # weight of standing first against that of lying in the middle
FADES = 3.0  # sentences after which the weight of standing early has fallen to 1/e
NEW = 0.7  # weight of a sentence's worth against that of being unlike those already chosen
SHORTEST = 6  # words; what is shorter is a heading or leans on its neighbours

_PROSE = re.compile(r"[.!][\"”’')\]]*$")
_CREDIT = r"\b(?:Image|Photo|Picture|Credit|File photo)s?:"
_CAPTION = re.compile(_CREDIT)
_CREDIT_BEHIND = re.compile(rf"[^\S\n]*{_CREDIT}")


def summary(
    article: Article, embedding: BaseEmbedding, count: int, lead: float = LEAD, new: float = NEW
) -> list[Sentence]:
    """`count` sentences, or as many as there are."""
    sentences = prose(article)
    vectors = np.array(embedding.get_text_embedding_batch([s.text for s in sentences]))
    alike = vectors @ vectors.T
    central = _scaled(alike.mean(axis=1))
    early = np.exp(-np.arange(len(sentences)) / FADES)
    worth = lead * early + (1 - lead) * central
    chosen: list[int] = []
    while len(chosen) < min(count, len(sentences)):
        told = alike[:, chosen].max(axis=1) if chosen else np.zeros(len(sentences))
        scores = new * worth - (1 - new) * told
        scores[chosen] = -np.inf
        chosen.append(int(scores.argmax()))
    return [sentences[i] for i in sorted(chosen)]


def prose(article: Article) -> list[Sentence]:
    """The sentences that are prose, or all where none is; at most `MOST_READ`."""
    found = [s for s in article.sentences if is_prose(s.text) and not _captions(article, s)]
    found = found or list(article.sentences)
    if len(found) <= MOST_READ:
        return found
    steps = np.linspace(OPENING, len(found) - 1, MOST_READ - OPENING).astype(int)
    return found[:OPENING] + [found[i] for i in steps]


def is_prose(text: str) -> bool:
    """Whether it is a sentence that can stand in a list, not a heading or a caption."""
    whole = _PROSE.search(text) and not text[:1].islower() and len(text.split()) >= SHORTEST
    return bool(whole and not _CAPTION.search(text))


def _captions(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence is told, by the credit behind it on its line, to stand under a picture."""
    return bool(_CREDIT_BEHIND.match(article.text, sentence.end))


def _scaled(values: np.ndarray) -> np.ndarray:
    """From 0 for the least to 1 for the greatest."""
    span = float(values.max() - values.min())
    return (values - values.min()) / span if span else np.ones_like(values)
