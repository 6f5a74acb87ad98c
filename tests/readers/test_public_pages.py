"""The public pages: a reader's own link permits one thing, and a look changes nothing."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from sqlite_utils import Database
from starlette.testclient import TestClient

from digest.deliver.signed_links import RecipientLinks, links_for
from digest.model.catalogue import languages
from digest.model.edit import Correction
from digest.model.errors import DatabaseError
from digest.model.mail import NO_TOPICS, Recipient, RecipientStatus
from digest.model.settings import Section, Settings
from digest.pipelines.subscriptions import ListReadership
from digest.present.templates import open_templates
from digest.readers.app import create_app
from digest.readers.newsroom_access import LinkHolder
from digest.readers.page_html import Trouble, trouble_page
from digest.readers.page_style import Colours, PageStyle
from digest.readers.reader_words import words_in
from digest.store.database import open_database
from digest.store.edits import save_correction
from digest.store.pictures import write_picture
from digest.store.recipient_imports import add_recipient
from digest.store.recipients import delete_person, recipient_by_id, suppress
from tests.deliver.rounds import MAIL, NEWSLETTER, PUBLICATION

SECRET = b"a key of the newsroom"
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_database(tmp_path / "digest.db", create=True)


@pytest.fixture
def ada(database: Database) -> Recipient:
    return add_recipient(database, "morning", "ada@example.com", now=NOW)


@pytest.fixture
def links(ada: Recipient) -> RecipientLinks:
    return links_for(ada.id, MAIL.edition, base_url="http://testserver", secret=SECRET)


@pytest.fixture
def client(database: Database, tmp_path: Path) -> TestClient:
    return client_for(tmp_path)


SECTIONS = {
    "harbour": Section(id="harbour", title="Harbour", titles={"de": "Hafen"}),
    "sport": Section(id="sport", title="Sport"),
}


def client_for(folder: Path, *, language: str = "en", public: bool = False) -> TestClient:
    settings = Settings(
        sections=SECTIONS,
        publication=PUBLICATION,
        newsletters={"morning": replace(NEWSLETTER, language=language, public=public)},
        project=folder,
    )
    readership = ListReadership(
        settings=settings,
        open_database=lambda: closing(open_database(folder / "digest.db")),
        clock=lambda: NOW,
        secret=SECRET,
    )
    return TestClient(create_app(readership))


def status_of(database: Database, recipient: Recipient) -> RecipientStatus:
    found = recipient_by_id(database, recipient.id)
    assert found is not None
    return found.status


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_look_at_the_link_does_not_unsubscribe(
    client: TestClient, database: Database, ada: Recipient, links: RecipientLinks, method: str
) -> None:
    for _ in range(3):
        assert client.request(method, links.unsubscribe).status_code == 200
    assert status_of(database, ada) is RecipientStatus.ACTIVE


def test_the_page_has_one_button_that_unsubscribes(
    client: TestClient, database: Database, ada: Recipient, links: RecipientLinks
) -> None:
    page = client.get(links.unsubscribe).text
    assert page.count("<button") == page.count('<form method="post"') == 1
    action = page.split('action="')[1].split('"')[0]
    answer = client.post(action)
    assert "You have left The Morning Tide" in answer.text
    assert status_of(database, ada) is RecipientStatus.UNSUBSCRIBED


def test_a_mail_program_s_one_click_unsubscribes_without_a_question(
    client: TestClient, database: Database, ada: Recipient, links: RecipientLinks
) -> None:
    answer = client.post(links.unsubscribe, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert answer.history == []
    assert status_of(database, ada) is RecipientStatus.UNSUBSCRIBED


def test_a_link_used_again_does_no_more_than_once(
    client: TestClient, database: Database, ada: Recipient, links: RecipientLinks
) -> None:
    for _ in range(3):
        assert client.post(links.unsubscribe).status_code == 200
    assert status_of(database, ada) is RecipientStatus.UNSUBSCRIBED


def test_who_left_by_mistake_can_take_it_back(
    client: TestClient, database: Database, ada: Recipient, links: RecipientLinks
) -> None:
    page = client.post(links.unsubscribe).text
    answer = client.post(page.split('action="')[1].split('"')[0])
    assert "You get The Morning Tide" in answer.text
    assert status_of(database, ada) is RecipientStatus.ACTIVE


def topics_of(database: Database, recipient: Recipient) -> tuple[str, ...]:
    found = recipient_by_id(database, recipient.id)
    assert found is not None
    return found.topics


@pytest.mark.parametrize(
    ("chosen", "kept"),
    [
        (["sport"], ("sport",)),
        (["sport", "harbour"], ()),
        ([], (NO_TOPICS,)),
        (["sport", "gossip", "<script>"], ("sport",)),
    ],
    ids=["one", "all", "none", "with others that are no sections"],
)
def test_a_reader_chooses_sections_on_their_own_page(
    client: TestClient,
    database: Database,
    ada: Recipient,
    links: RecipientLinks,
    chosen: list[str],
    kept: tuple[str, ...],
) -> None:
    page = client.get(links.preferences).text
    assert page.count(" checked") == 2
    answer = client.post(links.preferences, data={"chosen": "yes", "topic": chosen})
    assert answer.status_code == 200
    assert "Saved" in answer.text
    assert topics_of(database, ada) == kept
    assert client.get(links.preferences).text.count(" checked") == (
        2 if not kept else len(set(kept) - {NO_TOPICS})
    )
    assert status_of(database, ada) is RecipientStatus.ACTIVE


def test_a_reader_leaves_from_the_page_of_sections_too(
    client: TestClient, database: Database, ada: Recipient, links: RecipientLinks
) -> None:
    assert client.get(links.preferences).text.count("<button") == 2
    client.post(links.preferences, data={"leave": "yes"})
    assert status_of(database, ada) is RecipientStatus.UNSUBSCRIBED


@pytest.mark.parametrize("fields", [{}, {"topic": "sport"}, {"List-Unsubscribe": "One-Click"}])
def test_a_form_that_says_nothing_of_itself_changes_nothing(
    client: TestClient,
    database: Database,
    ada: Recipient,
    links: RecipientLinks,
    fields: dict[str, str],
) -> None:
    answer = client.post(links.preferences, data=fields)
    assert answer.status_code == 400
    assert answer.text.count(" checked") == 2
    assert status_of(database, ada) is RecipientStatus.ACTIVE
    assert topics_of(database, ada) == ()


def test_a_link_opens_the_page_that_it_was_made_for_and_no_other(
    client: TestClient, database: Database, ada: Recipient, links: RecipientLinks
) -> None:
    leaving, choosing = (url.rsplit("/", 1)[1] for url in (links.unsubscribe, links.preferences))
    assert client.get(f"/preferences/{leaving}").status_code == 404
    assert client.get(f"/unsubscribe/{choosing}").status_code == 404
    assert client.post(f"/unsubscribe/{choosing}").status_code == 404
    chosen = client.post(f"/preferences/{leaving}", data={"chosen": "yes", "topic": "sport"})
    assert chosen.status_code == 404
    assert status_of(database, ada) is RecipientStatus.ACTIVE
    assert topics_of(database, ada) == ()


def test_links_in_letters_that_were_sent_long_ago_go_on_working(
    client: TestClient, database: Database, ada: Recipient
) -> None:
    """Made by the first version, for reader 1."""
    assert ada.id == 1
    leaving = "1.morning-2026-11-23~UNKw0lAy7HbUhegFyWcP"
    choosing = "1.morning-2026-11-23~0MW7yNq2OXGEWK3axa2J"
    assert client.get(f"/preferences/{choosing}").status_code == 200
    assert client.post(f"/unsubscribe/{leaving}").status_code == 200
    assert status_of(database, ada) is RecipientStatus.UNSUBSCRIBED


def test_a_slash_at_the_end_of_a_link_leads_to_no_other_host(
    client: TestClient, database: Database, ada: Recipient, links: RecipientLinks
) -> None:
    page = client.get(f"{links.unsubscribe}/", headers={"host": "evil.example"})
    assert (page.status_code, page.history) == (200, [])
    assert "evil.example" not in page.text
    action = page.text.split('action="')[1].split('"')[0]
    assert links.unsubscribe.endswith(action)
    elsewhere = client.get("/pictures/", headers={"host": "evil.example"}, follow_redirects=False)
    assert elsewhere.status_code == 404
    client.post(f"{links.unsubscribe}/")
    assert status_of(database, ada) is RecipientStatus.UNSUBSCRIBED


def test_a_wrong_method_gets_a_page_that_says_which_are_right(
    client: TestClient, links: RecipientLinks
) -> None:
    answer = client.put(links.unsubscribe)
    assert answer.status_code == 405
    assert answer.headers["allow"]
    assert words_in("en").unknown_title in answer.text


@pytest.mark.parametrize(
    ("error", "status"), [(ValueError("ours"), 500), (DatabaseError("locked"), 503)]
)
@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("uk-UA,en;q=0.5", "Щось пішло не так"),
        ("ja, de;q=0.5", "Etwas ist schiefgegangen"),
        ("fr", "Un problème est survenu"),
        ("ja", "Something went wrong"),
    ],
)
def test_what_goes_wrong_here_is_a_page_in_the_browsers_language(
    client: TestClient,
    links: RecipientLinks,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    language: str,
    title: str,
) -> None:
    def broken(*_: object) -> LinkHolder | None:
        raise error

    monkeypatch.setattr(ListReadership, "look", broken)
    visitor = TestClient(client.app, raise_server_exceptions=False)
    answer = visitor.get(links.unsubscribe, headers={"accept-language": language})
    assert answer.status_code == status
    assert title in answer.text
    assert "ours" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_behind_https_a_browser_is_told_to_stay_there(
    client: TestClient, links: RecipientLinks
) -> None:
    assert "strict-transport-security" not in client.get(links.unsubscribe).headers
    secure = TestClient(client.app, base_url="https://testserver")
    path = links.unsubscribe.removeprefix("http://testserver")
    assert secure.get(path).headers["strict-transport-security"] == "max-age=31536000"


def test_pages_are_sent_compressed(client: TestClient, links: RecipientLinks) -> None:
    page = client.get(links.unsubscribe, headers={"accept-encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    assert int(page.headers["content-length"]) < len(page.text) / 2
    plain = client.get(links.unsubscribe, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == page.text


def test_a_form_without_end_chooses_nothing(
    client: TestClient, database: Database, ada: Recipient, links: RecipientLinks
) -> None:
    client.post(f"{links.preferences}x", content=b"chosen=yes&topic=sport")
    large = b"chosen=yes&topic=sport&" + b"x" * 200_000
    assert client.post(links.preferences, content=large).status_code == 413
    assert topics_of(database, ada) == ()
    assert status_of(database, ada) is RecipientStatus.ACTIVE


def test_who_complained_is_not_brought_back_by_a_link(
    client: TestClient, database: Database, ada: Recipient, links: RecipientLinks
) -> None:
    suppress(database, ada.address, "complained", now=NOW, status=RecipientStatus.COMPLAINED)
    page = client.post(f"{links.unsubscribe}/undo").text
    assert "please subscribe anew" in page
    assert "<button" not in page
    assert status_of(database, ada) is RecipientStatus.COMPLAINED


def test_a_deleted_reader_s_links_say_that_they_are_on_no_list_any_more(
    client: TestClient, database: Database, ada: Recipient, links: RecipientLinks
) -> None:
    delete_person(database, ada.address, now=NOW)
    for answer in (
        client.get(links.unsubscribe),
        client.post(links.unsubscribe),
        client.post(f"{links.unsubscribe}/undo"),
        client.get(links.preferences),
        client.post(links.preferences, data={"chosen": "yes"}),
    ):
        assert answer.status_code == 410
        assert "was deleted from our lists" in answer.text


def test_a_deleted_reader_s_link_shows_the_mail_no_more_and_says_why(
    client: TestClient, database: Database, ada: Recipient, links: RecipientLinks
) -> None:
    approve(database)
    assert client.get(links.browser).status_code == 200
    delete_person(database, ada.address, now=NOW)
    gone = client.get(links.browser, headers={"Accept-Language": "uk, en;q=0.5"})
    assert gone.status_code == 410
    assert "видалено з наших списків" in gone.text
    assert MAIL.subject not in gone.text


@pytest.mark.parametrize("language", languages("pages"))
def test_a_link_that_does_not_work_says_so_in_the_browsers_language(
    client: TestClient, language: str
) -> None:
    answer = client.get("/unsubscribe/cut", headers={"Accept-Language": f"{language};q=0.9"})
    assert answer.status_code == 404
    assert words_in(language).unknown_title in unescape(answer.text)
    assert f'lang="{language}"' in answer.text


def test_a_form_that_is_too_large_is_refused_by_a_page_in_the_browsers_language(
    client: TestClient, links: RecipientLinks
) -> None:
    refused = client.post(
        links.preferences, content=b"x" * 200_000, headers={"Accept-Language": "de-AT"}
    )
    assert refused.status_code == 413
    assert "Dieses Formular ist zu groß" in refused.text


@pytest.mark.parametrize(
    "change",
    [
        lambda url: url.replace("/1.", "/2."),
        lambda url: url[:-1],
        lambda url: url.split("~")[0],
        lambda url: url + "x" * 5000,
        lambda url: url.rsplit("/", 1)[0] + "/%00%ff~",
    ],
)
def test_a_forged_link_is_told_so_and_does_nothing(
    client: TestClient, database: Database, ada: Recipient, links: RecipientLinks, change: object
) -> None:
    assert callable(change)
    answer = client.post(change(links.unsubscribe))
    assert answer.status_code == 404
    assert "This link does not work" in answer.text
    assert status_of(database, ada) is RecipientStatus.ACTIVE


def test_a_link_for_reading_cannot_unsubscribe(
    client: TestClient, database: Database, ada: Recipient, links: RecipientLinks
) -> None:
    token = links.browser.rsplit("/", 1)[1]
    assert client.post(f"/unsubscribe/{token}").status_code == 404
    assert status_of(database, ada) is RecipientStatus.ACTIVE


def approve(database: Database) -> None:
    """Stores the mail as approved, as the newsroom's pipeline does."""
    database.table("mails").insert({"hash": MAIL.hash, **asdict(MAIL)})
    database.table("editions").insert(
        {
            "id": MAIL.edition,
            "newsletter": "morning",
            "date": "2026-11-23",
            "slot": "",
            "state": "sent",
            "revision": 3,
            "send_at": NOW.isoformat(),
            "never_after": NOW.isoformat(),
            "mail": MAIL.hash,
        }
    )


