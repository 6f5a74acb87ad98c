"""How many examples Hypothesis tries."""

from __future__ import annotations

from hypothesis import settings


def examples(count: int) -> settings:
    """So many with ``--whole`` (``make whole``); three tenths of them otherwise."""
    return settings(max_examples=count * settings().max_examples // 100, deadline=None)
