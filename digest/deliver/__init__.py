"""Deliver: an approved Mail and its recipients in, letters and their outcomes out.

::

    Mail ─compile_mail→ CompiledMail ─write_letter→ Letter ─courier→ Delivery ─decide→ Closing
           (letter)                    (letter, links)      (outbox, smtp)     (retry)

``letter``, ``quoting``, ``links`` (the readers'), ``approve_links`` (the editors'), ``sign``,
``note`` (to one who works here), ``envelope``, ``retry``, ``pace``, ``lanes`` (limits by domain)
and ``bounce`` (what comes back) are pure; ``addressing`` joins what makes a recipient's letter.
``courier`` is the seam: a courier takes letters from a round and answers for each; a round of
``loose`` ones is here, that of an edition is ``digest.dispatch``. ``outbox`` writes to a folder;
``smtp``, with ``hand``, ``connection``, ``session`` and ``wire`` below it, is the only door to a
mail server. ``mailbox`` is where returned mail waits, ``postbox`` by IMAP, ``maildir`` on this
machine. Nothing here knows the database.
"""
