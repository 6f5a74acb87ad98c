"""Pipelines: where stages and the store meet, through frozen values.

In comes what a command, the schedule or the desk asks for; out comes what was done, as a value::

    gather          sources → articles → store
    publish         store → edition → approved mail
    edit            edition + edits → store            reprint   stored articles → items anew
    pictures        an edition's pictures → fetched, fitted, hosted
    deliver         mail → letters → ledger            send      approved → delivered → sent
    sent_before     what went out although a restored database does not know it
    source_changes  withdrawn, corrected → the edition source_watch  … while it goes out → told
    approval_requests  who may approve is asked, once     approval_mail  what is said (pure)
    returns         mail that came back → the lists
    subscriptions   what a reader's link permits → the lists
"""
