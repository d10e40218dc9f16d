from tailoring.models.resume import ResumeDocument, ResumeVersion, UpstreamCopy

__all__ = ["ResumeDocument", "ResumeVersion", "UpstreamCopy"]
