"""One page with every figure and picture, fit to be published with a release."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from tests.proof.figures import Figure

_VIEWS = {
    "wide": "Light",
    "wide-dark": "Dark",
    "wide-no-images": "Pictures off",
    "360": "360 px",
    "360-dark": "360 px, dark",
    "360-no-images": "360 px, pictures off",
    "320": "320 px",
    "320-dark": "320 px, dark",
    "320-no-images": "320 px, pictures off",
    "thunderbird": "Thunderbird",
    "thunderbird-dark": "Thunderbird, dark",
    "thunderbird-320": "Thunderbird, 320 px",
    "thunderbird-dark-320": "Thunderbird, 320 px, dark",
    "claws": "Claws Mail (litehtml)",
    "no-sheets": "Without style sheets",
    "stripped": "Without any style",
}
"""The views in the order in which the page shows them, by the end of a picture's name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One proof over all mails on which it was held."""

    proof: str
    must: str
    figures: tuple[Figure, ...]

    @property
    def missed(self) -> tuple[Figure, ...]:
        """Those that are not good enough."""
        return tuple(one for one in self.figures if not one.good)

    @property
    def values(self) -> str:
        """What was found, each once, the more frequent first."""
        counts = Counter(one.value for one in self.figures)
        few = counts.most_common(_MOST_VALUES)
        further = len(counts) - len(few)
        told = [f"{value} ({many}×)" if many > 1 else value for value, many in few]
        return "; ".join([*told, *([f"and {further} others"] if further else [])])


_MOST_VALUES = 4


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
            rows=_rows(figures),
            figures=figures,
            missing=missing,
            templates=_by_template(mails, out),
        ),
        "utf-8",
    )
    return page


def _rows(figures: list[Figure]) -> list[Row]:
    by_proof: dict[str, list[Figure]] = {}
    for one in figures:
        by_proof.setdefault(one.proof, []).append(one)
    return [
        Row(proof=proof, must=held[0].must, figures=tuple(held)) for proof, held in by_proof.items()
    ]


def _by_template(mails: list[str], out: Path) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """The pictures of each mail, under the template that its name begins with."""
    found: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for mail in mails:
        if pictures := _pictures(out, mail):
            found.setdefault(mail.partition("-")[0], {})[mail] = pictures
    return found


def _pictures(out: Path, mail: str) -> list[tuple[str, str]]:
    """File and title of every picture of a mail."""
    named = ((f"{mail}-{view}.png", title) for view, title in _VIEWS.items())
    return [(file, title) for file, title in named if (out / file).is_file()]
