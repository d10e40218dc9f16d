"""A file sent in a request, for the OpenAPI document: as a part of a form, or as base64 in JSON."""

from __future__ import annotations

from typing import Any

# In its one spelling: the bits that are left over at the end are zero.
BASE64 = (
    "^([A-Za-z0-9+/]{4})*"
    "([A-Za-z0-9+/]{4}|[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)$"
)
UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary", "minLength": 1}},
                }
            },
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["fileName", "dataBase64"],
                    "properties": {
                        "fileName": {
                            "type": "string",
                            "minLength": 1,
                            "maxLength": 255,
                            "pattern": r"\S",
                        },
                        "mediaType": {"type": ["string", "null"], "maxLength": 200},
                        "dataBase64": {
                            "type": "string",
                            "contentEncoding": "base64",
                            "minLength": 4,
                            "pattern": BASE64,
                        },
                    },
                }
            },
        },
    }
}
