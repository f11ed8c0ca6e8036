"""What stands in the files of a data set: models that check it. Fields that are not listed are ignored."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from evaluation.dataset import Kind, moment_asked


def _moment(given: str) -> str:
    moment_asked(given)
    return given


def _without_space(given: str) -> str:
    if not given or any(character.isspace() for character in given):
        raise ValueError("an id must be there and hold no white space (run.trec is separated by it)")
    return given


Moment = Annotated[str, AfterValidator(_moment)]
Id = Annotated[str, AfterValidator(_without_space)]


class BeirQuery(BaseModel):
    """A line of queries.jsonl; all but `_id` and `text` is newsdesk's addition to BEIR."""

    id: Id = Field(alias="_id")
    text: str = Field(min_length=1)
    kind: Kind | None = None
    asked: Moment | None = None
    answer: str | None = None


class SampleQuestion(BaseModel):
    """A line of questions.jsonl."""

    id: Id = Field(alias="_id")
    text: str = Field(min_length=1)
    kind: Kind
    asked: Moment | None = None
    answer: str | None = None
    articles: tuple[str, ...] = ()


class Evidence(BaseModel):
    """An article that a multi-hop question rests on."""

    url: str


class MultiHopQuery(BaseModel):
    """A question of MultiHop-RAG (Tang and Yang, 2024, arXiv:2401.15391)."""

    query: str = Field(min_length=1)
    answer: str
    question_type: str
    evidence_list: tuple[Evidence, ...] = ()
