"""What happened to accounts and who was invited: read only, and nothing with which to sign in."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from jobops.web.console import Listed, veiled, yes
from orchestrator.models import AccountEvent, Invitation, TwoStep


def _open() -> Q:
    return Q(used_at=None, revoked_at=None, expires_at__gt=timezone.now())


Open = yes("open", "open", label="Can still be taken", only=_open)


@admin.register(AccountEvent)
class AccountEventConsole(Listed):
    list_display = ("at", "owner", "kind", "place", "named", "request_id")
    list_select_related = ("owner",)
    by_request = True
    search_fields = ("id",)
    search_help_text = "The whole id of an event or request"

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccountEvent]:
        return veiled(super().get_queryset(request), request)

    @admin.display(description="about")
    def named(self, row: AccountEvent) -> str:
        """What somebody calls their tokens is theirs."""
        return "" if row.is_veiled else row.about  # type: ignore[attr-defined]


@admin.register(Invitation)
class InvitationConsole(Listed):
    list_display = ("id", "inviter", "note", "is_admin", "created_at", "expires_at", "used_at",
                    "used_by", "revoked_at")  # fmt: skip
    list_select_related = ("inviter", "used_by")
    list_filter = (Open,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        return super().get_queryset(request).defer("digest")


@admin.register(TwoStep)
class TwoStepConsole(Listed):
    list_display = ("owner", "state", "created_at", "confirmed_at", "codes_left")
    list_select_related = ("owner",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[TwoStep]:
        rows = super().get_queryset(request).defer("secret")
        unused = Count("owner__recovery_codes", filter=Q(owner__recovery_codes__used_at=None))
        counted: QuerySet[TwoStep] = rows.annotate(unused=unused)
        return counted

    @admin.display(description="state")
    def state(self, row: TwoStep) -> str:
        return str(row)

    @admin.display(description="recovery codes left")
    def codes_left(self, row: TwoStep) -> int:
        return int(row.unused)  # type: ignore[attr-defined]
