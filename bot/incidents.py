"""What nobody foresaw: logged once with its traceback, and shown to people as an id that finds it there."""

import logging
import secrets

logger = logging.getLogger(__name__)


def log_incident(where: str, error: BaseException) -> str:
    """Log `error` with its traceback and return the id under which it stands in the log."""
    incident = secrets.token_hex(4)
    logger.error("Incident %s in %s", incident, where, exc_info=error)
    return incident
