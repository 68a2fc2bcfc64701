"""Yes, no and left open: what asks for it, what settles it, and what is only reported."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from index.article import Article, make_article
from qa.chat import Chat, QuestionError, ReaderError
from qa.compose import ABSENT, REPORTED
from qa.reader import TrainedReader
from qa.reported import reported, supposed, tells_what_comes, wholly_reported
from qa.support import support
from qa.yesno import asks_yes_or_no, names_one
from tests.checks import assert_sound
from tests.fakes import OverlapReader, unindexed_chat


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Were the first missiles delivered in February?", True),
        ("And did Biden approve it?", True),
        ("According to CNN, has Biden approved it?", True),
        ("Is it true that Kursk is in Russia?", True),
        ("Isn't Kursk in Russia?", True),
        ("Won't the mill open again?", True),
        ("didnt he resign?", True),
        ("Hi, was anyone hurt?", True),
        ("thanks! was anyone hurt", True),
        ("can u tell me who won", False),
        ("May I ask who won?", False),
        ("Does the article say when it closed?", False),
        ("Can’t Ukraine use them?", True),
        ("Were will the bridge be built?", False),  # where
        ("The missiles arrived in June, right?", True),
        ("Biden approved it, didn't he?", True),
        ("When were the missiles delivered?", False),
        ("Were they delivered in May or in June?", False),
        ("Can you tell me who approved it?", False),
        ("Do you have the number of dead?", False),
        ("Can you go deaf from it?", True),
        ("Do you have to pay for it?", True),
        ("Were ten or more men hurt?", True),
        ("Was anyone hurt or killed?", True),
        ("Was it more or less than 50?", False),
        ("Is he older or younger than 50?", False),
        ("Does anyone know when it closed?", False),
        ("Does anyone know him?", True),
        ("Did Will Smith win an Oscar?", True),
        ("Did May resign?", True),
        ("In 2019, was the mill sold?", True),
        ("If Trump wins, will the war end?", True),
        ("In 2019, who sold it?", False),
        ("Who is it?", False),
        ("Range of the missiles?", False),
    ],
)
def test_what_asks_for_yes_or_no(question: str, asks: bool) -> None:
    assert asks_yes_or_no(question) == asks


@pytest.mark.parametrize(
    ("question", "text", "only"),
    [
        ("Could Lund end the strike?", "Lund has said she could end the strike today.", True),
        ("Will prices rise?", "The minister fears that prices will rise.", True),
        ("Did the owner hide the letters?", "Lund denied that the owner hid the letters.", True),
        ("Was the mill sold?", "The mill will be sold.", True),
        ("Was the mill sold?", "The mill is going to be sold.", True),
        ("Is the mill going to be sold?", "The mill will be sold.", False),
        ("Was the mill sold?", "In May the mill was sold.", False),
        ("Was the mill sold?", "Due to its age the mill was sold.", False),
        ("Was the mill hit?", "The shot was aimed at the mill and hit it.", False),
        ("Is the bridge safe?", "“The bridge is safe,” an engineer wrote.", True),
        ("Are troops digging in?", "Troops are reportedly digging in.", True),
        ("Is grain dear here?", "Lund said that they need grain, which is dear here.", True),
        ("Is grain dear here?", "Lund worried about a lack of grain, which is dear here.", False),
        ("Is there a lack of grain?", "Lund worried about a lack of grain, which is dear.", True),
        ("Did Lund say she could end it?", "Lund has said she could end the strike.", False),
        ("Will the mill be sold?", "The mill will be sold.", False),
        ("Did Lund thank the crew?", "Lund thanked the crew and said she was relieved.", False),
        ("Was the mill sold?", "The United States sold the mill.", False),
        ("Was the mill sold?", "The state sold the mill in May.", False),
        ("Was the mill sold?", "The report states that the mill was sold.", True),
        ("Did the United States sell it?", "Lund claimed the United States sold it.", True),
        ("Was the mayor arrested?", "Suspected of fraud, the mayor was arrested.", False),
        ("Was the mill sold?", "As expected, the mill was sold.", False),
        ("Did Bob Hope sing?", "Critics said that Bob Hope sang.", True),
        ("Has the mill closed?", "The mill has closed, the Gazette reported on Sunday.", False),
        ("Has the mill closed?", "The mill has closed, Lund said on Sunday.", False),
        ("Has the mill closed?", "The mill has closed, Lund alleged on Sunday.", True),
        ("Will the mill close?", "The mill will close, Lund said on Sunday.", True),
        ("Will the mill close?", "The mill will close, Lund told reporters in Ulm.", True),
        ("Is Lund insured?", "Lund, who is insured, hopes to open again in May.", False),
        ("Will the mill close?", "Lund is sure that the mill will close.", True),
        ("Will the mill close?", "In the unions’ view, the mill will close.", True),
        ("Was the mill sold?", "Lund promised to pay; the mill was sold.", False),
        ("Is Lund guilty of fraud?", "Lund denied theft but was found guilty of fraud.", False),
        ("Is Lund guilty of fraud?", "Lund denied theft and being guilty of fraud.", True),
        ("Was the mill insured?", "“It burned,” said Lund, whose mill was insured.", False),
        ("Was the mill insured?", "“It burned,” said the owner, whose mill was insured.", False),
        ("Will the mill close?", "The mill will close, said Lund, who owns it.", True),
        ("Was the mill sold?", "The letter, which concerned a debt, says the mill was sold.", True),
        ("Was a debt paid?", "She cleared the count which concerned a debt he paid.", False),
        ("Was the deal signed?", "The deal, which will create jobs, was signed in May.", False),
        ("Is Lund in the notes?", "The notes, in which it is allegedly said, omit Lund.", False),
        ("Will there be jobs?", "The deal, which Lund said will bring jobs, was signed.", True),
        ("Was the man arrested?", "The man, who said he was ill, was arrested.", False),
        ("Was the gunman killed?", "The suspected gunman was killed by police.", False),
        ("Was the suspect arrested?", "The suspect was arrested in Ulm.", False),
        ("Was the law rejected?", "The proposed law was rejected.", False),
        ("Was there a theft?", "Lund was asked about the alleged theft.", True),
        ("Was the mill closed?", "The mill will open in May but was closed on Friday.", False),
        ("Was the flight cancelled?", "Amid fears of fog, the flight was cancelled.", False),
        ("Was the mill sold?", "According to Lund, the mill was sold.", True),
        ("Did members vote?", "The mill will stay open after members voted on Tuesday.", False),
        ("Was the mill closed?", "The mill will be closed after the race has ended.", True),
        ("Did Lund vote for it?", "Lund proposed a delay, and with two others she voted.", False),
        ("Was it sold?", "Lund proposed a delay, and in May it would be sold.", True),
        ("Was the vote stopped?", "The vote was ruled out of order and stopped.", False),
        ("Will there be a vote?", "Lund ruled out that there will be a vote.", True),
        ("Did Hale refuse it?", "A proposal to vote was refused by Hale.", False),
        ("Did Hale refuse it?", "The plan to vote was refused by Hale.", False),
        ("Did the suspect kill Lund?", "Police say the suspect killed Lund.", True),
        ("Was the suspect armed?", "Police claim that the suspect was armed.", True),
        ("Are Gulf states to blame?", "Hale claims that Gulf states are to blame.", True),
        ("Did jobless claims fall?", "Hale said that jobless claims fell.", True),
        ("Was the plan rejected?", "The council will reject the plan in June.", True),
        ("Did they plan to sell it?", "They will sell it.", False),
        ("Did the school close?", "The school closed in May, officials said.", False),
        ("Was the deal approved?", "EU member states approved the deal in June.", False),
        ("Was bail granted?", "Bail was denied and not granted on Monday.", False),
        ("Did he get bail?", "The judge denied him bail.", False),
        ("Was the study published?", "A think tank published the study in June.", False),
        ("Is it legal?", "There is no doubt that it is legal.", False),
        ("Did profits double?", "Sales rose faster than expected and profits doubled.", False),
        ("Was it approved?", "The rescue plan was approved on Monday.", False),
        ("Did Hale sell it?", "Members plan to sell what was refused by Hale.", True),
        ("Was it sold?", "The boat is to be sold in May.", True),
        ("Did it close?", "The shop is due to close in May.", True),
        ("Did Lund sell it?", "Lund has agreed to sell it.", True),
        ("Did Hale steal it?", "Hale was charged with stealing it.", True),
        ("Did Hale publish it?", "Hale was sued over allegations that she published it.", True),
        ("Did Hale take it?", "The paper reported that Hale took it.", True),
        ("Did Hale hide it?", "Police want to know whether Hale hid it.", True),
        ("Did Ulm win gold?", "Ulm claimed gold in the relay to win it.", False),
        ("Did they find him?", "They could not find him.", False),
        ("Did he win the prize?", "He would go on to win the prize.", False),
        ("Did Lund pay?", "The bank threatened to sue, so Lund paid.", False),
        ("Did the bank sue?", "The bank threatened to sue, so Lund paid.", True),
        ("Was the mill sold?", "The mill, Lund said, was sold in May.", False),
        ("Did profits rise?", "Profits rose, beating analysts’ estimates.", False),
        ("Did Lund sell the boat?", "Fearing a storm, Lund sold the boat.", False),
        ("Was a man held?", "A man accused of starting the fire was held.", False),
        ("Did the man start the fire?", "A man suspected of starting the fire was held.", True),
        ("Did Hale steal it?", "Hale was held on suspicion of stealing it.", True),
        ("Was the mine flooded?", "The mine, thought to be safe, was flooded.", False),
        ("Was the mine safe?", "The mine, thought to be safe, was flooded.", True),
        ("Was the mine flooded?", "Experts thought the mine was flooded.", True),
        ("Did sales fall?", "Sales fell by a tenth, less than Lund had expected.", False),
        ("Were suspects held?", "Two suspects were held on Monday.", False),
        ("Was Ole Lund held?", "Murder suspect Ole Lund was held on Monday.", False),
        ("Did Lund do it?", "Police suspect that Lund did it.", True),
        ("Were claims filed?", "More than 300 claims were filed in March.", False),
        ("Did the mill burn?", "Claims were made that the mill burned.", True),
        ("Were people hurt?", "People going to work were hurt.", False),
        ("Was it sold?", "They are going to say it was sold.", True),
        ("Will it start in May?", "If money is found by spring, it could start in May.", True),
        ("Will it open?", "Lund will open it unless the council objects.", True),
        ("Will it open?", "It will open even if the council objects.", False),
        ("Could it open?", "If the council agrees, it could open.", False),
        ("Would it open if it agrees?", "If the council agrees, it would open.", False),
    ],
)  # fmt: skip
def test_what_is_only_reported(question: str, text: str, only: bool) -> None:
    assert bool(reported(question, make_article(text).sentences[0])) == only


@pytest.mark.parametrize(
    ("question", "text", "only"),
    [
        ("Will the council back it?", "If the council backs it in June, trams will run.", True),
        ("Will the council back it?", "The council will back it if the money is there.", False),
        ("Did the council back it?", "It looks as if the council backs it.", False),
        ("Should the council back it, will they run?", "They will if the council backs it.", False),
        ("Will they run if the council backs it?", "If the council backs it, they run.", False),
        ("Was it asked to back it?", "Unless the council is asked to back it, it ends.", True),
        ("Did it end?", "Should it end, we lose.", True),
        ("Did it end?", "It should end.", False),
    ],
)
def test_what_is_only_supposed(question: str, text: str, only: bool) -> None:
    assert supposed(question, make_article(text).sentences[0]) == only


@pytest.mark.parametrize(
    ("question", "far", "near"),
    [
        ("Was Ada Lund charged?", False, True),
        ("was lund's ferry late?", False, True),
        ("Was anyone charged?", True, True),
        ("Was Ulm charged?", True, True),
    ],
)
def test_a_yes_names_whom_it_names_one(question: str, far: bool, near: bool) -> None:
    between = "It rained. It snowed. The crew was fined."
    apart = make_article(f"Captain Ada Lund said no. The sea was calm. {between}")
    close = make_article(f"Captain Ada Lund said no. {between}")
    names = {"Ada", "Lund"}
    assert names_one(question, names, apart, apart.sentences[-1]) == far
    assert names_one(question, names, close, close.sentences[-1]) == near


def fire_is_told(texts: Sequence[str]) -> list[float]:
    return [0.9 if "fire" in text else 0.1 for text in texts]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Villagers fear that there will be a fire.", "fear that there will be a fire"),
        ("Villagers fear the winter; the fire burned on.", None),
        ("After the fire villagers fear the winter.", None),
        ("Lund has denied any role.", "denied any role"),
        ("After the fire Lund denied any role.", None),
        ("“There is a fire,” Lund wrote.", "“There is a fire,”"),
    ],
)
def test_a_judge_tells_what_is_said_in_other_words(text: str, told: str | None) -> None:
    article = make_article(text)
    span = reported("Could there be flames?", article.sentences[0], fire_is_told)
    assert (span and article.text[slice(*span)]) == told


def test_of_two_sayings_only_the_one_asked_about_is_told() -> None:
    article = make_article("Lund claimed that the mill was sold and has said that grain is dear.")
    for question, told in (
        ("Was the mill sold?", "claimed that the mill was sold"),
        ("Is grain dear?", "said that grain is dear"),
    ):
        span = reported(question, article.sentences[0])
        assert span and article.text[slice(*span)] == told


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        (
            "Will the old mill burn down?", "Lund fears that the old mill might burn down.",
            "fears that the old mill might burn down",
        ),
        ("Did the mill burn down?", "The owner believes the mill did not burn down.",
         "believes the mill did not burn down"),
        ("Will the old mill burn down?", "Lund fears that the old mill might be sold.", None),
        ("Will it burn?", "Lund fears that it might burn.", None),  # too few words to be sure
        ("Did the old mill burn down?", "The old mill burned down.", None),
    ],
)  # fmt: skip
def test_what_is_said_with_all_words_of_a_question_is_reported(
    question: str, text: str, told: str | None
) -> None:
    article = make_article(text)
    span = wholly_reported(question, article.sentences[0])
    assert (span and article.text[slice(*span)]) == told


@pytest.mark.parametrize(
    ("text", "comes"),
    [
        ("The mill will close.", True),
        ("The mill is to be sold.", True),
        ("It is likely to rain.", True),
        ("Troops came, and the war grew worse.", False),
    ],
)
def test_what_tells_of_what_comes(text: str, comes: bool) -> None:
    assert tells_what_comes(text) == comes


@pytest.mark.parametrize(
    ("statement", "sentences", "label"),
    [
        ("Nobody was hurt.", ["The fire hurt no one."], "supported"),
        ("The mill was never built.", ["In 1901 the mill was built of stone."], "contradicted"),
        ("The mill closed in June.", ["The mill closed in May."], "contradicted"),
        ("The mill closed in June.", "The mill closed in May.", "contradicted"),
        ("The mill will open again.", ["The mill closed in May."], "open"),
        ("Was the mill built in stone?", ["In 1901 the mill was built of stone."], "supported"),
    ],
)
def test_support(
    reader: TrainedReader, statement: str, sentences: str | list[str], label: str
) -> None:
    judged = support(statement, sentences, reader)
    assert judged.label == label
    assert judged.supported + judged.contradicted + judged.open == pytest.approx(1)


@pytest.mark.parametrize(("statement", "sentences"), [("", ["A."]), ("A.", []), ("A.", [" "])])
def test_support_of_nothing_is_refused(statement: str, sentences: list[str]) -> None:
    with pytest.raises(ValueError, match="at least one sentence"):
        support(statement, sentences)


def test_yes_and_no_are_proved(chat: Chat, seed: Article) -> None:
    yes = chat.ask("Were the first missiles delivered in April?")
    no = chat.ask("Did the first missiles arrive in June?")
    for answer, kind in ((yes, "yes"), (no, "no")):
        assert_sound(answer, seed)
        assert answer.kind == kind
        assert "with the first missiles delivered in April" in answer.text


def test_what_somebody_claims_is_never_a_yes(chat: Chat, seed: Article) -> None:
    answer = chat.ask("Could Trump end the war in 24 hours?")
    assert_sound(answer, seed)
    assert answer.kind == "span" and answer.text.startswith(REPORTED)
    assert answer.reported and answer.as_dict()["reported"] is True
    assert answer.short == "said he could end the war in 24 hours" and "Trump" in answer.text


def test_what_is_left_open_is_absent(chat: Chat) -> None:
    assert chat.ask("Has Britain also allowed Ukraine to use its missiles?").text == ABSENT


def test_a_statement_is_checked(chat: Chat, seed: Article) -> None:
    checked = chat.check("Kursk is a region of Russia.")
    assert_sound(checked, seed)
    assert (checked.kind, checked.question.text) == ("yes", "Kursk is a region of Russia.")
    with pytest.raises(QuestionError, match="empty"):
        chat.check(" ")


def test_a_false_statement_is_denied(chat: Chat) -> None:
    assert chat.check("The first missiles were delivered in June.").kind == "no"


def test_a_reader_that_cannot_judge_says_so() -> None:
    chat = unindexed_chat("The mill closed in May.")
    assert isinstance(chat.reader, OverlapReader)
    with pytest.raises(ReaderError, match="judges no statements"):
        chat.check("The mill closed.")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Did the United Nations say that both sides should stay calm?", "yes"),
        ("Did Japan say that both sides should stay calm?", "absent"),
        ("Did Lund claim that the mill was closed?", "absent"),
    ],
)
def test_what_one_says_denies_nothing_that_another_might(
    reader: TrainedReader, tmp_path: Path, question: str, kind: str
) -> None:
    text = "Shots fell on Thursday. The United Nations said both sides should stay calm. It rained."
    article = make_article(f"{text} The mill was closed in May. Ada Lund, who owns it, left.")
    assert Chat.about(article, data_dir=tmp_path, reader=reader).ask(question).kind == kind


@pytest.mark.parametrize(
    ("question", "short"),
    [
        (
            "Will China raise its export tax on steel?",
            "said it might raise its export tax on steel",
        ),
        ("Will Japan raise its export tax on steel?", ""),
        ("Will China raise its export tax on steel by 40 euros?", ""),
    ],
)
def test_a_claim_with_the_words_of_a_question_is_told_unless_of_others(
    reader: TrainedReader, tmp_path: Path, question: str, short: str
) -> None:
    text = (
        "The fair opened on Monday. China said it might raise its export tax on steel. It rained."
    )
    chat = Chat.from_text(text, data_dir=tmp_path, reader=reader)
    assert chat.ask(question).short == short
