"""What somebody said, in time order: the list behind `newsdesk quotes` and `/quotes`."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from answer.answers import AlsoIn, Standing, outlets_of
from answer.links import link_to
from answer.standing import current_articles, standing_of, withdrawn_since
from index.restriction import Restriction
from index.searchable import SearchableLibrary
from index.spelling import edits_between, sound_of
from index.statements.lexicon import INSTITUTIONS, TITLES
from index.statements.statement import Kind
from index.statements.stored import Said, catch_up, families, said_by, speakers
from index.stored import StoredArticle
from index.words import content_words, words_of

_MOST_READ = 5000  # statements of a family name, the newest; a library of years holds more of a president's
_READ_SECONDS = 1.5  # for articles that were stored before statements were kept, in each call
_ON_TOPIC = 0.5  # share of the topic, by rarity, from which a statement is on it
_NEARBY = 0.5  # what a word of the topic counts that stands in the title or before the statement only
_ALIKE = 0.8  # share of common words from which two outlets of a story tell the same statement
_FAR_MORE = 0.9  # share of a family name's statements from which one person is meant by it
_MOST_QUOTED = 8
_ARTICLES = frozenset(("the", "der", "die", "das"))
_ONE_AWAY, _TWO_AWAY = 5, 8  # letters of a name that may be so many letters away from a known one


@dataclass(frozen=True, slots=True)
class Speech:
    """One statement of the list.

    `sentence` is word for word `article.text[start:end]` of that version, with who says it; `words` are the
    speaker's within it. `published` is ISO 8601 or None. `also_in` are other articles with the same words.
    `standing` is what has become of the article: see `Citation`.
    """

    speaker: str
    kind: Kind
    verb: str
    words: str
    sentence: str
    article: str
    version: int
    start: int
    end: int
    title: str
    outlet: str | None
    published: str | None
    url: str | None
    link: str | None
    also_in: tuple[AlsoIn, ...] = ()
    standing: Standing | None = None

    @property
    def other_outlets(self) -> tuple[str, ...]:
        """The outlets of `also_in`: see `outlets_of`."""
        return outlets_of(self.also_in, self.outlet)


@dataclass(frozen=True, slots=True)
class Speeches:
    """What `speaker` said, oldest first, undated last: the last `limit` of `total` statements on the topic.

    `ever` counts those on any topic. `others` are further people of that family name, who are quoted far less.
    `unread` counts articles that were not read for statements yet.
    """

    speaker: str
    speeches: tuple[Speech, ...]
    total: int
    ever: int
    others: tuple[str, ...] = ()
    unread: int = 0


@dataclass(frozen=True, slots=True)
class SeveralPeople:
    """Several people are named so: each with how often they are quoted, the most quoted first."""

    asked: str
    people: tuple[tuple[str, int], ...]
    unread: int = 0


@dataclass(frozen=True, slots=True)
class NobodyQuoted:
    """Nobody of that name is quoted; `most_quoted` are people who are, with how often, the most quoted first."""

    asked: str
    most_quoted: tuple[tuple[str, int], ...]
    unread: int = 0


def statements_of(
    library: SearchableLibrary,
    speaker: str,
    about: str | None = None,
    restriction: Restriction = Restriction(),
    limit: int = 20,
) -> Speeches | SeveralPeople | NobodyQuoted:
    """What `speaker` said, about a topic if one is given, in the current versions of the articles.

    The name may be a family name alone, spelled as in another language (Selenskyj, Zelensky), with a title. Blocks
    (call it in a thread): a library that was made before statements were kept is read on for a moment in each call,
    and `unread` tells what is left. Raises LibraryError.
    """
    unread = catch_up(library.library, seconds=_READ_SECONDS)
    name = _name_words(speaker)
    found = _of_name(library, name, restriction)
    people = _people(found)
    if name[:-1]:
        people = {one: said for one, said in people.items() if _fits(one, name)}
    if not people:
        return NobodyQuoted(speaker, most_quoted(library, restriction), unread)
    counts = Counter({one: len(said) for one, said in people.items()})
    (first, most), *rest = counts.most_common()
    if rest and most < _FAR_MORE * counts.total():
        return SeveralPeople(speaker, tuple(counts.most_common()), unread)
    told = _told_once(people[first])
    rarity = library.rarity(content_words(about or ""))
    wanted = [(one, others) for one, others in told if not about or _is_about(one, rarity)]
    shown = wanted[-limit:]
    ids = (each.article for one, others in shown for each in (one, *others))
    current = current_articles(ids, library.library)
    speeches = tuple(_speech(one, others, current) for one, others in shown)
    others = tuple(other for other, _ in rest)
    return Speeches(first, speeches, len(wanted), len(told), others, unread)


def most_quoted(
    library: SearchableLibrary, restriction: Restriction = Restriction()
) -> tuple[tuple[str, int], ...]:
    """Who is quoted most, with how often; people and institutions that are named, not "officials"."""
    named = Counter({one: n for one, n in speakers(library.library, restriction).items() if one[0].isupper()})
    return tuple(named.most_common(_MOST_QUOTED))


def _name_words(speaker: str) -> list[str]:
    """How the words of a name sound, articles and a person's titles left out; at least one."""
    plain = speaker.replace("’s", "").replace("'s", "")
    words = [word for word in plain.split() if sound_of(word) and word.lower() not in _ARTICLES]
    if not words or words[-1].lower() in INSTITUTIONS:
        named = words
    else:
        named = [word for word in words if word.lower().strip(".,") not in TITLES] or words
    return [sound_of(word) for word in named] or [""]


