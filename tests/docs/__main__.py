"""``python -m tests.docs`` writes the generated parts of the documents anew."""

from __future__ import annotations

import sys

from tests.docs.parts import DOCUMENTS, filled, relative


def main() -> None:
    """Names the documents that changed."""
    for path in DOCUMENTS:
        before = path.read_text("utf-8")
        after = filled(before)
        if after != before:
            path.write_text(after, "utf-8")
            sys.stdout.write(f"{relative(path)} is written anew\n")


if __name__ == "__main__":
    main()
