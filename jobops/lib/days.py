"""Names of days and months in the language of who reads them. Pure."""

from __future__ import annotations

from datetime import date

from jobops.lib.words import later_each, say

WEEKDAYS = later_each({
    0: "Monday", 1: "Tuesday", 2: "Wednesday", 3: "Thursday", 4: "Friday", 5: "Saturday",
    6: "Sunday",
})  # fmt: skip
SHORT_WEEKDAYS = later_each({
    0: "Mon", 1: "Tue", 2: "Wed", 3: "Thu", 4: "Fri", 5: "Sat", 6: "Sun",
})  # fmt: skip
MONTHS = later_each({
    1: "January", 2: "February", 3: "March", 4: "April", 5: "May", 6: "June", 7: "July",
    8: "August", 9: "September", 10: "October", 11: "November", 12: "December",
})  # fmt: skip
SHORT_MONTHS = later_each({
    1: "Jan", 2: "Feb", 3: "Mar", 4: "Apr", 5: "May", 6: "Jun", 7: "Jul", 8: "Aug", 9: "Sep",
    10: "Oct", 11: "Nov", 12: "Dec",
})  # fmt: skip


def weekday(day: date) -> str:
    return str(WEEKDAYS[day.weekday()])


def short_weekday(day: date) -> str:
    return str(SHORT_WEEKDAYS[day.weekday()])


def long_day(day: date) -> str:
    """ "3 November"."""
    return say("{day} {month}", day=day.day, month=MONTHS[day.month])


def short_day(day: date) -> str:
    """ "3 Nov"."""
    return say("{day} {month}", day=day.day, month=SHORT_MONTHS[day.month])
