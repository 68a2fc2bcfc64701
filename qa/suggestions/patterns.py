"""What of a sentence can be turned into which question: the patterns of `qa.suggestions.proposals`.

A pattern fits the beginning of a sentence without its full stop. What it names is put into the
template: `who` must be a name, `it` a name or what a determiner opens, the past tense `past` comes
as its `base`, and `a`, `b`, `c` are slices as they stand.
"""

import re
from collections.abc import Iterable

from index.retrieve import STOP_WORDS
from qa.times import DAY, MONTH

# What people and organisations do: past tense and base form. Verbs whose object is a whole clause
# (said, claimed, showed) are left out, because a cut would tear it.
BASES = dict(
    pair.split("/")
    for pair in """
    accused/accuse acquired/acquire adopted/adopt appointed/appoint approved/approve arrested/arrest
    attacked/attack attended/attend awarded/award banned/ban bought/buy brought/bring built/build
    cancelled/cancel captured/capture celebrated/celebrate chose/choose closed/close
    condemned/condemn congratulated/congratulate contacted/contact created/create
    criticised/criticise criticized/criticize defeated/defeat denied/deny described/describe
    designed/design destroyed/destroy developed/develop died/die discovered/discover
    dismissed/dismiss doubled/double elected/elect ended/end evacuated/evacuate founded/found
    helped/help hired/hire introduced/introduce invaded/invade invented/invent
    investigated/investigate invited/invite issued/issue joined/join killed/kill launched/launch
    led/lead left/leave lost/lose made/make married/marry met/meet nominated/nominate
    opened/open ordered/order praised/praise presented/present promoted/promote proposed/propose
    published/publish purchased/purchase received/receive refused/refuse rejected/reject
    released/release rescued/rescue resigned/resign responded/respond scored/score sent/send
    signed/sign sold/sell started/start stole/steal sued/sue supplied/supply supported/support
    suspended/suspend took/take travelled/travel traveled/travel unveiled/unveil urged/urge
    visited/visit voted/vote won/win withdrew/withdraw wrote/write announced/announce
    abandoned/abandon asked/ask attempted/attempt began/begin broke/break completed/complete
    conceded/concede demanded/demand drew/draw earned/earn established/establish exchanged/exchange
    faced/face filed/file fired/fire fought/fight gained/gain gave/give hosted/host
    occupied/occupy paid/pay performed/perform raised/raise
    reached/reach replaced/replace requested/request retaliated/retaliate saved/save seized/seize
    served/serve settled/settle shot/shoot spent/spend stopped/stop struck/strike studied/study
    tested/test used/use
    """.split()
)
# Of these the object is what one asks for: "What did the court reject?"
OBJECTS = (
    "acquired adopted announced approved awarded bought built created designed developed discovered"
    " founded introduced invented issued launched lost proposed published purchased received"
    " rejected released scored signed stole unveiled won"
).split()
# These need no object: "When did the mill close?"
ALONE = "closed died ended left opened resigned responded started voted withdrew".split()
DETERMINERS = "The A An Several Many Most Some Both All".split()
# Words for persons that stand in small letters before a name: "Swedish captain Andreas Granqvist".
ROLES = (
    "actor actress analyst author captain chairman chancellor chief coach co-founder defender"
    " director editor founder goalkeeper governor head journalist judge lawyer leader manager mayor"
    " minister musician officer player president professor prosecutor researcher scientist"
    " secretary senator singer spokesman spokesperson spokeswoman striker student writer"
).split()
# Of a person only.
BEFALLS = (
    "accused appointed arrested booked born charged convicted deported elected hired injured"
    " instructed jailed kidnapped killed nominated promoted sentenced wounded"
).split()
# Without what they refer to, a question with one of these does not stand alone.
DANGLING = frozenset(
    """he she it they him her them his hers its their theirs this these those here there such i we
    us me you our your my himself herself itself themselves former latter other others another
    also same both""".split()
)
NO_NAME = STOP_WORDS | frozenset(
    """after before although despite however while since during until under over last next many most
    several few all both no not nor nearly almost about around more less one two three four five six
    seven eight nine ten yesterday today tomorrow image photo video source sources another other
    each every""".split()
)
NO_END = frozenset(
    "a an the of to in on at for from with and or but as than back that which by into be".split()
)


def _any(words: Iterable[str]) -> str:
    return rf"(?:{'|'.join(sorted(words, key=len, reverse=True))})\b"


