"""The people at the desk: who they are, what each may do, and how long they stay signed in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do. Each role may also do what the ones before it may."""

    READER = "reader"  # looks at everything
    EDITOR = "editor"  # changes and holds editions, sends tests
    APPROVER = "approver"  # approves, releases and kills editions
    OPERATOR = "operator"  # sends now; looks after the others' access

    def may(self, needed: Role) -> bool:
        """Whether this role may do what ``needed`` may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(needed)


@dataclass(frozen=True, kw_only=True, slots=True)
class User:
    """A person with access. ``name`` is what they sign in with; ``title`` what others see;
    ``mail`` the address at which they are asked to approve, empty for none."""

    id: int
    name: str
    title: str
    role: Role
    language: str = ""  # of the pages; empty: the browser's
    active: bool = True
    mail: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewUser:
    """A person who is given access; without a ``title``, others see the name."""

    name: str
    role: Role
    title: str = ""
    language: str = ""
    mail: str = ""
