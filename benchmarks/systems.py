"""The systems that `benchmarks.compare` asks: each a function from a question to what it said.

Footnote itself, its reader without retrieval, and llama-index's `CitationQueryEngine` over a small
language model. All three have the same article, passages and embedding.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from benchmarks.small_model import small_model
from index.article import Article
from index.library import Library
from index.passages import make_passages, to_node
from qa.chat import Chat, embedding
from qa.reader import TrainedReader, packaged_reader
from qa.spans import Window
from qa.types import Answer

BATCH = 8  # passages read at once where all are read: below the reader's limit of windows
# How a language model says that the sources do not say, in the words of its prompt or its own.
REFUSALS = re.compile(
    r"none of the (?:provided |given )?sources|no (?:information|mention|answer|source)"
    r"|(?:do|does|did|is|are|was|were)(?: not|n['’]t) (?:\w+ ){0,2}?"
    r"(?:mention|say|state|specif|provid|contain|includ|address|answer|indicat|helpful|given|clear)"
    r"|(?:cannot|can['’]?t|can not|could not|couldn['’]t|unable to) (?:\w+ )?"
    r"(?:answer|find|provide|determine|say|be (?:answered|found|determined))"
    r"|(?:don['’]t|do not) (?:know|have)|not (?:enough|sufficient)|insufficient|unanswerable"
    r"|unknown",
    re.I,
)
# "[1]", "[1, 2]", "[Source 1]" and "Source 1": how it cites.
MARKER = re.compile(r"\s*\[(?:source )?\d+(?:, ?(?:source )?\d+)*\]|\bsource \d+", re.I)


@dataclass(frozen=True, slots=True)
class Said:
    """`answer`: without the proof and the markers. `cited`: (start, end) in the article of each
    sentence or chunk that is cited. `raw`: as a person reads it."""

    answer: str
    refused: bool
    cited: tuple[tuple[int, int], ...]
    raw: str


Ask = Callable[[str], Said]
Make = Callable[[Article, Path], Ask]
"""From an article and the folder in which it is indexed."""


def footnote(article: Article, folder: Path) -> Ask:
    chat = Chat.about(article, data_dir=folder)
    return lambda question: said(chat.ask(question))


def every_passage(article: Article, folder: Path) -> Ask:
    ours = packaged_reader()
    reader = ReadInBatches(ours._model, ours._tokenizer, ours.calibration)
    chat = Chat.about(article, data_dir=folder, reader=reader)
    chat.retriever = AllPassages(article)  # type: ignore[assignment]
    return lambda question: said(chat.ask(question))


def citation_engine(article: Article, folder: Path) -> Ask:
    retriever = Library(folder, embedding()).retriever(article.digest)
    engine = CitationQueryEngine(retriever, llm=small_model())

    def ask(question: str) -> Said:
        response = engine.query(question)
        raw = str(response).strip()
        named = {int(n) for marker in MARKER.findall(raw) for n in re.findall(r"\d+", marker)}
        sources = [s.node.metadata for n, s in enumerate(response.source_nodes, 1) if n in named]
        cited = tuple((source["start"], source["end"]) for source in sources)
        return Said(MARKER.sub("", raw), not raw or bool(REFUSALS.search(raw)), cited, raw)

    return ask


def said(answer: Answer) -> Said:
    text = (answer.short or MARKER.sub("", answer.text)) if answer.found else ""
    cited = tuple((c.sentence.start, c.sentence.end) for c in answer.citations)
    return Said(text, not answer.found, cited, answer.text)


class AllPassages(BaseRetriever):
    """Every passage of one article, in reading order."""

    def __init__(self, article: Article) -> None:
        super().__init__()
        passages = make_passages(article, embedding().count_tokens)
        self._hits = [NodeWithScore(node=to_node(article, p), score=0.0) for p in passages]

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return self._hits


class ReadInBatches(TrainedReader):
    """The reader over any number of passages; it alone would stop at its limit of windows."""

    def _windows(self, question: str, hits: Sequence[NodeWithScore]) -> list[Window]:
        batches = [hits[i : i + BATCH] for i in range(0, len(hits), BATCH)]
        read = super()._windows
        return [window for batch in batches for window in read(question, batch)]


SYSTEMS: dict[str, Make] = {
    "Footnote": footnote,
    "its reader, every passage": every_passage,
    "llama-index CitationQueryEngine, SmolLM2-135M": citation_engine,
}
