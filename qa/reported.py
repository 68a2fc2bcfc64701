"""What is only reported: claimed, feared, denied or planned, and by whom.

A question that asks for yes or no ("Could he end the war?") is not settled by a sentence that only
tells what somebody said of it. That is after a word of saying, before one that ends the sentence,
inside a quotation, or after a word of planning. It is what the question asks for if most of its
words stand there or, as people ask in their own words, if a judge finds it settled by that part
rather than by the rest. A question that asks for the saying itself ("Did he claim that…?") is
settled by it. Nor is it settled by what is only supposed ("If he wins, …"), and what would come of
that is told with what it hangs on.

Not covered: claims that the sentence before introduces, and irony.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.article import Sentence
from qa.words import stems

# "Bail was denied", "denied him a visa" tell what was refused.
_DENIED = (
    r"den(?:y|ies|ying)|(?<!was )(?<!were )(?<!been )(?<!is )denied"
    r"(?! (?:him|her|them|bail|entry|access|permission)\b)"
)
# "Murder suspect Ole Lund was held" has no verb of suspecting, unlike "police suspect".
_SUSPECT = (
    r"(?:suspect(?:s|ed)|(?:(?<=[a-z]s )|(?<=police )|(?<=people )|(?<=they )|(?<=we ))suspect)"
    r"(?! (?:of|in|on|at|by|from|who)\b)|suspected(?= of [a-z]+ing\b)"
)
# "claimed gold" and "claimed 12 lives" are no sayings.
_WON = (
    r"(?:gold|silver|bronze|victory|(?:the|his|her|its|their|a|\d+) (?:\w+ )?(?:win|title|lives?))"
)
_SAYING = (
    rf"(?:sa(?:y|ys|id|ying)|claim(?:s|ed|ing)?(?! {_WON}\b)|stat(?:ed|ing)"
    r"|states (?:that|the|it|he|she|there)\b|state that|remark(?:s|ed)?|t(?:ell|ells|old)"
    r"|warn(?:s|ed|ing)?|argu(?:e|es|ed|ing)|insist(?:s|ed|ing)?|suggest(?:s|ed)?|alleg(?:e|es|ed)"
    rf"|assert(?:s|ed)?|{_DENIED}|predict(?:s|ed|ing)?|promis(?:e|es|ed|ing)"
    r"|vow(?:s|ed)?|threat(?:en|ens|ened)|believ(?:e|es|ed)|thinks?(?! tanks?\b)|thought"
    r"|fear(?:s|ed|ing)?|(?-i:hop(?:e|es|ed|ing))|(?<!as )(?<!than )expect(?:s|ed)?"
    rf"|assum(?:e|es|ed)|estimat(?:e|es|ed)|{_SUSPECT}"
    r"|maintain(?:s|ed|ing)?|pledg(?:e|es|ed|ing)|assur(?:e|es|ed|ing)|reckon(?:s|ed)?"
    r"|add(?:s|ed)? that|boast(?:s|ed|ing)?|testif(?:y|ies|ied)|retort(?:s|ed)?|repl(?:y|ies|ied)"
    r"|complain(?:s|ed)?|forecasts?|hint(?:s|ed)?|swore|swears?|voic(?:e|es|ed|ing)"
    r"|rul(?:e|es|ed|ing) out(?! of)"
    r"|(?:am|is|are|was|were) (?:\w+ )?(?:sure|certain|confident|convinced|persuaded|optimistic"
    r"|hopeful|afraid|adamant)"
    r"|in (?:[\w’' -]{1,40}['’]s?|his|her|their|its|my|our) (?:own )?"
    r"(?:view|opinion|eyes|judge?ment)"
    r"|accus(?:e|es|ed|ing)|speculat(?:e|es|ed)|worr(?:y|ies|ied)|(?<!no )doubt(?:s|ed)?"
    r"|(?<!which )(?<!who )concern(?:s|ed)?(?! (?:the|an?|his|her|its|their|only) )"
    r"|(?:allegation|accusation|suspicion|rumou?r|charge)s? (?:that|of)\b|charged with"
    r"|(?:reported|wrote|heard|recalled|contends?|disput(?:es?|ed)) that"
    r"|reportedly|allegedly|supposedly|apparently|rumou?red|according to|in the words of)"
)
_PLANNING = (
    r"(?:(?<!his )(?<!her )(?-i:will|may)|would(?! (?:later|go on to|become)\b)|could(?! not\b)"
    r"|might|plan(?:s|ned|ning)?|intend(?:s|ed)?|want(?:s|ed)?"
    r"|propos(?:e|es|ed|al)|consider(?:s|ing)?"
    r"|(?:aim(?:s|ed|ing)?|set|expected|scheduled|agreed?|agrees|decided|offer(?:s|ed|ing)?"
    r"|seek(?:s|ing)?|trying|prepar(?:es|ing)|about|talks|urg(?:es|ed|ing)|asked|ordered"
    r"|pressure) to"
    # "The boat is to be sold", "is due to close"
    r"|(?:is|are|was|were) (?:due )?to"
    r"(?= (?!(?:the|an?|his|her|its|be (?:found|seen)|blame)\b)[a-z]{2,})"
    r"|(?<!people )(?<!men )(?<!children )going to(?! (?:the|an?|school|church|war|jail)\b))"
)
SAYING = re.compile(rf"\b{_SAYING}\b", re.I)
PLANNING = re.compile(rf"\b{_PLANNING}\b", re.I)
QUOTATION = re.compile(r"[“\"][^”\"]+[”\"]?")
# Behind "worried about the mill" a last clause, "which burned in May", tells of the mill and not of
# the worry. Behind "said that" it may be said as well.
ASIDE = re.compile(r" (?:about|over|of|at) .+(, (?:which|who|whose|where) [^,]+)$")
# "claimed that it burned and said it will be built": another saying, joined to the first.
JOINED = re.compile(rf",? and (?:(?:has|have|had|also|later|then) )*{_SAYING}\b", re.I)
# "denied three charges but was found guilty of two", "will open in May but was closed on Friday".
TURNED = re.compile(r",? (?:but|and) (?:was|were|is|are|has|have|had|did|later)\b")
# "proposed a delay, and with four others she voted for it": the second is done.
DONE = re.compile(r", (?:and|but) (?:[^,]{0,60} )?(?:he|she|they|it)\b")
# "If the council agrees, rails will be laid": nobody knows whether it will.
SUPPOSED = re.compile(
    r"(?<!even )(?<!as )\b(?:if|whether|unless|in case|(?-i:^Should)|provided that)\b [^,;.]+", re.I
)
# "will stay open after members voted for it": what came before is no plan.
PAST = re.compile(
    r" (?:after|because|since) (?:(?!\b(?:is|are|has|have|will)\b)[^,;]){0,120}?"
    r"\b(?:\w{3,}ed|was|were|had)\b"
)
# "“It burned,” said Lund, who saw it.": what is said stands before, and who said it behind.
BEHIND = re.compile(
    r"(?<=[,?!] )(?:said|says) (?:[A-Z][\w.’'-]*\s?){1,4}(?=[,.;]|$)"
    r"|(?<=[”\"] )(?:said|says)\b"
)
# "The deal, which will create jobs, was signed", "Amid fears of fog, the flight was cancelled".
CLAUSE = re.compile(
    r".*, (?:(?:at|by|during|for|from|in|of|on|to|under|with) )?(?:whom?|which|whose|where)\b[^,]*"
    r"|(?:after|amid|because|when|while|despite|without|as|although|though|since|with|before|until"
    r"|given)\b[^,]*",
    re.I,
)
_THE = r"(?:(?<=\bthe )|(?<=\ba )|(?<=\ban )|(?<=\bhis )|(?<=\bher )|(?<=\bits )|(?<=\btheir ))"
# Behind an auxiliary, or before one, no verb ends like that: "Did jobless claims fall?".
_NO_VERB = r"(?:claims|doubts|estimates|fears|forecasts|hopes|suspects)"
NO_VERB = re.compile(_NO_VERB, re.I)
# "The suspected gunman was killed", "the planned march was held", "two suspects were held" tell
# what was done.
ATTRIBUTE = re.compile(
    rf"{_THE}(?!alleged|claimed)(?:\w+ed|suspects?)\b(?! (?:that|to|of|about|over|by|on)\b)"
    rf"|{_NO_VERB} (?:are|were|have|had)\b(?!.*\bthat\b)",
    re.I,
)
# "A proposal to sell the mill was rejected": what came of a plan is none.
PLAN = re.compile(rf"proposal|(?:^|{_THE})plans?\b|plans?(?= (?:was|were|has|have|had)\b)", re.I)
CAME_OF = re.compile(r" (?:was|were|has|have|had|is|are)\b")
# "threatened to sue, so Lund paid", "wanted to stay but left": the second is done.
WANTS = re.compile(r"(?:want|hop|promis|threaten|vow|plan|intend|expect|pledg)\w* to\b", re.I)
THEN = re.compile(
    r",? (?:but|and|so|then) (?:(?:the|he|she|it|they|then|later|instead) )?(?:\w+ )?"
    r"(?:\w{3,}ed|became|bought|built|came|fell|fled|found|gave|got|held|kept|left|lost|made|met|paid"
    r"|ran|rose|said|saw|sent|sold|spent|threw|told|took|went|won)\b"
)
# ", beating analysts' estimates" has nobody who estimates.
DOING = re.compile(r"\s*(?:\w+ing\b|$)")
LEADING = re.compile(r"(?:\w+ing|\w+ed)", re.I)  # "Fearing a storm, Lund sold it."
# "A man accused of the theft was arrested", "the mine, thought to be safe, was flooded".
CALLED = re.compile(
    r"(?:accused|suspected) of\b|(?:alleged|assumed|believed|expected|feared|thought) to\b", re.I
)
IS = re.compile(r"\b(?:is|are|was|were|be|been|being|has|have|had) $")
# "less than analysts had forecast"
THAN = re.compile(r"\b(?:than|as) [^,;]*$")
# "The mill will close, Lund said on Monday."
LAST = re.compile(r"(?: (?:on|in|at|after|before|during)\b[^,;]*)?\W*")
TOLD = re.compile(r"t(?:ell|ells|old) [^,;]*", re.I)  # somebody
SOURCE = re.compile(r"according to|in the words of", re.I)
# What is told by no more than these is as good as said by the article, unless it is yet to come.
PLAIN = re.compile(r"(?:sa(?:y|ys|id)|t(?:ell|ells|old)|stated|according to)$", re.I)
DENIAL = re.compile(rf"{_DENIED}|rul(?:e|es|ed|ing) out(?! of)", re.I)
COMING = re.compile(
    r"\b(?:(?-i:will|may)|would|could|can|might|should|(?:going|set|likely) to)\b", re.I
)
# It asks what is or was, which a plan does not settle.
ASKS_FACT = re.compile(r"^(?:has|have|had|did|was|were|is|are|does|do)\b", re.I)
# It asks what might be, which a condition settles: "Could it open?", "Would they sell?".
ASKS_CHANCE = re.compile(r"^(?:can|could|may|might|would|should)\b", re.I)
SETTLES = 0.5  # probability from which on a text settles a question
FEWEST_STEMS = 2  # of a question that may be wholly reported
WHOLLY = 0.8  # share of them

Judge = Callable[[Sequence[str]], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Claim:
    """Places in a sentence: what somebody is said to say, fear or plan, and that with the word of
    saying, as it is shown."""

    said: tuple[int, int]
    told: tuple[int, int]


def reported(
    question: str, sentence: Sentence, judge: Judge | None = None
) -> tuple[int, int] | None:
    """Where in the article the saying or planning stands by which alone `sentence` bears on a
    yes-or-no question, from its word on; none where the sentence settles the question itself.

    `judge` gives the probability that a text settles the question, of each of several texts.
    """
    text = sentence.text
    claims = list(_claims(question, text))
    if claims and judge:
        told = [c.told for c in _settling(question, text, claims, judge)]
    else:
        told = [c.told for c in claims if _holds(question, text, *c.said)]
    return _nearest(told, sentence)


def wholly_reported(question: str, sentence: Sentence) -> tuple[int, int] | None:
    """The same, where what is said has so many words of a question that no judge needs to find it
    settled: whether "fear that it could burn" settles "Will it burn?" is hard to say."""
    text, asked = sentence.text, stems(question)
    claims = _claims(question, text) if len(asked) >= FEWEST_STEMS else iter(())
    told = [
        c.told for c in claims if len(asked & stems(text[slice(*c.said)])) >= WHOLLY * len(asked)
    ]
    return _nearest(told, sentence)


def _nearest(told: Sequence[tuple[int, int]], sentence: Sentence) -> tuple[int, int] | None:
    """Where in the article the nearest claim before what is asked stands, if there is one."""
    if not told:
        return None
    start, end = max(told)
    return sentence.start + start, sentence.start + len(sentence.text[:end].rstrip(".!? "))


def supposed(question: str, sentence: Sentence) -> bool:
    """Whether `sentence` only supposes what a question asks, which does not suppose it itself."""
    text = sentence.text
    clauses = _suppositions(question, text)
    return any(_holds(question, text, *clause.span()) for clause in clauses)


def tells_what_comes(text: str) -> bool:
    """Whether a text has a word for what will or may be, or is planned."""
    return bool(COMING.search(text) or PLANNING.search(text))


def asks_for_saying(question: str) -> bool:
    """Whether a question asks for a saying itself; "the suspect" and "jobless claims" are none."""
    return any(not NO_VERB.fullmatch(word[0]) for word in _words(SAYING, question))


def _suppositions(question: str, text: str) -> Iterator[re.Match[str]]:
    """What a text supposes, and a question about it does not."""
    return SUPPOSED.finditer(text) if not SUPPOSED.search(question) else iter(())


def _hanging(question: str, text: str) -> Iterator[Claim]:
    """What will be, before or behind what it hangs on."""
    for clause in _suppositions(question, text):
        for said in ((0, clause.start()), (clause.end(), len(text))):
            if COMING.search(text, *said):
                yield Claim(said, (0, len(text)))


def _asks_for_plan(question: str) -> bool:
    words = _words(PLANNING, question)
    return any(not PLAN.match(question, word.start()) for word in words)


def _claims(question: str, text: str) -> Iterator[Claim]:
    if not asks_for_saying(question):
        for word in _words(SAYING, text):
            yield from _said_around(word, text)
        for quotation in QUOTATION.finditer(text):
            yield Claim(quotation.span(), quotation.span())
    if not ASKS_CHANCE.match(question):
        yield from _hanging(question, text)
    if ASKS_FACT.match(question) and not _asks_for_plan(question):
        for word in _words(PLANNING, text):
            end = _end(text, word)
            yield Claim((word.end(), end), (word.start(), end))


def _said_around(word: re.Match[str], text: str) -> Iterator[Claim]:
    """What is said behind a word of saying, and what is before it."""
    behind = BEHIND.match(text, word.start())
    between = text[word.end() : word.end() + 1] == ","  # "The mill, Lund said, was sold"
    if not behind and not (between and _plain(word[0], text)):
        end = _end(text, word)
        yield Claim((word.end(), end), (word.start(), end))
    comma = text.rfind(",", 0, word.start())
    last = behind or _last(word, text, comma)
    if comma > 0 and last and not _plain(word[0], text[:comma]):
        yield Claim((0, comma), (0, len(text)))


def _words(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The words of saying or planning that are no mere attribute."""
    return (m for m in pattern.finditer(text) if not ATTRIBUTE.match(text, m.start()))


