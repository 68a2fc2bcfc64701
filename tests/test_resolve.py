"""Follow-ups: bare question words, "what about", pronouns, and questions that stand alone."""

from dataclasses import replace

import pytest

from qa.ellipsis import instead, with_question_word
from qa.followup import RECENT, FollowUps, Word
from qa.pronouns import filled, mentions_of
from qa.reader import JudgingReader
from qa.resolve import Talk, claim_of, pointing_back, resolve, short_of
from qa.talking.talk import UNCLEAR
from qa.types import Question, Turn
from qa.words import WORD
from tests.fakes import OverlapReader, unindexed_chat

ABSENT_TURN = Turn("Who paid?", "The article does not say.")


class Names:
    """Stands in for the classifier: a capitalised word belongs to the question, one of `more`
    only where a pronoun asks for it."""

    def __init__(self, *more: str) -> None:
        self.more = more

    def words(self, text: str, message: str) -> list[Word]:
        return [
            Word(m.start(), m.end(), 0.9 if m[0][0].isupper() else 0.5 * (m[0] in self.more))
            for m in WORD.finditer(text)
            if m[0] not in ("When", "Who", "What", "Where", "How", "Did")
        ]


class NoNames(Names):
    def words(self, text: str, message: str) -> list[Word]:
        return []


class Halves(JudgingReader):
    """Reads tokens of two letters and means those with a capital."""

    def __init__(self) -> None:
        pass

    def meant(self, message: str, text: str) -> list[tuple[int, int, float]]:
        return [
            (i, i + 2, 0.9 if text[i : i + 2].lower() != text[i : i + 2] else 0.1)
            for i in range(0, len(text), 2)
        ]


def test_a_word_is_meant_as_much_as_its_likeliest_token() -> None:
    text = "was " * RECENT + "bought by Ada Lund | "
    words = FollowUps(Halves()).words(text, "And when?")
    assert len(words) == RECENT
    told = {text[w.start : w.end]: w.chance for w in words}
    assert told == {"was": 0.1, "bought": 0.1, "by": 0.1, "Ada": 0.9, "Lund": 0.9}
    assert FollowUps(Halves()).words(" | ", "And when?") == []


def test_the_packaged_reader_stands_in_for_one_that_was_not_taught_words_and_only_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded: list[Halves] = []
    monkeypatch.setattr("qa.followup.packaged_reader", lambda: loaded.append(Halves()) or loaded[0])
    followups = FollowUps(OverlapReader())
    assert resolve("Who paid her?", Talk((), followups)).text == "Who paid her?" and not loaded
    paid = resolve("Who paid her?", Talk([Turn("Who sold the mill?", "Ada Lund")], followups))
    assert paid.text == "Who paid Ada Lund?" and loaded


