"""The llama-index query engine, dropped into a tool, sync and async."""

import asyncio

import pytest
from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.tools import QueryEngineTool

from index.article import Sentence
from qa import Chat, FootnoteQueryEngine
from qa.engine import to_source
from qa.types import Citation

QUESTION = "When were ATACMS first delivered?"


def test_response_carries_the_cited_sentences(chat: Chat) -> None:
    engine = FootnoteQueryEngine(chat)
    assert isinstance(engine, BaseQueryEngine)
    response, answer = engine.query(QUESTION), chat.ask(QUESTION)
    assert str(response) == answer.text
    assert response.metadata == answer.as_dict()
    for node, citation in zip(response.source_nodes, answer.citations, strict=True):
        start, end = node.node.start_char_idx, node.node.end_char_idx
        assert chat.article.text[start:end] == node.node.text == citation.sentence.text


@pytest.mark.parametrize(("question", "why"), [(" ", "is empty"), ("w" * 2001, "at most 2,000")])
def test_what_cannot_be_asked_is_said(chat: Chat, question: str, why: str) -> None:
    response = FootnoteQueryEngine(chat).query(question)
    assert why in str(response) and response.source_nodes == []


def test_a_source_names_its_page() -> None:
    sentence = Sentence(0, "The mill closed.", 0, 16, page=3)
    assert to_source(Citation(1, sentence, None, "a8d4", "The mill")).metadata["page"] == 3


def test_async_and_tool_say_the_same(chat: Chat) -> None:
    engine = FootnoteQueryEngine(chat)
    tool = QueryEngineTool.from_defaults(engine, name="article", description="Asks the article.")
    assert str(asyncio.run(engine.aquery(QUESTION))) == str(engine.query(QUESTION))
    assert tool.call(QUESTION).content == str(engine.query(QUESTION))


def test_absent_has_no_sources(chat: Chat) -> None:
    response = FootnoteQueryEngine(chat).query("Who is the president of France?")
    assert str(response) == "The article does not say." and response.source_nodes == []
