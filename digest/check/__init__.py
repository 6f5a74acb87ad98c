"""check: the final bytes of a mail in, findings out.

In goes a letter as it is sent (``check_letter``), or its HTML and text (``check_mail``), or an HTML
document alone (``check_document``); out come :class:`~digest.model.mail.Finding` values, errors
first. Any mail can be checked, not only ours: ``judging`` keeps what counts in anyone's. It touches
nothing: no network, no files, no clock.

``checker`` runs the rules over a ``parsed_mail``; each family of rules is a module with a table
``RULES``. A rule is small, has a number from our catalogue and two messages, whom it protects and
how to mend what it finds. Of the catalogue, 60 (the same edition gives the same bytes) is no rule
of one mail's bytes and is held by tests, and the score of 11 by ``make proof``.
"""
