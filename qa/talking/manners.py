"""Manners: the fixed replies to messages that are no questions about the article.

What is caught is caught whole or by how it opens, so a question that only contains such words
("Who thanked Biden?") is left alone. Covered: greetings and farewells, thanks, what and who this
is, abuse, orders. Not covered: other small talk.
"""

import re
from dataclasses import dataclass

from qa.words import ONES, THE_TEXT

HELLO = "Hello. Ask me something about the article; I answer with its own sentences."
BYE = "Goodbye."
THANKS = "You are welcome."
HEARD = "Good. Ask me anything else about the article."
WELL = "I am a program and always the same, thank you. Ask me something about the article."
HELP = (
    "I answer questions about this article and show the sentences that prove it. Ask who, what,"
    " when, where, why or how many; ask for a summary, the people, the dates or the quotations."
    " What the article does not say, I do not answer."
)
WHO = (
    "I am Footnote, a program that reads this article and quotes it. I am not a person, and no"
    " language model writes my answers."
)
OPINION = "I have no opinions. I only show what the article says."
CALM = "I may have been of no use there. Ask again in other words, and I look again."
ORDER = "I do one thing only: I answer questions about this article with its own sentences."
ENGLISH = "I read and answer in English."
MORE = "I do not go on by myself. Ask me something more, or for a longer summary."
WHOLE = "I look at the article as a whole, not at one part of it. Ask for what you want to know."
TITLE = "The title of the article stands above it."
_GREETING = r"hi|hiya|hello|hey|howdy|greetings|welcome|good (?:morning|afternoon|evening|day)"
_THANKS = r"thanks?(?: you)?(?: (?:so|very) much| a lot| again)?|thx|ty|cheers|much appreciated"
_BYE = r"(?:good )?bye(?: bye)?|goodbye|see (?:you|ya)(?: (?:later|soon))?|farewell|good night"
# What a message may ask for or praise: "No quotes", "Great summary" belong together.
_MADE = r"(?:summary|overview|recap|outline|quotes?|quotations?|list|timeline|answers?)"
_PRAISE = (
    r"great|cool|nice|perfect|good|excellent|wonderful|awesome|fine|brilliant|fantastic|amazing"
    r"|lovely|superb"
)
_HEARD = (
    rf"ok(?:ay)?|yes|yeah|nope|sure|sorry|(?:no|{_PRAISE})(?! (?:one\b|{_MADE}))|got it"
    r"|(?:a |i have )*(?:new|another|different) (?:question|subject|topic)"
    r"|(?:that(?:'s| is) all|never ?mind|nothing(?: else| more)?|forget it)(?=\W*$|[,.!;:–—-])"
    rf"|i see|well done|(?:{_PRAISE}) (?:job|work|one|stuff|{_MADE})(?=\W*$|[,.!;:–—-])"
    r"|all right|alright|wow|oh|ah|h+m+|um+|lol|ha(?:ha)+"
)
_TO = (
    r"(?: (?:there|all|everyone|again|footnote|bot|friend|mate|for (?:your|the|all(?: the)?) \w+))?"
)
_COURTESY = rf"(?:{_GREETING}|{_THANKS}|{_BYE}|{_HEARD}|please|so|and|but|well|now|then|also){_TO}"
_LEADING = re.compile(rf"\A(?:{_COURTESY})(?:[\s,.!;:–—-]+|$)", re.I)
_TRAILING = re.compile(rf"[\s,]+(?:please|{_THANKS}|for me)$", re.I)

# As people type in haste.
_HASTE = (
    (re.compile(r"\b(what|who|where|that)s\b", re.I), r"\1's"),
    (re.compile(r"(?<![\w.'-])[rR](?= (?:[uU]|you)\b)"), "are"),
    (re.compile(r"(?<![\w.'-])[uU](?![\w.'-]| [A-Z][a-z])"), "you"),  # but "U Thant"
    (re.compile(r"\b(is|are|was|were|do|does|did|have|has)nt\b", re.I), r"\1n't"),
    (re.compile(r"\b(?:pls|plz)\b", re.I), "please"),
)