def test_the_mail_is_read_in_the_browser_without_the_reader_s_own_links(
    client: TestClient, database: Database, links: RecipientLinks
) -> None:
    approve(database)
    answer = client.get(links.browser)
    assert answer.status_code == 200
    assert "<p>Bridge</p>" in answer.text
    assert links.unsubscribe not in answer.text
    assert "recipient.invalid" not in answer.text
    assert answer.headers["content-security-policy"].startswith("sandbox")


PUBLIC = f"/editions/{MAIL.edition}"


def test_anybody_reads_the_public_edition_of_a_newsletter_and_finds_nobodys_links(
    database: Database, tmp_path: Path
) -> None:
    approve(database)
    save_correction(
        database, Correction(edition=MAIL.edition, text="It is shut.", who="ada", at=NOW)
    )
    answer = client_for(tmp_path, public=True).get(PUBLIC)
    assert answer.status_code == 200
    assert "<p>Bridge</p>" in answer.text
    assert "It is shut." in answer.text
    assert "recipient.invalid" not in answer.text
    assert "<a" not in answer.text
    assert answer.headers["content-security-policy"].startswith("sandbox")


@pytest.mark.parametrize("state", ["ready", "approved", "killed"])
def test_a_public_edition_is_read_only_once_it_was_sent(
    database: Database, tmp_path: Path, state: str
) -> None:
    approve(database)
    database.execute("UPDATE editions SET state = ?", [state])
    assert client_for(tmp_path, public=True).get(PUBLIC).status_code == 404


