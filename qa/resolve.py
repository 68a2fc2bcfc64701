"""A follow-up as a question that stands alone.

Four ways, the first that fits. "What else?" asks the question before for other answers than those
given. A bare question word ("Why?") asks it with that word instead of its own. "What about X?" asks
it with X in the place of what it is like. In any other message the words that the reader brings
from the conversation replace pronouns, or are added in brackets. What stands alone comes out as it
is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from qa.besides import alike, goes_on, parted, repeats, with_else, with_known
from qa.compose import ABSENT, MARKS, REPORTED
from qa.ellipsis import (
    ASKS,
    AUXILIARY,
    HAS_ANYTHING,
    LED,
    OBJECT,
    asked_of_people,
    instead,
    with_question_word,
)
from qa.followup import FollowUps, so_far
from qa.pronouns import CLAIM, REACTING, filled
from qa.reported import SAYING
from qa.types import Question, Turn
from qa.words import AUXILIARIES, LEAD, with_capital

DEPTH = 10  # turns through which a chain of bare questions is followed back
LONGEST_KNOWN = 40  # words of an answer for which another one may be asked

NEW_SUBJECT = re.compile(
    r"^(?:\w+,? )?(?:(?:a )?(?:new|another|different) (?:subject|topic|question)"
    r"|changing the subject)\s*[:,.;–-]\s*(?=\w)",
    re.I,
)
BARE = re.compile(
    r"(?:(?:no[,.]? |but )?i (?:asked|meant|mean) )?(?:"
    r"(?:how come|how so|what for)\W*|"
    r"(?P<wh>whom?|where) (?P<led>from|to|by|for|with)\W*|"
    rf"(?P<asks>{LED})"
    r"(?: (?:not|so|exactly|then|though|tho)|(?<=why) is that"
    r"|(?:(?<=when)|(?<=year)|(?<=date)|(?<=time)|(?<=day)|(?<=month)) was (?:that|this))?\W*)",
    re.I,
)  # "Where is that?" asks of a place named before, "Why is that?" of all that was said
SAYS_WHO = re.compile(
    r"(?:according to whom?|who said so|who(?:['’]s| is| was) the source)\W*", re.I
)
# Where something is said its sentence tells. Who denies or answers it may stand anywhere.
SAID_IT = re.compile(
    r"\b(?:sa(?:id|ys?)|told|reported|wrote|claimed|stated|announced) (?:it|that|this)\W*$", re.I
)
# "What about X?", and corrections: "No, I meant X", "Not Y, X".
ABOUT = re.compile(
    r"(?:(?:what|how) about|and|or"
    r"|(?:(?:no|sorry|oops|wait)\b[,.!]*\s+)?i (?:meant?|was asking about)"
    r"|(?:no[,.!]*\s+)?not [^,]+,(?: but)?"
    r"|no[,.!]*(?=\s+(?:the|an?|his|her|its|their|(?-i:(?!I\b)[A-Z]))))"
    r"\s+(?!(?:before|after|since|until) (?:that|then|this)\b|then\b|not\b)(.+?)\W*",
    re.I,
)
CORRECTS = re.compile(r"(?:no|not|sorry|oops|wait|or|i)\b", re.I)
THING = re.compile(r"((?:the|his|her|its|their) [\w’'-]+(?: [\w’'-]+)?)\s*\?", re.I)
# "And her deputy?" is another person than who leads.
HERS = re.compile(r"(?:his|her|its|their) (?!(?:own|first|last)\b)", re.I)
# "And her job?" is no other thing of which the same could be asked.
TRAIT = re.compile(
    r"(?P<whose>his|her|its|their) (?P<trait>age|jobs?|names?|titles?|rank|nationality|salary"
    r"|motives?|reactions?|response|reasons?|views?|opinions?|plans?)",
    re.I,
)
OLD = {"his": "is he", "her": "is she", "its": "is it", "their": "are they"}
HIM = re.compile(r"(?:what|how) about (him|her|them|it)\W*", re.I)
SAID_OF = "What does it say about {name}?"
WHO_IS = re.compile(r"who (?!was\b|has\b|does\b)[a-z]+s\b", re.I)
ASIDE = re.compile(r"(?P<whole>.+?)(?P<aside> \([^()]+\))?", re.S)  # what was added in brackets
WHOLE = re.compile(r"[.!?][\"”’')]*$")
A_QUESTION = re.compile(ASKS, re.I)
WHO = re.compile(r"who\b", re.I)
LONGEST_CLAIM = 30  # words
HOW_MANY = re.compile(rf"how (?:many|much) ([a-z]+) ((?:{AUXILIARIES}) .+)", re.I)
LONGEST_NUMBER = 3  # words: "nearly 50,000"
REACTS = re.compile(REACTING, re.I)
SAYS = re.compile(rf"what (?:{AUXILIARIES}) (.+?) {SAYING.pattern}", re.I)


@dataclass(frozen=True)
class Talk:
    """What a message follows: the turns, and what they are said to be on; `people` has the words of
    the names of people, with "he" or "she" where they are called so."""

    turns: Sequence[Turn]
    followups: FollowUps
    topic: str = ""
    people: Mapping[str, str] = field(default_factory=dict)

    @property
    def last(self) -> Turn:
        return self.turns[-1]

    @cached_property
    def last_question(self) -> str:
        """The last question, itself standing alone, without its question mark."""
        before = replace(self, turns=self.turns[-DEPTH:-1])
        return resolve(self.last.question, before).text.rstrip(" ?.!")


def resolve(message: str, talk: Talk) -> Question:
    """`message` after what was said, so that it stands alone."""
    if fresh := NEW_SUBJECT.match(message):
        return Question(with_capital(message[fresh.end() :]), message)
    plain = LEAD.sub("", message)
    text = _standing_alone(plain, message, talk)
    return Question(message if text == plain else with_capital(text), message)


def _standing_alone(plain: str, message: str, talk: Talk) -> str:
    if not talk.turns:
        return _filled(plain, talk) if talk.topic else plain
    if SAYS_WHO.fullmatch(plain):
        return "Who said that?"
    if repeats(plain, LEAD.sub("", talk.last.question)):
        return with_known(with_else(talk.last_question), _known(talk.last))
    if goes_on(plain):
        return _going_on(plain, talk) or plain
    if bare := BARE.fullmatch(plain):
        return _asked_with(bare, talk) or plain
    if him := HIM.fullmatch(plain):
        return _filled(SAID_OF.format(name=him[1]), talk)
    if thing := _about(message):
        return _asked_of(thing, talk)
    return _filled(plain, talk)


def _going_on(plain: str, talk: Talk) -> str:
    """The last question asked for other answers; of people also where it asked whether there were
    any, or how many. Nothing where it asks for something else."""
    before, known = talk.last_question, _known(talk.last)
    if not goes_on(plain, before):
        before, known = asked_of_people(before), known if known[:1].isupper() else ""
    return with_known(before, known) if before and goes_on(plain, before) else ""


def _asked_with(bare: re.Match[str], talk: Talk) -> str:
    """The last question with another question word; nothing where "what" has nothing to ask for."""
    before, aside = _parts(talk.last_question)
    word = "why not" if re.match(r"why not\b", bare[0], re.I) else bare["asks"] or "why"
    if bare["wh"]:  # "Who from?"
        word = f"{bare['led']} {bare['wh']}"
    if word.lower() == "what" and not HAS_ANYTHING.search(before):
        return ""
    text = with_question_word(word, before, short_of(talk.last))
    return f"{text.rstrip('?')}{aside}?"


def _asked_of(thing: str, talk: Talk) -> str:
    """The last question of another thing, or who "her deputy" and what "her job" is."""
    before, aside = _parts(talk.last_question)
    trait = TRAIT.fullmatch(thing)
    if trait and trait["trait"].lower() not in before.lower():
        return _filled(_asking_for(trait), talk)
    if HERS.match(thing) and WHO_IS.match(before):
        return resolve(f"Who is {thing}?", talk).text
    return f"{instead(thing, before).rstrip('?')}{aside}?"


def _asking_for(trait: re.Match[str]) -> str:
    if trait["trait"].lower() == "age":
        return f"How old {OLD[trait['whose'].lower()]}?"
    return f"What {'are' if trait[0].endswith('s') else 'is'} {trait[0]}?"


def _filled(plain: str, talk: Talk) -> str:
    """The message with what it leaves out; one with "else" with what is known besides."""
    turns = talk.turns
    more = bool(turns) and alike(plain, LEAD.sub("", talk.last.question))
    last = turns[-1:] if more else []  # its answer is what no more is wanted of
    text = so_far([Turn(t.question, "" if t in last else short_of(t)) for t in turns], talk.topic)
    claim = ""
    if turns and CLAIM.search(plain) and not more:
        told = saying_of if REACTS.search(plain) else claim_of
        claim = told(talk.last_question, short_of(talk.last))
    whole = filled(plain, text, talk.followups.words(text, plain), claim, talk.people)
    if not more:
        return whole
    earlier = parted(talk.last_question)[1]
    return with_known(whole.rstrip(" ?.!"), *earlier, _known(talk.last))


def pointing_back(question: Question) -> Question | None:
    """A question about something said that nothing stands for, as "When did he say that?", without
    what was added to it in brackets, or as typed that asks who said it; none for any other."""
    whole = _whole(question.text)
    if is_filled(question):
        whole = _whole(question.asked)
        if not (SAID_IT.search(whole) and WHO.match(whole)):
            return None
    return replace(question, text=f"{whole}?")


def is_filled(question: Question) -> bool:
    """Whether what it says was said, if it is about that, stands in it."""
    return not SAID_IT.search(_whole(question.text))


def _whole(text: str) -> str:
    """A question without what it may begin with, its mark, and what was added in brackets."""
    return _parts(LEAD.sub("", text).rstrip(" ?.!"))[0]


def is_bare(message: str) -> bool:
    """Whether a message is but a question word, which asks nothing by itself."""
    return bool(BARE.fullmatch(LEAD.sub("", message)))


def corrects(message: str) -> bool:
    """Whether a message says what was meant before, and asks nothing by itself."""
    return bool(CORRECTS.match(message) and _about(message))


def only_added(question: Question) -> bool:
    """Whether it is what was typed, and something in brackets."""
    whole, aside = _parts(question.text.rstrip(" ?.!"))
    return bool(aside) and whole.lower() == LEAD.sub("", question.asked).rstrip(" ?.!").lower()


def _parts(before: str) -> tuple[str, str]:
    """A question, and what was added to it in brackets."""
    parts = ASIDE.fullmatch(before)
    return (parts["whole"], parts["aside"] or "") if parts else (before, "")


def _about(message: str) -> str:
    """X where the message is "What about X?", "And X?" or "The X?", and X is no clause; else
    nothing."""
    for text in (LEAD.sub("", message), message):  # "no" may be politeness, or correct
        match = ABOUT.fullmatch(text) or THING.fullmatch(text)
        # In small letters, as "May" is a month.
        if match and not re.search(AUXILIARY.pattern, match[1]) and not A_QUESTION.match(match[1]):
            return match[1]
    return ""


def claim_of(before: str, answer: str) -> str:
    """What the question before and its answer say together, as "that" stands for it: "Who sold the
    mill", "Ada Lund" -> "that Ada Lund sold the mill". Nothing where that takes grammar."""
    before = parted(before)[0].rstrip("?")
    counted = HOW_MANY.fullmatch(before)
    if counted and answer and len(answer.split()) <= LONGEST_NUMBER:
        return "" if OBJECT.match(counted[2]) else f"that {answer} {counted[1]} {counted[2]}"
    noun = rf"(?: \w+(?= (?:{AUXILIARIES})\b))?"  # "What concerns were", but "What fell"
    asked = re.match(rf"(?:who|what{noun}|which(?: \w+)?)\b", before, re.I)
    if not asked or not answer or len(f"{before} {answer}".split()) > LONGEST_CLAIM:
        return ""
    rest = before[asked.end() :].strip()
    if not (AUXILIARY.match(rest) and OBJECT.match(rest)):
        return f"that {answer} {rest}"
    return answer if asked[0].lower() == "what" else ""


