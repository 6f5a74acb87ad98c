"""Where findings point to: line and column, the template they come from, and SARIF."""

from __future__ import annotations

import json
from typing import Any

from digest.check.checker import RULES, check_letter
from digest.check.sarif import sarif
from digest.model.mail import Finding, Severity
from digest.present.templates import line_of
from tests.present.bad_mails import HTML, TEXT, body, sent
from tests.present.letters import check_html
from tests.present.presenting import OURS

FAULT = '<p onclick="x()">x</p>'


def only(rule: str, findings: tuple[Finding, ...]) -> Finding:
    """The one finding of a rule."""
    (found,) = (finding for finding in findings if finding.rule == rule)
    return found


def source_at(html: str, finding: Finding) -> str:
    """What stands at a finding's line and column."""
    return html.split("\n")[finding.line - 1][finding.column - 1 :]


def test_line_and_column_lead_to_the_tag_in_browsers_tree() -> None:
    html = body(f"\n <!-- <p onclick> --> {FAULT}")
    found = only("16-no-executable", check_html(html))
    assert source_at(html, found).startswith(FAULT)
    assert found.element == "p"


def test_line_and_column_lead_to_the_tag_in_the_styled_tree() -> None:
    html = body('<b>x</b>\n<b>y</b> <b style="color:#000">z</b>')
    found = only("24-colours", check_html(html))
    assert source_at(html, found).startswith('<b style="color:#000">z')


def test_a_column_that_is_not_sure_is_not_told() -> None:
    html = body('<b style="color:#000">z</b><textarea><b></textarea>')
    assert only("24-colours", check_html(html)).column == 0


def test_a_finding_names_the_template_line_that_made_it() -> None:
    faulty = sent(HTML.replace(">Unsubscribe</a>", f">Unsubscribe</a>{FAULT}"))
    found = only("16-no-executable", check_letter(faulty, templates=OURS))
    file, _, line = str(found.template).partition(" line ")
    assert 'css-class="foot side"' in OURS.source(file).splitlines()[int(line) - 1]


def test_no_template_is_named_where_others_made_the_mail() -> None:
    faulty = body(f'<p class="theirs">x</p><div class="foot">{FAULT}</div>')
    found = only("16-no-executable", check_letter(sent(faulty), templates=OURS))
    assert found.template == ""


def log_of(*findings: Finding, file: str = "a mail.html") -> dict[str, Any]:
    """The SARIF log of these findings, read again."""
    read: dict[str, Any] = json.loads(sarif(findings, file=file, version="1.2.3"))
    return read


def test_a_sarif_log_has_what_the_standard_requires() -> None:
    log = log_of(*check_html(body(FAULT)))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    assert run["tool"]["driver"]["name"] == "digest check"
    assert run["tool"]["driver"]["version"] == "1.2.3"
    assert len(run["results"]) == 1


def test_every_rule_is_described_in_sarif_once() -> None:
    rules = log_of()["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]


def test_a_result_in_sarif_has_rule_level_message_and_place() -> None:
    html = body(FAULT)
    found = only("16-no-executable", check_html(html))
    run = log_of(found)["runs"][0]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert (result["level"], result["message"]["text"]) == ("error", str(found.message))
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "a%20mail.html"
    assert physical["region"] == {"startLine": found.line, "startColumn": found.column}


def test_a_line_of_a_letters_html_is_no_region_of_the_letters_file() -> None:
    (found,) = check_letter(sent(body(FAULT)))
    (result,) = log_of(found, file="x.eml")["runs"][0]["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]
    properties = {"category": "breaks", "line": found.line, "column": found.column}
    assert result["properties"] == properties
    (logical,) = result["locations"][0]["logicalLocations"]
    assert logical["fullyQualifiedName"] == str(found.where)


def test_a_line_of_the_letter_itself_is_a_region_of_its_file() -> None:
    found = only("5-transfer-encoding", check_letter(sent() + b"x" * 999 + b"\r\n"))
    (result,) = log_of(found, file="x.eml")["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": found.line}
    assert found.line > TEXT.count("\n")


def test_a_finding_of_the_template_linter_points_into_the_template() -> None:
    found = Finding(
        rule="template-bare-zero",
        severity=Severity.ERROR,
        message="write 0px",
        where=line_of("parts/x.mjml", 5),
    )
    run = log_of(found, file="templates")["runs"][0]
    (result,) = run["results"]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "templates/parts/x.mjml"
    assert physical["region"] == {"startLine": 5}
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == "template-bare-zero"


def test_a_template_is_a_related_place_in_sarif() -> None:
    found = Finding(
        rule=RULES[0].id,
        severity=Severity.WARNING,
        message="x",
        template=line_of("parts/x.mjml", 5),
    )
    (result,) = log_of(found)["runs"][0]["results"]
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "templates/parts/x.mjml"
    assert result["level"] == "warning"


def test_classes_that_an_expression_adds_leave_a_mail_ours() -> None:
    with_colours = HTML.replace(">Unsubscribe</a>", f'>Unsubscribe</a><i class="t c7">x</i>{FAULT}')
    assert only("16-no-executable", check_letter(sent(with_colours), templates=OURS)).template
