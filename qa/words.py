"""Words: those of the grammar, those that carry meaning, and which are taken for the same."""

import re

from index.retrieve import STOP_WORDS

WORD = re.compile(r"\d+(?:[,.]\d+)+\w*|\w+(?:[’'-]\w+)*")
ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS = "|".join((*ONES[1:], *TENS))  # without "one", who may be somebody
ANYBODY = r"(?:any|some)(?:body|one)"
QUESTION_WORDS = "who|whom|whose|what|which|where|when|why|how"
AUXILIARIES = (
    "is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must"
)
# The same before "n't", of which three lose a letter or two: "can't", "won't", "shan't".
ALSO_DENIED = rf"{AUXILIARIES}|(?:ca|wo|sha)(?=n['’]?t)"
PARTICIPLE = (
    r"(?:[a-z]+(?<!e)ed|hurt|lost|shot|sold|built|found|held|sent|made|kept|spent|won|missing|dead)"
)
PLURAL = "[a-z]+s|people|men|women|children"
# The text that is asked. "The report" may be one that it is about, so of these words only "this".
OTHER_TEXT = (
    r"(?:report|feature|interview|review|(?:blog )?post|blog|paper|document|write-?up|column)"
)
THE_TEXT = (
    r"(?:(?:the|this|that) (?:whole |entire )?(?:news )?"
    rf"(?:article|text|story|piece|news|page|passage)|this (?:whole |entire )?{OTHER_TEXT})"
)
# What a question may begin with and mean the same.
_POLITE = r"(?:hi|hello|hey|thanks|thank you|thx|wait|lol|oh|h+m+|um+)(?: there)?"
_SAID = r"great|cool|nice|perfect|wow|sorry|no|yes|yeah|really|by the way|btw"
LEAD = re.compile(
    r"^(?:(?:and|but|so|ok|okay|well|then|now|also)\b[,:]?\s+"
    rf"|(?:{_POLITE}|{_SAID})\s*[,.!:;–—-]+\s+"
    rf"|{_POLITE}\s+(?=(?:{QUESTION_WORDS}|{AUXILIARIES})\b))+",
    re.I,
)


def content_words(text: str) -> set[str]:
    """Words in lower case without stop words and possessive endings."""
    words = (re.sub(r"['’]s$", "", word.lower()) for word in WORD.findall(text))
    return set(words) - STOP_WORDS


def content(text: str) -> list[str]:
    """Words that are no stop words, as they stand, in order."""
    return [w for w in re.findall(r"\w+", text) if w.lower() not in STOP_WORDS]


def stems(text: str) -> set[str]:
    """Of the content words of a text."""
    return {stem(word) for word in content(text)}


def stem(word: str) -> str:
    """A crude stem, enough to match "delivered" with "delivery"."""
    return word.lower()[:5]


def with_capital(text: str) -> str:
    """With a capital for its first letter, the others as they are."""
    return text[:1].upper() + text[1:]
