"""What a proof finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One figure of one proof on one mail, and whether it is good enough."""

    proof: str  # "axe-core, dark"
    mail: str
    value: str
    must: str
    good: bool
    details: tuple[str, ...] = ()
