"""People and invitations, as somebody who runs the installation asks for them."""

from __future__ import annotations

from orchestrator.accounts import invitations, people
from orchestrator.models import User
from tests.contract.table import case, good
from tests.contract.world import NOBODY, Call, World

PEOPLE, INVITATIONS = "/api/people", "/api/invitations"
ONE, INVITATION = f"{PEOPLE}/{{person_id}}", f"{INVITATIONS}/{{invitation_id}}"


def grace(world: World) -> dict[str, str]:
    found, _ = User.objects.get_or_create(username="grace")
    assert people.one(found.pk) != world.owner
    return {"person_id": str(found.pk)}


def invited(world: World) -> dict[str, str]:
    world.settings.AUTH = "required"
    row, _ = invitations.make(world.owner, note="Grace")
    world.settings.AUTH = "local"
    return {"invitation_id": str(row.pk)}


for path in (PEOPLE, INVITATIONS):

    @good("GET", path)
    def _(world: World) -> Call:
        return Call()


@good("GET", ONE)
def _(world: World) -> Call:
    return Call(grace(world))


@good("PATCH", ONE)
def _(world: World) -> Call:
    return Call(grace(world), body={"isActive": False, "isAdmin": False})


@case("PATCH", ONE, 409)
def _(world: World) -> Call:
    return Call({"person_id": str(world.owner.pk)}, body={"isActive": False})


@good("DELETE", ONE)
def _(world: World) -> Call:
    return Call(grace(world), body={"confirm": "grace"})


@case("DELETE", ONE, 409)
def _(world: World) -> Call:
    return Call({"person_id": str(world.owner.pk)}, body={"confirm": world.owner.username})


# Others than those who run it are told 403, so only what is missing is 404.
@case("GET", ONE, 404)
def _(world: World) -> Call:
    return Call({"person_id": NOBODY})


@case("PATCH", ONE, 404)
def _(world: World) -> Call:
    return Call({"person_id": NOBODY}, body={"isAdmin": False})


@case("DELETE", ONE, 404)
def _(world: World) -> Call:
    return Call({"person_id": NOBODY}, body={"confirm": "nobody"})


@good("POST", INVITATIONS)
def _(world: World) -> Call:
    world.settings.AUTH = "required"
    return Call(body={"note": "Grace"}, headers=world.token(world.owner))


@case("POST", INVITATIONS, 401)
def _(world: World) -> Call:
    world.settings.AUTH = "required"
    return Call(body={"note": "Grace"})


@case("POST", INVITATIONS, 409)
def _(world: World) -> Call:
    world.settings.AUTH = "local"
    return Call(body={"note": "Grace"})


@good("DELETE", INVITATION)
def _(world: World) -> Call:
    return Call(invited(world))


@case("DELETE", INVITATION, 404)
def _(world: World) -> Call:
    return Call({"invitation_id": NOBODY})
