"""The labels and phrases by which running text states facts of a job, in seven languages."""

from __future__ import annotations

import re

# Words before a colon → field; folded, in the languages postings come in.
LABELS = {
    "title": "job title|position|role|title|stelle|stellenbezeichnung|poste|intitule du poste"
        "|puesto|cargo|functie",
    "employer": "company|company name|employer|organisation|organization|firma|unternehmen"
        "|arbeitgeber|entreprise|"
    "employeur|empresa|azienda|bedrijf|werkgever",
    "location": "location|locations|job location|office|office location|work location|place of "
        "work|standort|arbeitsort|"
    "einsatzort|dienstort|ort|lieu|lieu de travail|localisation|ubicacion|lugar|localizacao"
    "|sede|sede di lavoro|"
    "standplaats|locatie",
    "salary": "salary|salary range|pay|pay range|compensation|base salary|annual salary|rate"
        "|day rate|hourly rate|gehalt|"
    "jahresgehalt|vergutung|salaire|remuneration|salario|remuneracao|retribuzione|salaris",
    "deadline": "deadline|application deadline|closing date|apply by|apply before|applications "
        "close|closes|"
    "bewerbungsfrist|bewerbungsschluss|bewerbung bis|date limite|date limite de candidature"
    "|fecha limite|"
    "prazo|scadenza|sluitingsdatum|reageren voor",
    "date_posted": "posted|date posted|posted on|published|veroffentlicht|publie le",
    "job_type": "job type|employment type|contract type|type of contract|contract|employment"
        "|working time|"
    "anstellungsart|vertragsart|beschaftigungsart|arbeitszeit|type de contrat|contrat|tipo de "
    "contrato|"
    "tipo di contratto|contrato|dienstverband",
    "job_level": "level|job level|seniority|seniority level|experience level|karrierestufe",
    "job_function": "department|team|function|job function|category|abteilung|bereich"
        "|departement|service|"
    "departamento|reparto|afdeling",
    "degree_required": "education|degree|degree required|qualification|abschluss|formation"
        "|niveau d.etudes|"
    "formacion|istruzione|opleiding",
    "starting": "start|start date|starting|starting date|starts|beginn|startdatum"
        "|eintrittstermin|arbeitsbeginn|"
    "date de debut|prise de poste|fecha de inicio|data di inizio|ingangsdatum",
    "application_link": "apply|apply at|apply here|application link|apply online|jetzt "
        "bewerben|postuler",
    "job_url": "job url|url|link|posting",
    "workplace": "workplace|workplace type|remote|work model|arbeitsmodell|teletravail",
}  # fmt: skip
FIELD_OF = {label: name for name, labels in LABELS.items() for label in labels.split("|")}
LABELLED = re.compile(
    r"^\W{0,4}(?P<label>[^\W\d_][\w ./'’&()-]{1,40}?)\s*[:：]\s*(?P<value>\S.{0,400})$"
)
ALONE = re.compile(r"^\W{0,4}(?P<label>[^\W\d_][\w ./'’&-]{1,40}?)\W{0,2}$")
ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
CLOSING = re.compile(
    r"(?:appl(?:y|ications?)\b[^.]{0,60}?\b(?:by|before|until|close[sd]?(?: on)?|no later than"
    r"|due)"
    r"|deadline(?: for applications?)?(?: is| on)?|closing date(?: is)?|closes on|close on"
    r"|bewerb\w*[^.]{0,60}?\bbis(?: zum| spatestens)?|bewerbungs(?:frist|schluss)(?: ist| "
    r"endet am)?"
    r"|date limite[^.:]{0,40}|avant le|jusqu.au|hasta el|antes del|fecha limite[^.:]{0,30}"
    r"|entro il|"
    r"ate (?:o dia )?|uiterlijk|voor)\s*:?\s*",
)
DATE_END = re.compile(r"[.;!?)](?:\s|$)| (?:at|um|using|via|with|per|mit|unter|an|a|to) ")
NO = r"(?:no|not|non|kein\w*|nicht|pas de|sin|sem|niet|geen)"
PLACES = (
    ("hybrid", re.compile(
        r"\b(?:hybrid\w*|teilweise remote|partially remote|\d\s*(?:-\s*\d\s*)?(?:days?|tage?"
        r"|jours?|dias?|giorni|dagen)"
        r"[^.]{0,24}\b(?:in (?:the |our )?office|on.?site|from home|home ?office|im buro"
        r"|remote|au bureau|"
        r"teletravail|en (?:la )?oficina|in ufficio|thuis|op kantoor))\b")),
    ("onsite", re.compile(
        rf"\b(?:on.?site (?:only|role|position|work)|fully on.?site|100\s?% on.?site|in.person "
        rf"(?:role|position|only)|"
        rf"{NO} (?:\w+ ){{0,2}}(?:remote|home ?office|teletravail|teletrabajo)|(?:remote|home "
        rf"?office)[^.]{{0,20}}{NO} "
        r"(?:possible|available|moglich|offered)|not (?:a )?remote|vor ort in|presentiel"
        r"|presencial|in sede)\b")),
    ("remote", re.compile(
        r"\b(?:(?:fully|100\s?%|completely|entirely) remote|remote(?: |-)?(?:first|only"
        r"|position|role|job|team|company|"
        r"eligible|working|work)|work(?:ing)? (?:fully )?(?:remotely|from (?:home|anywhere))"
        r"|this (?:role|position|job) is "
        r"remote|remote \(|\(remote|100\s?% home ?office|vollstandig remote|full remote"
        r"|teletravail complet|"
        r"100\s?% teletrabajo|da remoto|volledig thuis)\b|^\W*remote\b")),
)  # fmt: skip
NOT_WORK = re.compile(
    r"remote (?:sens|desktop|control|access|monitor|support|procedure|device|code|server)"
)
HIRING = (
    re.compile(r"(?:^|[.!?]\s+)(?:About|Über|À propos de|Acerca de|Over|Chi "
    r"è)\s+(?P<name>[A-Z0-9][\w&.'’ -]{1,50}?)\s*[:?]?$"),
    re.compile(r"\b(?:[Jj]oin|[Aa]t|[Bb]ei"
    r"|[Cc]hez)\s+(?P<name>[A-Z][\w&'’-]*(?:\s+(?:&\s+)?[A-Z][\w&'’-]*){0,3}),\s+(?:we|you|our"
    r"|wir|du|Sie|nous)\b"),
    re.compile(r"^(?P<name>[A-Z][\w&.'’-]*(?:\s+(?:&\s+)?[A-Z][\w&.'’-]*){0,4})\s+(?:is "
    r"(?:looking for|hiring|seeking|searching for|recruiting)|sucht|recherche|recrute|busca"
    r"|cerca|zoekt)\b"),
    re.compile(r"^(?P<name>[A-Z][\w&.'’-]*(?:\s+(?:&\s+)?[A-Z][\w&.'’-]*){0,3}) (?:is|ist|est"
    r"|es) (?:an?|the|ein\w*|une?|un[ae]?) "),
)  # fmt: skip
LEGAL = re.compile(
    r"\b(?:GmbH|AG|KGaA|UG|e\.V\.|SE|Inc|LLC|Ltd|Limited|PLC|plc|Corp|S\.?A|S\.?L|S\.?r\.?l"
    r"|SAS|SARL|B\.?V|N\.?V|AB|ApS"
    r"|A/S|Oy|Pty)(?:\.?(?=\s|$|,))"
)
NO_NAME = frozenset(
    re.findall(
        r"\w+",
        """we us our team the role this job position company you your wir uns unternehmen it they he
        she what who there here if as benefits stelle rolle nous vous work remote""",
    )
)
SHORT_HEADS = re.compile(
    r"about|über|job description|description|overview|responsibilit|requirement|aufgaben|your "
    r"(?:role|tasks)|what you|"
    r"who we|benefits|apply|posted|share|save|home|menu|skip to|log ?in|sign ?in|cookie|back "
    r"to|view all|search",
    re.I,
)
ITEM = re.compile(r"[-–*•·]\s")
GENDERED = re.compile(
    r"\((?:[mwfdxi]\s*[/|*]\s*){1,3}[mwfdxi]\)|\b(?:m/w/d|w/m/d|f/m/d|m/f/d|h/f|f/h)\b", re.I
)
JOB_WORDS = re.compile(
    r"\b(?:engineer|developer|manager|designer|analyst|architect|consultant|specialist"
    r"|assistant|director|lead|head|"
    r"officer|nurse|teacher|scientist|researcher|administrator|technician|coordinator"
    r"|representative|intern|"
    r"accountant|editor|writer|recruiter|programmer|executive|associate|advisor|planner"
    r"|operator|driver|"
    r"\w*entwickler\w*|\w*ingenieur\w*|\w*berater\w*|\w*leiter\w*|\w*techniker\w*"
    r"|mitarbeiter\w*|werkstudent\w*|"
    r"sachbearbeiter\w*|developpeur|charge\w*|responsable|ingeniero|desarrollador|tecnico)\b"
)  # fmt: skip
