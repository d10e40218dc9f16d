"""What the settings pages are: their order, their words, and a search over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jobops.lib.text import fold
from jobops.lib.words import later
from orchestrator.setting_table import SETTINGS
from orchestrator.sources.registry import SEARCHED
from orchestrator.workspace import guide
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

    @property
    def guide(self) -> str:
        """The page that says how to use it."""
        return guide.of_settings(self.name)


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
            later("Models"),
            later(
                "Any OpenAI-compatible endpoint. Without one, rules score and tailor, and say so."
            ),
            ("llmBaseUrl", "llmModel", "llmApiKey", *SPEND_KEYS),
            later(
                "llm ai ollama openai language model endpoint tokens cost price budget limit month"
            ),
        ),
        Section(
            "writing",
            later("Writing"),
            later("How tailored texts sound, what they never say, and limits that code keeps."),
            WRITING_KEYS,
            later("style tone language words avoid limits bullets"),
        ),
        Section(
            "prompts",
            later("Prompts"),
            later("What a language model is told when it tailors a job's texts."),
            PROMPT_KEYS,
            later("template placeholder instructions lab try"),
        ),
        Section(
            "ghostwriter",
            later("Ghostwriter"),
            later("What the writing assistant beside each job is told, and how much it may use."),
            CHAT_KEYS,
            later("chat assistant template system prompt saved prompts pictures images"),
        ),
        Section(
            "scoring",
            later("Scoring"),
            later("What counts for you beyond the posting's own requirements."),
            (
                "scoringInstructions",
                "penalizeMissingSalary",
                "missingSalaryPenalty",
                "autoSkipScoreThreshold",
            ),
        ),
        Section(
            "resume",
            later("Résumé & projects"),
            later("Which projects a tailored résumé may show, and when tailoring begins."),
            ("autoTailorOnManualImport",),
            later("projects locked must include maximum resumeProjects cv"),
        ),
        Section(
            "pdf",
            "PDF",
            later("How new PDFs look. Ready jobs are printed again by themselves."),
            PDF_KEYS,
            "chromium printing CHROMIUM_PATH",
        ),
        Section(
            "sources",
            later("Sources & search"),
            later("What runs look for and where, until a saved search says otherwise."),
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
            later("boards feeds crawl discover find employers blocked watchlist adzuna jobspy"),
        ),
        Section(
            "mail",
            later("Mail"),
            later(
                "How answers to your applications are read. Mailboxes are connected under Inbox."
            ),
            MAIL_KEYS,
            later("gmail google imap inbox e-mail account oauth bodies"),
        ),
        Section(
            "calendar",
            later("Calendar"),
            later(
                "An address under which calendar programs read your dates. Off until you make one."
            ),
            CALENDAR_KEYS,
            later("ics ical feed subscribe interviews dates private token webcal"),
        ),
        Section(
            "webhooks",
            later("Webhooks"),
            later("Tell other programs that you applied, or that a run ended."),
            (
                "jobCompleteWebhookUrl",
                "pipelineWebhookUrl",
                "webhookSecret",
                "webhookSendBearer",
            ),
            later("notify hook signature trigger automation"),
        ),
        Section(
            "reactive-resume",
            later("Reactive Resume"),
            later("A server to take résumés from. Nothing is written back."),
            ("rxresumeUrl", "rxresumeApiKey"),
        ),
        Section(
            "display",
            later("Display"),
            later("How this workspace looks and counts days."),
            ("theme", "density", "singleKeys", "listWidth", "language", "timeZone"),
        ),
        Section(
            "access",
            later("Signing in"),
            later("Your password, a second step, and where you are signed in."),
            words=later("password sign-in session users JOBOPS_AUTH"),
        ),
        Section(
            "tokens",
            later("Tokens"),
            later("What lets a program in: a script, a browser extension."),
            words=later("api token bearer scope revoke"),
        ),
        Section(
            "people",
            later("People"),
            later("Who has an account here, and inviting others."),
            words=later("users invite invitation link administrator suspend remove account"),
            for_staff=True,
        ),
        Section(
            "backups",
            later("Backups"),
            later("Copies of the whole installation, and where they are."),
            words=later("archive restore download"),
        ),
        Section(
            "export",
            later("Export & import"),
            later("Everything of yours out in one archive, and one in again."),
            words=later("archive zip csv json calendar move leave take in tracker spreadsheet"),
        ),
        Section(
            "danger",
            later("Danger zone"),
            later("Deleting much at once."),
            words=later("delete clear reset start over remove"),
        ),
        Section(
            "about",
            later("About"),
            later("What runs here, and where to read on."),
            words=later("version licence api documentation health"),
        ),
    )
}
# Those that one form saves, and nothing else.
PLAIN = (
    "models", "writing", "scoring", "pdf", "sources", "mail", "calendar", "webhooks",
    "reactive-resume", "display",
)  # fmt: skip

FIELDS: Mapping[str, Field] = {
    "llmBaseUrl": Field(
        later("Address"), later("With its /v1, for example http://localhost:11434/v1")
    ),
    "llmModel": Field(later("Model"), later("Its name there, for example llama3.1:8b")),
    "llmApiKey": Field(
        later("Key"), later("Leave it blank to keep what is set; many local models want none.")
    ),
    **SPEND_FIELDS,
    "rxresumeUrl": Field(
        later("Address"), later("As in the browser, for example https://rxresu.me")
    ),
    "rxresumeApiKey": Field(
        later("Key"),
        later(
            "Leave it blank to keep what is set. Several, separated by commas, are tried in turn."
        ),
    ),
    **WRITING_FIELDS,
    **PROMPT_FIELDS,
    **CHAT_FIELDS,
    "scoringInstructions": Field(
        later("What you prefer"),
        later("Lines like “prefer: remote” or “avoid: travel”."),
        long=True,
    ),
    "penalizeMissingSalary": Field(later("Take points off when the pay is not stated")),
    "missingSalaryPenalty": Field(
        later("How many points"), later("They are taken off only if that is on.")
    ),
    "autoSkipScoreThreshold": Field(
        later("Skip by itself below"), later("A score from 0 to 100; empty: never.")
    ),
    "autoTailorOnManualImport": Field(
        later("Tailor a posting as soon as it is imported by hand"),
        later("Off: it waits in Discovered until you tailor it."),
    ),
    **PDF_FIELDS,
    **MAIL_FIELDS,
    **CALENDAR_FIELDS,
    "searchTerms": Field(
        later("What to look for"),
        later("One job title or phrase on each line; empty: from your résumé."),
    ),
    "searchSources": Field(
        later("Where to look"),
        later("None chosen: all that need no key."),
        choices=tuple((one.id, one.label) for one in SEARCHED.values()),
    ),
    "searchCountry": Field(
        later("Country"), later("A name or a code such as DE; empty: anywhere.")
    ),
    "searchCities": Field(later("Cities"), later("One on each line; empty: all of the country.")),
    "searchWorkplaces": Field(
        later("Workplace"),
        later("None chosen: all."),
        choices=(
            ("remote", later("Remote")),
            ("hybrid", later("Hybrid")),
            ("onsite", later("On site")),
        ),
    ),
    "searchScope": Field(
        later("How far"),
        choices=(
            ("selected_only", later("The chosen country and cities only")),
            ("selected_plus_remote_worldwide", later("Also remote work from anywhere")),
            (
                "remote_worldwide_prioritize_selected",
                later("Remote from anywhere, the chosen first"),
            ),
        ),
    ),
    "matchStrictness": Field(
        later("How strictly"),
        later(
            "Loosely, words may stand in the description, and another city of the country passes."
        ),
        choices=(("exact_only", later("Strictly")), ("flexible", later("Loosely"))),
    ),
    "postingAge": Field(later("Oldest posting, in days")),
    "blockedEmployers": Field(
        later("Employers to leave out"), later("One on each line, as whole words.")
    ),
    "watchlistHours": Field(
        later("Look at followed employers every … hours"), later("0: only with runs.")
    ),
    "sourceDeadline": Field(later("Longest time for one source, in seconds")),
    "adzunaAppId": Field(later("Adzuna: application id"), later("From developer.adzuna.com.")),
    "adzunaAppKey": Field(later("Adzuna: key"), later("Leave it blank to keep what is set.")),
    "themuseApiKey": Field(later("The Muse: key"), later("Not needed; it allows more calls.")),
    "jobCompleteWebhookUrl": Field(
        later("Tell that I applied"), later("An address that takes POST requests.")
    ),
    "pipelineWebhookUrl": Field(
        later("Tell that a run ended"), later("An address that takes POST requests.")
    ),
    "webhookSecret": Field(
        later("Secret"), later("It signs what is sent, and opens the trigger address.")
    ),
    "webhookSendBearer": Field(
        later("Also send the secret as a bearer token"), later("Never in the clear.")
    ),
    "theme": Field(
        later("Colours"),
        choices=(
            ("system", later("As the system")),
            ("light", later("Light")),
            ("dark", later("Dark")),
        ),
    ),
    "density": Field(
        later("Rows"),
        choices=(("compact", later("Compact")), ("comfortable", later("Comfortable"))),
    ),
    "singleKeys": Field(later("Single keys act"), later("Off: only the buttons do.")),
    "listWidth": Field(later("Width of the job list, in pixels"), later("From 320 to 560.")),
    "language": Field(
        later("Language"),
        later("Of these pages. Texts about jobs stay in the language they are in."),
        choices=(
            ("browser", later("As the browser")),
            ("en", later("English")),
            ("de", later("Deutsch")),
        ),
    ),
    "timeZone": Field(
        later("Time zone"), later("For example Europe/London. Days and deadlines count in it.")
    ),
}


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
            said, variable = FIELDS[key], SETTINGS[key].variable
            choices = " ".join(label for _, label in said.choices)
            text = f"{section.label} {said.label} {said.hint} {choices} {key} {variable}"
            hit = Hit(said.label, said.hint, section.label, f"{url}#set_{key}", variable)
            found.append((fold(text), hit))
    return found
