"""Loads, when imported, what a process loads once: for reading, language models, names of months,
parsers; for presenting, the compiled templates.

Workers are forked with it, so that an input's time is its own.
"""

from __future__ import annotations

from datetime import UTC, datetime

from digest.check.template_check import try_templates
from digest.gather.read import read_document
from digest.model.reading import Document
from digest.model.settings import Source
from digest.present.templates import Templates, our_templates

_TEXT = "The harbour opens again after the storm of last week"
_DOCUMENTS = (
    f"<rss version='2.0'><channel><item><title>{_TEXT}</title></item></channel></rss>",
    f"<!doctype html><html><body><article><h1>{_TEXT}</h1><p>{_TEXT}</p></article></body></html>",
    f"{_TEXT}\n\nBy A. B.\n\n12 березня 2026\n\n{_TEXT}.\n",
)

for _document in _DOCUMENTS:
    read_document(
        Document(location="https://x.example/", content=_document.encode()),
        source=Source(id="x"),
        now=datetime(2026, 3, 12, tzinfo=UTC),
    )

try_templates(Templates((our_templates(),)))
