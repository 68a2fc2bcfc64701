"""Yes or no: a question that only wants to know whether something is so.

A value that the question names ("in May", "more than 50") is asked for by a question of its own
(`qa.values`): that the article has another decides, and so does that it has all of them. Otherwise
the reader says which sentences bear on the question, as for any other, and each is judged twice,
with the one before it and alone; the first that is sure, taking the two together, decides. What the
article leaves open is not in the article; what it only reports is answered by the sentence that
reports it, never by "Yes" (`qa.reported`).
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial

from llama_index.core.schema import NodeWithScore

from index.article import Article, Sentence
from qa.amounts import BEHIND_NUMBER, NUMBER, with_range
from qa.pronouns import names_in
from qa.reader import NEAREST, JudgingReader, around, sentences_of
from qa.reported import asks_for_saying, reported, supposed, tells_what_comes, wholly_reported
from qa.source import source_in, told_by
from qa.surveys.names import words_of_names
from qa.times import TIME
from qa.types import Evidence, Reading, Says
from qa.values import Value, values
from qa.words import ALSO_DENIED, ANYBODY, LEAD, QUESTION_WORDS, WORD, stem, stems

LEAST = 0.7  # from which probability on it is answered; see training/LOG.md
LEAST_COMING = 0.8  # where it asks what will be, which articles rather fear or hope than know
WHOLLY_REPORTED = 0.8  # a constant, as for surveys: what is reported so was found by its words
VALUES = 2  # of a question that are asked for
LEAST_HELD = 0.6  # probability from which on a person, place or agent counts
ALONE = 0.5  # from which probability on a sentence settles it without the one before
LEAST_AGREED = 0.3  # of a sentence that settles it like a value that decides nothing by itself
LEAST_SOMEBODY = 0.5  # for "Yes" because somebody was found, of the sentence where he stands
NAMED_BEFORE = 3  # sentences before it that may name whom a sentence is about

_AUXILIARY = rf"(?:{ALSO_DENIED})"
_SOURCE = r"(?:(?:according to|in the (?:words|view|opinion) of|for) [^,?]{1,60}, ?)?"
_SETTING = r"(?:(?:after|at|before|by|despite|during|if|in|on|since|under|when) [^,?]{1,60}, )?"
OPENING = re.compile(rf"{_SOURCE}{_SETTING}", re.I)
# "Can you tell me who …?" is said to us, "Can you go deaf from it?" is asked of anybody.
_US = (
    r"(?:you|u) (?:please |also )?(?:know|think|mean|say|tell|give|show|find|see|name|list|explain"
    r"|describe|quote|cite|repeat|remember|summari[sz]e|help|clarify|have (?!to\b))"
    r"|i (?:please )?(?:ask|know|get|see)\b"
)
ASKS = re.compile(
    rf"{OPENING.pattern}{_AUXILIARY}(?:n['’]?t)? (?!{_US}|there any\b.*\bor\b|(?-i:{_AUXILIARY}) )",
    re.I,
)  # two auxiliaries are a misspelt word, "Were will it be built?", unless one is a name
TAG = re.compile(
    rf", ?(?:right|correct|true|yes|no|{_AUXILIARY}(?:n['’]t)? (?:it|he|she|they|there))\?$", re.I
)
# "Was it sold in May or in June?" wants one of the two; "ten or more" does not, nor does "anyone
# hurt or killed".
CHOICE = re.compile(r"\bor\b(?! (?:not|so)\b)", re.I)
BOUND = re.compile(rf"{NUMBER}{BEHIND_NUMBER}", re.I)
COMING = re.compile(r"(?:will|won['’]t)\b", re.I)
ANY = re.compile(r"\bany(?:body|one|thing|where)?\b", re.I)
# "Does anyone know when it closed?" wants to know when.
KNOWS = re.compile(
    rf"(?:{_AUXILIARY}) (?:{ANYBODY}|we|they|you|it|(?:the|this) (?:article|text|story|report"
    r"|author)) (?:know|say|tell|remember|mention|explain|state)s? "
    rf"(?:us |me )?(?:{QUESTION_WORDS})\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence with the probabilities that it settles the question as so and as not so, judged
    with the one before it and alone."""

    sentence: Sentence
    beside: tuple[float, float]
    alone: tuple[float, float]

    @property
    def so(self) -> bool:
        return self.chance(so=True) > self.chance(so=False)

    @property
    def sure(self) -> float:
        return max(self.chance(so=True), self.chance(so=False))

    def leans(self, so: bool) -> bool:
        """Whether it takes the sentence before to settle the question like that."""
        return self.sentence.number > 0 and self.alone[0 if so else 1] < ALONE

    def chance(self, *, so: bool) -> float:
        side = 0 if so else 1
        return (self.beside[side] + self.alone[side]) / 2


@dataclass(frozen=True, slots=True)
class Found:
    """What the article has where the question names a value, whether it is the same, if that can be
    told, and the calibrated probability that it is what the value's question asks for."""

    evidence: Evidence
    same: bool | None
    certain: bool
    sure: float
    somebody: bool  # it is a person, where the question asks for any


