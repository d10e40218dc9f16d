"""Every setting an owner can change, with what it accepts and what holds until then."""

from __future__ import annotations

from collections.abc import Mapping

from orchestrator.setting_kinds import (
    Setting,
    amount,
    dark_colour,
    flag,
    language,
    named_texts,
    one_of,
    ordered,
    project_rules,
    some_of,
    template,
    text,
    texts,
    url,
    whole,
    zone,
)
from orchestrator.sources.registry import SEARCHED

SCOPES = (
    "selected_only", "selected_plus_remote_worldwide", "remote_worldwide_prioritize_selected",
)  # fmt: skip
THEMES = ("classic", "compact", "modern", "academic", "plain", "banner")
SECTIONS = (
    "summary", "experience", "education", "projects", "skills", "languages", "certifications",
    "awards", "publications", "volunteer", "interests", "references", "profiles", "custom",
)  # fmt: skip
LANGUAGES = (
    "en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "da", "uk", "ar", "he", "zh", "ja", "ko",
)  # fmt: skip
# Those the pages speak, beside what a résumé may be written in.
SPOKEN = ("en", "de")
# What a calendar program is told of.
DATES = ("interviews", "todos", "follow_ups", "deadlines")
LANGUAGE_MODES = ("manual", "match-resume", "match-job-description")
# What the owner's own prompt for tailoring may name.
TAILORING_SLOTS = (
    "summary_words", "keywords", "tone", "formality", "constraints", "avoid", "language",
)  # fmt: skip

SETTINGS: Mapping[str, Setting] = {
    "llmBaseUrl": Setting(url(), "", "LLM_BASE_URL"),
    "llmModel": Setting(text(200), "", "LLM_MODEL"),
    "llmApiKey": Setting(text(500), None, "LLM_API_KEY", secret=True),
    "rxresumeUrl": Setting(url(), "https://rxresu.me", "RXRESUME_URL"),
    "rxresumeApiKey": Setting(text(2000), None, "RXRESUME_API_KEY", secret=True),
    "autoTailorOnManualImport": Setting(flag(), True),
    "autoRegeneratePdf": Setting(flag(), True),
    "autoSkipScoreThreshold": Setting(whole(0, 100, optional=True), None),
    "penalizeMissingSalary": Setting(flag(), False),
    "missingSalaryPenalty": Setting(whole(0, 100), 10),
    "scoringInstructions": Setting(text(4000), ""),
    "resumeProjects": Setting(project_rules(), None, renders=True),
    "chatStyleTone": Setting(text(100), "professional"),
    "chatStyleFormality": Setting(text(100), "medium"),
    "chatStyleConstraints": Setting(text(4000), ""),
    "chatStyleDoNotUse": Setting(text(1000), ""),
    "chatStyleSummaryMaxWords": Setting(whole(1, 500), 90),
    "chatStyleMaxKeywordsPerSkill": Setting(whole(1, 50), 12),
    "chatStyleLanguageMode": Setting(one_of(*LANGUAGE_MODES), LANGUAGE_MODES[0]),
    "chatStyleManualLanguage": Setting(language(), "english"),
    "tailoringPromptTemplate": Setting(template(12_000, *TAILORING_SLOTS), ""),
    "ghostwriterSystemPromptTemplate": Setting(text(12_000), ""),
    "ghostwriterSystemPromptPrevious": Setting(text(12_000), ""),
    "ghostwriterContextChars": Setting(whole(8_000, 400_000), 64_000),
    "ghostwriterStopSlopEnabled": Setting(flag(), False),
    "ghostwriterModel": Setting(text(200), ""),
    "llmImages": Setting(one_of("auto", "on", "off"), "auto"),
    "llmMonthlyTokens": Setting(whole(0, 1_000_000_000, optional=True), None),
    "llmMonthlyCost": Setting(amount(1_000_000), None),
    "llmPricePrompt": Setting(amount(10_000), None),
    "llmPriceCompletion": Setting(amount(10_000), None),
    "bulletMode": Setting(one_of("off", "propose", "apply"), "propose"),
    "pdfTheme": Setting(one_of(*THEMES), "classic", renders=True),
    "pdfPaper": Setting(one_of("auto", "a4", "letter"), "auto", renders=True),
    "pdfAccent": Setting(dark_colour(), "", renders=True),
    "pdfSizeStep": Setting(whole(-1, 1), 0, renders=True),
    "pdfPageFit": Setting(one_of("off", "1", "2"), "off", renders=True),
    "pdfPhoto": Setting(flag(), False, renders=True),
    "pdfLinksAsText": Setting(flag(), True, renders=True),
    "pdfSectionOrder": Setting(ordered(*SECTIONS), [], renders=True),
    "pdfSectionTitles": Setting(one_of("own", "usual"), "own", renders=True),
    "pdfLanguage": Setting(one_of("auto", *LANGUAGES), "auto", renders=True),
    "searchTerms": Setting(texts(100, longest=200), []),
    "searchCountry": Setting(text(100), ""),
    "searchCities": Setting(texts(25, longest=100), []),
    "searchWorkplaces": Setting(some_of("remote", "hybrid", "onsite"), []),
    "searchScope": Setting(one_of(*SCOPES), SCOPES[0]),
    "matchStrictness": Setting(one_of("exact_only", "flexible"), "exact_only"),
    "searchSources": Setting(some_of(*SEARCHED), []),
    "postingAge": Setting(whole(1, 365), 45),
    "sourceDeadline": Setting(whole(10, 300), 120),
    "blockedEmployers": Setting(texts(200, longest=200), []),
    "watchlistHours": Setting(whole(0, 168), 24),
    "adzunaAppId": Setting(text(200), "", "ADZUNA_APP_ID"),
    "adzunaAppKey": Setting(text(200), None, "ADZUNA_APP_KEY", secret=True),
    "themuseApiKey": Setting(text(200), None, "THEMUSE_API_KEY", secret=True),
    "gmailClientId": Setting(text(300), "", "GMAIL_OAUTH_CLIENT_ID"),
    "gmailClientSecret": Setting(text(300), None, "GMAIL_OAUTH_CLIENT_SECRET", secret=True),
    "gmailRedirectUri": Setting(url(), "", "GMAIL_OAUTH_REDIRECT_URI"),
    "mailSearchDays": Setting(whole(1, 365), 90),
    "mailMaxMessages": Setting(whole(1, 2_000), 2_000),
    "mailKeepBodies": Setting(flag(), False),
    "mailUseModel": Setting(flag(), True),
    "calendarShows": Setting(some_of(*DATES), list(DATES)),
    "calendarPrivate": Setting(flag(), False),
    "jobCompleteWebhookUrl": Setting(url(), "", "JOB_COMPLETE_WEBHOOK_URL"),
    "pipelineWebhookUrl": Setting(url(), "", "PIPELINE_WEBHOOK_URL"),
    "webhookSecret": Setting(text(500), None, "WEBHOOK_SECRET", secret=True),
    "webhookSendBearer": Setting(flag(), True),
    "theme": Setting(one_of("system", "light", "dark"), "system"),
    "density": Setting(one_of("compact", "comfortable"), "compact"),
    "language": Setting(one_of("browser", *SPOKEN), "browser"),
    "singleKeys": Setting(flag(), True),
    "listWidth": Setting(whole(320, 560), 420),
    "chatOpen": Setting(flag(), False),
    "listSorts": Setting(named_texts(), {}),
    "onboardingSkipped": Setting(texts(50, longest=60), []),
    "timeZone": Setting(zone(), "UTC", "OWNER_TIME_ZONE"),
}
