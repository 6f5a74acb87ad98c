"""desk: the editors' web pages, where a person sees tomorrow's digest, fixes and approves it.

In come requests of people who are signed in; out go pages made on the server, and calls of the
pipelines (``publish``, ``editing``, ``sending``), which decide and store. The desk keeps nothing
that matters in memory: it may be restarted under an editor's hands.

::

    app       the routes            guard     what keeps strangers out: origins, hosts, headers
    newsroom  what a desk works on  visits    one request of one person, on its own connection
    access    signing in and out    today     every newsletter: what waits, went out, failed
    edition   one edition's page    board     its stories, as the page shows them
    changes   forms become edits    choices   what may be done with an edition, by whom
    steps     doing it: approve, hold, release, kill, send
    mails     the real mail         viewing   as whom it is looked at
    variants  its forms, by topic   live      who is here, and that something changed
    archive   what went out         links     approve links that go by mail

Templates are in ``pages``, the two libraries, one script and one style sheet in ``static``, the
interface's languages in ``words``. It may touch the store through the pipelines, and the network
only to answer.
"""
