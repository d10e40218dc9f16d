"""Signs, codes and words of pay in the languages that `date_words` knows."""

from __future__ import annotations

CODES = frozenset(
    code
    for line in (
        "USD EUR GBP CHF SEK NOK DKK ISK PLN CZK HUF RON BGN UAH TRY ILS INR PKR BDT LKR JPY CNY",
        "KRW TWD HKD SGD MYR THB PHP IDR VND AUD NZD CAD MXN BRL ARS CLP COP PEN ZAR NGN KES GHS",
        "EGP MAD AED SAR QAR KWD",
    )
    for code in line.split()
)
SIGNS: dict[str, str] = {
    "US$": "USD",
    "CA$": "CAD",
    "CAN$": "CAD",
    "C$": "CAD",
    "AU$": "AUD",
    "A$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "SG$": "SGD",
    "R$": "BRL",
    "MX$": "MXN",
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "₩": "KRW",
    "₪": "ILS",
    "₱": "PHP",
    "₫": "VND",
    "₴": "UAH",
    "zł": "PLN",
    "Kč": "CZK",
    "SFr": "CHF",
    "Rs.": "INR",
    "Rs": "INR",
    "RMB": "CNY",
    "euros": "EUR",
    "euro": "EUR",
    "pounds": "GBP",
}
# What these mean depends on the country of the job.
SHARED: dict[str, dict[str, str]] = {
    "$": {
        **{"US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD"},
        **{"TW": "TWD", "MX": "MXN", "AR": "ARS", "CL": "CLP", "CO": "COP", "PR": "USD"},
    },
    "kr": {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK"},
    "¥": {"JP": "JPY", "CN": "CNY"},
    "dollars": {"US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD"},
}
SCALES: dict[str, float] = {
    **dict.fromkeys(("k", "tsd", "tsd.", "thousand", "mil"), 1_000.0),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs", "lpa"), 100_000.0),
    **dict.fromkeys(("m", "mn", "mio", "mio.", "million"), 1_000_000.0),
    **dict.fromkeys(("crore", "crores", "cr"), 10_000_000.0),
}
# Where a year's pay lies between a thousand and a few million.
USUAL = frozenset({"USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD"})

INTERVALS: dict[str, str] = {
    "yearly": (
        r"years?|yr|annum|annual(?:ly|ised|ized)?|yearly|p\.?\s?a\.?|y|jahr(?:lich|esgehalt)?|jährlich"
        r"|jahresgehalt|jahresbrutto|an|année|annuels?|annuelle|año|anual(?:es)?|ano|anno|annuo"
        r"|annui|annua|jaar|jaarlijks|lpa|ote|rok|rocznie"
    ),
    "monthly": (
        r"months?|mo|monthly|p\.?\s?m\.?|pcm|monat(?:lich|sgehalt)?|mtl\.?|mois|mensuels?|mensuelle"
        r"|mes|mensual(?:es)?|mês|mensa(?:l|is)|måned(?:lig)?|månad|mese|mensili?|maand|maandelijks|mies\.?|miesięcznie"
    ),
    "weekly": (
        r"weeks?|wk|weekly|p\.?\s?w\.?|woche|wöchentlich|semaine|semanal?|settimana|wekelijks"
    ),
    "daily": (
        r"days?|daily|p\.?\s?d\.?|diem|tag|tagessatz|täglich|jour|día|diario|dia|giorno|dag|tjm"
    ),
    "hourly": (
        r"hours?|hr|hourly|h|p\.?\s?h\.?|stunde|stundenlohn|stündlich|std\.?|heure|horaire|hora"
        r"|ora|oraria|uur|godz\.?"
    ),
}
PER_YEAR: dict[str, int] = {
    "yearly": 1,
    "monthly": 12,
    "weekly": 52,
    "daily": 260,
    "hourly": 2080,
}
PAY_WORDS = (
    r"salar(?:y|ies|io|is)|\bpay\b|pay (?:range|scale|rate)|compensation|wages?|remuneration|"
    r"rémunération|gehalt|vergütung|entgelt|lohn|salaire|sueldo|retribución|retribuzione|"
    r"stipendio|\bral\b|salário|remuneração|salaris|\bote\b|base range|hourly rate|day rate|"
    r"daily rate|tagessatz|\bearn"
)
OTHER_MONEY = (
    r"bonus|boni|prämie|fund(?:ing|ed|s)|raised|revenue|turnover|umsatz|\barr\b|budget|valuation|invest"
    r"|sign.?on|signing|relocation|stipend\b|referral|voucher|gutschein|allowance|discount|\bfees?\b"
    r"|savings|assets|\baum\b|market|sales of|customers|users|equipment|zuschuss|reimburse|prize"
    r"|insurance|worth of|series [a-e]\b|learning|wellness|subsidy|match|401|deductible|donat"
    r"|education|courses?\b|conference|books|food|meals?\b"
    r"|lunch|\bgym|training|in sales|transactions|per (?:seat|user|ticket)|billion"
    r"|contract value|spend"
)
EACH_SIDE = {
    "max": (
        r"(?:up to|upto|max(?:imum|\.)?|bis(?: zu)?|jusqu.à|hasta|até|fino a|tot|under|maximal)\s*$"
    ),
    "min": (
        r"(?:from|starting (?:at|from)|min(?:imum|\.)?|ab|mindestens|à partir de|desde|vanaf"
        r"|a partir d[eai]|at least|over|above)\s*$"
    ),
}
