"""How people ask for more than a fact: patterns that match a message whole, and what they ask for.

A question with anything more to it ("What happened in Kursk?", "What did she say about the war?")
matches none of them: it has an answer that the reader can look for.
"""

import re
from dataclasses import dataclass
from typing import Literal

from qa.talking.manners import plain
from qa.words import ONES

Wish = Literal[
    "about", "summary", "point", "people", "said", "quotes", "dates", "timeline",
    "concerns", "reasons", "numbers", "mentions",
]  # fmt: skip

_TEXT = r"(?:(?:the|this|that) (?:whole |entire )?(?:article|text|story|piece|news|page|passage))"
_IT = rf"(?:it|this|that|here|{_TEXT})"
_IN = rf"(?: (?:in|from|of|by|from in) {_IT})?"
_GIVE = (
    r"(?:(?:(?:can|could|would) you )?(?:please )?"
    r"(?:(?:give|show|tell|list|name|find|get|make|create|provide|write)(?: me)? |gimme )"
    r"|i(?:'d| would)? (?:want|need|like) |(?:can|could|may) i (?:get|have|see) "
    r"|(?:(?:is|are|were) there )?any )"
)
_TO_TEN = ONES[:10]
_NUMBER = rf"(?:\d+|a|an|{'|'.join(_TO_TEN)})"
_LENGTH = (
    rf"(?: (?:in|with|using) (?:about |just |only |at most )?(?:{_NUMBER}|a few|a couple of)"
    r" (?:short |brief )?(?:sentences?|lines?|points?|bullet points?|words)"
    r"| in (?:a|one) (?:short )?paragraph| briefly| shortly| quickly)?"
)
_IMPORTANT = r"(?:main|key|most important|major|central)"
_POINT = r"(?:point|fact|idea|takeaway|message|finding|thing)"
_SHORT = rf"(?:(?:brief|short|quick|concise|{_NUMBER}[ -](?:sentence|line|point)) )*"
_WHO = r"(?P<who>(?:[\w.'-]+ ){0,4}[\w.'-]+)"
_MENTIONED = (
    r"(?:(?:are |is |were |was )?(?:all )?(?:mentioned|named|given|raised|cited|quoted|there))"
)
_NAMED = rf"(?: {_MENTIONED})?"
# At least one of both, as "which people?" alone is about what was said before.
_IN_IT = (
    rf"(?: {_MENTIONED}{_IN}| (?:are |is |were |was )?in {_IT}"
    rf"| (?:does|did) {_IT} (?:mention|name|give|raise|cite|quote|list))"
)
# These are no speakers, and a phrase with one of the others is more than a name.
_NO_NAME = re.compile(
    r"\b(?:it|he|she|they|you|we|i|who|what|people|everyone|anyone|someone|article|text|story"
    r"|author|sentence|passage|source|headline|that|which|about|and|or|in|on|at|when|did|me|his"
    r"|her|their|our|my|others)\b",
    re.I,
)
# What stands for something named before is no topic, nor is a clause.
_NO_TOPIC = re.compile(
    r"\b(?:it|he|she|they|him|her|them|his|their|its|you|we|us|i|me|my|this|that|these|those|what"
    r"|which|who|when|where|why|how|everything|anything|something)\b",
    re.I,
)
_NUMBERS = {word: number for number, word in enumerate(_TO_TEN, 1)} | {"a couple of": 2}
MOST_SENTENCES = 10


@dataclass(frozen=True, slots=True)
class Request:
    """`wish`: what is asked for. `who`: of whom, if somebody is named. `count`: how many sentences,
    if that is said."""

    wish: Wish
    who: str = ""
    count: int | None = None


def _table(wish: Wish, *patterns: str) -> tuple[Wish, tuple[re.Pattern[str], ...]]:
    return wish, tuple(re.compile(pattern, re.I) for pattern in patterns)