DATE = (
    rf"(?:(?:on|in|since|early in|late in|back on) (?:(?:early|late|mid-)? ?{MONTH}|{DAY}"
    rf"|(?:1\d|20)\d\d\b)|yesterday|today|last (?:week|month|year|{MONTH}|{DAY})"
    rf"|this (?:week|month|year)|earlier this (?:week|month|year))"
)
_OPENING_DATE = (
    rf"(?:(?:On|In|Last) (?:early |late )?(?:{DAY}|{MONTH}|(?:1\d|20)\d\d)[^,]{{0,12}}"
    r"(?:, \d{4})?|Yesterday|Earlier this (?:week|month|year))"
)
_OPENER = (
    r"(?:(?:However|Initially|Meanwhile|Later|Finally|Eventually|Instead|Then|Today|Yesterday)"
    r"|(?:In|On|At|After|During|By|Last|Earlier|Since|For|According to) [^,]{2,60}), "
)
_WORD = r"[^\s,;:()\[\]\"“”–—?!]+"
_CAP = r"[A-ZÀ-ÖØ-Þ][^\s,;:()\[\]\"“”–—?!]*"
_NAME = rf"{_CAP}(?: (?:{_CAP}|{_any(ROLES)})){{0,6}}"
_NO_VERB = r"(?!(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|to)\b)"
_NP = rf"(?:{_NO_VERB}{_WORD} ){{0,4}}?{_NO_VERB}{_WORD}"
_THING = rf"(?:(?:the|{_any(DETERMINERS)}) {_NP}|{_NAME})"
_ASIDE = r"(?:(?:, (?:\d\d|(?:who |which |an? |the )[^,]{2,60})){1,2},| \([^()]{2,90}\))?"
_ADVERB = r"(?:(?!only|early)\w+ly )?"
_VERB = _any(BASES)
# A clause goes on to its first mark, or to a word that begins another one.
_END = (
    r"(?=[,;:](?:\s|$)| ?[–—(]| - |$| (?:which|who|whose|when|while|where|as|because|but|citing"
    rf"|despite|although|so|and (?:{_VERB}|has|had|was|were|is|are|said|says|\w+ed))\b)"
)
_LIST = rf", (?:{_CAP} ?){{1,3}}(?:,| and )"  # cut here, a list would lose its end
_REST = rf"(?:{_WORD} ){{0,16}}?{_WORD}"
_SHORT_REST = r"(?: (?!\w+(?:ed|ing)\b)" + _WORD + r"){0,6}?"
_DONE = (
    r"(?:\w+ed|begun|born|bought|broken|brought|built|cut|drawn|found|given|held|hit|made|read|sent"
    r"|set|shot|shown|sold|stolen|taken|thrown|told|won|written)\b"
)
_COUNT = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine"
    r"|[Tt]en|[Ee]leven|[Tt]welve|[Tt]wenty|[Tt]hirty|[Ff]orty|[Ff]ifty)"
    r"(?: (?:hundred|thousand|million|billion))?"
)
_ABOUT = (
    r"(?:(?:Nearly|About|Almost|Around|Over|Approximately|Some|At least|More than|Up to|Fewer than"
    r"|nearly|about|almost|around|over|approximately|some|at least|more than|up to) )?"
)
_MANY = (
    rf"(?!(?:of|per|percent|years?|months?|weeks?|days?|hours?|minutes?|seconds?)\b)"
    rf"(?:(?!\w+(?:ed|ing)\b)(?!of\b|in\b){_WORD} ){{0,3}}?(?:\w+s|people|men|women|children)"
)
_BE = r"(?:was|were)"
# "Ada Lund, manager, appointed in May, resigned": it was she who was appointed.
_BEFELL = rf"{_ADVERB}{_any(BEFALLS)} (?:in|on|at|by|as|for|with|after|before|since|last)\b"

SAYS = r"(?:said|says|stated|states|added|adds|noted|claimed|claims|remarked|asserted|replied)\b"
_TELLS = rf"(?:{SAYS}|told\b|tweeted\b|wrote\b|announced\b)"

