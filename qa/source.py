"""According to whom: a question for yes or no that names its source asks what that one says.

Whoever else the article quotes settles nothing then, and what the source says settles it, as
nothing more is asked for than the saying.
"""

import re

from index.article import Article, Sentence
from qa.surveys.speech import Said, said_by
from qa.words import THE_TEXT, content_words

_ACCORDING = r"(?:according to|in the (?:words|view|opinion|eyes) of)"
_WHO = rf"(?!(?:{THE_TEXT}|it|this|that)\b)(?P<who>[^,?]{{1,60}})"
FIRST = re.compile(rf"{_ACCORDING} {_WHO}, ?.+", re.I | re.S)
LAST = re.compile(rf".+?,? {_ACCORDING} {_WHO}\?*", re.I | re.S)


def source_in(question: str) -> str:
    """Whom a question names as its source; nothing where it names none, or the article."""
    found = FIRST.fullmatch(question.strip()) or LAST.fullmatch(question.strip())
    return found["who"].strip() if found else ""


def told_by(article: Article, who: str) -> dict[Sentence, Said]:
    """What the source says, by its sentences; where nothing is plainly said by it, those that name
    it."""
    said = said_by(article, who)
    if not said and (words := content_words(who)):
        said = [Said(s) for s in article.sentences if words <= content_words(s.text)]
    return {one.sentence: one for one in said}
