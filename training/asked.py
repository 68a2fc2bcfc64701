"""Yes-or-no questions and statements made from questions with an answer.

"When was the castle built?", answered "1086", becomes "Was the castle built in 1086?" beside the
sentence that says so (yes), the same with another year (no), and the first beside a sentence of
the passage that tempts and does not say (open). The text is a sentence with the one before it, as
the product judges them. Half of what can also be told ("The castle was built in 1086.") is, because
claims are checked, too. Rules turn what they turn safely (as Demszky, Guu and Liang 2018 did for
inference) and leave the rest; a wrong value has the form of the right one and, where there is one,
stands in the same passage.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence

from training.examples import NO, OPEN, YES, Example, sentence_at, sentences, shared
from training.judging import statement

MOST_WORDS = 6  # of an answer; a longer one makes no question that people ask
TOLD = 0.5  # share of the questions that come as statements, where a rule makes one
FEWEST_WORDS = 6  # of a text; fewer are a title or "Dr."
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NUMBERS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty"
YEAR = re.compile(r"\b1[0-9]{3}\b|\b20\d\d\b")
MONTH = re.compile(rf"\b(?:{MONTHS})\b")
NUMBER = re.compile(rf"\b\d[\d,.]*\d\b|\b\d\b|\b(?:{NUMBERS})\b")
NAME = re.compile(r"\b[A-Z][\w-]+(?: (?:of |the |de |von )?[A-Z][\w-]+)*")
IN = re.compile(
    r"^(?:in|to|on|at|by|during|since|after|before|from|around|near|between|until)\b", re.I
)
DAY = re.compile(rf"\b\d\d?(?:st|nd|rd|th)? (?:{MONTHS})|(?:{MONTHS}) \d\d?\b|day$")

PAST = (
    "wrote|won|led|became|made|built|gave|took|sold|bought|lost|held|began|found|said|came|went|ran"
    "|sent|taught|chose|grew|drew|broke|kept|left|met|paid|put|set|sang|spoke|told|thought|wore"
)
AUX = r"(did|does|do|was|were|is|are|has|have|had|can|could|will|would)"
WHEN = re.compile(
    rf"^(?:When|(?:In |On )?(?:what|which) (?:year|month|day|date)) {AUX} (.+)$", re.I
)
WHERE = re.compile(rf"^Where {AUX} (.+)$", re.I)
WHO_IS = re.compile(r"^(?:Who|What) (was|were|is|are) ((?:the|an?|\w+['’]s) .+)$", re.I)
HOW_MANY = re.compile(r"^How many ([a-z]+(?: [a-z]+)?) (was|were|are|have|had|did|do) (.+)$", re.I)
PASSIVE = re.compile(  # what follows "When" or "Where"
    r"^(was|were|is|are) (.+?) ((?:[a-z]+ed|born|built|held|made|written|won|given|found|sold|set"
    r"|led|known|taken|shown|begun|fought|sent|kept|cut|put)\b(?!-)(?: .+)?)$"
)
SUBJECT = re.compile(rf"^(?:Who|(?:What|Which) [a-z]+) ([a-z]{{2,}}ed|{PAST}) (.+)$", re.I)


def asked_of(question: str, answer: str) -> str | None:
    """The question with its answer put in, to be answered by yes; none where no rule fits."""
    question = question.strip().rstrip("?").strip()
    if len(answer.split()) > MOST_WORDS or re.search(r"[.;:()“”\"]", answer):
        return None
    if match := WHEN.match(question):
        return f"{match[1].capitalize()} {match[2]} {dated(answer)}?"
    if match := WHERE.match(question):
        return f"{match[1].capitalize()} {match[2]} {placed(answer)}?"
    if match := WHO_IS.match(question):
        return f"{match[1].capitalize()} {answer} {match[2]}?"
    if (match := HOW_MANY.match(question)) and NUMBER.search(answer):
        counted = answer if match[1].split()[-1] in answer else f"{answer} {match[1]}"
        if match[2] in ("did", "do"):
            return f"{match[2].capitalize()} {match[3]} {counted}?"
        return f"{match[2].capitalize()} {counted} {match[3]}?"
    if match := SUBJECT.match(question):
        return f"{answer[0].upper()}{answer[1:]} {match[1]} {match[2]}."
    return None


def told_of(question: str, answer: str) -> str | None:
    """A statement that says the same as `asked_of`; none where no rule fits."""
    question = question.strip().rstrip("?").strip()
    if not asked_of(question, answer):
        return None
    if match := WHO_IS.match(question):
        return f"{match[2][0].upper()}{match[2][1:]} {match[1]} {answer}."
    for asks, put in ((WHEN, dated), (WHERE, placed)):
        match = asks.match(question)
        if match and (done := PASSIVE.match(f"{match[1].lower()} {match[2]}")):
            was, subject, rest = done.groups()
            return f"{subject[0].upper()}{subject[1:]} {was} {rest} {put(answer)}."
    return None


def placed(answer: str) -> str:
    return answer if IN.match(answer) else f"in {answer}"


def dated(answer: str) -> str:
    if IN.match(answer) or answer[:1].islower():
        return answer
    return f"on {answer}" if DAY.search(answer) else f"in {answer}"


def another(answer: str, context: str, others: Sequence[str], rng: random.Random) -> str | None:
    """A wrong value of the answer's form: another that the passage has, else a changed one."""
    for form in (YEAR, MONTH, NUMBER, NAME):
        if not (match := form.search(answer)):
            continue
        there = sorted({m for m in form.findall(context) if not alike(m, answer)})
        if form is YEAR and not there:
            there = [str(int(match[0]) + rng.choice((-20, -5, -2, -1, 1, 2, 5, 10)))]
        elif form is MONTH and not there:
            there = [m for m in MONTHS.split("|") if m != match[0]]
        elif form is NUMBER and (not there or rng.random() < 0.5):
            there = changed(match[0], rng)
        elif form is NAME:
            there = [m for m in there if " " in m or len(m) > 4][:12]
            if not there or rng.random() < 0.3:
                there = [o for o in others if NAME.fullmatch(o) and not alike(o, answer)]
        if there:
            return answer[: match.start()] + rng.choice(there) + answer[match.end() :]
        return None
    return None


