"""Illustrate: pictures fetched from a real server on loopback, fitted, and linked as ours."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Drawing
from sqlite_utils import Database

from digest.model.article import Image
from digest.model.blocks import Block, EditionBlock, MediaBlock, Medium, SignatureBlock
from digest.model.blocks import image_of as block_image
from digest.model.edit import Edit, ItemField, Override
from digest.model.edition import Edition, EditionSection, Item, StoryPlace, Window
from digest.model.errors import SourceError
from digest.model.reading import Document
from digest.model.settings import Gathering, Hosting, Pictures, Settings
from digest.pipelines import pictures as pipeline
from digest.pipelines import publish
from digest.pipelines.edit import change
from digest.pipelines.pictures import RETRY_AFTER, Illustrated, fetch_pictures, illustrate
from digest.present.picture_fitting import MOST_BYTES
from digest.present.templates import open_templates
from digest.present.theme import ThemeLayout
from digest.store.articles import save_articles
from digest.timetable import Timetable, edition_at
from tests.newsroom import MORNING, THURSDAY, articles, at, newsroom_of, settings_in
from tests.present.test_picture_fitting import saved

LAYOUT = ThemeLayout()
NOW = at(5, 45)


def drawn(width: int, height: int, form: str = "JPEG", **options: object) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Drawing.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return saved(image, form, **options)


def animated() -> bytes:
    return drawn(
        400, 300, "GIF", save_all=True, append_images=[Drawing.new("RGB", (400, 300), "green")]
    )


@dataclass
class Gallery:
    """A web server with pictures by path; it remembers what it was asked for."""

    address: str = ""
    pictures: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def shows(self, path: str, content: bytes) -> str:
        """The URL at which ``content`` now is."""
        self.pictures[path] = content
        return self.address + path


@pytest.fixture
def gallery() -> Iterator[Gallery]:
    found = Gallery()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            content = found.pictures.get(self.path)
            self.send_response(200 if content is not None else 404)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            """A test prints nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The newsroom, hosting its pictures, with sources on its own network."""
    return settings_in(
        tmp_path,
        pictures=Pictures(hosting=Hosting.HOSTED),
        gathering=Gathering(timeout_seconds=2, allow_private_addresses=True),
    )


def item(
    url: str, place: StoryPlace = StoryPlace.LEAD, *, story: str = "7", **of_image: object
) -> Item:
    image = Image(**{"url": url, "alt": "A ferry", "credit": "Jo Doe", **of_image})  # type: ignore[arg-type]
    return Item(
        story=story,
        place=place,
        section="politics",
        headline="Ferry keeps running",
        brief="The council voted.",
        source="The Harbour Gazette",
        image=image,
    )


def edition_of(*items: Item) -> Edition:
    """An edition that prints the items, each in its place."""
    leads = [each for each in items if each.place is StoryPlace.LEAD]
    briefs = tuple(each for each in items if each.place is StoryPlace.BRIEF)
    return Edition(
        id="morning-2026-03-12",
        newsletter="morning",
        name="The Morning Tide",
        date=THURSDAY,
        window=Window(start=at(0), end=NOW),
        language="en",
        lead=leads[0] if leads else None,
        top=tuple(each for each in items if each.place is StoryPlace.TOP),
        sections=(EditionSection(id="politics", title="Politics", items=briefs),),
    )


def illustrated(database: Database, settings: Settings, *items: Item) -> Illustrated:
    """The edition of these items after its pictures were fetched."""
    edition = edition_of(*items)
    fetch_pictures(newsroom_of(database, settings), edition, now=NOW)
    return illustrate(newsroom_of(database, settings), edition)


def image_of(result: Illustrated) -> Image:
    """The picture of the edition's one item."""
    (only,) = result.edition.items()
    assert only.image is not None, result.problems
    return only.image


def file_of(image: Image, settings: Settings) -> bytes:
    """The bytes of a hosted picture."""
    return (settings.project / "pictures" / image.url.rpartition("/")[2]).read_bytes()


def edges(content: bytes) -> tuple[str, str]:
    """What a picture shows at its left and right edge: "red" or "blue"."""
    image = Drawing.open(BytesIO(content)).convert("RGB")
    points = (image.getpixel((2, 9)), image.getpixel((image.width - 3, 9)))
    left, right = (
        "red" if isinstance(point, tuple) and point[0] > 128 else "blue" for point in points
    )
    return left, right


