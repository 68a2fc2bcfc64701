"""A follow-up that only names what is new: "Why?", "What about Greta?".

The question before is asked with the new question word in the place of its own, or with the new
thing in the place of what is like it.
"""

import re

from qa.pronouns import SEVERAL, names_in
from qa.times import DAY, MONTH, TIME
from qa.words import ANYBODY, AUXILIARIES, PARTICIPLE, PLURAL, QUESTION_WORDS

ASKS = (
    r"(?:who|whom|whose|what|when|where|why|which"
    r"|(?:what|which) (?:day|date|month|year|time|place|country|city)"
    r"|how(?: (?:many|much|long|often|far|old|soon|big))?)"
)
# The same behind a preposition: "by whom", "since when".
LED = rf"(?:(?:by|to|from|for|since|until|with|about|in|at|on) )?{ASKS}"
AUXILIARY = re.compile(rf"\b(?:{AUXILIARIES})\b", re.I)
YES_OR_NO = re.compile(rf"(?P<verb>{AUXILIARIES}) (?P<rest>.+)", re.I)
HAS_ANYBODY = re.compile(rf"{ANYBODY} ", re.I)
HAS_ANYTHING = re.compile(r" ?\b(?:any|some)thing\b", re.I)
# What there is: "Were there any coins on board".
THERE = re.compile(
    rf"(?P<verb>{AUXILIARIES}) there (?:any |some |an? )?(?P<old>[\w’'-]+(?: [\w’'-]+){{0,4}}?)"
    r"(?P<rest>(?: (?:in|on|at|from|among|for|with|during|left|behind)\b.*)?)",
    re.I,
)
LEADS_IN = re.compile(
    r"(?:(?:(?:can|could|would) you )?(?:please )?tell me|do you know|according to [^,]+,)"
    r" (?=w|how)",
    re.I,
)
KIND = re.compile(r" (?:kind|sort|type)s? of\b")
WHICH_ONE = re.compile(r"(?<=which )[a-z]+ (?=\w)", re.I)  # "Which team won": Ajax did
WERE = {"was": "were", "is": "are", "has": "have", "does": "do"}
WAS = {plural: singular for singular, plural in WERE.items()}
# After the auxiliary stands the subject, so what was asked for is the object.
OBJECT = re.compile(
    r"(?:do|does|did)\b|\w+ (?:i|he|she|it|they|we|you|the|an?|this|that|his|her|its|their)\b"
    r"|(?i:\w+) (?-i:[A-Z])",
    re.I,
)
# In small letters: May is a month, and so is "Theresa May" none.
BEHIND = re.compile(rf"(?P<noun>(?: [\w’'-]+){{0,6}}?) (?P<verb>{AUXILIARIES})\b")
SUBJECT = re.compile(r"(?:\w+ )?whom?", re.I)  # has no noun beside it, as "which" has
DO = re.compile(r"(.+) do")  # "What did he do?" has its verb in its answer
DOING = re.compile(r"(.+) doing")
SOME = {"who": "somebody", "what": "something"}  # where the question before found none
WHO = re.compile(rf"who (?:(?P<verb>{AUXILIARIES}) )?(?P<rest>.+)", re.I)
# What "How many?" counts: the subject, which stands first.
COUNTED = re.compile(r"(?:the |these |those )?((?:[A-Z][\w’'-]*|\w+s)(?: [A-Z][\w’'-]*)*) (.+)")
HAPPENED = re.compile(r"what (?:happened|occurred|took place)((?: .+)?)", re.I)
A_CLAUSE = re.compile(rf"^(?:he|she|it|they|we|i)\b|\b(?:{AUXILIARIES}|\w+ed)\b", re.I)
# A plural noun behind "how many".
COUNTS = re.compile(rf"(how many )(?!(?:{AUXILIARIES}|of|in)\b)(?:{PLURAL})(?= )", re.I)
PEOPLE = re.compile(r"how many (?:people|men|women|children|persons)\b", re.I)
DENIED = {"can": "can’t", "will": "won’t", "shall": "shan’t", "may": "may not"}
NEXT_TO = r"the (?:year|month|week|day) (?:before|after)"
# What about another year, month or day, and how it is joined to a question that has none.
WHENS = (
    (re.compile(r"\b(?:1\d|20)\d\d\b"), "in"),
    (re.compile(rf"\b{MONTH}\b"), "in"),
    (re.compile(rf"\b{DAY}\b"), "on"),
    # "last year", "yesterday", "the year before"
    (re.compile(rf"{TIME.pattern}|{NEXT_TO}|now|later|afterwards", re.I), ""),
)
# "Who was the first captain": the answer is the subject, unless it is asked for by a preposition.
ROLE = re.compile(
    r"who (?P<verb>is|was|are|were)(?= the\b)(?!.* (?:to|for|by|with|from|of|about)$)", re.I
)
# A thing with its determiner: "the mill", "a winter ticket".
_THE = r"(?:the|an?|his|her|its|their|this|that)"
_THING = rf"{_THE} (?:[\w’'-]+ ){{0,2}}?[\w’'-]+"
THE = re.compile(rf"\b{_THE} ", re.I)
SMALL = re.compile(rf"{_THE} [a-z].*[\w’']", re.I)
# Where one stands that another can take the place of: who is it; where, when or how it is; between
# the auxiliary and the last word; at the end, unless a clause is.
PLACES = (
    re.compile(rf"{ROLE.pattern} (?P<old>{_THING})(?= (?:of|in|at)\b|$)", re.I),
    re.compile(
        rf"(?:where|when|why|how(?: \w+)?) (?P<verb>is|was|are|were) (?P<old>{_THE} [\w’'-]+)$",
        re.I,
    ),
    re.compile(rf".*?\b(?P<verb>{AUXILIARIES}) (?P<old>{_THE} [\w’'-]+)(?= \w+$)", re.I),
    re.compile(
        rf".*\b(?!(?:{AUXILIARIES}|when|while|if|that)\b)[\w’'-]+(?P<verb>) (?P<old>{_THING})$",
        re.I,
    ),
)
INTO = re.compile(
    r"(?:in|on|at|by|to|from|for|since|until|with|of|about|against|during|under) ", re.I
)
BEHIND_THE = re.compile(r"\bthe $")
ADDED = re.compile(r": [^:]+$")  # by us, of another thing
PREPOSITION = re.compile(r"\b(?:in|on|at|by|to|from|for|with|of|about|against) (?:the )?$", re.I)
CONTRACTED = re.compile(
    rf"^({QUESTION_WORDS})['’]s\b(?P<has> (?:been|become|got|gone|happened)\b)?", re.I
)


