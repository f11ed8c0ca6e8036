import json

import pytest

from config.errors import ConfigurationError
from config.example import example_env, example_toml
from config.settings import Settings, load_settings, masked


def test_flags_win_over_the_environment_over_dotenv_over_the_file(tmp_path, monkeypatch):
    (tmp_path / "newsdesk.toml").write_text(
        "[search]\ncandidates = 11\n[answer]\nmax_quotes = 1\n[ingest]\nmax_line_mb = 3\nmax_file_mb = 5\n"
    )
    (tmp_path / ".env").write_text(
        "NEWSDESK_SEARCH__CANDIDATES=12\nNEWSDESK_ANSWER__MAX_QUOTES=2\nNEWSDESK_INGEST__MAX_FILE_MB=6\n"
    )
    monkeypatch.setenv("NEWSDESK_SEARCH__CANDIDATES", "13")
    monkeypatch.setenv("NEWSDESK_ANSWER__MAX_QUOTES", "3")
    settings = load_settings(search={"candidates": 14})
    assert (settings.search.candidates, settings.answer.max_quotes) == (14, 3)
    assert (settings.ingest.max_file_mb, settings.ingest.max_line_mb) == (6, 3)


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("NEWSDESK_SERCH__CANDIDATES", "5", "NEWSDESK_SERCH__CANDIDATES"),
        ("NEWSDESK_SEARCH__CANDIDATS", "5", "search.candidats"),
        ("NEWSDESK_SEARCH__CANDIDATES", "many", "search.candidates"),
        ("NEWSDESK_SEARCH__CANDIDATES", "0", "greater than or equal to 1"),
        ("NEWSDESK_SEARCH__RECENCY_WEIGHT", "9.5", "less than or equal to 3"),
        ("NEWSDESK_EMBEDDING__BACKEND", "cuda", "'auto', 'openvino' or 'torch'"),
        ("NEWSDESK_INDEX__CHROMA_URL", "not a url", "index.chroma_url"),
        ("NEWSDESK_CONFIG", "/nowhere.toml", "/nowhere.toml"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name_and_with_what_is_allowed(monkeypatch, variable, value, told):
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=told):
        load_settings()


def test_a_file_that_is_not_toml_is_refused_by_its_name(tmp_path):
    (tmp_path / "newsdesk.toml").write_text("[search\n")
    with pytest.raises(ConfigurationError, match=r"newsdesk\.toml"):
        load_settings()


def test_an_unknown_key_in_the_file_names_the_known_ones(tmp_path):
    (tmp_path / "newsdesk.toml").write_text("[answer]\nmax_quote = 3\n")
    with pytest.raises(ConfigurationError, match=r"answer\.max_quote.*max_quotes"):
        load_settings()


def test_the_token_is_nowhere_to_be_read(monkeypatch):
    monkeypatch.setenv("NEWSDESK_DISCORD__TOKEN", "secret.token.value")
    settings = load_settings()
    shown = json.dumps(masked(settings)) + repr(settings) + str(settings)
    assert "secret.token.value" not in shown
    assert settings.discord.token is not None
    assert settings.discord.token.get_secret_value() == "secret.token.value"


def test_a_wrong_token_is_not_shown_in_the_error(tmp_path):
    (tmp_path / "newsdesk.toml").write_text('[discord]\ntoken = ["secret.token.value"]\n')
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    assert "secret.token.value" not in str(caught.value)


def test_the_example_file_names_every_setting_and_is_valid_when_uncommented(tmp_path):
    lines = example_toml().splitlines()
    settings = [line[1:] for line in lines if line.startswith("#") and not line.startswith("# ")]
    kept = [line for line in settings if not line.endswith('= ""')]
    headers = {line for line in lines if line.startswith("[")}
    assert headers == {
        f"[{name}]"
        for name in Settings.model_fields
        if name not in {"data_dir", "cache_dir", "database_url", "log_level", "log_format"}
    }
    (tmp_path / "newsdesk.toml").write_text(
        "\n".join(line[1:] if line[:1] == "#" and line[1:] in kept else line for line in lines)
    )
    assert load_settings() == Settings()
    assert len(settings) == example_env().count("#NEWSDESK_")


def test_settings_cannot_be_changed_after_they_were_read():
    with pytest.raises(ValueError, match="frozen"):
        load_settings().search.candidates = 3  # type: ignore[misc] # that is what is tested
