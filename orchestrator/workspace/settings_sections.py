"""What the settings pages are: their order, their words, and a search over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jobops.lib.text import fold
from orchestrator.setting_table import SETTINGS
from orchestrator.sources.registry import SEARCHED
from orchestrator.workspace.settings_calendar import CALENDAR_FIELDS, CALENDAR_KEYS
from orchestrator.workspace.settings_chat import CHAT_FIELDS, CHAT_KEYS
from orchestrator.workspace.settings_mail import MAIL_FIELDS, MAIL_KEYS
from orchestrator.workspace.settings_models import SPEND_FIELDS, SPEND_KEYS
from orchestrator.workspace.settings_pdf import PDF_FIELDS, PDF_KEYS, Field
from orchestrator.workspace.settings_writing import (
    PROMPT_FIELDS,
    PROMPT_KEYS,
    WRITING_FIELDS,
    WRITING_KEYS,
)


@dataclass(frozen=True)
class Section:
    """`keys`: the settings its form saves. Pages with more than a form have their own view.
    `words`: what else somebody may look for here.
    """

    name: str
    label: str
    text: str
    keys: tuple[str, ...] = ()
    words: str = ""
    for_staff: bool = False


@dataclass(frozen=True)
class Hit:
    """A setting that was found: where it is, and which variable it falls back to."""

    label: str
    hint: str
    section: str
    url: str
    variable: str = ""


SECTIONS: Mapping[str, Section] = {
    one.name: one
    for one in (
        Section(
            "models",
            "Models",
            "Any OpenAI-compatible endpoint. Without one, rules score and tailor, and say so.",
            ("llmBaseUrl", "llmModel", "llmApiKey", *SPEND_KEYS),
            "llm ai ollama openai language model endpoint tokens cost price budget limit month",
        ),
        Section(
            "writing",
            "Writing",
            "How tailored texts sound, what they never say, and limits that code keeps.",
            WRITING_KEYS,
            "style tone language words avoid limits bullets",
        ),
        Section(
            "prompts",
            "Prompts",
            "What a language model is told when it tailors a job's texts.",
            PROMPT_KEYS,
            "template placeholder instructions lab try",
        ),
        Section(
            "ghostwriter",
            "Ghostwriter",
            "What the writing assistant beside each job is told, and how much it may use.",
            CHAT_KEYS,
            "chat assistant template system prompt saved prompts pictures images",
        ),
        Section(
            "scoring",
            "Scoring",
            "What counts for you beyond the posting's own requirements.",
            (
                "scoringInstructions",
                "penalizeMissingSalary",
                "missingSalaryPenalty",
                "autoSkipScoreThreshold",
            ),
        ),
        Section(
            "resume",
            "Résumé & projects",
            "Which projects a tailored résumé may show, and when tailoring begins.",
            ("autoTailorOnManualImport",),
            "projects locked must include maximum resumeProjects cv",
        ),
        Section(
            "pdf",
            "PDF",
            "How new PDFs look. Ready jobs are printed again by themselves.",
            PDF_KEYS,
            "chromium printing CHROMIUM_PATH",
        ),
        Section(
            "sources",
            "Sources & search",
            "What runs look for and where, until a saved search says otherwise.",
            (
                "searchTerms",
                "searchSources",
                "searchCountry",
                "searchCities",
                "searchWorkplaces",
                "searchScope",
                "matchStrictness",
                "postingAge",
                "blockedEmployers",
                "watchlistHours",
                "sourceDeadline",
                "adzunaAppId",
                "adzunaAppKey",
                "themuseApiKey",
            ),
            "boards feeds crawl discover find employers blocked watchlist adzuna jobspy",
        ),
        Section(
            "mail",
            "Mail",
            "How answers to your applications are read. Mailboxes are connected under Inbox.",
            MAIL_KEYS,
            "gmail google imap inbox e-mail account oauth bodies",
        ),
        Section(
            "calendar",
            "Calendar",
            "An address under which calendar programs read your dates. Off until you make one.",
            CALENDAR_KEYS,
            "ics ical feed subscribe interviews dates private token webcal",
        ),
        Section(
            "webhooks",
            "Webhooks",
            "Tell other programs that you applied, or that a run ended.",
            (
                "jobCompleteWebhookUrl",
                "pipelineWebhookUrl",
                "webhookSecret",
                "webhookSendBearer",
            ),
            "notify hook signature trigger automation",
        ),
        Section(
            "reactive-resume",
            "Reactive Resume",
            "A server to take résumés from. Nothing is written back.",
            ("rxresumeUrl", "rxresumeApiKey"),
        ),
        Section(
            "display",
            "Display",
            "How this workspace looks and counts days.",
            ("theme", "density", "singleKeys", "listWidth", "language", "timeZone"),
        ),
        Section(
            "access",
            "Signing in",
            "Your password, a second step, and where you are signed in.",
            words="password sign-in session users JOBOPS_AUTH",
        ),
        Section(
            "tokens",
            "Tokens",
            "What lets a program in: a script, a browser extension.",
            words="api token bearer scope revoke",
        ),
        Section(
            "people",
            "People",
            "Who has an account here, and inviting others.",
            words="users invite invitation link administrator suspend remove account",
            for_staff=True,
        ),
        Section(
            "backups",
            "Backups",
            "Copies of the whole installation, and where they are.",
            words="archive restore download",
        ),
        Section(
            "export",
            "Export & import",
            "Everything of yours out in one archive, and one in again.",
            words="archive zip csv json calendar move leave take in tracker spreadsheet",
        ),
        Section(
            "danger",
            "Danger zone",
            "Deleting much at once.",
            words="delete clear reset start over remove",
        ),
        Section(
            "about",
            "About",
            "What runs here, and where to read on.",
            words="version licence api documentation health",
        ),
    )
}
# Those that one form saves, and nothing else.
PLAIN = (
    "models", "writing", "scoring", "pdf", "sources", "mail", "calendar", "webhooks",
    "reactive-resume", "display",
)  # fmt: skip

FIELDS: Mapping[str, Field] = {
    "llmBaseUrl": Field("Address", "With its /v1, for example http://localhost:11434/v1"),
    "llmModel": Field("Model", "Its name there, for example llama3.1:8b"),
    "llmApiKey": Field("Key", "Leave it blank to keep what is set; many local models want none."),
    **SPEND_FIELDS,
    "rxresumeUrl": Field("Address", "As in the browser, for example https://rxresu.me"),
    "rxresumeApiKey": Field(
        "Key",
        "Leave it blank to keep what is set. Several, separated by commas, are tried in turn.",
    ),
    **WRITING_FIELDS,
    **PROMPT_FIELDS,
    **CHAT_FIELDS,
    "scoringInstructions": Field(
        "What you prefer", "Lines like “prefer: remote” or “avoid: travel”.", long=True
    ),
    "penalizeMissingSalary": Field("Take points off when the pay is not stated"),
    "missingSalaryPenalty": Field("How many points", "They are taken off only if that is on."),
    "autoSkipScoreThreshold": Field("Skip by itself below", "A score from 0 to 100; empty: never."),
    "autoTailorOnManualImport": Field(
        "Tailor a posting as soon as it is imported by hand",
        "Off: it waits in Discovered until you tailor it.",
    ),
    **PDF_FIELDS,
    **MAIL_FIELDS,
    **CALENDAR_FIELDS,
    "searchTerms": Field(
        "What to look for", "One job title or phrase on each line; empty: from your résumé."
    ),
    "searchSources": Field(
        "Where to look",
        "None chosen: all that need no key.",
        choices=tuple((one.id, one.label) for one in SEARCHED.values()),
    ),
    "searchCountry": Field("Country", "A name or a code such as DE; empty: anywhere."),
    "searchCities": Field("Cities", "One on each line; empty: all of the country."),
    "searchWorkplaces": Field(
        "Workplace",
        "None chosen: all.",
        choices=(("remote", "Remote"), ("hybrid", "Hybrid"), ("onsite", "On site")),
    ),
    "searchScope": Field(
        "How far",
        choices=(
            ("selected_only", "The chosen country and cities only"),
            ("selected_plus_remote_worldwide", "Also remote work from anywhere"),
            ("remote_worldwide_prioritize_selected", "Remote from anywhere, the chosen first"),
        ),
    ),
    "matchStrictness": Field(
        "How strictly",
        "Loosely, words may stand in the description, and another city of the country passes.",
        choices=(("exact_only", "Strictly"), ("flexible", "Loosely")),
    ),
    "postingAge": Field("Oldest posting, in days"),
    "blockedEmployers": Field("Employers to leave out", "One on each line, as whole words."),
    "watchlistHours": Field("Look at followed employers every … hours", "0: only with runs."),
    "sourceDeadline": Field("Longest time for one source, in seconds"),
    "adzunaAppId": Field("Adzuna: application id", "From developer.adzuna.com."),
    "adzunaAppKey": Field("Adzuna: key", "Leave it blank to keep what is set."),
    "themuseApiKey": Field("The Muse: key", "Not needed; it allows more calls."),
    "jobCompleteWebhookUrl": Field("Tell that I applied", "An address that takes POST requests."),
    "pipelineWebhookUrl": Field("Tell that a run ended", "An address that takes POST requests."),
    "webhookSecret": Field("Secret", "It signs what is sent, and opens the trigger address."),
    "webhookSendBearer": Field("Also send the secret as a bearer token", "Never in the clear."),
    "theme": Field(
        "Colours", choices=(("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
    ),
    "density": Field("Rows", choices=(("compact", "Compact"), ("comfortable", "Comfortable"))),
    "singleKeys": Field("Single keys act", "Off: only the buttons do."),
    "listWidth": Field("Width of the job list, in pixels", "From 320 to 560."),
    "language": Field(
        "Language",
        "Of these pages. Texts about jobs stay in the language they are in.",
        choices=(("browser", "As the browser"), ("en", "English"), ("de", "Deutsch")),
    ),
    "timeZone": Field("Time zone", "For example Europe/London. Days and deadlines count in it."),
}  # fmt: skip


def search(words: str, *, is_staff: bool) -> list[Hit]:
    """Settings whose label, hint, key or variable holds every word; sections by what they do.
    What is for staff exists for nobody else.
    """
    wanted = fold(words).split()
    if not wanted:
        return []
    found = _everything(section for section in SECTIONS.values() if is_staff >= section.for_staff)
    return [hit for text, hit in found if all(word in text for word in wanted)]


def _everything(sections: Iterable[Section]) -> list[tuple[str, Hit]]:
    found: list[tuple[str, Hit]] = []
    for section in sections:
        url = f"/settings/{section.name}"
        text = fold(f"{section.label} {section.text} {section.words}")
        found.append((text, Hit(section.label, section.text, "", url)))
        for key in section.keys:
            said, variable = FIELDS[key], SETTINGS[key].environment
            choices = " ".join(label for _, label in said.choices)
            text = f"{section.label} {said.label} {said.hint} {choices} {key} {variable}"
            hit = Hit(said.label, said.hint, section.label, f"{url}#set_{key}", variable)
            found.append((fold(text), hit))
    return found
