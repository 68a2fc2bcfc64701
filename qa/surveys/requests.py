"""How people ask for more than a fact: patterns that match a message whole, and what they ask for.

A question with anything more to it ("What happened in Kursk?", "What did she say about the war?")
matches none of them: it has an answer that the reader can look for.
"""

import re
from dataclasses import dataclass
from typing import Literal

from qa.talking.manners import plain
from qa.words import ONES, OTHER_TEXT, TENS, THE_TEXT

Wish = Literal[
    "about", "summary", "point", "people", "said", "quotes", "dates", "timeline",
    "concerns", "criticisms", "reasons", "numbers", "places", "countries", "mentioned",
    "mentions",
]  # fmt: skip

_IT = rf"(?:it|this|that|here|{THE_TEXT})"
_IN = rf"(?: (?:in|from|of|by|from in) {_IT}| here)?"
_CAN = r"(?:(?:can|could|would) you )?(?:please )?"
_GIVE = (
    rf"(?:{_CAN}"
    r"(?:(?:give|show|tell|list|name|find|get|make|create|provide|write)(?: me)? |gimme )"
    r"|i(?:'d| would)? (?:want|need|like) |(?:can|could|may) i (?:get|have|see) "
    r"|(?:(?:is|are|were) there )?any )"
)
_NUMBERS = (
    {word: number for number, word in enumerate(ONES, 1)}
    | {word: 10 * number for number, word in enumerate(TENS, 2)}
    | {"a": 1, "an": 1, "a couple of": 2, "a hundred": 100, "one hundred": 100}
)
_NUMBER = rf"(?:\d+|{'|'.join(sorted(_NUMBERS, reverse=True))})"
_IN_SO_MANY = (
    rf"(?:in|with|using) (?:about |just |only |at most )?(?:{_NUMBER}|a few)"
    r" (?:short |brief )?(?:sentences?|lines?|points?|bullets?|bullet points?|words)"
)
_LENGTH = rf"(?: {_IN_SO_MANY}| in (?:a|one) (?:short )?paragraph| briefly| shortly| quickly)?"
_IMPORTANT = r"(?:main|key|(?:most )?important|major|central)"
_POINT = r"(?:point|fact|idea|takeaway|message|finding|thing)"
_QUOTES = r"(?:direct )?(?:quotes?|quotations?)"
_SHORT = (
    r"(?:(?:brief|short|quick|concise|shorter|longer|detailed"
    rf"|{_NUMBER}[ -](?:sentence|line|point|bullet|word)) )*"
)
_SUMMARY = rf"{_SHORT}(?:summary|overview|synopsis|recap|outline)"
_WHO = r"(?P<who>(?:[\w.'-]+ ){0,4}?[\w.'-]+)"
_MENTIONED = (
    r"(?:(?:are |is |were |was )?(?:all )?(?:mentioned|named|given|raised|cited|quoted|there))"
)
# At least one of both, as "which people?" alone is about what was said before.
_IN_IT = (
    rf"(?: {_MENTIONED}{_IN}| (?:are |is |were |was )?in {_IT}"
    rf"| (?:does|did) {_IT} (?:mention|name|give|raise|cite|quote|list))"
)
# These are no speakers, and a phrase with one of the others is more than a name.
_NO_NAME = re.compile(
    r"\b(?:it|he|she|they|you|we|i|(?-i:[Ww]ho)|what|have|people|everyone|anyone|someone|article|text|story"
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
# How long a summary is asked for without a number, and how many words make a sentence of it.
_SIZES = {"shorter": 1, "too long": 1, "longer": 6, "too short": 6, "detailed": 6}
_COUNTED = re.compile(
    rf"\b({_NUMBER})[ -](?:(?:short|brief|bullet|{_IMPORTANT}) )*"
    rf"(?:sentence|line|bullet|{_POINT}|{_QUOTES}|(?P<words>words?\b))|\b({'|'.join(_SIZES)})\b",
    re.I,
)
WORDS_A_SENTENCE = 25
MOST_SENTENCES = 10


@dataclass(frozen=True, slots=True)
class Request:
    """`wish`: what is asked for. `who`: of whom, if somebody is named. `count`: how many sentences
    or quotations, if that is said."""

    wish: Wish
    who: str = ""
    count: int | None = None


def _table(wish: Wish, *patterns: str) -> tuple[Wish, tuple[re.Pattern[str], ...]]:
    return wish, tuple(re.compile(pattern, re.I) for pattern in patterns)


def _listed(
    nouns: str, also: str = "", ask: str = r"(?:what|which) (?:are|were) "
) -> tuple[str, ...]:
    """Every way to ask for a list of what `nouns` name: "dates", "Give me all the key dates",
    "What dates are given?". What `also` names is asked for in the last way only."""
    return (
        rf"(?:{_GIVE}|{ask})?(?:all )?(?:of )?(?:the |some )?(?:{_IMPORTANT} )?(?:{nouns})"
        rf"(?: {_MENTIONED})?{_IN}",
        rf"(?:what|which|whose) (?:{_IMPORTANT} )?(?:{nouns}{also}){_IN_IT}",
    )


_REQUESTS = (
    _table(
        "about",
        rf"(?:(?:what|who)(?:'s| is)|{_CAN}tell me what) "
        rf"(?:{_IT}|it all)(?: is)?(?: all| mainly| mostly)? about(?: then|,? in short)?",
        rf"what was {THE_TEXT} about|what(?:'s| is) {THE_TEXT} on",
        rf"what (?:does|did) {THE_TEXT} (?:talk about|deal with|cover)",
        rf"(?:the )?(?:gist|topic|subject|main (?:idea|topic|subject|theme)){_IN}",
        rf"what(?:'s| is) the (?:topic|subject|theme|gist|main (?:idea|topic|subject|theme)){_IN}",
        rf"{_GIVE}the (?:gist|main (?:idea|topic|subject|theme)){_IN}",
        rf"{_GIVE}(?:(?:more|everything|all|something) )?about {THE_TEXT}",
    ),
    _table(
        "summary",
        r"(?:(?:can|could|would) you |i (?:want|need|would like) you to )?"
        r"(?:please |just |briefly |shortly |quickly )*(?:summari[sz]e|sum up|recap|outline)"
        rf"(?: {_IT}| it all| everything| the (?:{OTHER_TEXT}|(?:{_IMPORTANT} )?{_POINT}s))?"
        rf"(?: for me)?{_LENGTH}|sum {_IT} up{_LENGTH}",
        rf"{_CAN}(?:explain|describe) {THE_TEXT}(?: to me)?{_LENGTH}",
        rf"what (?:does|did) {THE_TEXT} (?:say|tell us|report)",
        rf"(?:{_GIVE}|in )?(?:the |{_NUMBER} |a few )?bullet points{_IN}|{_IN_SO_MANY}",
        rf"(?:{_GIVE}|write |what(?:'s| is) )?(?:an? |the )?{_SUMMARY}"
        rf"(?:{_IN}| of the {OTHER_TEXT}){_LENGTH}",
        rf"(?:{_CAN}(?:make (?:it|this|that|the summary)|give me) )?(?:an? )?"
        r"(?:(?:bit|little|lot|even|much) )*(?:shorter|longer)(?: one| version)?"
        r"|(?:(?:it|this|that)(?:'s| is) )?(?:much |a bit )?too (?:long|short)",
        rf"(?:{_GIVE})?(?:an? |the )?tl[;:, ]*dr{_IN}{_LENGTH}",
        rf"(?:{_GIVE}|what(?:'s| is) )?(?:it )?(?:(?:the )?short version|in a nutshell|in short)",
        rf"(?:{_GIVE}|what (?:are|were) )?(?:just )?the facts{_IN}",
        rf"(?:{_GIVE}|what (?:are|were) )?(?:the )?"
        rf"(?:(?:{_NUMBER} )?{_IMPORTANT} {_POINT}s|highlights)"
        rf"{_IN}{_LENGTH}",
        r"what happened(?: here| exactly| in short| in a nutshell)?",
        rf"what(?:'s| is) (?:happening|going on|the (?:news|story)){_IN}",
    ),
    _table("point", rf"what(?:'s| is| was) the (?:main |key )?(?:point|message|takeaway){_IN}"),
    _table(
        "people",
        r"who(?:'s| is| are| was| were| gets| all is)(?: all)? (?:mentioned|named|involved"
        rf"|in {_IT}){_IN}",
        *_listed(
            "people|persons|individuals|names|characters|players", ask="who (?:are|were) "
        ),
        rf"who (?:appears|occurs|figures) in {_IT}|whom? does {_IT} (?:mention|name)",
        rf"{_GIVE}every(?:one|body)(?: (?:mentioned|named|involved))?{_IN}",
    ),
    _table(
        "said",
        rf"what (?:exactly )?(?:did|does|do|has|have|had) {_WHO} (?:have to )?(?:say|said)"
        rf"(?: exactly)?{_IN}",
        rf"(?:{_GIVE})?(?:what|everything|all)(?: that)? {_WHO} (?:said|says){_IN}",
    ),
    _table(
        "quotes",
        *_listed(_QUOTES, ask=r"what (?:is|are|were) "),
        rf"(?:{_GIVE}|what (?:are|is) )?(?:all )?(?:of )?(?:the |some |any )?{_QUOTES}"
        rf" (?:from|of|by) {_WHO}",
        rf"(?:{_GIVE}|what (?:are|is) )?{_WHO}'s? {_QUOTES}",
        rf"{_GIVE}(?:an?|{_NUMBER}) (?:{_IMPORTANT} )?{_QUOTES}{_IN}",
        rf"{_GIVE}the {_IMPORTANT} quot(?:e|ation){_IN}",
        r"what (?:did|do) (?:people|everyone|everybody|they all) say(?: exactly)?",
        rf"quote (?:me )?(?:exactly )?what {_WHO} (?:said|says|has said)",
        rf"quote {_WHO}",
        rf"(?:who (?:is|was|are)|{_GIVE}every(?:one|body)) quoted{_IN}|whom? does {_IT} quote",
    ),
    _table(
        "dates",
        r"when did (?:all (?:of )?(?:this|it|that)|(?:this|it|that) all) happen",
        *_listed("dates(?: and times)?", also="|times(?: and dates)?|days"),
    ),
    _table(
        "timeline",
        rf"(?:{_GIVE}|what(?:'s| is) )?(?:an? |the )?(?:timeline|chronology)(?: of "
        rf"(?:the )?events)?{_IN}",
        r"(?:what happened when|when did what happen)",
    ),
    _table(
        "concerns",
        *_listed("concerns|worries|fears|risks|dangers|problems"),
        r"what (?:are|were) (?:people|they|others) (?:worried about|concerned about|afraid of)",
    ),
    _table("criticisms", *_listed("criticisms?|objections|complaints|accusations")),
    _table("reasons", *_listed("reasons|causes")),
    _table("numbers", *_listed("numbers|figures|statistics|stats")),
    _table("places", *_listed("places|locations|place names")),
    _table("countries", *_listed("countries|nations")),
    _table(
        "mentioned",
        rf"(?:does|did) (?:it|{THE_TEXT}) mention {_WHO}",
        rf"(?:is|are) {_WHO} mentioned(?: anywhere| at all)?{_IN}",
        rf"(?:(?:is|are) there )?(?:any |an? |all |the )?mentions? of {_WHO}{_IN}",
    ),
    _table(
        "mentions",
        rf"(?:what (?:does|did) |{_GIVE}what )(?:it|{THE_TEXT})"
        rf" (?:says?|tells? us|reports?|mentions?) (?:about|on) {_WHO}",
        rf"(?:does|did) (?:it|{THE_TEXT}) (?:(?:say|have) anything (?:about|on)|talk about"
        rf"|discuss) {_WHO}",
        rf"(?:(?:is|was) there )?anything (?:in (?:here|it|{THE_TEXT}) )?(?:about|on) {_WHO}{_IN}",
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
                no = _NO_TOPIC if wish in ("mentioned", "mentions") else _NO_NAME
                if not no.search(who):
                    return Request(wish, who, _count(text))
    return None


def _count(text: str) -> int | None:
    """The number of sentences, points or quotations asked for, or that so many words make."""
    if not (found := _COUNTED.search(text)):
        return None
    if found[3]:
        return _SIZES[found[3].lower()]
    word = found[1].lower()
    value = int(word) if word.isdigit() else _NUMBERS[word]
    if found["words"]:
        value = round(value / WORDS_A_SENTENCE)
    return max(1, min(value, MOST_SENTENCES))
