"""The schema, as a row of migrations. Each runs once, in a transaction with the record of it."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

SCHEMA = Migrations("digest")


_ARTICLES = """
        CREATE TABLE articles (
            id TEXT PRIMARY KEY,
            source TEXT NOT NULL,
            url TEXT NOT NULL,
            title TEXT NOT NULL,
            dek TEXT NOT NULL,
            text TEXT NOT NULL,
            authors TEXT NOT NULL,          -- JSON list
            published TEXT,
            updated TEXT,
            section TEXT NOT NULL,
            language TEXT NOT NULL,
            kind TEXT NOT NULL,
            reading_minutes INTEGER,
            image TEXT,                     -- JSON object
            embargo TEXT,
            status TEXT NOT NULL,
            gathered TEXT NOT NULL,         -- first seen
            moment TEXT NOT NULL,           -- published, else gathered: what windows go by
            content_hash TEXT NOT NULL,
            revision INTEGER NOT NULL
        );
        CREATE INDEX articles_moment ON articles(moment);
        CREATE INDEX articles_url ON articles(url) WHERE url <> '';
        CREATE TABLE article_revisions (
            article TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
            revision INTEGER NOT NULL,
            seen TEXT NOT NULL,
            content TEXT NOT NULL,          -- the article line as it was, JSON
            PRIMARY KEY (article, revision)
        );
        CREATE TABLE fetches (
            source TEXT NOT NULL,
            location TEXT NOT NULL,
            etag TEXT NOT NULL,
            last_modified TEXT NOT NULL,
            at TEXT NOT NULL,
            failures INTEGER NOT NULL,      -- in a row
            problem TEXT NOT NULL,
            PRIMARY KEY (source, location)
        );
        """


@SCHEMA()
def articles(database: Database) -> None:
    """Articles as last seen, the revisions before, and what the next conditional request needs."""
    database.executescript(_ARTICLES)


_EDITIONS = """
        CREATE TABLE editions (
            id TEXT PRIMARY KEY,
            newsletter TEXT NOT NULL,
            date TEXT NOT NULL,             -- local date
            slot TEXT NOT NULL,
            state TEXT NOT NULL,
            revision INTEGER NOT NULL,      -- counts moves
            content TEXT,                   -- the edition, JSON; empty while it is being built
            window_start TEXT,
            window_end TEXT,                -- the cut-off: the next edition begins here
            send_at TEXT NOT NULL,
            never_after TEXT NOT NULL,
            ready_at TEXT,
            mail TEXT REFERENCES mails(hash),
            holder TEXT,                    -- the process that builds or sends it, JSON
            held_until TEXT,                -- the holder's lease
            UNIQUE (newsletter, date, slot)
        );
        CREATE TABLE moves (
            edition TEXT NOT NULL REFERENCES editions(id),
            revision INTEGER NOT NULL,
            state_before TEXT NOT NULL,
            state_after TEXT NOT NULL,
            who TEXT NOT NULL,
            why TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (edition, revision)
        );
        CREATE TABLE mails (
            hash TEXT PRIMARY KEY,
            edition TEXT NOT NULL,
            newsletter TEXT NOT NULL,
            sender TEXT NOT NULL,
            reply_to TEXT NOT NULL,
            subject TEXT NOT NULL,
            preheader TEXT NOT NULL,
            html TEXT NOT NULL,
            text TEXT NOT NULL,
            language TEXT NOT NULL
        );
        CREATE TABLE printed (              -- which story stood where, for updates and repeats
            edition TEXT NOT NULL REFERENCES editions(id),
            story TEXT NOT NULL,
            place TEXT NOT NULL,
            headline TEXT NOT NULL,
            articles TEXT NOT NULL,         -- JSON list of [id, revision]
            PRIMARY KEY (edition, story)
        );
        CREATE TABLE alerts (               -- told once
            edition TEXT NOT NULL,
            about TEXT NOT NULL,
            words TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (edition, about)
        );
        """


@SCHEMA()
def editions(database: Database) -> None:
    """Editions, the moves between their states, approved mails, and what each edition carried."""
    database.executescript(_EDITIONS)


@SCHEMA()
def recipients(database: Database) -> None:
    """The newsletters' lists, and the addresses that are never written to again.

    ``fingerprint`` is a salted hash of the normalised address: it makes an address unique on a
    list, and is all that is kept of a person who was deleted.
    """
    database.executescript(
        """
        CREATE TABLE salts (salt BLOB NOT NULL);
        INSERT INTO salts VALUES (randomblob(32));
        CREATE TABLE recipients (
            id INTEGER PRIMARY KEY AUTOINCREMENT,   -- never given to another person
            newsletter TEXT NOT NULL,
            fingerprint BLOB NOT NULL,
            address TEXT NOT NULL,
            name TEXT NOT NULL,
            language TEXT NOT NULL,
            status TEXT NOT NULL,
            added TEXT NOT NULL,
            changed TEXT NOT NULL,
            UNIQUE (fingerprint, newsletter)        -- in this order it finds a person on all lists
        );
        CREATE TABLE suppressions (
            fingerprint BLOB PRIMARY KEY,
            reason TEXT NOT NULL,
            at TEXT NOT NULL
        ) WITHOUT ROWID;
        """
    )


@SCHEMA()
def ledger(database: Database) -> None:
    """Who an edition goes to, frozen when sending begins, and what became of each letter."""
    database.executescript(
        """
        CREATE TABLE audiences (
            id INTEGER PRIMARY KEY,
            edition TEXT NOT NULL UNIQUE,
            newsletter TEXT NOT NULL,
            frozen TEXT NOT NULL,
            total INTEGER NOT NULL,
            token INTEGER NOT NULL,         -- counts the senders that held it; claims carry it
            holder TEXT,                    -- the process that sends it, JSON
            held_until TEXT
        );
        CREATE TABLE ledger (
            audience INTEGER NOT NULL REFERENCES audiences(id),
            recipient INTEGER NOT NULL,     -- stays when the person is deleted
            state TEXT NOT NULL,
            due TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            token INTEGER NOT NULL,         -- the sender that claimed it last
            code INTEGER NOT NULL,          -- the server's last reply
            words TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (audience, recipient)
        ) WITHOUT ROWID;
        CREATE INDEX ledger_pending ON ledger(audience, due, recipient) WHERE state = 'pending';
        CREATE INDEX ledger_claimed ON ledger(audience, recipient) WHERE state = 'claimed';
        """
    )


@SCHEMA()
def users(database: Database) -> None:
    """Who may use the editors' pages, who is signed in, and whose guesses are too many.

    A session is kept under the SHA-256 of its id: a copy of the database opens no session.
    """
    database.executescript(
        """
        CREATE TABLE users (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE COLLATE NOCASE,
            title TEXT NOT NULL,
            role TEXT NOT NULL,
            language TEXT NOT NULL,
            password TEXT NOT NULL,         -- argon2id
            active INTEGER NOT NULL,
            added TEXT NOT NULL
        );
        CREATE TABLE sessions (
            fingerprint BLOB PRIMARY KEY,
            user INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
            began TEXT NOT NULL,
            seen TEXT NOT NULL,
            ends TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE failed_sign_ins (
            subject TEXT NOT NULL,          -- "name ada", "address 192.0.2.1"
            at TEXT NOT NULL
        );
        CREATE INDEX failed_sign_ins_subject ON failed_sign_ins(subject, at);
        CREATE TABLE looks (                -- an edition as each user last looked at it
            user INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
            edition TEXT NOT NULL REFERENCES editions(id),
            at TEXT NOT NULL,
            content TEXT NOT NULL,          -- the edition, JSON
            PRIMARY KEY (user, edition)
        );
        """
    )


@SCHEMA()
def edits(database: Database) -> None:
    """What editors changed over built editions, what they approved, and what they corrected."""
    database.executescript(
        """
        CREATE TABLE edits (                -- only ever added to
            edition TEXT NOT NULL REFERENCES editions(id),
            number INTEGER NOT NULL,        -- from 1
            who TEXT NOT NULL,
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            content TEXT NOT NULL,          -- the edit, JSON
            PRIMARY KEY (edition, number)
        );
        CREATE TABLE proofs (               -- the build that the first editor took up
            edition TEXT PRIMARY KEY REFERENCES editions(id),
            at TEXT NOT NULL,
            content TEXT NOT NULL           -- the edition, JSON
        );
        CREATE TABLE approvals (            -- editions as they were approved, with their edits
            edition TEXT NOT NULL REFERENCES editions(id),
            revision INTEGER NOT NULL,      -- of the move
            mail TEXT NOT NULL REFERENCES mails(hash),
            content TEXT NOT NULL,          -- the edition, JSON
            PRIMARY KEY (edition, revision)
        );
        CREATE TABLE corrections (          -- notes on editions that were sent
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            edition TEXT NOT NULL REFERENCES editions(id),
            story TEXT NOT NULL,            -- empty: on the edition as a whole
            text TEXT NOT NULL,
            who TEXT NOT NULL,
            at TEXT NOT NULL
        );
        CREATE INDEX corrections_edition ON corrections(edition);
        """
    )


@SCHEMA()
def returns(database: Database) -> None:
    """Mail that came back: each message once, and what it said of whom."""
    database.executescript(
        """
        CREATE TABLE returned_mails (
            digest BLOB PRIMARY KEY,        -- of the message, so that it is heeded once
            at TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE bounces (
            recipient INTEGER NOT NULL,
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            status TEXT NOT NULL,
            words TEXT NOT NULL
        );
        CREATE INDEX bounces_recipient ON bounces(recipient, at);
        """
    )


@SCHEMA()
def pictures(database: Database) -> None:
    """Sources' pictures as they were made fit for a mail, or why they were refused."""
    database.executescript(
        """
        CREATE TABLE pictures (
            url TEXT NOT NULL,              -- the source's
            cut TEXT NOT NULL,              -- how it was cropped and sized
            name TEXT NOT NULL,             -- of the file; empty if it was refused
            width INTEGER NOT NULL,         -- of the file, in pixels
            height INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            refusal TEXT NOT NULL,
            fetched TEXT NOT NULL,
            PRIMARY KEY (url, cut)
        ) WITHOUT ROWID;
        """
    )


@SCHEMA()
def reader_choices(database: Database) -> None:
    """What readers chose, where they live, and how they came to be on the list.

    ``topics`` and ``tags`` are words between single spaces, with one at each end, so that one word
    can be looked for; empty for none.
    """
    database.executescript(
        """
        ALTER TABLE recipients ADD COLUMN topics TEXT NOT NULL DEFAULT '';
        ALTER TABLE recipients ADD COLUMN zone TEXT NOT NULL DEFAULT '';
        ALTER TABLE recipients ADD COLUMN tags TEXT NOT NULL DEFAULT '';
        ALTER TABLE recipients ADD COLUMN consent_at TEXT;
        ALTER TABLE recipients ADD COLUMN consent_how TEXT NOT NULL DEFAULT '';
        """
    )


@SCHEMA()
def mail_topics(database: Database) -> None:
    """Which stretches of an approved mail are for the readers of one topic: JSON lists."""
    database.executescript(
        """
        ALTER TABLE mails ADD COLUMN html_topics TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE mails ADD COLUMN text_topics TEXT NOT NULL DEFAULT '[]';
        """
    )


@SCHEMA()
def approval_requests(database: Database) -> None:
    """Where people at the desk get mail, and who was asked to approve what."""
    database.executescript(
        """
        ALTER TABLE users ADD COLUMN mail TEXT NOT NULL DEFAULT '';  -- address; empty for none
        CREATE TABLE approval_requests (    -- written down before the mail is sent
            edition TEXT NOT NULL REFERENCES editions(id),
            user INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
            revision INTEGER NOT NULL,      -- of the move that made the edition ready
            mail TEXT NOT NULL,             -- hash of what their link approves; empty without one
            at TEXT NOT NULL,
            PRIMARY KEY (edition, user, revision)
        ) WITHOUT ROWID;
        """
    )


@SCHEMA()
def approval_retries(database: Database) -> None:
    """How often a person was written to for one request, and when it is to be tried again."""
    database.executescript(
        """
        ALTER TABLE approval_requests ADD COLUMN attempts INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE approval_requests ADD COLUMN again_at TEXT;  -- set: no mail server has the mail
        """
    )


@SCHEMA()
def alert_retries(database: Database) -> None:
    """How often the operator was written to about one thing, and when it is to be tried again."""
    database.executescript(
        """
        ALTER TABLE alerts ADD COLUMN attempts INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE alerts ADD COLUMN again_at TEXT;  -- set: it is not known that a server has it
        CREATE INDEX alerts_unsent ON alerts(again_at) WHERE again_at IS NOT NULL;
        """
    )


@SCHEMA()
def source_changes(database: Database) -> None:
    """What sources took back, corrected or gave free of an edition since it was built, and which of
    those who approve were told of it after the edition had gone out."""
    database.executescript(
        """
        ALTER TABLE moves ADD COLUMN asks_again INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE source_changes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            edition TEXT NOT NULL REFERENCES editions(id),
            story TEXT NOT NULL,
            kind TEXT NOT NULL,
            version TEXT NOT NULL,          -- of a correction; one that went out has one line
            headline TEXT NOT NULL,         -- as it was printed
            fields TEXT NOT NULL,           -- JSON list of what a correction changed
            was TEXT NOT NULL,
            now TEXT NOT NULL,
            until TEXT,                     -- an embargo's end
            state TEXT NOT NULL,            -- the edition's, when it was noticed
            move INTEGER NOT NULL,          -- the edition's revision after it
            at TEXT NOT NULL,
            told INTEGER NOT NULL DEFAULT 0, -- whether the operator's alert is written down
            correction INTEGER REFERENCES corrections(id),
            UNIQUE (edition, story, kind, version)
        );
        CREATE TABLE source_change_mails (  -- written down before the mail is sent
            change INTEGER NOT NULL REFERENCES source_changes(id),
            user INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
            attempts INTEGER NOT NULL DEFAULT 1,
            again_at TEXT,                  -- set: no mail server has the mail
            PRIMARY KEY (change, user)
        ) WITHOUT ROWID;
        """
    )


@SCHEMA()
def sign_in_attempts(database: Database) -> None:
    """Attempts to sign in by name and place; those counted until now were worth 15 minutes."""
    database.executescript(
        """
        DROP TABLE failed_sign_ins;
        CREATE TABLE sign_in_attempts (     -- that failed, or are being looked at
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,             -- as it was typed, in small letters
            address TEXT NOT NULL,          -- of IPv6 the network
            device TEXT NOT NULL,           -- of a device cookie; empty for none
            at TEXT NOT NULL
        );
        CREATE INDEX sign_in_attempts_name ON sign_in_attempts(name, at);
        CREATE INDEX sign_in_attempts_address ON sign_in_attempts(address, at);
        CREATE INDEX sign_in_attempts_device ON sign_in_attempts(device, at) WHERE device != '';
        CREATE INDEX sign_in_attempts_at ON sign_in_attempts(at);
        """
    )


@SCHEMA()
def alert_endings(database: Database) -> None:
    """What became of the mail about each alert, and since when its trouble is over."""
    database.executescript(
        """
        ALTER TABLE alerts ADD COLUMN outcome TEXT NOT NULL DEFAULT '';  -- of the last mail
        ALTER TABLE alerts ADD COLUMN ended_at TEXT;
        """
    )


@SCHEMA()
def lifted_suppressions(database: Database) -> None:
    """Suppressions that somebody lifted by hand, for the record."""
    database.executescript(
        """
        CREATE TABLE lifted_suppressions (
            fingerprint BLOB NOT NULL,
            reason TEXT NOT NULL,           -- why the address was suppressed
            at TEXT NOT NULL,
            why TEXT NOT NULL,              -- it was lifted
            lifted_at TEXT NOT NULL
        );
        """
    )


@SCHEMA()
def secret_fingerprint(database: Database) -> None:
    """Which key signs the links in mails: another one is noticed before a mail goes."""
    database.executescript(
        """
        CREATE TABLE secret_fingerprints (
            fingerprint TEXT NOT NULL,      -- of the key, which it does not tell
            at TEXT NOT NULL
        );
        """
    )


@SCHEMA()
def shown_mails(database: Database) -> None:
    """Which mails were shown to whom: nobody approves one that they never saw."""
    database.executescript(
        """
        CREATE TABLE shown_mails (
            user INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
            edition TEXT NOT NULL REFERENCES editions(id),
            mail TEXT NOT NULL,             -- hash of the whole mail
            at TEXT NOT NULL,
            PRIMARY KEY (user, edition, mail)
        ) WITHOUT ROWID;
        """
    )


@SCHEMA()
def article_labels(database: Database) -> None:
    """What a source calls an article: its genres and categories, a JSON list."""
    database.execute("ALTER TABLE articles ADD COLUMN labels TEXT NOT NULL DEFAULT '[]'")
