"""Footnote as a llama-index query engine, to be dropped into a `QueryEngineTool`."""

import asyncio
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import Response
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from qa.chat import Chat, QuestionError
from qa.types import Answer, Citation


class FootnoteQueryEngine(BaseQueryEngine):
    """Answers with a `Response` whose source nodes are the cited sentences, offsets exact.

    A question that cannot be asked, as an agent may make one up, is answered with the sentence
    that says why, without nodes or metadata.
    """

    def __init__(self, chat: Chat) -> None:
        super().__init__(callback_manager=None)
        self._chat = chat

    def _query(self, query_bundle: QueryBundle) -> Response:
        try:
            return to_response(self._chat.ask(query_bundle.query_str))
        except QuestionError as error:
            return Response(str(error))

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


def to_response(answer: Answer) -> Response:
    """The answer as llama-index knows it; its fields are in `metadata`."""
    nodes = [
        NodeWithScore(node=to_source(citation), score=answer.confidence)
        for citation in answer.citations
    ]
    return Response(answer.text, nodes, answer.as_dict())


def to_source(citation: Citation) -> TextNode:
    sentence = citation.sentence
    metadata: dict[str, Any] = {
        "marker": citation.marker,
        "title": citation.title,
        "digest": citation.digest,
        "span": list(citation.span) if citation.span else None,
        "page": sentence.page,
    }
    return TextNode(
        id_=f"{citation.digest}:sentence:{sentence.number}",
        text=sentence.text,
        start_char_idx=sentence.start,
        end_char_idx=sentence.end,
        metadata=metadata,
    )
