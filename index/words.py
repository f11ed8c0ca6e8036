"""Words as the keyword index counts them: lower case, without accents, stemmed."""

from functools import cache

import tantivy

ANALYZER = "news"
_LONGEST_WORD = 40

# Words that say how something is asked, not what about; English and German.
_QUESTION_WORDS = (
    "a an the and or of to in on at by for from with about into over after before during between as is are was "
    "were be been being am do does did done has have had having will would shall should can could may might must "
    "what which who whom whose when where why how it its this that these those there here he she they them his "
    "her their we us our you your i me my not no s t re ve ll d if than then so such also just any some "
    "say says said tell told according much many "
    "der die das den dem des ein eine einen einem einer und oder von zu im in am an auf bei mit nach über vor "
    "ist sind war waren wird werden wurde wurden hat haben hatte was wer wen wem wann wo warum wie welche welcher "
    "welches er sie es sich nicht dass sagte sagt gesagt"
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
    return [word for word in words_of(text) if word not in _stop_words()]


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(words_of(_QUESTION_WORDS))
