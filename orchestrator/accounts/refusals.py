"""Why somebody is not let in."""

from __future__ import annotations

from jobops.lib.errors import Problem


class SignInError(Problem):
    SENTENCES = {
        "wrong": "This name and password do not fit together.",
        "wrong_password": "The current password is not right. Nothing was changed.",
        "code_required": "This account asks for a second step: the code from its app.",
        "wrong_code": "This code is not right, or it was used before. Take the next one.",
        "step_over": "The second step took too long or too many tries. Sign in again.",
        "throttled": "Too many failed attempts. Wait, then try again.",
        "already_set_up": "This installation already has its owner. Sign in instead.",
        "already_on": "Two-step sign-in is on already.",
        "not_on": "Two-step sign-in is not on.",
        "not_begun": "This took too long. Begin again.",
        "local": "This installation runs without sign-in. There is nothing to sign in to.",
    }