def in_full(question: str) -> str:
    """ "Who's been hurt" as "Who has been hurt", "Who's he" as "Who is he"."""
    return CONTRACTED.sub(lambda m: f"{m[1]} has{m['has']}" if m["has"] else f"{m[1]} is", question)


def with_question_word(word: str, before: str, answer: str) -> str:
    """`before` asked with `word`: "Why", "When were they sold", "May" -> "Why were they sold?"."""
    before = in_full(LEADS_IN.sub("", before))
    asked = re.match(rf"(?:\w+ )?{ASKS}\b", before, re.I)
    if not asked:
        return _of_yes_or_no(word, before, answer)
    word = word.removesuffix(" not")
    happened = HAPPENED.fullmatch(before)
    if happened and (not answer or A_CLAUSE.search(answer)):
        return f"{word} did it happen{happened[1]}{f' ({answer})' if answer else ''}?"
    if word.lower() in ("who", "whom") and (counted := COUNTS.match(before)):
        return f"{word} {before[counted.end() :].strip()}?"
    behind = BEHIND.match(before, asked.end())
    if word.lower() == "how many" and (people := _how_many(before)):
        return people
    if not behind or (behind["noun"] and SUBJECT.fullmatch(asked[0])):
        # "Who approved it" asks for its subject
        name = answer[:1].isupper() and not behind
        told = WHICH_ONE.sub("", before, count=1) if name else before
        subject = answer or SOME.get(asked[0].lower(), "this")
        return f"{word} was it that {subject} {told[asked.end() :].strip()}?"
    noun, verb, rest = behind["noun"].strip(), behind["verb"], before[behind.end() :].strip()
    which = asked[0].lower().split()[-1]
    if noun or which in ("what", "who", "whom", "which"):
        one = (which == "which" and answer[:1].isupper()) or KIND.match(behind["noun"])
        named = answer and (not noun or one)
        thing = answer if named else noun
        if named and not noun and (did := DO.fullmatch(rest)):
            return f"{word} was it that {did[1]} {answer}?"
        if named and not noun and (did := DOING.fullmatch(rest)):
            return f"{word} {verb} {did[1]} {answer}?"
        last = OBJECT.match(f"{verb} {rest}") and not ROLE.match(before)
        moved = f"{rest} {thing}" if last else f"{thing} {rest}"
        return f"{word} {verb} {' '.join(moved.split())}?"
    return _counting(word, verb, rest) or f"{word} {verb} {rest}?"


