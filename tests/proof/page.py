"""One page with every figure and picture, fit to be published with a release."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment

from tests.proof.figures import Figure

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Digest: proofs</title><style>
body { font: 16px/24px system-ui, sans-serif; margin: 32px auto; max-width: 1100px;
  padding: 0 16px; color: #1d1b18; background: #fffdf8; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: 4px 12px 4px 0; border-bottom: 1px solid #d8d2c4;
  vertical-align: top; }
.bad { color: #a3120a; font-weight: bold; }
figure { display: inline-block; margin: 0 16px 24px 0; vertical-align: top; }
img { width: 320px; border: 1px solid #d8d2c4; }
</style></head><body><h1>Digest: proofs</h1>
<p>{{ figures | length }} figures, {{ figures | rejectattr("good") | list | length }} not reached.
Programs that were not there are not in the list{{ ": " ~ missing | join(", ") if missing }}.</p>
<table><tr><th>Proof</th><th>Mail</th><th>Figure</th><th>Must be</th></tr>
{% for one in figures %}<tr><td>{{ one.proof }}</td><td>{{ one.mail }}</td>
<td{% if not one.good %} class="bad"{% endif %}>{{ one.value }}{% if one.details %}
<details><summary>details</summary>{{ one.details | join("; ") }}</details>{% endif %}</td>
<td>{{ one.must }}</td></tr>
{% endfor %}</table><h2>Pictures</h2>
{% for name in pictures %}<figure><a href="{{ name }}"><img src="{{ name }}" alt="{{ name[:-4] }}"
loading="lazy"></a><figcaption>{{ name[:-4] }}</figcaption></figure>
{% endfor %}</body></html>
"""


def write_page(figures: list[Figure], missing: list[str], out: Path) -> Path:
    """Write ``index.html`` beside the pictures; the page's path."""
    pictures = sorted(path.name for path in out.glob("*.png"))
    template = Environment(autoescape=True).from_string(_PAGE)
    page = out / "index.html"
    page.write_text(template.render(figures=figures, missing=missing, pictures=pictures), "utf-8")
    return page
