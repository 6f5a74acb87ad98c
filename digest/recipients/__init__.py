"""Recipients: what is pure in the newsletters' lists, without a database.

Files of recipients in, rows or refusals out::

    files                 CSV as spreadsheets write it, and JSON Lines
    addresses             mail addresses: checked, normalised, known by a fingerprint
    spreadsheet_formulas  cells that a spreadsheet would run, made harmless
"""
