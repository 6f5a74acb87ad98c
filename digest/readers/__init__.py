"""Readers: the public pages, for whoever holds a link of their own.

A signed link in, a page out: leaving the list, coming back, the mail in the browser. Nobody signs
in; the link is the permission, and each kind of link permits one thing. The pages act through one
door (``newsroom_access.Readership``), which ``digest.pipelines.subscriptions`` opens on the list.

A GET changes nothing, ever: scanners and mail programs fetch links before a person does. A POST
leaves at once and asks nothing (RFC 8058). Pages load nothing from anywhere.
"""
