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

from index.retrieve import STOP_WORDS
from qa.besides import alike, goes_on, parted, repeats, with_else, with_known
from qa.compose import ABSENT, MARKS, REPORTED
from qa.followup import FollowUps, Word, content, said
from qa.kinds import AUXILIARIES, LEAD, WORD
from qa.reported import SAYING
from qa.times import TIME
from qa.types import Question, Turn

# Least chances of a word, chosen on the conversations of CANARD that training left out: to stand
# in for a pronoun, and to be added where no pronoun asks for it. The second is so high that a new
# subject does not drag the old one along.
LEAST = 0.3
LEAST_ADDED = 0.7
LEAST_POINTED = 0.4  # to be added where the message points back: "that decision"
LEAST_HE = 0.1  # a person's pronoun needs a name, even an unlikely one
LEAST_THEY = 0.15  # and "they" something of which there are several
FAR_LESS = 0.4  # of its likeliest word's chance, below which no mention begins or ends with a word
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
NAME = re.compile(r"\b[A-Z][\w’'-]*(?: (?:of |the )?[A-Z][\w’'-]*)*")
HE = r"he|him|his|she|her|hers"
PRONOUN = re.compile(
    rf"\b(?P<he>{HE})\b|\b(?P<it>they|them|their|theirs|it|its|this|these|those|that)\b"
    r"(?!\s+(?:true|say|says|mention|mentions)\b)",
    re.I,
)
# "that" and its like stand for something only where no noun of theirs follows.
DEMONSTRATIVE = re.compile(r"this|that|these|those", re.I)
STANDS_ALONE = re.compile(
    r"\s*(?:[?.!,;]|$|\b(?:is|are|was|were|in|on|at|for|to|by|from|happen)\b)"
)
# A noun that was spoken of: "that decision", but not "the day that followed" or "this year".
POINTS_BACK = re.compile(
    r"(?:\b(?:this|these|those)|"
    rf"(?:^|\b(?:{AUXILIARIES}|of|in|on|at|by|for|to|from|with|about) )that) "
    rf"(?!(?:{AUXILIARIES}|in|on|at|for|to|by|from|happen|year|month|week|time|article|story)\b)\w",
    re.I,
)
# What is said or feared is no thing but a statement: "Who reported that?".
CLAIM = re.compile(
    rf"(?:{SAYING.pattern}|\b(?:report|confirm|announc|know|knew|learn)\w*)\s(?P<it>it|that|this)"
    r"(?=\s*(?:[?.!,;]|$|(?:in|on|at|to|first)\b))",
    re.I,
)
LONGEST_CLAIM = 30  # words
THEY = frozenset(("they", "them", "their", "theirs", "these", "those"))
# Told by its last word.
SEVERAL = re.compile(r".*(?:[^\Ws]s|\b(?:people|men|women|children|police|staff))", re.I | re.S)
WHEN = re.compile(r"\b(?:before|after|since|until|till|by|in|on|during)\s+$", re.I)
THINGS = THEY | {"it", "its"}
POSSESSIVE = frozenset(("his", "hers", "their", "theirs", "its"))
# After the auxiliary stands the subject, so what was asked for is the object.
OBJECT = re.compile(
    r"(?:do|does|did)\b|\w+ (?:i|he|she|it|they|we|you|the|an?|this|that|his|her|its|their)\b"
    r"|(?i:\w+) (?-i:[A-Z])",
    re.I,
)
# What "How many?" counts: the subject, which stands first.
COUNTED = re.compile(r"(?:the |these |those )?((?:[A-Z][\w’'-]*|\w+s)(?: [A-Z][\w’'-]*)*) (.+)")
ARTICLE = re.compile(r"\bthe $")
JOINS = re.compile(r"(?:[\s\"“”‘’'-]|\b(?:of|the|and|in|for|s)\b)*")


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
    return f"{before[:start]}{thing}{before[end:]}?"


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


