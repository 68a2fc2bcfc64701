"""Talk: replies to a message that asks the article nothing, and to "are you sure?".

Every reply is a fixed phrase, a number, or slices of the article that an answer already cited.
"""

import re
from dataclasses import replace

from qa.compose import REPORTED
from qa.talking.english import foreign, gibberish
from qa.talking.manners import ENGLISH, plain, reply
from qa.types import Answer, Question

UNCLEAR = "I did not understand that. Ask me something about the article, in a whole question."
NOTHING = "There is nothing to prove yet. Ask me something about the article."

# From which confidence on how sure it is called; the threshold of an answer lies below 0.5.
SURE = ((0.9, "Quite sure"), (0.7, "Fairly sure"), (0.5, "Not quite sure"), (0.0, "Not sure"))
HOW_SURE = "{words}: I put it at {percent} %. Read for yourself:"
MOST = 99  # percent; to round up to 100 would be to claim that it cannot be wrong

_IT = r"(?: (?:about|of|for)? ?(?:that|this|it|so))?"
_SURE_ASKED = re.compile(
    r"(?:are |r )?you (?:really |quite |absolutely |100 ?% )*(?:sure|certain|positive|serious)"
    rf"{_IT}|really|seriously|for sure|how (?:sure|certain|confident) are you{_IT}"
    r"|is (?:that|this|it) (?:really )?(?:true|right|correct|so)|i doubt (?:it|that)"
    r"|i (?:do not|don't) believe (?:you|it|that)"
    r"|(?:(?:that|this|it|you)(?:'s| is|'re| are) )?(?:wrong|incorrect|not (?:right|true|correct))",
    re.I,
)  # fmt: skip
_WHERE_ASKED = re.compile(
    r"(?:where|how) (?:exactly )?(?:does|did|do) (?:it|they|the (?:article|text)|this article) say"
    rf"{_IT}|where is (?:that|this|it) (?:stated|written|said|mentioned)"
    r"|where was (?:that|this|it) (?:stated|said|mentioned)"
    rf"|how (?:do|can|could) you (?:know|tell|be sure){_IT}"
    rf"|(?:what(?: is|'s| are) )?your (?:sources?|proof|evidence){_IT}"
    r"|sources?|proof|evidence|(?:can you )?(?:prove|show) (?:it|that|this)(?: to me)?"
    r"|show me (?:where|(?:the|your) (?:source|sentence|proof|evidence|passage)s?)"
    r"(?: it says (?:that|so))?"
    r"|says who|who says (?:so|that)|(?:why do|what makes) you (?:say|think) (?:that|so)"
    r"|where (?:did|do) you (?:get|have|read|find) (?:that|this|it)(?: from)?",
    re.I,
)  # fmt: skip


_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")  # may be in any language


def talk(question: Question) -> Answer | None:
    """The reply to a message that asks the article nothing; none for a question."""
    message = question.asked
    says = reply(message)
    if says is None and foreign(_QUOTED.sub("", message)):
        says = ENGLISH
    if says is None and (gibberish(message) or not plain(message)):
        says = UNCLEAR
    return said(question, says) if says else None


def said(question: Question, says: str) -> Answer:
    """A fixed phrase as an answer."""
    return Answer(question, "talk", says, "", (), (), 1.0)


def asks_again(message: str) -> bool:
    """Whether it asks about the answer before: how sure it is, or where it stands."""
    text = plain(message)
    return bool(_SURE_ASKED.fullmatch(text) or _WHERE_ASKED.fullmatch(text))


def again(question: Question, before: Answer | None) -> Answer:
    """The answer before, put as its proof: how sure it is, if that was asked, and its sentences.

    It keeps its kind, and what it is about: `text` of its question is that of the earlier one.
    """
    if before is None:
        return said(question, NOTHING)
    asked = Question(before.question.text, question.asked)
    if not before.citations:
        return replace(before, question=asked)
    between = " " if before.short else "\n"  # the lines of a survey stay lines
    proof = between.join(f"{c.sentence.text} [{c.marker}]" for c in before.citations)
    if before.text.startswith(REPORTED):
        proof = f"{REPORTED}\n\n{proof}"
    if _SURE_ASKED.fullmatch(plain(question.asked)):
        proof = f"{how_sure(before.confidence)}\n\n{proof}"
    return replace(before, question=asked, text=proof)


def opening(answer: Answer) -> list[str]:
    """The fixed phrases that an answer opens with: how sure it is, that it only reports."""
    phrases = []
    for part in answer.text.split("\n\n"):
        if part != REPORTED and part != how_sure(answer.confidence):
            break
        phrases.append(part)
    return phrases


def in_words(confidence: float) -> str:
    return next(words for least, words in SURE if confidence >= least)


def how_sure(confidence: float) -> str:
    """A confidence in words and in percent."""
    percent = min(round(100 * confidence), MOST)
    return HOW_SURE.format(words=in_words(confidence), percent=percent)