_REQUESTS = (
    _table(
        "about",
        r"(?:what(?:'s| is)|(?:(?:can|could|would) you )?(?:please )?tell me what) "
        rf"(?:{_IT}|it all)(?: is)?(?: all| mainly| mostly)? about",
        rf"what was {_TEXT} about",
        rf"what(?:'s| is) the (?:topic|subject|theme|gist|main (?:idea|topic|subject|theme)){_IN}",
        rf"{_GIVE}the (?:gist|main (?:idea|topic|subject|theme)){_IN}",
        rf"{_GIVE}(?:(?:more|everything|all|something) )?about {_TEXT}",
    ),
    _table(
        "summary",
        r"(?:(?:can|could|would) you |i (?:want|need|would like) you to )?"
        r"(?:please |just |briefly |shortly |quickly )*(?:summari[sz]e|sum up|recap|outline)"
        rf"(?: {_IT}| it all| everything| the (?:{_IMPORTANT} )?{_POINT}s)?"
        rf"(?: for me)?{_LENGTH}|sum {_IT} up{_LENGTH}",
        rf"(?:{_GIVE}|in )?(?:the |{_NUMBER} |a few )?bullet points{_IN}",
        rf"(?:{_GIVE}|write |what(?:'s| is) )?(?:an? |the )?{_SHORT}"
        rf"(?:summary|overview|synopsis|recap|outline){_IN}{_LENGTH}",
        rf"(?:{_GIVE})?(?:an? |the )?tl[;:, ]*dr{_IN}{_LENGTH}",
        rf"(?:{_GIVE}|what (?:are|were) )?(?:the )?"
        rf"(?:(?:{_NUMBER} )?{_IMPORTANT} {_POINT}s|highlights)"
        rf"{_IN}{_LENGTH}",
        r"what happened(?: here| exactly)?|what(?:'s| is) (?:happening|going on|the (?:news"
        rf"|story)){_IN}",
    ),
    _table("point", rf"what(?:'s| is| was) the (?:main |key )?(?:point|message|takeaway){_IN}"),
    _table(
        "people",
        r"who(?:'s| is| are| was| were| gets| all is)(?: all)? (?:mentioned|named|involved"
        rf"|in it){_IN}",
        r"who (?:are|were) the (?:main |key |important )?(?:people|persons|individuals|players"
        r"|names|characters)"
        rf"{_NAMED}{_IN}",
        rf"(?:what|which|whose) (?:people|persons|individuals|names){_IN_IT}",
        rf"(?:{_GIVE})(?:all )?(?:of )?(?:the )?(?:people|persons|individuals|names){_NAMED}{_IN}",
        rf"who (?:appears|occurs|figures) in {_IT}",
    ),
    _table("said", rf"what (?:did|does|do|has|have|had) {_WHO} (?:say|said)(?: exactly)?{_IN}"),
    _table(
        "quotes",
        rf"(?:{_GIVE}|what (?:are|is) )?(?:all )?(?:of )?(?:the |some |any )?(?:direct )?"
        rf"(?:quotes?|quotations?){_NAMED}{_IN}",
        rf"(?:what|which) (?:direct )?(?:quotes|quotations){_IN_IT}",
        rf"(?:{_GIVE}|what (?:are|is) )?(?:all )?(?:of )?(?:the |some |any )?(?:direct )?"
        rf"(?:quotes?|quotations?) (?:from|of|by) {_WHO}",
        rf"quote (?:me )?(?:exactly )?what {_WHO} (?:said|says|has said)",
        rf"quote {_WHO}",
        rf"who (?:is|was|are) quoted{_IN}",
    ),
    _table(
        "dates",
        r"when did (?:all (?:of )?(?:this|it|that)|(?:this|it|that) all) happen",
        rf"(?:what|which) (?:dates|times|days)(?: and (?:dates|times|days))?{_IN_IT}",
        rf"(?:{_GIVE}|what are )(?:all )?(?:of )?(?:the )?dates{_NAMED}{_IN}",
    ),
    _table(
        "timeline",
        rf"(?:{_GIVE}|what(?:'s| is) )?(?:an? |the )?(?:timeline|chronology)(?: of "
        rf"(?:the )?events)?{_IN}",
        r"(?:what happened when|when did what happen)",
    ),
    _table(
        "concerns",
        r"(?:what|which) (?:are|were) the (?:main |key )?(?:concerns|worries|fears|risks"
        rf"|dangers){_NAMED}{_IN}",
        rf"(?:what|which) (?:concerns|worries|fears|risks|dangers){_IN_IT}",
        rf"{_GIVE}(?:the )?(?:concerns|worries|fears|risks|dangers){_NAMED}{_IN}",
        r"what (?:are|were) (?:people|they|others) (?:worried about|concerned about|afraid of)",
    ),
    _table(
        "reasons",
        rf"(?:what|which) (?:are|were) the (?:main |key )?(?:reasons|causes){_NAMED}{_IN}",
        rf"(?:what|which) (?:reasons|causes){_IN_IT}",
    ),
    _table(
        "numbers",
        r"(?:what|which) (?:are|were) the (?:main |key )?(?:numbers|figures|statistics"
        rf"|stats){_NAMED}{_IN}",
        rf"(?:what|which) (?:numbers|figures|statistics|stats){_IN_IT}",
        rf"(?:{_GIVE})(?:all )?(?:the )?(?:numbers|figures|statistics|stats){_NAMED}{_IN}",
    ),
    _table(
        "mentions",
        rf"(?:what (?:does|did) |{_GIVE}what )(?:it|{_TEXT}) (?:says?|tells? us|reports?|mentions?)"
        rf" (?:about|on) {_WHO}",
        rf"(?:does|did) (?:it|{_TEXT}) (?:(?:say|have) anything (?:about|on)|mention|talk about"
        rf"|discuss) {_WHO}",
        rf"(?:(?:is|was) there )?anything (?:in (?:here|it|{_TEXT}) )?(?:about|on) {_WHO}{_IN}",
        rf"{_GIVE}(?:(?:more|everything|all|something|anything) )?about {_WHO}",
    ),
)  # fmt: skip


def requested(message: str) -> Request | None:
    """What a message asks for, if it is one of these requests and nothing else."""
    text = plain(message)
    for wish, patterns in _REQUESTS:
        for pattern in patterns:
            if found := pattern.fullmatch(text):
                who = found.groupdict().get("who") or ""
                no = _NO_TOPIC if wish == "mentions" else _NO_NAME
                return None if no.search(who) else Request(wish, who, _count(text))
    return None


def _count(text: str) -> int | None:
    """The number of sentences, lines or points that is asked for."""
    number = (
        rf"\b({_NUMBER}|a couple of)[ -](?:(?:short|brief|bullet|{_IMPORTANT}) )*"
        rf"(?:sentence|line|{_POINT})"
    )
    if not (found := re.search(number, text, re.I)):
        return None
    word = found[1].lower()
    value = int(word) if word.isdigit() else _NUMBERS.get(word, 1)
    return max(1, min(value, MOST_SENTENCES))
