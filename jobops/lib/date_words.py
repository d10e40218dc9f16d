"""Words around dates in English, German, French, Spanish, Portuguese, Italian and Dutch, folded."""

from __future__ import annotations


def _all(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january januar janvier enero janeiro gennaio januari jan janv jänner janner ene genn",
            "february februar fevrier febrero fevereiro febbraio februari feb fev febr fevr",
            "march marz maerz mars marzo marco maart mrz mrt mar",
            "april avril abril aprile apr avr abr",
            "may mai mayo maio maggio mei magg",
            "june juni juin junio junho giugno jun giu",
            "july juli juillet julio julho luglio jul juil lug",
            "august aout agosto augustus aug ago agost",
            "september septembre septiembre setiembre setembro settembre sep sept set sett",
            "october oktober octobre octubre outubro ottobre oct okt out ott",
            "november novembre noviembre novembro nov",
            "december dezember decembre diciembre dezembro dicembre dec dez dic",
        ),
        start=1,
    )
    for name in names.split()
}
# Words of their own in one of the languages: a month only with a year beside them.
DOUBTFUL_MONTHS = frozenset({"out", "set", "ago", "mar"})

WEEKDAYS = _all(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri"
    " sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr"
    " sa so lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves"
    " viernes sabado domingo segunda terca quarta quinta sexta feira lunedi martedi mercoledi"
    " giovedi venerdi domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
)
# What may stand beside a deadline without making it doubtful.
AROUND = _all(
    "a accepted accept accepting al alle am and answer application applications apply applying at"
    " aplicar ate aan avant before bewerben bewerbung bewerbungen bewerbungsende bewerbungsfrist"
    " bewerbungsschluss bis by candidati candidatura candidaturas candidature candidatures cet cest"
    " close closed closes closing cloture dag dat data date datum day de deadline deadlines deadl"
    " dead del den der di die due e edt einsendeschluss el end endet ending ends entro est eod et"
    " expire expires expiry fecha final fin frist gmt h hasta hour hours hrs il in inclusive"
    " inkl inklusive inschrijven jobs jusqu jusquau kandidaten la last latest le les limite line"
    " local midnight mitternacht no noon o of ofertas offre oggi on open or pdt pm pst le sluit"
    " sluiting sluitingsdatum solliciteren spatestens prazo received reception scade scadenza"
    " solicitud solicitudes spatest submit submission submissions te termine termijn than the"
    " this time til till to tot tra um uhr uiterlijk uk until up us utc valid verfugbar vacancy"
    " vom voor voir von vor y your zum zu z data limite encerra encerramento encerram inscricao"
    " inscricoes cierra cierre postular postulez postuler au plus tard later position posting job"
    " role stelle ausschreibung online offen einschliesslich reageren reageer vacature geldig per"
    " presentare domanda domande invio scadono entro il"
)
# A date beside one of these is no deadline, or not the only one.
AGAINST = _all(
    "rolling asap filled immediate immediately ongoing continuous start starts starting beginn ab"
    " from posted since reviewed review interview interviews extended initial previously was were"
    " eingestellt veroffentlicht published debut inicio inizio aanvang fortlaufend laufend sofort"
    " ongoing tbd tba onwards begin begins commencing created updated ago desde depuis dal vanaf"
    " besetzt pourvu cubrir birthday founded"
)

TOMORROW = frozenset({"tomorrow", "morgen", "demain", "manana", "amanha", "domani"})
TODAY = frozenset(
    {"today", "heute", "aujourd'hui", "aujourdhui", "hoy", "hoje", "oggi", "vandaag", "now"}
)
YESTERDAY = frozenset({"yesterday", "gestern", "hier", "ayer", "ontem", "ieri", "gisteren"})

UNITS: dict[str, int] = {
    **dict.fromkeys(
        _all("d day days tag tage tagen jour jours dia dias giorno giorni dag dagen"), 1
    ),
    **dict.fromkeys(
        _all(
            "w wk wks week weeks woche wochen semaine semaines semana semanas settimana settimane"
            " weken"
        ),
        7,
    ),
}
LONG_UNITS: dict[str, int] = dict.fromkeys(
    _all("mo mos month months monat monate monaten mois mes meses mese mesi maand maanden"), 30
)
SHORT_UNITS = _all(
    "s sec second seconds m min mins minute minutes minuten minuto minutos minuti minuut h hr hrs"
    " hour hours stunde stunden heure heures hora horas ora ore uur uren"
)
SMALL_NUMBERS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "a an one ein eine einem einer un une um uma una een",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
        ),
        1,
    )
    for word in words.split()
}

MONTH_FIRST = frozenset({"US", "PH", "FM", "MH", "PW", "GU", "PR", "VI", "AS", "MP"})
# Both orders are common, or dates begin with the year.
UNDECIDED = frozenset({"CA", "JP", "CN", "KR", "TW", "HU", "LT", "MN", "HK", "KE", "ZA"})
