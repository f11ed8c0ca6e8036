"""Who is meant by a family name, a title or a pronoun: the people and institutions that an article has named so far."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.statements.lexicon import FEMALE, INSTITUTIONS, MALE, MEN, WOMEN
from index.statements.subjects import Subject
from index.statements.tokens import Name

_WHO_BEFORE = 6  # sentences in which the person behind a pronoun is looked for
_COMPANY = frozenset(
    ("company", "firm", "carrier", "airline", "manufacturer", "retailer", "unternehmen", "team", "club")
)
_GENDERS = {"he": "m", "him": "m", "his": "m", "er": "m", "ihm": "m", "she": "f", "her": "f", "ihr": "f"}


@dataclass(slots=True)
class Cast:
    """Whom an article has named, in order; grows sentence by sentence."""

    _full: dict[str, list[str]] = field(default_factory=dict)  # by family name, the latest last
    _roles: dict[str, str] = field(default_factory=dict)  # by noun
    _institutions: list[str] = field(default_factory=list)
    _genders: dict[str, str] = field(default_factory=dict)
    _subjects: list[str] = field(
        default_factory=list
    )  # persons who could be meant by a pronoun, the latest last
    _counts: Counter[str] = field(default_factory=Counter)

    def meet(self, name: Name) -> str:
        """Note a name; returns the fullest form of it that was seen."""
        if name.is_institution:
            self._institutions.append(name.text)
            self._counts[name.text] += 1
            return self._institution(name.text)
        family = name.words[-1].lower()
        known = self._full.get(family, [])
        if len(name.words) > 1:
            if name.text not in known:
                longer = [one for one in known if set(name.words) < set(one.split())]
                if longer:
                    return longer[-1]
                self._full.setdefault(family, []).append(name.text)
            else:
                known.remove(name.text)
                known.append(name.text)
            full = name.text
        elif known:
            full = known[-1]
        else:
            given = [
                one for names in self._full.values() for one in names if one.split()[0].lower() == family
            ]
            full = given[-1] if given else name.text
        for title in name.titles:
            self._know(full, title)
        return full

    def knows(self, name: Name) -> bool:
        """Whether the family name was introduced with a given name."""
        return name.words[-1].lower() in self._full

    def stands_first(self, full: str) -> None:
        """Note the person that a sentence is about: pronouns after it mean them."""
        if full in self._subjects:
            self._subjects.remove(full)
        self._subjects.append(full)

    def describe(self, full: str, noun: str) -> None:
        """Note what somebody is: "the chancellor" means them from now on."""
        if noun:
            self._roles[noun.lower()] = full
            self._know(full, noun)

    def speaker(self, subject: Subject, speakers: Sequence[str]) -> str | None:
        """Whose words the subject's are; None where that cannot be told. `speakers` are those before, in order."""
        if subject.name is not None:
            full = self.meet(subject.name)
            self.describe(full, subject.noun)
            return full
        if subject.pronoun:
            return self._behind(subject.pronoun, speakers)
        if subject.noun in self._roles:
            return self._roles[subject.noun]
        return self._institution_of(subject) or subject.words or None

    def _behind(self, pronoun: str, speakers: Sequence[str]) -> str | None:
        if pronoun in ("they", "them"):
            return speakers[-1] if speakers and speakers[-1] not in self._subjects else None
        if pronoun == "it":
            return next((one for one in reversed(speakers) if one in self._institutions), None) or next(
                reversed(self._institutions), None
            )
        gender = _GENDERS.get(pronoun)
        for full in reversed(self._subjects[-_WHO_BEFORE:]):
            known = self._genders.get(full) or _gender(full)
            if gender is None or known in (None, gender):
                if gender is not None:
                    self._genders.setdefault(full, gender)
                return full
        return None

    def _institution_of(self, subject: Subject) -> str | None:
        """The institution that "the office" or "the company" means."""
        if subject.words.lower() != subject.noun:
            return None
        for one in reversed(self._institutions):
            if one.lower().split()[-1] == subject.noun or one.lower().split()[0] == subject.noun:
                return one
        if subject.noun in _COMPANY and self._institutions:
            return self._counts.most_common(1)[0][0]
        return None

    def _institution(self, text: str) -> str:
        """The longest name that ends or begins so."""
        words = text.split()
        for one in reversed(self._institutions):
            other = one.split()
            if len(other) > len(words) and (other[-len(words) :] == words):
                return one
        return text

    def _know(self, full: str, noun: str) -> None:
        low = noun.lower().rstrip(".")
        if low in FEMALE:
            self._genders.setdefault(full, "f")
        elif low in MALE:
            self._genders.setdefault(full, "m")


def _gender(full: str) -> str | None:
    """What a given name tells; None where it tells nothing."""
    given = full.split(maxsplit=1)[0].lower()
    if len(full.split()) < 2 or given in INSTITUTIONS:  # noqa: PLR2004 - a given and a family name
        return None
    return "m" if given in MEN else "f" if given in WOMEN else None