def test_a_lead_s_picture_is_hosted_twice_as_wide_as_it_is_shown(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    url = gallery.shows("/ferry.jpg", drawn(3000, 2000))
    result = illustrated(database, settings, item(url))
    image = image_of(result)
    assert image.url.startswith("https://digest.example.com/pictures/")
    assert image.url.endswith(".jpg")
    assert (image.width, image.height) == (1200, 676)
    assert (image.alt, image.credit) == ("A ferry", "Jo Doe")
    assert len(file_of(image, settings)) <= MOST_BYTES
    assert result.problems == ()


def test_a_thumbnail_is_cropped_around_its_focus(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    url = gallery.shows("/ferry.jpg", drawn(3000, 1000))
    result = illustrated(database, settings, item(url, StoryPlace.TOP, focus_x=0.9, focus_y=0.5))
    image = image_of(result)
    assert (image.width, image.height) == (720, 480)
    assert edges(file_of(image, settings)) == ("blue", "blue")


def test_the_pictures_of_blocks_are_hosted_in_the_shapes_of_their_places(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    url = gallery.shows("/oksana.jpg", drawn(900, 600))
    face = SignatureBlock(name="Oksana Bilyk", image_url=url)
    sound = MediaBlock(
        medium=Medium.AUDIO,
        headline="The ferry in sound",
        url="https://news.example.com/sound",
        image_url=url,
        image_alt="A microphone",
    )
    gone = replace(sound, image_url=gallery.address + "/gone.jpg")
    contents: tuple[Block, ...] = (face, sound, gone)
    blocks = [EditionBlock(id=f"own-{n}", content=one) for n, one in enumerate(contents)]
    edition = replace(edition_of(), blocks=tuple(blocks))
    fetch_pictures(newsroom_of(database, settings), edition, now=NOW)
    result = illustrate(newsroom_of(database, settings), edition)
    images = [block_image(each.content) for each in result.edition.blocks]
    sizes = [(image.width, image.height) if image else None for image in images]
    assert sizes == [(112, 112), (720, 480), None]
    assert all(image.url.startswith("https://digest.example.com/") for image in images if image)
    (problem,) = result.problems
    assert re.search(r"^audio or video “The ferry in sound”: the picture .*/gone.jpg", str(problem))


def test_a_portrait_is_cropped_to_the_lead_s_shape(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    image = image_of(illustrated(database, settings, item(gallery.shows("/p", drawn(1200, 2400)))))
    assert (image.width, image.height) == (1200, 676)


def test_of_an_animation_a_still_is_shown(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    image = image_of(illustrated(database, settings, item(gallery.shows("/a.gif", animated()))))
    assert not getattr(Drawing.open(BytesIO(file_of(image, settings))), "is_animated", False)


def test_a_picture_is_fetched_once_however_often_the_edition_is_built(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    url = gallery.shows("/ferry.jpg", drawn(900, 600))
    first = illustrated(database, settings, item(url), item(url, StoryPlace.TOP, story="8"))
    assert illustrated(database, settings, item(url), item(url, StoryPlace.TOP, story="8")) == first
    assert gallery.asked == ["/ferry.jpg"]


def test_a_picture_whose_file_was_deleted_is_fetched_again(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    url = gallery.shows("/ferry.jpg", drawn(900, 600))
    before = image_of(illustrated(database, settings, item(url)))
    for path in (settings.project / "pictures").iterdir():
        path.unlink()
    assert image_of(illustrated(database, settings, item(url))) == before
    assert file_of(before, settings)


def test_a_top_story_that_an_editor_makes_the_lead_has_a_lead_s_picture(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    url = gallery.shows("/ferry.jpg", drawn(2000, 1000))
    assert image_of(illustrated(database, settings, item(url, StoryPlace.TOP))).width == 720
    moved = edition_of(item(url, StoryPlace.LEAD))
    shown = illustrate(newsroom_of(database, settings), moved)
    assert image_of(shown).width == 1200


def test_a_brief_s_picture_is_ready_for_the_editor_who_moves_it_up(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    url = gallery.shows("/ferry.jpg", drawn(2000, 1000))
    illustrated(database, settings, item(url, StoryPlace.BRIEF))
    moved = edition_of(item(url, StoryPlace.TOP))
    assert image_of(illustrate(newsroom_of(database, settings), moved)).width == 720


def test_of_a_section_s_briefs_the_first_that_has_a_picture_shows_it(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    paths = ("/gone.jpg", "/ferry.jpg", "/port.jpg")
    gallery.shows("/ferry.jpg", drawn(900, 600))
    gallery.shows("/port.jpg", drawn(900, 600))
    briefs = [
        item(gallery.address + path, StoryPlace.BRIEF, story=path.strip("/")) for path in paths
    ]
    result = illustrated(database, settings, *briefs)
    assert [each.image is not None for each in result.edition.items()] == [False, True, False]
    assert result.problems == ()


def test_nothing_is_said_of_a_brief_s_picture_which_is_not_shown(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    result = illustrated(database, settings, item(gallery.address + "/gone", StoryPlace.BRIEF))
    assert [each.image for each in result.edition.items()] == [None]
    assert result.problems == ()


BAD_PICTURES = {
    "a web page": (b"<!DOCTYPE html><title>Sign in</title>", "no picture that can be read"),
    "nothing": (b"", "no picture that can be read"),
    "broken": (drawn(900, 600)[:300], "no picture that can be read"),
    "huge in bytes": (b"\xff\xd8" + bytes(2_000_000), "larger than 1 MB"),
    "huge in pixels": (saved(Drawing.new("1", (9000, 9000)), "PNG"), "9000 × 9000 pixels"),
    "a counter of readers": (drawn(1, 1, "GIF"), "only 1 × 1 pixels"),
    "a drawing that can hold a script": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no pict"),
}


@pytest.mark.parametrize(("content", "why"), BAD_PICTURES.values(), ids=BAD_PICTURES.keys())
def test_a_bad_picture_is_left_out_and_said_which_and_why(
    content: bytes, why: str, database: Database, settings: Settings, gallery: Gallery
) -> None:
    url = gallery.shows("/bad.jpg", content)
    small = replace(settings, gathering=replace(settings.gathering, maximum_megabytes=1))
    result = illustrated(database, small, item(url))
    (only,) = result.edition.items()
    (problem,) = result.problems
    assert only.image is None
    assert str(problem).startswith(f"story 7: the picture {url} ")
    assert why in str(problem)
    assert not (settings.project / "pictures").exists()


NOT_THERE = {
    "gone": ("{address}/gone.jpg", "answered 404"),
    "no server": ("http://127.0.0.1:9/ferry.jpg", "no connection"),
    "inside the mail": ("data:image/png;base64,AAAA", "only http and https"),
    "a file of ours": ("file:///etc/passwd", "only http and https"),
}


@pytest.mark.parametrize(("url", "why"), NOT_THERE.values(), ids=NOT_THERE.keys())
def test_a_picture_that_cannot_be_fetched_is_left_out(
    url: str, why: str, database: Database, settings: Settings, gallery: Gallery
) -> None:
    result = illustrated(database, settings, item(url.format(address=gallery.address)))
    assert next(result.edition.items()).image is None
    assert why in str(result.problems[0])


def test_a_picture_on_a_private_address_is_not_asked_for(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    url = gallery.shows("/ferry.jpg", drawn(900, 600))
    guarded = replace(settings, gathering=Gathering())
    result = illustrated(database, guarded, item(url))
    assert "127.0.0.1 is loopback" in str(result.problems[0])
    assert gallery.asked == []


def test_one_bad_picture_costs_no_other(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    good = gallery.shows("/ferry.jpg", drawn(900, 600))
    bad = gallery.shows("/bad.jpg", b"no picture")
    result = illustrated(database, settings, item(good), item(bad, StoryPlace.TOP, story="8"))
    lead, top = result.edition.items()
    assert lead.image is not None
    assert top.image is None
    assert len(result.problems) == 1


def test_a_refused_picture_is_tried_again_when_its_server_had_time_to_recover(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    edition = edition_of(item(gallery.address + "/late.jpg"))
    for minutes, asked in ((0, 1), (1, 1), (RETRY_AFTER.total_seconds() / 60, 2)):
        now = NOW + timedelta(minutes=minutes)
        fetch_pictures(newsroom_of(database, settings), edition, now=now)
        assert len(gallery.asked) == asked
        gallery.shows("/late.jpg", drawn(900, 600))
    assert image_of(illustrate(newsroom_of(database, settings), edition)).width == 900


def test_a_picture_without_a_description_is_described_by_its_caption(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    url = gallery.shows("/ferry.jpg", drawn(900, 600))
    result = illustrated(database, settings, item(url, alt="", caption="The ferry at dawn."))
    assert image_of(result).alt == "The ferry at dawn."


def test_a_picture_that_nobody_described_is_left_out_until_an_editor_does(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    url = gallery.shows("/ferry.jpg", drawn(900, 600))
    result = illustrated(database, settings, item(url, alt=" "))
    assert next(result.edition.items()).image is None
    assert "neither a description nor a caption" in str(result.problems[0])
    described = edition_of(item(url, alt="Two ferries"))
    shown = illustrate(newsroom_of(database, settings), described)
    assert image_of(shown).alt == "Two ferries"


def test_a_picture_that_was_never_fetched_stays_with_its_source(
    database: Database, settings: Settings
) -> None:
    edition = edition_of(item("https://images.example.com/new.jpg"))
    result = illustrate(newsroom_of(database, settings), edition)
    assert result == Illustrated(edition=edition)


def test_remote_pictures_stay_as_they_are_and_nobody_is_asked(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    remote = replace(settings, pictures=Pictures())
    edition = edition_of(item(gallery.shows("/ferry.jpg", drawn(900, 600)), alt=""))
    fetch_pictures(newsroom_of(database, remote), edition, now=NOW)
    assert illustrate(newsroom_of(database, remote), edition).edition == edition
    assert gallery.asked == []


def test_a_folder_that_cannot_be_written_costs_the_picture_and_not_the_edition(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    (settings.project / "pictures").write_text("a file where the folder should be")
    result = illustrated(database, settings, item(gallery.shows("/f.jpg", drawn(900, 600))))
    assert "cannot be written" in str(result.problems[0])


def test_pictures_that_take_too_long_are_not_waited_for(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()

    def slow(
        url: str, *, limits: Gathering, etag: str = "", last_modified: str = ""
    ) -> Document | None:
        answered.wait(10)
        raise SourceError(f"{url}: too late")

    monkeypatch.setattr(pipeline, "TOGETHER_SECONDS", 0.05)
    edition = edition_of(item("https://images.example.com/slow.jpg"))
    fetch_pictures(newsroom_of(database, settings), edition, now=NOW, fetch=slow)
    answered.set()
    result = illustrate(newsroom_of(database, settings), edition)
    assert "did not arrive in time" in str(result.problems[0])


# --- in the whole chain -----------------------------------------------------------------------


def morning(database: Database, gallery: Gallery, image: bytes) -> tuple[Timetable, str]:
    """The morning's articles are stored, the first with a picture; what is due, and its URL."""
    from zoneinfo import ZoneInfo

    url = gallery.shows("/ferry.jpg", image)
    first, *rest = articles()
    save_articles(
        database, [replace(first, image=Image(url=url, alt="A ferry")), *rest], now=at(5, 30)
    )
    return edition_at(MORNING, ZoneInfo("UTC"), NOW), url


def test_a_built_mail_shows_the_hosted_picture_and_is_approved_with_it(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    times, url = morning(database, gallery, drawn(1500, 1000))
    templates = open_templates()
    built = publish.build(newsroom_of(database, settings, templates), times, at=NOW, who="test")
    assert built.presented is not None
    assert "https://digest.example.com/pictures/" in built.presented.mail.html
    assert url not in built.presented.mail.html
    record = publish.approve(
        newsroom_of(database, settings, templates), times.edition, who="test", now=NOW
    )
    assert record.mail == built.presented.mail.hash


def test_a_refused_picture_is_among_the_problems_of_the_build(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    times, url = morning(database, gallery, b"<html>sign in</html>")
    built = publish.build(
        newsroom_of(database, settings, open_templates()), times, at=NOW, who="test"
    )
    assert built.presented is not None
    assert [url in str(problem) for problem in built.presented.problems] == [True]


def test_a_rehearsal_fetches_no_picture_and_writes_nothing(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    times, _ = morning(database, gallery, drawn(1500, 1000))
    publish.rehearse(newsroom_of(database, settings, open_templates()), times, at=NOW)
    assert gallery.asked == []
    assert list(settings.project.iterdir()) == []
    assert database.table("pictures").count == 0


def test_a_picture_that_an_editor_chose_is_hosted_by_the_next_build(
    database: Database, settings: Settings, gallery: Gallery
) -> None:
    times, _ = morning(database, gallery, drawn(1500, 1000))
    templates = open_templates()

    def built() -> str:
        made = publish.build(newsroom_of(database, settings, templates), times, at=NOW, who="test")
        assert made.presented is not None
        return made.presented.mail.html

    before = built()
    chosen = gallery.shows("/chosen.jpg", drawn(1400, 900))
    override = Override(story="article-1", field=ItemField.IMAGE_URL, text=chosen)
    edit = Edit(edition=times.edition, who="ada", at=NOW, change=override)
    change(newsroom_of(database, settings), edit, expected=0)
    after = built()
    assert "/chosen.jpg" in gallery.asked
    assert hosted_names(after)
    assert hosted_names(after).isdisjoint(hosted_names(before))


def hosted_names(html: str) -> set[str]:
    """The hosted pictures that a mail shows."""
    return set(re.findall(r"https://digest\.example\.com/pictures/(\w+)", html))
