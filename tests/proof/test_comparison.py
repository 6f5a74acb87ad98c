"""How the errors of other checkers are sorted."""

from __future__ import annotations

from tests.present.bad_mails import HTML
from tests.proof.comparison import compared, with_faults
from tests.proof.figures import Figure


def sorted_errors(html: str, *reported: str) -> Figure:
    """The figure for these errors on this mail."""
    (figure,) = compared("npm caniemail", "morning", html, reported)
    return figure


def test_a_query_for_dark_mode_is_an_enhancement() -> None:
    figure = sorted_errors(HTML, "@media (prefers-color-scheme)")
    assert figure.value.startswith("0 true faults, 1 enhancements, 0 false alarms")


def test_a_feature_that_the_mail_does_not_use_is_a_false_alarm() -> None:
    figure = sorted_errors(HTML, "transform", "`float` is not supported by `outlook.windows`")
    assert figure.value.startswith("0 true faults, 0 enhancements, 2 false alarms")


def test_a_true_fault_is_found_by_ours_too() -> None:
    figure = sorted_errors(with_faults(HTML), "display:flex", "display:flex", "<video> element")
    assert figure.value.startswith("3 true faults, 0 enhancements, 0 false alarms; 0 true kinds")
    assert figure.good