_WORK = (
    r"(?:story|tale|poem|poetry|haiku|sonnet|limerick|rhyme|song|lyrics|joke|essay|novel|recipe)"
)
_TEXT = rf"(?:{_WORK}|e-?mail|letter|tweet|(?:blog )?post|speech|script|code|program|paragraph)"
_SOME = r"(?:(?!of|about|from|in|on|for|the\b)[\w-]+ ){0,3}?"
_LANGUAGE = (
    r"(?:french|german|spanish|italian|portuguese|dutch|polish|russian|ukrainian|turkish|arabic"
    r"|chinese|japanese|korean|hindi|latin|swedish|another language)"
)
_INSULT = (
    r"(?:stupid|dumb|useless|worthless|idiot(?:ic)?|moron|fool|crap|shit|bullshit|garbage|trash"
    r"|rubbish|terrible|awful|the worst|liar|pathetic|nonsense|piece of \w+)"
)
# "The story" may be one that the article tells of.
_THIS = rf"(?!the (?!article|text)){THE_TEXT}"
_OF_IT = rf"(?: (?:of|in) (?:it|this|{THE_TEXT})| here)"
_NTH = (
    r"(?:\d+(?:st|nd|rd|th)|second|third|fourth|fifth|opening|closing|next"
    rf"|(?:first|last|final)(?: (?:\d|{'|'.join(ONES[:9])}))?)"
)
_PART = rf"the {_NTH} (?:paragraph|sentence)s?"
_TELL = r"(?:give|show|tell|read)(?: me)?"


@dataclass(frozen=True, slots=True)
class Manner:
    """`says` is the reply to a message that `asks` matches whole."""

    asks: re.Pattern[str]
    says: str


def _manner(says: str, *asks: str) -> Manner:
    return Manner(re.compile("|".join(asks), re.I | re.S), says)


