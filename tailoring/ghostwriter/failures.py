"""Why a reply was not written: a code, a cause, and what a person reads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jobops.lib.llm import LLMError

CAUSES: Mapping[str, str] = {
    "refused_key": "auth",
    "out_of_credit": "auth",
    "rate_limited": "rate_limit",
    "unreachable": "unreachable",
    "empty": "empty",
}
SAID: Mapping[str, str] = {
    "auth": "The model refused the key. Check it in the settings, then try again.",
    "rate_limit": "The model is busy. Your message is kept; try again in a while.",
    "unreachable": "The model could not be reached. Your message is kept; check its address.",
    "empty": "The model answered nothing. Your message is kept; try again.",
    "other": "The model could not write this reply. Your message is kept; try again.",
}
NO_CREDIT = "The model account has no credit left. Top it up, then try again."
PHASES: Mapping[str, str] = {
    "connect": "The model did not take the call in time. Check that it runs, then try again.",
    "first_byte": "The model did not begin to answer in time. Try again or take a faster one.",
    "idle": "The model stopped in the middle of the reply. What had arrived is kept; try again.",
    "total": "The reply took too long. What had arrived is kept; try again or ask for less.",
}


@dataclass(frozen=True)
class Failure:
    """`code` is a reason of the API; `details` hold cause or phase."""

    code: str
    message: str
    details: Mapping[str, str] = field(default_factory=dict)


INTERRUPTED = Failure(
    "interrupted", "The worker stopped in the middle of this reply. What had arrived is kept."
)
UNAVAILABLE = Failure(
    "worker_unavailable", "No worker picked this up. Your message is kept; try again."
)


def model_failed(cause: str, *, message: str = "") -> Failure:
    return Failure("model_failed", message or SAID[cause], {"cause": cause})


EMPTY = model_failed("empty")
BROKEN = model_failed("other")


def of(error: LLMError) -> Failure:
    if error.kind == "timeout":
        phase = str(error.details.get("phase", "total"))
        return Failure("timeout", PHASES[phase], {"phase": phase})
    if error.kind == "out_of_credit":
        return model_failed("auth", message=NO_CREDIT)
    if error.kind == "no_pictures":
        return Failure("images_unsupported", error.sentence)
    if error.kind in ("too_long", "limit_reached"):
        return model_failed("other", message=error.sentence)
    return model_failed(CAUSES.get(error.kind, "other"))
