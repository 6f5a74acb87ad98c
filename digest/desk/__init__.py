"""desk: the editors' web pages, where a person sees tomorrow's digest, fixes and approves it.

In come requests of people who are signed in; out go pages made on the server. Whatever changes
anything is a call of a pipeline (``publish``, ``edit``, ``send``), which decides and stores; what a
page only shows is read from the store. The desk keeps nothing that matters in memory: it may be
restarted under an editor's hands.

::

    app              the routes
    request_guard    what keeps strangers out: origins, hosts, sizes, headers
    desk_context     what a desk works on: settings, doors, templates
    request_context  one request of one person, on its own connection
    access           signing in and out          device_cookies     browsers known from before
                     one at a time               compression        of pages, and of which not
    error_pages      pages for 404 and 500       page_templates     fills in what is in ``pages``

    today            every newsletter: what waits, went out, failed
    edition_page     one edition's page          board              its stories, as it shows them
    changes          forms become edits          edit_history       the edits, as people read them
    block_forms      what stands besides the stories, and the form that writes it
    edition_actions  what may be done            actions            doing it: approve, hold, send …
    status_text      what happens next           send_queue         sends beside the pages
    previews         the mail as it is now       mail_pane          how it is looked at
    mail_frame       its very bytes              view_as            as whom: the mail's forms
    draft_mail       the mail with what is being typed
    findings         what the checker says
    live             that something changed, and who is here; told and heard by streams
    archive          what went out               approve_link_page  approve links that come by mail

The pages speak in the words of ``digest.wording``; ``static`` has two libraries, the desk's scripts
and one style sheet. The network is touched only to answer.
"""
