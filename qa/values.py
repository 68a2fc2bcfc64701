"""Values in a question that asks for yes or no, and the questions that ask for them.

"Was the mill sold in May?" names a time. "When was the mill sold?" asks for it, and where the
article says "in April" the answer is no, though a judge of the whole question may be torn. (To put
the parts of a statement to a question answerer is known from checking summaries: Durmus, He and
Diab 2020, "FEQA".) `qa.amounts` and `qa.comparing` tell whether two values are the same.

"Was anybody hurt?" names no value, but whoever is found makes it so, and "nobody" does not.

Not covered: who did it or what it was done to, since one does not rule out another.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qa.amounts import BEFORE_NUMBER, BEHIND_NUMBER, NUMBER, SCALES, UNIT, same_number
from qa.comparing import parts_of, same_name, same_time
from qa.kinds import points_elsewhere
from qa.times import TIME
from qa.words import ALSO_DENIED, ANYBODY, LEAD, PLURAL

ValueKind = Literal["time", "number", "length", "person", "place", "agent"]

_NAME = r"[A-Z][\w’'-]*(?: (?:of |the |de )?[A-Z][\w’'-]*)*"
_HOLDER = rf"(?:{_NAME}['’]s |(?:the|an?|his|her|its|their) )"
_END = r"(?=$|,| (?:in|at|on|by|when|before|after|while)\b)"
_AUXILIARY = rf"(?P<auxiliary>{ALSO_DENIED})"
_WHOLE = {"ca": "can", "wo": "will", "sha": "shall"}
_DENIED = (  # "no more than" is a bound
    r"(?!.*(?:n['’]t\b|\b(?:not(?! (?:more|fewer|less|older|younger|later|longer) than\b)"
    r"|never|nobody|none|nothing|neither|nor|no one)\b"
    r"|\bno (?![a-z]+ than\b)))"
)
# "Wasn't it sold in May?" asks whether it was.
ASKED = re.compile(rf"(?:[^,]+, )?{_AUXILIARY}(?:n['’]?t)? {_DENIED}(?P<rest>.+?)[^\w%]*", re.I)
# "The mill closed in May after it was sold." has no auxiliary of its own.
_OPENER = r"(?:(?:after|before|when|while|because|since|until|if|as) [^,]+, |that )?"
_SUBJECT = rf"{_OPENER}(?:(?!\b(?:after|before|when|while|because|since|until|if)\b).)+?"
STATED = re.compile(
    rf"{_DENIED}(?P<subject>{_SUBJECT}) (?!(?-i:May|Will)\b){_AUXILIARY} (?P<rest>.+?)[^\w%]*",
    re.I,
)
_PART_OF_DAY = r"\b(?:in the (?:morning|afternoon|evening)|at (?:night|noon|midnight))\b"
WHEN = re.compile(rf"{_PART_OF_DAY}|(?:\bon an? )?{TIME.pattern}", re.I)
# "before 2007" is no time but all that are earlier.
ORDERS = re.compile(r"(?:before|after|since|until|till|by|from|to|between|through)\b", re.I)
A_DAY = re.compile(r"[A-Z][a-z]+day")
COMPARED = re.compile(r"\bthan (?:[a-z]+ )?$")  # "more than in 2019"
AMOUNT = re.compile(
    rf"(?<![\w,./–-])(?!exceed)(?:{BEFORE_NUMBER} )*(?P<money>(?:(?-i:[A-Z]{{1,3}}) ?)?[$€£] ?)?"
    rf"(?P<number>{NUMBER}){BEHIND_NUMBER}?(?P<unit>[ -]{UNIT}(?:[ -]old\b)?)?",
    re.I,
)
A_UNIT = re.compile(
    rf"(?:{BEFORE_NUMBER} )+(?P<money>)(?P<number>an?)(?P<unit> {UNIT}(?: old\b)?)", re.I
)
# "The two mills" are known to be two, half a million is not a million, what exceeds 50 is not 50.
KNOWN = re.compile(
    r"\b(?:(?:the|its|his|her|their) (?:first|last|next|other)|the|these|those|his|her|its|their"
    r"|both|top|half|half an?|exceed\w*|surpass\w*|another|all|every|each) $",
    re.I,
)
# "Apollo 11", "page 12": a name, which is not counted.
NUMBERED = re.compile(
    r"(?:\b[A-Z][\w’'.-]*|\b(?:number|page|chapter|article|room|channel|flight|route|gate|phase|stage"
    r"|level|grade|group|day|week|year|round|magnitude|version|type|class|category))$"
)
COUNTABLE = re.compile(rf"(?:[A-Z][\w-]+ )?(?:{PLURAL})\b")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
NO_NOUN = re.compile(
    r"(?:$|\W|(?:when|if|because|while|before|after|who|that|in|on|at|by|for|to|of|and|or)\b)", re.I
)
# What may be so many years old; a number with one of these behind it, or so large, is no age.
AGED = re.compile(
    rf"he|she|it|they|you|i|(?-i:{_NAME})|(?:the|his|her|its|their|this|that) [\w’'-]+", re.I
)
NO_AGE = re.compile(r"[^\w\s,;]|of\b")  # "5%", "2-1"
LARGE = re.compile(rf"\b(?:{'|'.join(SCALES)})|\.", re.I)
COUNTED = re.compile(
    r"(?:[\w-]+ ){0,2}?(?:[a-z-]+s|people|men|women|children|police|staff|percent|per cent|feet"
    r"|mph)\b",
    re.I,
)
# One end of a range: "between 50 and 60".
RANGE_BEFORE = re.compile(r"\b(?:between|from|\d[\d,]* (?:to|and|or))$")
RANGE_BEHIND = re.compile(r"(?:to|and|or|-|–) ?\d")
SOMEBODY = re.compile(
    rf"\b{ANYBODY}\b(?! (?:else|besides|other than|except|apart from|aside from)\b)",
    re.I,
)
NOBODY = re.compile(
    r"(?:no\b(?! (?:fewer|less|more) than\b)|none\b(?! other\b)|nobody\b|neither\b"
    r"|not\b(?! (?:only|just)\b))",
    re.I,
)
# "in the attack", "in a week" are no places.
_NO_PLACE = (
    rf"(?:{UNIT}|(?:accident|article|attack|battle|blast|crash|deal|debate|election|end|explosion"
    r"|fight|final|fire|flood|game|interview|letter|match|meeting|race|raid|report|shooting|speech"
    r"|statement|storm|strike|study|summit|trial|vote|war)s?\b)"
)
PLACE = re.compile(
    rf"\b(?:in|at|to|from|near|inside|into|on) "
    rf"(?P<value>{_HOLDER}?{_NAME}|{_HOLDER}(?!{_NO_PLACE})[a-z-]+){_END}"
)
AGENT = re.compile(rf"\bby (?P<value>{_HOLDER}?(?:{_NAME}|[a-z]+(?: [a-z]+)?)){_END}")
JUDGED: tuple[tuple[ValueKind, re.Pattern[str], str], ...] = (
    ("place", PLACE, "Where"),
    ("agent", AGENT, "By whom"),
)


@dataclass(frozen=True, slots=True)
class Value:
    """`text` as the question has it, with what makes a range of it, and the question `asks` that
    asks for it."""

    kind: ValueKind
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
                return same_number(self.text, found, self.asks, length=self.kind == "length")
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
    auxiliary = _WHOLE.get(auxiliary, auxiliary)
    taken = []
    times = list(WHEN.finditer(rest))
    compares = any(COMPARED.search(rest[: match.start()]) for match in times)
    for match in times:
        taken.append(match.span())
        when = not compares and not ORDERS.match(match[0]) and not _is_name(rest, match)
        if when and parts_of(match[0]):
            yield Value("time", match[0], f"When {auxiliary} {_without(rest, match)}?")
    for match in (*A_UNIT.finditer(rest), *AMOUNT.finditer(rest)):
        if not _overlaps(match, taken) and not KNOWN.search(rest[: match.start()]):
            taken.append(match.span())
            if value := _amount(auxiliary, rest, match):
                yield value
    for match in SOMEBODY.finditer(rest):
        yield Value("person", match[0], f"Who {auxiliary} {_without(rest, match)}?")
    for kind, pattern, asks in JUDGED:
        for match in pattern.finditer(rest):
            if not _overlaps(match, taken):
                yield Value(kind, match["value"], f"{asks} {auxiliary} {_without(rest, match)}?")


def _overlaps(match: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in taken)


def _is_name(rest: str, match: re.Match[str]) -> bool:
    """Whether a bare weekday only belongs to a name: "Sheffield Wednesday", "Sunday Times"."""
    beside = re.search(r"\b[A-Z][\w’'-]* $", rest[: match.start()])
    return bool(A_DAY.fullmatch(match[0]) and (beside or re.match(r" [A-Z]", rest[match.end() :])))


def _without(text: str, match: re.Match[str]) -> str:
    return " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())


def _amount(auxiliary: str, rest: str, match: re.Match[str]) -> Value | None:
    """How many, how much, how long or how old, as the number's company tells; none where it counts
    nothing."""
    before, after = rest[: match.start()].strip(), rest[match.end() :].strip()
    left = f"{auxiliary} {_without(rest, match)}"
    if match["unit"]:
        how = "How old" if match["unit"].endswith("old") else "How long"
        return Value("length", match[0], f"{how} {left}?")
    if match["money"]:
        return Value("number", match[0], f"How much {left}?")
    if YEAR.fullmatch(match["number"]) or match[0].lower() == "one":
        return None
    if RANGE_BEFORE.search(before) or RANGE_BEHIND.match(after):
        return None
    numbered = match[0].isdigit() and NUMBERED.search(before) and not NO_NOUN.match(after)
    # "Did Ada sell Lund 31 mills?", but "Did Boeing 737 jets crash?"
    if numbered and not (COUNTABLE.match(after) and re.search(r"\b[a-z]", before)):
        return None
    if NO_NOUN.match(after):
        be = auxiliary in ("is", "was", "are", "were")
        no_age = NO_AGE.match(after) or LARGE.search(match["number"])
        aged = be and AGED.fullmatch(before) and not no_age
        return Value("length", f"{match[0]} years", f"How old {left}?") if aged else None
    if not COUNTED.match(after):
        return None
    if not before:  # "Did two mills burn?" is about how many
        return Value("number", match[0], f"How many {after}?")
    return Value("number", match[0], f"How many {after} {auxiliary} {before}?")
