"""Talk: replies to a message that asks the article nothing, and to "are you sure?".

Every reply is a fixed phrase, a number, or slices of the article that an answer already cited.
"""

import re
from dataclasses import replace

from qa.compose import REPORTED
from qa.talking.english import foreign, gibberish
from qa.talking.manners import ENGLISH, plain, reply
from qa.types import Answer, Question
from qa.words import THE_TEXT

UNCLEAR = "I did not understand that. Ask me something about the article, in a whole question."
NOTHING = "There is nothing to prove yet. Ask me something about the article."

# From which confidence on how sure it is called; the threshold of an answer lies below 0.5.
SURE = ((0.9, "Quite sure"), (0.7, "Fairly sure"), (0.5, "Not quite sure"), (0.0, "Not sure"))
HOW_SURE = "{words}: I put it at {percent} %. Read for yourself:"
MOST = 99  # percent; to round up to 100 would be to claim that it cannot be wrong

_IT = r"(?: (?:about|of|for)? ?(?:that|this|it|so))?"
_SURE_ASKED = re.compile(
    r"(?:are )?you (?:really |quite |absolutely |100 ?% )*(?:sure|certain|positive|serious)"
    rf"{_IT}|really|seriously|for sure|how (?:sure|certain|confident) are you{_IT}"
    r"|is (?:that|this|it) (?:really )?(?:true|right|correct|so)|i doubt (?:it|that)"
    r"|i (?:do not|don't) believe (?:you|it|that)"
    r"|(?:that|this|it|he|she|they) (?:is|was|are|were|does|did|has|have)(?:n't| not)"
    r"|(?:(?:that|this|it|you)(?:'s| is|'re| are) )?"
    r"(?:incorrect|not (?:right|true|correct|so)|(?:(?:the|a) )?wrong(?: answer)?)",
    re.I,
)  # fmt: skip
_SURE = re.compile(r"(?:(?:so|but|and|ok|you),? )*sure ?\?[?!]*", re.I)
_IN = rf" (?:(?:in|from) {THE_TEXT}|here)"
_CAN = r"(?:(?:can|could|would|will) you )?"
_SENTENCE = r"(?:sentence|line|paragraph|passage)s?"
_PROOF = rf"(?:{_SENTENCE}|(?:source|citation|proof|evidence)s?)"
_STANDS = r"(?:stated|written|said|mentioned)"
_WHERE_ASKED = re.compile(
    rf"(?:where|how)(?: exactly)?(?:{_IN})? (?:does|did|do) (?:it|they|{THE_TEXT}) say{_IT}"
    rf"(?:{_IN})?|where (?:is|was) (?:that|this|it) {_STANDS}(?:{_IN})?"
    rf"|where(?: exactly)?{_IN} (?:is|was) (?:that|this|it)(?: {_STANDS})?"
    rf"|where (?:is|was) (?:that|this|it){_IN}"
    rf"|how (?:do|can|could) you (?:know|tell|be sure){_IT}"
    rf"|(?:what(?: is|'s| are) )?your (?:sources?|proof|evidence){_IT}"
    r"|(?:what(?: is|'s| are) )?the (?:source|citation)s?"
    rf"|sources?|citations?(?: needed)?|proof|evidence|{_CAN}(?:prove|show) (?:it|that|this)"
    r"(?: to me)?"
    rf"|{_CAN}show me (?:where|(?:the|your) {_PROOF})(?: it says (?:that|so))?"
    rf"|{_CAN}(?:quote|cite|show|read|give me) (?:the|that|your) (?:exact )?{_PROOF}"
    r"|which (?:sentence|paragraph|passage)s?"
    rf"|(?:in |from )?(?:which|what) {_SENTENCE} (?:(?:is|was) (?:that|this|it)"
    rf"(?: in| from| {_STANDS})?|does (?:that|this|it) (?:stand in|come from)"
    r"|(?:does (?:that|it) say|says|said) (?:that|this|so|it))"
    r"|says who|who says (?:so|that)|(?:why do|what makes) you (?:say|think) (?:that|so)"
    r"|where (?:did|do) you (?:get|have|read|find) (?:that|this|it)(?: from)?",
    re.I,
)  # fmt: skip


_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")  # may be in any language


def talk(question: Question) -> Answer | None:
    """The reply to a message that asks the article nothing; none for a question."""
    message = question.asked
    if asks_again(message):  # "Sure?", which is only polite without its mark
        return None
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
    return _asks_how_sure(message) or bool(_WHERE_ASKED.fullmatch(plain(message)))


def _asks_how_sure(message: str) -> bool:
    return bool(_SURE.fullmatch(message.strip()) or _SURE_ASKED.fullmatch(plain(message)))


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
    if before.reported:
        proof = f"{REPORTED}\n\n{proof}"
    if _asks_how_sure(question.asked):
        proof = f"{how_sure(before.confidence)}\n\n{proof}"
    return replace(before, question=asked, text=proof)


def preface(answer: Answer) -> list[str]:
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
