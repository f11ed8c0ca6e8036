"""What people read who look after the library: progress, summaries, its status, what is removed. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.answers.answer_cards import age, dotted, link, name
from bot.library.additions import Addition
from bot.markdown import ellipted, escaped, one_line, units
from bot.rendering import ANSWER_COLOUR, NOTHING_COLOUR, PROBLEM_COLOUR, Block, Card, Gap, heading, small
from bot.wording import Texts, error_text
from index.stored import LibraryStatus, StoredArticle
from ingest.sources import Failure

_FAILURES = 6
_LONGEST_REASON = 250


@dataclass(frozen=True, slots=True)
class Condition:
    """What `/library status` shows: `newest` is ISO 8601, `lag` counts changes by index."""

    status: LibraryStatus
    outlets: int
    newest: str | None
    lag: Mapping[str, int]


def progress_card(addition: Addition, texts: Texts) -> Card:
    """How far an addition is."""
    if not addition.is_begun:
        said = texts.say("library-waits")
    else:
        said = texts.say("library-adding", read=addition.read, stored=addition.tally.articles)
    return Card(NOTHING_COLOUR, (Block(said),))


def summary_card(addition: Addition, texts: Texts) -> Card:
    """What became of an addition, and of what could not be read, why."""
    tally = addition.tally
    blocks = [
        heading(texts.say("library-added-title")),
        Block(
            texts.say(
                "library-added",
                added=tally.added,
                updated=tally.updated,
                unchanged=tally.unchanged,
                duplicate=tally.duplicate,
                failed=tally.failed,
            ),
            Gap.NONE,
        ),
    ]
    if tally.failures:
        blocks.append(Block("\n".join(_reasons(tally.failures, texts)), Gap.LINE))
    if addition.fault is not None:
        blocks.append(Block(texts.say("library-stopped", why=error_text(texts, addition.fault)), Gap.LINE))
    is_fine = not tally.failures and addition.fault is None
    return Card(ANSWER_COLOUR if is_fine else PROBLEM_COLOUR, tuple(blocks))


def status_card(condition: Condition, texts: Texts) -> Card:
    """What the library holds and how fresh it is."""
    status = condition.status
    first, last = texts.day(status.first), texts.day(status.last)
    lag = max(condition.lag.values(), default=0)
    lines = [
        texts.say("status-articles", articles=status.articles, outlets=condition.outlets),
        texts.say("status-passages", passages=status.passages),
        texts.say("status-dates", first=first, last=last, undated=status.undated)
        if status.articles
        else None,
        texts.say("status-newest", age=newest) if (newest := age(condition.newest)) else None,
        texts.say("status-model", model=name(status.model.name)) if status.model else None,
        texts.say("status-waiting", passages=status.waiting) if status.waiting else None,
        texts.say("status-lag", changes=lag),
    ]
    title = heading(texts.say("status-title"))
    return Card(ANSWER_COLOUR, (title, Block("\n".join(filter(None, lines)), Gap.NONE)))


def article_lines(stored: StoredArticle, texts: Texts) -> str:
    """An article in two lines: its title, and outlet, date, link and id."""
    article = stored.article
    facts = (
        name(article.outlet) or texts.say("unknown-outlet"),
        texts.day(article.published),
        link(texts.say("article"), article.url),
        texts.say("withdrawn", day=texts.day(stored.withdrawn)) if stored.withdrawn else None,
        name(article.id),
    )
    return f"**{name(article.title) or texts.say('untitled')}**\n{small(dotted(facts))}"


def _reasons(failures: Iterable[Failure], texts: Texts) -> Iterator[str]:
    named = list(failures)
    for failure in named[:_FAILURES]:
        where = name(failure.source if failure.line is None else f"{failure.source}:{failure.line}")
        why = escaped(ellipted(one_line(failure.reason), _LONGEST_REASON, lambda text: units(escaped(text))))
        yield f"- {where}: {why}"
    if len(named) > _FAILURES:
        yield texts.say("library-more-failures", number=len(named) - _FAILURES)
