"""The model and its library, set up as users set them up."""

from collections.abc import Callable

import pytest

from config.sections import LlmSettings
from tests.answer.writing.provider import SECRET


@pytest.fixture
def llm() -> Callable[..., LlmSettings]:
    """Settings for the model of a server."""

    def make(url: str, **more: object) -> LlmSettings:
        given = {"provider": "openai_like", "model": "small", "api_base": url, "api_key": SECRET} | more
        return LlmSettings.model_validate(given)

    return make
