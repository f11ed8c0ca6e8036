"""What benchmarks time: calls and reading by stage, by the clock that is given, and Chroma's server."""

import json
from collections.abc import Callable, Iterator
from functools import wraps
from time import thread_time
from typing import Any, TypeVar

import psutil

from index.searchable import SearchableLibrary

Clock = Callable[[], float]
Item = TypeVar("Item")


def timed(
    call: Callable[..., Any], stage: str, seconds: dict[str, float], clock: Clock
) -> Callable[..., Any]:
    """The call, which adds the seconds that it takes to its stage."""

    @wraps(call)
    def timed_call(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the call takes and gives
        begin = clock()
        try:
            return call(*given, **named)
        finally:
            seconds[stage] += clock() - begin

    return timed_call


def time_stages(library: SearchableLibrary, seconds: dict[str, float], clock: Clock, **stages: str) -> None:
    """Time these methods of the library, each as the stage that it is given, and what its vectors take."""
    for method, stage in stages.items():
        setattr(library, method, timed(getattr(library, method), stage, seconds, clock))
    library.vectors.follow = timed(library.vectors.follow, "vectors", seconds, clock)  # type: ignore[method-assign]


def each_timed(items: Iterator[Item], stage: str, seconds: dict[str, float]) -> Iterator[Item]:
    """The items; the processor time of getting each, in this thread, is added to the stage."""
    begin = thread_time()
    for item in items:
        seconds[stage] += thread_time() - begin
        yield item
        begin = thread_time()


def chroma_server(library: SearchableLibrary) -> psutil.Process:
    """The process of the library's own Chroma server, which runs."""
    described = json.loads((library.settings.data_dir / "chroma" / "server.json").read_text())
    return psutil.Process(described["pid"])
