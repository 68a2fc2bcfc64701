"""Where the sentences of an English news text begin and end.

Layout comes first: a blank line always ends a sentence, and a line break does too unless the text
is hard-wrapped or the line plainly runs on. In the blocks that remain, every place that may close a
sentence is put to `RULES`, a table of what news does to sentences; nupunkt decides the rest.

Covered: a paragraph a line, hard-wrapped text, headings, bullets, datelines, titles, initials,
abbreviations, quotations over several sentences (each is one, and the closing quote belongs to the
last), ellipses, who said it after a quoted question. Marks inside a word (URLs, decimals) end
nothing.
Not covered: sentences run together ("ended.The"), sentences that close with a semicolon, a colon or
nothing, bullets strung along one line, names with a mark of their own ("Yahoo! Inc."). Other
scripts are cut at layout and at their full stops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import nupunkt

__all__ = ["split"]

_LOWER, _UPPER = r"[a-zß-öø-ÿ]", r"[A-ZÀ-ÖØ-Þ]"
_WORD = r"(?:\w+['’-])*[^\W\d_]{2,}(?:['’]\w+)?"
_NEW = rf"(?!{_LOWER}|[,;:])"
_NOTE = r"(?:\[\d+\]){0,4}"  # the numbers of footnotes
# Glued to a final mark every quote closes, even one that usually opens.
_CLOSE = r"[\"'“”‘’„«»)\]}*†_」』）】]"
# What opens the credit of a picture, often behind a caption without a full stop.
_CREDIT = r"(?:Image|Photo|Photograph|Picture|Video)s?: "
# Words that open a sentence and hardly ever a name; not "No" or "Most": "the U.S. No. 2".
_STARTER = (
    r"[\"'“‘«(\[]*(?:A|After|Also|Although|An|And|Any|As|At|Because|Before|Both|But|By|Despite|Each"
    r"|Earlier|Even|For|From|He|Her|Here|His|How|However|I|If|In|It|Its|Last|Later|Many|Meanwhile"
    r"|My|Nobody|Nor|Not|On|One|Only|Or|Other|Others|Our|She|Since|So|Some|Such|That|The|Their|Then"
    r"|There|These|They|This|Those|Though|To|Under|Until|We|What|When|Where|Whether|Which|While|Who"
    r"|Why|With|Yet|You|Your)(?:['’]\w+)?(?![\w.-])"
)
_TITLE = (
    r"(?:Adm|Asst|Atty|Brig|Capt|Cllr|Cmdr|Col|Cpl|Det|Drs?|Fr|Gen|Gov|Hon|Insp|Lt|Maj|Messrs|Mlle"
    r"|Mme|Mr|Mrs|Ms|Msgr|Mx|Pfc|Pres|Prof|Pvt|Reps?|Rev|Rt|Sens?|Sgt|Spc|Supt)"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_DAY = r"(?:Mon|Tues?|Wed|Thu|Thurs|Fri|Sat|Sun)"
_ZONE = r"(?:[A-Z]+T|UTC|Eastern|Central|Mountain|Pacific|Greenwich|British)\b"
_STATE = (
    r"(?:D\.C|N\.[CDHJMY]|R\.I|S\.[CD]|W\.Va|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky"
    r"|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ont|Ore|Pa|Que|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)"
)
# These can end a sentence, but more often a name goes on behind them: "Apple Inc. Chief".
_INSIDE_NAME = r"(?:Assn|Bros|Co|Corp|Cos|Dept|F[Tt]|Inc|Intl|Jr|Ltd|M[Tt]|Natl|Pty|Sr|S[Tt]|Univ)"
_SMALL = (
    r"(?:Art|Ave|Blvd|Ch|Fig|Govt|Hwy|Nos?|Pt|Rd|Sec|Vol|al|approx|ca|cf|dept|eds?|esp|est|etc|ft"
    r"|govt|hrs?|incl|lbs?|max|min|nos?|oz|pp|sq|vol|vs)"
)
_KNOWN = rf"(?:{_TITLE}|{_MONTH}|{_DAY}|{_STATE}|{_INSIDE_NAME}|{_SMALL})"
_NAME = rf"{_UPPER}[\w.'’-]*"
_SAID = r"(?:said|says|asked|asks|wrote|writes|added|adds|told|replied|answered|tweeted|shouted)\b"

# Where a sentence may end, and the gap behind. At most eight closers keep the search linear.
_PLACE = re.compile(
    rf"(?:[.!?…]{_CLOSE}{{0,8}}{_NOTE}(?:\s[”»])?(?=\s)|[。！？।۔؟]+{_CLOSE}{{0,8}}"
    rf"|\d\d\d\d(?=\s)|[\w)](?=\s{_CREDIT}))\s*"
)


class Rule(NamedTuple):
    """Where `before` fits what leads up to a place and `after` what follows, `ends` decides."""

    name: str
    before: re.Pattern[str]
    after: re.Pattern[str]
    ends: bool


def _rule(name: str, before: str, after: str, ends: bool) -> Rule:
    return Rule(name, re.compile(rf"(?:{before})\Z"), re.compile(after), ends)


# The first rule that fits decides. A plain word with a full stop is an abbreviation only if listed
# above: nupunkt, trained on scanned law, takes "found.", "lead." and "York." for some too.
RULES = (
    _rule("credit", "", _CREDIT, True),
    _rule("date line", r"\A[A-Z][a-z]+day, [A-Z\d]\w+(?: \w+)?,? \d{4}", rf"[\"“‘]?{_UPPER}", True),
    _rule("spaced ellipsis", r"\.", r"\.(?:\s|$)", False),
    _rule("title", rf"\b{_TITLE}\.", "", False),
    _rule("time", r"\b[ap]\.m\.", rf"{_DAY}|{_MONTH}|{_ZONE}|May|{_LOWER}", False),
    _rule("time at the end", r"\b[ap]\.m\.", _UPPER, True),
    _rule("starter", rf"\b(?:{_UPPER}|{_KNOWN}|(?:\w\.)+\w)\.{_CLOSE}*", _STARTER, True),
    # In mid-sentence a comma follows a state: "in Gary, Ind., on Monday".
    _rule("place in full", rf"(?:,|Washington) {_STATE}\.", rf"[\"“]?{_UPPER}", True),
    _rule("inside a name", rf"\b(?:{_INSIDE_NAME}|(?:{_UPPER}\.)*{_UPPER})\.", _UPPER, False),
    # A camel-case name (iPhone, eBay) counts as a capital.
    _rule("speech goes on", rf"(?:[!?…]|\.\.|\.{_CLOSE}){_CLOSE}*", rf"{_LOWER}(?!.?[A-Z])", False),
    _rule("who said it", rf"[!?]{_CLOSE}+", rf"(?!{_STARTER})(?:{_NAME}\s){{1,4}}{_SAID}", False),
    _rule("question", rf"[!?。！？।۔؟]{_CLOSE}*{_NOTE}", _NEW, True),
    _rule("ordinary word", rf"(?<![\w.])(?!{_KNOWN}\.){_WORD}\.{_CLOSE}*{_NOTE}", _NEW, True),
)

# The same for a line break above a line that is not blank.
LINE_RULES = (
    _rule("bullet", "", r"[*•‣◦▪●·-]\s", True),
    _rule("open end", r"[,(\[—–]|\b(?:[Tt]he|[Aa]n?|of|and|or|his|her|its|their)", "", False),
    _rule("small letter", "", _LOWER, False),
)

# How far the rules look back and ahead: a date with its day, a name with a long title.
_BACK, _AHEAD = 40, 80
# nupunkt's time grows with the square of a word's length, so long ones get a blank middle.
_LONG_WORD = re.compile(r"\S{100,}(?=\S{20})")
# In wrapped prose some 7 of 10 line breaks stand before a small letter, elsewhere next to none.
_WRAPPED = 0.4


@lru_cache(maxsize=1)
def _tokenizer() -> nupunkt.PunktSentenceTokenizer:
    """A copy of our own: the one nupunkt hands out is shared, and anyone may change it."""
    return nupunkt.load_default_model()


def _verdict(rules: tuple[Rule, ...], text: str, start: int, end: int, ahead: int) -> Rule | None:
    """The rule for the place `end`, in a stretch from `start`, with the text going on `ahead`."""
    before, after = text[max(start, end - _BACK) : end], text[ahead : ahead + _AHEAD]
    # What follows is the cheaper look.
    return next((r for r in rules if r.after.match(after) and r.before.search(before)), None)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of text, trimmed, that layout does not cut."""
    lines: list[tuple[int, int, bool]] = []  # start, end, right below another line
    at, below = 0, False
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body:
            start = at + line.index(body[0])
            lines.append((start, start + len(body), below))
        at, below = at + len(line), bool(body)
    breaks = [(a[1] - a[0], text[b[0]]) for a, b in pairwise(lines) if b[2]]
    wrapped = sum(bool(re.match(_LOWER, c)) for _, c in breaks) > _WRAPPED * len(breaks)
    usual = median(length for length, _ in breaks) if breaks else 0
    first = 0
    for i, (start, end, _) in enumerate(lines):
        goes_on = False
        if i + 1 < len(lines) and lines[i + 1][2]:
            rule = _verdict(LINE_RULES, text, start, end, lines[i + 1][0])
            # In wrapped text a line of less than half the usual length is a heading.
            goes_on = not rule.ends if rule else wrapped and 2 * (end - start) >= usual
        if not goes_on:
            yield lines[first][0], end
            first = i + 1


def _cuts(text: str, masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Inside a block: where a sentence ends and where the next one starts."""
    guesses: set[int] | None = None
    for place in _PLACE.finditer(text, start, end):
        stop, ahead = place.start() + len(place[0].rstrip()), place.end()
        if ahead == end:
            return
        rule = _verdict(RULES, text, start, stop, ahead)
        if rule is None and guesses is None:
            spans = _tokenizer().span_tokenize(masked[start:end])
            guesses = {start + span[1] for span in spans}
        if rule.ends if rule else not (guesses or set()).isdisjoint(range(place.start(), stop + 1)):
            yield stop, ahead


def split(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` as (start, end) offsets in code points.

    The spans are in order, do not overlap, are never empty and neither start nor end in white
    space; before, between and after them there is nothing but white space.
    """
    masked = _LONG_WORD.sub(lambda word: "x" * len(word[0]), text)
    spans = []
    for start, end in _blocks(text):
        for stop, ahead in _cuts(text, masked, start, end):
            spans.append((start, stop))
            start = ahead
        spans.append((start, end))
    return spans
