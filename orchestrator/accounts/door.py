"""Sign-in rules: the local owner, bearer tokens, public addresses, and what a stranger is told."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port

from jobops.web.fragments import wants_fragment
from jobops.web.problems import Answer, envelope, respond
from orchestrator import access, preferences
from orchestrator.models import User

LOCAL_NAME = "owner"
PUBLIC = frozenset({
    "/health", "/health/ready", "/metrics", "/api/openapi.json", "/api/docs", "/api/auth/login",
    "/api/auth/setup", "/api/auth/logout", "/api/auth/bootstrap-status", "/sign-in",
    "/sign-in/code", "/setup", "/api/webhook/trigger", "/manifest.webmanifest",
})  # fmt: skip
# Asked by programs that have no account, also when the database does not answer.
PROBES = frozenset({"/health/ready", "/metrics"})
PUBLIC_FOLDERS = ("/static/", "/cv/", "/calendar/", "/invitation/")
# All that anybody is shown who comes from outside to an installation without sign-in.
STRANGERS_FOLDERS = ("/cv/", "/calendar/")


def local_owner() -> User:
    """The owner of a local installation, made on first use, with the rights of the console. What
    language the owner reads comes along: every page asks for both.
    """
    chosen = preferences.stored("language", of=OuterRef("pk"))
    rows = User.objects.annotate(language=chosen)
    owner: User | None = rows.filter(username=LOCAL_NAME).first()
    if owner is None:
        owner, _ = User.objects.get_or_create(
            username=LOCAL_NAME,
            defaults={"is_staff": True, "is_superuser": True, "display_name": "Owner"},
        )
    return owner


def bearer(request: HttpRequest) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def is_stranger(request: HttpRequest) -> bool:
    """Whether somebody came under the public name of an installation that asks nobody to sign
    in.
    """
    host, _ = split_domain_port(request.get_host())
    return bool(settings.STRANGERS_HOST) and host == settings.STRANGERS_HOST


def is_public(path: str) -> bool:
    return path in PUBLIC or path.startswith(PUBLIC_FOLDERS)


def is_closed_to(request: HttpRequest) -> bool:
    """Whether this is the operations console, and the caller not of its staff."""
    return request.path.startswith("/admin/") and not access.owner(request).is_staff


def needs_setup() -> bool:
    """Whether nobody can sign in yet; the owner of a local installation has no password."""
    return settings.AUTH == "required" and not User.objects.exclude(password="").exists()


def refuse(request: HttpRequest) -> HttpResponse:
    """401 for programs, the sign-in page (or first-run set-up) for people."""
    setup = needs_setup()
    if request.path.startswith("/api/"):
        details = {"reason": "setup_required"} if setup else {}
        return envelope(request, Answer(401, "Sign in, or send a bearer token.", details))
    if request.path.startswith("/pdfs/") and "text/html" not in request.headers.get("Accept", ""):
        return respond(request, Answer(401, "Sign in to see this file."))
    target = "/setup" if setup else f"/sign-in?{urlencode({'next': request.get_full_path()})}"
    if wants_fragment(request):
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
