"""When the article of a page copied as text appeared, and how long reading it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from digest.gather.page_lines import Line
from digest.gather.page_stamps import moment, stated_minutes

_FIRST_PUBLISHED = re.compile(r"first published|erstveröffentlich|erstmals veröff", re.IGNORECASE)


def minutes_in(line: Line) -> int | None:
    """The reading time that a line or one of its entries states."""
    told = (stated_minutes(part) for part in (line.text, *line.parts))
    return next((one for one in told if one is not None), None)


@dataclass(kw_only=True, slots=True)
class Published:
    """The first date that is no update's; an update's only until there is another."""

    language: str
    at: datetime | None = None
    is_update: bool = False

    def take(self, line: Line) -> None:
        """Looks for a date in one more line."""
        stamps = [stamp for stamp in line.stamps if stamp.day]
        if not stamps:
            return
        told = [one for one in stamps if not one.is_update] or stamps
        times = [one for one in line.stamps if not one.day and not one.is_update]
        told += [
            replace(told[0], hour=one.hour, minute=one.minute)
            for one in times
            if one.hour is not None and not told[0].is_update
        ]
        stamp = next(
            (one for one in told if one.day == told[0].day and one.hour is not None), told[0]
        )
        is_first = bool(_FIRST_PUBLISHED.search(line.text))
        if self.at is None or is_first or (self.is_update and not stamp.is_update):
            self.at = moment(stamp, language=self.language) or self.at
            self.is_update = stamp.is_update
