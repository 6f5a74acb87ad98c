"""The database: the one door to SQLite, and the only place that knows SQL.

What goes in and comes out are ``digest.model`` values. ``database`` opens and locks, ``schema``
holds the migrations, and each further module keeps one kind of thing: ``articles``, ``editions``,
``edits``, ``recipients``, ``users``. The ledger of what was
sent has an interface (``ledger``), so that a second database can keep it, and one implementation
(``sqlite_ledger``). Every change of state is claimed with a unique row first, in a transaction that
takes the write lock at its start (``immediately``).
"""