def filled(
    message: str,
    text: str,
    words: Sequence[Word],
    claim: str = "",
    people: Set[str] = frozenset(),
) -> str:
    """`message` with its pronouns replaced by what of `text` the classifier brings along, and by
    `claim` where one stands for what was said."""
    pronouns = [m for m in PRONOUN.finditer(message) if _refers(m, message)]
    asked = {w.lower() for w in WORD.findall(message)}
    new = [
        w
        for w in words
        if (word := text[w.start : w.end].lower()) not in STOP_WORDS and word not in asked
    ]
    mentions = mentions_of(text, [w for w in new if w.chance >= LEAST])
    persons = [m for m in mentions if m[0].isupper() and not m.isupper()] or mentions_of(
        text, sorted(_names(text, new), key=lambda w: -w.chance)[:1]
    )
    likely = mentions_of(text, [w for w in new if w.chance >= LEAST_THEY])
    several = [m for m in likely if SEVERAL.fullmatch(m)]
    claimed = {m.start("it") for m in CLAIM.finditer(message)}
    replaced, out, at = set(), "", 0
    for pronoun in pronouns:
        if claim and pronoun.start() in claimed:
            out += message[at : pronoun.start()] + claim
            at = pronoun.end()
            continue
        others = [m for m in mentions if m not in replaced] or mentions
        choice = persons if pronoun["he"] else others
        if pronoun[0].lower() in THEY:
            choice = [m for m in several if m not in replaced] or others
        choice = _agreeing(choice, pronoun, message, people)
        if not choice:
            continue
        replaced.add(choice[0])
        out += message[at : pronoun.start()] + _inflected(choice[0], pronoun, message)
        at = pronoun.end()
    out += message[at:]
    least = LEAST_POINTED if POINTS_BACK.search(message) else LEAST_ADDED
    added = mentions_of(text, [w for w in new if w.chance >= least])
    if any(pronoun[0].lower() in THINGS for pronoun in pronouns):
        # Likely for the pronoun's sake, which it cannot stand for.
        added = [m for m in added if not _is_person(m, people)]
    rest = [m for m in added if not content(m) <= content(out) and not _of_a_name_in(out, m, text)]
    if not rest:
        return out
    body, mark = re.fullmatch(r"(.*?)(\W*)", out, re.S).groups()  # type: ignore[union-attr]
    return f"{body} ({', '.join(rest)}){mark or '?'}"


def mentions_of(text: str, words: Sequence[Word]) -> list[str]:
    """Neighbouring words as one mention; the likeliest first, none said by another's words."""
    runs: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.start):
        if runs and JOINS.fullmatch(text[runs[-1][-1].end : word.start]):
            runs[-1].append(word)
        else:
            runs.append([word])
    mentions: list[str] = []
    for run in sorted(map(_trimmed, runs), key=lambda r: (-max(w.chance for w in r), -len(r))):
        mention = re.sub(r"['’]s$", "", text[run[0].start : run[-1].end])
        if mention[0].islower() and (article := ARTICLE.search(text[: run[0].start])):
            mention = article[0] + mention
        if not any(content(mention) <= content(other) for other in mentions):
            mentions = [m for m in mentions if not content(m) <= content(mention)] + [mention]
    return mentions


def _trimmed(run: Sequence[Word]) -> Sequence[Word]:
    """Without the words at its ends that are far less likely: "supply ATACMS" for "them"."""
    least = FAR_LESS * max(word.chance for word in run)
    kept = [n for n, word in enumerate(run) if word.chance >= least]
    return run[kept[0] : kept[-1] + 1]


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


def _refers(pronoun: re.Match[str], message: str) -> bool:
    """Whether a pronoun points out of its message: not to a name in it, nor to a noun after it."""
    word, after = pronoun[0], message[pronoun.end() :]
    if DEMONSTRATIVE.fullmatch(word):
        return bool(STANDS_ALONE.match(after))
    earlier = [m for m in NAME.finditer(message[: pronoun.start()]) if m.start() > 0]
    return not (pronoun["he"] and earlier)


def _agreeing(
    mentions: Sequence[str], pronoun: re.Match[str], message: str, people: Set[str]
) -> list[str]:
    """The mentions that a pronoun may stand for: no person for "it", for "she" one if there is one,
    and a day only behind "before" and the like."""
    days = WHEN.search(message[: pronoun.start()])
    fit = [m for m in mentions if days or not TIME.fullmatch(m)]
    if pronoun[0].lower() in THINGS:
        return [m for m in fit if not _is_person(m, people)]
    return (pronoun["he"] and [m for m in fit if _is_person(m, people)]) or fit


def _is_person(mention: str, people: Set[str]) -> bool:
    """Whether a mention is a name, of whose words all stand in names of people."""
    return set(WORD.findall(mention)) <= people


def _of_a_name_in(message: str, mention: str, text: str) -> bool:
    """Whether a mention is the first name, or the whole one, of somebody whom the message names by
    the last."""
    last = re.search(rf"\b{re.escape(mention)} ([A-Z][\w’'-]+)", text)
    named = {mention.split()[-1], *(last.groups() if last else ())} - {mention}
    return mention[0].isupper() and not named.isdisjoint(WORD.findall(message))


def _names(text: str, words: Sequence[Word]) -> list[Word]:
    return [w for w in words if text[w.start].isupper() and w.chance >= LEAST_HE]


def _inflected(mention: str, pronoun: re.Match[str], message: str) -> str:
    word = pronoun[0].lower()
    noun_follows = re.match(
        r"\s+(?!(?:in|on|at|to|by|for|from|and|or|as|with)\b)\w", message[pronoun.end() :]
    )
    if word in POSSESSIVE or (word == "her" and noun_follows):
        return mention + ("’" if mention.endswith("s") else "’s")
    return mention


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
