"""Messages that ask the article nothing: `talk` replies; `manners`, `english` tell them apart."""