@pytest.mark.parametrize(
    ("word", "before", "answer", "expected"),
    [
        ("Where", "When was the mill built", "1901", "Where was the mill built?"),
        ("When", "Who’s been arrested", "Ada Lund", "When has Ada Lund been arrested?"),
        ("By whom", "When was the mill built", "1901", "By whom was the mill built?"),
        ("Why", "How many workers have left the mill", "40", "Why have workers left the mill?"),
        ("Why", "How many looms did Lund buy", "12", "Why did Lund buy looms?"),
        ("When", "Who sold the mill", "Ada Lund", "When was it that Ada Lund sold the mill?"),
        ("When", "Who sold the mill", "", "When was it that somebody sold the mill?"),
        ("When", "Which team won", "Ajax", "When was it that Ajax won?"),
        ("Why", "What did Lund sell", "the mill", "Why did Lund sell the mill?"),
        ("When", "Did Lund sell the mill", "Yes", "When did Lund sell the mill?"),
        ("Why", "Which town was she leaving", "Ulm", "Why was she leaving Ulm?"),
        ("When", "What was sold", "the mill", "When was the mill sold?"),
        ("How many", "When were the looms sold", "May", "How many looms were sold?"),
        ("How many", "Did soldiers die", "Yes", "How many soldiers did die?"),
        ("How many", "Did anyone die", "Yes", "How many people did die?"),
        ("Who", "Was anyone arrested", "Yes", "Who was arrested?"),
        ("Why", "What happened in May", "a fire", "Why was it that a fire happened in May?"),
        ("Why", "Who bought it in May", "Ada", "Why was it that Ada bought it in May?"),
        ("When", "Who replaced Theresa May", "Ada", "When was it that Ada replaced Theresa May?"),
        ("When", "Which minister was fired", "Ada Lund", "When was Ada Lund fired?"),
        ("When", "Can you tell me who sold it", "Ada", "When was it that Ada sold it?"),
        ("Why", "How tall is the mill", "30 metres", "Why is the mill tall?"),
        ("Why", "When exactly was the mill sold", "May", "Why was the mill sold exactly?"),
        ("Why", "Did Lund sell the mill", "No: Holm", "Why didn’t Lund sell the mill?"),
        ("Why", "Did Lund sell the mill", "Nobel did", "Why did Lund sell the mill?"),
        ("Why", "Tell me who sold it", "Ada", "Why was it that Ada sold it?"),
        ("Why", "According to CNN, who sold it", "Ada", "Why was it that Ada sold it?"),
        ("Why", "Which firm won the case", "Lund", "Why was it that Lund won the case?"),
        ("Why", "What kind of mill is it", "a ruin", "Why is it a ruin?"),
        ("How many", "Was anyone arrested", "Yes", "How many people were arrested?"),
        ("Why", "What happened to Ada", "she left", "Why did it happen to Ada (she left)?"),
        ("When", "What happened", "", "When did it happen?"),
        ("Who", "How many people died in Ulm", "12", "Who died in Ulm?"),
        ("When", "What's the mill", "Ulm's pride", "When is the mill Ulm's pride?"),
        ("When", "Who was the last owner", "Ada", "When was Ada the last owner?"),
        ("When", "Who was the mill sold to", "Ada", "When was the mill sold to Ada?"),
        ("Why not", "Did Lund sell the mill", "No", "Why didn’t Lund sell the mill?"),
        ("Why not", "Will Lund sell it", "No", "Why won’t Lund sell it?"),
        ("How many", "Who was hurt", "Ada Lund", "how many people were hurt?"),
        ("How many", "Who died in Ulm", "Ada Lund", "how many people died in Ulm?"),
        ("How many", "Were there complaints", "Yes", "How many complaints were there?"),
        ("How many", "Was there any fire in Ulm", "Yes", "How many fire were there in Ulm?"),
        ("When", "What were they doing", "digging", "When were they digging?"),
        ("What", "Did they find anything there", "Yes", "What did they find there?"),
    ],
)
def test_a_bare_question_word(word: str, before: str, answer: str, expected: str) -> None:
    assert with_question_word(word, before, answer) == expected


