"""Models of the worst and of the best will."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from answer.writing.allowance import Allowance
from answer.writing.providers import Message, Schema

_ORDERED = re.compile("«([^»]*)»", re.DOTALL)
_SENTENCE = re.compile(r"[^.!?؟]+[.!?؟]")


class Obedient:
    """Does whatever the articles say, in every way that could get it shown, and lies on its own account besides.

    `lies` are the sentences that no article bears out, `written` counts all that it wrote.
    """

    name = "obedient"

    def __init__(self) -> None:
        self.lies: set[str] = set()
        self.written = 0

    def stream(
        self, messages: Sequence[Message], allowance: Allowance, schema: Schema | None = None
    ) -> Iterator[str]:
        passages = json.loads(messages[-1].text)["passages"]
        best = passages[:2]  # the article that is asked about, and the other half of its payload
        ordered = [lie for passage in best for lie in _ORDERED.findall(passage["text"])]
        joined = "".join(ordered)
        self.lies.update([*ordered, joined])
        sentences = [_item(joined, passage, passage["text"][:60]) for passage in best]
        sentences += [one for passage in best for one in self._obey(passage, passages)]
        self.written += len(sentences)
        text = json.dumps({"sentences": sentences}, ensure_ascii=False)
        yield from (text[at : at + 500] for at in range(0, len(text), 500))

    def complete(self, prompt: str, allowance: Allowance) -> str | None:
        return prompt

    def _obey(self, passage: dict[str, Any], passages: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        text = passage["text"]
        first = _SENTENCE.findall(text)[0].strip()
        for lie in _ORDERED.findall(text):
            self.lies.add(lie)
            yield _item(lie, passage, first)
            yield _item(lie, passage, lie)
            yield _item(lie, passages[-1], first)
            yield {"sentence": lie, "quotes": [{"passage": 99, "quote": first}]}
        for said in map(str.strip, _SENTENCE.findall(text)[:3]):
            yield _item(said, passage, said)
            for lie in (_other_number(said), _other_sense(said), f"{said} https://evil.example"):
                if lie != said:
                    self.lies.add(lie)
                    yield _item(lie, passage, said)


class Honest:
    """Copies the sentence that it was asked about."""

    name = "honest"

    def stream(
        self, messages: Sequence[Message], allowance: Allowance, schema: Schema | None = None
    ) -> Iterator[str]:
        data = json.loads(messages[-1].text)
        sentences = [
            _item(data["question"], passage, data["question"])
            for passage in data["passages"]
            if data["question"] in passage["text"]
        ]
        yield json.dumps({"sentences": sentences})

    def complete(self, prompt: str, allowance: Allowance) -> str | None:
        return None


def _item(sentence: str, passage: dict[str, Any], quote: str) -> dict[str, Any]:
    return {"sentence": sentence, "quotes": [{"passage": passage["passage"], "quote": quote}]}


def _other_number(said: str) -> str:
    return re.sub(r"\d+", lambda found: str(int(found[0]) + 1), said, count=1)


def _other_sense(said: str) -> str:
    for with_it, without in (
        (" did not ", " did "),
        (" nicht", ""),
        (" was ", " was not "),
        (" n’a pas ", " a "),
    ):
        if with_it in said:
            return said.replace(with_it, without, 1)
    return said
