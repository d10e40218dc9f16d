"""One job's texts as other instructions to the model would have them: asked, weighed, and not
stored.
"""

from __future__ import annotations

from typing import Any

from jobops.lib.llm import Gateway
from orchestrator import preferences
from orchestrator.models import Job
from orchestrator.preferences import Preferences
from tailoring import facts, filing, ledger, library, proposal
from tailoring.briefing import briefed
from tailoring.models import ResumeVersion
from tailoring.proposal import FIELDS, Rendered
from tailoring.sifting import Sieve
from tailoring.style import Style
from tailoring.suggestion import Proposal
from tailoring.weighed import Weighed, weighed


def fields(mine: Preferences) -> tuple[str, ...]:
    """What a first tailoring asks for."""
    return tuple(one for one in FIELDS if one != "bullets" or mine["bulletMode"] != "off")


def rendered(job: Job, *, version: ResumeVersion, style: Style) -> Rendered:
    """The two messages that `tried` would send."""
    asked = fields(preferences.of(job.owner))
    return proposal.rendered(
        briefed(job), raw=version.data, style=style, fields=asked, **_beside(job, version)
    )


def tried(job: Job, *, version: ResumeVersion, style: Style, gateway: Gateway) -> Weighed:
    """One model call. Raises LLMError."""
    offer = proposal.propose(
        briefed(job),
        raw=version.data,
        style=style,
        gateway=gateway,
        fields=fields(preferences.of(job.owner)),
        **_beside(job, version),
    )
    return _weighed(job, offer, version=version)


def base(job: Job) -> ResumeVersion | None:
    """The résumé a trial is made with; None where there is none, or an empty one."""
    version = library.base_of(job)
    return None if version is None or library.is_blank(version) else version


def _beside(job: Job, version: ResumeVersion) -> dict[str, Any]:
    return {
        "statements": facts.statements(job.owner, version.document_id),
        "rows": ledger.rows_of(job),
        "shown_projects": job.project_ids() or (),
    }


def _weighed(job: Job, offer: Proposal, *, version: ResumeVersion) -> Weighed:
    sieve = Sieve(
        job,
        version=version,
        known=facts.known(job.owner, version),
        origin="model",
        posting=filing.posting_of(job),
    )
    return weighed(offer, sieve.sift(offer, wanted=FIELDS))