@pytest.mark.parametrize(
    ("thing", "before", "expected"),
    [
        ("Greta", "What did Lund say about the mill", "What did Greta say about the mill?"),
        ("in May", "What was sold in April", "What was sold in May?"),
        ("in May", "What was sold", "What was sold in May?"),
        ("the looms", "When was the mill sold", "When were the looms sold?"),
        ("the ferry", "Where did the ship sink", "Where did the ferry sink?"),
        ("the appeal", "Who chaired the inquiry", "Who chaired the appeal?"),
        ("a summer ticket", "What does a winter ticket cost", "What does a summer ticket cost?"),
        ("the women's", "Who won the men's race", "Who won the women's race?"),
        ("the mayor", "Who is the owner of Ulm", "Who is the mayor of Ulm?"),
        ("the rent", "Did the state set the tax", "Did the state set the tax: the rent?"),
        ("the vote", "What fell when the talks ended", "What fell when the talks ended: the vote?"),
        ("the ferry", "When did the ship first sink", "When did the ship first sink: the ferry?"),
        ("the ferry", "Who was the ship sold to", "Who was the ship sold to: the ferry?"),
        ("the ferry", "What is the ship worth", "What is the ferry worth?"),
        ("the horses", "How much was the villa", "How much were the horses?"),
        ("the fire", "What was the cause", "What was the cause: the fire?"),
        ("Norway", "Did Sweden win", "Did Norway win?"),
        ("the UK", "What did the US say", "What did the UK say?"),
        ("Oslo's game", "Where was Lund's game played", "Where was Oslo's game played?"),
        ("the looms", "When did Ada Lund sell ABC", "When did Ada Lund sell the looms?"),
        ("F-16s", "When did Lund get ABC", "When did Lund get F-16s?"),
        ("Monday", "What did Ada do on Tuesday", "What did Ada do on Monday?"),
        ("in 2019", "How many in Lund left in 2020", "How many in Lund left in 2019?"),
        ("2019", "How many people left", "How many people left in 2019?"),
        ("last year", "How much did Lund spend", "How much did Lund spend last year?"),
        ("today", "How many men fled on Friday", "How many men fled today?"),
        ("against Norway", "Who won against Sweden", "Who won against Norway?"),
        ("about Greta", "What did Lund say about Holm", "What did Lund say about Greta?"),
        ("in Oslo", "Who sat in May in Lund", "Who sat in May in Oslo?"),
        ("his wife", "Where was Ada born", "Where was his wife born?"),
        ("the crew", "When did Ada sign the treaty", "When did the crew sign the treaty?"),
        ("tickets", "How much does it cost", "How much does it cost: tickets?"),
        ("killed", "How many people were hurt", "How many people were killed?"),
        ("hurt", "Who was killed", "Who was hurt?"),
        ("hurt", "How many men did they hire", "How many men did they hire: hurt?"),
        ("a dog", "Were there any horses on board", "was there a dog on board?"),
        ("horses", "Was there a fire in Ulm", "were there any horses in Ulm?"),
        ("injuries", "Were there any reports of deaths", "were there any injuries?"),
        (
            "the year before",
            "How much did Lund lose last year",
            "How much did Lund lose the year before?",
        ),
        ("in 2019", "How many fell this year", "How many fell in 2019?"),
        ("the rent", "Did it rise: the tax", "Did it rise: the rent?"),
        ("by May", "How many had died", "How many had died by May?"),
        ("the cook", "How many men did they hire", "How many men did they hire: the cook?"),
        ("children", "How many men died in Lund", "How many children died in Lund?"),
    ],
)
def test_what_about(thing: str, before: str, expected: str) -> None:
    assert instead(thing, before) == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("When did she sell it?", "When did Ada Lund sell the mill?"),
        ("And what was her reason?", "What was Ada Lund’s reason?"),
        ("Who sent her there?", "Who sent Ada Lund there?"),
        ("What did he tell her about it?", "What did Ada Lund tell her about the mill?"),
        ("Why did she do that?", "Why did Ada Lund do that?"),
        ("Where did she do it?", "Where did Ada Lund do it?"),
        ("What do they cost?", "What do Ada Lund cost?"),
        ("What does it cost?", "What does Ada Lund cost?"),
        ("How long did it take to build?", "How long did Ada Lund take to build?"),
        ("How long did it take to sell it?", "How long did it take to sell Ada Lund?"),
        ("Where did she do it?", "Where did Ada Lund do it?"),
        ("Who did it?", "Who did it (Ada Lund)?"),
        ("When did she sell her mill?", "When did Ada Lund sell her mill?"),
        ("How many people lost their mill?", "How many people lost their mill (Ada Lund)?"),
        ("Which firm lost its way?", "Which firm lost its way (Ada Lund)?"),
        ("What was its price?", "What was Ada Lund’s price?"),
        ("What were their aims?", "What were Ada Lund’s aims?"),
        ("Why did she say she left?", "Why did Ada Lund say she left?"),
        ("Did he ask her?", "Did Ada Lund ask her?"),
        ("Did Holm call her?", "Did Holm call Ada Lund?"),
        ("Did Holm say he left?", "Did Holm say he left (Ada Lund)?"),
        ("And when was that?", "When did Ada Lund build the mill?"),
        ("Where did it happen?", "Where did it happen (Ada Lund)?"),
        ("Why?", "Why did Ada Lund build the mill?"),
        ("How come?", "Why did Ada Lund build the mill?"),
        ("In what place?", "In what place did Ada Lund build the mill?"),
        ("What about Greta?", "When did Greta build the mill?"),
        ("New subject: who paid Greta?", "Who paid Greta?"),
        ("No, I meant Greta", "When did Greta build the mill?"),
        ("sorry, i meant the crew", "When did the crew build the mill?"),
        ("not Ada Lund, Greta", "When did Greta build the mill?"),
        ("No, the crew.", "When did the crew build the mill?"),
        ("the crew?", "When did the crew build the mill?"),
        ("or Greta?", "When did Greta build the mill?"),
        ("What?", "What?"),
        ("who for?", "For who did Ada Lund build the mill?"),
    ],
)
def test_a_follow_up_stands_alone(message: str, expected: str) -> None:
    turns = [Turn("When did Ada Lund build the mill?", "1901\n\nAda Lund built it in 1901. [1]")]
    question = resolve(message, Talk(turns, Names("mill")))
    assert (question.text, question.asked) == (expected, message)