def test_an_edition_of_a_newsletter_that_is_not_public_is_nobodys_to_read(
    client: TestClient, database: Database
) -> None:
    approve(database)
    assert client.get(PUBLIC).status_code == 404
    assert client.get("/editions/no-such-edition").status_code == 404


def test_corrections_stand_above_the_mail_with_their_day(
    client: TestClient, database: Database, links: RecipientLinks
) -> None:
    approve(database)
    database.execute("UPDATE editions SET state = 'sent'")
    save_correction(
        database,
        Correction(
            edition=MAIL.edition, text="The bridge is <b>not</b> shut.\nSorry.", who="ada", at=NOW
        ),
    )
    page = client.get(links.browser).text
    assert "<b>Correction</b>" in page
    assert "November 23, 2026" in page
    assert "The bridge is &lt;b&gt;not&lt;/b&gt; shut.<br>Sorry." in page
    assert page.index("Sorry.") < page.index("<p>Bridge</p>")


def test_a_mail_that_was_never_approved_is_not_shown(
    client: TestClient, links: RecipientLinks
) -> None:
    assert client.get(links.browser).status_code == 404


def test_pages_tell_nobody_the_link_and_are_kept_nowhere(
    client: TestClient, links: RecipientLinks
) -> None:
    answer = client.get(links.unsubscribe)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "http" not in answer.text.replace("http-equiv", "")


