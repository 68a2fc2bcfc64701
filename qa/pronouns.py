"""Pronouns and other gaps of a follow-up, filled with what was spoken of.

"When were they delivered?" gets "the missiles" in the place of "they", of the mentions that the
reader brings along (`qa.followup`) the likeliest that agrees with the pronoun. What is likely
and has no pronoun to stand for is added in brackets.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType

from index.retrieve import STOP_WORDS
from qa.followup import Word
from qa.reported import SAYING
from qa.times import TIME
from qa.words import ANYBODY, AUXILIARIES, PARTICIPLE, PLURAL, WORD, content_words

# Least chances of a word, chosen on the conversations of CANARD that training left out: to stand
# in for a pronoun, and to be added where no pronoun asks for it. The second is so high that a new
# subject does not drag the old one along.
LEAST = 0.3
LEAST_ADDED = 0.7
LEAST_POINTED = 0.4  # to be added where the message points back: "that decision"
LEAST_HE = 0.1  # a person's pronoun needs a name, even an unlikely one
LEAST_THEY = 0.15  # and "they" something of which there are several
FAR_LESS = 0.4  # of its likeliest word's chance, below which no mention begins or ends with a word
NOBODY: Mapping[str, str] = MappingProxyType({})
NAME = re.compile(r"\b[A-Z][\w’'-]*(?: (?:of |the )?[A-Z][\w’'-]*)*")
HE = r"he|him|his|she|her|hers"
PRONOUN = re.compile(
    rf"\b(?P<he>{HE})\b|\b(?P<it>they|them|their|theirs|it|its|this|these|those|that)\b"
    r"(?!\s+(?:true|say|says|mention|mentions)\b)",
    re.I,
)
# "that" and its like stand for something only where no noun of theirs follows.
DEMONSTRATIVE = re.compile(r"this|that|these|those", re.I)
STANDS_ALONE = re.compile(r"\s*(?:[?.!,;]|$|\b(?:is|are|was|were|in|on|at|for|to|by|from)\b)")
# A noun that was spoken of: "that decision", but not "the day that followed" or "this year".
POINTS_BACK = re.compile(
    r"(?:\b(?:this|these|those)|"
    rf"(?:^|\b(?:{AUXILIARIES}|of|in|on|at|by|for|to|from|with|about) )that) "
    rf"(?!(?:{AUXILIARIES}|in|on|at|for|to|by|from|happen|year|month|week|time|article|story)\b)\w",
    re.I,
)
# What is said or feared is no thing but a statement: "Who reported that?".
REACTING = (
    r"\b(?:(?:respond|react|repl[iy]|answer|object|agree|disagree)\w* (?:to|with)|sa(?:y|id) to)"
)
CLAIM = re.compile(
    rf"(?:{SAYING.pattern}|\b(?:report|confirm|announc|know|knew|learn)\w*|{REACTING})"
    r"\s(?P<it>it|that|this)"
    r"(?=\s*(?:[?.!,;]|$|(?:in|on|at|to|first)\b))",
    re.I,
)
# "How long did it take to sell them?", "Did it rain?": a word of the grammar.
DUMMY = re.compile(
    r"\s+(?:(?:takes?|took) .*\b(?:them|it|him|her)"
    r"|(?:rain|snow)(?:ing|y)?"
    r"|(?:so |very |that )?(?:cold|hot|warm|windy|sunny|dark)(?=\W*$)"
    r"|(?:possible|likely|clear|known) that"
    r"|(?:safe|legal|illegal|possible|too late|too early) to)\b",
    re.I,
)
# "Did she do that?", "Who did it?": no thing, but "What do they want?".
DOES = re.compile(rf"(?:\b(?:{AUXILIARIES})\b.*\b(?:do|done|doing)|\bwho(?: else)? did)\s+$", re.I)
# "How many people lost their houses?": their own.
OWN = re.compile(
    rf"\b(?:how many|which|what(?! (?:{AUXILIARIES})\b)|people|men|women|children|every(?:body|one)"
    rf"|{ANYBODY}|nobody|no one)\b[^,;:]*$",
    re.I,
)
DONE = frozenset(("it", "that", "this"))
HAPPENS = re.compile(r"\s+(?:(?:happen|occur)\w*\b(?! to\b)|(?:take|took) place\b)", re.I)
THEY = frozenset(("they", "them", "their", "theirs", "these", "those"))
# Somebody without a name: "the man", "mayor of Ulm". Some things have such endings too, but those
# are not likely for "he". What follows is the verb of what was asked: "the girl survive".
MEN, WOMEN = "man|boy|father|son|king", "woman|girl|mother|daughter|queen"
SOMEBODY = re.compile(
    rf"(?:(?:the|an?) )?(?P<who>(?:[a-z’'-]+ ){{0,2}}?[a-z]*(?:{MEN}|{WOMEN}|[a-z]{{2}}[eo]r"
    r"|ist|ian|victim|suspect|president|chief|student|child|thief|nurse|priest|patient|resident"
    r"|tenant|agent)\b(?!['’]s)(?: of(?: [A-Z]\w+)+)?)"
)
CALLED = {
    "he": re.compile(rf"\b(?:[a-z]*(?<!wo)man|{MEN}|mr)\b", re.I),
    "she": re.compile(rf"\b(?:[a-z]*woman|{WOMEN}|mrs|ms)\b", re.I),
}
# Told by its last word.
SEVERAL = re.compile(r".*(?:[^\Ws]s|\b(?:people|men|women|children|police|staff))", re.I | re.S)
WHO = re.compile(r"who(?:'s|’s| is| was) ", re.I)  # "Who is that?"
WHEN = re.compile(r"\b(?:before|after|since|until|till|by|in|on|during)\s+$", re.I)
THINGS = THEY | {"it", "its"}
ONE_THING = frozenset(("it", "its", "this", "that"))
AMOUNT = re.compile(r"(?:the )?(?!(?:1\d|20)\d\d )\d|[a-z-]+(?<![uis])s\Z")  # "40 crowns", "crowns"
OF = re.compile(r"\bof $", re.I)
PLURALS = re.compile(rf"(?!the )(?:[a-z]+ )?(?:{PLURAL})")
POSSESSIVE = frozenset(("his", "hers", "their", "theirs", "its"))
POSSESSIVE_OF = {"he": "his", "she": "her", "they": "their", "it": "its"}
# What follows "her" in "her reason", but not in "sent her there".
NOUN = re.compile(
    r"\s+(?!(?:in|on|at|to|by|for|from|and|or|as|with|about|of|over|into|under|during|since|there"
    r"|here|home|away|back|out|off|again|now|then|so|that|if|when|because|before|after|until|what"
    r"|who|how|why|an?|the|yesterday|today)\b)\w"
)
# The verb of what was asked, which a mention drags along: "ATACMS first delivered" for "it".
VERB = re.compile(r"(?<!\bthe)(?: (?:first|last|ever|also|now|then|only))? [a-z]{3,}(?<!e)ed$")
A_VERB = re.compile(rf"{PARTICIPLE}|[a-z]{{2,}}ing")
DONE_TO = re.compile(PARTICIPLE)  # "found" is no "it", which "training" may be
# The same at its front: "find the crack" for "it", "under the bridge" for "there".
FRONT = re.compile(r"\A(?!half|all|both|most)[a-z]+ (?=(?:the|an?) )")
ARTICLE = re.compile(r"\b(?:the|an?) $", re.I)
JOINS = re.compile(r"(?:[\s\"“”‘’'-]|\b(?:of|the|and|in|for|s)\b)*")


@dataclass(frozen=True, slots=True)
class Mentions:
    """What of the conversation a pronoun may stand for, likeliest first: anything, persons, of whom
    some have no name, and what there are several of."""

    anything: list[str]
    persons: list[str]
    nameless: frozenset[str]
    several: list[str]

    @classmethod
    def of(cls, text: str, words: Sequence[Word]) -> "Mentions":
        mentions = mentions_of(text, [w for w in words if w.chance >= LEAST])
        names = [w for w in words if text[w.start].isupper() and w.chance >= LEAST_HE]
        names = [w for w in names if not text[w.start : w.end].isupper()] or names  # "NATO" is none
        likely = mentions_of(text, [w for w in words if w.chance >= LEAST_THEY])
        several = [m for m in likely if SEVERAL.fullmatch(m)]
        somebody = {m: f"the {found['who']}" for m in mentions if (found := SOMEBODY.match(m))}
        likeliest = [somebody.get(m, m) for m in mentions if m in somebody or _is_name(m)]
        persons = dict.fromkeys([*likeliest, *mentions_of(text, names)])
        return cls(mentions, list(persons), frozenset(somebody.values()), several)

    def offered(self, pronoun: re.Match[str], used: Set[str]) -> list[str]:
        """To a pronoun, when `used` stand for others already. Who is spoken to is another one
        than who speaks; failing that the pronoun stays."""
        if pronoun["he"]:
            others = frozenset().union(*map(content_words, used))
            return [m for m in self.persons if content_words(m).isdisjoint(others)]
        unused = [m for m in self.anything if m not in used] or self.anything
        if pronoun[0].lower() in THEY:
            return [m for m in self.several if m not in used] or unused
        return unused


def filled(
    message: str,
    text: str,
    words: Sequence[Word],
    claim: str = "",
    people: Mapping[str, str] = NOBODY,
) -> str:
    """`message` with its pronouns replaced by what of `text` the reader brings along, and by
    `claim` where one stands for what was said; `people` has the words of the names of people, with
    "he" or "she" where they are called so."""
    asked = {w.lower() for w in WORD.findall(message)} | STOP_WORDS
    new = [w for w in words if text[w.start : w.end].lower() not in asked]
    out = _replaced(message, Mentions.of(text, new), claim, people)
    if out != message:  # what the pronoun stands for is mostly all that was left out
        return out
    rest = [
        m
        for m in _added(message, text, new, people)
        if not content_words(m) <= content_words(out) and not _of_a_name_in(out, m, text)
    ]
    if not rest:
        return out
    body, mark = re.fullmatch(r"(.*?)(\W*)", out, re.S).groups()  # type: ignore[union-attr]
    return f"{body} ({', '.join(rest)}){mark or '?'}"


def _replaced(message: str, mentions: Mentions, claim: str, people: Mapping[str, str]) -> str:
    claimed = {m.start("it") for m in CLAIM.finditer(message)}
    used: set[str] = set()
    named: set[str] = set()  # pronouns that need no name: "When did Ada Lund sell her mill?"

    def stands_for(pronoun: re.Match[str]) -> str:
        word = pronoun[0].lower()
        if word in named or not _refers(pronoun, message):
            return pronoun[0]
        if pronoun.start() in claimed and (claim or word != "it"):
            return claim or pronoun[0]  # nobody says a thing
        offered = mentions.offered(pronoun, used)
        fit = _agreeing(offered, mentions.nameless, pronoun, message, people)
        if not fit:
            return pronoun[0]
        used.add(fit[0])
        named.update({word, POSSESSIVE_OF.get(word, word)} - {"that", "this"})
        return _inflected(fit[0], pronoun, message)

    return PRONOUN.sub(stands_for, message)


def _added(message: str, text: str, new: Sequence[Word], people: Mapping[str, str]) -> list[str]:
    """What is likely enough to belong to the message without a pronoun that asks for it."""
    least = LEAST_POINTED if POINTS_BACK.search(message) else LEAST_ADDED
    likely = mentions_of(text, [w for w in new if w.chance >= least])
    added = [m for m in likely if not m[0].isdigit() and not A_VERB.fullmatch(m)]
    pronouns = [m for m in PRONOUN.finditer(message) if _refers(m, message)]
    if any(pronoun[0].lower() in THINGS for pronoun in pronouns):
        # Likely for the pronoun's sake, which it cannot stand for.
        return [m for m in added if not _is_person(m, people)]
    others = [pronoun for pronoun in pronouns if pronoun["he"] and people]
    return [m for m in added if not any(_is_other(m, pronoun, people) for pronoun in others)]


def mentions_of(text: str, words: Sequence[Word]) -> list[str]:
    """Neighbouring words as one mention; the likeliest first, none said by another's words."""
    runs: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.start):
        if runs and JOINS.fullmatch(text[runs[-1][-1].end : word.start]):
            runs[-1].append(word)
        else:
            runs.append([word])
    mentions: list[str] = []
    for run in sorted(map(_trimmed, runs), key=lambda r: (-max(w.chance for w in r), -len(r))):
        said = re.sub(r"['’]s$", "", text[run[0].start : run[-1].end])
        mention = VERB.sub("", FRONT.sub("", said))
        if mention[0].islower() and ARTICLE.search(text[: run[0].start]):
            mention = f"the {mention}"
        if not any(content_words(mention) <= content_words(other) for other in mentions):
            mentions = [m for m in mentions if not content_words(m) <= content_words(mention)] + [
                mention
            ]
    return mentions


