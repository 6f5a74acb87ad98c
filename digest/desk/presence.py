"""At which story somebody works now, for the others to see."""

from __future__ import annotations

from starlette.responses import Response

from digest.desk.request_context import Visit


def take_presence(visit: Visit) -> Response:
    """Notes the story; nothing is stored: it is gone with the page."""
    visit.desk.live.look_at(visit.person, visit.part("edition"), visit.field("story")[:100])
    return Response(status_code=204)
