"""Lists of recipients: what a file brings in, and who is never written to again."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from digest.model.delivery import BadRow, ImportReport
from digest.model.errors import UsageError
from digest.model.mail import Consent, Recipient, RecipientStatus
from digest.recipients.files import RecipientFile, RecipientRow, read_rows
from digest.store.audience_counts import readers_now, topics_chosen
from digest.store.database import open_database, open_memory
from digest.store.recipient_exports import ListFormat, export_recipients
from digest.store.recipient_imports import RecipientDetails, add_recipient, import_recipients
from digest.store.recipients import (
    delete_person,
    find_recipient,
    recipients_of,
    resubscribe,
    suppress,
    suppression_of,
    unsubscribe,
    unsuppress,
)
from tests.examples import examples
from tests.newsroom import MORNING

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


@pytest.fixture
def database() -> Database:
    return open_memory()


def imported(
    database: Database, content: str | bytes, bad: list[BadRow] | None = None
) -> ImportReport:
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    rows = [] if bad is None else bad
    return import_recipients(
        database, "morning", RecipientFile(file), now=NOW, on_bad_row=rows.append
    )


def addresses(database: Database) -> list[str]:
    return [recipient.address for recipient in recipients_of(database, "morning")]


def test_people_come_in_with_name_and_language(database: Database) -> None:
    imported(database, "email,name,language\nada@example.com,Ada Lovelace,en\n")
    [ada] = recipients_of(database, "morning")
    assert (ada.address, ada.name, ada.language) == ("ada@example.com", "Ada Lovelace", "en")
    assert ada.status is RecipientStatus.ACTIVE


@pytest.mark.parametrize(
    "header", ["email", "E-Mail", "Email Address", "address", "ADDRESS", "Адреса", '"mail"']
)
def test_the_column_of_addresses_is_known_by_many_names(database: Database, header: str) -> None:
    imported(database, f"name,{header}\nAda,ada@example.com\n")
    assert addresses(database) == ["ada@example.com"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_columns_may_be_separated_as_spreadsheets_do(
    database: Database, separator: str, end: str
) -> None:
    imported(database, end.join([f"name{separator}email", f"Ada{separator}ada@example.com", ""]))
    assert addresses(database) == ["ada@example.com"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_names_survive_the_file_s_encoding(database: Database, encoding: str) -> None:
    names = ["Ольга Кобилянська", "Іван Франко", "Леся Українка", "Григорій Сковорода"] * 5
    rows = "".join(f"{name},reader{n}@example.com\n" for n, name in enumerate(names))
    content = f"name,email\n{rows}".encode(encoding)
    if encoding == "utf-16-le":
        content = b"\xff\xfe" + content
    imported(database, content)
    assert [recipient.name for recipient in recipients_of(database, "morning")] == names


BAD_ROWS = {
    "no at sign": ("ada", "@-sign"),
    "nothing": (",Ada", "no address"),
    "two at signs": ("a@b@example.com", "@"),
    "a space": ("a da@example.com", "SPACE"),
    "a line break": ('"ada@example.com\nBcc: x@example.com"', "line break"),
    "a comment": ("ada(home)@example.com", ""),
    "quotes": ('"""a b""@example.com"', ""),
    "400 characters": ("a" * 400 + "@example.com", "412 characters"),
    "no domain": ("ada@", "@-sign"),
    "a reserved domain": ("ada@thing.invalid", "special-use"),
    "a null": ("ada\0@example.com", ""),
    "an unknown status": ("ada@example.com,Ada,sleeping", "sleeping"),
}


