"""Words that a résumé prints by itself, in the languages it may be written in."""

from __future__ import annotations

import unicodedata

_COLUMNS = (
    "summary", "experience", "education", "skills", "projects", "certifications", "languages",
    "awards", "publications", "volunteer", "interests", "references", "profiles",
)  # fmt: skip
_TABLE = """
en|Summary|Experience|Education|Skills|Projects|Certifications|Languages|Awards|Publications|Volunteering|Interests|References|Profiles
de|Profil|Berufserfahrung|Ausbildung|Kenntnisse|Projekte|Zertifikate|Sprachen|Auszeichnungen|Veröffentlichungen|Ehrenamt|Interessen|Referenzen|Online-Profile
fr|Profil|Expérience professionnelle|Formation|Compétences|Projets|Certifications|Langues|Distinctions|Publications|Bénévolat|Centres d’intérêt|Références|Profils en ligne
es|Perfil|Experiencia laboral|Educación|Habilidades|Proyectos|Certificaciones|Idiomas|Premios|Publicaciones|Voluntariado|Intereses|Referencias|Perfiles en línea
pt|Resumo|Experiência profissional|Formação|Competências|Projetos|Certificações|Idiomas|Prémios|Publicações|Voluntariado|Interesses|Referências|Perfis online
it|Profilo|Esperienza lavorativa|Istruzione|Competenze|Progetti|Certificazioni|Lingue|Premi|Pubblicazioni|Volontariato|Interessi|Referenze|Profili online
nl|Profiel|Werkervaring|Opleiding|Vaardigheden|Projecten|Certificaten|Talen|Prijzen|Publicaties|Vrijwilligerswerk|Interesses|Referenties|Online profielen
pl|Podsumowanie|Doświadczenie zawodowe|Wykształcenie|Umiejętności|Projekty|Certyfikaty|Języki|Nagrody|Publikacje|Wolontariat|Zainteresowania|Referencje|Profile internetowe
sv|Profil|Arbetslivserfarenhet|Utbildning|Kompetenser|Projekt|Certifieringar|Språk|Utmärkelser|Publikationer|Ideellt arbete|Intressen|Referenser|Webbprofiler
da|Profil|Erhvervserfaring|Uddannelse|Kompetencer|Projekter|Certificeringer|Sprog|Priser|Publikationer|Frivilligt arbejde|Interesser|Referencer|Onlineprofiler
uk|Про себе|Досвід роботи|Освіта|Навички|Проєкти|Сертифікати|Мови|Нагороди|Публікації|Волонтерство|Інтереси|Рекомендації|Профілі
ar|الملخص|الخبرة العملية|التعليم|المهارات|المشاريع|الشهادات|اللغات|الجوائز|المنشورات|العمل التطوعي|الاهتمامات|المراجع|الحسابات
he|תקציר|ניסיון תעסוקתי|השכלה|מיומנויות|פרויקטים|הסמכות|שפות|פרסים|פרסומים|התנדבות|תחומי עניין|ממליצים|פרופילים
zh|个人简介|工作经历|教育背景|技能|项目经历|证书|语言|获奖经历|发表作品|志愿服务|兴趣爱好|推荐人|个人主页
ja|概要|職務経歴|学歴|スキル|プロジェクト|資格|語学|受賞歴|発表実績|ボランティア|趣味|推薦者|プロフィール
ko|요약|경력|학력|기술|프로젝트|자격증|언어|수상|출판물|봉사활동|관심사|추천인|프로필
"""  # noqa: E501
HEADINGS: dict[str, dict[str, str]] = {
    row.split("|")[0]: dict(zip(_COLUMNS, row.split("|")[1:], strict=True))
    for row in _TABLE.strip().splitlines()
}

