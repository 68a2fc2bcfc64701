"""Stand-ins that can be computed by hand: they depend on nothing but the words they are given."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import NodeWithScore

from index.article import Article, Sentence, make_article
from index.embedding import MiniLM
from index.library import Progress
from index.retrieve import STOP_WORDS
from qa.chat import Chat
from qa.reader import Reader
from qa.types import Evidence, Reading

ENOUGH = 0.5  # share of the question's content words that a sentence must hold to answer
# A date or number before a name; failing all, the whole sentence.
SPANS = (
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
    r"\d[\d,.]*\d|\d",
    r"(?<=\w )[A-Z]\w+(?: [A-Z]\w+)*",
)


class WordEmbedding(MiniLM):
    """Counts words in 384 boxes; nothing is loaded. Texts with no box in common are at 90°."""

    def __init__(self) -> None:
        BaseEmbedding.__init__(self, model_name="words")

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors = np.zeros((len(texts), 384))
        for vector, text in zip(vectors, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()):
                vector[crc32(word.encode()) % 384] += 1
            vector /= max(float(np.linalg.norm(vector)), 1.0)
        return vectors.tolist()

    def _get_query_embedding(self, query: str) -> list[float]:
        return WordEmbedding._get_text_embeddings(self, [query])[0]


class OverlapReader:
    """Answers with the sentence that shares most of the question's content words."""

    def read(self, question: str, article: Article, hits: Sequence[NodeWithScore]) -> Reading:
        wanted = content(question)
        shares = [
            (len(wanted & content(s.text)) / max(len(wanted), 1), s) for s in article.sentences
        ]
        shares.sort(key=lambda pair: (-pair[0], pair[1].number))
        share, best = shares[0]
        nearest = tuple(sentence for _, sentence in shares[:3])
        if not wanted or share < ENOUGH:
            return Reading((), nearest, share)
        return Reading((Evidence(best, span(best), share),), nearest, share)


def content(text: str) -> set[str]:
    """The words that carry meaning, cut to five letters so that "delivery" meets "delivered"."""
    words = (word.lower() for word in re.findall(r"\w+", text))
    return {word[:5] for word in words if word not in STOP_WORDS}


def span(sentence: Sentence) -> tuple[int, int]:
    """The last date, number or name in a sentence, or all of it."""
    for pattern in SPANS:
        if found := list(re.finditer(pattern, sentence.text)):
            return sentence.start + found[-1].start(), sentence.start + found[-1].end()
    return sentence.start, sentence.end


def overlap_chat(path: Path, folder: Path, title: str | None = None) -> Chat:
    """A chat about a file that answers by word overlap, indexed under `folder`."""
    return Chat.open(path, title=title, data_dir=folder, reader=OverlapReader())


def opener(folder: Path) -> Callable[[Article, Progress], Chat]:
    """What opens a visitor's article, for the page."""

    def opened(article: Article, progress: Progress) -> Chat:
        return Chat.about(article, data_dir=folder, reader=OverlapReader(), progress=progress)

    return opened


class NoHits:
    """In the place of a retriever, for readers that look at the whole article anyway."""

    def retrieve(self, query: str) -> list[NodeWithScore]:
        return []


def unindexed_chat(text: str, title: str | None = None, reader: Reader | None = None) -> Chat:
    """A chat about a text of any length, at once: nothing is embedded."""
    article = make_article(text, title)
    return Chat({article.digest: article}, NoHits(), reader or OverlapReader())
