"""The page without a browser: what it is told, what leaves it, and the server behind it."""

import asyncio
import base64
import json
import socket
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from hypothesis import given, settings
from hypothesis import strategies as st

import app
from index.article import Article, ArticleError, make_article
from index.library import Library
from page import opening as opened
from page import server
from page.login import account_line
from page.opening import MAX_FILE, MAX_TEXT, article_of, listed, open_in_steps
from page.render import (
    Line,
    article_payload,
    lead,
    lines,
    markdown,
    pair,
    paragraphs,
    plain,
    sureness,
)
from page.suggesting import Suggester, suggested
from page.ui import build, reply
from qa import Chat, Citation, Turn
from qa.compose import compose
from qa.types import Answer, Kind, Question
from tests.fakes import OverlapReader, WordEmbedding, opener, overlap_chat, unindexed_chat
from tests.samples.story import TITLE

SAMPLES = Path(__file__).parent / "samples"
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


@settings(deadline=None)  # the first guess at a language loads a model
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


GERMAN = (
    "Der Zug nach Bergen fuhr am Montag um acht Uhr ab. Die Brücke über den Fluss war gesperrt, "
    "weil das Wasser in der Nacht gestiegen war. Niemand wurde verletzt."
)


def test_the_payload_says_so_where_the_article_is_not_english() -> None:
    assert "another language than English (de)" in article_payload(make_article(GERMAN))["notice"]
    assert article_payload(make_article(SEED.read_text()))["notice"] is None


def test_sureness_in_words() -> None:
    found = answered("What did it cost?", make_article(HOSTILE))
    assert found.found
    words = [sureness(replace(found, confidence=c)) for c in (1.0, 0.9, 0.7, 0.6, 0.3)]
    assert words == ["Quite sure"] * 2 + ["Fairly sure", "Not quite sure", "Not sure"]
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
    assert lines(summary) == [Line(s.text, (n,), (n,)) for n, s in enumerate(LINED.sentences, 1)]
    listed = several("list", ["rain [1]", "snow"])
    assert lines(listed) == [Line("rain [1]", (1,), ()), Line("snow", (2,), ())]
    assert lines(replace(listed, text="Two things:\nrain [1]\nno mark [7]")) == [
        Line("Two things:", (), ()), Line("rain", (1,), ()), Line("no mark [7]", (), ()),
    ]  # fmt: skip
    assert lines(answered("What did it cost?", make_article(HOSTILE))) == []


def test_a_line_may_have_the_footnote_of_what_it_leans_on() -> None:
    listed = replace(
        several("list", [s.text for s in LINED.sentences]),
        text="Then it thawed. [3] [2]\nIn May [2] [2] [1]\nWhen: in May [1] [2]",
    )
    assert lines(listed) == [
        Line("Then it thawed.", (3, 2), (3,)),
        Line("In May [2]", (2, 1), ()),
        Line("When: in May", (1, 2), ()),
    ]
    assert plain(listed).startswith("What?\n\nThen it thawed. [3] [2]\nIn May [2] [2] [1]\nWhen")
    assert "[3] “" not in plain(listed), "the line says it"


def test_yes_and_no_are_short() -> None:
    yes = replace(several("yes", ["It rained."]), short="Yes", text="Yes\n\nIt rained. [1]")
    assert lines(yes) == []
    assert plain(yes) == "What?\n\nYes [1]\n\n[1] “It rained.[1]”"
    assert markdown(yes).startswith("### What?\n\n**Yes** [1]\n\n> [1]")


def test_a_page_is_named_wherever_its_sentence_is_quoted() -> None:
    text = "The mill closed in May.\n\nThe ferry sailed in June."
    paged = make_article(text, pages=(0, 25))
    answer = answered("When did the ferry sail?", paged)
    assert plain(answer).endswith("“The ferry sailed in June.” (page 2)")
    assert markdown(answer).endswith("“The ferry sailed in June.” (page 2)\n")
    assert article_payload(paged)["pages"] == [0, 25]
    cited = [Citation(n, s, None, paged.digest, "") for n, s in enumerate(paged.sentences, 1)]
    lined = "\n".join(f"{c.sentence.text} [{c.marker}]" for c in cited)
    summary = replace(answer, kind="summary", short="", dated="", text=lined, citations=(*cited,))
    assert [line.page for line in lines(summary)] == [1, 2]
    assert plain(summary).endswith(
        "The mill closed in May. [1] (page 1)\nThe ferry sailed in June. [2] (page 2)"
    )


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
        open_in_steps({"id": 3, "text": "A cat sat. It purred.", "title": "Cats"}, opener(tmp_path))
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
        [(message, _)] = open_in_steps({"id": 4, "text": bad}, opener(tmp_path))
        assert message["error"].startswith("The ")