# The first that fits decides; they see the message without courtesies and final marks.
MANNERS = (
    _manner(
        HELP,
        r"(?:i need |can you )?help(?: me)?|commands|instructions",
        r"what (?:can|do) you (?:do|know|offer)|what are you (?:for|able to do)",
        r"what (?:else )?(?:can|should|may|could) i (?:ask|say|type|do here)(?: you| here)*",
        r"what is your purpose|(?:suggest|give me) (?:a|another|some) questions?",
        r"how (?:can you help(?: me)?|do you work|(?:do|can|should) i use (?:you|this))",
    ),
    _manner(
        WHO,
        r"(?:who|what) (?:exactly )?are you(?: exactly)?|introduce yourself",
        r"who am i (?:talking|speaking|chatting) (?:to|with)",
        r"what(?: is|'s) (?:your name|this (?:app|site|page|program|tool|bot|chat))",
        r"are you (?:real|alive|human|sentient|chatgpt|gpt\S*|claude|gemini|an? .{1,30})",
        r"who (?:made|built|created|programmed|wrote) you",
        r"(?:what|which) (?:(?:language|ai) )?model (?:are you|do you use)",
    ),
    _manner(WELL, r"how are you(?: doing)?(?: today)?|how(?: is|'s) it going|what's up|sup"),
    _manner(
        OPINION,
        r"what do you think(?: (?:of|about) (?:it|this|that|the article))?",
        r"what(?: is|'s) your (?:own |personal )?(?:opinion|view)(?: (?:on|of|about) .*)?",
        r"do you (?:like|love|hate|agree|believe)(?: with)?(?: it| this| that| me)?",
        rf"is (?:it|this|that|{THE_TEXT}) (?:\w+ly )?(?:biased|one-sided|propaganda|fake news)",
        rf"is {_THIS} (?:\w+ly )?(?:fair|neutral|balanced|objective|positive|negative|reliable"
        r"|trustworthy|credible|accurate|true|fake|any good|good|well written)",
        rf"what(?:'s| is) the (?:tone{_OF_IT}?|(?:mood|bias|slant|stance|style){_OF_IT})",
    ),
    _manner(
        CALM,
        r"(?:you|u|this|that|it)(?:'re|'s| are| r| is)"
        rf"(?: (?:an?|so|such|just|really|very|all|complete|total|fucking))* {_INSULT}",
        rf"(?:fucking |stupid |dumb |you )*{_INSULT}(?: (?:bot|machine|program|answer|thing))?",
        r"fuck(?: you| off| this)?|screw you|shut up|go to hell|wtf",
        r"(?:you|this|it) sucks?|i hate (?:you|this)|(?:bad|lousy) (?:bot|machine|program)",
        r"(?:(?:that|this|it)(?:'s| is| was) )?not (?:really |at all )?(?:helpful|useful"
        r"|what i (?:asked|meant|wanted)(?: for| to know)?|(?:my|the|an) (?:question|answer))",
        r"you (?:did not|didn't|don't|have not|haven't|never) (?:answer(?:ed)?|underst(?:and|ood))"
        r" (?:my question|the question|me|it|that)|i did(?:n't| not) ask (?:for )?that",
        r"(?:that|this|it) (?:makes no|does(?:n't| not) make(?: any)?) sense",
    ),
    _manner(
        ORDER,
        r"(?:ignore|disregard|forget|override|bypass)\b.{0,40}?\b(?:instructions?|prompts?|rules?"
        r"|article|text|directions?|context|guidelines?|everything|above|restrictions?)\b.*",
        r"(?:pretend|act (?:as|like)|role-?play|from now on|imagine (?:that )?you|sudo)\b"
        r"(?!.*: who\b).*",  # "Act as chairman: who did?"
        r"you(?:'re| are) now an? .*|you(?:'re| are) now \w+",
        rf"(?:write|compose|draft)(?: me| us)? (?:(?:an?|some|the) )?{_SOME}{_TEXT}s?\b.*",
        r"(?:create|generate|make|make up|invent|produce)(?: me| us)?"
        rf" (?:an?|some) {_SOME}{_TEXT}\b.*",
        rf"(?:tell|sing|recite)(?: me| us)? (?:an?|some|another) {_SOME}{_WORK}\b.*",
        r"(?:rewrite|rephrase|paraphrase|proofread|calculate|solve|continue the story)\b.*",
        r"(?:reveal|print|repeat|output|display|show)(?: me)?(?: all| the| your)*"
        r" (?:system |hidden )?(?:prompt|instructions)\b.*",
        r"what(?: is|'s| are) your (?:system )?(?:prompt|instructions)",
        r"(?:system|assistant|developer)\s*:.*",
    ),
    _manner(
        ENGLISH,
        r"translate\b.*",
        rf"(?:answer|reply|respond|speak|talk|continue|summari[sz]e|say)\b.* in {_LANGUAGE}",
        rf"(?:{_TELL} )?(?:(?:an?|the) )?(?:[a-z]+ )?(?:summary|overview|tl[;:, ]*dr|recap)\b.*"
        rf" in {_LANGUAGE}",
        rf"do you (?:speak|understand|know|read) {_LANGUAGE}|in {_LANGUAGE}",
        r"bonjour|salut|hola|hallo|guten (?:tag|morgen|abend)|ciao|merci|danke|gracias|olá|grazie",
    ),
    _manner(
        MORE,
        r"(?:go on|continue|keep going|carry on|go ahead|next|elaborate|expand)"
        r"(?: on (?:that|this|it))?|another(?: one)?",
        rf"(?:{_TELL} |i want (?:to know )?)?(?:(?:a (?:bit|little)|some|even|much) )?"
        r"more(?: details?| info(?:rmation)?| facts)?",
        rf"{_TELL} (?:everything|all)(?: you know| there is)?|(?:in (?:more )?)?details?",
    ),
    _manner(
        WHOLE,
        rf"(?:(?:summari[sz]e|sum up|explain|quote|{_TELL}) {_PART}|what (?:does|did) {_PART}"
        rf" (?:say|mean)|what(?:'s| is) (?:in )?{_PART}(?: about)?){_OF_IT}?",
    ),
    _manner(
        TITLE,
        rf"(?:what(?:'s| is) |{_TELL} )?(?:the )?headline{_OF_IT}?|{_TELL} the title{_OF_IT}?",
        rf"what(?:'s| is) the title{_OF_IT}",
    ),
)  # fmt: skip
# For a message that is all courtesies; a farewell outweighs thanks, and both a greeting.
COURTESIES = tuple(
    _manner(says, rf"\b(?:{asks})\b")
    for says, asks in ((BYE, _BYE), (THANKS, _THANKS), (HELLO, _GREETING))
)
# Before an order: "I want you to …".
_WANTS = re.compile(
    r"\A(?:(?:can|could|would|will) you|i (?:want|need|would like) you to|i'd like you to|let's"
    r"|just|you (?:must|should|will|have to|need to)|kindly|your (?:new )?(?:task|job) is to)\s",
    re.I,
)


def plain(message: str) -> str:
    """The message without what is only polite, and without its final marks."""
    text, before = " ".join(message.replace("’", "'").split()).rstrip(" .!?…"), None
    for typed, meant in _HASTE:
        text = typed.sub(meant, text)
    while before != text:
        before = text
        text = _TRAILING.sub("", _LEADING.sub("", text, count=1)).strip(" .!?,")
    return text


def reply(message: str) -> str | None:
    """What the tables have to say to a message, if anything."""
    text = plain(message)
    if not text and re.search(r"\w", message):
        heard = HEARD if re.search(rf"\b(?:{_HEARD}|please)(?!\w)", message, re.I) else None
        return next((m.says for m in COURTESIES if m.asks.search(message)), heard)
    bare = _WANTS.sub("", text)
    return next((m.says for m in MANNERS if m.asks.fullmatch(text) or m.asks.fullmatch(bare)), None)
