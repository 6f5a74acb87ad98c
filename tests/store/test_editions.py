"""Editions in the store: claimed once, moved step by step, frozen when approved."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.model.alert import Alert
from digest.model.edit import Edited
from digest.model.edition import (
    MOVES,
    Decision,
    Edition,
    EditionRecord,
    Item,
    State,
    StoryPlace,
    Window,
)
from digest.model.errors import DatabaseError, StateError
from digest.model.mail import Mail
from digest.store.alerts import claim_alert
from digest.store.articles import save_articles
from digest.store.database import immediately, open_database
from digest.store.edition_json import edition_to_json
from digest.store.editions import (
    approve_edition,
    approved_mail,
    claim_edition,
    edition_record,
    edition_records,
    last_cut_off,
    move_edition,
    moves_of,
    recent_subjects,
    save_edition,
)
from digest.store.sent_stories import sent_stories
from digest.timetable import begun, timetable
from tests.newsroom import MORNING, THURSDAY, articles, at


def edition(day: date = THURSDAY) -> Edition:
    item = Item(
        story="article-1",
        place=StoryPlace.LEAD,
        section="politics",
        headline="Council keeps the ferry",
        brief="The council voted.",
        source="The Harbour Gazette",
        published=at(5, day=day),
        articles=("article-1", "article-2"),
    )
    return Edition(
        id=f"morning-{day}",
        newsletter="morning",
        name="The Morning Tide",
        date=day,
        window=Window(start=at(5, 45, day=day) - timedelta(days=1), end=at(5, 45, day=day)),
        language="en",
        lead=item,
    )


def mail(day: date = THURSDAY) -> Mail:
    return Mail(
        edition=f"morning-{day}",
        newsletter="morning",
        sender="Gazette <morning@example.com>",
        subject=f"Ferry stays {day}",
        preheader="And more",
        html="<p>Ferry</p>",
        text="Ferry",
    )


def blank(day: date = THURSDAY) -> EditionRecord:
    return begun(MORNING, timetable(MORNING, day, UTC))  # type: ignore[arg-type] # any tzinfo does


def built(database: Database, day: date = THURSDAY) -> EditionRecord:
    record = claim_edition(database, blank(day), now=at(5, 45))
    assert record is not None
    return save_edition(
        database,
        edition(day),
        Decision(who="schedule", at=at(5, 46)),
        after=State.READY,
        revision=record.revision,
    )


def unedited(edition: Edition) -> Edited:
    """The edition as it is approved when no editor changed it."""
    return Edited(edition=edition, built=edition)


def approved(database: Database, day: date = THURSDAY) -> EditionRecord:
    record = built(database, day)
    return approve_edition(
        database,
        unedited(edition(day)),
        mail(day),
        Decision(who="ada", at=at(6)),
        revision=record.revision,
    )


def test_an_edition_comes_back_as_it_was_stored(database: Database) -> None:
    record = built(database)
    assert record.edition == edition()
    assert record.state is State.READY
    assert record.ready_at == at(5, 46)
    assert '"headline": "Council keeps the ferry"' in edition_to_json(edition())


def test_an_edition_that_is_built_is_not_given_out_for_building_as_a_draft(
    database: Database,
) -> None:
    built(database)
    again = claim_edition(database, blank(), now=at(5, 50))
    assert again is not None
    assert again.state is State.READY


def test_of_two_processes_one_builds(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    first = open_database(path, create=True)
    assert claim_edition(first, blank(), now=at(5, 45)) is not None
    # the other holder lives on this machine: process 1 always does
    first.execute(
        "UPDATE editions SET holder = json_set(holder, '$.pid', 1, '$.started', ?)",
        [_start_of_process_1()],
    )
    second = open_database(path)
    assert claim_edition(second, blank(), now=at(5, 46)) is None
    first.close()
    second.close()


def test_a_build_that_was_killed_is_taken_over_at_once(database: Database) -> None:
    claim_edition(database, blank(), now=at(5, 45))
    database.execute("UPDATE editions SET holder = json_set(holder, '$.pid', 999999999)")
    assert claim_edition(database, blank(), now=at(5, 45, 1)) is not None


def _start_of_process_1() -> str:
    return Path("/proc/1/stat").read_text().rpartition(")")[2].split()[19]


def test_every_move_is_written_down_with_who_when_and_why(database: Database) -> None:
    built(database)
    move_edition(
        database, "morning-2026-03-12", State.HELD, Decision(who="ada", why="wait", at=at(6))
    )
    last = moves_of(database, "morning-2026-03-12")[-1]
    assert (last.before, last.after, last.who, last.why, last.at) == (
        State.READY,
        State.HELD,
        "ada",
        "wait",
        at(6),
    )


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_only_allowed_moves_are_made(database: Database, before: State, after: State) -> None:
    built(database)
    database.execute("UPDATE editions SET state = ?", [before.value])
    if after in MOVES[before]:
        moved = move_edition(database, "morning-2026-03-12", after, Decision(who="ada", at=at(6)))
        assert moved.state is after
    else:
        with pytest.raises(StateError, match=f"is {before}: it cannot become {after}"):
            move_edition(database, "morning-2026-03-12", after, Decision(who="ada", at=at(6)))
        assert edition_record(database, "morning-2026-03-12").state is before


def test_a_move_from_an_older_look_is_refused(database: Database) -> None:
    seen = built(database)
    move_edition(database, seen.id, State.HELD, Decision(who="ada", at=at(6)))
    move_edition(database, seen.id, State.READY, Decision(who="ada", at=at(6, 1)))
    with pytest.raises(StateError, match="changed meanwhile"):
        move_edition(
            database,
            seen.id,
            State.KILLED,
            Decision(who="bob", at=at(6, 2)),
            revision=seen.revision,
        )


def test_two_approvals_at_once_leave_one(database: Database) -> None:
    seen = built(database)
    approve_edition(
        database, unedited(edition()), mail(), Decision(who="ada", at=at(6)), revision=seen.revision
    )
    with pytest.raises(StateError, match="changed meanwhile"):
        approve_edition(
            database,
            unedited(edition()),
            mail(),
            Decision(who="bob", at=at(6)),
            revision=seen.revision,
        )
    moves = [move for move in moves_of(database, seen.id) if move.after is State.APPROVED]
    assert [move.who for move in moves] == ["ada"]


def test_what_was_approved_is_what_is_read_for_sending(database: Database) -> None:
    record = approved(database)
    assert record.mail == mail().hash
    assert approved_mail(database, record.id) == mail()


def test_a_mail_that_changed_in_the_database_is_not_sent(database: Database) -> None:
    record = approved(database)
    database.execute("UPDATE mails SET html = html || '<p>and more</p>'")
    with pytest.raises(StateError, match="not the one that was approved"):
        approved_mail(database, record.id)


def test_holding_an_approved_edition_drops_its_approval(database: Database) -> None:
    record = approved(database)
    assert (
        move_edition(database, record.id, State.HELD, Decision(who="ada", at=at(6, 1))).mail == ""
    )
    with pytest.raises(StateError, match="is held, not approved"):
        approved_mail(database, record.id)


def test_the_next_window_begins_where_the_last_edition_that_went_out_ended(
    database: Database,
) -> None:
    approved(database, THURSDAY - timedelta(days=2))
    killed = approved(database, THURSDAY - timedelta(days=1))
    move_edition(database, killed.id, State.KILLED, Decision(who="ada", at=at(6)))
    cut_off = last_cut_off(database, newsletter="morning", before=at(5, 45))
    assert cut_off == at(5, 45, day=THURSDAY - timedelta(days=2))


def test_what_went_out_is_remembered_with_its_articles(database: Database) -> None:
    save_articles(database, articles(), now=at(5))
    day = THURSDAY - timedelta(days=1)
    approved(database, day)
    stories = sent_stories(
        database, newsletter="morning", since=THURSDAY - timedelta(days=7), before=THURSDAY
    )
    assert [story.headline for story in stories] == ["Council keeps the ferry"]
    assert [article.id for article in stories[0].articles] == ["article-1", "article-2"]
    assert stories[0].date == day


def test_what_went_out_is_remembered_as_it_was_then(database: Database) -> None:
    save_articles(database, articles(), now=at(5))
    approved(database, THURSDAY - timedelta(days=1))
    changed = [replace(article, text="All of it was wrong.") for article in articles()]
    save_articles(database, changed, now=at(9))
    (story,) = sent_stories(
        database, newsletter="morning", since=THURSDAY - timedelta(days=7), before=THURSDAY
    )
    assert [article.text for article in story.articles] == [
        article.text for article in articles()[:2]
    ]


def test_recent_subjects_are_those_of_approved_mails(database: Database) -> None:
    approved(database, THURSDAY - timedelta(days=1))
    built(database)
    subjects = recent_subjects(database, newsletter="morning", before=THURSDAY)
    assert subjects == ("Ferry stays 2026-03-11",)


def test_editions_are_listed_latest_first_and_by_state(database: Database) -> None:
    approved(database, THURSDAY - timedelta(days=1))
    built(database)
    assert [record.date for record in edition_records(database)] == [
        THURSDAY,
        THURSDAY - timedelta(days=1),
    ]
    ready = edition_records(database, newsletter="morning", states=[State.READY])
    assert [record.date for record in ready] == [THURSDAY]


def test_an_unknown_edition_is_named(database: Database) -> None:
    with pytest.raises(StateError, match="there is no edition 'evening-2026'"):
        edition_record(database, "evening-2026")


def test_the_operator_is_told_each_thing_once(database: Database) -> None:
    told = [
        claim_alert(database, Alert(edition="morning", about=about, words="w", first=at(7)))
        for about in ("late", "late", "empty")
    ]
    assert told == [True, False, True]


def test_a_lost_database_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="digest init"):
        open_database(tmp_path / "nowhere.db")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    path.write_text("these are not the bytes you are looking for" * 100)
    with pytest.raises(DatabaseError, match="cannot use the database"):
        open_database(path)


def test_a_database_of_a_newer_digest_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    database = open_database(path, create=True)
    database.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('digest', 'from_the_future', '2030')"
    )
    database.close()
    with pytest.raises(DatabaseError, match="newer Digest \\(from_the_future\\)"):
        open_database(path)


def test_processes_that_start_together_make_one_schema(tmp_path: Path) -> None:
    problems: list[Exception] = []

    def start(path: Path) -> None:
        try:
            open_database(path, create=True).close()
        except Exception as error:
            problems.append(error)

    for beginning in range(20):  # one beginning in six met SQLite's refusal to wait
        path = tmp_path / f"digest-{beginning}.db"
        threads = [threading.Thread(target=start, args=(path,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert problems == []
        database = open_database(path)
        assert database.table("editions").exists()
        database.close()


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    def fail_halfway() -> None:
        with immediately(database):
            alert = {"edition": "e", "about": "a", "words": "w", "at": "t"}
            database.table("alerts").insert(alert)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail_halfway()
    assert database.table("alerts").count == 0


def test_a_newsletter_may_have_two_slots_on_one_day(database: Database) -> None:
    evening = replace(MORNING, slot="evening")
    for newsletter in (MORNING, evening):
        times = timetable(newsletter, THURSDAY, UTC)  # type: ignore[arg-type] # any tzinfo does
        assert claim_edition(database, begun(newsletter, times), now=at(5, 45)) is not None
    assert len(edition_records(database)) == 2
