"""Where the words of somebody else begin in a mail: quotes, replied and forwarded heads. Pure.

Every expression is tried at the start of one line, so the work grows with the text.
"""

from __future__ import annotations

import re

# Longer lines are text, not heads; looking at more of them would be work for nothing.
LINE = 400
QUOTED = re.compile(r"\s*(?:>|\|\s?>)")
# Names of one head field in the four languages, by what it says.
FIELDS = {
    "sender": ("from", "von", "de", "expediteur", "remitente", "absender"),
    "date": (
        "date", "sent", "datum", "gesendet", "envoye", "envoye le", "enviado", "enviado el",
        "fecha",
    ),
    "recipient": ("to", "an", "a", "para", "destinataire", "empfanger", "cc", "kopie"),
    "subject": ("subject", "betreff", "objet", "asunto", "sujet"),
}  # fmt: skip
FIELD_OF = {name: field for field, names in FIELDS.items() for name in names}
FIELD = re.compile(r"[\s>*_]{0,12}([A-Za-zÀ-ÿ]{1,12}(?: (?:le|el))?)[*_]{0,2}\s?:[*_]{0,2}\s?(.*)")
FORWARDED = re.compile(
    r"[\s>]{0,8}(?:-{2,12}\s*|_{2,12}\s*)?(?:begin forwarded message|forwarded (?:message|by\b.*)"
    r"|fwd(?:ed)? message|(?:anfang der )?weitergeleitete[nr]? (?:nachricht|e-?mail)"
    r"|(?:d[ée]but du )?message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])"
    r"|(?:inicio del )?mensaje reenviado)\b[\s:]{0,4}(?:\s*[-_]{2,12})?\s*$",
    re.IGNORECASE,
)
ORIGINAL = re.compile(
    r"[\s>]{0,8}[-_]{2,12}\s*(?:original (?:message|appointment)"
    r"|urspr(?:ü|ue|u)ngliche nachricht|message d['’]origine|message original|mensaje original)"
    r"\s*[-_]{0,12}",
    re.IGNORECASE,
)
# "On … Ada wrote:" and its like; the words between may run over three lines.
OPENING = re.compile(r"\s{0,8}(?:on|am|le|el|en|op)\b[ ,\w]", re.IGNORECASE)
WROTE = re.compile(
    r"(?:\bwrote|\bschrieb\b.{0,200}|\ba [ée]crit|\bescribi[óo]|\bha scritto)\s{0,2}:?\s*$",
    re.IGNORECASE,
)
DATED = re.compile(r"\d")
SIGNED = re.compile(r"\s?--\s?$|\s{0,4}_{12,}\s*$")
DEVICE = re.compile(
    r"\s{0,4}(?:sent (?:from|via) my|get outlook for|von meinem .{2,30} gesendet|gesendet mit der"
    r"|envoy[ée] (?:de|depuis) mon|enviado desde mi|diese nachricht wurde von meinem)\b",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"\s{0,4}(?:(?:this|the (?:information|contents) (?:in|of) this) (?:e-?mail|message"
    r"|communication)\b.{0,120}\b(?:confidential|privileged|intended)|confidentiality notice"
    r"|vertraulichkeitshinweis"
    r"|diese e-?mail .{0,60}vertraulich|ce (?:message|courriel|mail)\b.{0,60}confidentiel"
    r"|este (?:mensaje|correo)\b.{0,60}confidencial|aviso legal|disclaimer\s*:)",
    re.IGNORECASE,
)
BOILERPLATE = (SIGNED, DEVICE, LEGAL)
