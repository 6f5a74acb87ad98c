"""Schedule: everything that happens by itself.

In comes the time, out come calls of the pipelines and mails to those who work here::

    scheduler  APScheduler, the one door to it: wakes the runner
    runner     looks at each newsletter and does what is due
"""