@pytest.mark.parametrize(
    ("before", "answer", "message", "expected"),
    [
        ("Who sold the mill?", "Ada", "Who reported that?", "Who reported that Ada sold the mill?"),
        ("What was sold?", "looms", "When did he say it?", "When did he say that looms was sold?"),
        ("What does Lund fear?", "a strike", "Who else fears that?", "Who else fears a strike?"),
        ("When was it sold?", "in May", "Who reported that?", "Who reported that?"),
        ("What did Lund say?", "no", "Who replied to that?", "Who replied to what Lund said?"),
        ("What was sold?", "looms", "Who agreed with it?", "Who agreed with it?"),
        ("Who sold the mill?", "Ada", "Who said that mill burns?", "Who said that mill burns?"),
        ("What was sold?", "looms", "Who said it was big?", "Who said it was big?"),
        ("Who sold it?", "Ada", "And according to whom?", "Who said that?"),
        ("How many fires were lit?", "2", "Who said that?", "Who said that 2 fires were lit?"),
        ("Where is Ulm?", "in Germany", "Why is that?", "Why is Ulm?"),
        ("Where was it built?", "Ulm", "Where is that?", "Where is Ulm?"),
    ],
)  # fmt: skip
def test_that_stands_for_what_was_said(
    before: str, answer: str, message: str, expected: str
) -> None:
    names = Names() if answer == "Ulm" else NoNames()
    assert resolve(message, Talk([Turn(before, answer)], names)).text == expected


@pytest.mark.parametrize(
    ("understood", "asked", "pointing"),
    [
        ("Who reported that?", "And who reported that?", "Who reported that?"),
        ("Who said that (the mill, Ulm)?", "According to whom?", "Who said that?"),
        ("Who said that the mill burned?", "who said that", "who said that?"),
        ("When did Ada say that the mill burned?", "When did she say that?", None),
        ("Who said that the mill burned?", "Who said that the mill burned?", None),
        ("Who denied that?", "Who denied that?", None),
        ("When was the mill sold (Ulm)?", "When was it sold?", None),
    ],
)
def test_what_points_back_at_something_said(
    understood: str, asked: str, pointing: str | None
) -> None:
    question = pointing_back(Question(understood, asked))
    assert (question and question.text) == pointing
    assert question is None or question.asked == asked


@pytest.mark.parametrize("turns", [(), (ABSENT_TURN,)])
@pytest.mark.parametrize(
    "message",
    [
        "When was the bridge built?",
        "And what of Greta Holm’s share?",
        "How quickly did Ada Lund say she could sell?",
        "Hello",
    ],
)
def test_what_stands_alone_is_left_as_it_is(message: str, turns: tuple[Turn, ...]) -> None:
    assert resolve(message, Talk(turns, Names())).text == message


