"""The web page: the chat beside its article, and the same answers over an API."""

from page.server import serve
from page.ui import build

__all__ = ["build", "serve"]
