"""The commands as a person types them, each in a process of its own where that matters."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from cli.main import app, main

ROOT = Path(__file__).parents[2]
HEAVY = {
    "torch",
    "transformers",
    "chromadb",
    "llama_index",
    "openvino",
    "sqlalchemy",
    "discord",
    "trafilatura",
    "rich.table",
}


def process(*arguments, **more):
    """Run a command in a process of its own."""
    command = [sys.executable, "-m", "cli.main", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, **more)


def commands():
    found = [(("newsdesk",), get_command(app))]
    for path, command in found:
        found += [((*path, name), child) for name, child in getattr(command, "commands", {}).items()]
    return found


@pytest.mark.parametrize(
    ("path", "command"), commands(), ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_every_command_says_what_it_does_and_gives_an_example(path, command):
    assert command.help
    if not getattr(command, "commands", None):
        assert command.epilog, path
        assert "Example: newsdesk" in command.epilog


def test_help_loads_nothing_heavy():
    code = "import sys, cli.main; print(sorted(set(sys.argv[1].split(',')) & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code, ",".join(HEAVY)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_version_is_printed():
    assert CliRunner().invoke(app, ["--version"]).output.startswith("newsdesk 0.")


def test_ingest_then_ask_answers_with_the_contract_s_object(newsdesk, harbour):
    done = newsdesk("ingest", harbour, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["added"] == 2
    answer = json.loads(
        newsdesk("ask", "What did Ada Quist say about the harbour?", "--json", "--asked", "2026-01-07").stdout
    )
    assert answer["status"] == "answered"
    (citation,) = answer["citations"]
    assert citation["quote"] == "The mayor, Ada Quist, said that the harbour would reopen on Monday."
    assert citation["article"] == "h1"
    assert citation["outlet"] == "The Post"
    assert citation["link"].startswith("https://post.example/h1#:~:text=The%20mayor")
    assert "[1]" in answer["text"]
    assert set(answer["coverage"]) == {"articles", "from", "to", "window"}
    assert answer["took_ms"]["total"] > 0


def test_a_question_that_nothing_answers_exits_with_3_and_says_what_is_covered(newsdesk, harbour):
    newsdesk("ingest", harbour)
    done = newsdesk("ask", "Who won the chess olympiad in Budapest?")
    assert done.exit_code == 3
    assert "nothing that answers" in done.output
    assert "2 articles" in done.output


def test_asking_an_empty_library_is_told_plainly(newsdesk):
    done = newsdesk("ask", "Who won?")
    assert done.exit_code == 3
    assert "0 articles" in done.output


def test_a_conversation_goes_on_until_the_end_of_input(newsdesk, harbour):
    newsdesk("ingest", harbour)
    done = newsdesk("ask", input="What did Ada Quist say about the harbour?\nWho sells rye loaves?\n")
    assert done.exit_code == 0
    assert "reopen on Monday" in done.output
    assert "Mill Lane" in done.output


def test_a_follow_up_in_a_conversation_is_understood_and_says_how(newsdesk, harbour):
    newsdesk("ingest", harbour)
    done = newsdesk("ask", input="What did Ada Quist say about the harbour?\nWhat else did she say?\n")
    assert "Understood as: What else did Ada Quist say (harbour)?" in done.output


def test_restrictions_hold_for_ask_and_for_lists(newsdesk, harbour):
    newsdesk("ingest", harbour)
    assert (
        newsdesk("ask", "What did Ada Quist say about the harbour?", "--until", "2025-12-31").exit_code == 3
    )
    listed = newsdesk("articles", "list", "--since", "2026-01-01", "--json").stdout.splitlines()
    assert [json.loads(line)["id"] for line in listed] == ["h1"]


def test_articles_are_shown_and_removed(newsdesk, harbour):
    newsdesk("ingest", harbour)
    assert "rye loaves" in newsdesk("articles", "show", "h2").output
    assert "Removed 1 of 1" in newsdesk("remove", "h2").output
    assert json.loads(newsdesk("status", "--json").stdout)["articles"] == 1
    assert newsdesk("ask", "Who sells rye loaves?").exit_code == 3


def test_search_explains_its_scores(newsdesk, harbour):
    newsdesk("ingest", harbour)
    shown = newsdesk("search", "harbour", "--explain").output
    assert "meaning" in shown
    assert "of the question here" in shown


def test_failed_inputs_are_named_and_the_others_stored(newsdesk, harbour, tmp_path):
    (tmp_path / "broken.json").write_text("{")
    done = newsdesk("ingest", harbour, tmp_path / "broken.json", tmp_path / "missing.txt", "--json")
    summary = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (summary["added"], summary["failed"]) == (2, 2)
    assert {Path(failure["source"]).name for failure in summary["failures"]} == {"broken.json", "missing.txt"}


def test_standard_input_is_read(harbour, settings):
    environment = os.environ | {"NEWSDESK_CACHE_DIR": str(settings.cache_dir)}
    done = process(
        "--data-dir", settings.data_dir, "ingest", "-", "--json", input=harbour.read_text(), env=environment
    )
    assert json.loads(done.stdout)["added"] == 2


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "told"),
    [
        (["articles", "show", "nobody"], {}, 2, "no such article"),
        (["ask", "x", "--since", "yesterday-ish"], {}, 2, "--since 'yesterday-ish' is no date"),
        (["status"], {"NEWSDESK_SEARCH__CANDIDATES": "-1"}, 2, "search.candidates"),
        (["bot"], {}, 2, "token"),
        (
            ["ask", "x"],
            {"NEWSDESK_EMBEDDING__MODEL": "no/such-model", "HF_HUB_OFFLINE": "1"},
            2,
            "embedding.model",
        ),
        (["--data-dir", "/proc/nowhere", "status"], {}, 1, "--data-dir"),
        (["nonsense"], {}, 2, "No such command"),
    ],
)
def test_a_mistake_gets_one_clear_message_and_no_traceback(settings, arguments, environment, code, told):
    base = {"NEWSDESK_DATA_DIR": str(settings.data_dir), "NEWSDESK_CACHE_DIR": str(settings.cache_dir)}
    done = process(*arguments, env=os.environ | base | environment)
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_ctrl_c_ends_an_ingest_with_what_is_stored_and_the_next_run_goes_on(settings, tmp_path):
    file = tmp_path / "many.jsonl"
    text = "Ship number {n} came in. " * 40
    file.write_text(
        "\n".join(json.dumps({"_id": str(n), "title": "Ships", "text": text.format(n=n)}) for n in range(400))
    )
    environment = os.environ | {
        "NEWSDESK_DATA_DIR": str(settings.data_dir),
        "NEWSDESK_CACHE_DIR": str(settings.cache_dir),
        "NEWSDESK_INGEST__BATCH_ARTICLES": "2",
        "NEWSDESK_INDEX__CHROMA_LINGER_SECONDS": "0",
    }
    command = [sys.executable, "-m", "cli.main", "ingest", str(file), "--json"]
    library = settings.data_dir / "library.sqlite3"
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        from index.library import Library

        while not library.exists():
            assert run.poll() is None
        watched = Library(settings.data_dir)
        while watched.count()[0] < 4:
            assert run.poll() is None
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "Traceback" not in err
    summary = json.loads(out)
    assert not summary["complete"]
    assert 4 <= summary["added"] == watched.count()[0] < 400
    watched.close()


def test_the_output_may_be_cut_off_by_its_reader(settings):
    listing = f"{sys.executable} -m cli.main config show | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", listing], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stderr == ""


def test_the_entry_point_is_what_the_package_installs():
    from importlib.metadata import entry_points

    (script,) = entry_points(group="console_scripts", name="newsdesk")
    assert script.load() is main