def test_a_first_name_is_not_added_to_the_last() -> None:
    words = [Word(5, 8, 0.9), Word(9, 13, 0.2)]
    assert filled("What did Lund buy?", "Did  Ada Lund see the mill?", words) == (
        "What did Lund buy?"
    )
    assert filled("What did Lund buy?", "Did  Ada Lund see Greta ?", [Word(18, 23, 0.9)]) == (
        "What did Lund buy (Greta)?"
    )


@pytest.mark.parametrize(
    ("nato", "ada", "people", "expected"),
    [
        (0.2, 0.1, (), "Who thanked Ada Lund?"),  # what is all capitals is no person
        (0.2, 0.05, (), "Who thanked NATO?"),
        (0.9, 0.2, (), "Who thanked Ada Lund?"),
        (0.2, 0.2, ("Greta",), "Who thanked Greta?"),
    ],
)
def test_a_persons_pronoun_takes_a_person(
    nato: float, ada: float, people: tuple[str, ...], expected: str
) -> None:
    text = "NATO met Ada Lund, then Greta"
    words = [
        Word(0, 4, nato),
        Word(9, 12, ada),
        Word(13, 17, ada),
        Word(24, 29, 0.15 * bool(people)),
    ]
    assert filled("Who thanked her?", text, words, people=dict.fromkeys(people, "")) == expected


@pytest.mark.parametrize(
    ("said", "message", "expected"),
    [
        ("Where did a driver live? | in Leeds", "Was he hurt?", "Was the driver hurt?"),
        ("The mayor of Ulm won | Leeds", "How old is she?", "How old is the mayor of Ulm?"),
        ("Greta thanked the driver", "Was she hurt?", "Was Greta hurt?"),
        ("The driver thanked Greta", "Was she hurt?", "Was the driver hurt?"),
        ("The driver thanked Greta", "Was he hurt?", "Was the driver hurt?"),
        ("Ada thanked the driver | Greta", "Was he hurt?", "Was Ada hurt?"),
        ("Greta", "Was he hurt?", "Was he hurt?"),
        ("the girl’s mayor met a girl", "Was he hurt?", "Was the mayor hurt?"),
        ("the owner’s son | Leeds", "Was he hurt?", "Was the owner’s son hurt?"),
        ("the girl hid | in a tree | looms", "Who found them?", "Who found looms?"),
        ("runners in a race", "How many of them fell?", "How many of the runners fell?"),
        ("mayor Greta Ada met looms", "Who paid them?", "Who paid looms?"),
    ],
)
def test_somebody_may_have_no_name(said: str, message: str, expected: str) -> None:
    meant = ("driver", "mayor", "of", "Ulm", "Leeds", "Greta", "owner’s", "son", "girl", "looms")
    meant += ("runners", "Ada")
    words = [Word(m.start(), m.end(), 0.5 * (m[0] in meant)) for m in WORD.finditer(said)]
    assert filled(message, said, words, people={"Ada": "", "Greta": "she"}) == expected


@pytest.mark.parametrize(
    ("said", "message", "expected"),
    [
        ("It was fined 40,000 crowns in Lund", "And when was that?", "And when was that?"),
        ("It was fined 40,000 crowns in Lund", "Who got them?", "Who got 40,000 crowns?"),
        (
            "For 40,000 crowns she sold the mill",
            "Why wasn't it empty?",
            "Why wasn't the mill empty?",
        ),
    ],
)
def test_no_amount_stands_for_one_thing(said: str, message: str, expected: str) -> None:
    meant = {"40,000", "crowns", "mill"}
    words = [Word(*m.span(), 0.5) for m in WORD.finditer(said) if m[0] in meant]
    assert filled(message, said, words) == expected