@pytest.mark.parametrize(("line", "why"), BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_a_bad_row_is_told_with_its_line_and_reason_and_the_rest_comes_in(
    database: Database, line: str, why: str
) -> None:
    bad: list[BadRow] = []
    report = imported(
        database, f"email,name,status\nfirst@example.com\n{line}\nlast@example.com\n", bad
    )
    assert addresses(database) == ["first@example.com", "last@example.com"]
    assert [row.line for row in bad] == [3]
    assert why in str(bad[0].why)
    assert (report.added, report.bad) == (2, 1)


def test_a_quote_that_is_never_closed_costs_its_own_line_only(database: Database) -> None:
    rows = "".join(f"reader{number}@example.com\n" for number in range(100))
    bad: list[BadRow] = []
    report = imported(database, f'email,name\nbroken@example.com,"Ada\n{rows}', bad)
    assert report.added == 100
    assert [row.line for row in bad] == [2]


def test_a_file_cut_in_the_middle_gives_what_it_has(database: Database) -> None:
    bad: list[BadRow] = []
    report = imported(database, 'email,name\nada@example.com,Ada\n"gra', bad)
    assert (report.added, report.bad) == (1, 1)


def test_the_same_address_in_other_case_is_one_person(database: Database) -> None:
    report = imported(database, "email\nAda@Example.COM\nada@example.com\nADA@EXAMPLE.COM\n")
    assert (report.added, report.repeated) == (1, 2)
    assert addresses(database) == ["Ada@example.com"]


def test_a_file_read_again_changes_nothing(database: Database) -> None:
    content = "email,name\nada@example.com,Ada\nbob@example.com,Bob\n"
    imported(database, content)
    assert imported(database, content) == ImportReport(unchanged=2)


def test_a_new_name_is_taken_over_and_a_missing_one_is_not(database: Database) -> None:
    imported(database, "email,name\nada@example.com,Ada\nbob@example.com,Bob\n")
    report = imported(database, "email,name\nada@example.com,Ada King\nbob@example.com,\n")
    assert (report.updated, report.unchanged) == (1, 1)
    assert [person.name for person in recipients_of(database, "morning")] == ["Ada King", "Bob"]


def test_who_left_is_not_brought_back_by_an_import(database: Database) -> None:
    ada = add_recipient(database, "morning", "ada@example.com", now=NOW)
    unsubscribe(database, ada.id, now=NOW)
    imported(database, "email,status\nada@example.com,active\n")
    found = find_recipient(database, "morning", "ada@example.com")
    assert found is not None
    assert found.status is RecipientStatus.UNSUBSCRIBED


def test_a_file_can_say_who_left_elsewhere(database: Database) -> None:
    imported(database, "email,status\nada@example.com,Unsubscribed\n")
    [ada] = recipients_of(database, "morning", status=RecipientStatus.UNSUBSCRIBED)
    assert ada.address == "ada@example.com"


def test_a_suppressed_address_is_not_added_to_any_list(database: Database) -> None:
    suppress(database, "Ada@example.com", "complained", now=NOW)
    report = imported(database, "email\nada@example.com\nbob@example.com\n")
    assert (report.added, report.suppressed) == (1, 1)
    with pytest.raises(UsageError, match="suppression list"):
        add_recipient(database, "evening", "ADA@example.com", now=NOW)


def test_suppression_outlives_deletion_and_nothing_else_does(database: Database) -> None:
    add_recipient(
        database,
        "morning",
        "ada@example.com",
        now=NOW,
        details=RecipientDetails(name="Ada Lovelace"),
    )
    add_recipient(database, "evening", "ada@example.com", now=NOW)
    assert delete_person(database, "ADA@example.com", now=NOW) == 2
    assert suppression_of(database, "ada@example.com")
    dump = "\n".join(database.conn.iterdump()).casefold()
    assert "ada@" not in dump
    assert "lovelace" not in dump


def test_who_left_can_come_back_on_their_own_word_unless_suppressed(database: Database) -> None:
    ada = add_recipient(database, "morning", "ada@example.com", now=NOW)
    unsubscribe(database, ada.id, now=NOW)
    back = resubscribe(database, ada.id, now=NOW)
    assert back is not None
    assert back.status is RecipientStatus.ACTIVE
    suppress(database, "ada@example.com", "complained", now=NOW)
    still = resubscribe(database, ada.id, now=NOW)
    assert still is not None
    assert still.status is RecipientStatus.UNSUBSCRIBED


def test_a_number_is_never_given_to_another_person(database: Database) -> None:
    ada = add_recipient(database, "morning", "ada@example.com", now=NOW)
    delete_person(database, "ada@example.com", now=NOW)
    assert add_recipient(database, "morning", "bob@example.com", now=NOW).id > ada.id


def test_an_export_can_be_imported_again(database: Database) -> None:
    imported(
        database,
        'email,name,status\nada@example.com,"Ada ""Countess"" Lovelace, née Byron",\n'
        "bob@example.com,Боб,unsubscribed\n",
    )
    out = io.StringIO()
    assert export_recipients(database, "morning", out) == 2
    other = open_memory()
    imported(other, out.getvalue())
    as_lines = [(r.address, r.name, r.status) for r in recipients_of(other, "morning")]
    assert as_lines == [(r.address, r.name, r.status) for r in recipients_of(database, "morning")]


EVERYTHING = (
    "email,name,language,topics,zone,tags,consent_at,consent_how\n"
    "ada@example.com,Ada,en,harbour; Sport,Europe/Kyiv,Beta|new readers,"
    "2026-01-02T10:00:00+02:00,form on the website\n"
)


def test_a_file_tells_all_there_is_to_know_of_a_person(database: Database) -> None:
    imported(database, EVERYTHING)
    [ada] = recipients_of(database, "morning")
    assert (ada.topics, ada.zone, ada.tags) == (
        ("harbour", "sport"),
        "Europe/Kyiv",
        ("beta", "new-readers"),
    )
    assert ada.consent == Consent(at=datetime(2026, 1, 2, 8, tzinfo=UTC), how="form on the website")


@pytest.mark.parametrize("form", ListFormat)
def test_an_export_of_either_form_gives_the_same_list_when_it_is_imported(
    database: Database, form: ListFormat
) -> None:
    imported(database, EVERYTHING + "bob@example.com,Боб,uk\n")
    out = io.StringIO()
    export_recipients(database, "morning", out, form=form)
    other = open_memory()
    assert imported(other, out.getvalue()).added == 2
    assert list(recipients_of(other, "morning")) == list(recipients_of(database, "morning"))


def test_what_a_file_does_not_say_stays_as_it_was(database: Database) -> None:
    imported(database, EVERYTHING)
    [before] = recipients_of(database, "morning")
    report = imported(database, "email,topics\nada@example.com,\n")
    assert report.unchanged == 1
    imported(database, "email,topics,consent_at\nada@example.com,culture,2026-05-01\n")
    [after] = recipients_of(database, "morning")
    assert (after.topics, after.zone, after.tags) == (("culture",), before.zone, before.tags)
    assert after.consent == Consent(at=datetime(2026, 5, 1, tzinfo=UTC), how="form on the website")


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("zone", "Europe/Atlantis", "no time zone"),
        ("zone", "../etc/passwd", "no time zone"),
        ("topics", "gossip", "'gossip' is no section (harbour)"),
        ("consent_at", "last week", "no time of consent"),
        ("status", "asleep", "the status 'asleep'"),
    ],
)
def test_a_value_that_makes_no_sense_is_a_bad_row(
    database: Database, column: str, value: str, why: str
) -> None:
    bad: list[BadRow] = []
    file = io.BytesIO(f"email,{column}\nada@example.com,{value}\nbob@example.com,\n".encode())
    report = import_recipients(
        database,
        "morning",
        RecipientFile(file),
        now=NOW,
        topics={"harbour": "harbour"},
        on_bad_row=bad.append,
    )
    assert report.added == 1
    assert bad[0].line == 2
    assert why in str(bad[0].why)