def test_a_page_speaks_the_newsletter_s_language(
    database: Database, links: RecipientLinks, tmp_path: Path
) -> None:
    page = client_for(tmp_path, language="uk").get(links.unsubscribe).text
    assert "Відписатися від «The Morning Tide»?" in page
    assert '<html lang="uk" dir="ltr">' in page


def test_a_language_we_do_not_have_is_answered_in_english() -> None:
    assert words_in("tlh") == words_in("en")


def test_a_hostile_address_stays_text(database: Database, tmp_path: Path) -> None:
    eve = add_recipient(database, "morning", "eve@example.com", now=NOW)
    database.execute("UPDATE recipients SET address = '<script>x</script>@e.com'")
    database.conn.commit()
    links = links_for(eve.id, "e", base_url="http://testserver", secret=SECRET)
    assert "<script>" not in client_for(tmp_path).get(links.unsubscribe).text


def test_a_mail_s_picture_is_served_as_it_is_and_may_be_kept_for_ever(
    client: TestClient, tmp_path: Path
) -> None:
    name = write_picture(tmp_path / "pictures", b"a picture", "image/png")
    answer = client.get(f"/pictures/{name}")
    assert (answer.status_code, answer.content) == (200, b"a picture")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    [
        "0" * 32 + ".jpg",
        "..%2fdigest.db",
        "%2e%2e/digest.db",
        "..%5cdigest.db",
        "digest.db",
        "%00.jpg",
        "x" * 5000,
    ],
)
def test_no_other_file_is_served_as_a_picture(
    client: TestClient, tmp_path: Path, name: str
) -> None:
    write_picture(tmp_path / "pictures", b"a picture", "image/png")
    answer = client.get(f"/pictures/{name}")
    assert answer.status_code == 404
    assert b"SQLite" not in answer.content


