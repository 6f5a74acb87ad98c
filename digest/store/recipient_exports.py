"""Lists of recipients written down, as ``digest.recipients.files`` reads them."""

from __future__ import annotations

import csv
import json
from enum import StrEnum
from typing import TextIO

from sqlite_utils import Database

from digest.recipients.spreadsheet_formulas import without_formula
from digest.store.recipient_rows import CHOICES, to_values
from digest.store.recipients import recipients_of


class ListFormat(StrEnum):
    """How a list is written down. ``import_recipients`` reads both."""

    CSV = "csv"
    JSON_LINES = "jsonl"


def export_recipients(
    database: Database,
    newsletter: str,
    file: TextIO,
    *,
    form: ListFormat = ListFormat.CSV,
    tag: str = "",
) -> int:
    """Writes the list, or those with the tag, as ``import_recipients`` reads it; how many.

    What a spreadsheet would take for a formula has an apostrophe before it in CSV.
    """
    names = [*CHOICES, "consent_at", "consent_how"]
    writer = csv.writer(file, lineterminator="\n")
    if form is ListFormat.CSV:
        writer.writerow(names)
    count = 0
    for recipient in recipients_of(database, newsletter, tag=tag):
        fields = dict(zip(names, to_values(recipient), strict=True))
        if form is ListFormat.CSV:
            words = {"topics": ";".join(recipient.topics), "tags": ";".join(recipient.tags)}
            cells = ({**fields, **words}).values()
            writer.writerow([without_formula(str(cell or "")) for cell in cells])
        else:
            lists = {"topics": recipient.topics, "tags": recipient.tags}
            file.write(json.dumps({**fields, **lists}, ensure_ascii=False) + "\n")
        count += 1
    return count
