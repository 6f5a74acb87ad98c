"""present: an Edition in, a Mail out.

In goes an :class:`~digest.model.edition.Edition` with its publication and newsletter; out comes a
:class:`~digest.model.mail.Mail`: subject, preheader, HTML and plain text, with stand-ins where a
recipient's own links go. The road, written once in ``mail_builder.py``::

    Edition ─context→ Context ─Jinja→ MJML ─escape→ ASCII MJML ─mrml→ HTML ─premailer→ final HTML
                        └────Jinja→ plain text          └ subject and preheader come first

It may read template files, through ``templates.py``; it touches nothing else: no network, no
clock, no database. ``render.py`` is the only module that imports mjml and premailer,
``picture_fitting.py`` the only one that imports Pillow. ``lint.py`` reads MJML templates before
they are used; ``digest.check`` reads the final bytes.
"""
