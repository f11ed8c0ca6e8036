"""A quote in its place: the sentences around it, from the version of the article that it was taken from. Pure."""

from collections.abc import Iterator

from answer.answers import Citation
from answer.standing import standing_of
from bot.answers.answer_cards import age, dotted, link, name, outlet_of, verbatim
from bot.markdown import ELLIPSIS, escaped, hidden_characters, shortened, units
from bot.rendering import ANSWER_COLOUR, MAX_CARD, Block, Card, Gap, heading, small
from bot.wording import Texts
from index.sentences import sentence_spans
from index.stored import StoredArticle

MAX_QUOTE = 1_500
AROUND = 400  # characters before the quote, and as many after it
_WORD = 40  # characters in which a word ends


def passage_card(
    citation: Citation, stored: StoredArticle | None, current: StoredArticle | None, texts: Texts
) -> Card:
    """One quote between the sentences around it.

    `stored` is the article in the version that is quoted, `current` in its newest; None where it is removed.
    """
    before, after = around(stored, citation) if stored else ("", "")
    said = shortened(citation.quote, MAX_QUOTE, lambda text: units(verbatim(text)))
    quote = Block(verbatim(said))
    head = [heading(name(citation.title) or texts.say("untitled")), Block(_facts(citation, texts), Gap.NONE)]
    invisible = hidden_characters(before + said + after)
    remarks = [
        texts.say("shortened") if said != citation.quote else None,
        texts.say("hidden-characters", number=invisible) if invisible else None,
        *standing(citation, current, texts),
    ]
    foot = [Block(small(remark), Gap.LINE) for remark in remarks if remark]
    taken = sum(units(block.text) + 1 for block in (*head, quote, *foot))
    room = (MAX_CARD - taken) // 2 - 1
    context = [
        [Block(text)] if text and units(text) <= room else [] for text in map(escaped, (before, after))
    ]
    return Card(ANSWER_COLOUR, (*head, *context[0], quote, *context[1], *foot))


def standing(citation: Citation, current: StoredArticle | None, texts: Texts) -> Iterator[str]:
    """What became of the article since it was quoted, in sentences; `answer_cards.standing` says it in a few words."""
    stands = standing_of(citation.quote, citation.version, current)
    if stands is None:
        return
    if stands.is_removed:
        yield texts.say("article-removed")
    if stands.newer is not None:
        still = "yes" if stands.newer.holds_quote else "no"
        yield texts.say("article-changed", still=still, day=texts.day(stands.newer.stored))
    if stands.withdrawn is not None:
        yield texts.say("article-withdrawn", day=texts.day(stands.withdrawn))


def around(stored: StoredArticle, citation: Citation) -> tuple[str, str]:
    """What stands before and after a quote, word for word: whole sentences, as many as AROUND holds.

    Of a sentence longer than that, a part. An ellipsis says that the article goes on.
    """
    text, first, last = stored.article.text, citation.start, citation.end
    sentences = sentence_spans(text, stored.article.language)
    starts = [span.start for span in sentences if first - AROUND <= span.start < first]
    ends = [span.end for span in sentences if last < span.end <= last + AROUND]
    start = starts[0] if starts else _word_start(text, first - AROUND)
    end = ends[-1] if ends else _word_end(text, last + AROUND)
    before, after = text[start:first].strip(), text[last:end].strip()
    return (
        f"{ELLIPSIS} {before}" if text[:start].strip() else before,
        f"{after} {ELLIPSIS}" if text[end:].strip() else after,
    )


def _word_start(text: str, at: int) -> int:
    """Where the next word begins, if that is near."""
    if at <= 0:
        return 0
    return text.find(" ", at, at + _WORD) + 1 or at


def _word_end(text: str, at: int) -> int:
    """Where the last word before a place ends, if that is near."""
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - _WORD, at)
    return at if space < 0 else space


def _facts(citation: Citation, texts: Texts) -> str:
    who = name(citation.speaker)
    return dotted(
        (
            f"`{citation.marker}` **{who}**" if who else f"`{citation.marker}`",
            outlet_of(citation, texts),
            texts.day(citation.published),
            age(citation.published),
            link(texts.say("article"), citation.link, citation.url),
        )
    )
