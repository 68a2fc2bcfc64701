"""What is only reported: claimed, feared, denied or planned, and by whom.

A question that asks for yes or no ("Could he end the war?") is not settled by a sentence that only
tells what somebody said of it. Told by words and their places: where most of what the question asks
stands after a word of saying, inside a quotation, or after a word of planning. A question that
asks for the saying itself ("Did he claim that…?") is settled by it.

Not covered: claims that the sentence before introduces, and irony.
"""

import re

from index.article import Sentence
from qa.words import stems

_SAYING = (
    r"(?:sa(?:y|ys|id|ying)|claim(?:s|ed|ing)?|stat(?:ed|ing)"
    r"|(?-i:(?<![Tt]he )states(?! of\b)|state that)|remark(?:s|ed)?|t(?:ell|ells|old)"
    r"|warn(?:s|ed|ing)?|argu(?:e|es|ed|ing)|insist(?:s|ed|ing)?|suggest(?:s|ed)?|alleg(?:e|es|ed)"
    r"|assert(?:s|ed)?|den(?:y|ies|ied|ying)|predict(?:s|ed|ing)?|promis(?:e|es|ed|ing)"
    r"|vow(?:s|ed)?|threat(?:en|ens|ened)|believ(?:e|es|ed)|think(?:s)?|thought|fear(?:s|ed|ing)?"
    r"|(?-i:hop(?:e|es|ed|ing))|(?<!as )expect(?:s|ed)?|assum(?:e|es|ed)|estimat(?:e|es|ed)"
    r"|suspect(?:s|ed)?(?! of)"
    r"|accus(?:e|es|ed|ing)|speculat(?:e|es|ed)|concern(?:s|ed)?|worr(?:y|ies|ied)|doubt(?:s|ed)?"
    r"|reportedly|allegedly|supposedly|according to|in the words of)"
)
_PLANNING = (
    r"(?:(?-i:will|may)|would|could|might|plan(?:s|ned|ning)?|intend(?:s|ed)?|want(?:s|ed)?"
    r"|propos(?:e|es|ed|al)|consider(?:s|ing)?"
    r"|(?:aim(?:s|ed|ing)?|going|set|expected|scheduled) to)"
)
SAYING = re.compile(rf"\b{_SAYING}\b", re.I)
PLANNING = re.compile(rf"\b{_PLANNING}\b", re.I)
QUOTATION = re.compile(r"[“\"][^”\"]+[”\"]?")
# Behind "worried about the mill" a last clause, "which burned in May", tells of the mill and not of
# the worry. Behind "said that" it may be said as well.
ASIDE = re.compile(r" (?:about|over|of|at) .+(, (?:which|who|whose|where) [^,]+)$")
# "claimed that it burned and said it will be built": another saying, joined to the first.
JOINED = re.compile(rf",? and (?:(?:has|have|had|also|later|then) )*{_SAYING}\b", re.I)
# It asks what is or was, which a plan does not settle.
ASKS_FACT = re.compile(r"^(?:has|have|had|did|was|were|is|are|does|do)\b", re.I)


def reported(question: str, sentence: Sentence) -> tuple[int, int] | None:
    """Where in the article the saying or planning stands by which alone `sentence` bears on a
    yes-or-no question, from its word on; none where the sentence settles the question itself."""
    text, found = sentence.text, []
    if not SAYING.search(question):
        found = [(m.start(), m.end(), _end_of_said(text, m.end())) for m in SAYING.finditer(text)]
        found += [(m.start(), *m.span()) for m in QUOTATION.finditer(text)]
    if ASKS_FACT.match(question) and not PLANNING.search(question):
        found += [(m.start(), m.end(), len(text)) for m in PLANNING.finditer(text)]
    told = [(start, end) for start, low, end in found if _holds(question, text, low, end)]
    if not told:
        return None
    start, end = max(told)  # the nearest before what is asked
    return sentence.start + start, sentence.start + len(text[:end].rstrip(".!? "))


def _end_of_said(text: str, start: int) -> int:
    """Where what is said from `start` on ends: before another saying, or a clause on its object."""
    joined, aside = JOINED.search(text, start), ASIDE.match(text, start)
    return min(
        joined.start() if joined else len(text),
        aside.start(1) if aside else len(text),
    )


def _holds(question: str, text: str, start: int, end: int) -> bool:
    """Whether at least half of what the question asks stands in `text[start:end]`; its subject
    mostly stands before."""
    asked = stems(question)
    inside = asked & stems(text[start:end])
    outside = asked & stems(text[:start] + " " + text[end:])
    return bool(inside) and len(inside) >= len(outside)
