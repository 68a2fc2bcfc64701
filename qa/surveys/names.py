"""People that an article names, told by capitals and by the words around them.

A name is a run of capitalised words: two or more, or one behind a title; a surname that later
stands alone belongs to the full name. There is no model behind this. Places, organisations and
works are kept out by tables and by their company ("the …", "in …"). People of one name ("Madonna")
are missed, and so is a surname that never stands with a first name or a title.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

from index.article import Article, Sentence
from index.retrieve import STOP_WORDS
from qa.surveys.capitals import BOTH, HONOURS, NOT_DEMONYMS, OPENERS, PLACES, THINGS, TITLES
from qa.words import WORD

_DEMONYM = re.compile(
    r"\w+(?:ian|ean|ese|ish|ench|utch|ghan|rican|xican)s?|\w*(?:Greek|Arab|Iraqi|Israeli)s?"
)
_NOT_A_WORD = re.compile(r"\d|^.$|(?:log|al|ion)ist$")  # 39A, B, Scientologist
_PARTICLE = r"(?:de|da|di|du|del|della|dos|van|von|der|den|bin|ibn|ben|ter|ten)"
_WORD = r"(?:[A-Z]\.(?= [A-Z])|[A-ZÀ-ÖØ-Þ](?:\w|[’'-](?=\w)|\.(?=[A-Z]))*(?<!['’]s)|al-[A-Z]\w+)"
_GAP = r"(?:(?<=\b(?:Mr|Dr|Ms|Lt))\. |(?<=\b(?:Mrs|Sen|Rep|Gov|Gen|Col|Sgt|Rev))\. | )"
RUN = re.compile(rf"(?<![\w’'-])\b{_WORD}(?:{_GAP}(?:{_PARTICLE} )*{_WORD})*")
_SPEAKS = re.compile(
    r"(?:['’]s)?(?:,? (?:who|whose)\b|, \d\d?,| (?:also |has |had )?(?:said|says|told|added)\b)"
)
_ROLE = re.compile(r"\b([a-z]+|[A-Z][a-z]+),? $|\b(said) $")
_NOT_A_PERSON = re.compile(
    r"\b(?:[Tt]he|[Ii]n|[Aa]t|into|near|across|outside|inside|aboard|named|called),? [“\"]?$"
)
_CALLED = {"Mr": "he", "Sir": "he", "Mrs": "she", "Ms": "she", "Miss": "she", "Dame": "she"}
_TITLED = re.compile(rf"\b({'|'.join(_CALLED)})\b\.? (.+)")
# "Bo Dahl, her brother," says of somebody else that she is called so.
_HE_OR_SHE = re.compile(r"(?<!^, )\b(?:(he|his|him)|she|her|hers)\b", re.I)
OPENS = 20  # characters of a sentence in which its subject stands, mostly
LOOK = 40  # characters on either side of a name that can tell what it names


@dataclass(frozen=True, slots=True)
class Mention:
    """A run of capitals, titles left out, that may name somebody. `proof`: 1 where its company says
    that it does, -1 where it says that it does not, otherwise 0."""

    sentence: Sentence
    span: tuple[int, int]
    name: tuple[str, ...]
    proof: int


@lru_cache(maxsize=8)
def people(article: Article) -> tuple[tuple[Sentence, tuple[int, int]], ...]:
    """Each person's fullest name where it stands first, in reading order."""
    common = set(re.findall(r"\b[a-z]{4,}\b", article.text))
    by_name: dict[tuple[str, ...], list[Mention]] = {}
    for sentence in article.sentences:
        for mention in _mentions(sentence, common):
            by_name.setdefault(mention.name, []).append(mention)
    named = [ms[0] for ms in by_name.values() if _person(ms)]
    ends = {word for m in named if len(m.name) > 1 for word in (m.name[0], m.name[-1])}
    kept = [m for m in named if len(m.name) > 1 or m.name[0] not in ends]  # "Lund", "Sir Alan"
    return tuple((m.sentence, m.span) for m in sorted(kept, key=lambda m: m.span))


def names_of(article: Article) -> list[str]:
    """The names of `people`, as they stand."""
    return [article.text[slice(*span)] for _, span in people(article)]


def holders(article: Article, role: str) -> list[str]:
    """Whom the article calls so, where `role` ends with one: "the mayor" -> "Ada Lund"."""
    role = re.sub(r"^(?:the|an?) ", "", role, flags=re.I)
    if role.split()[-1].lower() not in TITLES:
        return []
    before = re.compile(rf"\b{re.escape(role)}(?: (?:of|for) [A-Z]\w+)?,? $", re.I)
    # "Ada Lund, the mayor of Ulm", but not "Ole Berg, adviser to the mayor"
    behind = re.compile(
        rf", (?:(?!(?:to|of|for|by|with)\b)[\w’'-]+ ){{0,3}}{re.escape(role)}\b", re.I
    )
    return [
        article.text[start:end]
        for sentence, (start, end) in people(article)
        if before.search(article.text, sentence.start, start)
        or behind.match(article.text, end, sentence.end)
    ]


