"""Editing: a built Edition and the log of edits in, the Edition as edited and its trays out.

Pure: it touches no store, clock or log. An edit never changes what was built; the log is laid over
the build again whenever either has grown, so that undoing is only a matter of what counts::

    log ─standing→ edits that count ─┐
    proof ─carried→ stories as seen ─┴─apply→ Edited: edition, trays, marks
    build ──┘

The *proof* is the build that the first editor took up. What stood there keeps its place through
every later build; stories that come later wait in a tray.
"""
