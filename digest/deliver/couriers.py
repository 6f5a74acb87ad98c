"""Which courier takes an edition's letters: the mail server, or a folder where there is none."""

from __future__ import annotations

import re
from pathlib import Path

from digest.deliver.outbox import Outbox
from digest.deliver.smtp.smtp_courier import SmtpCourier
from digest.model.courier import Courier
from digest.model.settings import Settings


def courier_for(settings: Settings, edition: str) -> Courier:
    """The courier the settings ask for: the mail server, or the outbox folder without one."""
    if settings.mail.host:
        return SmtpCourier(settings.mail)
    folder = re.sub(r"[^A-Za-z0-9._-]", "_", edition)
    return Outbox(Path(settings.project) / settings.mail.outbox / folder)