def test_a_topic_may_go_by_its_section_s_title(database: Database) -> None:
    file = io.BytesIO(b"email,topics\nada@example.com,At Sea\n")
    import_recipients(
        database, "morning", RecipientFile(file), now=NOW, topics={"at-sea": "harbour"}
    )
    [ada] = recipients_of(database, "morning")
    assert ada.topics == ("harbour",)


def test_ten_thousand_columns_are_no_reason_to_give_up(database: Database) -> None:
    more = ",".join(f"a rather long column name {number}" for number in range(10_000))
    report = imported(database, f"email,{more}\nada@example.com,{',' * 9_999}\n")
    assert report.added == 1


def test_a_segment_is_everyone_with_a_tag(database: Database) -> None:
    imported(database, "email,tags\nada@example.com,beta\nbob@example.com,betamax\n")
    assert [person.address for person in recipients_of(database, "morning", tag="Beta")] == [
        "ada@example.com"
    ]


def test_a_deleted_person_s_bytes_are_gone_from_the_files(tmp_path: Path) -> None:
    database = open_database(tmp_path / "digest.db", create=True)
    imported(database, EVERYTHING.replace("ada@", "countess.lovelace@"))
    delete_person(database, "countess.lovelace@example.com", now=NOW)
    assert suppression_of(database, "Countess.Lovelace@example.com")
    for file in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert b"countess" not in file.read_bytes(), file


