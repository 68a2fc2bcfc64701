"""Who says what: sentences that attribute speech to somebody, and quotations with their speakers.

Told by words and their places, not by grammar: a name before a reporting verb with nothing between
that could be another subject, "said NAME", "according to NAME", or a pronoun where the sentence
before opens with the name. What it cannot place so is left out rather than guessed.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from index.article import Article, Sentence
from index.retrieve import STOP_WORDS
from qa.surveys.capitals import OPENERS, TITLE, TITLES
from qa.surveys.names import pronouns_of_names
from qa.surveys.quotes import QUOTED, over, own_words, quoted
from qa.times import TIME
from qa.words import stem

_SAID = (
    r"(?:sa(?:id|ys)|stat(?:ed|es)|claim(?:ed|s)|remark(?:ed|s)|t(?:old|ells)|add(?:ed|s)"
    r"|warn(?:ed|s)|urg(?:ed|es)|announc(?:ed|es)|explain(?:ed|s)|not(?:ed|es)|insist(?:ed|s)"
    r"|argu(?:ed|es)|report(?:ed|s)(?! (?:it|him|her|them) to\b)|repl(?:ied|ies)|respond(?:ed|s)"
    r"|answer(?:ed|s)|assert(?:ed|s)"
    r"|wr(?:ote|ites)|tweet(?:ed|s)|comment(?:ed|s)|observ(?:ed|es)|declar(?:ed|es)|den(?:ied|ies)"
    r"|confirm(?:ed|s)|suggest(?:ed|s)|admit(?:ted|s)|complain(?:ed|s)|emphasi[sz](?:ed|es)"
    r"|stress(?:ed|es)|conclud(?:ed|es)|recall(?:ed|s)|issued a statement"
    r"|believ(?:ed|es)|fear(?:ed|s)|hop(?:ed|es)|promis(?:ed|es)|pledg(?:ed|es)|vow(?:ed|s)"
    r"|accus(?:ed|es)|critici[sz](?:ed|es)|blam(?:ed|es)|prais(?:ed|es)|predict(?:ed|s)"
    r"|call(?:ed|s) (?:for|the|it|on)"
    # Only with words in quotation marks behind: "described it as “a gift”"
    r"|(?:call(?:ed|s)|describ(?:ed|es)|dubb(?:ed|s)|labell?ed|hail(?:ed|s))(?=[^,;:.“]{1,60}“))"
)
# Some verbs stand before their subject as well: "…", said Bolden.
_SAID_FIRST = r"(?:sa(?:id|ys)|added|remarked|explained|wrote|writes|noted|continued|replied)"
# These say so only next to a quotation.
_UTTERED = r"(?:read|shout(?:ed|s)|ask(?:ed|s)|thought|shrug(?:ged|s))"
_SAYING = re.compile(
    rf"\b(?:{_SAID}|commented|saying|according to|in the words of)\b"
    rf"|”[,.?!]? (?:[\w.'’-]+ ){{0,3}}{_UTTERED}\b",
    re.I,
)
# What may stand between a subject and its verb.
_MEANWHILE = (
    r" (?:ha[sd]|have|did|also|then|now|later|again|once|never|not|who|himself|herself|[a-z]+ly"
    r"|(?:on|last|this) \w+)"
)
# What consists of nothing but these has one way only to fit, or many of them would take for ever.
_BETWEEN = rf"(?:,(?!(?:{_MEANWHILE})+,)[^,;:]{{1,90}}(?=,)| \([^)]{{1,60}}\)|,?{_MEANWHILE})*,?"
# "Ada Lund of the Green Party said", "Ada Lund QC said"
_OF_WHAT = (
    r"(?: [A-Z]{2,3}\b| (?:of|from|at) (?:the )?[A-Z][\w.’'-]*"
    r"(?: (?:(?:of|for|and|the|in) )*[A-Z][\w.’'-]*){0,5}(?=[ ,]))?"
)
_DIRECT = re.compile(rf"{_OF_WHAT}{_BETWEEN} {_SAID}\b")
# A longer way: the subject opens its clause, and "and" joins what it did to what it said.
_LONG = re.compile(
    rf" (?:[^,;:]{{1,80}}|[^;:]{{1,80}},) (?:and|but) (?:also |later |then )?{_SAID}\b"
)
_OPENS = re.compile(
    r"(?:^|[,;:”]|\b(?:but|while|that|as|when|because|and))\s*(?:[Tt]he |[Aa]n? )?$"
)
_OF = re.compile(
    r"\b(?:of|to|for|with|by|against|from|about|on|in|at|than)\s"
    r"(?:the |an? |(?:the|an?|his|her|its|their) [a-z-]+ )?$"  # "an aide to the prime" minister
)
# "A spokeswoman for the Sea Guild said" speaks for it.
_FOR = re.compile(r"\b(?:spokes\w+|[Ss]tatements?) (?:for|of|from) (?:the |an? )?$")
_ITS_NAME = re.compile(r"(?: [A-Z][\w.'’-]*)+")  # "Mayor Ada Lund said"
_UTTERS = re.compile(rf"{_BETWEEN} {_UTTERED}\b")
# "said the miller", "said NATO chief"
_WORDS = r"(?:(?: [A-Z][\w.’'-]*){1,3}(?= [a-z]))?(?: (?!that\b)[a-z][\w-]*){0,4} $"
# "NATO" is whose chief it is.
_ROLE_BEHIND = re.compile(rf"(?: [a-z][\w-]*){{0,2}} {TITLE} [A-Z]")
# "Opposition leader Greta Holm": the subject that opens a sentence, behind its role.
_ROLE_FIRST = re.compile(
    rf"(?:(?:the|an?|former|acting|new) )*(?:[\w’'-]+ )?{TITLE},? (?=(?-i:[A-Z]))", re.I
)
_QUOTED = r"”[,.?!]?\s*"
_QUOTED_BEFORE = re.compile(rf"{_QUOTED}(?:{_SAID_FIRST}|{_UTTERED}){_WORDS}")
# Without a mark the comma may close an apposition: "Ada Lund, a miller, said Berg had lied".
_TOLD_BEFORE = re.compile(rf"[,.?!]\s*{_SAID_FIRST}{_WORDS}")
_ENDS = re.compile(r"(?:,[^,;:]*)?(?:\s*(?:$|[.;:!?“(—–])|, (?:and|but|while)\b| (?:who|of) )")
_ACCORDING = re.compile(r"\b[Aa]ccording to [^.,;:]{0,60}?(?:\b[a-z]+, )?$")
_RUN = re.compile(
    r"(?:(?:(?!According\b)|[AaEe]l-)[A-Z][\w.'’-]* (?:(?:of|for|to) (?:the )?(?=[A-Z]))?)+$"
)
# "The board's chair, Ada Lund, thought otherwise: “…”", but not "Lund got a letter: “…”".
_SUBJECT = re.compile(
    r"(?:^|; |\b(?:but|and) )(?:(?:The|An?|Its|His|Her|Their|[A-Z]\w*['’]s) [^,;:“”]{1,60}, )?$",
    re.I,
)
_COLON = re.compile(
    r"(?![^:]*(?:\bs?he\b|\b(?:received|got|heard|saw|found|opened|held|carried|wore|quot\w+|letter"
    r"|notes?|signs?|banners?|posters?)\b))(?:,(?:[^,:;“”A-Z]{1,60},)?)?[^,:;“”A-Z]*:\s*“"
)
_HE = re.compile(
    rf"\b(?:[Hh]e|[Ss]he){_BETWEEN} {_SAID}\b|^(?:He|She)\b{_COLON.pattern}"
    rf"|[”,?!]\s*{_SAID_FIRST} s?he{_ENDS.pattern}"
)
_NAME = re.compile(r"\b(?:[ae]l-)?[A-Z][\w’'-]+\b")
_NAME_GOES_ON = re.compile(r"\.?[ -][A-Z]")
_PLACED = re.compile(r"(?:^|[.,;] )(?:In|At|From|On) [A-Z][\w’-]* $")  # "In Paris Trump said"
_LAST_WORDS = re.compile(r"(?:[\w’'.-]+ ){0,4}$")
LOOK = 300  # characters on either side of a name that can tell; bounds the time for endless ones
BACK = 5  # sentences back, a quotation's among them, to who "he" is
WORDS = 3  # a shorter quotation is a title or a word held at arm's length


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and the neighbour that names who speaks, where it does not do so itself."""

    sentence: Sentence
    speaker: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """The sentence that names who speaks, the name's place in the article, and what is said."""

    sentence: Sentence
    span: tuple[int, int]
    said: tuple[Sentence, ...]


