"""What a posting asks beside skills: years, degrees, languages, permits, travel. Patterns only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from orchestrator.scoring.card import Scope
from orchestrator.scoring.posting import fold

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "sechs": 6, "sieben": 7, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "dois": 2, "quatro": 4, "twee": 2, "drie": 3, "vijf": 5,
}  # fmt: skip
_N = r"(\d{1,2}|" + "|".join(_NUMBERS) + r")"
_YEARS = re.compile(
    rf"(?<![\w.,$€£]){_N}(?:[.,]\d)?\s*\)?\s*(?:\+|plus|or more|oder mehr|ou plus|o mas|o piu)?"
    rf"\s*(?:(?:-|–|—|to|bis|a|tot)\s*{_N}\s*\+?)?"
    r"\s*(?:full|solid|proven|good)?[ -]*(?:years?|yrs?|jahren?|ans|annees?|anos|anni|jaar)(?!\w)(?!\s*(?:old|alt|ago))"
)
_EXPERIENCE = re.compile(
    r"experien|erfahrung|praxis|work|in (?:a|an|the)|role|as an?\b|of\b|esperienz|ervaring|building|developing|minimum|mindestens"
)
_NOT_YEARS = re.compile(
    r"over the (?:last|past)|for (?:over|more than|the past)|warranty|founded|company|vesting|years ago|contract|anniversar|in business|fixed.term|history"
)

DEGREES = {
    "phd": r"ph\.?\s?d\.?|doctorate|doctoral|promotion in|promoviert|doctorat|doctorado|doutorado|dottorato",
    "master": r"master(?:'?s)?(?= degree| in| or|,|/|'| level|-abschluss|studium| of science|\)|$)|\bm\.?sc\b\.?|\bmba\b|diplom(?:a? de ingenieria| en|-ingenieur| in|studium)|bac\s?\+\s?5|laurea magistrale|maestria|mestrado|wo-niveau|\bms\b(?= degree| in|/)",
    "bachelor": r"bachelor(?:'?s)?|\bb\.?sc\b\.?|\bb\.?a\.? degree|undergraduate degree|university degree|college degree|\bdegree (?:in|or|required|from)|\b(?:bs|ba)(?:/| degree| or| in|,)|studium|hochschulabschluss|universitatsabschluss|licence|bac\s?\+\s?3|licenciatura|grado en|titulacion universitaria|ensino superior|graduacao|laurea|hbo|4.year degree|four.year degree|bs/ms|relevant degree",
    "vocational": r"ausbildung (?:als|zum|zur|im|in|oder)|abgeschlossene (?:berufs)?ausbildung|berufsausbildung|apprenticeship|vocational|associate'?s? degree|bts|formacion profesional|\bmbo\b|technische ausbildung|\bcap\b|diploma di",
    "school": r"high school diploma|\bged\b|secondary school|abitur|a-levels|mittlere reife|baccalaureat|diploma superiore|ensino medio",
}  # fmt: skip
DEGREE_RANK = {"school": 1, "vocational": 2, "bachelor": 3, "master": 4, "phd": 5}
_DEGREES = {name: re.compile(rf"(?<!\w)(?:{body})") for name, body in DEGREES.items()}
_DEGREE_NEEDS = re.compile(
    r"degree|abschluss|studium|diplom|bachelor|master|ph\.?\s?d|laurea|licen|ausbildung|formacion|hbo|wo-|bac|gradua|b\.?sc|m\.?sc|mba|ged|doctor|school|vocational|apprentice|\bb[as]\b|superior|abitur|a-level|grado|mestrado|maestria|bts|mbo|cap"
)
EQUIVALENT = re.compile(
    r"equivalent|or related experience|or relevant experience|vergleichbar|gleichwertig|equivalen|or experience|in lieu|comparable"
)

LANGUAGES = {
    "English": r"english|englisch\w*|anglais|ingles|inglese|engels\w*",
    "German": r"german|deutsch\w*|allemand|aleman|alemao|tedesco|duits\w*",
    "French": r"french|franzosisch\w*|francais|frances|francese|frans",
    "Spanish": r"spanish|spanisch\w*|espagnol|espanol|castellano|espanhol|spagnolo|spaans",
    "Portuguese": r"portuguese|portugiesisch\w*|portugais|portugues|portoghese|portugees",
    "Italian": r"italian|italienisch\w*|italien|italiano",
    "Dutch": r"dutch|niederlandisch\w*|neerlandais|holandes|neerlandes|olandese|nederlands\w*",
    "Polish": r"polish|polnisch\w*|polonais|polaco",
    "Japanese": r"japanese|japanisch\w*|japonais|japones",
    "Chinese": r"chinese|mandarin|cantonese|chinesisch\w*|chinois",
    "Arabic": r"arabic|arabisch\w*|arabe",
    "Russian": r"russian|russisch\w*|russe|ruso",
    "Korean": r"korean|koreanisch\w*",
    "Hebrew": r"hebrew",
    "Turkish": r"turkish|turkisch\w*|turc",
    "Swedish": r"swedish|schwedisch\w*",
    "Danish": r"danish|danisch\w*",
    "Norwegian": r"norwegian|norwegisch\w*",
    "Czech": r"czech|tschechisch\w*",
    "Hindi": r"hindi",
    "Ukrainian": r"ukrainian",
}
_LANGUAGES = {name: re.compile(rf"(?<!\w)(?:{body})(?!\w)") for name, body in LANGUAGES.items()}
_ANY_LANGUAGE = re.compile(rf"(?<!\w)(?:{'|'.join(LANGUAGES.values())})(?!\w)")
_SPEAKING = re.compile(
    r"fluen|spoken|speak|written|verbal|language|proficien|native|bilingual|command|business level|professional level|working knowledge|"
    r"kenntniss|sprach|fliess|wort und schrift|muttersprach|verhandlungssicher|sicher|beherrsch|gute|"
    r"courant|maitrise|langue|parle|bilingue|niveau|ecrit|fluid|idioma|nivel|hablad|dominio|escrit|fluent|madrelingua|conoscenza|livello|parlat|scritt|"
    r"vloeiend|taal|beheersing|woord en geschrift|\b[abc][12]\b|skills|communicat"
)
_CEFR = re.compile(r"(?<!\w)([abc][12])(?!\w)")
LEVELS = {"A1": 1, "A2": 2, "B1": 3, "B2": 4, "C1": 5, "C2": 6}
_SPOKEN_LEVELS = (
    ("C2", re.compile(r"native|mother tongue|muttersprach|langue maternelle|nativ|madrelingua|moedertaal|lingua madre|bilingu")),
    ("C1", re.compile(r"fluen|full professional|business level|verhandlungssicher|fliess|sehr gut|excellent|courant|advanced|proficien|fluid|alto|avanc|avanz|vloeiend|strong|wort und schrift|woord en geschrift|outstanding|c-level|expert|superior|ottim|perfect|exzellent|hervorragend")),
    ("B2", re.compile(r"professional|good|gut|upper.intermediate|working|solid|sicher|bon niveau|bonne|buen|boa|bom|buon|goed|business|medio.alto|conversational|maitrise|independent")),
    ("B1", re.compile(r"intermediate|mittel|intermedi|grund|limited working|moyen|medio|discret|redelijk")),
    ("A2", re.compile(r"basic|elementary|notions|basico|scolaire|beginner|basis|element")),
)  # fmt: skip

ELIGIBILITY: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("work permit", "Right to work", re.compile(
        r"(?:legally )?authori[sz]ed to work|work authori[sz]ation|right to work|eligible to work|eligibility to work|work permit|valid (?:work )?visa|"
        r"visa sponsorship|(?:not|unable to|cannot) (?:offer |provide )?sponsor|arbeitserlaubnis|arbeitsgenehmigung|permis de travail|permiso de trabajo|permesso di lavoro|werkvergunning|autorizacao de trabalho|"
        r"without (?:the need for )?(?:visa )?sponsorship|require\w* sponsorship")),
    ("citizenship", "Citizenship", re.compile(r"\b(?:u\.?s\.?|us|uk|eu|canadian|australian|german) (?:citizen|person|national)|citizenship|staatsburgerschaft|staatsangehorigkeit|nationalite francaise|itar")),
    ("clearance", "Security clearance", re.compile(r"security clearance|ts/sci|top secret|secret clearance|public trust|sicherheitsuberprufung|\bu2\b|\bu3\b|dv clearance|sc clearance|habilitation (?:secret|defense)|\bpolygraph")),
    ("legal age", "Legal age", re.compile(r"(?:at least|minimum of|mindestens) (?:18|21)\b(?! years? (?:of )?exp)|(?:18|21) years (?:of age|old)|volljahrig")),
    ("good conduct", "Certificate of good conduct", re.compile(r"fuhrungszeugnis|dbs check|criminal record check|casier judiciaire|antecedentes penales|polizeiliches fuhrungs")),
)  # fmt: skip
LOGISTICS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("travel", "Travel", re.compile(r"willing\w* to travel|travel (?:up to|required|approximately|is required|\d)|\d{1,2}\s?% (?:of )?travel|ability to travel|reisebereitschaft|dienstreisen|deplacements|disponibilidad para viajar|disponibilita a (?:viaggi|trasferte)|reisbereidheid|disponibilidade para viagens")),
    ("shifts", "Shifts", re.compile(r"shift work|night shifts?|rotating shifts?|weekend (?:work|shifts?|availability)|schichtarbeit|schichtdienst|schichtbereitschaft|wochenend(?:arbeit|dienst)|nachtdienst|travail de nuit|trabajo por turnos|turnos? rotativos|lavoro su turni|ploegendienst|on-call|rufbereitschaft|3x8|2x8")),
    ("driving licence", "Driving licence", re.compile(r"driv(?:ing|er'?s?) licen[cs]e|fuhrerschein|permis b\b|permis de conduire|carnet de conducir|carne de conducir|patente (?:b|di guida)|rijbewijs|carta de conducao|\bcnh\b|clean licence")),
    ("start date", "Start date", re.compile(r"start immediately|immediate start|immediate joiner|ab sofort|zum nachstmoglichen|incorporacion inmediata|disponibilita immediata")),
    ("lifting", "Physical work", re.compile(r"lift (?:up to )?\d|korperlich\w* belastbar|physically fit|stand for long")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """One requirement that a pattern recognised in a sentence."""

    scope: Scope
    text: str
    terms: tuple[str, ...]
    threshold: str | None = None


def years(folded: str) -> int | None:
    """The least years a sentence asks for; None when it names none."""
    for match in _YEARS.finditer(folded):
        before = folded[max(0, match.start() - 40) : match.start()]
        after = folded[match.end() : match.end() + 60]
        if _NOT_YEARS.search(before + "|" + after[:24]) or not _EXPERIENCE.search(before + after):
            continue
        number = _NUMBERS.get(match.group(1)) or (
            int(match.group(1)) if match.group(1).isdigit() else 0
        )
        if 0 < number <= 25:
            return number
    return None


def degrees(folded: str) -> list[str]:
    """Degrees named, lowest first: of "Bachelor or Master" the bachelor suffices."""
    if not _DEGREE_NEEDS.search(folded):
        return []
    met = [name for name, pattern in _DEGREES.items() if pattern.search(folded)]
    return sorted(met, key=DEGREE_RANK.__getitem__)


def spoken(folded: str) -> list[tuple[str, str]]:
    """Languages asked for with the level, as CEFR; an unnamed level is B2."""
    if not _ANY_LANGUAGE.search(folded) or not _SPEAKING.search(folded):
        return []
    return [
        (name, level(folded[max(0, match.start() - 60) : match.end() + 40]))
        for name, pattern in _LANGUAGES.items()
        if (match := pattern.search(folded))
    ]


def language_names(folded: str) -> list[str]:
    return [name for name, pattern in _LANGUAGES.items() if pattern.search(folded)]


def level(folded: str, *, default: str = "B2") -> str:
    exact = _CEFR.search(folded)
    if exact:
        return exact.group(1).upper()
    return next((name for name, words in _SPOKEN_LEVELS if words.search(folded)), default)


def practical(text: str) -> list[Found]:
    folded = fold(text)
    found = [
        Found("eligibility", name, (term,))
        for term, name, pattern in ELIGIBILITY
        if pattern.search(folded)
    ]
    found += [
        Found("logistics", name, (term,))
        for term, name, pattern in LOGISTICS
        if pattern.search(folded)
    ]
    return found
