"""A model's answers, kept so that the same question is not paid for twice (M6)."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from orchestrator.models import ModelAnswer, User
from orchestrator.scoring.model import Asked, Shape

KEPT = 1_000


@dataclass(frozen=True)
class Remembering:
    """A gateway that knows what it was told before. `key` says everything the question is made
    from; `anew` asks all the same.
    """

    gateway: Asked
    owner: User
    key: str
    anew: bool = False

    @property
    def model(self) -> str:
        return self.gateway.model

    def parse(
        self,
        schema: type[Shape],
        *,
        purpose: str,
        system: str,
        user: str,
        max_tokens: int = 4000,
        timeout: float | None = None,
    ) -> Shape:
        """Raises LLMError."""
        kept = None if self.anew else _kept(self.owner, self.key, schema)
        if kept is not None:
            return kept
        answer = self.gateway.parse(
            schema,
            purpose=purpose,
            system=system,
            user=user,
            max_tokens=max_tokens,
            timeout=timeout,
        )
        _keep(self.owner, self.key, answer)
        return answer


def known_as(owner: User, key: str, *, also: str) -> None:
    """The facts an answer brought are now part of the question; it is the same question."""
    row = ModelAnswer.objects.filter(owner=owner, key=key).first()
    if row is not None and also != key:
        ModelAnswer.objects.update_or_create(
            owner=owner, key=also, defaults={"answer": row.answer, "at": row.at}
        )


def _kept(owner: User, key: str, schema: type[Shape]) -> Shape | None:
    row = ModelAnswer.objects.filter(owner=owner, key=key).first()
    try:
        return schema.model_validate(row.answer) if row else None
    except ValidationError:  # of a form that is no longer asked for
        return None


def _keep(owner: User, key: str, answer: Shape) -> None:
    ModelAnswer.objects.update_or_create(
        owner=owner, key=key, defaults={"answer": answer.model_dump(mode="json")}
    )
    rows = ModelAnswer.objects.filter(owner=owner).order_by("-at", "-pk")
    for oldest in rows[KEPT : KEPT + 1]:
        ModelAnswer.objects.filter(owner=owner, at__lte=oldest.at).delete()
