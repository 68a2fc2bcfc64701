"""The llama-index query engine, dropped into a tool, sync and async."""

import asyncio

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.tools import QueryEngineTool

from qa import Chat, FootnoteQueryEngine

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


def test_async_and_tool_say_the_same(chat: Chat) -> None:
    engine = FootnoteQueryEngine(chat)
    tool = QueryEngineTool.from_defaults(engine, name="article", description="Asks the article.")
    assert str(asyncio.run(engine.aquery(QUESTION))) == str(engine.query(QUESTION))
    assert tool.call(QUESTION).content == str(engine.query(QUESTION))


def test_absent_has_no_sources(chat: Chat) -> None:
    response = FootnoteQueryEngine(chat).query("Who is the president of France?")
    assert str(response) == "The article does not say." and response.source_nodes == []