def alike(one: str, other: str) -> bool:
    ours, theirs = (set(re.findall(r"\w+", text.lower())) for text in (one, other))
    return bool(ours & theirs)


def changed(number: str, rng: random.Random) -> list[str]:
    words = NUMBERS.split("|")
    if number in words:
        return [w for w in words if w != number]
    digits = number.replace(",", "")
    if not digits.isdigit() or len(digits) > 12:
        return []
    value = int(digits)
    far = max(1, round(value * rng.choice((0.1, 0.5, 1, 2))))
    return [f"{other:,}" if "," in number else str(other) for other in (value + far, value - far)
            if other > 0]  # fmt: skip


def beside(context: str, index: int) -> str:
    """The sentence of that index with the one before it."""
    spans = sentences(context)
    return context[spans[max(0, index - 1)][0] : spans[index][1]]


def tempting(question: str, example: Example) -> str | None:
    """The text that shares most words with the question and holds nothing of the answer."""
    texts = [beside(example.context, i) for i in range(len(sentences(example.context)))]
    open_ = [t for t in texts if not alike(example.answer, t) and len(t.split()) >= FEWEST_WORDS]
    return max(open_, key=lambda t: shared(question, t), default=None)


def asked(pool: Sequence[Example], rng: random.Random) -> Iterator[Example]:
    """Of each question that the rules turn a yes, a no and an open one, where they can be made."""
    answers: dict[str, list[str]] = {}
    for example in pool:
        answers.setdefault(example.title, []).append(example.answer)
    for example in (e for e in pool if e.start >= 0):
        for verdict in (YES, NO, OPEN):
            if made := one_asked(example, verdict, answers, rng):
                yield made


def one_asked(
    example: Example, verdict: int, answers: Mapping[str, Sequence[str]], rng: random.Random
) -> Example | None:
    told = rng.random() < TOLD and told_of(example.question, example.answer)
    made = told_of if told else asked_of
    if not (true := made(example.question, example.answer)):
        return None
    if verdict == OPEN:
        text = tempting(true, example)
        return statement(true, text, OPEN, "asked", example.title) if text else None
    index = sentence_at(sentences(example.context), example.start)
    text = beside(example.context, index)
    if verdict == YES:
        return statement(true, text, YES, "asked", example.title)
    wrong = another(example.answer, example.context, answers[example.title], rng)
    false = made(example.question, wrong) if wrong else None
    return statement(false, text, NO, "asked", example.title) if false else None
