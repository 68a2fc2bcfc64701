"""Questions to begin with and to go on with, each of which the article answers.

`qa.suggestions.proposals` makes questions of sentences; here some are asked, and only those are
kept whose answer is sure and stands in the very sentence that the question was made from.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from qa.chat import Chat
from qa.suggestions.proposals import Proposal, proposals
from qa.types import Answer

TRIES = 12  # questions asked; each costs as much as a visitor's
SURE = 0.6  # least confidence of an answer
LEAD_ON = 3  # questions named after an answer
_PRONOUN = re.compile(
    r"(?:he|she|it|they|him|her|them|his|i|we|you|who|this|that|these|those|one)\b.{0,3}", re.I
)


def suggestions(
    chat: Chat, limit: int = 5, go_on: Callable[[], bool] = lambda: True
) -> list[Proposal]:
    """Up to `limit` questions that the article answers, of several kinds, from all over it, each
    with the sentences that it was made from. Before each is asked `go_on` may wait, and end the
    trying."""
    kept: list[Proposal] = []
    for tried, proposal in enumerate(varied(proposals(chat.article))):
        if tried == TRIES or len(kept) == limit or not go_on():
            break
        if proves(chat.ask(proposal.question), proposal):
            kept.append(proposal)
    return kept


def varied(found: Sequence[Proposal]) -> Iterator[Proposal]:
    """All of them, always one of the kind least seen so far and furthest from those before it."""
    left, seen = list(found), list[Proposal]()
    while left:

        def merit(p: Proposal) -> tuple[int, int]:
            return (
                sum(s.kind == p.kind for s in seen) + 2 * any(s.sources & p.sources for s in seen),
                -min((distance(p, s.sources) for s in seen), default=0),
            )

        best = min(left, key=merit)
        left.remove(best)
        seen.append(best)
        yield best


def proves(answer: Answer, proposal: Proposal) -> bool:
    """Whether the answer is sure, says something, and stands where the question came from.

    Of a list it is enough that it leaves none of those sentences out.
    """
    cited = {c.sentence.number for c in answer.citations}
    spans = {c.sentence.number for c in answer.citations if c.span}
    stands = spans and spans <= proposal.sources if answer.short else cited >= proposal.sources
    return bool(stands) and answer.confidence >= SURE and not _PRONOUN.fullmatch(answer.short)


def follow_ups(
    suggested: Sequence[Proposal], cited: Iterable[int], asked: Iterable[str]
) -> list[str]:
    """Up to three of an article's suggestions that were not asked yet, those made of sentences
    nearest to the `cited` ones (their numbers) first; in order where nothing is cited."""
    before, near = {fold(question) for question in asked}, frozenset(cited)
    fresh = [p for p in suggested if fold(p.question) not in before]
    return [p.question for p in sorted(fresh, key=lambda p: distance(p, near))][:LEAD_ON]


def distance(proposal: Proposal, sentences: Iterable[int]) -> int:
    """In sentences; 0 where there is nothing to be distant from."""
    return min((abs(a - b) for a in proposal.sources for b in sentences), default=0)


def fold(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.casefold()))
