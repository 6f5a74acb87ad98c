"""Digest: a newsroom's daily email digest, from stored articles to the inbox.

The tree tells the story; read it in this order::

    model/      the values that travel from stage to stage, messages, errors; nothing that acts
    languages/  the words of every message, a folder for each language

    gather/     sources in, Articles out                 The stages. They never import each
    compose/    Articles in, an Edition out (pure)       other; they meet in the pipelines
    edit/       an Edition and edits in, it edited       through frozen values.
    present/    an Edition in, a Mail out
    check/      a mail's final bytes in, findings out
    deliver/    Letters in, Outcomes out; deliver/smtp speaks to the mail server
    readers/    a signed link in, a page out

    recipients/     what is pure in the lists: files, addresses
    store/          the database, the only place that knows SQL
    notifications/  people who work here are told by mail
    pipelines/      where stages and the store meet: gather, publish, edit, deliver, send, returns …
    timetable.py    when things are due (pure)
    schedule/       the clock, and what does what is due

    settings/   the settings file, and what is wrong with it
    cli/        the command line                         desk/  the editors' web pages
    wording/    the desk's words in a person's language

Each folder's docstring says what goes in, what comes out, and which module does what.
"""

__version__ = "0.1.0"
