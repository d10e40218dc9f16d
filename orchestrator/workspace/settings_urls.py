"""Pages and verbs of the settings and of the first steps."""

from __future__ import annotations

from django.urls import URLPattern, path

from orchestrator.workspace import (
    lab,
    onboarding,
    onboarding_tests,
    settings,
    settings_access,
    settings_asks,
    settings_calendar,
    settings_extras,
    settings_ghostwriter,
    settings_mail,
    settings_projects,
    settings_prompts,
    settings_tokens,
    settings_two_step,
)
from orchestrator.workspace.settings_sections import PLAIN

SETTINGS: list[URLPattern] = [
    path("settings", settings.first, name="settings"),
    *(
        path(f"settings/{name}", settings.section, {"name": name}, name=f"settings-{name}")
        for name in PLAIN
    ),
    path("settings/sources/<slug:name>/test", settings_extras.try_source, name="source-test"),
    path("settings/webhooks/<uuid:pk>/again", settings_extras.send_again, name="webhook-again"),
    path("settings/webhooks/<slug:kind>/on", settings_extras.turn_on, name="webhook-on"),
    path("settings/mail/texts/delete", settings_mail.drop_texts, name="mail-texts-delete"),
    path("settings/calendar/address", settings_calendar.address, name="calendar-address"),
    path("settings/calendar/new", settings_calendar.make, name="calendar-new"),
    path("settings/calendar/off", settings_calendar.switch_off, name="calendar-off"),
    path("settings/search", settings.found, name="settings-search"),
    path("settings/prompts", settings_prompts.section, name="settings-prompts"),
    path("settings/prompts/lab", lab.page, name="prompt-lab"),
    path("settings/prompts/lab/<uuid:pk>", lab.one, name="prompt-trial"),
    path("settings/prompts/lab/<uuid:pk>/cancel", lab.cancel, name="prompt-trial-cancel"),
    path("settings/prompts/lab/<uuid:pk>/save", lab.save, name="prompt-trial-save"),
    path("settings/prompts/lab/<uuid:pk>/discard", lab.discard, name="prompt-trial-discard"),
    path("settings/ghostwriter", settings_ghostwriter.section, name="settings-ghostwriter"),
    path("settings/ghostwriter/prompts", settings_asks.page, name="saved-prompts"),
    path("settings/ghostwriter/prompts/restore", settings_asks.restore_all, name="prompts-restore"),
    path("settings/ghostwriter/prompts/<str:prompt>", settings_asks.one, name="saved-prompt"),
    path(
        "settings/ghostwriter/prompts/<str:prompt>/remove",
        settings_asks.remove,
        name="saved-prompt-remove",
    ),
    path(
        "settings/ghostwriter/prompts/<str:prompt>/restore",
        settings_asks.restore,
        name="saved-prompt-restore",
    ),
    *(
        path(
            f"settings/ghostwriter/prompts/<str:prompt>/{way}",
            settings_asks.move,
            {"way": way},
            name=f"saved-prompt-{way}",
        )
        for way in ("up", "down")
    ),
    path("settings/resume", settings_projects.section, name="settings-resume"),
    path("settings/access", settings_access.page, name="settings-access"),
    path("settings/tokens", settings_tokens.section, name="settings-tokens"),
    path("settings/tokens/<uuid:pk>/revoke", settings_tokens.revoke, name="settings-revoke"),
    path("settings/access/password", settings_access.password, name="settings-password"),
    path("settings/access/elsewhere", settings_access.elsewhere, name="settings-elsewhere"),
    path(
        "settings/access/browsers/<uuid:browser>/end", settings_access.browser, name="browser-end"
    ),
    path("settings/access/two-step", settings_two_step.page, name="two-step"),
    path("settings/access/two-step/begin", settings_two_step.begin, name="two-step-begin"),
    path("settings/access/two-step/confirm", settings_two_step.confirm, name="two-step-confirm"),
    path("settings/access/two-step/codes", settings_two_step.new_codes, name="two-step-codes"),
    path("settings/access/two-step/off", settings_two_step.off, name="two-step-off"),
    path("settings/about", settings_access.about, name="settings-about"),
    path("onboarding", onboarding.page, name="onboarding"),
    path("onboarding/skip/<slug:key>", onboarding.skip, name="onboarding-skip"),
    *(
        path(f"onboarding/test/{key}", onboarding_tests.test, {"key": key}, name=f"try-{key}")
        for key in onboarding_tests.TESTS
    ),
    path("onboarding/samples", onboarding.add_samples, name="onboarding-samples"),
    path("onboarding/samples/remove", onboarding.remove_samples, name="onboarding-remove"),
]