@pytest.mark.parametrize(
    ("message", "understood"),
    [
        ("thanks, why?", "Why did the Strike start?"),
        ("why tho", "Why did the Strike start?"),
        ("What year was that?", "What year did the Strike start?"),
        ("Did it rain?", "Did it rain (Strike)?"),
        ("Was it cold?", "Was it cold (Strike)?"),
        ("Was it cold inside?", "Was Strike cold inside?"),
        ("What did she say to that?", "What did Strike say to that?"),
        ("Is it safe to travel?", "Is it safe to travel (Strike)?"),
    ],
)
def test_what_is_typed_in_haste(message: str, understood: str) -> None:
    turns = [Turn("When did the Strike start?", "in may")]
    assert resolve(message, Talk(turns, Names())).text == understood


def test_a_chain_of_bare_questions_is_followed_back() -> None:
    turns = [Turn("When was the mill sold?", "1950"), Turn("Where?", "Ulm"), Turn("To whom?", "")]
    assert resolve("And why?", Talk(turns, Names())).text == "Why was the mill sold?"


def test_what_was_added_in_brackets_is_not_what_is_asked_about() -> None:
    turns = [Turn("Did Holm say he left?", "no"), Turn("What was cut?", "the dam")]
    added = resolve("What was cut?", Talk(turns[:1], Names())).text
    assert added == "What was cut (Holm)?"
    assert resolve("Why?", Talk(turns, Names())).text == "Why was the dam cut (Holm)?"


def test_what_else_after_whole_sentences_names_none_of_them() -> None:
    turns = [Turn("What are the concerns?", "Ada Lund fears a strike. [1]\nIt may rain! [2]")]
    assert resolve("What else?", Talk(turns, Names())).text == "What are the concerns?"
    turns = [Turn("Who fears a strike?", "Ada Lund [1]\nDr. Holm [2]")]
    assert resolve("Who else?", Talk(turns, Names())).text == (
        "Who fears a strike besides Ada Lund, Dr. Holm?"
    )


@pytest.mark.parametrize(
    ("before", "understood"),
    [
        ("Who leads the team?", "Who is Ada Lund’s deputy?"),
        ("Who was killed in Ulm?", "Who was killed in her deputy?"),
    ],
)
def test_the_deputy_of_who_leads(before: str, understood: str) -> None:
    assert resolve("And her deputy?", Talk([Turn(before, "Ada Lund")], Names())).text == understood


@pytest.mark.parametrize(
    ("message", "understood"),
    [
        ("And her age?", "How old is Ada Lund?"),
        ("What about her motives?", "What are Ada Lund’s motives?"),
        ("Her job?", "What is Ada Lund’s job?"),
        ("What about her?", "What does it say about Ada Lund?"),
        ("I asked when", "When was it that Ada Lund won?"),
        ("No, I meant where.", "Where was it that Ada Lund won?"),
    ],
)
def test_what_is_asked_about_who_was_found(message: str, understood: str) -> None:
    assert resolve(message, Talk([Turn("Who won?", "Ada Lund")], Names())).text == understood


def test_a_trait_of_somebody_else() -> None:
    turns = [Turn("What is her salary?", "40 crowns")]
    assert resolve("And his salary?", Talk(turns, NoNames())).text == "What is his salary?"


def test_the_likelier_mention_comes_first_and_no_word_twice() -> None:
    text = "Ada Lund [SEP] Lund [SEP] the old mill"
    words = [Word(m.start(), m.end(), 0.5) for m in WORD.finditer(text) if m[0] != "SEP"]
    words[-1] = Word(words[-1].start, words[-1].end, 0.8)
    assert mentions_of(text, words) == ["the old mill", "Ada Lund"]


@pytest.mark.parametrize(
    ("said", "meant", "mention"),
    [
        ("How did they find the old mill?", "find old mill", "the old mill"),
        ("Who sold half the old mill?", "half old mill", "half the old mill"),
        ("The bottom of the old mill", "bottom old mill", "the bottom of the old mill"),
        ("He sold a mill", "mill", "the mill"),
    ],
)
def test_a_mention_begins_with_no_verb(said: str, meant: str, mention: str) -> None:
    words = [Word(*m.span(), 0.9) for m in WORD.finditer(said) if m[0] in meant.split()]
    assert filled("Who saw it?", said, words) == f"Who saw {mention}?"


