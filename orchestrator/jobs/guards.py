"""The words of a title that make two otherwise equal jobs different ones. Pure."""

from __future__ import annotations

import re

from jobops.lib.text import fold

LEVELS = {
    **dict.fromkeys(
        ("intern", "internship", "praktikant", "praktikum", "stage", "stagiaire"), "intern"
    ),
    **dict.fromkeys(("trainee", "apprentice", "ausbildung", "azubi"), "trainee"),
    **dict.fromkeys(("graduate", "grad", "entry"), "graduate"),
    **dict.fromkeys(("junior", "jr"), "junior"),
    **dict.fromkeys(("mid", "intermediate", "medior"), "mid"),
    **dict.fromkeys(("senior", "sr"), "senior"),
    **dict.fromkeys(("lead", "leader"), "lead"),
    **{word: word for word in ("staff", "principal", "distinguished", "fellow", "associate")},
    **{word: word for word in ("head", "director", "chief", "vp", "manager", "deputy")},
    "mgr": "manager",
    "leiter": "head",
    "leiterin": "head",
}
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
LANGUAGES = {
    **{word: word for word in ("german", "french", "spanish", "italian", "dutch", "portuguese")},
    **{word: word for word in ("english", "polish", "swedish", "danish", "norwegian", "finnish")},
    **{word: word for word in ("czech", "turkish", "arabic", "hebrew", "japanese", "korean")},
    **{
        word: word for word in ("mandarin", "chinese", "cantonese", "russian", "ukrainian", "hindi")
    },
    "deutsch": "german",
    "englisch": "english",
    "francais": "french",
    "francophone": "french",
}
REGIONS = frozenset(
    re.findall(
        r"\w+",
        """emea apac amer amers americas latam mena dach nordics benelux europe eu us usa uk gb
        de at ch fr es it nl be pl pt ie dk se no fi cz ro hu gr bg hr ca mx br ar co cl au nz in
        sg jp kr cn hk tw ae il tr za ng ke
        east west north south northeast northwest southeast southwest""",
    )
)
# Short words that are region codes only when written as such: "in", "no", "it" are words too.
CODES = re.compile(r"\b[A-Z]{2}\b")
# Languages that are one letter without their signs.
SIGNED = re.compile(r"(?<!\w)[a-z](?:\+\+|#)")
CONTRACTS = (
    ("part-time", re.compile(r"\bpart[\s-]?time\b|\bteilzeit\b|\btemps partiel\b|\bdeeltijd\b")),
    ("full-time", re.compile(r"\bfull[\s-]?time\b|\bvollzeit\b|\btemps plein\b|\bvoltijd\b")),
    ("student", re.compile(r"\bwerkstudent(?:in)?\b|\bworking student\b|\bstudentische\b")),
    ("cover", re.compile(r"\b(?:maternity|parental|paternity) (?:leave )?cover\b|elternzeit")),
    ("fixed-term", re.compile(r"\bfixed[\s-]?term\b|\bbefristet\b|\bcdd\b|\btemporary\b|\btemp\b")),
    ("contract", re.compile(r"\bcontract(?:or)?\b|\bfreelance(?:r)?\b|\bfreiberuf\w*")),
    ("permanent", re.compile(r"\bpermanent\b|\bunbefristet\b|\bcdi\b")),
    ("seasonal", re.compile(r"\bseasonal\b|\bsaison\w*")),
)


def guards(title: str) -> frozenset[str]:
    """Level, numbers, region, languages, contract as `kind:value`; equal jobs have equal sets."""
    folded = fold(title)
    words = re.findall(r"[a-z]+|\d+", folded)
    codes = {code.lower() for code in CODES.findall(title)}
    found = {f"contract:{name}" for name, pattern in CONTRACTS if pattern.search(folded)}
    found |= {f"tool:{name}" for name in SIGNED.findall(folded)}
    for word in words:
        if word in LEVELS:
            found.add(f"level:{LEVELS[word]}")
        if word.isdigit():
            found.add(f"number:{int(word)}")
        if word in LANGUAGES:
            found.add(f"language:{LANGUAGES[word]}")
        if word in REGIONS and (len(word) > 2 or word in codes):
            found.add(f"region:{word}")
    # A lone I is a pronoun or an initial; as a level it stands at the end.
    found |= {f"number:{ROMAN[word]}" for word in words[1:] if word in ROMAN and word != "i"}
    if words[1:] and words[-1] == "i":
        found.add("number:1")
    return frozenset(found)
