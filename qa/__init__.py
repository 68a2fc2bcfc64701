"""Ask an article; every answer carries the sentences that prove it."""

from index.article import Article, ArticleError, Sentence
from index.library import LibraryError
from index.weights import WeightsError
from qa.chat import Chat, QuestionError
from qa.engine import FootnoteQueryEngine
from qa.models import reader_from
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
    "Sentence",
    "Turn",
    "WeightsError",
    "reader_from",
]
