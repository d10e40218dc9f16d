"""Setting up and signing in, tokens, and what everybody may read."""

from __future__ import annotations

from datetime import timedelta

from orchestrator.accounts import throttle
from orchestrator.models import ApiToken, LoginAttempt
from tests import make
from tests.contract.table import case, good
from tests.contract.world import Call, World

AUTH = "/api/auth"
PASSWORD = "correct horse"
NAME = {"username": "ada", "password": PASSWORD}

for path in ("/api/openapi.json", "/api/docs", "/health", f"{AUTH}/bootstrap-status", f"{AUTH}/me"):

    @good("GET", path)
    def _(world: World) -> Call:
        return Call()


@good("GET", "/health/ready")
def _(world: World) -> Call:
    make.heartbeat()
    return Call()


@case("GET", "/health/ready", 503)
def _(world: World) -> Call:
    make.heartbeat(age=timedelta(hours=1))
    return Call()


def with_password(world: World) -> None:
    """An installation whose owner signs in."""
    world.settings.AUTH = "required"
    world.owner.username = "ada"
    world.owner.set_password(PASSWORD)
    world.owner.save()
    LoginAttempt.objects.all().delete()


@good("POST", f"{AUTH}/setup")
def _(world: World) -> Call:
    world.settings.AUTH = "required"
    type(world.owner).objects.update(password="")
    return Call(body=NAME)


@case("POST", f"{AUTH}/setup", 409)
def _(world: World) -> Call:
    with_password(world)
    return Call(body=NAME)


@good("POST", f"{AUTH}/login")
def _(world: World) -> Call:
    with_password(world)
    return Call(body=NAME)


@case("POST", f"{AUTH}/login", 401)
def _(world: World) -> Call:
    with_password(world)
    return Call(body={**NAME, "password": "wrong horse"})


@case("POST", f"{AUTH}/login", 409)
def _(world: World) -> Call:
    world.settings.AUTH = "local"
    return Call(body=NAME)


@case("POST", f"{AUTH}/login", 429)
def _(world: World) -> Call:
    with_password(world)
    for _ in range(6):
        LoginAttempt.objects.create(name="ada", address="192.0.2.1")
    return Call(body=NAME)


@good("POST", f"{AUTH}/logout")
def _(world: World) -> Call:
    return Call()


@good("POST", f"{AUTH}/logout-others")
def _(world: World) -> Call:
    return Call()


@good("POST", f"{AUTH}/password")
def _(world: World) -> Call:
    with_password(world)
    body = {"currentPassword": PASSWORD, "newPassword": "battery staple"}
    return Call(body=body, headers=world.token(world.owner))


@case("POST", f"{AUTH}/password", 403)
def _(world: World) -> Call:
    with_password(world)
    body = {"currentPassword": "wrong horse", "newPassword": "battery staple"}
    return Call(body=body, headers=world.token(world.owner))


@case("POST", f"{AUTH}/password", 401)
def _(world: World) -> Call:
    with_password(world)
    return Call(body={"currentPassword": PASSWORD, "newPassword": "battery staple"})


@case("POST", f"{AUTH}/password", 409)
def _(world: World) -> Call:
    world.settings.AUTH = "local"
    return Call(body={"currentPassword": PASSWORD, "newPassword": "battery staple"})


@case("POST", f"{AUTH}/password", 429)
def _(world: World) -> Call:
    with_password(world)
    for _ in range(6):
        LoginAttempt.objects.create(name=throttle.of_password(world.owner), address="192.0.2.1")
    body = {"currentPassword": PASSWORD, "newPassword": "battery staple"}
    return Call(body=body, headers=world.token(world.owner))


@good("GET", f"{AUTH}/tokens")
def _(world: World) -> Call:
    world.token(world.owner)
    return Call()


@good("POST", f"{AUTH}/tokens")
def _(world: World) -> Call:
    return Call(body={"name": "Laptop", "expiresInDays": 30})


@good("DELETE", f"{AUTH}/tokens/{{token_id}}")
def _(world: World) -> Call:
    row, _ = ApiToken.objects.issue(world.owner, name="Laptop", expires_at=None)
    return Call({"token_id": str(row.pk)})