def asked_of_people(before: str) -> str:
    """ "Was anyone hurt", "How many people were hurt" as "Who was hurt"; empty for any other."""
    asked = YES_OR_NO.fullmatch(before)
    if asked and HAS_ANYBODY.match(asked["rest"]):
        return _of_yes_or_no("Who", before, "").rstrip("?")
    counted = PEOPLE.match(before)
    if not counted:
        return ""
    verb, _, rest = before[counted.end() :].strip().partition(" ")
    return f"Who {WAS.get(verb, verb)} {rest}".rstrip()


def _of_yes_or_no(word: str, before: str, answer: str) -> str:
    """ "Did Ukraine get them" with "when" -> "When did Ukraine get them?"; with "why", why it did
    not if the answer was no."""
    asked = YES_OR_NO.fullmatch(before)
    if not asked:
        return f"{word} {before[:1].lower()}{before[1:]}?"
    verb, rest = asked["verb"].lower(), asked["rest"]
    if word.lower() == "why not" or (word.lower() == "why" and re.match(r"no\b", answer, re.I)):
        return f"{word[:3]} {DENIED.get(verb, f'{verb}n’t')} {rest}?"
    if word.lower() == "what":
        return f"{word} {verb}{HAS_ANYTHING.sub('', f' {rest}')}?"
    if word.lower() in ("who", "how many") and HAS_ANYBODY.match(rest):
        if word.lower() == "how many":
            word, verb = f"{word} people", WERE.get(verb, verb)
        return f"{word} {verb} {HAS_ANYBODY.sub('', rest, count=1)}?"
    return _counting(word, verb, rest) or f"{word} {verb} {rest}?"


def _how_many(before: str) -> str:
    """ "Who was hurt" -> "How many people were hurt?"."""
    who = WHO.fullmatch(before)
    if not who or (
        who["verb"] and (ROLE.match(before) or OBJECT.match(f"{who['verb']} {who['rest']}"))
    ):
        return ""
    verb = (who["verb"] or "").lower()
    return " ".join(filter(None, ("how many people", WERE.get(verb, verb), f"{who['rest']}?")))


def _counting(word: str, verb: str, rest: str) -> str:
    """ "How many" of the subject: "did", "soldiers die" -> "How many soldiers did die?"."""
    if word.lower() == "how many" and (there := THERE.fullmatch(f"{verb} {rest}")):
        return f"{word} {there['old']} {WERE.get(verb, verb)} there{there['rest']}?"
    counted = COUNTED.fullmatch(rest) if word.lower().endswith("how many") else None
    return f"{word} {counted[1]} {verb} {counted[2]}?" if counted else ""


