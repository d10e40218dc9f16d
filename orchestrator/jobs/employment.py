"""What kind of employment a posting offers, from whatever its source wrote. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from jobops.lib.words import later_each

# Kind → what its spellings have in common; "fulltime", "Full-time, permanent" and "Vollzeit" do.
KINDS: Mapping[str, tuple[str, ...]] = {
    "full_time": ("full", "vollzeit", "plein", "voltijd"),
    "part_time": ("part", "teilzeit", "partiel", "deeltijd"),
    "permanent": ("permanent", "unbefristet", "cdi"),
    "contract": ("contract", "freelance", "freiberuf"),
    "temporary": ("temp", "fixed", " befristet", "season", "cdd"),
    "internship": ("intern", "trainee", "apprentic", "praktik", "stage"),
    "volunteer": ("volunt", "ehrenamt"),
}
LABELS: Mapping[str, str] = later_each({
    "full_time": "Full time", "part_time": "Part time", "permanent": "Permanent",
    "contract": "Contract", "temporary": "Temporary", "internship": "Internship",
    "volunteer": "Volunteer",
})  # fmt: skip


def kinds(job_type: str) -> tuple[str, ...]:
    said = job_type.lower()
    return tuple(kind for kind, parts in KINDS.items() if any(part in said for part in parts))
