"""The page without a browser: what it is told, what leaves it, and the server behind it."""

import asyncio
import json
import socket
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, make_article
from page import server
from page.render import (
    Line,
    article_payload,
    lines,
    markdown,
    pair,
    paragraphs,
    plain,
    sureness,
)
from page.suggesting import Suggester, suggested
from page.ui import MAX_TEXT, opening, reply, title_of
from qa import Chat, Citation
from qa.compose import compose
from qa.types import Answer, Kind, Question
from tests.fakes import OverlapReader, opener, overlap_chat, unindexed_chat

SEED = Path(__file__).parents[1] / "seeds" / "biden-atacms" / "article.txt"
HOSTILE = "It cost $5_000 in <b>May</b> | [x](http://e.example) 😀 `${a}`.\nNothing else."


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Chat:
    return overlap_chat(SEED, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def address(chat: Chat) -> Iterator[str]:
    with server.running(chat, suggestions=["When?"]) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    with pytest.MonkeyPatch.context() as patch:  # or the client reports itself to its makers
        patch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
        return Client(address, verbose=False, analytics_enabled=False)


def answered(question: str, article: Article) -> Answer:
    reading = OverlapReader().read(question, article, [])
    return compose(Question(question, question), article, reading)


# --- what the page is told -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.\nThree.\nFour.", ["One. Two.", "Three.", "Four."]),
        ("One goes\non and\non. Two.\nThree goes\non.\n\nFour.", ["One", "Four"]),
        ("# Head\n\n- a dog and\n  a cat.\n- a bird in\n  a tree.\n", ["# H", "- a d", "- a b"]),
    ],
)  # fmt: skip
def test_paragraphs(text: str, expected: list[str]) -> None:
    article = make_article(text)
    begun = [article.sentences[n].text for n in paragraphs(article)]
    assert len(begun) == len(expected)
    for sentence, start in zip(begun, expected, strict=True):
        assert start.startswith(sentence) or sentence.startswith(start)


@given(st.text(min_size=1))
def test_the_payload_is_json_and_holds_every_sentence(text: str) -> None:
    if "\0" in text or not text.strip():
        return
    article = make_article(text.encode(errors="ignore").decode() or "x")
    payload = json.loads(json.dumps(article_payload(article)))
    assert [payload["text"][a:b] for a, b in payload["sentences"]] == [
        s.text for s in article.sentences
    ]
    assert payload["paragraphs"] == sorted(set(payload["paragraphs"]))


def test_sureness_in_words() -> None:
    found = answered("What did it cost?", make_article(HOSTILE))
    assert found.found
    words = [sureness(replace(found, confidence=c)) for c in (1.0, 0.85, 0.6, 0.59, 0.0)]
    assert words == ["Very likely right"] * 2 + ["Likely right"] + ["Uncertain"] * 2
    assert sureness(answered("Who sang opera?", make_article(HOSTILE))) == ""


LINED = make_article("It rained.[1]\n\nIn May [2] it\nsnowed *hard*. Then it thawed.")


def several(kind: Kind, texts: list[str]) -> Answer:
    """As a summary or list comes: a line for each of the first sentences, with its mark."""
    cited = [
        Citation(n, s, None, LINED.digest, LINED.title)
        for n, (s, _) in enumerate(zip(LINED.sentences, texts, strict=False), 1)
    ]
    text = "\n".join(f"{text} [{n}]" for n, text in enumerate(texts, 1))
    return Answer(Question("What?", "What?"), kind, text, "", tuple(cited), (), 0.9)


def test_only_the_mark_at_the_end_of_a_line_is_ours() -> None:
    summary = several("summary", [s.text for s in LINED.sentences])
    assert lines(summary) == [Line(s.text, n, True) for n, s in enumerate(LINED.sentences, 1)]
    listed = several("list", ["rain [1]", "snow"])
    assert lines(listed) == [Line("rain [1]", 1, False), Line("snow", 2, False)]
    assert lines(replace(listed, text="Two things:\nrain [1]\nno mark [7]")) == [
        Line("Two things:", None, False), Line("rain", 1, False), Line("no mark [7]", None, False),
    ]  # fmt: skip
    assert lines(answered("What did it cost?", make_article(HOSTILE))) == []