def _of_name(library: SearchableLibrary, name: Sequence[str], restriction: Restriction) -> list[Said]:
    """The statements of everybody of that family name, or of the only one that is written nearly so."""
    if found := said_by(library.library, name[-1], restriction, newest=_MOST_READ):
        return found
    near = [one for one in families(library.library) if _is_near(one, name[-1])]
    return said_by(library.library, near[0], restriction, newest=_MOST_READ) if len(near) == 1 else []


def _is_near(known: str, asked: str) -> bool:
    if len(asked) < _ONE_AWAY or known[:1] != asked[:1]:
        return False
    return edits_between(known, asked) <= (2 if len(asked) >= _TWO_AWAY else 1)


def _people(found: Iterable[Said]) -> dict[str, list[Said]]:
    """Statements by person, each under the form of the name that occurs most.

    Statements of a family name alone go to who is quoted most of it.
    """
    by_given: dict[str, list[Said]] = defaultdict(list)
    for one in found:
        words = one.statement.speaker.split()
        by_given[sound_of(words[0]) if len(words) > 1 else ""].append(one)
    bare = by_given.pop("", [])
    if bare and by_given:
        most = max(by_given, key=lambda given: len(by_given[given]))
        by_given[most] += bare
    elif bare:
        by_given[""] = bare
    people = {}
    for said in by_given.values():
        forms = Counter(one.statement.speaker for one in said)
        form = max(forms, key=lambda name: (len(name.split()) > 1, forms[name]))
        people[form] = sorted(said, key=lambda one: (one.published_at is None, one.published_at or 0))
    return people


def _fits(person: str, name: Sequence[str]) -> bool:
    sounds = [sound_of(word) for word in person.split()]
    return len(sounds) == 1 or all(word in sounds for word in name[:-1])


def _is_about(said: Said, topic: Mapping[str, float]) -> bool:
    """Whether the topic's words, given with their rarity, stand in the sentence or near it."""
    held, near = set(words_of(said.sentence)), set(words_of(f"{said.title} {said.context}"))
    weight = sum(
        rarity * (1.0 if word in held else _NEARBY * (word in near)) for word, rarity in topic.items()
    )
    return weight >= _ON_TOPIC * sum(topic.values())


def _told_once(said: Sequence[Said]) -> list[tuple[Said, list[Said]]]:
    """Each statement once, with the other articles that have the same words."""
    told: list[tuple[Said, frozenset[str], list[Said]]] = []
    for one in said:
        words = frozenset(words_of(one.words))
        for first, known, others in told:
            if first.article != one.article and _is_same(words, known, is_one_story=first.story == one.story):
                others.append(one)
                break
        else:
            told.append((one, words, []))
    return [(first, others) for first, _, others in told]


def _is_same(one: frozenset[str], other: frozenset[str], *, is_one_story: bool) -> bool:
    if not is_one_story:
        return one == other
    return len(one & other) >= _ALIKE * max(len(one), len(other))


def _speech(said: Said, others: Iterable[Said], current: Mapping[str, StoredArticle]) -> Speech:
    one = said.statement
    return Speech(
        speaker=one.speaker,
        kind=one.kind,
        verb=one.verb,
        words=said.words,
        sentence=said.sentence,
        article=said.article,
        version=said.version,
        start=one.sentence_start,
        end=one.sentence_end,
        title=said.title,
        outlet=said.outlet,
        published=said.published,
        url=said.url,
        link=link_to(said.url, said.sentence),
        also_in=tuple(
            AlsoIn(
                other.article,
                other.outlet,
                other.title,
                other.url,
                other.published,
                withdrawn_since(current.get(other.article)),
            )
            for other in others
        ),
        standing=standing_of(said.sentence, said.version, current.get(said.article)),
    )
