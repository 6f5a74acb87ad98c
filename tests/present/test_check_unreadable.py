"""Letters that the email library refuses, some only when a header or part is looked at."""

from __future__ import annotations

import pytest

from digest.check.checker import check_letter

LETTER = (
    b"Subject: %s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary%s\r\n\r\n"
    b"--b\r\nContent-Type: text/html; charset%s\r\n\r\n"
    b"<p>caf\xe9</p><a\x01b href=x>y</a\x01b>\r\n--b--\r\n"
)


@pytest.mark.parametrize(
    "subject",
    [b"=?utf-8?b?A?=", b"=?\x00?q?a?=", b"=?\xff?q?a?=", b"=?undefined?q?a?=", b"=?x?b?A?="],
)
def test_a_subject_that_cannot_be_decoded_is_a_finding(subject: bytes) -> None:
    found = check_letter(LETTER % (subject, b"=b", b"=utf-8"))
    assert any(str(one.where) == "header Subject" for one in found)


@pytest.mark.parametrize(
    "charset",
    [
        b"=nope",
        b"=undefined",
        b"=idna",
        b"=base64",
        b"=\x00",
        b"*=idna''%ff",
        b"*=%00''%41",
        b"*=undefined''a",
        b"*=nope''a",
        b"=\xff",
        b"*0*=nope''a; charset*1*=%ff",
    ],
)
def test_a_charset_that_cannot_be_read_is_a_finding(charset: bytes) -> None:
    found = check_letter(LETTER % (b"Hello", b"=b", charset))
    assert any(
        "charset" in str(one.message) or "bytes are not" in str(one.message) for one in found
    )


def test_a_boundary_that_cannot_be_read_is_a_finding() -> None:
    [found] = check_letter(LETTER % (b"Hello", b"*=idna''%ff", b"=utf-8"))
    assert "cannot be read" in str(found.message)