def said_by(article: Article, who: str) -> list[Said]:
    """What `who` is said to have said, in order; not what only leads up to a quotation."""
    words = own_words(article)
    found = {said.sentence.number: said for said in quotations(article, who)}
    for sentence in article.sentences:
        said = _attributed(article, words, sentence, who)
        if said and sentence.text[-1] not in ",:":
            found.setdefault(sentence.number, said)
    return [found[number] for number in sorted(found)]


def quotations(article: Article, who: str = "") -> list[Said]:
    """The sentences with quotations, or with those of `who`, in order."""
    words = own_words(article)
    found: dict[int, Said] = {}
    for run in _runs(article, words):
        if run[-1].number in found:
            continue
        speaker = _speaker(article, words, run)
        if who and not any(_attributed(article, words, s, who) for s in (*run, speaker) if s):
            continue
        found.setdefault(run[0].number, Said(run[0], speaker))
        for sentence in run[1:]:
            if re.search(r"\w", sentence.text):
                found.setdefault(sentence.number, Said(sentence))
    return list(found.values())


def _runs(article: Article, words: list[str]) -> list[tuple[Sentence, ...]]:
    """The sentences of each quotation of somebody's words; titles and scare quotes are none."""
    runs = []
    for start, end in quoted(article.text):
        quotation, run = article.text[start:end], over(article, start, end)
        own = " ".join(words[s.number] for s in run)
        whole = len(run) > 1 or (len(quotation) > len(own) and quotation[-2] in ".,!?…")
        said = whole or _SAYING.search(own) or ":" in article.text[max(0, start - 2) : start]
        if run and said and len(quotation.split()) >= WORDS and not _title(quotation):
            runs.append(run)
    return runs