def test_the_pages_bear_the_masthead_and_the_colours_of_the_mail(
    tmp_path: Path, links: RecipientLinks
) -> None:
    theme = open_templates().theme()
    page = client_for(tmp_path).get(links.unsubscribe).text
    assert f'<p class="newsletter">{NEWSLETTER.name}</p>' in page
    for palette in (theme.light, theme.dark):
        for one in fields(Colours):
            assert f"--{one.name}: {getattr(palette, one.name)}" in page


@pytest.mark.parametrize("path", ["/", "/unsubscribe", "/unsubscribe/1.a/more"])
def test_an_address_that_is_none_of_ours_gets_a_page_too(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert words_in("en").unknown_title in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_newsroom_s_own_colours_and_name_are_on_its_pages() -> None:
    look = PageStyle(publication="Tide & Time", light=replace(PageStyle().light, accent="#aa0000"))
    page = trouble_page(look, Trouble.UNKNOWN, "")
    assert '<p class="newsletter">Tide &amp; Time</p>' in page
    assert "--accent: #aa0000" in page


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("", "de"), ("vi, *;q=0.5", "de"), ("vi, uk;q=0.5", "uk"), ("en-US,en;q=0.9", "en-US")],
)
def test_a_page_that_nobody_owns_is_in_the_browsers_language_else_the_publications(
    asked: str, spoken: str
) -> None:
    page = trouble_page(PageStyle(language="de"), Trouble.UNKNOWN, asked)
    assert f'<html lang="{spoken}"' in page
    assert words_in(spoken).unknown_title in page


def test_a_page_in_a_language_from_right_to_left_runs_so_and_keeps_addresses_whole(
    database: Database, links: RecipientLinks, tmp_path: Path
) -> None:
    page = client_for(tmp_path, language="fa").get(links.unsubscribe).text
    assert '<html lang="fa" dir="rtl">' in page
    assert "\u2068ada@example.com\u2069" in page