def asks_yes_or_no(question: str) -> bool:
    """Whether a question that stands alone can be answered by yes or no."""
    plain = LEAD.sub("", question.strip())
    chooses = CHOICE.search(BOUND.sub("", plain)) and not ANY.search(plain)
    if chooses or KNOWS.match(plain):
        return False
    return bool(ASKS.match(plain) or TAG.search(plain))


def read_yes_or_no(
    reader: JudgingReader, question: str, article: Article, hits: Sequence[NodeWithScore]
) -> Reading:
    """Whether the passages `hits`, best first, say that it is so; or the source that the question
    names, whose sentence is then cited with the one that names it."""
    source = source_in(question)
    if not source:
        return _read(reader, question, article, hits)
    says = told_by(article, source)
    reading = _read(reader, question, article, hits, says.keys())
    cited = dict.fromkeys(e.sentence for e in reading.evidence)
    speakers = dict.fromkeys(says[s].speaker for s in cited if s in says)
    named = (Evidence(s, None, 0.0) for s in speakers if s and s not in cited)
    return replace(reading, evidence=(*reading.evidence, *named))


def _read(
    reader: JudgingReader,
    question: str,
    article: Article,
    hits: Sequence[NodeWithScore],
    among: Set[Sentence] | None = None,
) -> Reading:
    """The same by the sentences `among` which it may be; by default any."""
    asked = tuple(values(question))
    found = [
        f
        for f in _found(reader, asked[:VALUES], article, hits)
        if (among is None or f.evidence.sentence in among)
        and not supposed(question, f.evidence.sentence)
    ]
    if decides := _deciding(question, asked, found):
        (judged,) = _judged(reader, question, article, [decides.evidence.sentence])
        if not _only_somebody(decides, judged):
            return _by_value(reader, question, article, decides, judged)
        found.remove(decides)
    ranked, _ = reader.candidates(question, article, hits)
    close = dict.fromkeys([*(e.sentence for e in ranked), *_alike(question, article, hits)])
    nearest = tuple(s for s in close if among is None or s in among)[:NEAREST]
    if not nearest:
        return Reading((), (), 0.0)
    # What holds the value asked for is the most to the point. Then the reader's order counts,
    # before a higher probability of a sentence that is less so.
    sentences = dict.fromkeys([*(f.evidence.sentence for f in found), *nearest])
    every = {j.sentence: j for j in _judged(reader, question, article, list(sentences))}
    if settled := _by_judge(reader, question, article, list(every.values())):
        return settled
    for value in found:
        judged = every[value.evidence.sentence]
        if value.same is judged.so and judged.sure >= LEAST_AGREED:
            return _by_value(reader, question, article, value, judged)
    told = _by_words(question, article, list(sentences))
    return told or Reading((), nearest, max(j.sure for j in every.values()))


def _by_judge(
    reader: JudgingReader, question: str, article: Article, every: Sequence[Judged]
) -> Reading | None:
    """Yes or no by the first sentence that is sure, or what that only reports."""
    coming = bool(COMING.match(_plain(question)))
    least = LEAST_COMING if coming else LEAST
    for judged in (j for j in every if j.sure >= least):
        if supposed(question, judged.sentence):
            continue
        told = _told(reader, question, judged.sentence)
        # That something will be is not told by what is or was; that it will not be may well be.
        if coming and judged.so and not told and not tells_what_comes(judged.sentence.text):
            continue
        if _is_about_them(question, article, judged, bool(told)):
            return _settled(article, judged, judged.so, judged.sure, told)
    return None


def _by_words(question: str, article: Article, sentences: Sequence[Sentence]) -> Reading | None:
    """What the first sentence reports that has nearly all words of the question in what is said,
    and tells of nobody else and no other number."""
    asked, named = stems(question), {stem(word) for word in _names(question)}
    for sentence in sentences:
        lacking = asked - stems(sentence.text)
        other = any(re.search(r"\d", word) for word in lacking)
        if other or not lacking & named <= stems(_before(article, sentence)):
            continue
        if told := wholly_reported(_plain(question), sentence):
            evidence = Evidence(sentence, told, 0.0)
            return Reading((evidence,), (sentence,), WHOLLY_REPORTED, "reported")
    return None


def _plain(question: str) -> str:
    """Without what it may open with, so that its auxiliary is the first word."""
    return OPENING.sub("", LEAD.sub("", question), count=1)


def _alike(question: str, article: Article, hits: Sequence[NodeWithScore]) -> list[Sentence]:
    """The sentences of the passages, those first that share most words with the question. The best
    spans may all stand in one sentence, as the reader never learned to read for yes and no."""
    asked = stems(question)
    return sorted(sentences_of(article, hits), key=lambda s: -len(asked & stems(s.text)))


def _deciding(question: str, asked: Sequence[Value], found: Sequence[Found]) -> Found | None:
    """What settles a question without a judge: a value that is denied, or else the first of them
    where the article has each that can be compared for certain, and the question no other number.
    """
    told = [f for f in found if f.certain and f.same is not None]
    denied = [f for f in told if not f.same]
    numbers = re.findall(r"\d+", question)
    compared = all(any(number in value.text for value in asked) for number in numbers)
    whole = compared and len(told) == sum(value.certain for value in asked)
    return next(iter(denied or (told if whole else [])), None)