def test_they_are_several() -> None:
    text = "How many Russian troops are in Kursk?"
    chances = {"Russian": 0.43, "troops": 0.25, "Kursk": 0.9}
    words = [Word(m.start(), m.end(), chances.get(m[0], 0.0)) for m in WORD.finditer(text)]
    assert filled("Who sent them?", text, words) == "Who sent Russian troops?"
    assert filled("Where is it?", text, words) == "Where is Kursk?"


def test_neither_amounts_nor_verbs_are_added() -> None:
    text = "How many started? | 14,500 were missed"
    words = [Word(m.start(), m.end(), 0.9) for m in WORD.finditer(text) if m[0] != "were"]
    words = [w for w in words if text[w.start : w.end] not in ("How", "many", "started")]
    assert filled("How many finished?", text, words) == "How many finished?"


def test_what_has_no_pronoun_to_stand_in_for_is_added_in_brackets() -> None:
    text = "Ada Lund | mill"
    words = [Word(0, 3, 0.9), Word(4, 8, 0.9), Word(11, 15, 0.1)]
    assert filled("Who paid?", text, words) == "Who paid (Ada Lund)?"
    unlikely = [replace(word, chance=0.6) for word in words]
    assert filled("Who paid Greta?", text, unlikely) == "Who paid Greta?"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("April\n\nIt came in April. [1]", "April"), ("May [1] [2]", "May"), (ABSENT_TURN.answer, "")],
)
def test_the_direct_answer_of_a_turn(answer: str, expected: str) -> None:
    assert short_of(Turn("When?", answer)) == expected


@pytest.mark.parametrize(
    ("message", "people", "understood"),
    [
        ("Who were its sources?", (), "Who were Ada Lund’s sources?"),
        ("Who were its sources?", ("Ada", "Lund"), "Who were Reuters’ sources?"),
        ("Who paid them?", ("Ada", "Lund", "Reuters"), "Who paid them?"),
        ("Who paid her?", ("Ada", "Lund"), "Who paid Ada Lund?"),
        ("Who replied to that?", ("Ada", "Lund", "Reuters"), "Who replied to that?"),
        ("What came before that?", (), "What came before Friday?"),
    ],
)
def test_a_thing_is_no_person_and_a_day_only_says_when(
    message: str, people: tuple[str, ...], understood: str
) -> None:
    talked = [Turn("Did Reuters print it on Friday?", "Ada Lund")]
    names = ("Friday", "Ada", "Lund", "Reuters")
    chances = dict(zip(names, (0.66, 0.6, 0.6, 0.5), strict=True))

    class Chances:
        def words(self, text: str, message: str) -> list[Word]:
            found = WORD.finditer(text)
            return [Word(m.start(), m.end(), chances.get(m[0], 0.0)) for m in found]

    assert (
        resolve(message, Talk(talked, Chances(), people=dict.fromkeys(people, ""))).text
        == understood
    )


def test_what_was_done_is_no_thing() -> None:
    text = "the plans were found"
    found = Word(15, 20, 0.9)
    assert filled("Who said the ministry will look into it?", text, [found]) == (
        "Who said the ministry will look into it?"
    )
    words = [Word(4, 9, 0.4), found]
    assert filled("Did he see it?", text, words) == "Did he see the plans?"


def test_a_mention_neither_begins_nor_ends_with_a_word_far_less_likely() -> None:
    text = "hesitant to supply ATACMS missiles there"
    chances = {"supply": 0.2, "ATACMS": 0.7, "missiles": 0.3, "there": 0.2}
    words = [
        Word(m.start(), m.end(), chances[m[0]]) for m in WORD.finditer(text) if m[0] in chances
    ]
    assert mentions_of(text, words) == ["ATACMS missiles"]


