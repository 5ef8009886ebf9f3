"""Quiet hours, and the sound test that is part of taking the watch."""

from __future__ import annotations

import re
from typing import Any

from parley.desk.attention.models import Hearing, QuietHours

DAY_MINUTES = 24 * 60
TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)Z?")


def note_hearing(officer_name: str, *, hears: bool, now_ms: int) -> None:
    """Keep what an officer said to the sound test; what was said before stays."""
    Hearing.objects.create(officer_name=officer_name, hears=hears, at_ms=now_ms)


def cannot_hear(officer_name: str) -> bool:
    """Return whether the newest sound test of this officer was not heard; False where there is none."""
    newest = Hearing.objects.filter(officer_name=officer_name).order_by("-at_ms").first()
    return newest is not None and not newest.hears


def quiet_hours(officer: Any) -> tuple[int, int] | None:
    """Return an officer's quiet hours as minutes of the day in UTC, None where there are none."""
    found = QuietHours.objects.filter(officer_id=officer.pk).first()
    return None if found is None else (found.from_minute, found.until_minute)


def set_quiet_hours(officer: Any, *, hours: tuple[int, int] | None) -> None:
    """Keep or lift an officer's quiet hours. They are never for FLASH: no reader of them asks for one."""
    if hours is None:
        QuietHours.objects.filter(officer_id=officer.pk).delete()
        return
    times = {"from_minute": hours[0], "until_minute": hours[1]}
    QuietHours.objects.update_or_create(officer_id=officer.pk, defaults=times)


def minute_of(text: str) -> int | None:
    """Return the minute of the day that "22:30" names, None where it names none."""
    found = TIME.fullmatch(text.strip())
    return int(found[1]) * 60 + int(found[2]) if found else None


def time_of(minute: int) -> str:
    """Return a minute of the day as "22:30"."""
    return f"{minute // 60:02}:{minute % 60:02}"