# A level of one to five, when the document has no word of its own for it.
LEVELS: dict[str, tuple[str, str, str, str, str]] = {
    "en": ("Basic", "Elementary", "Intermediate", "Advanced", "Expert"),
    "de": ("Grundkenntnisse", "Anfänger", "Mittelstufe", "Fortgeschritten", "Experte"),
    "fr": ("Notions", "Débutant", "Intermédiaire", "Avancé", "Expert"),
    "es": ("Nociones", "Básico", "Intermedio", "Avanzado", "Experto"),
    "pt": ("Noções", "Básico", "Intermédio", "Avançado", "Especialista"),
    "it": ("Nozioni", "Base", "Intermedio", "Avanzato", "Esperto"),
    "nl": ("Basis", "Beginner", "Gemiddeld", "Gevorderd", "Expert"),
    "pl": ("Podstawy", "Początkujący", "Średni", "Zaawansowany", "Ekspert"),
    "sv": ("Grunder", "Nybörjare", "Medel", "Avancerad", "Expert"),
    "da": ("Grundlæggende", "Begynder", "Mellem", "Avanceret", "Ekspert"),
    "uk": ("Основи", "Початковий", "Середній", "Високий", "Експерт"),
    "ar": ("أساسي", "مبتدئ", "متوسط", "متقدم", "خبير"),
    "he": ("בסיסי", "מתחיל", "בינוני", "מתקדם", "מומחה"),
    "zh": ("了解", "初级", "中级", "高级", "精通"),
    "ja": ("基礎", "初級", "中級", "上級", "専門"),
    "ko": ("기초", "초급", "중급", "고급", "전문가"),
}

# What stands for a photo where it is not seen.
PHOTO: dict[str, str] = {
    "en": "Photo of {}",
    "de": "Foto von {}",
    "fr": "Photo de {}",
    "es": "Foto de {}",
    "pt": "Foto de {}",
    "it": "Foto di {}",
    "nl": "Foto van {}",
    "pl": "Zdjęcie: {}",
    "sv": "Foto av {}",
    "da": "Foto af {}",
    "uk": "Фото: {}",
    "ar": "صورة {}",
    "he": "תמונה של {}",
    "zh": "{}的照片",
    "ja": "{}の写真",
    "ko": "{}의 사진",
}

# What else parsers are known to understand, beside the table above.
_SYNONYMS = """
about|about me|profile|professional summary|executive summary|career summary|objective
career objective|work experience|professional experience|employment|employment history
work history|career history|relevant experience|academic background|education and training
education & training|studies
technical skills|key skills|core skills|core competencies|skills & tools|competencies
skills and tools|key projects|selected projects|personal projects|certificates
licenses & certifications|licences & certifications|certifications & training
courses|training|language skills
honors|honours|honors & awards|awards & honors|achievements|volunteer|volunteer experience
community involvement|hobbies|hobbies & interests|links|online profiles|selected publications
zusammenfassung|über mich|berufliche erfahrung|bildung|fähigkeiten|zertifizierungen|sprachkenntnisse
à propos|expériences|études|diplômes|experiencia|experiencia profesional|formación|competencias
esperienza|esperienza professionale|formazione|experiência|educação|habilidades|ervaring|erfarenhet
erfaring|doświadczenie|edukacja|досвід|自我评价|教育经历|専門スキル|職歴|경력사항|학력사항
"""
_RTL = frozenset({"ar", "he", "fa", "ur", "yi", "ps"})
_LETTER_PAPER = frozenset({"US", "CA", "MX", "CO", "CL", "VE", "PH", "PR", "GT", "CR", "PA", "DO"})
_OLD_CODES = {"iw": "he", "nb": "da", "no": "da", "nn": "da"}


def language(locale: str) -> str:
    """The base language of a locale tag, "en" when there is none."""
    base = locale.replace("_", "-").split("-")[0].casefold()
    return base if base.isalpha() and 2 <= len(base) <= 3 else "en"


def _row(locale: str) -> str:
    base = language(locale)
    base = _OLD_CODES.get(base, base)
    return base if base in HEADINGS else "en"


def heading(section_type: str, *, locale: str) -> str:
    return HEADINGS[_row(locale)].get(section_type, "")


def level(number: int, *, locale: str) -> str:
    return LEVELS[_row(locale)][number - 1] if 1 <= number <= 5 else ""


def photo(name: str, *, locale: str) -> str:
    return PHOTO[_row(locale)].format(name)


def is_rtl(locale: str) -> bool:
    return language(locale) in _RTL


def paper(locale: str) -> str:
    return "letter" if locale.replace("_", "-").split("-")[-1] in _LETTER_PAPER else "a4"


def is_standard(title: str) -> bool:
    """Parsers know this heading, in one of the languages above."""
    return _folded(title) in _KNOWN


def _folded(title: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", title).casefold().strip(" :").split())


_KNOWN = frozenset(map(_folded, _SYNONYMS.strip().replace("\n", "|").split("|"))) | frozenset(
    _folded(word) for row in HEADINGS.values() for word in row.values()
)
