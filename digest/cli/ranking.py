"""``ranking``: the weights that a newsletter's stories are ranked by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from digest.cli.output import counted, print_json, say
from digest.cli.project import Project, json_option, now, pass_project

if TYPE_CHECKING:
    from digest.pipelines.learned_ranking import RankingWeights


@click.command()
@click.argument("newsletter")
@json_option
@pass_project
def ranking(folder: Path, newsletter: str, as_json: bool) -> None:
    """The weights of NEWSLETTER's scores: the usual ones, and those that its editors' moves teach.

    Each is the points that a whole unit of a term is worth; `digest explain` shows them at work.
    The learned ones count where the newsletter's settings say `ranking = "learned"`.
    """
    from digest.compose.rank import WEIGHTS
    from digest.pipelines.learned_ranking import learned

    project = Project(folder)
    settings = project.newsletter(newsletter)
    with project.open_newsroom() as newsroom:
        found = learned(newsroom, settings, at=now())
    if as_json:
        print_json(
            {
                "ranking": settings.ranking.value,
                "moves": found.moves,
                "editions": found.editions,
                "enough": found.enough,
                "usual": dict(WEIGHTS),
                "learned": found.weights if found.enough else None,
            }
        )
        return
    say(_told(found, in_use=settings.ranking.value == "learned"))
    for name, usual in WEIGHTS.items():
        click.echo(f"{name:8} {usual:6.2f} {found.weights[name]:6.2f}")


def _told(found: RankingWeights, *, in_use: bool) -> str:
    """What the two columns are."""
    from digest.compose.learned_weights import EDITIONS_NEEDED, MOVES_NEEDED

    editions = counted(found.editions, "edition", "editions")
    moves = f"{counted(found.moves, 'move', 'moves')} in {editions}"
    if not found.enough:
        return (
            f"{moves}: too few to learn from, which takes {MOVES_NEEDED} in {EDITIONS_NEEDED}; "
            "both columns are the usual weights"
        )
    use = "which are in use" if in_use else 'in use with `ranking = "learned"`'
    return f"usual weights, and those learned from {moves}, {use}"
