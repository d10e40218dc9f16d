"""Addresses of followed companies."""

from __future__ import annotations

from django.urls import URLPattern, path

from orchestrator.workspace import watchlist, watchlist_board

WATCHLIST: list[URLPattern] = [
    path("watchlist", watchlist.page, name="watchlist"),
    path("watchlist/check", watchlist.check, name="watchlist-check-all"),
    path("watchlist/undo/<uuid:kept>", watchlist.undo, name="watchlist-undo"),
    path("watchlist/<uuid:pk>", watchlist_board.page, name="watchlist-board"),
    path("watchlist/<uuid:pk>/check", watchlist.check, name="watchlist-check"),
    path("watchlist/<uuid:pk>/mark", watchlist_board.mark, name="watchlist-mark"),
    path("watchlist/<uuid:pk>/change", watchlist_board.change, name="watchlist-change"),
    path("watchlist/<uuid:pk>/unfollow", watchlist_board.unfollow, name="watchlist-unfollow"),
]
