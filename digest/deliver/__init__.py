"""Deliver: an approved Mail and its recipients in, letters and their outcomes out.

::

    Mail ─compile_mail→ CompiledMail ─write_letter→ Letter ─courier→ Delivery ─decide→ AttemptResult
           (letter)               (letter, signed_links)  (outbox, smtp/)   (retry)

``letter``, ``quoted_printable``, ``signed_links`` (the readers'), ``approve_links`` (the editors'),
``dkim``, ``staff_mail`` (to one who works here), ``retry`` and ``bounce`` (what comes back) are
pure; ``personalize`` joins what makes a recipient's letter. A courier (``digest.model.courier``)
takes letters from a batch and answers for each; ``couriers`` says which courier: ``outbox`` writes
to a folder, ``smtp`` is the only door to a mail server. A batch of untracked letters is there, too,
that of an edition is in ``digest.pipelines.deliver``. ``mailbox`` is where returned mail waits,
``imap`` fetches it by IMAP, ``maildir`` from this machine. Nothing here knows the database.
"""
