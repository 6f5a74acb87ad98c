"""The command line as a person and a script meet it, on the sample newsroom."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import unquote

import pytest

from digest.check.checker import check_letter
from digest.cli.main import COMMANDS
from digest.cli.output import counted
from tests.cli.commands import on_terminal, run
from tests.deliver.scripted_server import Moment, ScriptedServer

SAMPLES = Path(__file__).parents[2] / "samples"
BREAKFAST = "2026-03-12T05:45"
EDITION = "morning-2026-03-12"


@pytest.fixture
def newsroom(made: Path, tmp_path: Path) -> Path:
    """A copy of the gathered newsroom, with its readers, to work in."""
    return Path(shutil.copytree(made, tmp_path / "newsroom"))


def outbox(project: Path) -> list[Path]:
    return sorted((project / "outbox" / EDITION).glob("*.eml"))


def test_help_answers_before_a_person_looks_up() -> None:
    words = [sys.executable, "-X", "importtime", "-m", "digest", "--help"]
    result = subprocess.run(words, capture_output=True, text=True, check=True)
    assert "digest init" in result.stdout
    for heavy in ("lxml", "sklearn", "numpy", "pydantic", "premailer", "sqlite_utils", "rich"):
        assert f" {heavy}\n" not in result.stderr, f"{heavy} is imported for --help"


def test_the_list_of_commands_is_shown_in_whole_words_and_imports_none(tmp_path: Path) -> None:
    words = [sys.executable, "-X", "importtime", "-m", "digest", "--help"]
    result = subprocess.run(words, capture_output=True, text=True, check=True)
    for name, (module, summary) in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(summary)}$", result.stdout, re.MULTILINE), name
        assert f" digest.cli.{module}\n" not in result.stderr


@pytest.mark.parametrize("command", ["gather", "build", "send", "recipients", "run", "group"])
def test_every_command_explains_itself(tmp_path: Path, command: str) -> None:
    assert f"Usage: digest {command}" in run(tmp_path, command, "--help").out


@pytest.mark.parametrize("group", ["recipients", "user", "dkim", "config"])
def test_a_group_shows_its_commands_in_whole_sentences(tmp_path: Path, group: str) -> None:
    listed = run(tmp_path, group, "--help").out.partition("Commands:")[2].splitlines()
    assert [line for line in listed if line and not line.endswith(".")] == []
    assert "..." not in "".join(listed)


def test_a_folder_without_settings_is_told_what_to_do(tmp_path: Path) -> None:
    refused = run(tmp_path, "doctor")
    assert refused.code == 3
    assert refused.err.startswith("error: ")
    assert "schedules.toml: there is no such file: run `digest init`" in refused.err


def test_a_new_project_is_made_and_overwrites_nothing(tmp_path: Path) -> None:
    project = tmp_path / "new"
    assert run(tmp_path, "init", str(project)).code == 0
    assert {"schedules.toml", "templates", "digest.db", "secret.key"} <= {
        path.name for path in project.iterdir()
    }
    (project / "schedules.toml").write_text("mine")
    again = run(tmp_path, "init", str(project))
    assert "Kept what was there: schedules.toml, templates/" in again.out
    assert (project / "schedules.toml").read_text() == "mine"


def test_a_new_project_is_well_but_for_its_readers(tmp_path: Path) -> None:
    run(tmp_path, "init", str(tmp_path / "new"))
    looked = run(tmp_path / "new", "doctor", "--json")
    problems = {line["about"] for line in looked.lines if line["problem"]}
    assert problems == {"recipients"}
    assert looked.code == 1


def test_the_chain_from_articles_to_letters(newsroom: Path) -> None:
    built = run(newsroom, "build", "morning", "--at", BREAKFAST, "--json")
    assert built.lines[0]["state"] == "ready"
    assert built.lines[0]["errors"] == 0
    assert run(newsroom, "approve", EDITION).code == 0
    sent = run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30", "--json")
    assert sent.code == 0
    report = sent.lines[-1]
    assert (report["event"], report["sent"], report["total"]) == ("report", 12, 12)
    assert len(outbox(newsroom)) == 12
    assert [each for path in outbox(newsroom) for each in check_letter(path.read_bytes())] == []


GONE = """
[[newsletters.morning.blocks]]
kind = "sponsor"
sponsor = "The Wig Shop"
headline = "Wigs"
url = "https://wigs.example.com"
first_day = 2026-03-10
last_day = 2026-03-11
"""


def test_what_stands_besides_the_stories_is_reported_and_sponsors_are_counted_apart(
    newsroom: Path,
) -> None:
    with (newsroom / "schedules.toml").open("a", encoding="utf-8") as settings:
        settings.write(GONE)
    told = run(newsroom, "build", "morning", "--rehearse", "--at", BREAKFAST)
    assert "  block number             2,318 toads carried across" in told.out
    assert "  1 sponsor: Merrow Savings Bank\n" in told.out
    assert "the sponsor The Wig Shop is left out: its last day was 2026-03-11" in told.err
    assert told.code == 1
    line = run(newsroom, "build", "morning", "--rehearse", "--at", BREAKFAST, "--json").lines[0]
    assert line["sponsors"] == ["Merrow Savings Bank"]
    kinds = [each["kind"] for each in line["blocks"]]
    assert kinds == ["number", "sponsor", "good_thing", "feedback"]


def test_a_second_send_sends_nothing(newsroom: Path) -> None:
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30")
    before = {path: path.stat().st_mtime_ns for path in outbox(newsroom)}
    assert run(newsroom, "send", EDITION, "--at", "2026-03-12T06:40").code == 0
    assert {path: path.stat().st_mtime_ns for path in outbox(newsroom)} == before


def test_a_rehearsal_of_any_date_consumes_nothing(newsroom: Path, tmp_path: Path) -> None:
    def content() -> list[str]:
        with sqlite3.connect(newsroom / "digest.db") as connection:
            return list(connection.iterdump())

    before = content()
    for day in ("2026-03-11", "2026-03-12", "2026-03-13"):
        out = tmp_path / day
        run(newsroom, "build", "morning", "--rehearse", "--at", f"{day}T05:45", "--out", str(out))
        assert (out / "edition.json").exists()
    assert content() == before


def test_out_writes_the_edition_in_four_forms(newsroom: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(newsroom, "build", "morning", "--at", BREAKFAST, "--out", str(out))
    edition = json.loads((out / "edition.json").read_text("utf-8"))
    assert edition["id"] == EDITION
    assert edition["lead"]["headline"] in (out / "edition.html").read_text("utf-8")
    assert "1.  " in (out / "edition.txt").read_text("utf-8")
    assert check_letter((out / "edition.eml").read_bytes()) == ()


def test_a_ukrainian_newsletter_carries_ukrainian_articles(newsroom: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(newsroom, "build", "ranok", "--at", BREAKFAST, "--out", str(out))
    edition = json.loads((out / "edition.json").read_text("utf-8"))
    assert {item["language"] for item in edition["top"]} == {"uk"}
    assert "березня" in (out / "edition.html").read_text("utf-8")


def test_nothing_goes_out_that_is_not_approved(newsroom: Path) -> None:
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    refused = run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30")
    assert refused.code == 6
    assert f"digest approve {EDITION}" in refused.err
    assert outbox(newsroom) == []


@pytest.mark.parametrize("command", ["hold", "kill"])
def test_what_is_held_or_killed_is_not_sent(newsroom: Path, command: str) -> None:
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    assert run(newsroom, command, EDITION, "--why", "libel").code == 0
    assert run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30").code == 6
    assert outbox(newsroom) == []
    assert "libel" in run(newsroom, "status", EDITION).out


def test_a_released_edition_waits_for_approval_again(newsroom: Path) -> None:
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    for command in ("approve", "hold", "release"):
        assert run(newsroom, command, EDITION).code == 0
    assert run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30").code == 6
    assert run(newsroom, "approve", EDITION).code == 0


def test_an_approved_edition_is_not_built_again(newsroom: Path) -> None:
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    refused = run(newsroom, "build", "morning", "--at", BREAKFAST)
    assert refused.code == 6
    assert "approved" in refused.err


def test_never_after_holds_for_a_person_too(newsroom: Path) -> None:
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    refused = run(newsroom, "send", EDITION, "--at", "2026-03-12T10:01")
    assert refused.code == 6
    assert "10:00" in refused.err


def test_a_test_mail_goes_to_the_named_address_and_no_ledger(newsroom: Path) -> None:
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    sent = run(newsroom, "send", EDITION, "--to", "editor@example.com")
    assert sent.code == 0
    letters = [path for path in (newsroom / "outbox").rglob("*.eml") if EDITION in str(path)]
    assert len(letters) == 1
    read = message_from_bytes(letters[0].read_bytes(), policy=policy.default)
    assert read["Subject"].startswith("[Test]")
    assert run(newsroom, "status", EDITION, "--json").lines[0]["letters"]["total"] == 0


def would_go(newsroom: Path) -> str:
    return run(newsroom, "send", EDITION, "--dry-run", "--at", "2026-03-12T06:30").out


def test_a_dry_run_says_what_would_go(newsroom: Path) -> None:
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    assert "12 recipients; nothing was sent" in would_go(newsroom)
    assert outbox(newsroom) == []


def test_a_dry_run_of_a_sent_edition_says_that_nobody_is_left_to_write_to(newsroom: Path) -> None:
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    assert run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30").code == 0
    assert "would go to 0 recipients; nothing was sent (12 have had it)" in would_go(newsroom)
    at_seven = ("--dry-run", "--json", "--at", "2026-03-12T07:00")
    for more in ((), ("--resume",), ("--failed",), ("--unknown",)):
        told = run(newsroom, "send", EDITION, *more, *at_seven)
        assert (told.code, told.lines[0]["recipients"]) == (0, 0), more


def test_a_dry_run_of_another_try_counts_only_the_letters_that_failed(newsroom: Path) -> None:
    send_to_all_but_amber(newsroom)
    dry = ("send", EDITION, "--dry-run", "--json", "--at", "2026-03-12T12:00")
    assert run(newsroom, *dry).lines[0]["recipients"] == 0
    assert run(newsroom, *dry, "--failed").lines[0]["recipients"] == 1
    assert run(newsroom, *dry, "--unknown").lines[0]["recipients"] == 0


def test_a_mail_server_that_is_not_there_loses_nothing(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    with monkeypatch.context() as environment:
        environment.setenv("DIGEST_MAIL__HOST", "127.0.0.1")
        environment.setenv("DIGEST_MAIL__PORT", "9")  # discard: nobody listens
        environment.setenv("DIGEST_MAIL__SECURITY", "none")
        failed = run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30")
        assert failed.code == 8
        assert "127.0.0.1:9" in failed.err
    sent = run(newsroom, "send", EDITION, "--resume", "--at", "2026-03-12T06:40")
    assert sent.code == 0
    assert len(outbox(newsroom)) == 12


def test_mistakes_in_the_settings_exit_with_3_all_together(tmp_path: Path) -> None:
    text = (SAMPLES / "schedules.toml").read_text("utf-8")
    text = text.replace("Europe/Kyiv", "Europe/Atlantis").replace('"monday"', '"moonday"')
    (tmp_path / "schedules.toml").write_text(text + "\n[colours]\nsea = 3\n", "utf-8")
    refused = run(tmp_path, "status")
    assert refused.code == 3
    for words in ("Europe/Atlantis", "moonday", "colours: unknown key"):
        assert words in refused.err


def test_a_project_without_settings_says_how_to_begin(tmp_path: Path) -> None:
    refused = run(tmp_path, "status")
    assert refused.code == 3
    assert "digest init" in refused.err


def test_an_unknown_newsletter_is_a_matter_of_usage(newsroom: Path) -> None:
    refused = run(newsroom, "build", "evening")
    assert refused.code == 2
    assert "morning, ranok" in refused.err


def test_an_unknown_edition_is_named(newsroom: Path) -> None:
    for command in ("approve", "hold", "kill", "status", "send"):
        refused = run(newsroom, command, "morning-1999-01-01")
        assert "there is no edition" in refused.err, command
        assert refused.code == 2, command


def test_a_place_that_cannot_be_written_is_named(newsroom: Path) -> None:
    out = newsroom / "schedules.toml" / "look"
    refused = run(newsroom, "build", "morning", "--at", BREAKFAST, "--out", str(out))
    assert refused.code == 1
    assert f"error: {out}: Not a directory" in refused.err


def test_the_settings_are_shown_in_words_and_without_secrets(newsroom: Path) -> None:
    shown = run(newsroom, "config", "show").out
    assert "newsletters.morning.approval = " in shown
    assert "<" not in shown.replace("<morning@", "").replace("<ranok@", "")


def test_a_newsletter_without_its_template_is_found_before_tomorrow(newsroom: Path) -> None:
    settings = (newsroom / "schedules.toml").read_text("utf-8")
    (newsroom / "schedules.toml").write_text(
        settings.replace('template = "morning"', 'template = "mourning"'), "utf-8"
    )
    looked = run(newsroom, "doctor", "--json").lines
    problems = {line["about"]: line["problem"] for line in looked}
    assert "there is no file mourning.mjml" in problems["templates"]
    assert run(newsroom, "run", "--once").code == 6


def test_the_doctor_tells_which_sources_failed_last(tmp_path: Path) -> None:
    project = tmp_path / "new"
    run(tmp_path, "init", "--bare", str(project))
    settings = (project / "schedules.toml").read_text("utf-8")
    gone = "http://127.0.0.1:9/feed.xml"
    (project / "schedules.toml").write_text(
        settings.replace("https://news.example.com/feed.xml", gone), "utf-8"
    )

    def sources() -> str:
        lines = run(project, "doctor", "--json").lines
        return next(str(line["problem"]) for line in lines if line["about"] == "sources")

    assert sources() == ""
    assert run(project, "gather").code == 5
    assert gone in sources()


def test_a_file_that_is_a_sources_is_gathered_as_that_source(newsroom: Path) -> None:
    file = str(newsroom / "articles" / "coast.json")
    (line,) = run(newsroom, "gather", file, "--json").lines
    assert (line["source"], line["unchanged"], line["entries"]) == ("coast", 7, 7)
    (line,) = run(newsroom, "gather", file, "--source", "echo", "--json").lines
    assert (line["source"], line["new"]) == ("echo", 7)


def test_data_goes_to_its_file_while_a_terminal_shows_a_bar(newsroom: Path) -> None:
    with (newsroom / "report.txt").open("wb") as report:
        seen = on_terminal(newsroom, "gather", "gazette", stdout=report)
    assert "gathering" in seen
    assert (newsroom / "report.txt").read_text("utf-8").startswith("gazette ")


def test_a_line_of_the_report_begins_a_line_of_the_terminal(newsroom: Path) -> None:
    seen = on_terminal(newsroom, "gather", "gazette")
    assert re.search(r"\r(?:\x1b\[2K)?gazette ", seen), seen


def test_letters_that_failed_are_told_with_the_way_to_try_again(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def knows_no_zoe(moment: Moment) -> str | None:
        unknown = moment.step == "rcpt" and "zoe@" in moment.argument
        return "550 5.1.1 No such user" if unknown else None

    run(newsroom, "recipients", "add", "morning", "zoe@nowhere.example")
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    with ScriptedServer(knows_no_zoe) as server:
        for name, value in (("HOST", "127.0.0.1"), ("PORT", server.port), ("SECURITY", "none")):
            monkeypatch.setenv(f"DIGEST_MAIL__{name}", str(value))
        sent = run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30")
    assert sent.code == 7
    assert "1 × 550 5.1.1 No such user" in sent.out
    assert f"`digest send {EDITION} --failed`" in sent.out
    assert f"`digest status {EDITION} --letters failed`" in sent.out


def send_to_all_but_amber(newsroom: Path) -> None:
    """The edition is sent, and one reader's letter fails for her address."""
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    with sqlite3.connect(newsroom / "digest.db") as connection:
        spoilt = "UPDATE recipients SET address = 'am ber@example.com' WHERE address LIKE 'amber%'"
        connection.execute(spoilt)
    assert run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30").code == 7


