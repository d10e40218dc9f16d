"""Every address of the browser, and what is looked at there. tests/browser/test_tour.py compares
this with the addresses the application has, so a page without a row here fails.

`{names}` are those of tests/browser/house.py. The operations console is not here: it keeps Django's
stock look with what axe finds in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NOWHERE = "0192f3c4-8a6e-7cc3-b4f2-6d1e5f0a9b87"
UUID, TAB = "<uuid:pk>", "<tab:tab>"

# Route → where it is opened. The first address of each has a title no other page has.
PAGES: Mapping[str, tuple[str, ...]] = {
    f"jobs/{TAB}": ("/jobs/discovered", "/jobs/ready", "/jobs/applied", "/jobs/all",
                    "/jobs/discovered?q=nothing+has+this&score=85-100", "/jobs/applied?closed=1"),
    f"jobs/{TAB}/{UUID}": ("/jobs/discovered/{job}", "/jobs/ready/{ready}", "/jobs/applied/{sent}",
                           "/jobs/applied/{applied}", "/jobs/discovered/{processing}",
                           "/jobs/all/{skipped}", "/jobs/all/{expired}"),
    f"jobs/{TAB}/filters": ("/jobs/discovered/filters",),
    f"jobs/{TAB}/views": ("/jobs/discovered/views",),
    f"jobs/{TAB}/{UUID}/snooze": ("/jobs/discovered/{job}/snooze",),
    f"jobs/{TAB}/{UUID}/tags": ("/jobs/discovered/{job}/tags",),
    "tags": ("/tags",),
    "views": ("/views",),
    "compare": ("/compare?a={job}&b={ready}", "/compare"),
    f"jobs/{TAB}/{UUID}/upload": ("/jobs/discovered/{job}/upload",),
    f"jobs/{TAB}/{UUID}/tailor": ("/jobs/discovered/{job}/tailor",),
    f"jobs/{TAB}/{UUID}/log": ("/jobs/applied/{sent}/log",),
    f"jobs/{TAB}/{UUID}/todo": ("/jobs/applied/{sent}/todo",),
    "search": ("/search?q=engineer", "/search", "/search?q=nothing+has+this", "/search?q=%22",
               "/search?q=%40ready+engineer", "/search?q=%40pro", "/search?q=interview&in=mails"),
    f"job/{UUID}": ("/job/{job}", "/job/{processing}", "/job/{sent}"),
    f"job/{UUID}/edit": ("/job/{job}/edit",),
    f"job/{UUID}/ledger": ("/job/{job}/ledger",),
    f"job/{UUID}/tailoring": ("/job/{job}/tailoring",),
    f"job/{UUID}/tailoring/<uuid:tailoring>": ("/job/{job}/tailoring/{tailoring}",),
    f"job/{UUID}/pdf": ("/job/{ready}/pdf", "/job/{job}/pdf"),
    f"job/{UUID}/contacts": ("/job/{sent}/contacts", "/job/{job}/contacts"),
    f"job/{UUID}/contacts/<uuid:contact>": ("/job/{sent}/contacts/{contact}",),
    f"job/{UUID}/packet": ("/job/{sent}/packet", "/job/{job}/packet"),
    f"job/{UUID}/notes": ("/job/{job}/notes",),
    f"job/{UUID}/notes/<uuid:note>": ("/job/{job}/notes/{note}",),
    f"job/{UUID}/documents": ("/job/{job}/documents", "/job/{ready}/documents"),
    f"job/{UUID}/documents/<uuid:document>/remove": ("/job/{job}/documents/{document}/remove",),
    f"job/{UUID}/timeline": ("/job/{sent}/timeline", "/job/{sent}/timeline?add=log",
                             "/job/{sent}/timeline?edit={event}",
                             "/job/{sent}/timeline?todo={todo}", "/job/{ready}/timeline"),
    f"job/{UUID}/interviews/new": ("/job/{sent}/interviews/new",),
    f"job/{UUID}/interviews/<uuid:interview>": ("/job/{sent}/interviews/{interview}",
                                                "/job/{sent}/interviews/{past_interview}"),
    f"job/{UUID}/interviews/<uuid:interview>/edit": ("/job/{sent}/interviews/{interview}/edit",),
    f"job/{UUID}/emails": ("/job/{sent}/emails", "/job/{sent}/emails?show=manual",
                           "/job/{ready}/emails"),
    f"job/{UUID}/ghostwriter": ("/job/{job}/ghostwriter", "/job/{ready}/ghostwriter",
                                "/job/{sent}/ghostwriter?prompt=Why+me%3F",
                                "/job/{job}/ghostwriter?edit={said}"),
    f"job/{UUID}/ghostwriter/reset": ("/job/{job}/ghostwriter/reset",),
    f"job/{UUID}/letters": ("/job/{job}/letters", "/job/{ready}/letters"),
    f"job/{UUID}/letters/<uuid:letter>": ("/job/{job}/letters/{old_letter}",
                                          "/job/{job}/letters/{letter}",
                                          "/job/{job}/letters/{letter}?edit=1"),
    f"job/{UUID}/letters/<uuid:letter>/remove": ("/job/{job}/letters/{letter}/remove",),
    f"job/{UUID}/answers": ("/job/{job}/answers", "/job/{ready}/answers"),
    f"job/{UUID}/answers/<uuid:answer>": ("/job/{job}/answers/{answer}",),
    f"job/{UUID}/answers/<uuid:answer>/remove": ("/job/{job}/answers/{answer}/remove",),
    f"job/{UUID}/answers/from/<uuid:message>": ("/job/{job}/answers/from/{told}",),
    "answers": ("/answers", "/answers?q=nothing+has+this"),
    "answers/<uuid:saved>": ("/answers/{saved}",),
    f"bulk/{UUID}": ("/bulk/{ended}", "/bulk/{bulk}"),
    "bulk/all": ("/bulk/all?place=discovered",),
    "notices": ("/notices",),
    "applications/in-progress": ("/applications/in-progress",
                                 "/applications/in-progress?closed=all&lane=offer",
                                 "/applications/in-progress?q=nothing+has+this"),
    f"applications/in-progress/{UUID}/move": ("/applications/in-progress/{sent}/move",),
    "runs": ("/runs",),
    "runs/new": ("/runs/new", "/runs/new?preset={search}"),
    f"runs/{UUID}": ("/runs/{run}", "/runs/{failed_run}"),
    f"runs/searches/{UUID}/delete": ("/runs/searches/{search}/delete",),
    "tracking-inbox": ("/tracking-inbox", "/tracking-inbox?q=nothing+has+this"),
    "tracking-inbox/linked": ("/tracking-inbox/linked",),
    "tracking-inbox/ignored": ("/tracking-inbox/ignored",),
    "tracking-inbox/runs": ("/tracking-inbox/runs",),
    f"tracking-inbox/runs/{UUID}": ("/tracking-inbox/runs/{mail_run}",
                                    "/tracking-inbox/runs/{failed_mail_run}"),
    f"tracking-inbox/{UUID}": ("/tracking-inbox/{mail}", "/tracking-inbox/{orphan}",
                               "/tracking-inbox/{linked_mail}", "/tracking-inbox/{ignored_mail}"),
    f"tracking-inbox/{UUID}/job": ("/tracking-inbox/{orphan}/job",),
    "tracking-inbox/accounts": ("/tracking-inbox/accounts",),
    "tracking-inbox/accounts/new": ("/tracking-inbox/accounts/new",),
    "tracking-inbox/accounts/<uuid:account>": (
        "/tracking-inbox/accounts/{mailbox}", "/tracking-inbox/accounts/{google}",
        "/tracking-inbox/accounts/{mailbox_off}",
    ),
    "tracking-inbox/accounts/<uuid:account>/sign-in": (
        "/tracking-inbox/accounts/{mailbox}/sign-in",
    ),
    "oauth/gmail/callback": ("/oauth/gmail/callback",),
    "settings/mail": ("/settings/mail",),
    "tracking-inbox/senders": ("/tracking-inbox/senders",),
    "watchlist": ("/watchlist",),
    "visa-sponsors": ("/visa-sponsors", "/visa-sponsors?q=crumb"),
    "tracer-links": ("/tracer-links", "/tracer-links?days=7"),
    f"watchlist/{UUID}": ("/watchlist/{board}", "/watchlist/{board}?show=known",
                          "/watchlist/{board}?show=ignored", "/watchlist/{board}?show=moved",
                          "/watchlist/{paused}", "/watchlist/{unasked}"),
    "import": ("/import",),
    "import/file/<str:digest>": ("/import/file/{digest}", "/import/file/gone"),
    f"import/{UUID}": ("/import/{importing}", "/import/{brought}"),
    "settings/models": ("/settings/models",),
    "settings/writing": ("/settings/writing",),
    "settings/prompts": ("/settings/prompts",),
    "settings/prompts/lab": ("/settings/prompts/lab",),
    f"settings/prompts/lab/{UUID}": ("/settings/prompts/lab/{trial}",
                                     "/settings/prompts/lab/{trying}",
                                     "/settings/prompts/lab/{thrown}"),
    "settings/ghostwriter": ("/settings/ghostwriter",),
    "settings/ghostwriter/prompts": ("/settings/ghostwriter/prompts",),
    "settings/ghostwriter/prompts/<str:prompt>": ("/settings/ghostwriter/prompts/{prompt}",),
    "settings/scoring": ("/settings/scoring",),
    "settings/resume": ("/settings/resume",),
    "settings/pdf": ("/settings/pdf",),
    "settings/sources": ("/settings/sources",),
    "settings/webhooks": ("/settings/webhooks",),
    "settings/calendar": ("/settings/calendar",),
    "settings/reactive-resume": ("/settings/reactive-resume",),
    "settings/display": ("/settings/display",),
    "settings/search": ("/settings/search?q=key", "/settings/search?q=nothing+has+this"),
    "settings/access": ("/settings/access",),
    "settings/access/two-step": ("/settings/access/two-step",),
    "settings/tokens": ("/settings/tokens",),
    "settings/people": ("/settings/people",),
    f"settings/people/{UUID}/remove": ("/settings/people/{grace}/remove",),
    "invitation/<str:text>": ("/invitation/gone",),
    "guide": ("/guide",),
    "guide/<path:leaf>": ("/guide/triage", "/guide/all", "/guide/about/settings",
                          "/guide/about/api/jobs"),
    "settings/about": ("/settings/about",),
    "settings/backups": ("/settings/backups",),
    "overview": ("/overview", "/overview?duration=all", "/overview?from=2001-01-01&to=2001-01-31",
                 "/overview?from=soon"),
    "settings/export": ("/settings/export",),
    f"settings/export/{UUID}": ("/settings/export/{export}",),
    f"settings/export/in/{UUID}": ("/settings/export/in/{taken}",),
    "settings/backups/<str:filename>/delete": ("/settings/backups/{backup}/delete",),
    "settings/backups/<str:filename>/restore": ("/settings/backups/{backup}/restore",),
    "settings/danger": ("/settings/danger",),
    "settings/danger/status": ("/settings/danger/status?value=skipped",),
    "settings/danger/score": ("/settings/danger/score?value=10",),
    "onboarding": ("/onboarding",),
    "today": ("/today",),
    "capture": ("/capture", "/capture?url=https%3A%2F%2Fa.example%2F1&text=A+posting"),
    "keys": ("/keys",),
    "display": ("/display",),
    "design-resume": ("/design-resume",),
    f"design-resume/import/{UUID}": ("/design-resume/import/{review}",),
    "design-resume/server": ("/design-resume/server",),
    "design-resume/gallery": (
        "/design-resume/gallery", "/design-resume/gallery?job={job}&paper=letter&photo=on",
    ),
    f"design-resume/{UUID}/photo": ("/design-resume/{base}/photo",),
    "design-resume/facts": ("/design-resume/facts",),
    f"design-resume/{UUID}": ("/design-resume/{base}",),
    f"design-resume/{UUID}/versions": ("/design-resume/{base}/versions",),
    f"design-resume/{UUID}/versions/<int:number>": ("/design-resume/{base}/versions/1",),
    f"design-resume/{UUID}/details": ("/design-resume/{base}/details",),
    "^design-resume/(?P<pk>[0-9a-f-]{36})/(?P<name>basics|summary|skills|projects)$": (
        "/design-resume/{base}/basics", "/design-resume/{base}/summary",
        "/design-resume/{base}/skills", "/design-resume/{base}/projects",
    ),
    "^design-resume/(?P<pk>[0-9a-f-]{36})/(?P<name>experience|education|languages|certifications"
    "|awards|publications|volunteer|interests|references|other|profiles)$": (
        "/design-resume/{base}/experience", "/design-resume/{base}/education",
        "/design-resume/{base}/awards", "/design-resume/{base}/other",
    ),
}  # fmt: skip
# Addresses nobody routed, and one whose row is gone.
BESIDE = ("/nowhere", f"/jobs/all/{NOWHERE}", f"/runs/{NOWHERE}", "/api/docs")
# Shown only while an installation asks for sign-in.
WAY_IN = ("sign-in", "setup")

# Parts of a page that show the whole page, or lead to it, when they are opened by themselves.
PARTS: Mapping[str, str] = {
    f"jobs/{TAB}/rows": "/jobs/discovered/rows",
    f"jobs/{TAB}/counts": "/jobs/discovered/counts",
    "palette": "/palette?q=engineer",
    f"jobs/{TAB}/{UUID}/progress": "/jobs/discovered/{processing}/progress",
    f"jobs/{TAB}/{UUID}/paper": "/jobs/ready/{ready}/paper",
    f"jobs/{TAB}/{UUID}/fit": "/jobs/discovered/{job}/fit",
    f"job/{UUID}/ghostwriter/drawer": "/job/{job}/ghostwriter/drawer",
    f"job/{UUID}/ghostwriter/<uuid:message>": "/job/{job}/ghostwriter/{told}",
    "bulk/line": "/bulk/line?place=discovered",
    f"bulk/{UUID}/line": "/bulk/{bulk}/line?place=discovered",
    "live/news": "/live/news",
    "settings/backups/making": "/settings/backups/making",
    # These take a form; opened by themselves they lead to the page that has it.
    "import/url": "/import/url",
    "sign-in/code": "/sign-in/code",
    "import/paste": "/import/paste",
    "import/choose": "/import/choose",
    "import/review": "/import/review",
    "import/file": "/import/file",
    "": "/",
    "jobs": "/jobs",
    "home": "/home",
    "settings": "/settings",
    **{tab: f"/{tab}" for tab in ("ready", "discovered", "applied", "all", "in-progress")},
}
FILES = {
    "health", "health/ready", "metrics", "live", "manifest.webmanifest",
    "pdfs/resume_<uuid:job_id>.pdf", f"jobs/{TAB}.csv",
    "cv/<str:token>", "calendar/<str:token>.ics",
    "settings/calendar/address", "tracer-links/file",
    f"job/{UUID}/pdf/sent", f"job/{UUID}/pdf/<uuid:version>",
    f"job/{UUID}/ghostwriter/<uuid:message>/source", f"job/{UUID}/ghostwriter.md",
    f"job/{UUID}/packet/<uuid:packet>.zip", f"job/{UUID}/packet/<uuid:packet>/resume.pdf",
    f"job/{UUID}/packet/<uuid:packet>/letter.pdf",
    f"job/{UUID}/letters/<uuid:letter>/pdf",
    f"job/{UUID}/documents/<uuid:document>", "import/file/<str:digest>/rejects.csv",
    "overview/<str:figure>.csv", "settings/backups/<str:filename>", f"settings/export/{UUID}.zip",
    f"design-resume/{UUID}/export/<str:kind>",
    "design-resume/gallery/<slug:theme>.webp", "design-resume/gallery/<slug:theme>.pdf",
    f"design-resume/{UUID}/photo.jpg", f"design-resume/{UUID}/original",
}  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """A page after something was done there. `steps`: a verb of tests/browser/tour.py, a selector
    or key, and a text. `shows`: what is visible then.
    """

    at: str
    steps: tuple[tuple[str, ...], ...]
    shows: str


def send(form: str) -> tuple[str, str]:
    return ("send", f"form[action='{form}']")


JOB, SENT = "/job/{job}", "/job/{sent}"
POSTED = "Baker\nCompany: Crumb Ltd\nLocation: Bath\n\nYou bake bread."
# What is wrong, asked, open or under way.
STOPS: tuple[Stop, ...] = (
    Stop("/jobs/discovered", (("key", "?"),), "#help[open]"),
    Stop("/jobs/discovered", (("key", "/"),), "#palette [role=option]"),
    Stop("/jobs/discovered", (("key", "/"), ("fill", "#palette-words", "@")),
         "#palette [data-lock]"),
    Stop("/applications/in-progress", (("click", ".tile [data-opens]"),), "#board-move[open]"),
    Stop("/applications/in-progress", (
        ("click", ".tile [data-opens]"), ("click", "[data-to=closed]"),
    ), "#board-end[open]"),
    Stop("/applications/in-progress", (
        ("click", ".tile [data-opens]"), ("click", "[data-to=onsite]"),
    ), ".toast"),
    Stop("/jobs/discovered", (("click", "[data-opens=new-run]"),), "#new-run input[name=top_n]"),
    Stop("/jobs/discovered", (("click", "summary[aria-label=Display]"),), "[data-display]"),
    Stop("/jobs/discovered", (("key", "f"),), ".filters-fields input"),
    Stop("/jobs/discovered", (("click", "#sort-open"),), "button[form=sort]"),
    Stop("/jobs/discovered/{job}", (("key", "x"),), "#bulk"),
    Stop("/jobs/discovered", (("key", "x"), ("click", "#bulk a[href^='/bulk/all']")), "#bulk"),
    Stop("/jobs/all/{skipped}", (("click", "#panel details.menu summary"),), "#panel .menu-items"),
    Stop("/jobs/all/{skipped}", (("key", "u"),), ".toast"),
    Stop("/jobs/discovered?q=engineer&score=0-49", (), ".filter-chips"),
    Stop("/import", (send("/import/url"),), ".errors"),
    Stop("/import", (send("/import/paste"),), ".errors"),
    Stop("/import", (send("/import/file"),), ".errors"),
    Stop("/import", (("fill", "[name=text]", POSTED), send("/import/paste")), ".review"),
    Stop("/import", (
        ("fill", "[name=text]", POSTED), send("/import/paste"), ("fill", "#id_title", ""),
        send("/import/review"),
    ), ".errors"),
    Stop("/import", (("page", "[name=page]"), send("/import/paste")), "[name=pick]"),
    Stop("/runs/new", (("fill", "[name=top_n]", "900"), send("/runs/new")), ".errors"),
    Stop("/runs/new", (
        ("click", "#run-where > summary"), ("click", "#run-limits > summary"),
        ("click", "#run-steps > summary"), ("click", "#run-save > summary"),
        ("click", "#run-apart > summary"), ("click", "#run-sentence > summary"),
    ), "[name=cron]"),
    Stop("/runs/{failed_run}", (("click", "#read-1 summary"),), "#read-1 li"),
    Stop("/tracking-inbox", (("key", "j"), ("key", "t")), ".mail select:focus"),
    Stop("/tracking-inbox", (("key", "j"), ("key", "m")), ".mail input[type=search]:focus"),
    Stop("/tracking-inbox", (("key", "j"), ("key", "i")), ".toast"),
    Stop("/tracking-inbox", (("click", ".mail-why summary"),), ".mail-why .pairs"),
    Stop("/tracking-inbox", (("click", "[data-mails-all]"),), "[data-mail]:checked"),
    Stop("/tracking-inbox/{orphan}", (("click", "[data-key=y]"),), ".errors"),
    Stop("/tracking-inbox", (send("/tracking-inbox/upload"),), ".errors"),
    Stop("/tracking-inbox", (
        ("click", "#bring-paste summary"), send("/tracking-inbox/paste"),
    ), ".errors"),
    Stop(JOB + "/edit", (("fill", "[name=title]", ""), ("send", "main form")), ".errors"),
    Stop(JOB + "/notes", (("fill", "[name=content]", "x"), ("send", "#note-form")), ".errors"),
    Stop(JOB + "/notes", (
        ("click", "details:has([action$=restore]) summary"),
    ), "[action$=restore]"),
    Stop(JOB + "/notes/{note}", (("fill", "[name=title]", ""), ("send", "#note-form")), ".errors"),
    Stop("/jobs/discovered/{job}", (("key", "g"),), "#drawer .turn"),
    Stop("/jobs/applied/{sent}", (), "#drawer .empty"),
    Stop("/jobs/applied/{sent}", (("click", "[data-drawer-close]"),), "#panel-title"),
    Stop(JOB + "/ghostwriter", (
        ("click", ".turn-doubts summary"), ("click", ".turn-saw summary"),
        ("click", ".chat-sees summary"),
    ), ".chat-look"),
    Stop("/job/{ready}/ghostwriter", (("send", "#chat-form"),), "#chat-said .note"),
    Stop(SENT + "/timeline?add=log", (("send", "form[action$='/log']"),), ".errors"),
    Stop(SENT + "/timeline", (("send", "form[action$='/todos']"),), ".errors"),
    Stop(SENT + "/timeline", (("click", ".events details summary"),), ".events .menu-items"),
    Stop("/jobs/discovered/{job}/tailor", (("click", "[name=then][value=finalize]"),), ".errors"),
    Stop("/jobs/discovered/{job}/tailor", (
        ("click", ".change .wording > summary"), ("click", ".change details[id^=support] summary"),
        ("click", "[value=inline]"), ("click", "#review-decided > summary"),
        ("click", "#bullets details > summary"), ("click", "#bullets .wording > summary"),
    ), "#bullets textarea"),
    Stop("/design-resume/facts", (send("/design-resume/facts"),), ".errors"),
    Stop("/watchlist", (send("/watchlist"),), ".errors"),
    Stop("/watchlist/{board}", (
        ("click", "summary:has-text('Rename')"), ("fill", "[name=label]", ""),
        ("send", "form[action$='/change']"),
    ), ".errors"),
    Stop("/watchlist/{board}?show=known", (
        ("click", "button[name=mark][value=ignored]"),
    ), ".toast"),
    Stop("/settings/models", (
        ("fill", "#set_llmBaseUrl", "http://127.0.0.1:9/v1"), ("fill", "#set_llmModel", "m"),
        ("click", "button[name=try]"),
    ), "#trial.is-bad, #trial .is-bad"),
    Stop("/settings/scoring", (
        ("fill", "#set_autoSkipScoreThreshold", "400"), send("/settings/scoring"),
    ), ".errors"),
    Stop("/settings/writing", (
        ("fill", "#set_chatStyleManualLanguage", "klingonese"), send("/settings/writing"),
    ), ".errors"),
    Stop("/settings/prompts", (
        ("fill", "#set_tailoringPromptTemplate", "{{mood}}"), send("/settings/prompts"),
    ), ".errors"),
    Stop("/settings/prompts", (
        ("click", "button[formaction='/settings/prompts/lab']"),
    ), "pre.robot-text"),
    Stop("/settings/prompts/lab", (send("/settings/prompts/lab"),), "pre.robot-text"),
    Stop("/settings/tokens", (send("/settings/tokens"),), ".errors"),
    Stop("/settings/danger", (("send", "form[action='/settings/danger']"),), ".errors"),
    Stop("/design-resume", (send("/design-resume/import"),), ".errors"),
    Stop("/design-resume/{base}/photo", (("send", "form[enctype]"),), ".errors"),
)  # fmt: skip

# Before anything exists.
EMPTY = (
    "/applications/in-progress", "/visa-sponsors",
    "/jobs/discovered", "/jobs/ready", "/jobs/applied", "/jobs/all", "/search?q=engineer",
    "/notices", "/watchlist", "/runs", "/runs/new", "/import", "/tracking-inbox",
    "/tracking-inbox/linked", "/tracking-inbox/ignored", "/tracking-inbox/runs",
    "/tracking-inbox/senders", "/onboarding", "/design-resume",
    "/design-resume/gallery", "/design-resume/server", "/design-resume/facts", "/settings/resume",
    "/settings/access", "/settings/tokens", "/settings/prompts/lab", "/answers",
    "/settings/ghostwriter/prompts",
    "/settings/about", "/settings/backups", "/settings/danger", "/bulk/all",
    "/settings/danger/status?value=skipped",
)  # fmt: skip
