"""One page with every figure and picture, fit to be published with a release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from tests.proof.figures import Figure

_VIEWS = {
    "light": "Light",
    "dark": "Dark",
    "phone": "360 px",
    "phone-dark": "360 px, dark",
    "no-images": "Pictures off",
    "no-sheets": "Without style sheets",
    "stripped": "Without any style",
    "thunderbird": "Thunderbird",
    "claws": "Claws Mail (litehtml)",
}
"""The views in the order in which the page shows them, by the end of a picture's name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One proof over all mails; None where it was not held on a mail."""

    proof: str
    must: str
    cells: tuple[Figure | None, ...]


def write_page(figures: list[Figure], missing: list[str], out: Path, *, now: datetime) -> Path:
    """Write ``index.html`` beside the pictures; the page's path. ``missing`` names programs."""
    mails = list(dict.fromkeys(one.mail for one in figures))
    folder = FileSystemLoader(Path(__file__).parent)
    template = Environment(autoescape=True, loader=folder).get_template("page.html")
    page = out / "index.html"
    page.write_text(
        template.render(
            now=now,
            mails=mails,
            rows=_rows(figures, mails),
            figures=figures,
            missing=missing,
            pictures={mail: _pictures(out, mail) for mail in mails},
        ),
        "utf-8",
    )
    return page


def _rows(figures: list[Figure], mails: list[str]) -> list[Row]:
    by_proof: dict[str, dict[str, Figure]] = {}
    for one in figures:
        by_proof.setdefault(one.proof, {})[one.mail] = one
    return [
        Row(
            proof=proof,
            must=next(iter(held.values())).must,
            cells=tuple(held.get(mail) for mail in mails),
        )
        for proof, held in by_proof.items()
    ]


def _pictures(out: Path, mail: str) -> list[tuple[str, str]]:
    """File and title of every picture of a mail."""
    named = ((f"{mail}-{view}.png", title) for view, title in _VIEWS.items())
    return [(file, title) for file, title in named if (out / file).is_file()]
