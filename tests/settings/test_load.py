"""Reading the settings: what is understood, and how mistakes are told."""

from __future__ import annotations

import re
import stat
from dataclasses import fields
from datetime import date, time
from pathlib import Path

import pytest

from digest.model import settings as model
from digest.model.blocks import AgendaBlock, AgendaEntry, SponsorBlock
from digest.model.errors import SettingsError
from digest.model.settings import Approval, Day
from digest.settings.load import make_secret, read_secret, read_settings

EXAMPLE = Path(__file__).parents[2] / "schedules.toml"

SMALL = """
[publication]
name = "Gazette"
base_url = "https://digest.example.com"
address = "4 Quay Street"

[newsletters.morning]
name = "Morning"
sender = "Gazette <morning@example.com>"
days = ["monday"]
send_at = 06:30:00
never_after = 10:00:00
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "schedules.toml"
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        read_settings(written(folder, text))
    return caught.value.mistakes


def test_the_documented_example_is_valid() -> None:
    settings = read_settings(EXAMPLE)
    morning = settings.newsletters["morning"]
    assert morning.days[0] is Day.MONDAY
    assert morning.send_at == time(6, 30)
    assert morning.approval is Approval.REQUIRED
    assert list(settings.sections) == ["politics", "business", "science", "culture"]


@pytest.mark.parametrize(
    "table",
    [
        model.Publication,
        model.Source,
        model.Section,
        model.Newsletter,
        model.Sizes,
        model.MailServer,
        model.DkimKey,
        model.ReturnsMailbox,
        model.Gathering,
        model.DeskPages,
    ],
)
def test_the_example_explains_every_setting(table: type) -> None:
    written_down = EXAMPLE.read_text("utf-8")
    given_by_key = {"id"}
    secret = {"password"} if "password" in written_down.lower() else set()
    names = {each.name for each in fields(table)} - given_by_key - secret
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", written_down)] == []


def test_every_table_knows_its_own_key(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, SMALL))
    assert settings.newsletters["morning"].id == "morning"
    assert settings.project == tmp_path


def test_the_environment_comes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_MAIL__HOST", "smtp.example.com")
    monkeypatch.setenv("DIGEST_MAIL__PORT", "2525")
    monkeypatch.setenv("DIGEST_MAIL__PASSWORD", "open sesame")
    mail = read_settings(written(tmp_path, SMALL)).mail
    assert (mail.host, mail.port, mail.password) == ("smtp.example.com", 2525, "open sesame")


def test_a_password_comes_from_its_file_and_is_never_printed(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("open sesame\n", encoding="utf-8")
    text = SMALL + '[mail]\nhost = "smtp.example.com"\npassword_file = "password"\n'
    mail = read_settings(written(tmp_path, text)).mail
    assert mail.password == "open sesame"
    assert "sesame" not in repr(mail)


def test_all_mistakes_are_reported_together_each_with_its_key(tmp_path: Path) -> None:
    text = (
        SMALL.replace("https://", "ftp://")
        .replace('["monday"]', "[1]")
        .replace("10:00", "05:00")
        .replace("Gazette <morning@example.com>", "nobody")
        + 'sections = ["sport"]\ncolour = "red"\n[mail]\nport = "many"\nusername = "u"\n'
        "[sources.wire]\nweight = 99\n[publicatoin]\n"
    )
    found = mistakes(tmp_path, text)
    for expected in (
        "publication.base_url: ",
        "newsletters.morning.days.0: ",
        "newsletters.morning.never_after: 05:00 comes before send_at (06:30)",
        "newsletters.morning.sender: 'nobody' is no mail address",
        "newsletters.morning.sections: there is no section 'sport'",
        "newsletters.morning.colour: unknown key",
        "mail.port: ",
        "mail.host: a login is given, but no host",
        "sources.wire.weight: ",
        "sources.wire.url: give exactly one of url and path",
        "publicatoin: unknown key",
    ):
        assert any(line.startswith(expected) for line in found), (expected, found)


def test_an_error_of_the_settings_exits_with_3_and_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(written(tmp_path, "[publication]\n"))
    assert caught.value.exit_code == 3
    assert str(tmp_path / "schedules.toml") in str(caught.value)


@pytest.mark.parametrize(
    ("desk", "address"),
    [
        ("", "http://127.0.0.1:8000"),
        ("[desk]\nport = 8080\n", "http://127.0.0.1:8080"),
        ('[desk]\nhost = "::1"\nport = 8080\n', "http://[::1]:8080"),
        ('[desk]\nurl = "https://desk.example.com/digest/"\n', "https://desk.example.com/digest"),
    ],
)
def test_links_to_the_desk_lead_to_its_url_else_to_where_it_is_served(
    tmp_path: Path, desk: str, address: str
) -> None:
    assert read_settings(written(tmp_path, SMALL + desk)).desk.address == address


BAD_FILES = {
    "a desk that is reached in the clear": (
        SMALL + '[desk]\nurl = "http://desk.example.com"\n',
        "desk.url: 'http://desk.example.com' must begin with https:// and name a host",
    ),
    "a desk at no address": (
        SMALL + '[desk]\nurl = "https://[desk"\n',
        "desk.url: 'https://[desk' must begin with https:// and name a host",
    ),
    "not TOML": ("[publication\n", "line 1"),
    "another type": ("publication = 3\n", "publication: is no table (found 3)"),
    "no newsletter": (SMALL.split("[newsletters")[0] + "[newsletters]\n", "newsletters: "),
    "no days": (
        SMALL.replace('["monday"]', "[]"),
        "newsletters.morning.days: list should have at least 1 item (found [])",
    ),
    "a line break in an address": (
        SMALL.replace('"Gazette <', '"Gaz\\nette <'),
        "newsletters.morning.sender: must not contain line breaks",
    ),
    "an unknown zone": (
        SMALL.replace("[newsletters", 'time_zone = "Mars/Olympus"\n[newsletters', 1),
        "publication.time_zone: 'Mars/Olympus' is no zone",
    ),
    "a zone that climbs out of its folder": (
        SMALL.replace("[newsletters", 'time_zone = "../../etc/passwd"\n[newsletters', 1),
        "publication.time_zone: ",
    ),
    "a password written down": (
        SMALL + '[mail]\nhost = "smtp.example.com"\npassword = "open sesame"\n',
        "mail.password: keep it out of this file; put it into DIGEST_MAIL__PASSWORD",
    ),
    "a slip of the pen": (
        SMALL + 'aproval = "required"\n',
        "newsletters.morning.aproval: unknown key; is 'approval' meant?",
    ),
    "a password in the clear": (
        SMALL + '[mail]\nhost = "smtp.example.com"\nusername = "u"\nsecurity = "none"\n',
        "mail.security: 'none' would send the password in the clear",
    ),
    "a key that could leave its folder": (
        SMALL.replace("newsletters.morning", 'newsletters."../morning"'),
        "newsletters.../morning: ",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_in_plain_words(tmp_path: Path, name: str) -> None:
    text, expected = BAD_FILES[name]
    found = mistakes(tmp_path, text)
    assert any(expected in line for line in found), found


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="digest init"):
        read_settings(tmp_path / "schedules.toml")


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    secret = make_secret(tmp_path)
    assert make_secret(tmp_path) == secret
    assert read_secret(tmp_path) == secret
    assert len(secret) >= 32
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_two_projects_have_different_secrets(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert make_secret(tmp_path / "a") != make_secret(tmp_path / "b")


def test_a_language_is_a_tag_however_it_is_written_and_anything_else_a_mistake(
    tmp_path: Path,
) -> None:
    spoken = SMALL.replace("[newsletters.morning]", '[newsletters.morning]\nlanguage = "pt_br"')
    titled = f'{spoken}\n[sections.a]\ntitle = "A"\ntitles = {{ "zh-hant" = "B" }}\n'
    settings = read_settings(written(tmp_path, titled))
    assert settings.newsletters["morning"].language == "pt-BR"
    assert settings.sections["a"].titles == {"zh-Hant": "B"}
    wrong = titled.replace("pt_br", "english").replace("zh-hant", "nowhere")
    (title, language) = mistakes(tmp_path, wrong)
    assert "sections.a.titles: 'nowhere' names no language" in title
    assert "newsletters.morning.language: 'english' names no language" in language


def test_a_secret_that_is_missing_or_cut_off_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="put it back"):
        read_secret(tmp_path)
    assert not (tmp_path / "secret.key").exists()
    (tmp_path / "secret.key").write_text("short")
    for use in (read_secret, make_secret):
        with pytest.raises(SettingsError, match="shorter than 32"):
            use(tmp_path)


BLOCKS = """
[[newsletters.morning.blocks]]
kind = "sponsor"
days = ["monday"]
sponsor = "Savings Bank"
headline = "Tide tables"
url = "https://bank.example.com"
first_day = 2026-12-01
last_day = 2026-12-31
[[newsletters.morning.blocks]]
kind = "agenda"
first_day = 2026-12-24
last_day = 2026-12-24
entries = [{ when = "09:00", what = " Crews vote " }]
"""


def test_what_stands_besides_the_stories_is_read_with_the_days_on_which_it_comes(
    tmp_path: Path,
) -> None:
    sponsor, agenda = read_settings(written(tmp_path, SMALL + BLOCKS)).newsletters["morning"].blocks
    assert isinstance(sponsor.block, SponsorBlock)
    assert (sponsor.block.first_day, sponsor.days) == (date(2026, 12, 1), (Day.MONDAY,))
    assert sponsor.first_day is None
    assert agenda.block == AgendaBlock(entries=(AgendaEntry(when="09:00", what="Crews vote"),))
    assert agenda.first_day == agenda.last_day == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("before", "after", "mistake"),
    [
        ('headline = "Tide tables"\n', "", "0.headline: is missing"),
        ('headline = "Tide tables"', 'headline = "  "', "0.headline: is missing"),
        ("last_day = 2026-12-31\n", "", "0.last_day: is missing"),
        ("2026-12-31", "2026-11-30", "0.last_day: 2026-11-30 comes before the first day"),
        ("2026-12-31", '"soon"', "0.last_day: soon is no day"),
        ("sponsor =", "sponser =", "0.sponser: unknown; a block of this kind has sponsor, "),
        ('"sponsor"', '"advert"', "0.kind: 'advert' is no kind of block; there are number, "),
        ('kind = "sponsor"\n', "", "0.kind: is missing"),
        ('["monday"]', '["someday"]', "0.days: write the days by name"),
        ("https://bank", "javascript:", "0.url: 'javascript:.example.com' is no link"),
        ("days =", 'image_url = "https://a.example/b.png"\ndays =', "0.image_alt: is missing"),
        ("days =", "image_width = -1\ndays =", "0.image_width: -1 is no whole number"),
        (', what = " Crews vote "', "", "1.entries: entry 1 has no “what”"),
        ("2026-12-24\nlast", "2026-12-25\nlast", "1.last_day: 2026-12-24 comes before the first"),
        ("entries = [{", "entries = [1, {", "1.entries: is no list of entries"),
    ],
)
def test_a_block_with_half_its_fields_is_refused_with_its_key(
    tmp_path: Path, before: str, after: str, mistake: str
) -> None:
    assert before in BLOCKS
    found = mistakes(tmp_path, SMALL + BLOCKS.replace(before, after, 1))
    assert any(each.startswith(f"newsletters.morning.blocks.{mistake}") for each in found), found


@pytest.mark.parametrize("blocks", ["blocks = 3\n", 'blocks = ["sponsor"]\n'])
def test_blocks_that_are_no_tables_are_refused(tmp_path: Path, blocks: str) -> None:
    (found,) = mistakes(tmp_path, SMALL + blocks)
    assert found.startswith("newsletters.morning.blocks")