def _speaker(article: Article, words: list[str], run: tuple[Sentence, ...]) -> Sentence | None:
    """The sentence beside a quotation that names its speaker, if the quotation's own do not."""
    own, first, last = " ".join(words[s.number] for s in run), run[0].number, run[-1].number
    if any(_says(own, name) for name in _NAME.finditer(own)):
        return None
    before = article.sentences[first - 1] if first else None
    if he := _HE.search(own):
        return None if _named_before(own, he) else before
    if re.search(r"\w", own):
        return None
    if before and _SAYING.search(words[first - 1]) and _leads(article, words, before):
        return before
    after = article.sentences[last + 1] if last + 1 < len(words) else None
    return after if after and _SAYING.search(words[last + 1]) and _near(article, last) else None


def _leads(article: Article, words: list[str], before: Sentence) -> bool:
    """Whether a sentence leads up to the next: by its mark, as a quotation, or in one paragraph."""
    return (
        before.text[-1] in ",:" or QUOTED in words[before.number] or _near(article, before.number)
    )


def _near(article: Article, number: int) -> bool:
    """Whether no line break follows the sentence."""
    here, after = article.sentences[number], article.sentences[number + 1]
    return "\n" not in article.text[here.end : after.start]


def _title(quotation: str) -> bool:
    """Whether it is written as titles are: its long words with capitals."""
    long = re.findall(r"\b[^\W\d_]{4,}", quotation)
    return bool(long) and all(word[0].isupper() for word in long)


def _attributed(article: Article, words: list[str], sentence: Sentence, who: str) -> Said | None:
    number = sentence.number
    own = words[number]
    if any(_says(own, name) for name in _named(who, own)):
        return Said(sentence)
    he = _HE.search(own)
    before = words[number - 1] if number else ""
    if not he or not any(_named(who, before)) or _named_before(own, he):
        return None
    others = _called_otherwise(article, he[0])
    return Said(sentence, article.sentences[number - 1]) if _is_he(before, who, others) else None


