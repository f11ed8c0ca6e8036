"""What one question may still spend on a language model: time and requests."""

import time
from dataclasses import dataclass, field

REQUESTS = 2  # a question, whoever needs them: completing it, writing, trying again
_SHARE = 0.1  # of the deadline is kept to answer without the model
_LEAST = 0.2


@dataclass(slots=True)
class Allowance:
    """One question's share; used by one thread at a time. `until` is a moment of `time.monotonic`."""

    until: float
    requests: int = field(default=REQUESTS)

    @classmethod
    def of_a_question(cls, deadline_seconds: float) -> "Allowance":
        """The allowance of a question that begins now and must be answered within the deadline."""
        return cls(time.monotonic() + deadline_seconds - max(_LEAST, deadline_seconds * _SHARE))

    @property
    def seconds(self) -> float:
        """What is left, at least 0."""
        return max(0.0, self.until - time.monotonic())
