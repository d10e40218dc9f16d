"""In which of the four writing languages a text is, and in which one a job's texts are written."""

from __future__ import annotations

import re
from collections import Counter

from orchestrator.scoring.brief import Profile
from tailoring.style import Style

NAMES = {"english": "en", "german": "de", "french": "fr", "spanish": "es"}
# Can be asked for by name, and are not told apart.
_OTHERS = {
    "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "pl": "Polish", "sv": "Swedish",
    "da": "Danish", "uk": "Ukrainian",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
# Words of one language only: "in", "an", "de", "la", "des" and "plus" would tell nothing.
_TELLING = {
    "en": "the and of to with for from our your you we is are be this that will have has as by on"
    " or who which their they not using within through across at it can more about built led"
    " working work experience years responsible managed developed designed team skills strong",
    "de": "und der die das den dem ein eine einer einen für mit von im auf zu zur zum bei ist sind"
    " wir sie du ich nicht als auch wie oder werden wird über unsere unser deine dein ihre nach"
    " sowie durch bis aus haben hat kenntnisse erfahrung entwicklung aufgaben jahre leitung",
    "fr": "le les et une du au aux pour avec dans sur est sont nous vous notre votre nos vos qui"
    " ce cette ces par ou où être avoir ainsi chez plus leur leurs sein pas vers années équipe"
    " expérience développement gestion mise connaissances projets",
    "es": "el los las y una del al para con por se es son nosotros su sus que como más o en"
    " nuestro nuestra tu este esta ser años equipo desarrollo experiencia gestión sobre entre"
    " desde hasta conocimientos empresa proyectos trabajo también",
    # Neighbours that would else be taken for one of the four.
    "pt": "os uma um para com não são você nós nossa nosso nossos em ao pela pelo dos das como mais"
    " experiência equipe equipa desenvolvimento anos conhecimentos ou também",
    "it": "il lo gli della dei delle degli di che per con una uno sono siamo nostro nostra alla nel"
    " anche come più esperienza sviluppo anni conoscenza lavoro",
    "nl": "het een van en voor met op bij naar wij je jij zijn niet ook als wordt onze jouw"
    " ervaring ontwikkeling jaar kennis aan om te",
}
_OF_WORD: dict[str, tuple[str, ...]] = {}
for _code, _words in _TELLING.items():
    for _word in _words.split():
        _OF_WORD[_word] = (*_OF_WORD.get(_word, ()), _code)
_LETTERS = {"de": "äöüß", "fr": "àâçèêëîïôœùû", "es": "ñáíóú¿¡"}
_LEAST, _MARGIN = 4, 1.5


def detect(text: str) -> str:
    """en, de, fr or es; empty when the text does not say."""
    votes: Counter[str] = Counter()
    for word in _WORD.findall(text[:20_000].casefold()):
        known = _OF_WORD.get(word, ())
        for code in known:
            votes[code] += 6 // len(known)
        for code, letters in _LETTERS.items():
            votes[code] += 2 * any(letter in word for letter in letters)
    (best, most), (_, next_most) = [*votes.most_common(2), ("", 0), ("", 0)][:2]
    sure = most >= 6 * _LEAST and most >= _MARGIN * next_most
    return best if sure and best in NAMES.values() else ""


def chosen(style: Style, *, resume: str, declared: str, posting: str) -> str:
    """The tag of the language to write in; `declared` is what the résumé itself says."""
    manual = NAMES.get(style.manual_language.casefold(), style.manual_language)
    match style.language_mode:
        case "match-resume":
            return detect(resume) or declared or manual
        case "match-job-description":
            return detect(posting) or manual
    return manual


def prose(own: Profile) -> str:
    """The part of a résumé that tells its language: sentences, and no names."""
    return "\n".join([own.summary, *(item.text for item in own.items)])


def name(tag: str) -> str:
    """As a prompt names it: "German", or the tag itself."""
    names = {code: word.capitalize() for word, code in NAMES.items()}
    return names.get(tag.partition("-")[0].casefold()) or _OTHERS.get(tag, tag)
