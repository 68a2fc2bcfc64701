"""Whether a message is English at all: another language, or keys struck at random.

Both err towards "it is English": what passes is looked up and at worst refused, what is caught
is not looked up at all. Languages without words in the tables pass, and so do made-up words that
can be pronounced.
"""

import re
import unicodedata

# How an English question opens: whatever foreign words follow are names and titles. Without "was"
# and "die", which open German ones.
_OPENS = frozenset(
    """who whom whose what whats when where why how which is are were does did has have can could
    should would will may if tell give list show name describe explain according the this that i
    you he she they we it""".split()
)
# Words of other languages that are no English words and stand in no names.
_STRONG = frozenset(
    """wann wer wo warum wieso wie welche welcher welches wurde wurden worden ist sind nicht ich wir
    ihr haben habe gesagt passiert geht heißt worum bitte artikel über für quand qui quoi où
    pourquoi combien quel quelle quels quelles sont été avez vous ils elles c'est qu'est plaît
    dans avec cuándo quién quiénes qué dónde cómo cuál cuáles cuánto cuántos cuántas está están fue
    fueron por quando quem onde porquê você foi foram não perché dov'è è sono stato quanti artículo
    artigo articolo wanneer waarom waar hoeveel wie zijn werd werden niet gebeurd kto kiedy gdzie
    dlaczego czy są hvem hvornår hvorfor varför när nerede neden nasıl değil kdo proč kostet
    bedeutet heisst steht geschah resumen resumo riassunto zusammenfassung samenvatting""".split()
)
# These stand in names or are English as well, so alone they prove nothing.
_WEAK = frozenset(
    """der die das dem den des und was hat war von zu im auf mit ein eine es le la les un une de du
    et est en a au aux je nous pour el los las que y o se su con il lo gli e di da che chi cosa in
    per het een van is op os as um uma do no em na são jest jak co""".split()
)
# English that is none of these: "Wer was the last director?" speaks of a Mr Wer.
_ENGLISH = frozenset("the and from with their his did".split())
_ENOUGH = 1.5  # a strong word and a weak one, or two strong ones
_WEAK_WORD = 0.5
_OTHER_LETTERS = 0.3  # share from other alphabets that no symbol or Greek letter of a formula has

# Keys in a row; words may hold four of them ("property") but none begins with four.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS = frozenset(
    row[i : i + 4] for keys in _ROWS for row in (keys, keys[::-1]) for i in range(len(row) - 3)
)
# Five letters without a vowel, or a long word nearly without; "Knightsbridge" and "strengths" have
# more. Capitals are left alone: abbreviations and foreign names.
_NO_VOWEL = re.compile(r"[b-df-hj-np-tv-xz]{5,}")
_FEW_VOWELS = re.compile(
    r"(?=.{8})(?=[a-z]*[b-df-hj-np-tv-xz]{6})(?:[^aeiouy]{4,}[aeiouy])*(?:[^aeiouy]{4,})?"
)
_ONE_KEY = re.compile(r"(.)\1{3,}")


def foreign(message: str) -> bool:
    """Whether it is written in another language, foreign names in English not counted."""
    words = re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", message.casefold().replace("’", "'"))
    if not words or _OPENS.intersection(words[:2]):
        return False
    if _other_letters(message) > _OTHER_LETTERS:
        return not _OPENS.intersection(words)
    strong = sum(word in _STRONG for word in words) + message.count("¿") + message.count("¡")
    weak = sum((word in _WEAK) - (word in _ENGLISH) for word in words)
    return bool(strong) and strong + _WEAK_WORD * weak >= _ENOUGH


def gibberish(message: str) -> bool:
    """Whether there is no word in it: marks only, a single letter, or keys struck at random."""
    words = re.findall(r"\w+", message)
    if not words:
        return True
    return all(_random(word) for word in words) or (len(message) == 1 and message.isalpha())


def _random(word: str) -> bool:
    low = word.lower()
    return bool(
        low[:4] in _KEYS
        or _ONE_KEY.fullmatch(low)
        or _NO_VOWEL.fullmatch(word)
        or _FEW_VOWELS.fullmatch(word)
    )


def _other_letters(message: str) -> float:
    letters = [c for c in message if c.isalpha()]
    other = sum(not unicodedata.name(c, "").startswith("LATIN") for c in letters)
    return other / max(len(letters), 1)