def instead(thing: str, before: str) -> str:
    """`before` asked of `thing`: in the place of what is like it, or added where nothing is."""
    before = ADDED.sub("", before)
    found = INTO.match(thing)
    preposition = found[0] if found else ""
    bare = re.sub(rf"^(?!{NEXT_TO})(?:the|an?) ", "", thing[len(preposition) :], flags=re.I)
    if other := _at_another_time(bare, preposition, before):
        return other
    if preposition:
        place = re.search(rf"\b{preposition}(?!.*\b{preposition}[A-Z])[\w\s’'-]+$", before, re.I)
        return f"{before[: place.start()].rstrip() if place else before} {thing}?"
    if other := _done_otherwise(bare, before):
        return other
    small, counted = not bare[:1].isupper(), COUNTS.match(before)
    if small and counted and re.fullmatch(PLURAL, bare):
        return f"{counted[1]}{bare}{before[counted.end() :]}?"
    if small and (there := THERE.fullmatch(before)):
        several = SEVERAL.fullmatch(thing)
        verb = (WERE if several else WAS).get(there["verb"].lower(), there["verb"].lower())
        some = "any " if several and not THE.match(thing) else ""
        return f"{verb} there {some}{thing}{there['rest']}?"
    names = [m for m in names_in(before) if m[0] not in thing]
    if SMALL.fullmatch(thing) and (other := _in_its_place(thing, before, bool(names))):
        return other
    if not names:
        return f"{before}: {thing}?"
    # "What about the tanks?" is about what was got, not about who got it.
    last = names[-1] if small or re.search(r"\d", bare) else names[0]
    object_ = last.end() == len(before) and not PREPOSITION.search(before[: last.start()])
    start, end = last.span() if object_ else names[0].span()
    # "Sweden's game" in the place of "Belgium's"
    rest = re.sub(rf"^ {re.escape(thing.split()[-1])}\b", "", before[end:])
    thing = thing.removeprefix("the ") if BEHIND_THE.search(before[:start]) else thing
    return f"{before[:start]}{thing}{rest}?"


def _in_its_place(thing: str, before: str, named: bool) -> str:
    """`before` asked of a thing instead of its like: "the ferry", "Where did the ship sink" ->
    "Where did the ferry sink?". Empty where that is not clear, as of two things, or with names."""
    last = thing.split()[-1]  # "a winter ticket" in the place of "a summer ticket"
    same = r"[\w-]+['’]s" if last.endswith(("'s", "’s")) else re.escape(last)
    if old := re.search(rf"\b{_THE} (?:[\w’'-]+ ){{0,3}}?{same}(?!\w)", before, re.I):
        return f"{before[: old.start()]}{thing}{before[old.end() :]}?"
    clear = not named and len(THE.findall(before)) == 1
    for place in PLACES if clear else PLACES[:1]:
        if found := place.match(before):
            verb, (start, end) = found["verb"], found.span("old")
            agreeing = (WERE if SEVERAL.fullmatch(thing) else WAS).get(verb.lower(), verb)
            lead = before[: found.start("verb")] + agreeing + before[found.end("verb") : start]
            return f"{lead}{thing}{before[end:]}?"
    return ""


def _done_otherwise(bare: str, before: str) -> str:
    """`before` asked of what else was done: "wounded", "How many were killed" -> "How many were
    wounded?". Empty where `bare` is no participle, or the question ends with none."""
    last = re.search(rf"(?<=\s){PARTICIPLE}$", before)
    return f"{before[: last.start()]}{bare}?" if last and re.fullmatch(PARTICIPLE, bare) else ""


def _at_another_time(bare: str, preposition: str, before: str) -> str:
    """`before` asked of another year, month or day; empty where `bare` is none of these."""
    for when, joined in WHENS:
        if not when.fullmatch(bare):
            continue
        if old := when.search(before) or (not joined and TIME.search(before)):
            return f"{before[: old.start()]}{bare}{before[old.end() :]}?"
        if preposition and (old := TIME.search(before)):
            return f"{before[: old.start()]}{preposition}{bare}{before[old.end() :]}?"
        if not preposition and bare != "May":  # who may be a person
            return " ".join(filter(None, (before, joined, f"{bare}?")))
    return ""
