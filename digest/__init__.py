"""Digest: a newsroom's daily email digest, from stored articles to the inbox.

The tree tells the story; read it in this order::

    model/     the values that travel from stage to stage, and nothing that acts
    gather/    sources in, Articles out             collect.py   sources → articles → store
    compose/   Articles in, an Edition out (pure)   publish.py   store → edition → approved mail
                                                    illustrate.py  pictures → fitted, hosted
    edit/      an Edition and edits in, it edited   editing.py   edition + edits; new edits → store
    present/   an Edition in, a Mail out            sending.py   approved → dispatch → sent
    deliver/   Letters in, Outcomes out             dispatch.py  mail → letters → ledger
    store/     the database, the only place that knows SQL
    config.py  the settings file                    cli/         the command line
    mistakes.py  what is wrong with it (pure)
    timetable.py  when things are due (pure)        duty.py      does what is due
    scheduler.py  the clock that wakes duty         alerts.py    tells people here by mail
    approval_note.py  what it then says (pure)      asking.py    asks for approval by mail

Stages never import each other; they meet in the pipelines through frozen values.
"""

__version__ = "0.1.0"
