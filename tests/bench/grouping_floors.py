"""The floors of the grouping benchmark: what must never get worse without a reason given."""

from __future__ import annotations

FLOORS = {
    "stories, full text, cross-validated: BCubed F1": 0.938,
    "stories, full text, cross-validated: pairwise F1": 0.90,
    # 0.945 and 0.905 until small days without an archive were counted too: see CAUTION in joins.py
    "stories, full text: BCubed F1": 0.942,
    "stories, full text: pairwise F1": 0.90,
    "stories, full text: ahead of the best peer": 0.0,
    "look-alike events (ecbplus): precision": 0.925,
    "stories, feed items, cross-validated: BCubed F1": 0.912,
    "stories, feed items, cross-validated: pairwise F1": 0.865,
    "stories, feed items: BCubed F1": 0.915,
    "stories, feed items: pairwise F1": 0.868,  # 0.87 until then
    "stories, feed items: ahead of the best peer": 0.0,
    "copies: F1": 0.99,
    "copies: precision": 0.99,
    "simulated days: BCubed F1": 0.96,
    "simulated days: unrelated articles kept out": 0.95,
    "small days: false pairs kept out": 0.65,
    "small days: pairs found": 0.78,
    "briefs: ROUGE-1": 0.495,
    "briefs, not copied: ROUGE-1": 0.32,
    "sections moved: accuracy": 0.86,
    "sections moved, by story: accuracy": 0.95,
    "sections, same newspaper: accuracy": 0.965,
    "eight sections, no archive, aside: right": 0.925,
    "eight sections, no archive, aside: filed": 0.88,
    "eight sections, archive, aside: right": 0.91,
    "eight sections, archive, aside: filed": 0.855,
}
"""Each figure as measured, less a hair."""


def hold(reached: dict[str, float], reason: str) -> int:
    """0 when no figure is below its floor, or a reason was given."""
    print("figure, reached, floor:")
    for name, floor in FLOORS.items():
        print(f"  {name:52} {reached[name]:.3f}  {floor:.3f}")
    below = [name for name, floor in FLOORS.items() if reached[name] < floor]
    for name in below:
        print(f"BELOW ITS FLOOR: {name} {reached[name]:.3f} < {FLOORS[name]:.3f}")
    if below and reason:
        print(f"allowed: {reason}")
    return 1 if below and not reason else 0