def _last(word: re.Match[str], text: str, comma: int) -> bool:
    """Whether a word of saying stands behind what is said, which ends with the comma."""
    if SOURCE.match(word[0]):
        return True
    if THAN.search(text, 0, word.start()) or DOING.match(text[comma + 1 : word.start()]):
        return False
    return bool(TOLD.fullmatch(text, word.start()) or LAST.fullmatch(text, word.end()))


def _plain(word: str, said: str) -> bool:
    return bool(PLAIN.match(word)) and not COMING.search(said)


def _settling(question: str, text: str, claims: Sequence[Claim], judge: Judge) -> Iterator[Claim]:
    """Those by which the question is settled: that hold its words, unless the sentence settles it
    without them and they do not; that settle it by themselves, and better than the sentence
    without them; and what is denied where without it nothing does, as "denied any part in it" has
    no statement."""
    parts = [text[slice(*c.said)].strip() or "." for c in claims]
    rests = [f"{text[: c.told[0]]} {text[c.told[1] :]}".strip() or "." for c in claims]
    sure = judge([*parts, *rests])
    for claim, said, rest in zip(claims, sure[: len(claims)], sure[len(claims) :], strict=True):
        if said < SETTLES <= rest:
            continue
        alone = said >= SETTLES and said > rest
        denied = DENIAL.match(text, claim.told[0]) and rest < SETTLES
        if alone or denied or _holds(question, text, *claim.said):
            yield claim


