"""Examples to train the reader on, from the shared data sets, and the negatives they lack.

An example is a question, a passage and the answer's offsets in it, or none. Passages are cut to
the lengths at which the product reads: whole passages, and a sentence with the one before it.
The negatives are the mistakes a reader makes on articles:

- `unanswered`: SQuAD 2.0's own, written by people to look answerable (Rajpurkar et al. 2018)
- `removed`: the passage without the sentence that answers a question which someone had typed before
  seeing it
- `swapped`: a name or number in the question replaced, so the passage no longer answers
- `opposed`: a word in the question replaced by its opposite, or the question negated
- `reworded`: a content word of the question replaced by one of another question on the article
- `neighbour`: the passage of the same article that shares most words with the question

`followup` and `written` teach what a follow-up leaves out (`training/followup.py`), `everyday` all
of it in ordinary people's words (`training/everyday.py`), `adversarial` more of SQuAD's
unanswerable ones (`training/adversarial.py`), the rest to judge.

`paraphrased` is their counterweight: see `training/paraphrased.py`.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer

from index.embedding import MiniLM
from training import adversarial, everyday
from training.asked import asked
from training.examples import READS, WORD, Example, read_jsonl, sentences, shared
from training.followup import canard, split, told, written
from training.judging import judging
from training.paraphrased import paraphrased, usual_words
from training.wordnet import WordNet

NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+(?:of\s+|the\s+)?[A-Z][\w’'-]+)*")
# As stand-ins, only names met inside a sentence: a first word's capital proves nothing.
INNER_NAME = re.compile(r"(?<=[a-z,;] )" + NAME.pattern)
LOWER = re.compile(r"\b[a-z]{5,}\b")
WORDS = (50, 120, 200, 200)  # of a passage, about; it is read whole and then by the sentence
EASY = 1 / 8  # share of the negatives whose passage is cut anywhere
NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
DENIABLE = re.compile(
    r"(?:who|what|which|when|where|why)\b.*?\b(?:did|does|do|was|were|is|are|has|have|had|would)\b"
    r"(?!n['’]t| not)", re.I,
)  # fmt: skip
# "How long?" asks the same as "How short?".
OPPOSABLE = re.compile(r"\b(?<!\b[Hh]ow )(?!(?:has|have|had|did|does|was|were|are)\b)[a-z]{3,}\b")
DENIED = re.compile(r"\b(\w+)n['’]t\b|\b(?:not|never) ", re.I)
NEGATED = 0.05  # share of the questions that are negated; people seldom ask what is not


def squad_like(path: Path, kind: str) -> Iterator[Example]:
    for row in read_jsonl(path):
        if answers := row["answers"]:
            # The span most annotators chose; of those level, the shortest.
            counts = Counter((a["start"], a["text"]) for a in answers)
            (start, text), _ = min(counts.items(), key=lambda kv: (-kv[1], len(kv[0][1])))
            if row["context"][start : start + len(text)] != text:
                continue
            end = start + len(text)
            yield Example(row["title"], row["context"], row["question"], start, end, kind)
        else:
            yield Example(row["title"], row["context"], row["question"], -1, -1, "unanswered")


def qed(path: Path) -> Iterator[Example]:
    for row in read_jsonl(path):
        if row["answer_type"] == "single_sentence" and len(row["answer_spans"]) == 1:
            start, end = row["answer_spans"][0]
            text = row["paragraph_text"]
            if text[start:end] == row["answer_text"][0]:
                yield Example(row["title_text"], text, row["question_text"], start, end, "qed")


def qamr(path: Path) -> Iterator[Example]:
    """Questions on single sentences; only those whose answer is one run of tokens."""
    for row in read_jsonl(path):
        tokens = row["sentence"].split()
        places = [int(n) for n in row["answer_token_ids"].split()]
        if not places or places != list(range(places[0], places[-1] + 1)):
            continue
        start = len(" ".join(tokens[: places[0]])) + (places[0] > 0)
        end = start + len(" ".join(tokens[places[0] : places[-1] + 1]))
        yield Example(row["sentence_id"], row["sentence"], row["question"], start, end, "qamr")


def tempting(question: str, passage: str, spans: Sequence[tuple[int, int]]) -> int:
    """The number of the sentence that shares most words with the question."""
    return max(range(len(spans)), key=lambda i: shared(question, passage[slice(*spans[i])]))


def trim(example: Example, rng: random.Random, words: int) -> Example:
    """A run of whole sentences of about `words` words, with the answer where there is one.

    Where there is none, it keeps the sentence that tempts most, or the negative would be easy;
    one time in eight any sentence, because retrieval brings such passages too.
    """
    spans = sentences(example.context)
    if example.start >= 0:
        anchor = [i for i, (a, b) in enumerate(spans) if example.start < b and a < example.end]
        first, last = anchor[0], anchor[-1]
    elif rng.random() < EASY:
        first = last = rng.randrange(len(spans))
    else:
        first = last = tempting(example.question, example.context, spans)
    size = len(example.context[spans[first][0] : spans[last][1]].split())
    while size < words and (first > 0 or last < len(spans) - 1):
        if last == len(spans) - 1 or (first > 0 and rng.random() < 0.5):
            first -= 1
            size += len(example.context[slice(*spans[first])].split())
        else:
            last += 1
            size += len(example.context[slice(*spans[last])].split())
    low = spans[first][0]
    context = example.context[low : spans[last][1]].rstrip()
    if example.start < 0:
        return replace(example, context=context)
    return replace(example, context=context, start=example.start - low, end=example.end - low)


def removed(example: Example) -> Example | None:
    """Without the sentences that hold the answer; none if the answer stands elsewhere too."""
    spans = sentences(example.context)
    keep = [(a, b) for a, b in spans if not (example.start < b and a < example.end)]
    rest = "".join(example.context[a:b] for a, b in keep).strip()
    if len(keep) < 2 or example.answer.lower() in rest.lower():
        return None
    return Example(example.title, rest, example.question, -1, -1, "removed")


def swapped(example: Example, names: Sequence[str], rng: random.Random) -> Example | None:
    """With one name or number of the question exchanged for another."""
    question, changes = example.question, []
    for match in NAME.finditer(question, 1):
        if match[0] in example.context and names:
            others = [n for n in rng.sample(names, min(8, len(names))) if n not in question]
            others = [n for n in others if n != example.answer]
            if others:
                changes.append((match, others[0]))
    for match in NUMBER.finditer(question):
        if match[0] in example.context and match[0].isdigit():
            changes.append((match, str(int(match[0]) + rng.choice((-3, -2, -1, 1, 2, 5)))))
    if not changes:
        return None
    match, other = rng.choice(changes)
    changed = question[: match.start()] + other + question[match.end() :]
    return Example(example.title, example.context, changed, -1, -1, "swapped")


def reworded(example: Example, others: Sequence[str], rng: random.Random) -> Example | None:
    """With one content word of the question, which the passage has, exchanged for one that it has
    not, of the same ending, from another question on the article: "built" for "burned"."""
    told = set(WORD.findall(example.context.lower()))
    words = [m for m in LOWER.finditer(example.question) if m[0] in told]
    if not words:
        return None
    match = rng.choice(words)
    new = {
        w
        for other in rng.sample(others, min(12, len(others)))
        for w in LOWER.findall(other)
        if w[-2:] == match[0][-2:] and w not in told and w not in example.question
    }
    if not new:
        return None
    word = rng.choice(sorted(new))
    changed = example.question[: match.start()] + word + example.question[match.end() :]
    return Example(example.title, example.context, changed, -1, -1, "reworded")


def opposed(
    example: Example, wordnet: WordNet, usual: Set[str], rng: random.Random
) -> Example | None:
    """With one word exchanged for its opposite, which the passage has not; a few negated instead,
    or freed of their negation."""
    question = example.question
    if rng.random() < NEGATED:
        changed = DENIED.sub(lambda m: m[1] or "", question, count=1)
        if changed == question and (match := DENIABLE.match(question)):
            changed = f"{match[0]}n't{question[match.end() :]}"
    else:
        told = set(re.findall(r"\w+", example.context.lower()))
        changes = sorted(
            (match.start(), match.end(), other)
            for match in OPPOSABLE.finditer(question)
            for other in wordnet.antonyms(match[0])
            if other in usual and other not in told
        )
        start, end, other = rng.choice(changes) if changes else (0, 0, "")
        changed = question[:start] + other + question[end:]
    if changed == question:
        return None
    return Example(example.title, example.context, changed, -1, -1, "opposed")


def neighbours(examples: Sequence[Example]) -> Iterator[Example]:
    """Each question on the most similar other passage of its article, by tf-idf."""
    by_title: dict[str, list[Example]] = {}
    for example in examples:
        by_title.setdefault(example.title, []).append(example)
    for group in by_title.values():
        passages = list(dict.fromkeys(e.context for e in group))
        if len(passages) < 3:
            continue
        vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True)
        matrix = vectorizer.fit_transform(passages)
        scores = (vectorizer.transform([e.question for e in group]) @ matrix.T).toarray()
        for example, row in zip(group, scores, strict=True):
            for index in row.argsort()[::-1][:2]:
                passage = passages[index]
                if passage != example.context and example.answer.lower() not in passage.lower():
                    yield Example(example.title, passage, example.question, -1, -1, "neighbour")
                    break


def mixture(data: Path, folder: Path, counts: dict[str, int], seed: int) -> list[Example]:
    """The training set: for each kind, `counts[kind]` examples, trimmed and shuffled; `folder` has
    WordNet."""
    rng = random.Random(seed)
    wordnet = WordNet(folder)
    squad = list(squad_like(data / "squad2_train.jsonl.gz", "squad"))
    answered = [e for e in squad if e.start >= 0]
    shifts = list(squad_like(data / "squadshifts_new_wiki.jsonl.gz", "wiki"))
    pool = answered + shifts
    names_of: dict[str, list[str]] = {}
    for example in pool:
        names_of.setdefault(example.title, []).extend(INNER_NAME.findall(example.context))
    asked_of: dict[str, list[str]] = {}
    for example in pool:
        asked_of.setdefault(example.title, []).append(example.question)
    frequent = {t: sorted(n for n, c in Counter(ns).items() if c > 1) for t, ns in names_of.items()}
    ordinary, _ = everyday.pieces()
    hard = cache(lambda: adversarial.pieces(data)[0])  # read only where it is asked for
    sources: dict[str, Callable[[], Iterable[Example | None]]] = {
        "squad": lambda: answered,
        "unanswered": lambda: (e for e in squad if e.start < 0),
        "wiki": lambda: shifts,
        "reddit": lambda: squad_like(data / "squadshifts_reddit.jsonl.gz", "reddit"),
        "amazon": lambda: squad_like(data / "squadshifts_amazon_reviews.jsonl.gz", "amazon"),
        "qed": lambda: qed(data / "qed_train.jsonl.gz"),
        "qamr": lambda: qamr(data / "qamr.jsonl.gz"),
        "removed": lambda: (removed(e) for e in qed(data / "qed_train.jsonl.gz")),
        "swapped": lambda: (swapped(e, frequent[e.title], rng) for e in pool),
        "opposed": lambda: map(
            partial(opposed, wordnet=wordnet, usual=usual_words(pool), rng=rng), pool
        ),
        "reworded": lambda: (reworded(e, asked_of[e.title], rng) for e in pool),
        "neighbour": lambda: neighbours(pool),
        "asked": lambda: asked([*pool, *qed(data / "qed_train.jsonl.gz")], rng),
        "paraphrased": lambda: paraphrased(
            [*squad, *shifts, *asked(pool, rng)], wordnet, counts["paraphrased"], rng
        ),
        "followup": lambda: told(split(canard(data / "canard_train.jsonl.gz"))[0], rng),
        "everyday": lambda: everyday.read(ordinary),
        "everyday_removed": lambda: map(removed, everyday.answered(ordinary)),
        "everyday_judged": lambda: everyday.judged(ordinary, MiniLM(), rng),
        "adversarial": lambda: everyday.read(hard()),
        "adversarial_judged": lambda: everyday.judged(hard(), MiniLM(), rng),
        "everyday_talks": lambda: told(everyday.talks(ordinary), rng),
        "written": lambda: told(split(written())[0], rng),
        **judging(data, rng),
    }
    chosen: list[Example] = []
    for kind, count in counts.items():
        found = [e for e in sources[kind]() if e is not None]
        rng.shuffle(found)
        chosen += (found * (count // max(len(found), 1) + 1))[:count]
    chosen = [trim(e, rng, rng.choice(WORDS)) if e.verdict == READS else e for e in chosen]
    rng.shuffle(chosen)
    return chosen