def names_in(question: str) -> list[re.Match[str]]:
    """The names that a question has. Its first word's capital is none: "Did Sweden win?"."""
    return list(NAME.finditer(question[:1].lower() + question[1:]))


def _trimmed(run: Sequence[Word]) -> Sequence[Word]:
    """Without the words at its ends that are far less likely: "supply ATACMS" for "them"."""
    least = FAR_LESS * max(word.chance for word in run)
    kept = [n for n, word in enumerate(run) if word.chance >= least]
    return run[kept[0] : kept[-1] + 1]


def _refers(pronoun: re.Match[str], message: str) -> bool:
    """Whether a pronoun points out of its message: not to a name in it, nor to a noun after it."""
    word, after = pronoun[0], message[pronoun.end() :]
    if HAPPENS.match(after):  # no thing of those named does, and "Where did it happen?" is whole
        return False
    if word.lower() == "it" and DUMMY.match(after):
        return False
    if word.lower() in ("their", "its") and OWN.search(message[: pronoun.start()]):
        return False
    if word.lower() in DONE and DOES.search(message[: pronoun.start()]):
        return False
    if DEMONSTRATIVE.fullmatch(word):
        return bool(STANDS_ALONE.match(after))
    # "Did Trump call him?" is about somebody else, "Did Trump say he would?" hardly.
    object_ = word.lower() == "him" or (word.lower() == "her" and not NOUN.match(after))
    return not pronoun["he"] or object_ or not names_in(message[: pronoun.start()])


