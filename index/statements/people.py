"""Who is meant by a family name, a title or a pronoun: the people and institutions that an article has named so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.statements.lexicon import FEMALE, INSTITUTIONS, MALE, MEN, PUBLIC, TITLES, WOMEN
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
    _institutions: dict[str, None] = field(default_factory=dict)  # the latest last
    _given: dict[str, str] = field(default_factory=dict)  # full names by given name
    _genders: dict[str, str] = field(default_factory=dict)
    _subjects: list[str] = field(default_factory=list)  # whom a pronoun could mean, the latest last

    def meet(self, name: Name) -> str:
        """Note a name; returns the fullest form of it that was seen."""
        if name.is_institution:
            full = self._institution(name.text)
            self._institutions.pop(full, None)
            self._institutions[full] = None
            return full
        family = name.words[-1].lower()
        known = self._full.get(family, [])
        if len(name.words) > 1:
            if name.text not in known:
                longer = [one for one in known if set(name.words) < set(one.split())]
                if longer:
                    return longer[-1]
                self._full.setdefault(family, []).append(name.text)
                if len(name.words) == 2:  # noqa: PLR2004 - given and family name
                    self._given[name.words[0].lower()] = name.text
            elif known[-1] != name.text:
                known.remove(name.text)
                known.append(name.text)
            full = name.text
        elif known:
            full = known[-1]
        else:
            full = self._given.get(family, name.text)
        for title in name.titles:
            self._know(full, title)
        return full

    def knows(self, name: Name) -> bool:
        """Whether the family name was introduced with a given name."""
        return name.words[-1].lower() in self._full

    def is_person(self, full: str) -> bool:
        """Whether it is a person's name as far as the article tells."""
        return full in self._full.get(full.lower().split()[-1], ()) or full in self._subjects

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

    def described(self, subject: Subject) -> str | None:
        """Whom a description means that was given to somebody before: "the judge"."""
        return self._roles.get(subject.noun) if subject.name is None else None

    def speaker(self, subject: Subject, speakers: Sequence[str], *, is_definite: bool) -> str | None:
        """Whose words the subject's are; None where that cannot be told. `speakers` are those before, in order."""
        if subject.name is not None and subject.name.has_article and subject.name.words[-1].lower() in TITLES:
            return self._behind("", speakers)  # "the Iowa Republican"
        if subject.name is not None:
            full = self.meet(subject.name)
            if not subject.name.is_institution:
                self.describe(full, subject.noun)
            return full
        if subject.pronoun == "it" and subject.first > 1:
            return None  # anything may be meant
        if subject.pronoun:
            return self._behind(subject.pronoun, speakers)
        if not is_definite:
            return subject.words or None
        return (
            self._roles.get(subject.noun) or self._institution_of(subject, speakers) or subject.words or None
        )

    def _behind(self, pronoun: str, speakers: Sequence[str]) -> str | None:
        if pronoun in ("they", "them"):
            return (
                speakers[-1] if speakers and speakers[-1].islower() and speakers[-1].endswith("s") else None
            )
        if pronoun == "it":
            return speakers[-1] if speakers and speakers[-1] in self._institutions else None
        gender = _GENDERS.get(pronoun)
        for full in reversed(self._subjects[-_WHO_BEFORE:]):
            known = self._genders.get(full) or _gender(full)
            if gender is None or known in (None, gender):
                if gender is not None:
                    self._genders.setdefault(full, gender)
                return full
        return None

    def _institution_of(self, subject: Subject, speakers: Sequence[str]) -> str | None:
        """The institution that "the office" or "the company" means."""
        if subject.words.lower() != subject.noun:
            return None
        for one in reversed(self._institutions):
            if one.lower().split()[-1] == subject.noun or one.lower().split()[0] == subject.noun:
                return one
        if subject.noun in _COMPANY:
            return next((one for one in reversed(speakers) if self._may_be_company(one)), None)
        return None

    def _may_be_company(self, name: str) -> bool:
        words = name.lower().split()
        is_named_once = len(words) == 1 and name[0].isupper() and words[0] not in self._full
        return (name in self._institutions and words[-1] not in PUBLIC) or is_named_once

    def _institution(self, text: str) -> str:
        """The longest name that ends so, or has these letters as initials."""
        words = text.split()
        for one in reversed(self._institutions):
            if one == text:
                continue
            other = one.split()
            if (
                other[0] != "New"
                and len(other) > len(words)
                and (other[-len(words) :] == words or _initials(other) == text)
            ):
                return one
        return text

    def _know(self, full: str, noun: str) -> None:
        low = noun.lower().rstrip(".")
        if low in FEMALE:
            self._genders.setdefault(full, "f")
        elif low in MALE:
            self._genders.setdefault(full, "m")


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words if word[0].isupper())


def _gender(full: str) -> str | None:
    """What a given name tells; None where it tells nothing."""
    given = full.split(maxsplit=1)[0].lower()
    if len(full.split()) < 2 or given in INSTITUTIONS:  # noqa: PLR2004 - a given and a family name
        return None
    return "m" if given in MEN else "f" if given in WOMEN else None
