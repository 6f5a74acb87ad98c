"""``digest check`` on files: what it prints, and what it does with files that are no mail."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

import pytest

from tests.cli.commands import run
from tests.present.bad_mails import HTML, body, sent

FAULTY = body('<p onclick="x()">x</p>')


def test_a_good_letter_passes(tmp_path: Path) -> None:
    (tmp_path / "good.eml").write_bytes(sent())
    done = run(tmp_path, "check", str(tmp_path / "good.eml"))
    assert (done.code, done.out) == (0, "")


def test_a_fault_is_told_with_line_column_template_and_remedy(tmp_path: Path) -> None:
    (tmp_path / "bad.eml").write_bytes(
        sent(HTML.replace(">Unsubscribe</a>", '>Unsubscribe</a><b onclick="x()">x</b>'))
    )
    done = run(tmp_path, "check", str(tmp_path / "bad.eml"))
    assert done.code == 1
    assert "16-no-executable: the attribute onclick would run (html line" in done.out
    assert ", column " in done.out
    assert "in parts/footer.mjml line" in done.out


def test_json_has_a_finding_a_line_with_stable_names(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(FAULTY, "utf-8")
    done = run(tmp_path, "check", str(tmp_path / "bad.html"), "--json")
    (finding,) = (json.loads(line) for line in done.out.splitlines())
    assert list(finding) == [
        "rule",
        "severity",
        "message",
        "where",
        "hint",
        "line",
        "column",
        "element",
        "template",
        "category",
    ]


def test_sarif_is_one_log_that_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(FAULTY, "utf-8")
    done = run(tmp_path, "check", str(tmp_path / "bad.html"), "--sarif")
    assert done.code == 1
    (result,) = json.loads(done.out)["runs"][0]["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"].endswith("bad.html")


TASTE = body('<p style="border-top:1px solid #abc">x</p>')
"""A colour of three digits, which every program reads."""


def test_house_style_is_shown_of_a_file_only_when_asked(tmp_path: Path) -> None:
    (tmp_path / "theirs.html").write_text(TASTE, "utf-8")
    done = run(tmp_path, "check", str(tmp_path / "theirs.html"))
    assert (done.code, done.out) == (0, "")
    done = run(tmp_path, "check", str(tmp_path / "theirs.html"), "--house-style")
    assert done.code == 0
    assert done.out.startswith("STYLE   24-colours: #abc has not six digits")


def test_what_only_newsletters_need_is_not_asked_of_a_receipt(tmp_path: Path) -> None:
    receipt = sent(List_Unsubscribe=None, List_Unsubscribe_Post=None)
    (tmp_path / "receipt.eml").write_bytes(receipt)
    done = run(tmp_path, "check", str(tmp_path / "receipt.eml"))
    assert "9-list-headers" in done.out
    done = run(tmp_path, "check", str(tmp_path / "receipt.eml"), "--kind", "transactional")
    assert (done.code, done.out) == (0, "")


def test_a_finding_says_its_class_in_json_and_in_sarif(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(FAULTY, "utf-8")
    printed = run(tmp_path, "check", str(tmp_path / "bad.html"), "--json")
    assert json.loads(printed.out)["category"] == "breaks"
    log = json.loads(run(tmp_path, "check", str(tmp_path / "bad.html"), "--sarif").out)
    (result,) = log["runs"][0]["results"]
    assert result["properties"]["category"] == "breaks"
    rule = log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["properties"] == {"tags": ["breaks"]}


@pytest.mark.parametrize(
    "content",
    [HTML.replace("bridge", "brücke").encode("latin-1", "replace"), HTML.encode("utf-16")],
)
def test_a_document_that_is_not_utf_8_is_told_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.html").write_bytes(content)
    done = run(tmp_path, "check", str(tmp_path / "odd.html"))
    assert "4-utf-8-document: the document's bytes are not UTF-8" in done.out


@pytest.mark.parametrize("name", ["page", "page.txt", "PAGE.HTM"])
def test_a_document_is_known_by_its_content_where_its_name_says_nothing(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text(HTML, "utf-8")
    done = run(tmp_path, "check", str(tmp_path / name))
    assert (done.code, done.out) == (0, "")


def test_a_file_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    done = run(tmp_path, "check", str(tmp_path / "lost.eml"))
    assert done.code == 2
    assert "lost.eml is no file" in done.err


NO_MAILS = {
    "huge.eml": b"Subject: x\r\n\r\n" + b"x" * 50_000_000,
    "huge.html": b"<p>x</p>" * 6_000_000,
    "rubbish.eml": bytes(range(256)) * 1_000,
    "rubbish.html": bytes(range(256)) * 1_000,
    "empty.eml": b"",
    "empty.html": b"",
}


@pytest.mark.parametrize("name", NO_MAILS)
def test_a_file_that_is_no_mail_gets_a_finding_in_a_few_seconds(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(NO_MAILS[name])
    started = process_time()
    done = run(tmp_path, "check", str(tmp_path / name))
    assert done.code == 1
    assert done.out.startswith("ERROR")
    assert process_time() - started < 20


def test_the_table_of_clients_reads_a_letter_of_an_unknown_charset(tmp_path: Path) -> None:
    content = b'Content-Type: text/html; charset="x-none"\r\n\r\n<p style="padding:1px">x</p>'
    (tmp_path / "odd.eml").write_bytes(content)
    done = run(tmp_path, "check", str(tmp_path / "odd.eml"), "--clients")
    assert done.code == 0
    assert "padding" in done.out