def _agreeing(
    mentions: Sequence[str],
    nameless: Set[str],
    pronoun: re.Match[str],
    message: str,
    people: Mapping[str, str],
) -> list[str]:
    """The mentions that a pronoun may stand for: no person for "it" or "that", for "she" one if
    there is one, no amount for what is one thing, and a day only behind "before" and the like."""
    days = WHEN.search(message[: pronoun.start()])
    fit = [m for m in mentions if not DONE_TO.fullmatch(m) and (days or not TIME.fullmatch(m))]
    if pronoun[0].lower() in ONE_THING:
        fit = [m for m in fit if not AMOUNT.match(m)]
    if pronoun[0].lower() in THEY:
        fit = [m for m in fit if SEVERAL.fullmatch(m) or not SOMEBODY.match(m)]
    thing = DEMONSTRATIVE.fullmatch(pronoun[0]) and not WHO.match(message)
    if thing or pronoun[0].lower() in THINGS:
        return [m for m in fit if not _is_person(m, people)]
    if not (pronoun["he"] and people):
        return fit
    fit = [m for m in fit if not _is_other(m, pronoun, people)]
    return [m for m in fit if _is_person(m, people) or m in nameless] or fit


def _is_name(mention: str) -> bool:
    """Whether it has a capital, but not only capitals: "NATO" is no person."""
    return mention[0].isupper() and not mention.isupper()


