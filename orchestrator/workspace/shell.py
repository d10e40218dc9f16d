"""What every page carries around its content: the rail, the account, how it should look."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from jobops.lib.words import later, later_each
from orchestrator import preferences
from orchestrator.models import User
from orchestrator.workspace import palette_locks
from orchestrator.workspace.notices import Away, away
from orchestrator.workspace.pulse import Pulse, pulse

THEMES = (("system", later("As the system")), ("light", later("Light")), ("dark", later("Dark")))
DENSITIES = (("compact", later("Compact")), ("comfortable", later("Comfortable")))
KEYS = (("on", later("On")), ("off", later("Off")))
LANGUAGES = (
    ("browser", later("As the browser")),
    ("en", later("English")),
    ("de", later("Deutsch")),
)
WIDTHS = (
    ("340", later("Narrowest")),
    ("380", later("Narrow")),
    ("420", later("Usual")),
    ("460", later("Wide")),
    ("520", later("Widest")),
)


@dataclass(frozen=True)
class Place:
    """One entry of the rail. `under`: addresses that light it."""

    label: str
    url: str
    icon: str
    under: tuple[str, ...]
    counted: str = ""


RAIL: tuple[tuple[Place, ...], ...] = (
    (
        Place(later("Today"), "/today", "today", ("/today",)),
        Place(later("Jobs"), "/jobs", "jobs", ("/jobs", "/job/"), counted="ready"),
        Place(
            later("Board"), "/applications/in-progress", "board", ("/applications",), counted="due"
        ),
        Place(later("Inbox"), "/tracking-inbox", "inbox", ("/tracking-inbox",), counted="review"),
        Place(later("Overview"), "/overview", "chart", ("/overview",)),
        Place(later("Résumé"), "/design-resume", "resume", ("/design-resume", "/answers")),
        Place(later("Import"), "/import", "upload", ("/import",)),
        Place(later("Runs"), "/runs", "run", ("/runs",)),
    ),
    (
        Place(later("Watchlist"), "/watchlist", "eye", ("/watchlist",), counted="fresh"),
        Place(later("Sponsors"), "/visa-sponsors", "flag", ("/visa-sponsors",)),
        Place(later("Links"), "/tracer-links", "link", ("/tracer-links",)),
        Place(later("Settings"), "/settings", "settings", ("/settings",)),
    ),
)

# What is counted beside a place, in words.
COUNTED = later_each({"ready": "Ready", "due": "due", "review": "to review", "fresh": "new"})


@dataclass(frozen=True)
class RailItem:
    label: str
    url: str
    icon: str
    current: bool
    count: int | None = None
    count_id: str = ""
    count_words: str = ""


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    pressed: str


@dataclass(frozen=True)
class Shell:
    theme: str
    density: str
    keys: str
    width: str
    chat: str
    language: str
    rail: tuple[tuple[RailItem, ...], ...]
    new_run_url: str
    sign_out_url: str
    account: str = ""
    pulse: Pulse | None = None
    owner: User | None = None

    @property
    def away(self) -> Away | None:
        """What came while nobody looked; read only by the page that says it."""
        return away(self.owner, self.pulse) if self.owner and self.pulse else None

    @property
    def themes(self) -> tuple[Choice, ...]:
        return choices(THEMES, chosen=self.theme)

    @property
    def densities(self) -> tuple[Choice, ...]:
        return choices(DENSITIES, chosen=self.density)

    @property
    def widths(self) -> tuple[Choice, ...]:
        return choices(WIDTHS, chosen=self.width)

    @property
    def key_choices(self) -> tuple[Choice, ...]:
        return choices(KEYS, chosen=self.keys)

    @property
    def languages(self) -> tuple[Choice, ...]:
        return choices(LANGUAGES, chosen=self.language)

    @property
    def locks(self) -> str:
        return palette_locks.spelled()


def shell(request: HttpRequest) -> dict[str, object]:
    """Context processor. Lazy, so that a fragment pays for nothing it does not show."""
    return {"shell": SimpleLazyObject(lambda: around(request))}


def around(request: HttpRequest) -> Shell:
    """An error page may come before anybody knows who is asking."""
    user = getattr(request, "user", None)
    known = user if isinstance(user, User) else None
    now = pulse(known) if known else None
    return Shell(
        *looks(known),
        rail=rail(now, path=request.path),
        account=known.pk.hex[-12:] if known else "",
        pulse=now,
        owner=known,
        new_run_url="/runs/new" if known else "",
        sign_out_url="/sign-out" if known and settings.AUTH == "required" else "",
    )


def looks(owner: User | None) -> tuple[str, str, str, str, str, str]:
    if owner is None:
        return "system", "compact", "on", "420", "off", "browser"
    mine = preferences.of(owner)
    keys, chat = ("on" if mine[name] else "off" for name in ("singleKeys", "chatOpen"))
    return mine["theme"], mine["density"], keys, width(mine["listWidth"]), chat, mine["language"]


def width(pixels: int) -> str:
    """The nearest of the widths a style is written for."""
    return min(WIDTHS, key=lambda known: abs(int(known[0]) - pixels))[0]


def rail(now: Pulse | None, *, path: str) -> tuple[tuple[RailItem, ...], ...]:
    if now is None:
        return ()
    return tuple(tuple(rail_item(place, path=path, now=now) for place in group) for group in RAIL)


def rail_item(place: Place, *, path: str, now: Pulse) -> RailItem:
    current = path.startswith(place.under)
    if not place.counted:
        return RailItem(place.label, place.url, place.icon, current)
    count = getattr(now, place.counted)
    named = (f"rail-{place.counted}", COUNTED[place.counted])
    return RailItem(place.label, place.url, place.icon, current, count, *named)


def choices(options: tuple[tuple[str, str], ...], *, chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, str(value == chosen).lower()) for value, label in options)
