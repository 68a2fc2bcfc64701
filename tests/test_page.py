"""The page without a browser: what it is told, what leaves it, and the server behind it."""

import asyncio
import json
import socket
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, make_article
from page import server
from page.render import article_payload, markdown, pair, paragraphs, plain, sureness
from page.ui import MAX_TEXT, opening, reply
from qa import Chat
from qa.compose import compose
from qa.types import Answer, Question
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