def test_json_lines_are_read_as_well(database: Database) -> None:
    bad: list[BadRow] = []
    lines = '{"email": "ada@example.com", "name": "Ada"}\nnot json\n{"name": "x"}\n[1]\n'
    report = imported(database, lines, bad)
    assert report.added == 1
    assert [row.line for row in bad] == [2, 3, 4]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "it is empty"),
        ("name,phone\nAda,123\n", "no column named address or email"),
        (",".join(f"c{n}" for n in range(10_000)) + "\nx\n", "no column named address or email"),
        ("x" * 200_000 + "\ny\n", "no column named address or email"),
    ],
    ids=["empty", "no address column", "10,000 columns", "a header without end"],
)
def test_a_file_that_is_no_list_is_an_error(database: Database, content: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        imported(database, content)


def test_a_line_without_end_does_not_fill_memory(database: Database) -> None:
    bad: list[BadRow] = []
    report = imported(
        database, f"email\nada@example.com\n{'x' * 3_000_000}\nbob@example.com\n", bad
    )
    assert report.added == 2
    assert len(bad) == 1


def test_a_file_that_is_not_there_is_an_error_that_names_it(
    database: Database, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.csv"):
        import_recipients(database, "morning", RecipientFile(tmp_path / "nowhere.csv"), now=NOW)


def test_a_list_longer_than_a_batch_comes_in_and_out_whole(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.store.recipients._BATCH", 7)
    monkeypatch.setattr("digest.store.recipient_imports._BATCH", 7)
    rows = [f"reader{number}@example.com" for number in range(40)]
    report = imported(database, "email\n" + "\n".join([*rows, rows[0], rows[39]]))
    assert (report.added, report.repeated) == (40, 2)
    assert addresses(database) == rows


@given(content=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
@examples(150)
def test_any_bytes_after_a_header_give_recipients_or_bad_rows(content: bytes) -> None:
    database = open_memory()
    try:
        report = imported(database, b"email,name\nada@example.com,Ada\n" + content)
    except UsageError:
        return  # read in an encoding in which the header is none
    assert all("\n" not in address for address in addresses(database))
    assert report.added == len(addresses(database))


def test_a_newsletter_counts_only_those_it_would_be_written_to(database: Database) -> None:
    imported(
        database,
        "email,tags,topics\nada@example.com,Paying,\nbo@example.com,paying;trial,politics\n"
        "cy@example.com,trial,\ndee@example.com,paying,\neve@example.com,paying,\n",
    )
    unsubscribe(database, find(database, "dee@example.com").id, now=NOW)
    suppress(database, "eve@example.com", reason="bounced", now=NOW)
    assert readers_now(database, MORNING) == 3
    paying = replace(MORNING, tags=("Paying",))
    assert readers_now(database, paying) == 2
    assert topics_chosen(database, paying) == {(): 1, ("politics",): 1}


def find(database: Database, address: str) -> Recipient:
    found = find_recipient(database, "morning", address)
    assert found is not None
    return found


def test_a_new_consent_puts_back_who_had_left_and_nothing_else_does(database: Database) -> None:
    ada = add_recipient(database, "morning", "ada@example.com", now=NOW)
    unsubscribe(database, ada.id, now=NOW)
    again = add_recipient(
        database, "morning", "ada@example.com", now=NOW, details=RecipientDetails(name="Ada")
    )
    assert again.status is RecipientStatus.UNSUBSCRIBED
    later = NOW + timedelta(days=1)
    back = add_recipient(
        database,
        "morning",
        "Ada@example.com",
        now=later,
        details=RecipientDetails(consent_how="a form"),
    )
    assert back.status is RecipientStatus.ACTIVE
    assert back.consent == Consent(at=later, how="a form")


@pytest.mark.parametrize(
    ("status", "afterwards"),
    [
        (RecipientStatus.BOUNCED, RecipientStatus.ACTIVE),
        (RecipientStatus.COMPLAINED, RecipientStatus.UNSUBSCRIBED),
        (RecipientStatus.UNSUBSCRIBED, RecipientStatus.UNSUBSCRIBED),
    ],
)
def test_a_suppression_is_lifted_by_hand_and_only_a_bounce_puts_back_by_that_alone(
    database: Database, status: RecipientStatus, afterwards: RecipientStatus
) -> None:
    add_recipient(database, "morning", "ada@example.com", now=NOW)
    suppress(database, "ada@example.com", status.value, now=NOW, status=status)
    with pytest.raises(UsageError, match="unsuppress"):
        add_recipient(
            database,
            "morning",
            "ada@example.com",
            now=NOW,
            details=RecipientDetails(consent_how="a form"),
        )
    assert unsuppress(database, "ADA@example.com", "it works again", now=NOW) == status.value
    assert unsuppress(database, "ada@example.com", "it works again", now=NOW) == ""
    found = find_recipient(database, "morning", "ada@example.com")
    assert found is not None
    assert found.status is afterwards
    assert not suppression_of(database, "ada@example.com")
    (lifted,) = database.table("lifted_suppressions").rows
    assert (lifted["reason"], lifted["why"]) == (status.value, "it works again")
    back = add_recipient(
        database,
        "morning",
        "ada@example.com",
        now=NOW,
        details=RecipientDetails(consent_how="a form"),
    )
    assert back.status is RecipientStatus.ACTIVE


def test_a_language_is_kept_as_a_tag_however_a_list_writes_it(database: Database) -> None:
    report = import_recipients(
        database,
        "morning",
        RecipientFile(io.BytesIO(b"email,language\nada@example.com,en_gb\n")),
        now=NOW,
    )
    assert report.added == 1
    found = find_recipient(database, "morning", "ada@example.com")
    assert found is not None
    assert found.language == "en-GB"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "cp1252", "shift_jis"])
def test_a_file_whose_few_letters_tell_no_encoding_is_not_read_until_it_is_named(
    database: Database, encoding: str
) -> None:
    name = {"cp1252": "René Müller", "shift_jis": "山田太郎"}.get(encoding, "Іван Шевченко")
    content = f"email,name\nreader@example.com,{name}\n".encode(encoding)
    with pytest.raises(UsageError, match="name it with --encoding"):
        imported(database, content)
    assert addresses(database) == []
    report = import_recipients(
        database, "morning", RecipientFile(io.BytesIO(content), encoding=encoding), now=NOW
    )
    assert (report.added, report.sureness) == (1, 1.0)
    assert [person.name for person in recipients_of(database, "morning")] == [name]


def test_a_guessed_encoding_is_said_with_how_sure_it_is(database: Database) -> None:
    names = ["Ольга Кобилянська", "Іван Франко", "Леся Українка", "Григорій Сковорода"] * 5
    rows = "".join(f"{name},reader{n}@example.com\n" for n, name in enumerate(names))
    report = imported(database, f"name,email\n{rows}".encode("cp1251"))
    assert report.encoding == "cp1251"
    assert 0.3 <= report.sureness <= 1


@pytest.mark.parametrize("name", ["nonsense", "hex", "zip", "utf-8\0"])
def test_an_encoding_that_there_is_not_is_refused(database: Database, name: str) -> None:
    with pytest.raises(UsageError, match="there is no encoding"):
        import_recipients(
            database, "morning", RecipientFile(io.BytesIO(b"email\n"), encoding=name), now=NOW
        )


def test_a_mark_of_direction_in_a_name_cuts_no_word_in_two() -> None:
    lines = "email,name\nada@example.com,علی\u200cرضا ن\u200fور\u202e\n"
    (read,) = read_rows(io.BytesIO(lines.encode()), "utf-8")
    assert isinstance(read, RecipientRow)
    assert read.name == "علی\u200cرضا نور"


def test_a_language_that_nobody_knows_falls_back_to_the_newsletters_and_is_reported(
    database: Database,
) -> None:
    rows = b"email,language\nada@example.com,klingon\nbo@example.com,uk\nci@example.com,klingon\n"
    report = import_recipients(database, "morning", RecipientFile(io.BytesIO(rows)), now=NOW)
    assert (report.added, report.bad, report.unknown_languages) == (3, 0, ("klingon",))
    spoken = [
        person.language
        for name in ("ada", "bo")
        if (person := find_recipient(database, "morning", f"{name}@example.com"))
    ]
    assert spoken == ["", "uk"]
