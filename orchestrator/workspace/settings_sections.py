"""What the settings pages are: their order, their words, and a search over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jobops.lib.text import fold
from orchestrator.preferences import SETTINGS


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


@dataclass(frozen=True)
class Field:
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    long: bool = False


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
            ("llmBaseUrl", "llmModel", "llmApiKey"),
            "llm ai ollama openai language model endpoint",
        ),
        Section(
            "writing",
            "Writing",
            "Limits that hold for every tailored text.",
            ("summaryMaxWords", "maxKeywordsPerSkill"),
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
            ("pdfTheme", "pdfPaper", "autoRegeneratePdf"),
            "chromium printing CHROMIUM_PATH",
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
            ("theme", "density", "singleKeys", "listWidth", "timeZone"),
        ),
        Section(
            "access",
            "Users & tokens",
            "Who may come in, and with what.",
            words="password sign-in session api token bearer JOBOPS_AUTH",
        ),
        Section(
            "backups",
            "Backups & export",
            "Copies of everything, and where they are.",
            words="archive restore download csv",
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
PLAIN = ("models", "writing", "scoring", "pdf", "reactive-resume", "display")

FIELDS: Mapping[str, Field] = {
    "llmBaseUrl": Field("Address", "With its /v1, for example http://localhost:11434/v1"),
    "llmModel": Field("Model", "Its name there, for example llama3.1:8b"),
    "llmApiKey": Field("Key", "Leave it blank to keep what is set; many local models want none."),
    "rxresumeUrl": Field("Address", "As in the browser, for example https://rxresu.me"),
    "rxresumeApiKey": Field(
        "Key",
        "Leave it blank to keep what is set. Several, separated by commas, are tried in turn.",
    ),
    "summaryMaxWords": Field("Longest summary, in words"),
    "maxKeywordsPerSkill": Field("Most keywords in a skill group"),
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
    "pdfTheme": Field(
        "Theme", choices=(("classic", "Classic"), ("compact", "Compact"), ("modern", "Modern"))
    ),
    "pdfPaper": Field(
        "Paper",
        choices=(("auto", "By your résumé's language"), ("a4", "A4"), ("letter", "Letter")),
    ),
    "autoRegeneratePdf": Field("Print a Ready job's PDF again after an edit"),
    "theme": Field(
        "Colours", choices=(("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
    ),
    "density": Field("Rows", choices=(("compact", "Compact"), ("comfortable", "Comfortable"))),
    "singleKeys": Field("Single keys act", "Off: only the buttons do."),
    "listWidth": Field("Width of the job list, in pixels", "From 320 to 560."),
    "timeZone": Field("Time zone", "For example Europe/London. Days and deadlines count in it."),
}  # fmt: skip


def search(words: str) -> list[Hit]:
    """Settings whose label, hint, key or variable holds every word; sections by what they do."""
    wanted = fold(words).split()
    if not wanted:
        return []
    return [hit for text, hit in _everything() if all(word in text for word in wanted)]


def _everything() -> list[tuple[str, Hit]]:
    found: list[tuple[str, Hit]] = []
    for section in SECTIONS.values():
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
