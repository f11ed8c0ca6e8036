"""How asking a language model can fail, and which failures are worth a second try. Decided here alone."""

from http import HTTPStatus

from answer.notes import Reason

# What another request, a moment later, may not meet.
_PASSING = frozenset({Reason.UNREACHABLE, Reason.BUSY, Reason.BROKEN, Reason.CUT_OFF})
# What says that the server or its settings are at fault, not this question.
_OF_THE_SERVER = _PASSING | {Reason.TOO_SLOW, Reason.KEY_REFUSED, Reason.UNKNOWN_MODEL}

_BY_STATUS = {
    HTTPStatus.UNAUTHORIZED: Reason.KEY_REFUSED,
    HTTPStatus.PAYMENT_REQUIRED: Reason.KEY_REFUSED,
    HTTPStatus.FORBIDDEN: Reason.KEY_REFUSED,
    HTTPStatus.NOT_FOUND: Reason.UNKNOWN_MODEL,
    HTTPStatus.REQUEST_TIMEOUT: Reason.BROKEN,
    HTTPStatus.TOO_MANY_REQUESTS: Reason.BUSY,
    HTTPStatus.SERVICE_UNAVAILABLE: Reason.BUSY,
}


class ModelFailure(Exception):  # noqa: N818 - it ends a try, and its reason becomes a note
    """The model gave nothing that can be used. Holds our reason, never a provider's words.

    `retry_after` is the number of seconds that the provider asked to wait.
    """

    def __init__(self, reason: Reason, retry_after: float | None = None) -> None:
        super().__init__(reason.name)
        self.reason = reason
        self.retry_after = retry_after

    @property
    def is_passing(self) -> bool:
        """Whether the same request may succeed in a moment."""
        return self.reason in _PASSING

    @property
    def is_of_the_server(self) -> bool:
        """Whether the next question will probably fail in the same way."""
        return self.reason in _OF_THE_SERVER


def reason_of(status: int) -> Reason | None:
    """Why a response with this HTTP status is no answer; None where it is one."""
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return None
    is_broken = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return _BY_STATUS.get(HTTPStatus(status) if status in _STATUSES else HTTPStatus.OK) or (
        Reason.BROKEN if is_broken else Reason.REQUEST_REFUSED
    )


_STATUSES = frozenset(HTTPStatus)