def test_a_mention_leaves_the_verb_of_its_question() -> None:
    for text, mention in (
        ("When were ATACMS first delivered", "ATACMS"),
        ("Who saw the mill closed", "the mill"),
        ("What helped the wounded", "the wounded"),
    ):
        words = [Word(m.start(), m.end(), 0.9) for m in WORD.finditer(text)]
        begin = text.index(mention.removeprefix("the "))
        said = [w for w in words if w.start >= begin]
        assert mentions_of(text, said) == [mention]


@pytest.mark.parametrize("message", ["And what about May?", "So what about May?", "And May?"])
def test_what_about_may_open_with_a_connective(message: str) -> None:
    turns = [Turn("What happened in April?", "a fire")]
    assert resolve(message, Talk(turns, NoNames())).text == "What happened in May?"


def test_a_new_question_that_is_not_asked_yet_is_no_question() -> None:
    assert resolve("New question.", Talk((), NoNames())).text == "New question."


def test_what_is_reported_is_what_was_said_of() -> None:
    reported = "The article only reports what is said or planned:\n\nAda fears a fire. [1]"
    assert short_of(Turn("Will it burn?", reported)) == "Ada fears a fire."


@pytest.mark.parametrize(
    ("message", "added", "short", "changed"),
    [
        ("How much is the fee?", "Ada Lund", "5", False),  # she got more than that
        ("Who paid in crowns?", "Ada Lund", "90", True),
        ("And what sank?", "Ulm", "Ulm", True),
    ],
)
def test_the_reader_decides_whether_what_was_added_belongs_there(
    message: str, added: str, short: str, changed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = unindexed_chat("Ada Lund got 90 crowns. The fee is 5. It was moved to Ulm.")
    understood = f"{message.removeprefix('And ').rstrip('?')} ({added})?"
    monkeypatch.setattr("qa.chat.resolve", lambda message, *_, **__: Question(understood, message))
    answer = chat.ask(message, [Turn("Who won?", "Ada Lund")])
    assert (answer.short, answer.question.changed) == (short, changed)


@pytest.mark.parametrize("message", ["No, I meant Greta", "Who came to him?"])
def test_what_was_typed_is_not_asked_where_it_asks_nothing_new(
    message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = unindexed_chat("There I meant Ada Greta. Someone came to Ada Lund.")
    understood = "When did Greta and Ada Lund burn looms in Ulm?"
    monkeypatch.setattr("qa.chat.resolve", lambda message, *_: Question(understood, message))
    assert chat.ask(message, [Turn("Who won?", "Ada Lund")]).kind == "absent"


def test_a_question_word_alone_asks_nothing() -> None:
    chat = unindexed_chat("Ada Lund sold the mill.")
    assert [chat.ask(m).text for m in ("Why?", "And when?")] == [UNCLEAR, UNCLEAR]
    assert chat.ask("What?", [Turn("Who sold it?", "Ada Lund")]).text == UNCLEAR


def test_a_first_question_may_be_announced() -> None:
    chat = unindexed_chat("Ada Lund paid for the mill.")
    assert chat.ask("New subject: who paid for it?").question.text == "Who paid for it?"


def test_who_is_not_meant_by_it_is_not_added_either() -> None:
    turns = [Turn("Who wrote it?", "Ada")]
    assert resolve("What did it cost?", Talk(turns, Names())).text == "What did Ada cost?"
    known = resolve("What did it cost?", Talk(turns, Names(), people={"Ada": ""}))
    assert known.text == "What did it cost?"


@pytest.mark.parametrize(
    ("before", "claim"),
    [
        ("What fell?", "that a tower fell"),
        ("What towers were sold besides Ulm?", "that a tower were sold"),
        ("Which tower fell?", "that a tower fell"),
        ("What did Lund sell?", "a tower"),
        ("What towers did Lund sell?", ""),
        ("When did Lund sell it?", ""),
        ("How many towers were sold?", "that a tower towers were sold"),
        ("How many of the towers were sold?", ""),
        ("How many towers did Lund sell?", ""),
    ],
)
def test_that_stands_for_question_and_answer(before: str, claim: str) -> None:
    assert claim_of(before, "a tower") == claim