def silent(share: float, what: str) -> None:
    pass


def told_file(name: str, data: bytes | None = None, **more: Any) -> dict[str, Any]:
    """What the script sends of a file, by default of a sample."""
    data = (SAMPLES / name).read_bytes() if data is None else data
    return {"id": 5, "data": base64.b64encode(data).decode(), "name": name} | more


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "pdf", "docx", "epub"])
def test_a_file_of_any_format_is_opened(suffix: str, tmp_path: Path) -> None:
    *steps, (last, own) = open_in_steps(told_file(f"story.{suffix}"), opener(tmp_path))
    assert steps[0][0] == {"id": 5, "share": 0.0, "what": "Reading the file"}
    assert last["article"]["title"] == TITLE and own.article.source == f"story.{suffix}"
    assert bool(last["article"]["pages"]) == (suffix == "pdf")


@pytest.mark.parametrize(
    ("told", "title"),
    [
        (told_file("cats.txt", b"A cat sat."), "cats"),
        (told_file("file.txt", b"Cats\n\nA cat sat."), "Cats"),  # its headline
        (told_file("file.txt", b"Cats\n\nA cat sat.", title=" Mine "), "Mine"),
        ({"text": "Cats\n\nA cat sat.", "title": ""}, "Cats"),
    ],
)
def test_a_title_is_typed_or_a_headline_or_the_name_of_the_file(
    told: dict[str, Any], title: str
) -> None:
    assert article_of(told, None, silent).title == title


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (
            told_file("a.txt", b"caf\xe9"),
            r"a\.txt is not UTF-8 text, byte 3 is 0xE9: save it as UTF-8\.",
        ),
        (told_file("a.pdf", b"%PDF-1.7 and no more"), r"a\.pdf cannot be read: "),
        (told_file("a.gif", b"GIF89a"), "a.gif is a picture"),
        (told_file("a.txt", b"x" * (MAX_FILE + 9)), r"a\.txt is larger than 10 MB\."),
        (told_file("a.txt", b"x " * (MAX_TEXT // 2 + 1)), "5,000,002 characters"),
        ({"data": "%", "name": "n" * 999}, "^n{200} did not arrive whole"),
        ({"text": "A cat.", "pages": [4, 0]}, "not in order"),
        ({"text": "A cat.", "pages": ["0"]}, "not in order"),
        ({"text": "A cat.", "published": "soon"}, "is not a day"),
        ({"address": str(SEED)}, "a web address begins with http"),
        ({"address": f"file://{SEED}"}, "only http and https are"),
        ({"address": "http://127.0.0.1/"}, "is not on the public internet"),
        ({"digest": "0" * 64}, "not in the library"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(told: dict[str, Any], why: str) -> None:
    with pytest.raises(ArticleError, match=why):
        article_of(told, None, silent)


def test_an_article_that_is_opened_again_keeps_its_pages_and_day() -> None:
    told = {"text": "A cat. A dog.", "pages": [0, 7], "published": "2024-11-18"}
    article = article_of(told, None, silent)
    assert (article.pages, article.published) == ((0, 7), "2024-11-18")
    assert [s.page for s in article.sentences] == [1, 2]


def test_an_address_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched = make_article("The ferry sailed.", "Ferries")
    asked: list[tuple[str, str | None]] = []

    def fetch(place: str, title: str | None) -> Article:
        asked.append((place, title))
        return fetched

    monkeypatch.setattr(opened, "article_at", fetch)
    told = {"id": 6, "address": " https://example.org/a ", "title": "T"}
    *_, (last, own) = open_in_steps(told, opener(tmp_path))
    assert asked == [("https://example.org/a", "T")]
    assert last["article"]["title"] == "Ferries" and own.article == fetched


def test_the_library_is_listed_newest_first_and_opened(tmp_path: Path) -> None:
    library = Library(tmp_path, WordEmbedding())
    articles = [make_article(f"The ship {n} sailed.", f"Ship {n}") for n in range(3)]
    library.add_all(articles)
    message = listed({"id": 8}, library)
    assert [e["title"] for e in message["library"]] == ["Ship 2", "Ship 1", "Ship 0"]
    told = {"id": 9, "digest": message["library"][1]["digest"]}
    assert article_of(told, library, silent) == library.get(articles[1].digest)
    assert listed({"id": 8}, None)["library"] == []


@pytest.mark.parametrize(
    ("public", "accounts", "offered"),
    [(False, False, True), (True, False, False), (True, True, True), (False, True, True)],
)
def test_strangers_are_not_offered_the_library(
    public: bool, accounts: bool, offered: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: dict[str, Any] = {}
    monkeypatch.setattr(server, "serve", lambda *_, **options: asked.update(options))
    monkeypatch.setattr(app, "open_articles", lambda places: None)
    monkeypatch.setattr(app, "open_library", lambda: "library")
    auth = tmp_path / "auth"
    auth.write_text(account_line("ann", "password") if accounts else "")
    app.serve("127.0.0.1", 0, False, auth if accounts else None, public)
    assert asked["library"] == ("library" if offered else None)


def test_without_a_library_nothing_lists_one(chat: Chat, tmp_path: Path) -> None:
    library = Library(tmp_path, WordEmbedding())
    for offered in (None, library):
        targets = [t for fn in build(chat, library=offered).fns.values() for t in fn.targets]
        assert ("browse" in {event for _, event in targets}) is (offered is not None)


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
    with pytest.raises(AppError, match="A question is a string, not int"):
        client.predict(5, api_name="/ask")
    with pytest.raises(AppError, match="A turn is a question and its answer"):
        client.predict("Who?", [[1, 2]], api_name="/ask")
    with pytest.raises(AppError, match="A turn is a question and its answer"):
        client.predict("Who?", 5, api_name="/ask")


def test_api_offers_nothing_else(client: Client) -> None:
    assert list(client.view_api(return_format="dict")["named_endpoints"]) == ["/ask", "/check"]


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


def test_a_stream_that_is_not_told_does_not_hold_up_the_end(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = server.application

    def untold(*args: Any) -> Any:  # as is one that opens when the others have been told
        app = application(*args)
        app.state.streams_end = Event()
        return app

    monkeypatch.setattr(server, "application", untold)
    monkeypatch.setattr(server, "GRACE", 1)
    with httpx.Client() as client:
        with server.running(chat, suggestions=["When?"]) as address:
            stream = client.build_request("GET", f"{address}/gradio_api/heartbeat/x")
            assert client.send(stream, stream=True).status_code == 200
            began = monotonic()
        assert 0.9 < monotonic() - began < 10


def test_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=f"Cannot listen on 127.0.0.1, port {port}: .*in use"):
            server.listen("127.0.0.1", port)
    with pytest.raises(OSError, match=r"Cannot listen on no\.such\.host"):
        server.listen("no.such.host.invalid", 1)
    with pytest.raises(OSError, match=r"Cannot listen on a\.\.b: that is no name"):
        server.listen("a..b", 1)
    with pytest.raises(OSError, match=r"Cannot listen on .*99999"):
        server.listen("127.0.0.1", 99999)


def test_mcp_offers_ask_and_check_and_nothing_else(chat: Chat, reader) -> None:  # type: ignore[no-untyped-def]
    pytest.importorskip("mcp", reason="MCP is not installed: gradio[mcp]")
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async def talk(address: str) -> tuple[list[str], str, str]:
        async with (
            streamablehttp_client(f"{address}/gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = [tool.name for tool in (await session.list_tools()).tools]
            said = await session.call_tool("ask", {"question": "When were ATACMS first delivered?"})
            checked = await session.call_tool(
                "check", {"statement": "Kursk is a region of Russia."}
            )
            return tools, str(said.content), str(checked.content)

    judging = Chat(chat.articles, chat.retriever, reader)
    with server.running(judging, mcp=True) as address:
        tools, said, checked = asyncio.run(talk(address))
    assert tools == ["ask", "check"]
    assert "April" in said
    assert "Yes" in checked and "Kursk, a southern Russian region" in checked


def test_are_you_sure_of_a_list_keeps_its_lines_and_says_how_sure_before_them() -> None:
    chat = unindexed_chat("Ada Lund said that it burned. Ada Lund said that she wept.")
    turns = [Turn("What did Lund say?", chat.ask("What did Lund say?").text)]
    answer = chat.ask("Are you sure?", turns)
    assert lead(answer) == "Fairly sure: I put it at 70 %. Read for yourself:"
    assert [(line.text, line.markers) for line in lines(answer)] == [
        ("Ada Lund said that it burned.", (1,)),
        ("Ada Lund said that she wept.", (2,)),
    ]
    assert lead(chat.ask("What did Lund say?")) == ""
