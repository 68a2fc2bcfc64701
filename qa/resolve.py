"""A follow-up as a question that stands alone.

Four ways, the first that fits. "What else?" asks the question before for other answers than those
given. A bare question word ("Why?") asks it with that word instead of its own. "What about X?" asks
it with X in the place of what it is like. In any other message the words that the classifier brings
from the conversation replace pronouns, or are added in brackets. What stands alone comes out as it
is.
"""

import re
from collections.abc import Sequence, Set
from functools import cache, partial

from qa.besides import alike, goes_on, parted, repeats, with_else, with_known
from qa.compose import ABSENT, MARKS, REPORTED
from qa.followup import FollowUps, said
from qa.kinds import AUXILIARIES, LEAD
from qa.pronouns import CLAIM, NAME, filled
from qa.types import Question, Turn

DEPTH = 3  # turns through which a chain of bare questions is followed back
SHORT = 10  # words of an answer that may stand in for what was asked

AUXILIARY = re.compile(rf"\b(?:{AUXILIARIES})\b", re.I)
NEW_SUBJECT = re.compile(
    r"^(?:\w+,? )?(?:(?:a )?(?:new|another|different) (?:subject|topic|question)"
    r"|changing the subject)\s*[:,.;–-]\s*(?=\w)",
    re.I,
)
ASKS = (
    r"(?:who|whom|whose|what|when|where|why|which"
    r"|(?:what|which) (?:day|date|month|year|time|place|country|city)"
    r"|how(?: (?:many|much|long|often|far|old|soon|big))?)"
)
BARE = re.compile(
    rf"((?:(?:by|to|from|for|since|until|with|about|in|at|on) )?{ASKS})"
    r"(?: (?:not|so|exactly|then|though)|(?<=why) is that)?\W*",
    re.I,
)  # "Where is that?" asks of a place named before, "Why is that?" of all that was said
ABOUT = re.compile(
    r"(?:(?:what|how) about|and)\s+(?!(?:before|after|since|until) (?:that|then|this)\b)(.+?)\W*",
    re.I,
)
LONGEST_CLAIM = 30  # words
# After the auxiliary stands the subject, so what was asked for is the object.
OBJECT = re.compile(
    r"(?:do|does|did)\b|\w+ (?:i|he|she|it|they|we|you|the|an?|this|that|his|her|its|their)\b"
    r"|(?i:\w+) (?-i:[A-Z])",
    re.I,
)
# What "How many?" counts: the subject, which stands first.
COUNTED = re.compile(r"(?:the |these |those )?((?:[A-Z][\w’'-]*|\w+s)(?: [A-Z][\w’'-]*)*) (.+)")


def resolve(
    message: str,
    turns: Sequence[Turn],
    followups: FollowUps,
    topic: str = "",
    people: Set[str] = frozenset(),
) -> Question:
    """`message` after `turns`, so that it stands alone; `topic` is what they are said to be on, and
    `people` has the words of the names of people."""
    if fresh := NEW_SUBJECT.match(message):
        return Question(_capital(message[fresh.end() :]), message)
    if not turns and not topic:
        return Question(message, message)
    plain = LEAD.sub("", message)
    last_question = cache(partial(_before, turns, followups, topic, people))
    if turns and repeats(plain, LEAD.sub("", turns[-1].question)):
        text = with_known(with_else(last_question()), _known(turns[-1]))
    elif turns and goes_on(plain) and goes_on(plain, before := last_question()):
        text = with_known(before, _known(turns[-1]))
    elif turns and (bare := BARE.fullmatch(plain)):
        before = last_question()
        text = with_question_word(bare[1], before, short_of(turns[-1]))
    elif turns and (thing := _about(plain) or _about(message)):
        text = instead(thing, last_question())
    else:
        more = bool(turns) and alike(plain, LEAD.sub("", turns[-1].question))
        last = turns[-1:] if more else []  # its answer is what no more is wanted of
        talked = said([Turn(t.question, "" if t in last else short_of(t)) for t in turns], topic)
        claim = ""
        if CLAIM.search(plain) and not more:
            claim = claim_of(last_question(), short_of(turns[-1]))
        text = filled(plain, talked, followups.words(talked, plain), claim, people)
        if more:
            earlier = parted(last_question())[1]
            text = with_known(text.rstrip(" ?.!"), *earlier, _known(turns[-1]))
    return Question(message if text == plain else _capital(text), message)


