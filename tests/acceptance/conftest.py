from __future__ import annotations

from tests.commands.conftest import house, prepared

__all__ = ["house", "prepared"]
