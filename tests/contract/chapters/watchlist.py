"""Followed companies."""

from __future__ import annotations

from datetime import timedelta

from orchestrator.models import FollowedBoard, Sighting
from orchestrator.pipeline import watchlist
from orchestrator.pipeline.watchlist import MOST
from tests import make
from tests.contract.chapters.pipeline import nothing_runs, stands
from tests.contract.table import case, good
from tests.contract.world import NOBODY, Call, World
from tests.outside.boards import Boards, Fault, hasty, status

LIST = "/api/watchlist"
BOARD, CHECK = f"{LIST}/{{board_id}}", f"{LIST}/check"
ACME = {"text": "https://jobs.lever.co/acme"}


def followed(world: World, token: str = "acme") -> FollowedBoard:
    FollowedBoard.objects.filter(owner=world.owner).delete()
    board = FollowedBoard.objects.create(
        owner=world.owner, ats="lever", token=token, label="Acme", url="https://jobs.lever.co/acme"
    )
    Sighting.objects.create(
        owner=world.owner, job=make.job(world.owner), board=board, source="lever",
        key=f"{token}/{board.pk}", url="https://jobs.lever.co/acme/1", mark="new",
    )  # fmt: skip
    return board


def named(board: FollowedBoard) -> dict[str, str]:
    return {"board_id": str(board.pk)}


def answering(world: World, *faults: Fault, source: str = "lever") -> None:
    """All sources, until the call has been answered."""
    FollowedBoard.objects.filter(owner=world.owner).delete()
    boards = Boards()
    boards.__enter__()
    if faults:
        boards.fault(source, *faults)
    world.settings.SOURCE_RELAY_URL = boards.url
    world.later.append(lambda: boards.__exit__(None, None, None))


def full(world: World) -> None:
    FollowedBoard.objects.filter(owner=world.owner).delete()
    FollowedBoard.objects.bulk_create(
        FollowedBoard(owner=world.owner, ats="lever", token=f"c{n}", label="C", url="https://c.de")
        for n in range(MOST)
    )


@good("GET", LIST)
def _(world: World) -> Call:
    followed(world)
    return Call()


@good("POST", LIST)
def _(world: World) -> Call:
    answering(world)
    return Call(body={**ACME, "colour": "red"})


@case("POST", LIST, 200)
def _(world: World) -> Call:
    followed(world)
    return Call(body=ACME)


@case("POST", LIST, 409)
def _(world: World) -> Call:
    full(world)
    return Call(body=ACME)


@case("POST", LIST, 422)
def _(world: World) -> Call:
    answering(world, status(404))
    return Call(body=ACME)


@case("POST", LIST, 429)
def _(world: World) -> Call:
    answering(world, hasty(600))
    return Call(body=ACME)


@case("POST", LIST, 502)
def _(world: World) -> Call:
    answering(world, status(403))
    return Call(body=ACME)


@good("POST", CHECK)
def _(world: World) -> Call:
    make.heartbeat()
    nothing_runs(world)
    return Call(body={"ids": [str(followed(world).pk)]})


@case("POST", CHECK, 400)
def _(world: World) -> Call:
    return Call(body={"ids": [NOBODY]})


@case("POST", CHECK, 409)
def _(world: World) -> Call:
    make.heartbeat()
    followed(world)
    stands(world)
    return Call(body={})


@case("POST", CHECK, 503)
def _(world: World) -> Call:
    nothing_runs(world)
    followed(world)
    make.heartbeat(age=timedelta(hours=1))
    return Call(body={})


@good("PATCH", BOARD)
def _(world: World) -> Call:
    return Call(named(followed(world)), body={"label": "Acme Ltd", "enabled": False})


@good("DELETE", BOARD)
def _(world: World) -> Call:
    return Call(named(followed(world)))


@good("POST", f"{BOARD}/restore")
def _(world: World) -> Call:
    board = followed(world)
    ids = named(board)
    watchlist.unfollow(board)
    return Call(ids)


@case("POST", f"{BOARD}/restore", 409)
def _(world: World) -> Call:
    board = followed(world)
    ids = named(board)
    watchlist.unfollow(board)
    full(world)
    return Call(ids)


@good("GET", f"{BOARD}/jobs")
def _(world: World) -> Call:
    return Call(named(followed(world)), query="mark=new&limit=10&offset=0")


@good("POST", f"{BOARD}/jobs/mark")
def _(world: World) -> Call:
    return Call(named(followed(world)), body={"mark": "known", "all": True})


@case("POST", f"{BOARD}/jobs/mark", 400)
def _(world: World) -> Call:
    return Call(named(followed(world)), body={"mark": "known", "all": True, "ids": [NOBODY]})
