"""Who or what a name is: spans beside the name that do not say so.

"Who is Zelenskyy?" is not answered by "Volodymyr", nor "What is the Sea Guild?" by "joined", which
stands before it. What stands beside a name tells how it belongs to it.

Not covered: names that are asked for in small letters.
"""

import re

from index.article import Article
from qa.surveys.names import words_of_names
from qa.words import WORD

_NAME = r"[A-Z0-9][\w’'-]*(?: (?:of |the |de )?[A-Z0-9][\w’'-]*)*"
DEFINES = re.compile(
    rf"(?i:who|what)(?:['’]s| (?i:is|are|was|were)) (?:(?i:the|an?) )?(?P<name>{_NAME})\W*"
)
DETERMINER = r"(?:the|an?|his|her|its|their)"
APPOSITION = re.compile(rf", ({DETERMINER} [^,.;:?!()“”\"\n]+)(?=[,.;])")
# What was done, behind the name or to it. "NEMISIS database" is what it is.
DID = re.compile(r"(?:\w+ )?(?:\w+ed|said|says|told|has|had|have|will|would|may|can|could)\b")


def defining(question: str, article: Article, span: tuple[int, int]) -> tuple[int, int] | None:
    """The span, of a question who or what a name is without the words that belong to the name; none
    where nothing is left, or where it tells what was done."""
    asked = DEFINES.fullmatch(question.strip())
    if not asked:
        return span
    (start, end), text, name = span, article.text, re.escape(asked["name"])
    if _only_names(article, text[start:end]):
        if re.search(rf"\b{name}\b", text[start:end]):
            return _beside(text, end)
        if _only_names(article, asked["name"]):  # nobody is another
            return None
    done = bool(DID.match(text[start:end]))
    if done and re.search(rf"\b{DETERMINER} {name}\b", text[start : end + len(asked[0])]):
        return None
    if done and re.search(rf"\b{name}\s+$", text[:start]):
        return None
    if not re.match(rf"\s+{name}\b", text[end:]):
        return span
    words = list(WORD.finditer(text, start, end))
    while words and words[-1][0] in words_of_names(article):
        words.pop()
    return (start, words[-1].end()) if words else None


def person_asked(question: str, article: Article) -> str | None:
    """The name in a question who somebody is whom the article names."""
    asked = DEFINES.fullmatch(question.strip())
    return asked["name"] if asked and _only_names(article, asked["name"]) else None


def _only_names(article: Article, text: str) -> bool:
    """Whether a text holds nothing but words of people's names: "Ada Lund"."""
    return set(WORD.findall(text)) <= words_of_names(article)


def _beside(text: str, end: int) -> tuple[int, int] | None:
    """What stands in commas behind a name and says who that is: "Ada Lund, a miller, said"."""
    found = APPOSITION.match(text, end)
    return found.span(1) if found else None
