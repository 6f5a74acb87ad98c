"""Deliver: an approved Mail and its recipients in, letters and their outcomes out.

::

    Mail ─compile_mail→ CompiledMail ─write_letter→ Letter ─courier→ Delivery ─decide→ Closing
           (letter)                    (letter, links)      (outbox, smtp)     (retry)

``letter``, ``quoted_printable``, ``signed_links`` (the readers'), ``approve_links`` (the editors'), ``dkim``,
``staff_mail`` (to one who works here), ``envelope``, ``retry``, ``pace``, ``throttle`` (limits by domain)
and ``bounce`` (what comes back) are pure; ``personalize`` joins what makes a recipient's letter.
``courier`` is the seam: a courier takes letters from a round and answers for each; a round of
``untracked`` ones is here, that of an edition is ``digest.pipelines.deliver``. ``outbox`` writes to a folder;
``smtp_courier``, with ``pool``, ``connection``, ``handshake`` and ``protocol`` below it, is the only door to a
mail server. ``mailbox`` is where returned mail waits, ``imap`` by IMAP, ``maildir`` on this
machine. Nothing here knows the database.
"""