def _end(text: str, word: re.Match[str]) -> int:
    """Where what is said or planned ends: before another saying, a semicolon, the end of a clause,
    or what came of what was denied or planned."""
    start = word.end()
    planned = PLANNING.fullmatch(word[0])
    called = CALLED.match(text, word.start()) and not IS.search(text, 0, word.start())
    over = planned or DENIAL.match(word[0])
    found = [
        JOINED.search(text, start),
        over and TURNED.search(text, start),
        planned and PAST.search(text, start),
        planned and DONE.search(text, start),
        PLAN.match(text, word.start()) and CAME_OF.search(text, start),
        called and CAME_OF.search(text, start),
        WANTS.match(text, word.start()) and THEN.search(text, start),
    ]
    aside = ASIDE.match(text, start)
    clause = CLAUSE.fullmatch(text, 0, word.start()) and not SOURCE.match(word[0])
    leading = word.start() == 0 and LEADING.fullmatch(word[0])
    apart = clause or leading or (called and text[: word.start()].endswith(", "))
    ends = [
        *(match.start() for match in found if match),
        aside.start(1) if aside else -1,
        text.find(",", start) if apart else -1,
        text.find(";", start),
    ]
    return min(end for end in (*ends, len(text)) if end >= 0)


def _holds(question: str, text: str, start: int, end: int) -> bool:
    """Whether at least half of what the question asks stands in `text[start:end]`; its subject
    mostly stands before."""
    asked = stems(question)
    inside = asked & stems(text[start:end])
    outside = asked & stems(text[:start] + " " + text[end:])
    return bool(inside) and len(inside) >= len(outside)