@lru_cache(maxsize=8)
def words_of_names(article: Article) -> frozenset[str]:
    """Every word of the names of people."""
    return frozenset(word for name in names_of(article) for word in WORD.findall(name))


@lru_cache(maxsize=8)
def pronouns_of_names(article: Article) -> Mapping[str, str]:
    """Every word of the names of people, with "he" or "she" where the article calls them so beyond
    doubt, else nothing."""
    called = {word: Counter[str]() for word in words_of_names(article)}
    texts = [sentence.text for sentence in article.sentences]
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        for name, so in _calls(text, following, called.keys()):
            for word in called.keys() & set(WORD.findall(name)):
                called[word][so] += 1
    shared = Counter(word for name in names_of(article) for word in set(WORD.findall(name)))
    return {w: _without_doubt(counts) * (shared[w] == 1) for w, counts in called.items()}


def _calls(text: str, following: str, words: Set[str]) -> Iterator[tuple[str, str]]:
    """Names in a sentence, each with "he" or "she": by a title, or by the pronoun behind the only
    name, which opens it."""
    runs = [run for run in RUN.finditer(text) if words & set(WORD.findall(run[0]))]
    for titled in filter(None, (_TITLED.search(run[0]) for run in runs)):
        yield titled[2], _CALLED[titled[1]]
    if len({WORD.findall(run[0])[-1] for run in runs}) == 1 and runs[0].start() <= OPENS:
        behind = text[runs[0].end() :]
        if called := _HE_OR_SHE.search(behind) or _HE_OR_SHE.match(following):
            yield runs[0][0], "he" if called[1] else "she"


def _without_doubt(counts: Counter[str]) -> str:
    he, she = counts["he"], counts["she"]
    return "he" if he > 2 * she else "she" if she > 2 * he else ""


def _person(mentions: list[Mention]) -> bool:
    proofs = [m.proof for m in mentions]
    if len(mentions[0].name) == 1:
        return 1 in proofs
    return 1 in proofs or proofs.count(0) > proofs.count(-1)


def _mentions(sentence: Sentence, common: set[str]) -> Iterator[Mention]:
    text = sentence.text
    for run in RUN.finditer(text):
        words = [
            (w[0], run.start() + w.start()) for w in re.finditer(rf"{_WORD}|{_PARTICLE}", run[0])
        ]
        titled, words = _bare(words)
        while words and not titled and _opens(words[0][0], common if run.start() == 0 else set()):
            words = words[1:]
        if len(words) > 2 and re.search(
            r"\b(?:of|for) $", text[max(0, words[0][1] - LOOK) : words[0][1]]
        ):
            words = words[-2:]  # Minister of Education Ada Lund
        if len(words) > 2 and words[-1][0] in HONOURS:
            words = words[:-1]
        name = tuple(w for w, _ in words)
        if not name or len(name) > 4 or any(thing(w) for w in name):
            continue
        start, end = words[0][1], words[-1][1] + len(name[-1])
        proof = _proof(text[max(0, start - LOOK) : start], text[end : end + LOOK], titled)
        usual = any(w.lower() in common - BOTH for w in (name[0], name[-1]))
        if len(name) > 1 and not (usual and proof < 1):
            yield Mention(sentence, (sentence.start + start, sentence.start + end), name, proof)
        elif titled and not usual:
            whole = sentence.start + run.start() + run[0].rindex(titled)
            yield Mention(sentence, (whole, sentence.start + end), name, 1)


def _bare(words: list[tuple[str, int]]) -> tuple[str, list[tuple[str, int]]]:
    """The title and what follows it; behind an organisation or a country, a first and last name."""
    for at in range(len(words) - 1, -1, -1):
        word, rest = words[at][0], words[at + 1 :]
        if word.lower() in TITLES or (word.endswith("ist") and len(rest) == 2):
            return word, rest
        if thing(word) or demonym(word):
            return "", rest if len(rest) == 2 else words if thing(word) else rest
    return "", words


def thing(word: str) -> bool:
    """Whether a capitalised word is none of a person's name."""
    acronym = len(word) > 1 and word.isupper() and "." not in word
    return acronym or bool(_NOT_A_WORD.search(word)) or word.lower() in THINGS | PLACES


def demonym(word: str) -> bool:
    return bool(_DEMONYM.fullmatch(word)) and word not in NOT_DEMONYMS


def _opens(word: str, common: set[str]) -> bool:
    """Whether a word has its capital only because it opens the sentence."""
    low = word.lower()
    return low in STOP_WORDS or low.endswith("-year-old") or low in OPENERS or low in common - BOTH


def _proof(left: str, right: str, titled: str) -> int:
    role = _ROLE.search(left)
    if titled or _SPEAKS.match(right) or (role and (role[2] or role[1].lower() in TITLES)):
        return 1
    beside = re.match(rf", ({_WORD})", right)  # Mountain View, California
    return -1 if (beside and thing(beside[1])) or _NOT_A_PERSON.search(left) else 0