def _before(turns: Sequence[Turn], followups: FollowUps, topic: str, people: Set[str]) -> str:
    """The last question of `turns`, itself standing alone, without its question mark."""
    earlier = turns[-DEPTH:-1]
    return resolve(turns[-1].question, earlier, followups, topic, people).text.rstrip(" ?.!")


def _about(message: str) -> str:
    """X where the message is "What about X?" or "And X?", and X is no clause; else nothing."""
    match = ABOUT.fullmatch(message)
    # In small letters, as "May" is a month.
    clause = match and (re.search(AUXILIARY.pattern, match[1]) or re.match(ASKS, match[1], re.I))
    return match[1] if match and not clause else ""


def with_question_word(word: str, before: str, answer: str) -> str:
    """`before` asked with `word`: "Why", "When were they sold", "May" -> "Why were they sold?"."""
    auxiliary = AUXILIARY.search(before)
    asked = re.match(rf"(?:\w+ )?{ASKS}\b", before, re.I)
    if not asked:  # yes or no: "Did Ukraine get them" -> "When did Ukraine get them?"
        return f"{word} {before[:1].lower()}{before[1:]}?"
    if not auxiliary or auxiliary.start() < asked.end():  # "Who approved it" asks for its subject
        was = f"{word} was it that {answer or 'this'}"
        return f"{was} {before[asked.end() :].strip()}?"
    noun = before[asked.end() : auxiliary.start()].strip()
    verb, rest = auxiliary[0], before[auxiliary.end() :].strip()
    if noun or asked[0].lower().split()[-1] in ("what", "who", "whom", "which"):
        thing = answer if not noun and answer else noun
        moved = f"{rest} {thing}" if OBJECT.match(f"{verb} {rest}") else f"{thing} {rest}"
        return f"{word} {verb} {' '.join(moved.split())}?"
    if (counted := COUNTED.fullmatch(rest)) and word.lower().endswith("how many"):
        return f"{word} {counted[1]} {verb} {counted[2]}?"
    return f"{word} {verb} {rest}?"


def instead(thing: str, before: str) -> str:
    """`before` asked of `thing`: in the place of the first name, or added where there is none."""
    preposition = re.match(r"(?:in|on|at|by|to|from|for|since|until|with) ", thing, re.I)
    if preposition:
        place = re.search(rf"\b{preposition[0]}[\w\s’'-]+$", before, re.I)
        return f"{before[: place.start()].rstrip() if place else before} {thing}?"
    names = [m for m in NAME.finditer(before) if m.start() > 0 and m[0] not in thing]
    if not names:
        return f"{before}: {thing}?"
    start, end = names[0].span()
    # "Sweden's game" in the place of "Belgium's"
    rest = re.sub(rf"^ {re.escape(thing.split()[-1])}\b", "", before[end:])
    return f"{before[:start]}{thing}{rest}?"


def claim_of(before: str, answer: str) -> str:
    """What the question before and its answer say together, as "that" stands for it: "Who sold the
    mill", "Ada Lund" -> "that Ada Lund sold the mill". Nothing where that takes grammar."""
    before = parted(before)[0].rstrip("?")
    noun = rf"(?: \w+(?= (?:{AUXILIARIES})\b))?"  # "What concerns were", but "What fell"
    asked = re.match(rf"(?:who|what{noun}|which(?: \w+)?)\b", before, re.I)
    if not asked or not answer or len(f"{before} {answer}".split()) > LONGEST_CLAIM:
        return ""
    rest = before[asked.end() :].strip()
    if not (AUXILIARY.match(rest) and OBJECT.match(rest)):
        return f"that {answer} {rest}"
    return answer if asked[0].lower() == "what" else ""


def short_of(turn: Turn) -> str:
    """The direct answer of a turn: its first line, without marks, or what the article reports;
    nothing where none was found."""
    told = turn.answer.strip().removeprefix(REPORTED).strip()
    line = MARKS.sub("", told.partition("\n")[0])
    return "" if line == ABSENT else line


def _known(turn: Turn) -> str:
    """What a turn answered, every line of a list, without dates in brackets; nothing where that is
    too long to stand in a question."""
    direct = MARKS.sub("", turn.answer.strip().partition("\n\n")[0])
    lines = [re.sub(r" \([^)]*\)$", "", line.strip()) for line in direct.splitlines()]
    known = ", ".join(lines)
    return known if len(known.split()) <= SHORT and known != ABSENT else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
