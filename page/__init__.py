"""The web page: the chat beside its article, and the same answers over an API."""
