"""desk: the editors' web pages, where a person sees tomorrow's digest, fixes and approves it.

In come requests of people who are signed in; out go pages made on the server. Whatever changes
anything is a call of a pipeline (``publish``, ``editing``, ``sending``), which decides and stores;
what a page only shows is read from the store. The desk keeps nothing that matters in memory: it may
be restarted under an editor's hands.

::

    app       the routes            guard     what keeps strangers out: origins, hosts, headers
    newsroom  what a desk works on  visits    one request of one person, on its own connection
    access    signing in and out    devices   browsers in which somebody signed in before
    troubles  pages for 404 and 500 compression  of pages, and of which not
    turns     one sign-in at a time today     every newsletter: what waits, went out, failed
    edition   one edition's page    board     its stories, as the page shows them
    changes   forms become edits    history   the edits, as people read them
    choices   what may be done      steps     doing it: approve, hold, release, kill, send
    deadlines  what happens next    sender    sends beside the pages, in a thread
    previews  the mail as it is now frames    how it is looked at
    mails     its very bytes        viewing   as whom
    findings  what the checker says variants  its forms, by topic
    live      that something changed, and who is here; told by streams, and heard by presence
    archive   what went out         links     approve links that come by mail

``rendering`` fills in the templates in ``pages``, in the words of ``digest.wording``; ``static``
has two libraries, one script and one style sheet. The network is touched only to answer.
"""
