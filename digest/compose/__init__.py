"""Articles in, an Edition out.

In: articles as values, what the store knows (an archive, what was sent), a newsletter's settings.
Out: an ``Edition`` whose every item, and every article left out, can say why.
May touch: nothing. No clock, no randomness, no files but its own word lists, no network, no
logging: the same input gives the same edition. ``compose_edition.py`` shows the order of the
steps.
"""
