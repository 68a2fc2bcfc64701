"""A question that asks two things: "When and where was the mill sold?", "Who won and by how much?".

It is parted in two, each is asked like any other, the second as a follow-up of the first, and the
answer has a line for each.

Not covered: three things.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from index.article import Sentence
from qa.compose import ABSENT
from qa.ellipsis import ASKS, LEADS_IN, LED, in_full
from qa.types import Answer, Citation, Question, Turn
from qa.words import AUXILIARIES, LEAD, PLURAL, QUESTION_WORDS, with_capital

_AUXILIARY = rf"(?:{AUXILIARIES})\b"
PARTED = (
    re.compile(rf"(?P<first>{ASKS}) and (?P<second>{LED}) (?P<both>{_AUXILIARY}.+)", re.I),
    re.compile(rf"(?P<first>(?:{LED} |{_AUXILIARY}).+?),? and (?P<second>{LED})\W*", re.I),
    re.compile(
        rf"(?P<first>(?:{LED} |{_AUXILIARY}).+?),? and "
        rf"(?P<second>{ASKS} {_AUXILIARY}.+|who [a-z]+\W*|(?:who|how many|how much) [a-z]+ .+"
        rf"|(?!(?:do|have) (?:it|he|she|this|that)\b){_AUXILIARY} "
        r"(?:it|he|she|they|there|this|that|the|his|her|their|its|any\w*) .+)",
        re.I,
    ),
)
# "Do they say who did it and why?", "What lies between what was said and what was done?"
EMBEDS = re.compile(
    rf"\b(?:{QUESTION_WORDS})$|^{_AUXILIARY}.*\b(?:{QUESTION_WORDS})\b|\bbetween\b"
    r"|\b(?:about|know|out|decided?|sa(?:y|ys|id)|told|explain\w*) "
    # "How many men and how many women …?"
    rf"(?:{QUESTION_WORDS})\b|^how many (?:{PLURAL})$",
    re.I,
)
TWO = re.compile(rf"^(\S+ [^?]+)\?\s+(?={LED}\b|{_AUXILIARY})", re.I)  # "Who won? By how much?"
IF_SO = re.compile(r"[,;.?]? (?:and,? )?if so,? ", re.I)  # "Was it sold, and if so when?"
LABEL = re.compile(rf"{LED}\b", re.I)
SAID = frozenset(("span", "yes", "no"))

Ask = Callable[[str, Sequence[Turn]], Answer]


def halves(message: str) -> tuple[str, str] | None:
    """The two questions of a message, the second as it is asked after the first."""
    plain = TWO.sub(r"\1 and ", IF_SO.sub(" and ", LEAD.sub("", message.strip())))
    plain = in_full(LEADS_IN.sub("", plain))
    for pattern in PARTED:
        if not (found := pattern.fullmatch(plain)):
            continue
        both = found.groupdict().get("both")
        if both or not EMBEDS.search(found["first"]):
            first, second = (
                f"{found[n]} {both}" if both else found[n] for n in ("first", "second")
            )
            return f"{first.rstrip(' ?.!')}?", f"{second.rstrip(' ?.!')}?"
    return None


def apart(turns: Sequence[Turn]) -> Iterator[Turn]:
    """The turns as if both halves had been asked one after the other."""
    for turn in turns:
        parts, lines = halves(turn.question), turn.answer.split("\n")
        if parts and len(lines) == len(parts):
            for part, label, line in zip(parts, _labels(parts), lines, strict=True):
                yield Turn(part, line.removeprefix(label))
        else:
            yield turn


def both(message: str, turns: Sequence[Turn], parts: tuple[str, str], ask: Ask) -> Answer | None:
    """The answers to both; none where one asks for more than a fact, or neither is said."""
    first = ask(parts[0], turns)
    second = ask(parts[1], (*turns, Turn(parts[0], first.text)))
    answers = (first, second)
    found = [answer for answer in answers if answer.found]
    if not found or any(answer.kind not in SAID for answer in found):
        return None
    cited: dict[tuple[str, Sentence], Citation] = {}
    for citation in (c for answer in found for c in answer.citations):
        key = (citation.digest, citation.sentence)
        known = cited.setdefault(key, replace(citation, marker=len(cited) + 1))
        if known.span is None:  # it was only leaned on
            cited[key] = replace(known, span=citation.span)
    lines = map(partial(_line, cited), _labels(parts), answers)
    understood = " ".join(with_capital(answer.question.text) for answer in answers)
    return Answer(
        Question(understood, message),
        "list",
        "\n".join(lines),
        "",
        tuple(cited.values()),
        (),
        min(answer.confidence for answer in found),
        reported=any(answer.reported for answer in found),
    )


def _line(cited: Mapping[tuple[str, Sentence], Citation], label: str, answer: Answer) -> str:
    """The answer behind the words that ask for it: "When: in May [1]"."""
    shown = " ".join((answer.dated or answer.short if answer.found else ABSENT).split())
    marks = dict.fromkeys(f" [{cited[c.digest, c.sentence].marker}]" for c in answer.citations)
    return f"{label}{shown}{''.join(marks)}"


def _labels(parts: Sequence[str]) -> list[str]:
    """The question words, or whole questions where both have the same; none before yes or no."""
    asks = [LABEL.match(part) for part in parts]
    words = [found[0] if found else "" for found in asks]
    if words[0].lower() == words[1].lower():
        words = [part.rstrip("?") for part in parts]
    return [f"{with_capital(word)}: " if word else "" for word in words]
