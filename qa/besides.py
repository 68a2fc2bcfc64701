"""What else? Questions that name what is known already: "Who sold mills besides Ada Lund?".

A follow-up with "else" becomes one, with the answer before in it. Passages are then found and read
for the question without that part, and no span that lies on what is known answers it.
"""

import re
from collections.abc import Sequence

from qa.words import AUXILIARIES, LEAD, QUESTION_WORDS, with_capital

_SIGN = r"(?:besides|apart from|aside from|other than|except(?: for)?|in addition to)"
_WH = rf"(?:{QUESTION_WORDS})\b"
_OPENS = rf"(?:\w+ )?{_WH}"  # "In which towns", "Who"
_NAMES = r"[A-Z0-9][\w’'-]*(?:(?:,? and |, | of | the | )[A-Z0-9][\w’'-]*)*"
LAST = re.compile(rf"(?P<asked>{_OPENS}.*? \w.*?),? (?P<sign>{_SIGN}) (?P<known>[^?]+?)\W*", re.I)
FIRST = re.compile(rf"{_SIGN} (?P<known>[^?]+?), (?P<asked>{_OPENS}[^?]+?)\W*", re.I)
# "Which towns besides Lund have a mill?": what is known are names, and the question goes on.
AMID = re.compile(
    rf"(?P<asked>(?i:{_OPENS})(?:(?: (?:many|much))? [a-z]+)?),? (?i:{_SIGN}) (?:the )?"
    rf"(?P<known>{_NAMES}),?(?P<rest>(?! (?:and|or)\b) [a-z][^?]*?)\W*"
)
# "All countries except Russia signed": the question goes on in a way that is not told apart. What
# follows "besides" we wrote ourselves mostly, and that is the end.
GOES_ON = re.compile(
    rf"(?:{_NAMES} (?!(?:of|in|on|at|for|from|to|and|or|the)\b)[a-z]|.*\b(?:{AUXILIARIES})\b)"
)
BARE = re.compile(
    r"(?:\w+ )?(?:what|which|whose|how)(?: \w+)?(?: (?:in|of|at|on|from) .+)?|whom?(?: else)?"
    r"|how many (?:[a-z]+s|people|men|women|children)",
    re.I,
)  # asks nothing by itself
PARTS = re.compile(rf",? (?:and )?{_SIGN} ", re.I)
LISTED = re.compile(r", (?:and )?| and ")
ELSE = re.compile(rf"^({_OPENS}) else\b", re.I)
# By the question word that they go on with; the last row goes on with any.
_MORE = tuple(
    (re.compile(rf"(?:\w+ )?{word}\b", re.I), re.compile(more, re.I))
    for word, more in (
        (r"who(?:m|se)?", r"(?:whom?|any(?:one|body)) else"),
        (r"where", r"(?:any)?where else"),
        (r"when", r"when else"),
        (
            r"why",
            r"why else|(?:any|what(?: are| were)?(?: the)?|(?:are|were) there(?: any)?) other"
            r" (?:reasons?|causes?)",
        ),
        (r"how", r"how else"),
        (
            _WH,
            r"(?:what|any(?:thing)?|(?:is|are|was|were) there any(?:thing)?) (?:else|others?|more)"
            r"|(?:is|are|was|were) there (?:others|more)|(?:what|which) other(?:s| ones)",
        ),
    )
)


def goes_on(message: str, before: str = "") -> bool:
    """Whether a message ("Who else?") only asks for other answers: to any question, or where it is
    given, to the one before."""
    plain = LEAD.sub("", message.rstrip(" ?.!"))
    return any(more.fullmatch(plain) and (not before or word.match(before)) for word, more in _MORE)


def with_known(before: str, *known: str) -> str:
    """The question `before` asked for other answers than `known`; as it was if none is known."""
    text = before
    for one in filter(None, known):
        text += f" and besides {one}" if parted(text)[1] else f" besides {one}"
    return f"{text}?"


def repeats(message: str, before: str) -> bool:
    """Whether a message is the question before with "else" in it."""
    plain, asked = (text.rstrip(" ?.!").lower() for text in (message, before))
    return bool(ELSE.match(message)) and ELSE.sub(r"\1", plain) == ELSE.sub(r"\1", asked)


def with_else(question: str) -> str:
    """A question with "else" behind its question word."""
    return re.sub(rf"^({_OPENS})(?! else\b)", r"\1 else", question, count=1, flags=re.I)


def alike(message: str, before: str) -> bool:
    """Whether a message with "else" asks by the same word as the question before it."""
    ours, theirs = (re.match(_OPENS, text, re.I) for text in (message, before))
    return bool(ELSE.match(message) and ours and theirs and ours[0].lower() == theirs[0].lower())


def asks_more(message: str) -> bool:
    """Whether a message asks for other answers than those before it."""
    return bool(ELSE.match(message)) or goes_on(message)


def parted(question: str) -> tuple[str, tuple[str, ...]]:
    """The question without what it names as known, and that."""
    question = question.strip()
    found = FIRST.fullmatch(question) or AMID.fullmatch(question) or LAST.fullmatch(question)
    whole = found["asked"] + found.groupdict().get("rest", "") if found else ""
    known: tuple[str, ...] = ()
    if found and not BARE.fullmatch(whole) and not _goes_past(found):
        known = tuple(PARTS.split(found["known"]))
    asked = ELSE.sub(r"\1", f"{whole}?" if known else question)
    return with_capital(asked), known


def _goes_past(found: re.Match[str]) -> bool:
    sign = found.groupdict().get("sign") or "besides"
    return sign.lower() != "besides" and bool(GOES_ON.match(found["known"]))


def places(text: str, known: Sequence[str]) -> list[tuple[int, int]]:
    """Where `text` says what is known; of a list that it does not say as a whole, each part."""
    found = []
    for phrase in known:
        whole = occurrences(text, phrase)
        parts = LISTED.split(phrase)
        found += whole or [place for part in parts for place in occurrences(text, part)]
    return found


def occurrences(text: str, phrase: str) -> list[tuple[int, int]]:
    """Where a text has the words of a phrase, one after the other."""
    words = re.findall(r"\w+", phrase)
    if not words:
        return []
    pattern = r"\b" + r"\W+".join(map(re.escape, words)) + r"\b"
    return [match.span() for match in re.finditer(pattern, text, re.I)]
