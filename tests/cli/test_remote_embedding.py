"""Commands with the embedding model on a server: while it works, while it fails, and after."""

import json

import pytest
from typer.testing import CliRunner

from cli.main import app, main
from tests.index.embedding_endpoint import SECRET, SERVER_TEXT, changed, embeds, refuses, serving


@pytest.fixture
def endpoint(embedder):
    with serving(embedder) as endpoint:
        yield endpoint


@pytest.fixture
def newsdesk(settings, monkeypatch, endpoint, capfd):
    """Run a command as `main` does, with one article a batch; returns exit code and what was printed."""
    given = {
        "DATA_DIR": settings.data_dir,
        "CACHE_DIR": settings.cache_dir,
        "INDEX__CHROMA_LINGER_SECONDS": 0,
        "INGEST__BATCH_ARTICLES": 1,
        "EMBEDDING__URL": endpoint.url,
        "EMBEDDING__MODEL": "mini",
        "EMBEDDING__API_KEY": SECRET,
        "EMBEDDING__QUESTION_SECONDS": 30,
    }
    for name, value in given.items():
        monkeypatch.setenv(f"NEWSDESK_{name}", str(value))

    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["newsdesk", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code or 0
        said = capfd.readouterr()
        assert SECRET not in said.out + said.err
        assert SERVER_TEXT not in said.out + said.err
        return code, said.out, said.err

    return run


@pytest.fixture
def news(tmp_path):
    texts = (
        "The mayor, Ada Quist, said that the harbour would reopen on Monday.",
        "The bakery on Mill Lane sells rye loaves before dawn.",
        "The central bank left interest rates unchanged on Thursday.",
    )
    file = tmp_path / "news.jsonl"
    lines = [{"_id": f"n{at}", "title": f"News {at}", "text": text} for at, text in enumerate(texts)]
    file.write_text("\n".join(map(json.dumps, lines)))
    return file


def test_an_ingest_stops_when_the_server_fails_and_goes_on_at_the_next_start(newsdesk, endpoint, news):
    endpoint.behave(embeds, embeds, refuses(401))  # the probe and one article
    code, out, err = newsdesk("ingest", news, "--json")
    assert code == 1
    assert json.loads(out)["added"] == 1
    assert "What is stored stays" in err
    assert "Traceback" not in err
    endpoint.behave(embeds)
    code, out, _ = newsdesk("ingest", news, "--json")
    assert code == 0
    assert (json.loads(out)["added"], json.loads(out)["unchanged"]) == (2, 1)


def test_a_server_that_fails_after_the_question_costs_only_what_names_mean(newsdesk, endpoint, news):
    newsdesk("ingest", news)
    question = "Who said that the harbour would reopen?"
    endpoint.behave(embeds)
    _, out, _ = newsdesk("ask", question, "--json")
    assert [texts for texts in endpoint.texts if "ada quist" in texts] == [endpoint.texts[-1]]
    endpoint.behave(*[embeds] * (len(endpoint.texts) - 1), refuses(401))
    code, without, _ = newsdesk("ask", question, "--json")
    assert code == 0
    assert json.loads(without)["text"] == json.loads(out)["text"]
    assert json.loads(without)["confidence"] == json.loads(out)["confidence"]


def test_questions_are_answered_by_keywords_while_the_server_fails_and_the_answer_says_so(
    newsdesk, endpoint, news
):
    newsdesk("ingest", news)
    _, out, _ = newsdesk("ask", "What did the mayor say about the harbour?", "--json")
    by_meaning = json.loads(out)
    endpoint.behave(refuses(401))
    code, out, _ = newsdesk("ask", "What did the mayor say about the harbour?", "--json")
    by_keywords = json.loads(out)
    assert code == 0
    assert by_keywords["citations"][0]["quote"] == by_meaning["citations"][0]["quote"]
    assert len(by_keywords["notes"]) == len(by_meaning["notes"]) + 1


def test_a_changed_model_stores_nothing_until_it_gets_a_new_name(newsdesk, endpoint, news, monkeypatch):
    newsdesk("ingest", news)
    other = changed(lambda vectors: [vector[::-1] for vector in vectors])
    endpoint.behave(other)
    more = news.with_name("more.jsonl")
    more.write_text(json.dumps({"_id": "n9", "title": "News 9", "text": "A ferry ran aground."}))
    code, out, err = newsdesk("ingest", more, "--json")
    assert (code, json.loads(out)["added"]) == (1, 0)
    assert "newsdesk reindex" in err
    monkeypatch.setenv("NEWSDESK_EMBEDDING__REVISION", "2")
    assert "newsdesk reindex" in newsdesk("ingest", more)[2]
    assert newsdesk("reindex")[0] == 0
    assert newsdesk("ingest", more)[0] == 0


def test_doctor_tests_the_server(newsdesk, endpoint):
    def checked():
        return {line["name"]: line for line in map(json.loads, newsdesk("doctor", "--json")[1].splitlines())}

    assert checked()["embedding model"]["ok"]
    assert "384 dimensions" in checked()["embedding model"]["found"]
    endpoint.behave(refuses(401))
    assert "embedding.api_key" in checked()["embedding model"]["advice"]


def test_the_key_is_not_shown(newsdesk):
    assert SECRET not in newsdesk("config", "show")[1]
    assert SECRET not in CliRunner().invoke(app, ["config", "example"]).output


def test_an_address_with_a_password_is_refused_and_not_repeated(newsdesk, monkeypatch):
    monkeypatch.setenv("NEWSDESK_EMBEDDING__URL", f"http://me:{SECRET}@127.0.0.1:1/v1")
    code, _, err = newsdesk("status")
    assert code == 2
    assert "embedding.url" in err