def test_yes_and_no_are_short() -> None:
    yes = replace(several("yes", ["It rained."]), short="Yes", text="Yes\n\nIt rained. [1]")
    assert lines(yes) == []
    assert plain(yes) == "What?\n\nYes [1]\n\n[1] “It rained.[1]”"
    assert markdown(yes).startswith("### What?\n\n**Yes** [1]\n\n> [1]")


# --- what leaves the page --------------------------------------------------------------------


def test_copied_answer() -> None:
    answer = answered("What did it cost in May?", make_article(HOSTILE))
    assert plain(answer) == (
        "What did it cost in May?\n\nMay [1]\n\n"
        "[1] “It cost $5_000 in <b>May</b> | [x](http://e.example) 😀 `${a}`.”"
    )
    absent = answered("Who sang opera?", make_article(HOSTILE))
    assert plain(absent) == "Who sang opera?\n\nThe article does not say."


def test_markdown_keeps_quotes_as_text() -> None:
    text = markdown(answered("What did it cost in May?", make_article(HOSTILE)))
    assert text.startswith("### What did it cost in May?\n\n**May** [1]\n\n> [1] “It cost")
    assert r"\<b\>May\</b\>" in text and r"\[x\](http" in text and r"\`\${a}\`" in text


def test_lines_leave_as_lines() -> None:
    summary = several("summary", [s.text for s in LINED.sentences])
    assert plain(summary) == (
        "What?\n\nIt rained.[1] [1]\nIn May [2] it snowed *hard*. [2]\nThen it thawed. [3]"
    )
    assert markdown(summary) == (
        "### What?\n\nIt rained.\\[1\\] [1]\n\nIn May \\[2\\] it snowed \\*hard\\*. [2]\n\n"
        "Then it thawed. [3]\n"
    )
    listed = markdown(several("list", ["rain", "snow"]))
    assert listed.startswith("### What?\n\n- rain [1]\n- snow [2]\n\n> [1] “It rained")
    talk = Answer(Question("Hi", "Hi"), "talk", "Good *day*.", "", (), (), 1.0)
    assert markdown(talk) == "### Hi\n\nGood \\*day\\*.\n"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_pair_is_toml(question: str) -> None:
    if not question.strip():
        return
    answer = answered("Who sang opera?", make_article(HOSTILE))
    entry = tomllib.loads(pair(replace(answer, question=Question(question, question))))
    assert entry["pair"][0]["question"] == question
    assert set(entry["pair"][0]) == {"id", "kind", "question", "answers", "quotes"}


# --- the handlers ------------------------------------------------------------------------------


def test_a_question_about_an_unknown_article_is_told_so(chat: Chat) -> None:
    told = {"id": 7, "digest": "other", "question": "When?", "turns": []}
    assert reply(told, [chat]) == {"id": 7, "digest": "other", "lost": True}


@pytest.mark.parametrize("question", ["", " \n", "x" * 2001])
def test_a_bad_question_is_one_sentence(chat: Chat, question: str) -> None:
    told = {"id": 1, "digest": chat.article.digest, "question": question, "turns": []}
    assert reply(told, [chat])["error"].startswith("The question ")


def test_opening_reports_progress_and_ends_with_the_article(tmp_path: Path) -> None:
    messages = list(
        opening({"id": 3, "text": "A cat sat. It purred.", "title": "Cats"}, opener(tmp_path))
    )
    *steps, (last, own) = messages
    assert [m["id"] for m, _ in messages] == [3] * len(messages)
    assert {m["what"] for m, _ in steps} <= {
        "Splitting into passages",
        "Embedding passages",
        "Storing",
    }
    assert last["article"]["title"] == "Cats" and own.article.text == "A cat sat. It purred."
    for bad in ("", "a\0b", "x" * (MAX_TEXT + 1)):
        [(message, _)] = opening({"id": 4, "text": bad}, opener(tmp_path))
        assert message["error"].startswith("The ")


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ({"text": "A cat sat.", "name": "cats"}, "cats"),
        ({"text": "Cats\n\nA cat sat.", "name": "file"}, None),  # its headline, then
        ({"text": "Cats\n\nA cat sat.", "title": "Mine", "name": "file"}, "Mine"),
        ({"text": "A cat sat.", "title": ""}, None),
    ],
)
def test_a_title_is_typed_or_a_headline_or_the_name_of_the_file(
    told: dict[str, str], title: str | None
) -> None:
    assert title_of(told) == title


