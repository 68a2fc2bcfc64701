"""Ask an article; every answer carries the sentences that prove it."""

from index.article import Article, ArticleError, Sentence
from index.database import LibraryError
from index.weights import WeightsError
from qa.chat import Chat, QuestionError, ReaderError
from qa.engine import FootnoteQueryEngine
from qa.models import reader_from
from qa.support import Support, support
from qa.types import Answer, Citation, Evidence, Question, Turn

__all__ = [
    "Answer",
    "Article",
    "ArticleError",
    "Chat",
    "Citation",
    "Evidence",
    "FootnoteQueryEngine",
    "LibraryError",
    "Question",
    "QuestionError",
    "ReaderError",
    "Sentence",
    "Support",
    "Turn",
    "WeightsError",
    "reader_from",
    "support",
]