def test_an_operator_is_told_which_readers_letters_failed_and_why(newsroom: Path) -> None:
    send_to_all_but_amber(newsroom)
    (failed,) = run(newsroom, "status", EDITION, "--letters", "failed", "--json").lines
    assert failed["address"] == "am ber@example.com"
    assert failed["words"]
    assert "am ber@example.com" in run(newsroom, "status", EDITION, "--letters", "failed").out
    sent = run(newsroom, "status", EDITION, "--letters", "sent", "--json").lines
    assert len(sent) == len(outbox(newsroom))
    with sqlite3.connect(newsroom / "digest.db") as connection:
        connection.execute("DELETE FROM recipients WHERE id = ?", [failed["recipient"]])
    gone = run(newsroom, "status", EDITION, "--letters", "failed").out
    assert f"reader {failed['recipient']}, deleted since" in gone
    assert run(newsroom, "status", "--letters", "failed").code == 2
    assert run(newsroom, "status", "no-such-edition", "--letters", "failed").code == 2


def test_a_build_shows_that_it_works(newsroom: Path) -> None:
    assert f"building {EDITION}" in on_terminal(newsroom, "build", "morning", "--at", BREAKFAST)


def test_a_test_letter_is_told_to_a_script_too(newsroom: Path) -> None:
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    sent = run(newsroom, "send", EDITION, "--to", "me@example.com", "--json")
    assert [(line["address"], line["outcome"]) for line in sent.lines] == [
        ("me@example.com", "accepted")
    ]


