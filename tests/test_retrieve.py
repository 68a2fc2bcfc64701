"""The hybrid retriever: fusion, filters, odd queries, and recall on real articles."""

from pathlib import Path

import pytest
from llama_index.core.retrievers import BaseRetriever

from benchmarks.retrieval import long_questions, recall, seed_questions
from index import database
from index.article import Article, make_article
from index.embedding import MiniLM
from index.library import Library
from index.retrieve import fuse
from tests.fakes import WordEmbedding


def test_fusion_by_hand() -> None:
    scores = fuse([["a", "b"], ["b", "c"]])
    assert scores == {"a": 1 / 2, "b": 1 / 3 + 1 / 2, "c": 1 / 3}


def test_only_the_named_articles_are_searched(tmp_path: Path, minilm: MiniLM) -> None:
    # A library of its own: in the shared one a hard case of 200,000 words says the same of a mill.
    library = Library(tmp_path, minilm)
    mill, port = make_article("The mill closed in May."), make_article("The port closed in June.")
    library.add(mill)
    library.add(port)
    for question in ("When did the mill close?", "May", "harbour"):
        (hit,) = library.retriever(port.digest).retrieve(question)
        assert hit.node.get_content() == port.text
    found = {h.node.metadata["digest"] for h in library.retriever().retrieve("What closed?")}
    assert {mill.digest, port.digest} <= found


def test_common_words_give_way_in_a_large_library(tmp_path: Path) -> None:
    library = Library(tmp_path, WordEmbedding())
    library.add_all(
        [make_article(f"The mill of village{i} closed{' in May' * (i % 2)}.") for i in range(20)]
    )
    with database.connect(tmp_path / database.NAME) as db:
        words = ["mill", "May", "village7", "harbour", "closed", "May"]
        assert database.rare(db, words, 1000) == ["village7", "May", "mill", "closed"]
        assert database.rare(db, words, 12) == ["village7", "May"]
        assert database.rare(db, ["mill", "closed"], 12) == ["mill"]
        assert database.rare(db, ["harbour"], 12) == []


@pytest.mark.parametrize("query", ['"', "* OR NEAR(", "the of a", "😀", "a" * 2000, "x AND y:z"])
def test_odd_queries_find_something(library: Library, query: str) -> None:
    article = make_article("The mill closed in May.")
    library.add(article)
    assert len(library.retriever(article.digest).retrieve(query)) == 1


def test_seed_recall_in_a_pool_with_the_news(
    library: Library, seed: Article, news: list[Article]
) -> None:
    for article in (seed, *news):
        library.add(article)
    pool = library.retriever(seed.digest, *(a.digest for a in news), limit=8)
    assert isinstance(pool, BaseRetriever)
    assert recall({seed.digest: pool}, seed_questions(seed))[2] >= 0.95


def test_recall_on_long_articles(library: Library, shared: Path) -> None:
    articles, asks = long_questions(shared / "squad2_dev.jsonl.gz")
    for article in articles:
        library.add(article)
    retrievers = {a.digest: library.retriever(a.digest, limit=8) for a in articles}
    assert recall(retrievers, asks[::4])[3] >= 0.90
