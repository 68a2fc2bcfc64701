"""One notice for an article that is not in English, which is all that Footnote reads well."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

MIN_LETTERS = 60  # below this, names alone decide and the guess is worth little
LOOK_AT = 20_000  # characters
SURE = 0.9  # least probability of another language


def language_notice(text: str) -> str | None:
    """One sentence if `text` is plainly not English; none if it is, or is too short to tell."""
    # Scripts and numbers are no language: count letters only.
    if sum(map(str.isalpha, text[:LOOK_AT])) < MIN_LETTERS:
        return None
    language, probability = _identifier().classify(text[:LOOK_AT])
    if language == "en" or probability < SURE:
        return None
    return (
        f"The article seems to be in another language than English ({language}); "
        "Footnote reads English only, so expect wrong answers."
    )


@cache
def _identifier() -> LanguageIdentifier:
    """Loaded once a process, which takes about half a second."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