# Kind, pattern, template.
PATTERNS = tuple(
    (kind, re.compile(pattern), template)
    for kind, pattern, template in (
        (
            "who",
            rf"(?:{_OPENER})?(?P<who>{_NAME}){_ASIDE} (?!{_BEFELL})"
            rf"(?P<a>(?:has |had )?{_ADVERB}{_VERB} {_REST}){_END}(?!{_LIST})",
            "Who {a}?",
        ),
        ("how old", rf"(?P<who>{_NAME}), \d\d,", "How old is {who}?"),
        (
            "who",
            rf"(?:{_OPENER})?(?P<who>{_NAME}){_ASIDE} (?P<a>(?:was|has been) {_ADVERB}"
            rf"{_any(BEFALLS)} {_REST}){_END}(?!{_LIST})",
            "Who {a}?",
        ),
        (
            "who is",
            rf"(?:{_OPENER})?(?P<who>{_CAP} {_NAME}), (?:\d\d, )?[a-z][^,]{{3,90}}, "
            rf"(?:has |had )?{_ADVERB}(?:{_TELLS}|{_VERB})",
            "Who is {who}?",
        ),
        (
            "how many",
            rf"(?:{_OPENER})?{_ABOUT}{_COUNT} (?P<a>{_MANY} "
            rf"(?:(?:in|of|from|around) (?:the )?{_WORD} )?"
            rf"(?:are|were|have been|had been|have|had|will|live|lived|died|worship|attended)"
            rf" {_REST}){_END}",
            "How many {a}?",
        ),
        (
            "when",
            rf"(?:{_OPENER})?(?P<it>{_THING}){_ASIDE} (?P<a>{_BE}) "
            rf"(?P<b>{_ADVERB}{_DONE}{_SHORT_REST})"
            rf" {DATE}\b",
            "When {a} {it} {b}?",
        ),
        (
            "when",
            rf".*\bwith (?P<b>the (?:{_WORD} ){{1,3}}?\w+s) (?P<c>{_DONE}{_SHORT_REST}) {DATE}\b",
            "When were {b} {c}?",
        ),
        (
            "when",
            rf"{_OPENING_DATE}, (?P<it>{_THING}){_ASIDE} "
            rf"(?P<past>{_VERB}) (?P<b>{_REST}){_END}",
            "When did {it} {base} {b}?",
        ),
        (
            "when",
            rf"(?P<it>{_THING}){_ASIDE} (?P<past>{_VERB})(?P<b>{_SHORT_REST}) {DATE}\b",
            "When did {it} {base}{b}?",
        ),
        (
            "where",
            rf"(?:{_OPENER})?(?P<it>{_THING}){_ASIDE} (?P<a>{_BE}|is|are) "
            rf"(?P<b>(?:based|located|born|built|discovered|filmed|found|founded|held|killed|made|shot|arrested))"
            rf" (?:{DATE} )?(?:in|at|on) (?!{MONTH}|{DAY})(?:the |a )?[A-Z]",
            "Where {a} {it} {b}?",
        ),
        (
            "by whom",
            rf"(?:{_OPENER})?(?P<it>{_THING}){_ASIDE} (?P<a>{_BE}) "
            rf"(?P<b>{_ADVERB}{_DONE}{_SHORT_REST})"
            rf" by (?:the )?[A-Z]",
            "Who {a} {it} {b} by?",
        ),
        (
            "by what",
            rf"(?:{_OPENER})?(?P<it>{_THING}){_ASIDE} (?P<a>{_BE}) "
            r"(?P<b>(?:caused|prompted|triggered|followed|sparked|delayed)) by [a-z]",
            "What {a} {it} {b} by?",
        ),
        (
            "why",
            rf"(?:{_OPENER})?(?P<it>{_THING}) "
            rf"(?P<a>is|are|was|were|has|have|had|will|would|could|can) (?!to )(?P<b>{_REST}),? "
            r"(?:because|due to|in order to|citing|owing to)\b",
            "Why {a} {it} {b}?",
        ),
        (
            "why",
            rf"(?:{_OPENER})?(?P<it>{_THING}){_ASIDE} (?P<past>{_VERB}) (?P<b>{_REST}),? "
            r"(?:because|due to|in order to|citing|owing to)\b",
            "Why did {it} {base} {b}?",
        ),
        (
            "what",
            rf"(?:{_OPENER})?(?P<it>{_THING}){_ASIDE} (?P<past>{_any(OBJECTS)}) "
            rf"(?:the|an?|its|his|her|their) {_WORD}",
            "What did {it} {base}?",
        ),
        (
            "what",
            rf"(?:{_OPENER})?(?P<it>{_THING}){_ASIDE} (?P<a>has|had) (?P<b>{_any(OBJECTS)}) "
            rf"(?:the|an?|its|his|her|their|[A-Za-z]+['’]s) {_WORD}",
            "What {a} {it} {b}?",
        ),
    )
)  # fmt: skip
QUOTE = re.compile(r"[\"“]([A-Z](?:[^\s\"“”\[\]]* ){3,20}[^\s\"“”\[\]]*?\w)[,.!]?[\"”]")
SPEAKER = re.compile(
    rf"(?:^|[ ,])(?P<the>[Tt]he )?(?P<who>{_NAME}){_ASIDE} (?:has |had |also |\w+ly )*"
    rf"(?:{_TELLS}|{_VERB} [^,;\"“”]{{3,80}} and {SAYS})"
    rf"|\b{SAYS} (?P<whom>{_NAME})"
)