def _is_person(mention: str, people: Mapping[str, str]) -> bool:
    """Whether a mention is or ends with a name, of whose words all stand in names of people."""
    words = WORD.findall(mention)
    return words[-1][0].isupper() and {w for w in words if w[0].isupper()} <= people.keys()


def _is_other(mention: str, pronoun: re.Match[str], people: Mapping[str, str]) -> bool:
    """Whether a mention is called "he" where the pronoun is "she", or the other way round."""
    called = {people[word] for word in WORD.findall(mention) if people.get(word)}
    called |= {one for one, nouns in CALLED.items() if nouns.search(mention)}
    ours = "he" if pronoun[0].lower() in ("he", "him", "his") else "she"
    return bool(called) and ours not in called


def _of_a_name_in(message: str, mention: str, text: str) -> bool:
    """Whether a mention is the first name, or the whole one, of somebody whom the message names by
    the last."""
    last = re.search(rf"\b{re.escape(mention)} ([A-Z][\w’'-]+)", text)
    named = {mention.split()[-1], *(last.groups() if last else ())} - {mention}
    return mention[0].isupper() and not named.isdisjoint(WORD.findall(message))


def _inflected(mention: str, pronoun: re.Match[str], message: str) -> str:
    word = pronoun[0].lower()
    if word == "them" and OF.search(message[: pronoun.start()]) and PLURALS.fullmatch(mention):
        return f"the {mention}"  # "How many of the runners"
    if word in POSSESSIVE or (word == "her" and NOUN.match(message[pronoun.end() :])):
        return mention + ("’" if mention.endswith("s") else "’s")
    return mention