def test_an_approved_edition_says_how_it_could_be_built_again(newsroom: Path) -> None:
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    refused = run(newsroom, "build", "morning", "--at", BREAKFAST)
    assert refused.code == 6
    assert f"`digest release {EDITION}` first" in refused.err
    run(newsroom, "release", EDITION)
    assert run(newsroom, "build", "morning", "--at", BREAKFAST).code in {0, 1}


def test_a_file_of_another_kind_is_not_listed_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("words\n" * 500, "utf-8")
    grouped = run(tmp_path, "group", str(tmp_path / "notes.txt"))
    assert grouped.code == 1
    assert grouped.err.count("\n") == 21
    assert "and 480 more" in grouped.err


def test_a_missing_database_stops_everything_but_init(newsroom: Path) -> None:
    """A new, empty ledger would send everybody everything again."""
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    (newsroom / "digest.db").rename(newsroom / "elsewhere.db")
    for words in (["send", EDITION], ["run", "--once"], ["gather"], ["status"]):
        refused = run(newsroom, *words)
        assert refused.code == 4, words
        assert "digest init" in refused.err
    assert not (newsroom / "digest.db").exists()


def test_a_locked_database_is_said_in_plain_words(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.store.database.BUSY_SECONDS", 0.1)
    other = sqlite3.connect(newsroom / "digest.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    refused = run(newsroom, "build", "morning", "--at", BREAKFAST)
    other.close()
    assert refused.code == 4
    assert "locked" in refused.err


def test_half_of_the_sources_failing_exits_with_5(newsroom: Path) -> None:
    good, bad = (str(SAMPLES / "articles" / name) for name in ("coast.json", "notfeed.xml"))
    half = run(newsroom, "gather", good, bad, "--json")
    assert half.code == 1
    assert [bool(line["failed"]) for line in half.lines] == [False, True]
    assert "notfeed.xml" in half.lines[1]["failed"]
    assert run(newsroom, "gather", bad).code == 5


def test_lines_that_are_no_articles_keep_gather_from_a_plain_success(
    newsroom: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mixed.jsonl"
    file.write_text("\n".join(['{"title": "A"}', '{"title": "B"}', *["nonsense"] * 198]))
    gathered = run(newsroom, "gather", str(file), "--json")
    assert gathered.code == 1
    assert (gathered.lines[0]["new"], len(gathered.lines[0]["unplaced"])) == (2, 198)


def test_bad_rows_of_an_import_are_named_by_line(newsroom: Path) -> None:
    bad = run(
        newsroom, "recipients", "import", "ranok", str(SAMPLES / "recipients-bad.csv"), "--json"
    )
    assert bad.code == 1
    rows = [line for line in bad.lines if line["event"] == "bad row"]
    assert len(rows) > 5
    assert all(row["line"] and row["why"] for row in rows)
    assert bad.lines[-1]["added"] == 2


def test_a_list_goes_out_and_comes_back(newsroom: Path, tmp_path: Path) -> None:
    exported = run(newsroom, "recipients", "export", "morning").out
    (tmp_path / "list.csv").write_text(exported, "utf-8")
    again = run(newsroom, "recipients", "import", "ranok", str(tmp_path / "list.csv"))
    assert again.code == 0
    assert run(newsroom, "recipients", "export", "ranok").out == exported


def test_who_leaves_gets_no_letter(newsroom: Path) -> None:
    address = "amber.lockhart@example.com"
    assert run(newsroom, "recipients", "unsubscribe", "morning", address).code == 0
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30")
    assert len(outbox(newsroom)) == 11
    assert not any(address in path.name for path in outbox(newsroom))


def test_settings_are_shown_without_secrets(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_MAIL__HOST", "smtp.example.com")
    monkeypatch.setenv("DIGEST_MAIL__PASSWORD", "open sesame")
    shown = run(newsroom, "config", "show")
    assert "mail.host = smtp.example.com" in shown.out
    assert "sesame" not in shown.out


def test_read_prints_article_lines_that_group_takes(tmp_path: Path) -> None:
    read = run(tmp_path, "read", str(SAMPLES / "articles" / "gazette.rss.xml"), "--json")
    lines = tmp_path / "lines.jsonl"
    lines.write_text(read.out, "utf-8")
    grouped = run(tmp_path, "group", str(lines), "--json")
    assert {line["id"] for line in grouped.lines} == {line["id"] for line in read.lines}
    assert all(line["why"] for line in grouped.lines)
    assert sum(line["lead"] for line in grouped.lines) == len(
        {line["story"] for line in grouped.lines}
    )


def test_a_line_that_is_not_json_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_text(
        '{"id": "a", "title": "One", "text": "First."}\nnonsense\n'
        '{"id": "b", "title": "Two", "text": "Second."}\n',
        "utf-8",
    )
    grouped = run(tmp_path, "group", str(lines), "--json")
    assert grouped.code == 1
    assert "line 2" in grouped.err
    assert {line["id"] for line in grouped.lines} == {"a", "b"}


def test_group_gives_back_every_id_exactly_as_it_was_given(tmp_path: Path) -> None:
    ids = ["a", "a ", " a", "A b", "e\u0301", "\u00e9", "7", "tag:x,2026:1 "]
    lines = tmp_path / "day.jsonl"
    texts = ["Ferry strike", "Pier rebuilt", "Bridge shut", "School roof", "Bread dearer"]
    articles = [{"id": each, "title": f"{texts[at % 5]} no {at}"} for at, each in enumerate(ids)]
    lines.write_text("".join(f"{json.dumps(each)}\n" for each in articles), "utf-8")
    for live in ((), ("--live",)):
        grouped = run(tmp_path, "group", str(lines), "--json", *live)
        assert sorted(line["id"] for line in grouped.lines) == sorted(ids)
        assert {line["story"] for line in grouped.lines} <= set(ids)


def test_articles_are_grouped_as_they_come_and_a_bad_line_stops_nothing(tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_text(
        '{"id": "a", "title": "Ferry strike in Merrow ends", "text": "Crews sail again."}\n\n'
        'nonsense\n{"id": "b", "title": "Ferry strike in Merrow ends", "text": "Crews."}\n',
        "utf-8",
    )
    grouped = run(tmp_path, "group", str(lines), "--live", "--json")
    assert grouped.code == 1
    assert "line 3" in grouped.err
    assert [(line["id"], line["story"]) for line in grouped.lines] == [("a", "a"), ("b", "a")]


def test_a_bug_is_not_mistaken_for_a_finding(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("digest.pipelines.publish.compose_edition", fail)
    broken = run(newsroom, "build", "morning", "--at", BREAKFAST)
    assert broken.code == 70
    assert "mistake in Digest" in broken.err


def test_a_build_that_broke_off_can_be_done_again(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr("digest.pipelines.publish.compose_edition", fail)
        run(newsroom, "build", "morning", "--at", BREAKFAST)
    assert run(newsroom, "status", EDITION, "--json").lines[0]["state"] == "draft"
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    assert run(newsroom, "status", EDITION, "--json").lines[0]["state"] == "ready"


def test_a_key_is_made_with_its_dns_record_and_its_letters_are_signed(newsroom: Path) -> None:
    made = run(newsroom, "dkim", "keygen", "digest.example.com", "--algorithm", "ed25519")
    assert 'digest._domainkey.digest.example.com. TXT "v=DKIM1; k=ed25519; p=' in made.out
    again = run(newsroom, "dkim", "keygen", "digest.example.com")
    assert again.code == 2
    settings = newsroom / "schedules.toml"
    table = made.out[made.out.index("[[mail.dkim]]") :]
    settings.write_text(settings.read_text("utf-8") + "\n" + table, "utf-8")
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30")
    letter = outbox(newsroom)[0].read_bytes()
    assert letter.startswith(b"DKIM-Signature:")
    assert b"d=digest.example.com" in letter.split(b"\r\n\r\n")[0]


def test_without_a_mailbox_returns_says_what_to_give(newsroom: Path) -> None:
    refused = run(newsroom, "returns")
    assert refused.code == 2
    assert "[returns] host" in refused.err


def test_a_mailbox_that_is_not_there_is_said_with_its_address(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_RETURNS__HOST", "127.0.0.1")
    monkeypatch.setenv("DIGEST_RETURNS__PORT", "9")
    refused = run(newsroom, "returns")
    assert refused.code == 8
    assert "127.0.0.1:9" in refused.err


def test_a_mail_that_asks_to_unsubscribe_is_heeded(newsroom: Path) -> None:
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30")
    letter = message_from_bytes(outbox(newsroom)[0].read_bytes())
    found = re.search(r"<mailto:([^?>]+)\?subject=([^>]+)>", str(letter["List-Unsubscribe"]))
    assert found is not None
    maildir = newsroom / "maildir"
    for folder in ("new", "cur", "tmp"):
        (maildir / folder).mkdir(parents=True)
    subject = unquote(found[2])
    (maildir / "new" / "1").write_text(
        f"From: reader@example.com\nTo: {found[1]}\nSubject: {subject}\n\nPlease.\n"
    )
    assert run(newsroom, "returns", str(maildir), "--json").lines == [{"unsubscribed": 1}]
    people = run(newsroom, "recipients", "list", "morning", "--json").lines
    assert [person["status"] for person in people].count("unsubscribed") == 1
    assert run(newsroom, "returns", str(maildir)).out == "nothing came back\n"
    (maildir / "new" / "2").write_text(
        "From: reader@example.com\nSubject: Thanks\n\nA fine mail.\n"
    )
    assert run(newsroom, "returns", str(maildir)).out == "1 other message, left alone\n"


def test_every_kind_of_return_has_its_words() -> None:
    from digest.cli.returns_and_dkim import _IN_WORDS
    from digest.pipelines.returns import ReturnOutcome

    assert set(_IN_WORDS) == {word.value for word in ReturnOutcome}


def test_warnings_of_one_rule_are_told_once_with_their_number() -> None:
    from digest.cli.editions import _in_few_lines
    from digest.model.mail import Finding, Severity

    def finding(severity: Severity, rule: str, number: int) -> Finding:
        return Finding(rule=rule, severity=severity, message=f"link {number}", where="html")

    warnings = [finding(Severity.WARNING, "18-insecure", number) for number in range(3)]
    errors = [finding(Severity.ERROR, "02-size", number) for number in range(2)]
    assert list(_in_few_lines([*warnings, *errors])) == [
        "warning: 18-insecure: link 0 (html)",
        "         18-insecure: … and 2 more: see `digest check`",
        "error: 02-size: link 0 (html)",
        "error: 02-size: link 1 (html)",
    ]


def test_a_list_of_people_tells_their_topics_and_tags(newsroom: Path) -> None:
    run(newsroom, "recipients", "add", "morning", "eve@example.com", "--tag", "beta")
    listed = run(newsroom, "recipients", "list", "morning", "--tag", "beta").out
    assert listed.endswith("  tags: beta\n")


def test_an_edition_that_went_out_is_not_said_to_go_out(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.cli.status.now", lambda: datetime(2026, 3, 12, tzinfo=UTC))
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    assert f"{EDITION}: ready; goes out at" in run(newsroom, "status", EDITION).out
    run(newsroom, "kill", EDITION)
    assert f"{EDITION}: killed; was due at" in run(newsroom, "status", EDITION).out


def test_the_next_edition_is_one_that_can_still_go_out(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.cli.status.now", lambda: datetime(2026, 3, 12, 4, tzinfo=UTC))
    timetable = "timetable: morning next on Thursday 2026-03-12"
    assert timetable in run(newsroom, "doctor").out
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "kill", EDITION)
    assert timetable not in run(newsroom, "doctor").out


def test_templates_are_checked_with_file_and_line(newsroom: Path) -> None:
    assert run(newsroom, "check", "templates").code == 0
    own = newsroom / "templates"
    own.mkdir()
    (own / "morning.mjml").write_text(
        "<mjml>\n<mj-body>\n<mj-colum></mj-colum>\n</mj-body>\n</mjml>\n"
    )
    refused = run(newsroom, "check", "templates", "--json")
    assert refused.code == 1
    assert any("mj-colum" in line["message"] for line in refused.lines)
    assert any("morning.mjml" in line["where"] and "3" in line["where"] for line in refused.lines)
    looked = run(newsroom, "doctor", "--json").lines
    assert any(line["about"] == "templates" and line["problem"] for line in looked)
    started = run(newsroom, "run", "--once")
    assert started.code == 6
    assert "mj-colum" in started.err


def test_the_table_of_clients_names_what_a_mail_uses(newsroom: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(newsroom, "build", "morning", "--at", BREAKFAST, "--out", str(out))
    for name in ("edition.eml", "edition.html"):
        table = run(newsroom, "check", str(out / name), "--clients", "--json").lines
        assert len(table) > 10
        assert not [use for use in table if use["role"] == "forbidden"]


def test_a_story_is_explained_and_so_is_one_that_was_left_out(newsroom: Path) -> None:
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    told = run(newsroom, "explain", EDITION, "ferry strike called off", "--json").lines
    assert any("sources" in why for why in told[0]["why"])
    assert told[0]["why"][0].startswith("lead in Politics")
    left_out = run(newsroom, "explain", EDITION, "мер").out
    assert 'left out: written in "uk"' in left_out
    assert run(newsroom, "explain", EDITION, "no such words").code == 2


def test_a_story_is_explained_by_an_id_with_capital_letters(tmp_path: Path) -> None:
    project = tmp_path / "news"
    assert run(project, "init", "--bare", str(project)).code == 0
    shutil.copy(SAMPLES / "schedules.toml", project)
    line = {"id": "Reuters:K9", "title": "Ferry crews call off their strike", "language": "en"}
    line |= {"published": "2026-03-12T05:00:00+02:00", "text": "The strike is off. " * 40}
    (project / "day.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    assert run(project, "gather", str(project / "day.jsonl"), "--at", BREAKFAST).code == 0
    built = run(project, "build", "morning", "--at", BREAKFAST)
    assert built.code == 1
    assert "1 story, fewer than sizes.minimum (3)" in built.err
    told = run(project, "explain", EDITION, "Reuters:K9", "--json").lines
    assert [each["headline"] for each in told] == ["Ferry crews call off their strike"]


def test_letters_that_failed_can_be_sent_once_more(newsroom: Path) -> None:
    send_to_all_but_amber(newsroom)
    with sqlite3.connect(newsroom / "digest.db") as connection:
        connection.execute(
            "UPDATE recipients SET address = 'amber@example.com' WHERE address LIKE 'am ber%'"
        )
    before = {path: path.stat().st_mtime_ns for path in outbox(newsroom)}
    again = run(newsroom, "send", EDITION, "--failed", "--at", "2026-03-12T12:00")
    assert again.code == 0
    assert len(outbox(newsroom)) == 12
    assert {path: path.stat().st_mtime_ns for path in before} == before


def with_lead(newsroom: Path) -> tuple[str, str, str]:
    """The newsroom's edition built and approved; the id and the headline of its lead, and the
    headline of its first top story."""
    assert run(newsroom, "build", "morning", "--at", BREAKFAST, "--out", str(newsroom)).code in {
        0,
        1,
    }
    assert run(newsroom, "approve", EDITION).code == 0
    edition = json.loads((newsroom / "edition.json").read_text("utf-8"))
    lead, top = edition["lead"], edition["top"][0]
    return lead["articles"][0], lead["headline"], top["headline"]


def takes_back(newsroom: Path, article: str, **fields: str) -> str:
    path = newsroom / "kill.jsonl"
    path.write_text(json.dumps({"id": article, "status": "cancelled"} | fields) + "\n", "utf-8")
    return run(newsroom, "gather", str(path), "--at", "2026-03-12T06:10").out


def test_what_is_gathered_as_canceled_after_the_approval_is_not_sent(newsroom: Path) -> None:
    lead, headline, second = with_lead(newsroom)
    said = takes_back(newsroom, lead)
    assert f"withdrawn or put under embargo: “{headline}”" in said
    refused = run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30")
    assert refused.code == 6
    assert f"“{headline}” was withdrawn by its source" in refused.err
    assert outbox(newsroom) == []
    again = run(newsroom, "approve", EDITION)
    assert again.code == 0
    assert f"withdrawn by its source: “{headline}”" in again.err
    assert f"goes without “{headline}”: its source withdrew" in again.err
    assert run(newsroom, "send", EDITION, "--at", "2026-03-12T06:40").code == 0
    letter = message_from_bytes(outbox(newsroom)[0].read_bytes(), policy=policy.default)
    for part in ("plain", "html"):
        body = letter.get_body((part,))
        assert body is not None
        words = " ".join(str(body.get_content()).split())
        assert headline not in words
        assert second in words


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 stories"), (1, "1 story"), (2, "2 stories"), (21, "21 stories")]
)
def test_one_of_something_is_said_in_the_singular(count: int, said: str) -> None:
    assert counted(count, "story", "stories") == said


def corrects(newsroom: Path, before: str, after: str) -> None:
    """Every source that has the one headline has the other from now on."""
    for file in (newsroom / "articles").glob("*.*"):
        file.write_bytes(file.read_bytes().replace(before.encode(), after.encode()))
    assert run(newsroom, "gather", "--at", "2026-03-12T06:10").code in {0, 1}


def test_approve_shows_what_a_source_changed_after_an_approval_and_refuses_once(
    newsroom: Path,
) -> None:
    _, headline, _ = with_lead(newsroom)
    first, second = "Ferry strike goes on", "Ferry strike is over"
    corrects(newsroom, headline, first)
    refused = run(newsroom, "approve", EDITION, "--json")
    assert refused.code == 6
    assert f"It read “{headline}”, and reads “{first}” now" in refused.err
    assert f"`digest approve {EDITION}` again" in refused.err
    (line,) = refused.lines
    assert line["state"] == "ready"
    changes = {change["was"]: (change["kind"], change["now"]) for change in line["changes"]}
    assert changes[headline] == ("corrected", first)
    corrects(newsroom, first, second)
    assert run(newsroom, "approve", EDITION).code == 6  # what was shown is not what it would be
    approved = run(newsroom, "approve", EDITION, "--json")
    assert (approved.code, approved.lines[0]["state"]) == (0, "approved")
    assert f"reads “{second}” now" in approved.err
    assert "changed" not in run(newsroom, "approve", EDITION).err


def test_a_dry_run_refuses_what_the_sending_would_refuse_and_changes_nothing(
    newsroom: Path,
) -> None:
    lead, headline, _ = with_lead(newsroom)
    takes_back(newsroom, lead)
    before = run(newsroom, "status", EDITION, "--json").out
    for _ in range(2):
        refused = run(newsroom, "send", EDITION, "--dry-run", "--at", "2026-03-12T06:30")
        assert refused.code == 6
        assert f"would lose its approval: “{headline}” was withdrawn by its source" in refused.err
    assert run(newsroom, "status", EDITION, "--json").out == before
    assert run(newsroom, "send", EDITION, "--dry-run", "--at", "2026-03-13T06:30").code == 6


def test_nobody_to_delete_is_said_and_is_no_success(newsroom: Path) -> None:
    refused = run(newsroom, "recipients", "delete", "nobody@example.com")
    assert refused.code == 2
    assert "nobody has the address nobody@example.com" in refused.err
    people = run(newsroom, "recipients", "list", "morning", "--json").lines
    assert run(newsroom, "recipients", "delete", people[0]["address"]).code == 0
    assert run(newsroom, "recipients", "delete", people[0]["address"]).code == 2


def test_only_its_owner_can_read_the_database_and_what_lies_beside_it(newsroom: Path) -> None:
    run(newsroom, "backup", str(newsroom / "copy.db"))
    with sqlite3.connect(newsroom / "digest.db") as held:
        held.execute("SELECT count(*) FROM articles").fetchone()
        run(newsroom, "recipients", "add", "morning", "new@example.com", "--consent", "by phone")
        files = [*newsroom.glob("digest.db*"), newsroom / "copy.db"]
        modes = {file.name: file.stat().st_mode & 0o777 for file in files if file.is_file()}
    held.close()
    assert {"digest.db", "digest.db-wal", "digest.db-shm", "copy.db"} <= modes.keys()
    assert set(modes.values()) == {0o600}
    (newsroom / "digest.db").chmod(0o644)
    told = run(newsroom, "doctor")
    assert told.code == 1
    assert "chmod 600" in told.out


@pytest.mark.parametrize("spoilt", ["not a database at all " * 400, "schema"])
def test_the_doctor_says_of_a_database_that_cannot_be_opened_what_to_do_and_quotes_nothing(
    newsroom: Path, spoilt: str
) -> None:
    file = newsroom / "digest.db"
    if spoilt == "schema":
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_master SET sql = 'CREATE TABLE hidden_words (('")
        connection.close()
    else:
        file.write_text(spoilt)
    told = run(newsroom, "doctor")
    assert told.code == 1
    assert "damaged, or no database at all: `digest restore FILE`" in told.out
    assert "hidden_words" not in told.out + told.err
    assert "malformed" not in told.out
    assert "file is not a database" not in told.out


def test_a_story_that_was_withdrawn_is_explained(newsroom: Path) -> None:
    lead, headline, _ = with_lead(newsroom)
    takes_back(newsroom, lead)
    told = run(newsroom, "explain", EDITION, lead, "--json").lines
    assert {"headline": headline, "why": [f"withdrawn: its source withdrew “{headline}”"]} in told
    assert run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30").code == 6
    assert run(newsroom, "approve", EDITION).code == 0
    assert run(newsroom, "send", EDITION, "--at", "2026-03-12T06:40").code == 0
    told = run(newsroom, "explain", EDITION, lead, "--json").lines
    assert any("was withdrawn by its source" in why for each in told for why in each["why"])


def test_adding_says_by_its_exit_code_whether_the_person_gets_the_newsletter(
    newsroom: Path,
) -> None:
    eve = "morning", "eve@example.com"
    assert run(newsroom, "recipients", "add", *eve).code == 0
    assert run(newsroom, "recipients", "unsubscribe", *eve).code == 0
    told = run(newsroom, "recipients", "add", *eve)
    assert (told.code, told.out) == (1, "eve@example.com is unsubscribed on morning\n")
    assert "add morning eve@example.com --consent HOW" in told.err
    back = run(newsroom, "recipients", "add", *eve, "--consent", "form on the website")
    assert (back.code, back.out) == (0, "eve@example.com is active on morning\n")
    assert run(newsroom, "recipients", "suppress", "eve@example.com").code == 0
    refused = run(newsroom, "recipients", "add", *eve, "--consent", "she rang")
    assert refused.code == 2
    assert "digest recipients unsuppress eve@example.com" in refused.err
    lift = "recipients", "unsuppress", "eve@example.com", "--why", "she rang"
    assert run(newsroom, *lift).code == 0
    assert run(newsroom, *lift).code == 2
    assert run(newsroom, "recipients", "add", *eve, "--consent", "she rang").code == 0


def test_run_logs_what_a_source_took_back(newsroom: Path) -> None:
    wire = newsroom / "articles" / "wire.ninjs.json"
    item = json.loads(wire.read_text("utf-8"))
    item |= {"pubstatus": "usable", "versioncreated": "2026-03-12T05:50:00Z"}
    wire.write_text(json.dumps(item), "utf-8")
    assert run(newsroom, "gather", "--at", "2026-03-12T05:55").code in {0, 1}
    item |= {"pubstatus": "cancelled", "versioncreated": "2026-03-12T06:00:00Z"}
    wire.write_text(json.dumps(item), "utf-8")
    logged = run(newsroom, "run", "--once").err
    assert re.search(r"WARNING .*withdrawn or put under embargo: “.+”", logged)
