"""Which mail program supports what: the data of caniemail.com, reduced to its newest results.

``data/caniemail.json`` is made from the npm package ``caniemail`` (MIT, notice beside it)::

    python -m digest.check.caniemail package/data/caniemail.json

"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

_FILE = "data/caniemail.json"


class Support(Enum):
    """What a mail program makes of a feature."""

    FULL = "y"
    PARTLY = "a"
    NONE = "n"
    UNKNOWN = "u"


@dataclass(frozen=True, kw_only=True, slots=True)
class Feature:
    """One feature of HTML or CSS. ``support`` goes by client: "gmail ios", "outlook windows"."""

    slug: str
    title: str
    url: str
    support: Mapping[str, Support]


@cache
def features() -> Mapping[str, Feature]:
    """All features by slug ("css-float")."""
    table = json.loads(files(__package__).joinpath(_FILE).read_text("utf-8"))
    return {
        slug: Feature(
            slug=slug,
            title=entry["title"],
            url=f"https://www.caniemail.com/features/{slug}/",
            support={client: Support(mark) for client, mark in entry["support"].items()},
        )
        for slug, entry in table["features"].items()
    }


def reduced(package: Mapping[str, Any]) -> dict[str, Any]:
    """The package's data with only the newest result of each client, in a stable order."""
    entries = sorted(package["data"], key=lambda entry: str(entry["slug"]))
    return {
        "source": "npm caniemail, data/caniemail.json; https://www.caniemail.com",
        "updated": package["last_update_date"],
        "features": {
            entry["slug"]: {
                "title": entry["title"],
                "support": {
                    f"{family} {platform}": str(list(versions.values())[-1])[:1]
                    for family, platforms in sorted(entry["stats"].items())
                    for platform, versions in sorted(platforms.items())
                    if versions
                },
            }
            for entry in entries
        },
    }


def main(arguments: list[str]) -> int:
    """Rewrite our data from the package's file that the one argument names."""
    package = json.loads(Path(arguments[0]).read_text("utf-8"))
    lines = json.dumps(reduced(package), ensure_ascii=False, indent=1, sort_keys=True)
    Path(__file__).with_name("data").joinpath("caniemail.json").write_text(lines + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
