"""Values in a question that asks for yes or no, and the questions that ask for them.

"Was the mill sold in May?" names a time. "When was the mill sold?" asks for it, and where the
article says "in April" the answer is no, though a judge of the whole question may be torn. (To put
the parts of a statement to a question answerer is known from checking summaries: Durmus, He and
Diab 2020, "FEQA".) `qa.comparing` tells whether two values are the same.

"Was anybody hurt?" names no value, but whoever is found makes it so, and "nobody" does not.

Not covered: who did it or what it was done to, since one does not rule out another.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa.comparing import BEFORE_NUMBER, NUMBER, UNIT, parts_of, same_name, same_number, same_time
from qa.kinds import AUXILIARIES, LEAD, points_elsewhere
from qa.times import TIME

Kind = Literal["time", "number", "length", "person", "place", "agent"]

_NAME = r"[A-Z][\w’'-]*(?: (?:of |the |de )?[A-Z][\w’'-]*)*"
_HOLDER = rf"(?:{_NAME}['’]s |(?:the|an?|his|her|its|their) )"
_END = r"(?=$|,| (?:in|at|on|by|when|before|after|while)\b)"
_AUXILIARY = rf"(?P<auxiliary>{AUXILIARIES})(?:n['’]t)?"
ASKED = re.compile(rf"(?:[^,]+, )?{_AUXILIARY} (?!.*\bnot\b)(?P<rest>.+?)\W*", re.I)
STATED = re.compile(rf"(?!.*\bnot\b)(?P<subject>.+?) {_AUXILIARY} (?P<rest>.+?)\W*", re.I)
_PART_OF_DAY = r"\b(?:in the (?:morning|afternoon|evening)|at (?:night|noon|midnight))\b"
WHEN = re.compile(rf"{_PART_OF_DAY}|(?:\bon an? )?{TIME.pattern}", re.I)
# "before 2007" is no time but all that are earlier.
ORDERS = re.compile(r"(?:before|after|since|until|till|by|from|to|between|through)\b", re.I)
AMOUNT = re.compile(
    rf"(?<![\w,.])(?!exceed)(?:{BEFORE_NUMBER} )*(?P<money>(?:[A-Z]{{1,3}} ?)?[$€£] ?)?"
    rf"(?P<number>{NUMBER})(?P<unit>[ -]{UNIT}(?:[ -]old\b)?)?",
    re.I,
)
A_UNIT = re.compile(
    rf"(?:{BEFORE_NUMBER} )+(?P<money>)(?P<number>an?)(?P<unit> {UNIT}(?: old\b)?)", re.I
)
# "The two mills" are known to be two, half a million is not a million, what exceeds 50 is not 50.
KNOWN = re.compile(
    r"\b(?:the|these|those|his|her|its|their|both|top|half|half an?|exceed\w*|surpass\w*) $", re.I
)
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
NO_NOUN = re.compile(
    r"(?:$|\W|(?:when|if|because|while|before|after|who|that|in|on|at|by|for|to|of|and|or)\b)", re.I
)
ANYBODY = re.compile(r"\b(?:any|some)(?:body|one)\b(?! else)", re.I)
NOBODY = re.compile(r"(?:no|none|nobody|neither|not)\b", re.I)
PLACE = re.compile(
    rf"\b(?:in|at|to|from|near|inside|into|on) (?P<value>{_HOLDER}?{_NAME}|{_HOLDER}[a-z-]+){_END}"
)
AGENT = re.compile(rf"\bby (?P<value>{_HOLDER}?(?:{_NAME}|[a-z]+(?: [a-z]+)?)){_END}")
JUDGED: tuple[tuple[Kind, re.Pattern[str], str], ...] = (
    ("place", PLACE, "Where"),
    ("agent", AGENT, "By whom"),
)


@dataclass(frozen=True, slots=True)
class Value:
    """`text` as the question has it, with what makes a range of it, and the question `asks` that
    asks for it."""

    kind: Kind
    text: str
    asks: str

    @property
    def counted(self) -> bool:
        """Whether it is compared by rules for numbers and dates."""
        return self.kind in ("time", "number", "length")

    @property
    def certain(self) -> bool:
        """Whether a comparison with it leaves nothing to judge."""
        return self.counted or self.kind == "person"

    def compared(self, found: str) -> bool | None:
        """Whether an answer's value is the same; none where it cannot be told."""
        match self.kind:
            case "time":
                return same_time(self.text, found)
            case "number" | "length":
                return same_number(self.text, found, length=self.kind == "length")
            case "person":
                return None if points_elsewhere(found) else not NOBODY.match(found)
        return same_name(self.text, found)


def values(question: str) -> Iterator[Value]:
    """The values that a question or a statement names, those first whose comparison needs no
    judge. Of statements only those with an auxiliary verb, which can be put as questions."""
    plain = LEAD.sub("", question.strip())
    if asked := ASKED.fullmatch(plain):
        rest = asked["rest"]
    elif asked := STATED.fullmatch(plain):
        rest = f"{asked['subject']} {asked['rest']}"
    else:
        return
    auxiliary = asked["auxiliary"].lower()
    taken = []
    for match in WHEN.finditer(rest):
        taken.append(match.span())
        if not ORDERS.match(match[0]) and parts_of(match[0]):
            yield Value("time", match[0], f"When {auxiliary} {_without(rest, match)}?")
    for match in (*A_UNIT.finditer(rest), *AMOUNT.finditer(rest)):
        if not _overlaps(match, taken) and not KNOWN.search(rest[: match.start()]):
            taken.append(match.span())
            if value := _amount(auxiliary, rest, match):
                yield value
    for match in ANYBODY.finditer(rest):
        yield Value("person", match[0], f"Who {auxiliary} {_without(rest, match)}?")
    for kind, pattern, asks in JUDGED:
        for match in pattern.finditer(rest):
            if not _overlaps(match, taken):
                yield Value(kind, match["value"], f"{asks} {auxiliary} {_without(rest, match)}?")


def _overlaps(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in taken)


def _without(text: str, match: re.Match[str]) -> str:
    return " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())


def _amount(auxiliary: str, rest: str, match: re.Match[str]) -> Value | None:
    """How many, how much, how long or how old, as the number's company tells."""
    before, after = rest[: match.start()].strip(), rest[match.end() :].strip()
    left = f"{auxiliary} {_without(rest, match)}"
    if match["unit"]:
        how = "How old" if match["unit"].endswith("old") else "How long"
        return Value("length", match[0], f"{how} {left}?")
    if match["money"]:
        return Value("number", match[0], f"How much {left}?")
    if YEAR.fullmatch(match["number"]) or match[0].lower() == "one":
        return None
    if NO_NOUN.match(after):
        aged = auxiliary in ("is", "was", "are", "were") and not before.endswith(" at")
        return Value("length", f"{match[0]} years", f"How old {left}?") if aged else None
    if not before:  # "Did two mills burn?" is about how many
        return Value("number", match[0], f"How many {after}?")
    return Value("number", match[0], f"How many {after} {auxiliary} {before}?")
