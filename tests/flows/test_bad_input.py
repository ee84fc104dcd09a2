"""What bad input gets: one clear line, exit status 1, and nothing lost."""

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.conftest import ROOT, Home
from warehouse.connect import open_writer
from warehouse.migrate import migrate


def complaint(home: Home, *words: str, **changes: str) -> str:
    """The one line that the command says as it fails."""
    told = home.run(*words, **changes)
    assert told.returncode == 1, told.stderr
    assert told.stdout == ""
    assert told.stderr.count("\n") == 1, told.stderr
    assert told.stderr.startswith("kawaraban: ")
    return told.stderr


def test_a_missing_seed_file(home: Home, tmp_path: Path) -> None:
    missing = str(tmp_path / "companies.csv")
    assert missing in complaint(home, "run", KAWARABAN_COMPANIES_FILE=missing)


def test_a_bad_row_of_a_register_is_told_with_file_line_and_column(home: Home, tmp_path: Path) -> None:
    register = tmp_path / "companies.csv"
    shutil.copy(ROOT / "seeds" / "companies.csv", register)
    lines = register.read_text(encoding="utf-8").splitlines()
    lines.insert(3, lines[1].replace("startup", "startap", 1).replace("sakana-ai", "sakana-two", 1))
    register.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = complaint(home, "tag", str(tmp_path / "none.jsonl"), KAWARABAN_COMPANIES_FILE=str(register))
    assert f"{register}" in told
    assert "4" in told
    assert "kind" in told


def test_a_bad_source_is_told_with_its_id_and_key(home: Home, tmp_path: Path) -> None:
    sources = tmp_path / "sources.toml"
    text = (ROOT / "seeds" / "sample" / "sources.toml").read_text(encoding="utf-8")
    sources.write_text(text.replace('format = "rss2"', 'format = "rss9"', 1), encoding="utf-8")
    told = complaint(home, "sources", "list", KAWARABAN_SOURCES_FILE=str(sources))
    assert "'denpa'" in told
    assert "format" in told


def test_an_unknown_source(home: Home) -> None:
    assert "no source 'nowhere'; there are: " in complaint(home, "run", "--source", "nowhere")


def test_a_setting_that_cannot_be_understood(home: Home) -> None:
    assert "KAWARABAN_BATCH_SIZE" in complaint(home, "run", KAWARABAN_BATCH_SIZE="many")


def test_an_endpoint_that_cannot_be_understood(home: Home) -> None:
    told = complaint(home, "run", KAWARABAN_CONNECT_TO='{"a.example": "nowhere"}')
    assert "KAWARABAN_CONNECT_TO: a.example='nowhere'" in told


def test_a_warehouse_of_a_newer_version_is_refused_and_left_alone(home: Home) -> None:
    file = home.path / "state" / "writer.duckdb"
    with open_writer(file) as writer:
        migrate(writer)
        writer.con.execute("insert into ops.migrations values ('9999_future', 'x', now())")
    before = file.read_bytes()
    assert "written by a newer Kawaraban" in complaint(home, "run")
    assert file.read_bytes() == before


def test_asking_before_anything_was_published(home: Home) -> None:
    assert "nothing published yet" in complaint(home, "sql", "select 1")


def test_a_wrong_question(home: Home) -> None:
    with open_writer(home.path / "kawaraban.duckdb") as writer:
        migrate(writer)
    told = home.run("sql", "select titel from core.articles")
    assert told.returncode == 1
    assert 'Referenced column "titel" not found' in told.stderr


@pytest.mark.parametrize("verb", ["extract", "tag", "cluster"])
def test_a_missing_file(home: Home, verb: str) -> None:
    assert "nowhere" in complaint(home, verb, "nowhere.html" if verb == "extract" else "nowhere.jsonl")


@pytest.mark.parametrize("verb", ["tag", "cluster"])
def test_a_bad_line_is_told_with_its_number_and_an_earlier_result_stays(home: Home, tmp_path: Path, verb: str) -> None:
    lines, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    out.write_text("earlier\n")
    lines.write_text(
        '{"id": "1", "title": "題", "body": "文", "lang": "ja", "outlet": "o", "url": "http://o.example/", '
    )
    assert "line 1" in complaint(home, verb, str(lines), "--out", str(out))
    assert out.read_text() == "earlier\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("batch_size = = 3", "kawaraban.toml: not TOML: "),
        ("batch_size = 'many'", "kawaraban.toml: batch_size: Input should be a valid integer"),
        ("bach_size = 3", "kawaraban.toml: 'bach_size' is no setting; did you mean batch_size?"),
    ],
)
def test_a_settings_file_with_a_fault(home: Home, text: str, told: str) -> None:
    home.path.mkdir()
    (home.path / "kawaraban.toml").write_text(text)
    assert told in complaint(home, "status")


def test_a_setting_that_should_be_json(home: Home) -> None:
    assert "KAWARABAN_CONNECT_TO: not JSON (got 'nowhere')" in complaint(home, "run", KAWARABAN_CONNECT_TO="nowhere")


class Locked(BaseHTTPRequestHandler):
    """Answers as a Prefect server with a password does to those who do not know it."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/health" else 401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def locked_server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Locked) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("words", ["run", "setup"])
def test_a_server_that_refuses_the_password(home: Home, locked_server: str, words: str) -> None:
    told = complaint(home, *words.split(), PREFECT_API_URL=f"{locked_server}/api", PREFECT_API_AUTH_STRING="admin:no")
    assert "refuses the password; set PREFECT_API_AUTH_STRING=user:password as on the server" in told


@pytest.mark.parametrize("words", ["run", "maintain"])
def test_a_server_that_is_down(home: Home, words: str) -> None:
    told = complaint(home, *words.split(), PREFECT_API_URL="http://127.0.0.1:9/api")
    assert "the Prefect server at http://127.0.0.1:9/api does not answer" in told