def _only_somebody(found: Found, judged: Judged) -> bool:
    """Whether somebody was found who is not the one: to "Was anyone hurt?", who saw it."""
    return found.somebody and found.same is True and judged.chance(so=True) < LEAST_SOMEBODY


def _found(
    reader: JudgingReader,
    asked: Sequence[Value],
    article: Article,
    hits: Sequence[NodeWithScore],
) -> Iterator[Found]:
    """What the article has for values of the question, where the reader is sure, until one is
    denied."""
    threshold = reader.calibration.threshold
    people = words_of_names(article)
    for value in asked:
        if value.kind == "place" and set(WORD.findall(value.text)) <= people:
            continue  # "Did Trump talk to Putin?"
        least = threshold if value.counted else max(threshold, LEAST_HELD)
        ranked, signals = reader.candidates(value.asks, article, hits)
        sure = reader.calibration.probability(signals)
        if ranked and ranked[0].span and sure >= least:
            same = value.compared(_said(value, article, ranked[0].sentence, ranked[0].span))
            yield Found(ranked[0], same, value.certain, sure, value.kind == "person")
            if value.certain and same is False:
                return


def _said(value: Value, article: Article, sentence: Sentence, span: tuple[int, int]) -> str:
    found = article.text[slice(*span)]
    counts = value.kind in ("number", "length")
    return with_range(article.text[sentence.start : span[0]], found) if counts else found


def _judged(
    reader: JudgingReader, question: str, article: Article, sentences: Sequence[Sentence]
) -> Iterator[Judged]:
    texts = [*(around(article, s, 1).text for s in sentences), *(s.text for s in sentences)]
    verdicts = [(yes, no) for yes, no, _ in reader.verdicts(question, texts)]
    count = len(sentences)
    return map(Judged, sentences, verdicts[:count], verdicts[count:])


def _sure(reader: JudgingReader, question: str, texts: Sequence[str]) -> list[float]:
    """Of each text the probability that it settles the question, one way or the other."""
    return [max(yes, no) for yes, no, _ in reader.verdicts(question, texts)]


def _is_about_them(question: str, article: Article, judged: Judged, told: bool) -> bool:
    """Whether a sentence is about whom the question names. "No" can rest on others: "Lund wrote it"
    denies that Haddon did. But what one says or fears denies nothing that another might."""
    if told or asks_for_saying(question):
        return names_one(question, _names(question), article, judged.sentence)
    people = words_of_names(article)
    return not judged.so or names_one(question, people, article, judged.sentence)


def names_one(question: str, names: Set[str], article: Article, sentence: Sentence) -> bool:
    """Whether of the `names` that a question has one stands in a sentence or shortly before, if it
    has any. "The operator was fined" does not say that Haddon was."""
    named = stems(question) & {stem(name) for name in names}
    return not named or bool(named & stems(f"{_before(article, sentence)} {sentence.text}"))


def _before(article: Article, sentence: Sentence) -> str:
    """The sentences before that may name whom a sentence is about."""
    near = article.sentences[max(0, sentence.number - NAMED_BEFORE) : sentence.number]
    return " ".join(s.text for s in near)


def _names(question: str) -> set[str]:
    """The words of all names in a question, also of places and agents, who may say something."""
    plain = TIME.sub("", LEAD.sub("", question))
    return {word for name in names_in(plain) for word in WORD.findall(name[0])}


def _told(reader: JudgingReader, question: str, sentence: Sentence) -> tuple[int, int] | None:
    """Where the sentence only reports what the question asks."""
    return reported(question, sentence, partial(_sure, reader, question))


def _by_value(
    reader: JudgingReader, question: str, article: Article, found: Found, judged: Judged
) -> Reading:
    """With the value to be shown, unless it is the "No" of "No injuries were reported"."""
    span = found.evidence.span
    if span and article.text[slice(*span)].lower() == "no":
        span = None
    told = _told(reader, question, judged.sentence)
    if told and span and not told[0] <= span[0] < told[1]:
        told = None  # the value stands outside of what is said
    return _settled(article, judged, bool(found.same), found.sure, told, span)


def _settled(
    article: Article,
    judged: Judged,
    so: bool,
    sure: float,
    told: tuple[int, int] | None,
    span: tuple[int, int] | None = None,
) -> Reading:
    """Yes or no by a sentence and what it leans on, or what it only reports, which is `told`;
    `span`: the value that stands there where the question names another."""
    sentence = judged.sentence
    before = [article.sentences[sentence.number - 1]] if judged.leans(so) else []
    leaned_on = [Evidence(s, None, 0.0) for s in before]
    if told:
        return Reading((Evidence(sentence, told, 0.0), *leaned_on), (sentence,), sure, "reported")
    says: Says = "yes" if so else "no"
    return Reading((Evidence(sentence, span, 0.0), *leaned_on), (sentence,), sure, says)
