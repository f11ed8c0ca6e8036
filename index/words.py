"""Words as the keyword index counts them: lower case, without accents, stemmed."""

from functools import cache

import tantivy

ANALYZER = "news"
_LONGEST_WORD = 40

# Words that say how something is asked, not what about; English and German.
_STOP_WORDS = (
    "a an the of in on at to for from by with and or but is are was were be been being do does did has have had "
    "will would can could may might must should this that these those it its his her their they them he she we "
    "you i who whom whose what which where when why how many much as s t so than then there not no if into about "
    "der das den dem des ein eine einen einem einer und oder von zu im in am an auf bei mit nach über vor "
    "ist sind waren wird werden wurde wurden haben hatte was wer wen wem wann wo warum wie welche welcher "
    "welches er sie es sich nicht dass"
)


@cache
def analyzer() -> tantivy.TextAnalyzer:
    """The one way in which text becomes words, for the index and for questions."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(_LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def words_of(text: str) -> list[str]:
    """The words of a text, in order, as the index holds them."""
    found: list[str] = analyzer().analyze(text)
    return found


def content_words(text: str) -> list[str]:
    """The words that say what a text is about, in order."""
    return [word for word in words_of(text) if word not in stop_words()]


@cache
def stop_words() -> frozenset[str]:
    """Words, as the index holds them, that a question has but is not about."""
    return frozenset(words_of(_STOP_WORDS))
