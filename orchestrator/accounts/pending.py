"""Half signed in: the password was right, the code is still to come. Kept in the session of that
one browser, for five minutes and five tries.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from orchestrator.models import User

KEY = "secondStep"
SECONDS = 300
TRIES = 5


def begin(request: HttpRequest, user: User, *, target: str) -> None:
    """A new session that knows nothing but this; `target` is where the person wanted to go."""
    request.session.flush()
    request.session.set_expiry(SECONDS)
    request.session[KEY] = {
        "user": str(user.pk),
        "password": user.get_session_auth_hash(),
        "at": int(timezone.now().timestamp()),
        "target": target,
        "tries": 0,
    }


def read(request: HttpRequest) -> User | None:
    """Who has to give a code; None when nobody, too late, or when the password was changed since or
    the person suspended.
    """
    state = request.session.get(KEY)
    if state is None or timezone.now().timestamp() - state["at"] > SECONDS:
        return None
    return _of(state["user"], password=state["password"])


def target(request: HttpRequest) -> str:
    return str(request.session.get(KEY, {}).get("target", "/"))


def missed(request: HttpRequest) -> bool:
    """Count a wrong code; whether another may be tried before the password is asked for again."""
    state = request.session[KEY]
    request.session[KEY] = {**state, "tries": state["tries"] + 1}
    if state["tries"] + 1 < TRIES:
        return True
    request.session.flush()
    return False


def _of(pk: str, *, password: str) -> User | None:
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None or not constant_time_compare(password, user.get_session_auth_hash()):
        return None
    return user