def saying_of(before: str, answer: str) -> str:
    """Somebody's words, which "that" stands for where one reacts to it: "What did Lund say she
    could do" -> "what Lund said". Nothing where the question before asks for none or found none."""
    asked = answer and SAYS.match(before)
    return f"what {asked[1]} said" if asked else ""


def short_of(turn: Turn) -> str:
    """The direct answer of a turn: its first line, without marks, or what the article reports;
    nothing where none was found."""
    told = turn.answer.strip().removeprefix(REPORTED).strip()
    line = MARKS.sub("", told.partition("\n")[0])
    return "" if line == ABSENT else line


def _known(turn: Turn) -> str:
    """What a turn answered, every line of a list, without dates in brackets; nothing where that is
    too long to stand in a question, or whole sentences."""
    told = turn.answer.strip().removeprefix(REPORTED).strip()
    direct = MARKS.sub("", told.partition("\n\n")[0])
    lines = [re.sub(r" \([^)]*\)$", "", line.strip()) for line in direct.splitlines()]
    if any(WHOLE.search(line) for line in lines):
        return ""
    known = re.sub(r"\A(?:Yes|No)(?:: |\Z)", "", ", ".join(lines))
    return known if len(known.split()) <= LONGEST_KNOWN and known != ABSENT else ""
