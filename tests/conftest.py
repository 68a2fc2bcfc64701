"""What the tests share: the data that is not part of the project, and costly things made once."""

from pathlib import Path

import pytest

from benchmarks.retrieval import news as news_articles
from index.article import Article, read_article
from index.embedding import MiniLM
from index.library import Library
from qa.chat import Chat, embedding
from qa.reader import TrainedReader, packaged_reader

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "biden-atacms" / "article.txt"
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip(f"the shared data {SHARED} is not here")
    return SHARED


@pytest.fixture(scope="session")
def seed() -> Article:
    return read_article(SEED)


@pytest.fixture(scope="session")
def news(shared: Path) -> list[Article]:
    return list(news_articles(shared / "news"))


@pytest.fixture(scope="session")
def minilm() -> MiniLM:
    return embedding()


@pytest.fixture(scope="session")
def reader() -> TrainedReader:
    """In float32, so that it decides alike on every processor."""
    return packaged_reader(bfloat16=False)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, minilm: MiniLM) -> Library:
    return Library(tmp_path_factory.mktemp("library"), minilm)


@pytest.fixture(scope="session")
def chat(tmp_path_factory: pytest.TempPathFactory, reader: TrainedReader) -> Chat:
    return Chat.open(SEED, data_dir=tmp_path_factory.mktemp("chat"), reader=reader)
