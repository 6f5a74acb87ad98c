"""Addresses that anybody may open and pass on: no reader's own, and so without a signature."""

from __future__ import annotations

from urllib.parse import quote

EDITIONS = "editions"
"""The first step of the path of public editions."""


def public_page(base_url: str, edition: str) -> str:
    """Where anybody may read a sent edition of a newsletter whose editions are public."""
    return f"{base_url.rstrip('/')}/{EDITIONS}/{quote(edition, safe='')}"
