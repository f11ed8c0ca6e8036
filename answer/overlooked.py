"""Passages in which somebody speaks of a topic, for a search that may overlook them.

A search by words and meaning ranks a passage by all that it says. What somebody said in half a sentence, as "he",
deep in a report on other things, comes late; the library knows it as a statement.
"""

from collections.abc import Mapping

from answer.questions import Speaker
from index.restriction import Restriction
from index.searchable import SearchableLibrary
from index.spelling import sound_of
from index.statements.stored import Said, passages_of, said_by
from index.words import words_of

_MOST = 12
_READ = 500  # the newest statements of the speaker that are looked at
_ON_TOPIC = 0.6  # share of the topic, by rarity, from which a statement is on it


def passages_saying(
    library: SearchableLibrary, speaker: Speaker | None, restriction: Restriction
) -> tuple[int, ...]:
    """Ids of the passages that hold the speaker's newest statements on the topic; none where nobody is asked for."""
    if speaker is None or not speaker.topic:
        return ()
    topic = library.rarity(speaker.topic)
    said = said_by(library.library, sound_of(speaker.family), restriction, newest=_READ)
    return passages_of(library.library, [one for one in said if _is_about(one, topic)][-_MOST:])


def _is_about(said: Said, topic: Mapping[str, float]) -> bool:
    held = set(words_of(said.sentence))
    return sum(rarity for word, rarity in topic.items() if word in held) >= _ON_TOPIC * sum(topic.values())
