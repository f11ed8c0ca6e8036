"""How well statements are found: against sentences labelled by hand with who says them, and how."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from config.errors import InputError
from config.sections import IngestSettings
from evaluation.reading import Reading
from index.articles import Article
from index.statements.finding import statements_in
from index.statements.statement import Kind, Statement
from index.words import words_of

_KINDS: tuple[Kind, ...] = ("direct", "reported")


class LabelledSentence(BaseModel):
    """A line of statements.jsonl: a sentence, whose words it reports, and how; None: nobody's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    article: str
    sentence: str
    speaker: str | None
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled sentence beside the statement that was found in it, if one was."""

    label: LabelledSentence
    found: Statement | None

    @property
    def is_right(self) -> bool:
        """Whether all was found as it is labelled."""
        if self.found is None or self.label.kind is None:
            return self.found is None and self.label.kind is None
        return self.found.kind == self.label.kind and self.is_speaker_right

    @property
    def is_speaker_right(self) -> bool:
        """Whether the right speaker is named: the words of one name are all among those of the other."""
        if self.found is None or self.label.speaker is None:
            return False
        wanted, named = words_of(self.label.speaker), words_of(self.found.speaker)
        return bool(named) and (set(named) <= set(wanted) or set(wanted) <= set(named))


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares, 0 to 1. Kind and speaker are over statements that are labelled and found."""

    sentences: int
    precision: float
    recall: float
    f1: float
    kind: float
    speaker: float
    recall_by_kind: Mapping[Kind, float]


def judge(labels: Iterable[LabelledSentence], articles: Mapping[str, Article]) -> list[Judged]:
    """Lay what is found in each article beside its labels. Raises InputError where a label stands nowhere."""
    judged = []
    found: dict[str, tuple[Statement, ...]] = {}
    reached: dict[str, int] = {}
    for label in labels:
        article = articles.get(label.article)
        at = article.text.find(label.sentence, reached.get(label.article, 0)) if article else -1
        if article is None or at < 0:
            raise InputError(f"No article {label.article} holds the labelled sentence {label.sentence!r}.")
        end = reached[label.article] = at + len(label.sentence)
        if label.article not in found:
            found[label.article] = statements_in(article.text, article.language)
        judged.append(Judged(label, _most_of(found[label.article], at, end)))
    return judged


def figures(judged: Sequence[Judged]) -> Figures:
    """What the judgements come to."""
    labelled = [one for one in judged if one.label.kind is not None]
    named = [one for one in judged if one.found is not None]
    both = [one for one in labelled if one.found is not None]
    precision, recall = _share(len(both), len(named)), _share(len(both), len(labelled))
    return Figures(
        sentences=len(judged),
        precision=precision,
        recall=recall,
        f1=_share(2 * precision * recall, precision + recall),
        kind=_share(
            sum(one.found is not None and one.found.kind == one.label.kind for one in both), len(both)
        ),
        speaker=_share(sum(one.is_speaker_right for one in both), len(both)),
        recall_by_kind={
            kind: _share(
                sum(one.label.kind == kind for one in both), sum(one.label.kind == kind for one in labelled)
            )
            for kind in _KINDS
        },
    )


def halves(judged: Sequence[Judged]) -> tuple[list[Judged], list[Judged]]:
    """The half of the articles that the rules were learned on, and the half that they were not."""
    names = sorted({one.label.article for one in judged})
    learned = set(names[::2]) | {
        name for name in names if name.endswith("heater-recall")
    }  # one text, three outlets
    return (
        [one for one in judged if one.label.article in learned],
        [one for one in judged if one.label.article not in learned],
    )


def judge_folder(folder: Path, settings: IngestSettings) -> list[Judged]:
    """Judge what is found in a folder that holds articles/ and statements.jsonl. Raises InputError."""
    path = folder / "statements.jsonl"
    if not path.is_file():
        raise InputError(f"{folder} holds no statements.jsonl, which says who says what.")
    items = Reading((folder / "articles",), settings).articles()
    articles = {item.id: item for item in items if isinstance(item, Article)}
    return judge(load_labels(path), articles)


def load_labels(path: Path) -> list[LabelledSentence]:
    """Read statements.jsonl. Raises InputError naming the line that is wrong."""
    labels = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            labels.append(LabelledSentence.model_validate_json(line))
        except ValidationError as exc:
            raise InputError(f"{path}:{number}: {exc.errors()[0]['msg']}") from exc
    return labels


def _most_of(statements: Iterable[Statement], start: int, end: int) -> Statement | None:
    """The statement that most of a sentence belongs to."""
    overlapping = [(min(one.end, end) - max(one.start, start), one) for one in statements]
    best = max(overlapping, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] > 0 else None


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
