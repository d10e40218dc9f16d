"""The names under which styles and scripts are sent: each changes with what is in the file."""

from __future__ import annotations

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage

_, IMPORTS = HashedFilesMixin._js_module_import_aggregation_patterns  # type: ignore[attr-defined]


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """A script that imports another asks for it by such a name too; of scripts, ours alone do."""

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = ("js/*.js", IMPORTS)
