"""Digest: a newsroom's daily email digest, from stored articles to the inbox.

The tree tells the story; read it in this order::

    model/     the values that travel from stage to stage, and nothing that acts
    store/     the database, the only place that knows SQL

    gather/    sources in, Articles out             collect.py       sources → articles → store
    compose/   Articles in, an Edition out (pure)   publish.py       store → edition → approved mail
    edit/      an Edition and edits in, it edited   editing.py       edition + edits → store
                                                    reprint.py       stored articles → items anew
                                                    source_changes.py  withdrawn, corrected → told
                                                    source_watch.py    the same in mid-sending
                                                    sent_before.py     sent, but not by the database
    present/   an Edition in, a Mail out            illustrate.py    pictures → fitted, hosted
    deliver/   Letters in, Outcomes out             dispatch.py      mail → letters → ledger
                                                    sending.py       approved → dispatch → sent
                                                    returns.py       what came back → the lists
    readers/   a signed link in, a page out         readership.py    what a link permits → the lists

    timetable.py  when things are due (pure)        duty.py           does what is due
    scheduler.py  the clock that wakes duty         alerts.py         tells people here by mail
    asking.py     asks them for approval            approval_note.py  what it asks (pure)
    incidents.py  what fails, logged and told once  alert_note.py     what an alert says (pure)

    config.py  the settings file                    mistakes.py  what is wrong with it (pure)
    errors.py  everything raised on purpose
    cli/       the command line                     desk/        the editors' web pages
    wording/   what editors read, in their language
    languages/ the words of every message, a folder a language (model/message.py, catalogue.py)

Stages never import each other; they meet in the pipelines through frozen values.
"""

__version__ = "0.1.0"
