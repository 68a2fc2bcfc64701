"""What a question demands of its answer, told by its words, and spans that answer nothing.

`of_type` is a hint, weighed with others (`qa.calibration`): "when" may well be answered by "as soon
as they enter into force". `answers_nothing` decides by itself, so it holds only what hardly any
right answer in the training data is (counted in `training/LOG.md`).
"""

import re

from index.retrieve import STOP_WORDS
from qa.times import DAY, MONTH, SHORT_MONTH, TIME
from qa.words import NUMBER_WORDS, QUESTION_WORDS

_MONTH = rf"(?:{MONTH}|{SHORT_MONTH}\b)"
_COUNT = (
    rf"\d|\b(?:one|{NUMBER_WORDS}|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter"
    r"|few|several|many|most|all|none|no|some|once|twice|double|pairs?)\b"
)
_TIME = (
    rf"\d|\b(?:{_MONTH}|{DAY}|years?|months?|weeks?|days?|hours?|minutes?|decades?|century|centuries"
    r"|today|yesterday|tomorrow|ago|before|after|during|since|until|while|last|next|early|earlier"
    r"|late|later|when|once|now|then|morning|noon|evening|night|spring|summer|autumn|winter)\b"
)
_YEAR = r"\d{4}|\d0s|\b\d{2,3}\b"


def _compiled(*rows: tuple[str, str]) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(asks, re.I), re.compile(answer, re.I)) for asks, answer in rows)


# What a question's words demand of its answer's.
TYPES = _compiled(
    (r"\b(?:what|which) year\b", rf"{_YEAR}|\bcentur"),
    (r"\b(?:what|which) month\b", rf"\b{_MONTH}\b"),
    (r"\b(?:what|which) (?:day|date)\b", rf"\d|\b{DAY}"),
    (r"\bhow (?:many|much)\b", _COUNT),
    (r"\bhow (?:long|old|far|tall|often)\b", rf"{_COUNT}|{_TIME}|\w+ly\b"),
    # "What happens when it is heated?" does not ask when.
    (r"^(?:\w+ )?when\b(?!.*\b(?:who\w*|what|which|where|how|why)\b)|\bwhat time\b", _TIME),
)
STRICT = _compiled(
    (
        r"\bwhat (?:was|is|were|are) (?:the|its) (?:[a-z]+ )?(?:score|percentage|population)\b"
        r"(?! (?:group|centre|center|growth)s?\b)",
        _COUNT,
    ),
    (r"^why\b", r"\w\W+\w"),
    (r"^how long(?:['’]s| has| have| had)\b", r"[^\W\d_]"),
    (
        r"^how old\b",
        rf"\A(?!\W*(?:1\d|20)\d\d\W*\Z)"
        rf"(?=.*(?:{_COUNT}|{_TIME}|ties\b|old|age|teen|young|ancient|infant|toddler))",
    ),
    # "two US officials" are not what they are called
    (
        r"\bwhat(?: (?:is|are|was|were)|['’](?:s|re)) (?:his|her|their) (?:\w+ )?names?\b",
        r"(?-i:[A-Z])[^\W\d_]*(?-i:[a-z])",
    ),
    (r"^who(?:m|se)?\b", r"[^\W\d_]\.?[^\W\d_](?![^\W\d_]*\s?[$€£])"),
    (r"\b(?:what|which) year\b", rf"{_YEAR}|\b(?:years?|century|centuries)\b"),
    (r"\b(?:what|which) month\b", rf"\b{_MONTH}\b|\bmonths?\b"),
    (
        r"\b(?:what|which) (?:day|date)\b",
        rf"\d|\b(?:{DAY}s?|{MONTH}|days?|today|yesterday|eve|christmas|easter|thanksgiving)\b",
    ),
)
ASKS = re.compile(rf"\b(?:{QUESTION_WORDS})\b", re.I)
# A question that offers its answer, or asks what to call something.
OFFERS = re.compile(r"\b(?:or|and|between|of the|called|named?|term|word)\b", re.I)
# Words that stand with the date of an article, and those that ask for it.
BESIDE_DATE = re.compile(r"\b(?:published|posted|updated|last|on|at|utc|gmt|est|edt|cet)\b", re.I)
LONGEST_DATE = 80  # characters
ASKS_DATE = re.compile(
    r"\b(?:publi\w+|post(?:ed)?|updated?|written|wrote|dated?|appear\w*|article|story|news|report\w*"
    r"|today)\b",
    re.I,
)
POINTS_ELSEWHERE = frozenset(
    "he she they it him her them his hers their this that these those other others another some"
    " someone one who which while and but the".split()
)


def of_type(question: str, span: str) -> bool:
    """Whether the span holds a value of the kind that the question demands, if it demands one."""
    return _fits(TYPES, question, span)


def answers_nothing(question: str, span: str) -> bool:
    """Whether a span lacks what `STRICT` says that the question demands, or only repeats the
    question, which wants more than yes or no."""
    said = {w.lower() for w in re.findall(r"\w+", span)} - STOP_WORDS
    echoes = bool(said) and said <= {w.lower() for w in re.findall(r"\w+", question)}
    wants_more = ASKS.search(question) and not OFFERS.search(question)
    return not _fits(STRICT, question, span) or bool(echoes and wants_more)


def only_dates(question: str, sentence: str) -> bool:
    """Whether a sentence is but the date of the article, which says nothing of when a thing was,
    and the question does not ask for that date."""
    if len(sentence) > LONGEST_DATE:
        return False
    left, dates = TIME.subn("", sentence)
    alone = dates and not re.search(r"[^\W\d_]", BESIDE_DATE.sub("", left))
    return bool(alone) and not ASKS_DATE.search(question)


def points_elsewhere(span: str) -> bool:
    """Whether a span only stands for what is named elsewhere: "he", "while others"."""
    return {w.lower() for w in re.findall(r"\w+", span)} <= POINTS_ELSEWHERE


def _fits(
    table: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...], question: str, span: str
) -> bool:
    demanded = next((answer for asks, answer in table if asks.search(question)), None)
    return demanded is None or bool(demanded.search(span))
