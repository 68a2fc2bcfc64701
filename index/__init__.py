"""An article as searchable passages. Knows nothing of questions."""
