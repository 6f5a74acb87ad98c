"""Notifications: people who work here are told by mail, each of each thing once.

In comes what went wrong (or is right again) with an edition or the process, out goes a mail::

    alerts      the operator and those concerned, told, and told when it is over
    alert_mail  what such a mail says: what, whose, what to do, where (pure)
    incidents   what fails in a process that cannot write it down: logged and told once
"""
