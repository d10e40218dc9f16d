from tailoring.models.edits import Edit, Tailoring
from tailoring.models.facts import Fact
from tailoring.models.intake import ResumeIntake, ResumePhoto
from tailoring.models.resume import ResumeDocument, ResumeVersion, UpstreamCopy

__all__ = [
    "Edit",
    "Fact",
    "ResumeDocument",
    "ResumeIntake",
    "ResumePhoto",
    "ResumeVersion",
    "Tailoring",
    "UpstreamCopy",
]
