"""What a person comes to each page for, as a table: where, what is done there by roles and labels,
and what is then read that was not there before. tests/browser/test_main_tasks.py does it on a wide
screen and on a phone, in both themes, with and without a script.

`{names}` are those of tests/browser/house.py. Each group is done in this order in one house.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.browser.rooms import TAB, UUID

JOB, SENT, READY = "/job/{job}", "/job/{sent}", "/job/{ready}"
MAILBOX = "/tracking-inbox/accounts/{mailbox}"
BASE, ONE = "/design-resume/{base}", f"design-resume/{UUID}"
PDF = "mine.pdf"


@dataclass(frozen=True)
class Task:
    """`steps`: a verb of tests/browser/test_main_tasks.py, the name of a control, and a text."""

    route: str
    at: str
    steps: tuple[tuple[str, ...], ...]
    reads: str


def saved(section: str, *steps: tuple[str, ...], reads: str) -> Task:
    at = f"settings/{section}"
    return Task(at, f"/{at}", (*steps, ("press", "Save")), reads)


JOBS = (
    Task(f"jobs/{TAB}/{UUID}/log", "/jobs/applied/{sent}/log", (
        ("choose", "What happened", "Offer"), ("write", "In your words", "They rang at noon"),
        ("press", "Log event"),
    ), "They rang at noon"),
    Task(f"jobs/{TAB}/{UUID}/todo", "/jobs/applied/{sent}/todo", (
        ("write", "To do", "Polish the shoes"), ("press", "Add to-do"),
    ), "Polish the shoes"),
    Task(f"job/{UUID}/ledger", JOB + "/ledger", (
        ("press", "Leave out: Python"),
    ), "Left out by you"),
    Task(f"job/{UUID}/tailoring/<uuid:tailoring>", JOB + "/tailoring/{tailoring}", (
        ("press", "Restore version 1"),
    ), "Version 1 is back"),
    Task(f"job/{UUID}/pdf", READY + "/pdf", (
        ("file", "Choose a PDF", PDF), ("press", "Replace the PDF"),
    ), "PDF attached to"),
    # What the posting asks is read anew with it, so it comes after what belongs to the old reading.
    Task(f"job/{UUID}/edit", JOB + "/edit", (
        ("write", "Title", "Head baker"), ("press", "Save"),
    ), "Head baker"),
    Task(f"job/{UUID}/contacts", SENT + "/contacts", (
        ("write", "Name", "Lee of the bakery"), ("press", "Add"),
    ), "Lee of the bakery"),
    Task(f"job/{UUID}/contacts/<uuid:contact>", SENT + "/contacts/{contact}", (
        ("write", "Name", "Lee the second"), ("press", "Save"),
    ), "Lee the second"),
    Task(f"job/{UUID}/packet", SENT + "/packet", (("get", "Download everything", ".zip"),), ""),
    Task(f"job/{UUID}/interviews/new", SENT + "/interviews/new", (
        ("write", "Day", "2031-02-03"), ("write", "Starts at", "10:30"),
        ("write", "With whom", "Grace at the oven"), ("press", "Add interview"),
    ), "Grace at the oven"),
    Task(f"job/{UUID}/interviews/<uuid:interview>/edit", SENT + "/interviews/{interview}/edit", (
        ("write", "Place", "The bakery"), ("press", "Save"),
    ), "The bakery"),
    Task(f"job/{UUID}/interviews/<uuid:interview>", SENT + "/interviews/{past_interview}", (
        ("press", "Passed"),
    ), "Technical interview: passed."),
    Task(f"job/{UUID}/emails", SENT + "/emails", (
        ("press", "Undo: Donaudampfschifffahrt"),
    ), "It waits for review again"),
    Task(f"jobs/{TAB}/{UUID}/upload", "/jobs/discovered/{job}/upload", (
        ("file", "PDF file", PDF), ("press", "Attach and move to Ready"),
    ), "PDF attached to"),
)  # fmt: skip
WRITING = (
    Task(f"job/{UUID}/letters", READY + "/letters", (
        ("write", "The letter", "Dear Acme, I bake."), ("press", "Save"),
    ), "Cover letter, version 1"),
    Task(f"job/{UUID}/letters/<uuid:letter>", JOB + "/letters/{old_letter}", (
        ("follow", "Edit"),
    ), "this makes the next version"),
    Task(f"job/{UUID}/letters/<uuid:letter>/remove", JOB + "/letters/{letter}/remove", (
        ("press", "Delete it"),
    ), "Deleted version 2 of the letter."),
    Task(f"job/{UUID}/answers", READY + "/answers", (
        ("write", "Questions", "Do you bake?"), ("press", "Add"),
    ), "Do you bake?"),
    Task(f"job/{UUID}/answers/<uuid:answer>", JOB + "/answers/{answer}", (
        ("write", "Answer", "Because of the bread"), ("press", "Save the answer to Why us?"),
    ), "Because of the bread"),
    Task(f"job/{UUID}/answers/from/<uuid:message>", JOB + "/answers/from/{told}", (
        ("write", "Question", "What is said of bread?"), ("press", "Save"),
    ), "What is said of bread?"),
    Task(f"job/{UUID}/answers/<uuid:answer>/remove", JOB + "/answers/{answer}/remove", (
        ("press", "Delete it"),
    ), "Deleted"),
    Task("answers", "/answers", (
        ("write", "Question", "When can you start?"), ("write", "Answer", "In spring."),
        ("press", "Save"),
    ), "When can you start?"),
    Task("answers/<uuid:saved>", "/answers/{saved}", (
        ("write", "Question", "Since when?"), ("press", "Save"),
    ), "Since when?"),
    Task(f"job/{UUID}/ghostwriter/reset", JOB + "/ghostwriter/reset", (
        ("press", "Reset the chat"),
    ), "Nothing is asked yet"),
)  # fmt: skip
FINDING = (
    Task("bulk/all", "/bulk/all?place=discovered", (("press", "Export CSV"),), ""),
    Task(f"applications/in-progress/{UUID}/move", "/applications/in-progress/{sent}/move", (
        ("tick", "Assessment"), ("press", "Move"),
    ), "Assessment 1"),
    Task("runs", "/runs", (("press", "Pause"),), "Paused"),
    Task(f"runs/{UUID}", "/runs/{run}", (("press", "Cancel the run"),), "The run was cancelled"),
    Task(f"runs/searches/{UUID}/delete", "/runs/searches/{search}/delete", (
        ("press", "Delete this search"),
    ), "Runs, newest first"),
    Task("watchlist", "/watchlist", (
        ("write", "Follow a company", ""), ("press", "Follow"),
    ), "needs a change"),
    Task(f"watchlist/{UUID}", "/watchlist/{board}", (
        ("press", "Ignore: Donaudampfschiff"),
    ), "Nothing new"),
    Task("import/file/<str:digest>", "/import/file/{digest}", (
        ("get", "Download as CSV", ".csv"),
    ), ""),
    Task(f"import/{UUID}", "/import/{importing}", (
        ("press", "Cancel"),
    ), "What came in so far is kept"),
    Task("tracer-links", "/tracer-links?days=7", (), "No link was printed yet"),
)  # fmt: skip
MAIL = (
    Task("tracking-inbox/linked", "/tracking-inbox/linked", (
        ("press", "Undo: Donaudampfschiff"),
    ), "It waits for review again"),
    Task("tracking-inbox/ignored", "/tracking-inbox/ignored", (
        ("press", "Restore: Donaudampfschiff"),
    ), "It waits for review again"),
    Task(f"tracking-inbox/{UUID}/job", "/tracking-inbox/{orphan}/job", (
        ("write", "Title", "Baker by mail"), ("write", "Address of the posting", "https://a.example/7"),
        ("press", "Import"),
    ), "Baker by mail"),
    Task("tracking-inbox/runs", "/tracking-inbox/runs", (
        ("open", "Readings of mail"),
    ), "What it found"),
    Task(f"tracking-inbox/runs/{UUID}", "/tracking-inbox/runs/{failed_mail_run}", (
        ("follow", "Review what it found"),
    ), "Drop mails here"),
    Task("tracking-inbox/accounts", "/tracking-inbox/accounts", (
        ("follow", "Connect a mailbox"),
    ), "Any other mailbox"),
    Task("tracking-inbox/accounts/new", "/tracking-inbox/accounts/new", (
        ("write", "Mail server", ""), ("press", "Connect"),
    ), "need a change"),
    Task("tracking-inbox/accounts/<uuid:account>", MAILBOX, (
        ("press", "Switch off"),
    ), "Switch on"),
    Task("tracking-inbox/accounts/<uuid:account>/sign-in", MAILBOX + "/sign-in", (
        ("write", "User name", ""), ("press", "Connect"),
    ), "need a change"),
    Task("tracking-inbox/senders", "/tracking-inbox/senders", (
        ("press", "Delete: jobs@donau"),
    ), "No rule"),
)  # fmt: skip
SETTINGS = (
    saved("scoring", ("write", "How many points", "12"), reads="Scoring saved."),
    saved("prompts", ("write", "Template for tailoring", "Write {{constraints}}"),
          reads="Prompts saved."),
    saved("ghostwriter", ("tick", "Ask for plain words"), reads="Ghostwriter saved."),
    saved("resume", ("tick", "Tailor a posting"), reads="Résumé & projects saved."),
    saved("pdf", ("choose", "Paper", "A4"), reads="PDF saved."),
    saved("sources", ("write", "What to look for", "Baker"), reads="Sources & search saved."),
    saved("webhooks", ("tick", "Also send the secret"), reads="Webhooks saved."),
    saved("calendar", ("tick", "Private"), reads="Calendar saved."),
    saved("reactive-resume", ("write", "Address", "https://cv.example"),
          reads="Reactive Resume saved."),
    saved("display", ("choose", "Rows", "Comfortable"), reads="Display saved."),
    saved("mail", ("write", "Days to look back", "30"), reads="Mail saved."),
    Task("settings/prompts/lab", "/settings/prompts/lab", (
        ("follow", "Throw away"),
    ), "Template for tailoring"),
    Task(f"settings/prompts/lab/{UUID}", "/settings/prompts/lab/{trial}", (
        ("press", "Throw away"),
    ), "Thrown away"),
    Task("settings/ghostwriter/prompts", "/settings/ghostwriter/prompts", (
        ("write", "Name", "Bread"), ("write", "Text", "Why bread?"), ("press", "Save"),
    ), "Why bread?"),
    Task("settings/ghostwriter/prompts/<str:prompt>", "/settings/ghostwriter/prompts/{prompt}", (
        ("write", "Name", "Cake"), ("write", "Text", "Why cake?"), ("press", "Save"),
    ), "Why cake?"),
    Task("settings/tokens", "/settings/tokens", (
        ("write", "What it is for", "Clock"), ("press", "Make a token"),
    ), "Copy it now"),
    Task("settings/export", "/settings/export", (
        ("press", "Export everything"),
    ), "You may leave this page"),
    Task(f"settings/export/in/{UUID}", "/settings/export/in/{taken}", (
        ("follow", "Back to export and import"),
    ), "Everything in one archive"),
    Task("settings/danger/score", "/settings/danger/score?value=10", (
        ("press", "Delete 6 jobs"),
    ), "Delete jobs by status"),
    Task(f"settings/people/{UUID}/remove", "/settings/people/{grace}/remove", (
        ("write", "Type grace", "grace"), ("press", "Remove everything"),
    ), "removed"),
)  # fmt: skip
RESUME = (
    Task("design-resume/facts", "/design-resume/facts", (
        ("write", "What is true", "Baked for five years."), ("press", "Add to my facts"),
    ), "Baked for five years."),
    Task(f"{ONE}/details", BASE + "/details", (
        ("write", "Name", "The baker's"), ("press", "Save"),
    ), "The baker's"),
    Task("^design-resume/(?P<pk>[0-9a-f-]{36})/(?P<name>experience|education|languages|certifications"
         "|awards|publications|volunteer|interests|references|other|profiles)$",
         BASE + "/experience", (
        ("write", "Employer", "Crumb Ltd"), ("press", "Save"),
    ), "Crumb Ltd"),
    Task(f"{ONE}/photo", BASE + "/photo", (("press", "Upload"),), "needs a change"),
    Task(f"{ONE}/versions", BASE + "/versions", (
        ("follow", "Compare version 1"),
    ), "All versions"),
    Task(f"{ONE}/versions/<int:number>", BASE + "/versions/1", (
        ("follow", "All versions"),
    ), "Every save of"),
    Task("design-resume/server", "/design-resume/server", (
        ("follow", "Connect a server"),
    ), "A server to take résumés from"),
    Task(f"design-resume/import/{UUID}", "/design-resume/import/{review}", (
        ("write", "Headline", "Baker of bread"), ("press", "Use this résumé"),
    ), "Baker of bread"),
)  # fmt: skip
GROUPS: Mapping[str, tuple[Task, ...]] = {
    "jobs": JOBS, "writing": WRITING, "finding": FINDING, "mail": MAIL, "settings": SETTINGS,
    "resume": RESUME,
}  # fmt: skip
TOUR, INBOX, IN = "test_keyboard_tour", "test_inbox", "test_sign_in"
MORE = "test_triage_more"
# Done elsewhere in a browser: the file and the test.
ELSEWHERE: Mapping[str, str] = {
    f"jobs/{TAB}": f"{TOUR}.test_jobs_are_triaged",
    f"jobs/{TAB}/{UUID}": f"{TOUR}.test_a_ready_job_is_marked_applied",
    f"jobs/{TAB}/filters": "test_noscript.test_lists_are_filtered_searched_and_exported",
    f"jobs/{TAB}/{UUID}/tailor": f"{TOUR}.test_texts_are_written_and_sent_to_print",
    "display": "test_keyboard.test_the_theme_changes_at_once_and_is_kept",
    "search": f"{TOUR}.test_the_list_is_filtered_and_searched",
    f"job/{UUID}": "test_jobpage.test_keys_act_and_stay_on_the_page",
    f"job/{UUID}/tailoring": "test_review.test_the_whole_flow_by_keyboard_alone",
    f"job/{UUID}/notes": "test_jobpage.test_a_note_is_previewed_kept_deleted_and_brought_back",
    f"job/{UUID}/notes/<uuid:note>":
        f"{TOUR}.test_notes_are_written_changed_deleted_and_brought_back",
    f"job/{UUID}/documents": f"{TOUR}.test_a_file_is_kept_and_deleted",
    f"job/{UUID}/documents/<uuid:document>/remove": f"{TOUR}.test_a_file_is_kept_and_deleted",
    f"job/{UUID}/timeline": f"{TOUR}.test_a_step_is_changed",
    f"job/{UUID}/ghostwriter":
        "test_chat_page.test_a_reply_is_shown_as_it_is_written_and_then_as_it_is_meant",
    f"bulk/{UUID}": f"{TOUR}.test_many_are_skipped_and_brought_back",
    "notices": f"{TOUR}.test_notices_are_marked_as_seen",
    "applications/in-progress":
        "test_board.test_brackets_move_the_card_and_the_focus_goes_with_it",
    "runs/new": f"{TOUR}.test_a_run_is_started_and_cancelled",
    "tracking-inbox": f"{INBOX}.test_mails_are_reviewed_by_keys_alone",
    f"tracking-inbox/{UUID}": f"{INBOX}.test_the_job_of_an_orphan_is_found_by_keys",
    "import": f"{TOUR}.test_a_posting_is_pasted_checked_and_kept",
    "settings/models": "test_settings.test_a_connection_is_tried_then_saved_by_keys",
    "settings/writing": "test_noscript.test_a_setting_is_saved",
    "settings/search": "test_settings.test_a_setting_is_found_and_reached_by_keys",
    "settings/access": f"{IN}.test_it_is_set_up_and_used",
    "settings/access/two-step": f"{IN}.test_it_is_set_up_and_used",
    "settings/backups": f"{TOUR}.test_a_backup_is_made_and_deleted",
    "settings/backups/<str:filename>/delete": f"{TOUR}.test_a_backup_is_made_and_deleted",
    "settings/danger": f"{TOUR}.test_much_is_deleted_only_after_its_question",
    "settings/danger/status": f"{TOUR}.test_much_is_deleted_only_after_its_question",
    "overview": "test_overview.test_a_window_and_a_table_are_reached_by_keys",
    "onboarding": f"{TOUR}.test_a_step_of_the_first_ones_is_put_aside",
    "keys": "test_noscript.test_the_keys_have_a_page",
    "design-resume": f"{TOUR}.test_the_resume_is_changed",
    ONE: f"{TOUR}.test_the_resume_is_changed",
    "^design-resume/(?P<pk>[0-9a-f-]{36})/(?P<name>basics|summary|skills|projects)$":
        f"{TOUR}.test_the_resume_is_changed",
    f"jobs/{TAB}/{UUID}/snooze":
        f"{MORE}.test_a_key_snoozes_and_leads_to_the_next_row_and_another_brings_it_back",
    f"jobs/{TAB}/{UUID}/tags": f"{MORE}.test_a_tag_is_added_by_keyboard_and_shown_in_the_row",
    f"jobs/{TAB}/views": f"{MORE}.test_a_view_is_saved_and_opened_again",
    "tags": f"{MORE}.test_without_a_script_each_of_them_is_a_page",
    "views": f"{MORE}.test_without_a_script_each_of_them_is_a_page",
    "compare": f"{MORE}.test_two_rows_are_compared_by_keyboard",
    "today": "test_today.test_the_day_is_worked_through",
    "capture": "test_capture.test_what_a_phone_shares_becomes_a_job",
    "visa-sponsors": "test_sponsors.test_a_name_is_looked_up_and_a_job_names_it",
}  # fmt: skip
# Where nothing is done but reading, or what is done needs somebody outside; the tour looks at them.
READ = {
    "design-resume/gallery", "guide", "guide/<path:leaf>", "invitation/<str:text>",
    "oauth/gmail/callback", "settings/about", "settings/backups/<str:filename>/restore",
    f"settings/export/{UUID}", "settings/people",
}  # fmt: skip
