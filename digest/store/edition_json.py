"""An edition as JSON: as the store keeps it, and for a reader."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from digest.model.edition import Edition
from digest.model.message import text_from_json

EDITION_JSON: TypeAdapter[Edition] = TypeAdapter(Edition)
"""How the store writes an edition and reads it."""


def edition_to_json(edition: Edition) -> str:
    """The edition as the store keeps it but with its reasons in English, indented for a reader."""
    tree = _in_english(EDITION_JSON.dump_python(edition, mode="json"))
    return json.dumps(tree, indent=2, ensure_ascii=False)


def _in_english(tree: Any) -> Any:  # noqa: ANN401 - JSON
    match tree:
        case {"key": str(), "values": dict(), **rest} if not rest:
            return str(text_from_json(json.dumps(tree)))
        case dict():
            return {name: _in_english(each) for name, each in tree.items()}
        case list():
            return [_in_english(each) for each in tree]
    return tree
