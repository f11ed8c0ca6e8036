"""`newsdesk doctor`, run as people run it."""

import json

import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.answer.writing.provider import SECRET, refuses, says, serving
from tests.bot.rest import TOKEN, Discord, on_loopback


@pytest.fixture
def doctor(tmp_path, settings):
    def run(*behaviours, **llm: object) -> tuple[int, dict[str, dict[str, object]]]:
        environment = {
            "NEWSDESK_CACHE_DIR": str(settings.cache_dir),
            "NEWSDESK_INDEX__CHROMA_LINGER_SECONDS": "0",
        }
        with serving(*behaviours or (says("{}"),)) as provider:
            if llm:
                given = {"provider": "openai_like", "api_base": provider.url, "api_key": SECRET} | llm
                environment |= {f"NEWSDESK_LLM__{key.upper()}": str(value) for key, value in given.items()}
            arguments = ["--data-dir", str(tmp_path / "data"), "doctor", "--json"]
            result = CliRunner().invoke(app, arguments, env=environment)
        checks = [json.loads(line) for line in result.stdout.splitlines()]
        return result.exit_code, {check["name"]: check for check in checks}

    return run


def test_an_empty_library_is_told_with_what_to_do(doctor):
    code, checks = doctor()
    assert code == 1
    assert "newsdesk ingest" in checks["library"]["advice"]
    assert [name for name, check in checks.items() if not check["ok"]] == ["library"]


def test_a_language_model_that_answers_is_ok(doctor):
    _, checks = doctor(says('{"sentences": []}'), model="small")
    assert checks["language model"]["ok"]
    assert "small answered" in checks["language model"]["found"]


@pytest.mark.parametrize(
    ("status", "setting"), [(401, "llm.api_key"), (404, "llm.model"), (400, "llm.structured"), (500, "log")]
)
def test_a_language_model_that_fails_is_told_with_what_to_change(doctor, status, setting):
    code, checks = doctor(refuses(status), model="small")
    assert code == 1
    assert setting in checks["language model"]["advice"]
    assert SECRET not in json.dumps(checks)


def test_a_model_without_a_name_is_a_problem_of_the_settings(doctor):
    _, checks = doctor(model="")
    assert "llm.model" in checks["language model"]["advice"]


def test_a_discord_bot_is_looked_at_if_there_is_a_token(doctor, monkeypatch):
    assert "newsdesk bot" in doctor()[1]["Discord"]["found"]
    monkeypatch.setenv("NEWSDESK_DISCORD__TOKEN", TOKEN)
    with on_loopback(Discord(), monkeypatch):
        code, checks = doctor()
    assert code == 1
    assert checks["Discord token"]["ok"]
    assert checks["Discord bots"]["found"] == "No bot serves Discord"
    assert "newsdesk bot --sync" in checks["Discord commands"]["advice"]
    assert TOKEN not in json.dumps(checks)
