"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from digest.check.location import NOWHERE, Location
from digest.check.parsed_mail import Specimen
from digest.model.mail import Category, Severity
from digest.model.message import Message, Text


class Needs(Enum):
    """What of a mail a rule looks at; it is passed over where that is not given."""

    HTML = "html"
    BOTH = "html and text"
    LETTER = "the letter's bytes"
    ADDRESS = "html, and the postal address to look for"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """A place where a rule is broken, and how.

    ``category`` is given where a fault weighs less than the rule's worst.
    """

    message: Text
    where: Location = NOWHERE
    category: Category | None = None


_CONSORTIUM = "Email Markup Consortium, accessibility report 2025/26, 376,348 mails"
_CANIEMAIL = "caniemail.com, data of 2026-05"
_SOURCES = {
    "1": "github.com/thechangelog/ping issue 801; Ghost pull request 25798",
    "2": "CAN-SPAM Act, 15 U.S.C. 7704(a)(5)",
    "3": "github.com/hteumeuleu/email-bugs issues 41 and 140",
    "5": "RFC 5322, section 2.1.1; RFC 2045, section 6",
    "6": "RFC 2046, section 5.1.4",
    "7": "RFC 2046, section 5.1.4",
    "8": "RFC 5322, section 3.6",
    "9": "RFC 8058; RFC 2919",
    "10": "CAN-SPAM Act, 15 U.S.C. 7704(a)(3); RFC 8058",
    "11": "SpamAssassin: SUBJ_ALL_CAPS, NORMAL_HTTP_TO_IP, HTML_IMAGE_ONLY; rspamd: PHISHING",
    "12": "HTML Living Standard, section 13.1.1",
    "13": "HTML Living Standard, section 13.2.2",
    "15": _CANIEMAIL,
    "16": "OWASP, Cross Site Scripting Prevention Cheat Sheet",
    "17": "seen in mrml 6.0.1",
    "18": "RFC 3986, section 3.1; RFC 6068; RFC 3966",
    "21": "Gmail, CSS support: developers.google.com/workspace/gmail/design/css",
    "24": _CANIEMAIL,
    "26": _CANIEMAIL,
    "31": _CANIEMAIL,
    "33": _CONSORTIUM,
    "34": _CONSORTIUM,
    "35": _CONSORTIUM,
    "36": _CONSORTIUM,
    "37": _CONSORTIUM,
    "38": _CONSORTIUM,
    "39": _CONSORTIUM,
    "40": f"WCAG 2.2, 1.4.3; {_CONSORTIUM}",
    "41": "WCAG 2.2, 1.4.1 and 2.5.8",
    "44": "CSS Color Adjustment Module Level 1, section 2; caniemail.com",
    "45": "WCAG 2.2, 1.4.3",
    "50": _CANIEMAIL,
    "61": "rspamd: SPOOF_DISPLAY_NAME, SPOOF_REPLYTO, FAKE_REPLY; Unicode Technical Standard 39",
    "57": "W3C, Structural markup and right-to-left text in HTML",
}
_OUR_OWN = "Digest's own rule"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One rule, by its number and name: "11-shouting".

    ``severity`` is for our own mails, which are held to every rule. ``category`` says what the
    rule's worst fault does to a reader of anyone's mail.
    """

    id: str
    severity: Severity
    category: Category
    needs: Needs
    faults: Callable[[Specimen], Iterator[Fault]]
    newsletters_only: bool = False

    @property
    def protects(self) -> Message:
        """Who is hurt where the rule is broken."""
        return Message(f"check.protects_{self._name}")

    @property
    def hint(self) -> Message:
        """What to do where it is."""
        return Message(f"check.hint_{self._name}")

    @property
    def _name(self) -> str:
        """What its messages are called by."""
        return self.id.partition("-")[2].replace("-", "_")

    @property
    def source(self) -> str:
        """Where the rule comes from: a standard, a report, or a bug that someone met."""
        return _SOURCES.get(self.id.partition("-")[0], _OUR_OWN)
