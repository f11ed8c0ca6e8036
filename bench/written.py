r"""What a language model writes about the sample library, and how much of it stands.

    NEWSDESK_LLM__PROVIDER=openai_like NEWSDESK_LLM__MODEL=smollm2 NEWSDESK_LLM__API_BASE=http://127.0.0.1:8081/v1 \
        python bench/written.py --questions 20

The server may be bench/model_server.py. Prints a line a question, then the shares.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

from answer.answers import Answered
from answer.desk import Desk
from answer.writing.allowance import Allowance
from answer.writing.model import Model
from answer.writing.writer import Unwritten, Writer
from config.settings import load_settings
from evaluation.dataset import Query
from evaluation.indexing import Corpus, opened_corpus
from evaluation.layouts import load_dataset

SAMPLES = Path(__file__).parents[1] / "samples"


def main() -> None:
    """Ask the questions that the library answers, and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120, help="for one answer")
    given = parser.parse_args()
    settings = load_settings()
    dataset = load_dataset(SAMPLES)
    counts: Counter[str] = Counter()
    with opened_corpus(dataset, settings, print) as corpus:
        writer = Writer(Model(settings.llm, corpus.library.library), corpus.library.library, settings.llm)
        for query in [one for one in dataset.queries if one.kind == "present"][: given.questions]:
            _ask(query, corpus, writer, given.seconds, counts)
    _tell(counts)


def _ask(query: Query, corpus: Corpus, writer: Writer, seconds: float, counts: Counter[str]) -> None:
    asked = query.asked
    assert asked is not None
    desk = Desk(corpus.library, corpus.library.settings.answer)
    considered = desk.consider(query.text, asked=asked)
    if not isinstance(considered.answer, Answered):
        return
    begin = time.monotonic()
    written = writer.write(
        query.text,
        list(dict.fromkeys(sentence.hit.passage for sentence in considered.sentences)),
        asked=asked,
        restriction=considered.restriction,
        allowance=Allowance(begin + seconds),
        grown=lambda _: None,
    )
    took = time.monotonic() - begin
    counts["questions"] += 1
    counts["left out"] += written.left_out
    if isinstance(written, Unwritten):
        counts[f"not written: {written.reason.name.lower()}"] += 1
        print(
            f"{took:5.1f} s  {query.text}\n         {written.reason}, {written.left_out} left out", flush=True
        )
    else:
        counts["written"] += 1
        counts["shown"] += written.text.count(" [")
        print(
            f"{took:5.1f} s  {query.text}\n         {written.text}  ({written.left_out} left out)", flush=True
        )


def _tell(counts: Counter[str]) -> None:
    sentences = counts["shown"] + counts["left out"]
    print(f"{counts['questions']} questions, {counts['written']} answers written")
    print(f"{sentences} sentences, {counts['left out'] / max(sentences, 1):.0%} of them left out")
    for name, number in sorted(counts.items()):
        print(f"  {name}: {number}")


if __name__ == "__main__":
    main()
