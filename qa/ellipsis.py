"""A follow-up that only names what is new: "Why?", "What about Greta?".

The question before is asked with the new question word in the place of its own, or with the new
thing in the place of what is like it.
"""

import re

from qa.kinds import AUXILIARIES
from qa.pronouns import NAME

ASKS = (
    r"(?:who|whom|whose|what|when|where|why|which"
    r"|(?:what|which) (?:day|date|month|year|time|place|country|city)"
    r"|how(?: (?:many|much|long|often|far|old|soon|big))?)"
)
AUXILIARY = re.compile(rf"\b(?:{AUXILIARIES})\b", re.I)
YES_OR_NO = re.compile(rf"(?P<verb>{AUXILIARIES}) (?P<rest>.+)", re.I)
ANYBODY = re.compile(r"\b(?:any|some)(?:body|one) ", re.I)
TELL_ME = re.compile(r"(?:(?:can|could|would) you (?:please )?tell me|do you know) (?=w|how)", re.I)
# After the auxiliary stands the subject, so what was asked for is the object.
OBJECT = re.compile(
    r"(?:do|does|did)\b|\w+ (?:i|he|she|it|they|we|you|the|an?|this|that|his|her|its|their)\b"
    r"|(?i:\w+) (?-i:[A-Z])",
    re.I,
)
# In small letters: May is a month, and so is "Theresa May" none.
BEHIND = re.compile(rf"(?P<noun>(?: [\w’'-]+){{0,6}}?) (?P<verb>{AUXILIARIES})\b")
SUBJECT = re.compile(r"(?:\w+ )?whom?", re.I)  # has no noun beside it, as "which" has
# What "How many?" counts: the subject, which stands first.
COUNTED = re.compile(r"(?:the |these |those )?((?:[A-Z][\w’'-]*|\w+s)(?: [A-Z][\w’'-]*)*) (.+)")
# A plural noun behind "how many".
COUNTS = rf"how many (?!(?:{AUXILIARIES}|of|in)\b)(?=(?:[a-z]+s|people|men|women|children) )"
DENIED = {"can": "can’t", "will": "won’t", "shall": "shan’t", "may": "may not"}
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
# What about another year, month or day, and how it is joined to a question that has none.
WHENS = (
    (re.compile(r"\b(?:1\d|20)\d\d\b"), "in"),
    (re.compile(rf"\b{_MONTH}\b"), "in"),
    (re.compile(rf"\b{_DAY}\b"), "on"),
)
PREPOSITION = re.compile(r"\b(?:in|on|at|by|to|from|for|with|of|about|against) (?:the )?$", re.I)


def with_question_word(word: str, before: str, answer: str) -> str:
    """`before` asked with `word`: "Why", "When were they sold", "May" -> "Why were they sold?"."""
    before = TELL_ME.sub("", before)
    asked = re.match(rf"(?:\w+ )?{ASKS}\b", before, re.I)
    if not asked:
        return _of_yes_or_no(word, before)
    word = word.removesuffix(" not")
    behind = BEHIND.match(before, asked.end())
    if not behind or (behind["noun"] and SUBJECT.fullmatch(asked[0])):
        # "Who approved it" asks for its subject
        return f"{word} was it that {answer or 'this'} {before[asked.end() :].strip()}?"
    noun, verb, rest = behind["noun"].strip(), behind["verb"], before[behind.end() :].strip()
    which = asked[0].lower().split()[-1]
    if noun or which in ("what", "who", "whom", "which"):
        named = answer and (not noun or (which == "which" and answer[0].isupper()))
        thing = answer if named else noun
        moved = f"{rest} {thing}" if OBJECT.match(f"{verb} {rest}") else f"{thing} {rest}"
        return f"{word} {verb} {' '.join(moved.split())}?"
    return _counting(word, verb, rest) or f"{word} {verb} {rest}?"


def _of_yes_or_no(word: str, before: str) -> str:
    """ "Did Ukraine get them" with "when" -> "When did Ukraine get them?"."""
    asked = YES_OR_NO.fullmatch(before)
    if not asked:
        return f"{word} {before[:1].lower()}{before[1:]}?"
    verb, rest = asked["verb"].lower(), asked["rest"]
    if word.lower() == "why not":
        return f"{word[:3]} {DENIED.get(verb, f'{verb}n’t')} {rest}?"
    if word.lower() in ("who", "how many") and ANYBODY.match(rest):
        people = " people" if word.lower() == "how many" else ""
        return f"{word}{people} {verb} {ANYBODY.sub('', rest, count=1)}?"
    return _counting(word, verb, rest) or f"{word} {verb} {rest}?"


def _counting(word: str, verb: str, rest: str) -> str:
    """ "How many" of the subject: "did", "soldiers die" -> "How many soldiers did die?"."""
    counted = COUNTED.fullmatch(rest) if word.lower().endswith("how many") else None
    return f"{word} {counted[1]} {verb} {counted[2]}?" if counted else ""


def instead(thing: str, before: str) -> str:
    """`before` asked of `thing`: in the place of what is like it, or added where nothing is."""
    found = re.match(r"(?:in|on|at|by|to|from|for|since|until|with) ", thing, re.I)
    preposition = found[0] if found else ""
    bare = re.sub(r"^(?:the|an?) ", "", thing[len(preposition) :], flags=re.I)
    for when, joined in WHENS:
        if when.fullmatch(bare) and (old := when.search(before)):
            return f"{before[: old.start()]}{bare}{before[old.end() :]}?"
        if when.fullmatch(bare) and not preposition and bare != "May":  # who may be a person
            return f"{before} {joined} {bare}?"
    if preposition:
        place = re.search(rf"\b{preposition}(?!.*\b{preposition}[A-Z])[\w\s’'-]+$", before, re.I)
        return f"{before[: place.start()].rstrip() if place else before} {thing}?"
    names = [m for m in NAME.finditer(before) if m.start() > 0 and m[0] not in thing]
    small = not bare[:1].isupper()
    counted = re.match(COUNTS, before, re.I)
    if small and counted and re.fullmatch(r"(?!\w+ed$)\w+", bare):
        return f"{counted[0]}{bare}{re.sub(r'^[a-z]+', '', before[counted.end() :])}?"
    if not names:
        return f"{before}: {thing}?"
    last = names[-1]
    object_ = last.end() == len(before) and not PREPOSITION.search(before[: last.start()])
    # "What about the tanks?" is about what was got, not about who got it.
    start, end = last.span() if object_ and (small or re.search(r"\d", bare)) else names[0].span()
    # "Sweden's game" in the place of "Belgium's"
    rest = re.sub(rf"^ {re.escape(thing.split()[-1])}\b", "", before[end:])
    return f"{before[:start]}{thing}{rest}?"
