"""wording: what editors read, in their language, on the desk's pages and in the mails they get.

``desk_words`` renders messages by the catalogues, with numbers, times and days of the
newsroom's zone. Pure, but for reading those files.
"""