SHIPPED = "Nearly 500 boxes were sent to Oslo.\n\nThe mill in Halden was closed in May 1999."
HOW_MANY, WHEN = "How many boxes were sent to Oslo?", "When was the mill in Halden closed?"


def test_suggestions_are_worked_out_once_and_lead_on() -> None:
    chat, suggester = unindexed_chat(SHIPPED), Suggester()
    told = {"id": 1, "digest": chat.article.digest, "cited": [], "asked": []}
    assert suggested(told, [], suggester) == {"id": 1, "suggestions": []}  # not about any chat
    assert suggested(told, [chat], suggester)["suggestions"] == [HOW_MANY, WHEN]
    assert suggested(told, [], suggester)["suggestions"] == [HOW_MANY, WHEN]  # remembered
    after = told | {"cited": [1], "asked": ["What happened?"]}
    assert suggested(after, [chat], suggester)["suggestions"] == [WHEN, HOW_MANY]
    asked = after | {"asked": [WHEN.upper()]}
    assert suggested(asked, [chat], suggester)["suggestions"] == [HOW_MANY]


def test_no_suggestion_is_tried_while_a_question_is_read() -> None:
    chat, suggester, done = unindexed_chat(SHIPPED), Suggester(), Event()

    def work() -> None:
        suggester.of(chat.article.digest, chat)
        done.set()

    with suggester.question():
        Thread(target=work, daemon=True).start()
        assert not done.wait(0.2)
    assert done.wait(10)


def test_the_end_of_the_server_is_not_held_up_by_suggestions() -> None:
    text = " ".join(f"The mill of Town{n} was closed in {1900 + n}." for n in range(40))
    chat, suggester = unindexed_chat(text), Suggester()
    with suggester.question():
        suggester.end()
        assert suggester.of(chat.article.digest, chat) == []


# --- the server ----------------------------------------------------------------------------------


def test_api_answers_as_python_does(client: Client, chat: Chat) -> None:
    question = "When were ATACMS first delivered?"
    expected = chat.ask(question).as_dict()
    assert expected["short"] == "April"
    assert client.predict(question, api_name="/ask") == expected
    turns = [["Who approved it?", "Joe Biden"]]
    assert client.predict(question, turns, api_name="/ask") == expected


def test_api_refuses_in_one_sentence(client: Client) -> None:
    with pytest.raises(AppError, match=r"The question is empty\."):
        client.predict(" ", api_name="/ask")
    with pytest.raises(AppError, match="2,001 characters"):
        client.predict("x" * 2001, api_name="/ask")


def test_api_offers_nothing_else(client: Client) -> None:
    assert list(client.view_api(return_format="dict")["named_endpoints"]) == ["/ask"]


def test_every_answer_forbids_other_hosts(address: str) -> None:
    for path in ("/", "/config", "/nothing-here"):
        policy = httpx.get(address + path).headers["content-security-policy"]
        assert policy.startswith("default-src 'self'") and "http" not in policy


def test_title_and_text_stay_text_in_the_page_source() -> None:
    bad = "</title></script><script>window.ran=1</script>"
    with server.running(unindexed_chat(bad, bad), suggestions=[bad]) as address:
        assert "<script>window.ran" not in httpx.get(address).text


def test_gradio_reports_nothing(address: str) -> None:
    assert httpx.get(f"{address}/config").json()["analytics_enabled"] is False


def test_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=f"Cannot listen on 127.0.0.1, port {port}: .*in use"):
            server.listen("127.0.0.1", port)
    with pytest.raises(OSError, match=r"Cannot listen on no\.such\.host"):
        server.listen("no.such.host.invalid", 1)
    with pytest.raises(OSError, match=r"Cannot listen on .*99999"):
        server.listen("127.0.0.1", 99999)


def test_mcp_offers_ask_and_nothing_else(chat: Chat) -> None:
    pytest.importorskip("mcp", reason="MCP is not installed: gradio[mcp]")
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async def talk(address: str) -> tuple[list[str], str]:
        async with (
            streamablehttp_client(f"{address}/gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = [tool.name for tool in (await session.list_tools()).tools]
            result = await session.call_tool(
                tools[0], {"question": "When was the first delivered?"}
            )
            return tools, str(result.content)

    with server.running(chat, mcp=True) as address:
        tools, said = asyncio.run(talk(address))
    assert tools == ["ask"]
    assert "April" in said