def _called_otherwise(article: Article, he: str) -> set[str]:
    """The words of the names of people whom "he said" or "she said" cannot be about."""
    called = pronouns_of_names(article)
    not_so = "he" if re.search(r"\bshe\b", he, re.I) else "she"
    return {word for word in called if called[word] == not_so}


def _named_before(own: str, he: re.Match[str]) -> bool:
    """Whether "he" may be somebody whom the sentence has named by then."""
    return bool(_NAME.search(TIME.sub("", own[1 : he.start()])))


def _is_he(before: str, who: str, others: Set[str]) -> bool:
    """Whether "she" behind the sentence `before` is `who`: who speaks in it, or else opens it and
    is none of the `others`, who are called "he"."""
    named = list(_named(who, before))
    speak = [name for name in _NAME.finditer(before) if _says(before, name)]
    if any(name[0].lower() not in STOP_WORDS for name in speak):
        return any(_says(before, name) for name in named)
    subject = _subject(before, others)
    return any(
        _says(before, name) or _begin(before, name) <= subject <= name.start() for name in named
    )


def _subject(own: str, others: Set[str]) -> int:
    """Where the name that a sentence opens with begins, or the first that opens a clause of it, of
    those that are none of the `others`; -1 where none does."""
    names = [n for n in _NAME.finditer(own) if n[0].lower() not in STOP_WORDS | OPENERS]
    theirs = {_begin(own, name) for name in names if name[0] in others}
    names = [name for name in names if _begin(own, name) not in theirs]
    role = _ROLE_FIRST.match(own)
    if role and any(_begin(own, name) <= role.end() <= name.start() for name in names):
        return role.end()
    opening = (_begin(own, name) for name in names if _OPENS.search(_left(own, name)))
    return next(opening, -1)


def _says(own: str, name: re.Match[str]) -> bool:
    left, right = _left(own, name), own[name.end() : name.end() + LOOK]
    if _ROLE_BEHIND.match(right):
        return False
    if name[0].lower() in TITLES:
        right = _ITS_NAME.sub("", right, count=1) if _ITS_NAME.match(right) else right
    if _QUOTED_BEFORE.search(left) or _ACCORDING.search(left):
        return True
    if _TOLD_BEFORE.search(left) and _ENDS.match(right):
        return True
    if _COLON.match(right) and _SUBJECT.search(left) and not name[0].endswith(("'s", "’s")):
        return True
    if _DIRECT.match(right) or (_UTTERS.match(right) and re.search(f"{_QUOTED}$", left)):
        return bool(_FOR.search(left)) or not _OF.search(left)
    return bool(_LONG.match(right) and _OPENS.search(left))


def _begin(own: str, name: re.Match[str]) -> int:
    """Where a name begins with its titles and first names."""
    return max(0, name.start() - LOOK) + len(_left(own, name))


def _left(own: str, name: re.Match[str]) -> str:
    """What stands before a name, its titles and first names left out."""
    return _RUN.sub("", own[max(0, name.start() - LOOK) : name.start()])


def _named(who: str, text: str) -> Iterator[re.Match[str]]:
    """Where a text names `who`, by the last word, as it may leave out the others ("Lund", "the
    ministry"), but not with others in their place ("Ole Lund", "the Danish ministry")."""
    words = [w for w in who.split() if w.lower() not in STOP_WORDS or w.isupper()]  # "the US"
    *before, last = words or who.split()[-1:]
    if last[0].isupper():  # "President Biden" is "Joe Biden"
        before = [word for word in before if word.lower().rstrip(".") not in TITLES]
    wanted = {stem(re.sub(r"['’]s$", "", word)) for word in before}
    for found in re.finditer(rf"(?<![\w-]){re.escape(last)}(?![\w-]|['’]\w)", text):  # not "who's"
        if not wanted or _is_said_of(wanted, text[: found.start()], last):
            yield found


