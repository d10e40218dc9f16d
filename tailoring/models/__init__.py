from tailoring.models.chat import (
    ChatAttachment,
    ChatMessage,
    ChatRun,
    ChatThread,
    SavedPrompt,
)
from tailoring.models.edits import Edit, Tailoring
from tailoring.models.facts import Fact
from tailoring.models.intake import ResumeIntake, ResumePhoto
from tailoring.models.letters import CoverLetter, JobAnswer, SavedAnswer
from tailoring.models.resume import ResumeDocument, ResumeVersion, UpstreamCopy

__all__ = [
    "ChatAttachment",
    "ChatMessage",
    "ChatRun",
    "ChatThread",
    "CoverLetter",
    "Edit",
    "Fact",
    "JobAnswer",
    "ResumeDocument",
    "ResumeIntake",
    "ResumePhoto",
    "ResumeVersion",
    "SavedAnswer",
    "SavedPrompt",
    "Tailoring",
    "UpstreamCopy",
]
