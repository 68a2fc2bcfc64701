"""Examples to judge: does a text say that a statement is so, that it is not, or leave it open?

From sentence pairs made for inference (MultiNLI, SNLI, SciTail), claims with evidence (FEVER, WiCE)
and questions that people typed (BoolQ). Part of the statements are asked as questions, so that
one head serves claims and yes-or-no questions. Pairs that leave something open are rare outside
the first: a claim or question set before the evidence of another on the same thing is one.

`sentences.jsonl` has questions for yes and no on sentences of QAMR, half of which are news, as
people ask them who have only seen the headline: `yes`, `no` and `open`, and the sentence's number.
They were written for this with the help of a language model.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer

from training.examples import NO, OPEN, WORD, YES, Example, read_jsonl, shared

WRITTEN = Path(__file__).parent / "sentences.jsonl"
ASKED = 0.4  # share of the statements that are asked
DISTRACTED = 0.4  # share of the claims whose evidence stands beside another sentence
LABELS = {
    "entailment": YES, "contradiction": NO, "neutral": OPEN, "not_entailment": OPEN,
    "SUPPORTS": YES, "REFUTES": NO,
    "supported": YES, "partially_supported": OPEN, "not_supported": OPEN,
}  # fmt: skip
TEMPTING = 3  # sentences of a page set before a claim that none of them supports

AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|can|could|will|would|should|may|might|must|does|do|did)\b"
    r"( not\b|n't\b)?"
)
PAST = re.compile(r"(?<=\w )([a-z]{2,}ed)\b")
INFINITIVE = re.compile(r"\bto ([a-z]{3,})\b")
SMALL = re.compile(
    r"(?:The|A|An|There|This|That|These|Those|It|He|She|They|We|Some|All|Both|People|Two|Three"
    r"|No|Nobody|Everyone|Men|Women|His|Her|Their|Its|My|Our|Someone|Many|Most|In|At|On)\b"
)


def statement(text: str, context: str, verdict: int, kind: str, title: str = "") -> Example:
    return Example(title, context.strip(), text.strip(), -1, -1, kind, verdict)


def nli(path: Path) -> Iterator[Example]:
    for row in read_jsonl(path):
        label = row["label"]
        kind = label if label == "not_entailment" else "nli"
        yield statement(row["hypothesis"], row["premise"], LABELS[label], kind)


def fever(path: Path) -> Iterator[Example]:
    """Each claim with its first group of evidence."""
    for row in read_jsonl(path):
        evidence = detokenized(" ".join(row["evidence"][0]))
        yield statement(row["claim"], evidence, LABELS[row["label"]], "fever")


def elsewhere(examples: Sequence[Example]) -> Iterator[Example]:
    """Each statement before the most similar text of another, which so leaves it open."""
    contexts = [e.context for e in examples]
    vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    matrix = vectorizer.fit_transform(contexts)
    for i in range(0, len(examples), 500):
        part = examples[i : i + 500]
        scores = (vectorizer.transform([e.question for e in part]) @ matrix.T).toarray()
        for example, row in zip(part, scores, strict=True):
            asked = set(WORD.findall(example.question.lower()))
            for index in row.argsort()[::-1][:6]:
                common = asked & set(WORD.findall(contexts[index].lower()))
                # Half of its words at most: more, and the other text may well decide it.
                if contexts[index] != example.context and len(common) <= len(asked) / 2:
                    yield statement(example.question, contexts[index], OPEN, "elsewhere")
                    break


def boolq(path: Path) -> Iterator[Example]:
    for row in read_jsonl(path):
        question = row["question"].strip()
        title, _, passage = row["passage"].partition(" -- ")
        verdict = YES if row["label"] else NO
        asked = question[:1].upper() + question[1:] + "?"
        yield statement(asked, passage or title, verdict, "boolq", title)


def wice(path: Path, rng: random.Random) -> Iterator[Example]:
    """Each claim with the sentences that bear on it; where none does, with those that tempt."""
    for row in read_jsonl(path):
        chosen = row["supporting_sentences"][0]
        if not chosen:
            counts = [shared(row["claim"], sentence) for sentence in row["evidence"]]
            chosen = sorted(sorted(range(len(counts)), key=lambda i: -counts[i])[:TEMPTING])
        if len(chosen) <= 5:
            evidence = " ".join(row["evidence"][i] for i in chosen)
            yield statement(row["claim"], evidence, LABELS[row["label"]], "wice")


def on_sentences(data: Path, path: Path = WRITTEN) -> Iterator[Example]:
    """Each written question before its sentence; `data` has `qamr.jsonl.gz`."""
    rows = read_jsonl(data / "qamr.jsonl.gz")
    texts = {row["sentence_id"]: row["sentence"] for row in rows}
    for row in read_jsonl(path):
        text = detokenized(texts[row["id"]])
        for verdict, key in ((YES, "yes"), (NO, "no"), (OPEN, "open")):
            for question in row[key]:
                yield statement(question, text, verdict, "sentences")


def detokenized(text: str) -> str:
    """Tokens of the Penn Treebank as they are written."""
    text = text.replace("-LRB-", "(").replace("-RRB-", ")").replace("``", "“").replace("''", "”")
    text = re.sub(r" ([.,;:?!)”’%]|'s\b|n't\b)", r"\1", text)
    return re.sub(r"([(“$#]) ", r"\1", text).replace(" -- ", " – ")


def base_verbs(texts: Iterable[str]) -> frozenset[str]:
    """Words met after "to" often enough to be verbs."""
    counts = Counter(word for text in texts for word in INFINITIVE.findall(text))
    return frozenset(word for word, count in counts.items() if count >= 3)


def as_question(text: str, verbs: frozenset[str]) -> str | None:
    """ "Kursk is a city." as "Is Kursk a city?"; none where no rule does it safely."""
    text = text.strip().rstrip(".")
    if "," in text or text.count(" ") < 2 or not text[0].isupper():
        return None
    subject = text[0].lower() + text[1:] if SMALL.match(text) else text
    if (auxiliary := AUXILIARY.search(subject)) and auxiliary.start() > 0:
        if auxiliary[2] or subject[: auxiliary.start()].count(" ") > 6:
            return None
        rest = subject[: auxiliary.start()] + subject[auxiliary.end() + 1 :]
        return f"{auxiliary[1].capitalize()} {rest.strip()}?"
    if past := PAST.search(subject):
        stems = (past[1][:-1], past[1][:-2], past[1][:-3])
        if verb := next((s for s in stems if s in verbs), None):
            return f"Did {subject[: past.start()]}{verb}{subject[past.end() :]}?"
    return None


def judging(data: Path, rng: random.Random) -> dict[str, Callable[[], Iterable[Example]]]:
    """Where the examples of each kind come from; some statements come asked."""
    claims = list(fever(data / "fever_train.jsonl.gz"))
    pairs = list(nli(data / "nli_train.jsonl.gz"))
    typed = list(boolq(data / "boolq.jsonl.gz"))
    verbs = base_verbs([e.context for e in (*claims, *typed, *pairs)])

    def some_asked(examples: Iterable[Example]) -> Iterator[Example]:
        for e in examples:
            asked = as_question(e.question, verbs) if rng.random() < ASKED else None
            yield statement(asked or e.question, e.context, e.verdict, e.kind)

    def distracted(examples: Sequence[Example]) -> Iterator[Example]:
        """What settles a claim still does beside a sentence on something else."""
        for e in examples:
            two = [e.context, rng.choice(examples).context][: 1 + (rng.random() < DISTRACTED)]
            yield statement(e.question, " ".join(rng.sample(two, len(two))), e.verdict, e.kind)

    return {
        "nli": lambda: some_asked(pairs),
        "fever": lambda: some_asked(distracted(claims)),
        "boolq": lambda: typed,
        "sentences": lambda: on_sentences(data),
        "wice": lambda: wice(data / "wice.jsonl.gz", rng),
        "elsewhere": lambda: some_asked(elsewhere([*claims, *typed, *pairs[::6]])),
    }