def _is_said_of(wanted: Set[str], left: str, last: str) -> bool:
    """Whether the words before a name or noun are those wanted, or say nothing of whose it is."""
    words = re.findall(r"[\w-]+", _LAST_WORDS.search(left)[0])  # type: ignore[index]
    if not last[0].isupper():
        bare = not words or words[-1].lower() in STOP_WORDS | OPENERS
        return bare or wanted <= {stem(word) for word in words}
    words = [word for word in words if len(word) > 1]  # "Donald J. Trump"
    if not words or TIME.search(" ".join(words[-2:])) or _PLACED.search(left):
        return True
    first = words[-1]
    return (
        stem(first) in wanted
        or first[0].islower()
        or first.lower() in TITLES | STOP_WORDS | OPENERS
    )


def speaker_of(article: Article, start: int, end: int) -> Speaker | None:
    """Who says what stands at `article.text[start:end]` within a quotation, if that is plain."""
    words = own_words(article)
    places = quoted(article.text)
    quotation = next(((a, b) for a, b in places if a <= start and end <= b), None)
    if quotation is None:
        return None
    run = over(article, *quotation)
    beside = _speaker(article, words, run)
    for sentence in filter(None, (*run, beside)):
        if span := _teller(words[sentence.number], places, sentence):
            return Speaker(sentence, span, over(article, start, end))
    return None


def teller_of(article: Article, sentence: Sentence) -> Speaker | None:
    """Who says what a sentence tells, if that is plain: who is named in it or, for "he", in the
    nearest of those before."""
    words, places = own_words(article), quoted(article.text)
    others: Set[str] = frozenset()
    for number in range(sentence.number, max(-1, sentence.number - BACK), -1):
        here, own = article.sentences[number], words[number]
        span = _teller(own, places, here)
        if number < sentence.number and not span:
            span = _opening(own, places, here, others)
        if span:
            return Speaker(here, span, (sentence,))
        he = _HE.search(own)
        if he and not _named_before(own, he):
            others = _called_otherwise(article, he[0])
        elif number == sentence.number or re.search(r"\w", own):  # no mere quotation
            return None
    return None


def _opening(
    own: str, places: Sequence[tuple[int, int]], sentence: Sentence, others: Set[str]
) -> tuple[int, int] | None:
    """Where the name stands that a sentence opens with, if it is none of the `others`."""
    subject = _subject(own, others)
    for name in _NAME.finditer(own) if subject >= 0 else ():
        last = not _NAME_GOES_ON.match(own, name.end())
        if last and _begin(own, name) <= subject <= name.start():
            return _outside(places, sentence, _full_name(own, name))
    return None


def tellers(article: Article, sentences: Sequence[Sentence]) -> dict[Sentence, tuple[int, int]]:
    """Where in the article those of the sentences that name whom they have something from do so,
    outside of quotations."""
    words, places = own_words(article), quoted(article.text)
    found = {s: _teller(words[s.number], places, s) for s in sentences}
    return {sentence: span for sentence, span in found.items() if span}


def _teller(
    own: str, places: Sequence[tuple[int, int]], sentence: Sentence
) -> tuple[int, int] | None:
    for name in _NAME.finditer(own):
        if _NAME_GOES_ON.match(own, name.end()) or name[0].lower() in STOP_WORDS:
            continue
        if _says(own, name) and (span := _outside(places, sentence, _full_name(own, name))):
            return span
    return None


def _outside(
    inside: Sequence[tuple[int, int]], sentence: Sentence, name: str
) -> tuple[int, int] | None:
    """Where a sentence has a name outside the quotations, whose places are `inside`."""
    for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", sentence.text):
        start, end = (sentence.start + place for place in found.span())
        if not any(a < end and start < b for a, b in inside):
            return start, end
    return None


def _full_name(own: str, name: re.Match[str]) -> str:
    """With titles and first names, but not with what opens the sentence: "As Ada Lund"."""
    words = own[_begin(own, name) : name.end()].split(" ")
    opener = words[0].lower() in STOP_WORDS and not words[0].isupper()  # "US" is no "us"
    return " ".join(words[opener:])
