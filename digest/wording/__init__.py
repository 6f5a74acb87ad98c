"""wording: what editors read, in their language, on the desk's pages and in the mails they get.

``words`` speaks the sentences in ``languages``, with plurals, numbers and times; ``sayings`` takes
what the rest of Digest says in English into another language. Pure, but for reading those files.
"""
