"""Invented people whose résumés print every odd thing a résumé may hold."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from pdfs import themes
from tailoring import pictures

Raw = dict[str, Any]


def photo() -> themes.Photo:
    """Nobody's: a gradient, made fit for print like every photo."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((480, 600)).convert("RGB").save(out, "PNG")
    made = pictures.prepared(out.getvalue())
    return themes.Photo(made.content, made.media_type)


def _section(*items: Raw, title: str = "", hidden: bool = False) -> Raw:
    named = [{"id": f"{title}-{n}", "hidden": False, **item} for n, item in enumerate(items)]
    return {"title": title, "hidden": hidden, "items": named}


def _experience(position: str, company: str, place: str, period: str, *bullets: str) -> Raw:
    listed = "".join(f"<li><p>{bullet}</p></li>" for bullet in bullets)
    return {
        "position": position,
        "company": company,
        "location": place,
        "period": period,
        "description": f"<ul>{listed}</ul>",
    }


def _school(degree: str, area: str, school: str, period: str) -> Raw:
    return {"degree": degree, "area": area, "school": school, "period": period}


def _basics(name: str, headline: str, email: str, phone: str, location: str, **more: Any) -> Raw:
    person = {"name": name, "headline": headline, "email": email, "phone": phone}
    return {**person, "location": location, **more}


FULL: Raw = {
    "basics": _basics(
        "Ada Brook",
        "Platform engineer & team lead",
        "ada.brook-hill@example.org",
        "+44 20 7946 0018",
        "Leeds, UK",
        website={"url": "https://brook.example.org", "label": ""},
        customFields=[
            {"id": "a", "text": "github.com/adabrook", "link": "https://github.com/adabrook"},
            {"id": "b", "text": "Open to relocation", "link": ""},
        ],
    ),
    "summary": {
        "title": "",
        "content": "<p>Engineer who makes <em>slow</em> things fast: cut the cost of a test-driven "
        "build from 40 min to 6 min, and led <strong>five people, <em>three</em> of them remote"
        "</strong>. See <a href='https://brook.example.org/talks/2024/a-very-long-title-of-a-talk-"
        "about-build-systems-and-caches'>the talk</a>.</p>",
    },
    "sections": {
        "experience": _section(
            _experience(
                "Staff Engineer",
                "Northwind Logistics",
                "Leeds, UK",
                "Mar 2021 – Present",
                "Moved 212 services from hand-made machines to one cluster without an outage",
                "Wrote the client/server protocol that 9 teams use; p99 latency fell from 1.2 s to "
                "180 ms and the on-call rota from daily to weekly pages",
                "Kept C++, C# and F# builds under 10 min with a content-addressed cache",
            ),
            {
                "position": "",
                "company": "Fabrikam",
                "location": "Remote",
                "period": "2014 – 2021",
                "roles": [
                    {
                        "id": "r1",
                        "position": "Senior Engineer",
                        "period": "2018 – 2021",
                        "description": "<ul><li>Owned billing: €4.2 m a month, 0 lost</li></ul>",
                    },
                    {
                        "id": "r2",
                        "position": "Engineer",
                        "period": "2014 – 2018",
                        "description": "<p>Built the first version of the importer.</p>",
                    },
                ],
            },
        ),
        "education": _section(
            {**_school("BSc", "Mathematics", "University of York", "2010 – 2014"), "grade": "First"}
        ),
        "projects": _section(
            {
                "name": "tidyq",
                "period": "2022",
                "description": "<p>A small queue for SQLite; 1,400 stars.</p>",
                "website": {"url": "https://github.com/adabrook/tidyq", "label": "Source"},
            },
            {"name": "Hidden project", "hidden": True, "description": "<p>never printed</p>"},
        ),
        "skills": _section(
            {"name": "Languages", "proficiency": "Expert", "keywords": ["Python", "Go", "C++"]},
            {"name": "Operations", "level": 4, "keywords": ["Linux", "PostgreSQL", "CI/CD"]},
        ),
        "languages": _section(
            {"language": "English", "fluency": "Native"}, {"language": "French", "level": 3}
        ),
        "interests": _section({"name": "Fell running"}, {"name": "Letterpress"}),
        "awards": _section(
            {"title": "Engineer of the Year", "awarder": "Northwind", "date": "2023"}
        ),
        "certifications": _section(
            {"title": "CKA", "issuer": "Cloud Native Computing Foundation", "date": "Nov 2022"}
        ),
        "publications": _section(
            {"title": "Caches that never lie", "publisher": "Login", "date": "May 2020"}
        ),
        "volunteer": _section(
            {"organization": "Code Club", "location": "Leeds", "period": "2016 – 2019"}
        ),
        "references": _section({"name": "Available on request"}),
        "profiles": _section(
            {
                "network": "LinkedIn",
                "username": "adabrook",
                "website": {"url": "https://www.linkedin.com/in/adabrook", "label": ""},
            }
        ),
    },
}

MINIMAL: Raw = {
    "basics": _basics("Ben Okafor", "Nurse", "ben@example.org", "", "Cork"),
    "summary": {"title": "", "content": "<p>Registered nurse, two years on a surgical ward.</p>"},
    "sections": {},
}

ACADEMIC: Raw = {
    "basics": _basics(
        "Dr Maren Lindqvist",
        "Marine biologist",
        "m.lindqvist@example.edu",
        "(555) 010-4477",
        "Bergen",
    ),
    "summary": {"title": "Profile", "content": "<p>Benthic ecology, long-term series.</p>"},
    "sections": {
        "experience": _section(
            _experience(
                "Senior Researcher",
                "Institute of Marine Research",
                "Bergen",
                "2012 – Present",
                *(f"Led cruise {n} of the long-term series in the Barents Sea" for n in range(12)),
            )
        ),
        "education": _section(_school("PhD", "Marine Biology", "University of Bergen", "2012")),
        "publications": _section(
            *(
                {
                    "title": f"Sponge grounds of the northern shelf, part {n}",
                    "publisher": "Deep-Sea Research",
                    "date": f"{1999 + n}",
                    "description": "<p>With J. Doe and others; field data, 3 cm resolution, "
                    "read widely by those who read such things.</p>",
                }
                for n in range(1, 14)
            )
        ),
    },
}

DIACRITICS: Raw = {
    "basics": _basics(
        "Łukasz Żółć-Świątek",
        "Inżynier oprogramowania – C++ / Qt",
        "lukasz.zolc@example.pl",
        "+48 601 234 567",
        "Łódź",
    ),
    "summary": {
        "title": "",
        "content": "<p>Pracował w Ústí nad Labem, Şişli, Győr, Timișoara, Đà Nẵng, Ísafjörður und "
        "Groß-Gerau; «ça va», „ja“, ‘quoted’, 40 000 €, ŒUVRE, ĳs, Ǆ, ẞ, "
        "Αθήνα, Київ.</p>",
    },
    "sections": {
        "experience": _section(
            _experience(
                "Główny inżynier",
                "Źródło Sp. z o.o.",
                "Łódź",
                "paź 2019 – obecnie",
                "Zażółcić gęślą jaźń – skrócił czas budowania o 35 %",
                "Příliš žluťoučký kůň úpěl ďábelské ódy",
            )
        ),
        "skills": _section({"name": "Języki", "keywords": ["C++", "Qt", "Python"]}),
    },
}

UKRAINIAN: Raw = {
    "basics": _basics(
        "Оксана Ґонта-Їжак", "Розробниця", "oksana@example.ua", "+380 44 123 4567", "Київ"
    ),
    "summary": {"title": "", "content": "<p>П’ять років досвіду з об’єктними базами.</p>"},
    "sections": {
        "experience": _section(
            _experience(
                "Провідна розробниця",
                "Київські Системи",
                "Київ",
                "січ 2020 – дотепер",
                "Скоротила час збирання на 40 %",
                "Навчила чотирьох молодших розробників",
            )
        ),
        "skills": _section({"name": "Мови", "keywords": ["Python", "SQL"]}),
    },
}

ARABIC: Raw = {
    "basics": _basics(
        "ليلى حداد",
        "مهندسة برمجيات",
        "layla.haddad@example.org",
        "+962 6 123 4567",
        "عمّان",
        website={"url": "https://haddad.example.org", "label": ""},
        customFields=[
            {"id": "a", "text": "github.com/laylah", "link": "https://github.com/laylah"}
        ],
    ),
    "summary": {
        "title": "",
        "content": "<p>مهندسة تبني أنظمة موثوقة وسريعة للمؤسسات. تعمل مع فرق الخليج العربي، وتهتم "
        "بالاختبارات والعلاقات مع العملاء بلا انقطاع.</p>",
    },
    "sections": {
        "experience": _section(
            _experience(
                "مهندسة أولى",
                "شركة الأفق للاتصالات",
                "عمّان",
                "2019 – 2024",
                "صممت نظام دفع يخدم مليون مستخدم، وخفّضت التكاليف 35 % خلال عامين",
                "قادت فريقا من خمسة مهندسين باستخدام Python و PostgreSQL",
            )
        ),
        "education": _section(_school("بكالوريوس", "علوم الحاسوب", "الجامعة الأردنية", "2015")),
        "projects": _section(
            {
                "name": "مكتبة الجداول",
                "period": "2022",
                "description": "<p>مكتبة لمعالجة الجداول الكبيرة، يستخدمها 40 فريقا.</p>",
                "website": {"url": "https://github.com/laylah/jadwal", "label": "الشيفرة"},
            }
        ),
        "skills": _section({"name": "البرمجة", "keywords": ["Python", "SQL"]}),
        "languages": _section(
            {"language": "العربية", "fluency": "اللغة الأم"}, {"language": "الإنجليزية", "level": 4}
        ),
        "certifications": _section(
            {"title": "CKA", "issuer": "Cloud Native Computing Foundation", "date": "2022"}
        ),
        "interests": _section({"name": "الخط العربي"}, {"name": "المشي"}),
        "volunteer": _section(
            {"organization": "جمعية تعليم البرمجة", "location": "عمّان", "period": "2016 – 2019"}
        ),
        "profiles": _section(
            {
                "network": "LinkedIn",
                "username": "laylah",
                "website": {"url": "https://www.linkedin.com/in/laylah", "label": ""},
            }
        ),
    },
}

HEBREW: Raw = {
    "basics": _basics(
        "נועה לוי",
        "מפתחת תוכנה",
        "noa.levi@example.org",
        "+972 3 123 4567",
        "תל אביב",
        website={"url": "https://levi.example.org", "label": ""},
    ),
    "summary": {
        "title": "",
        "content": "<p>מפתחת עם ניסיון של 8 שנים בבניית מערכות, מהן שלוש בראש צוות. אוהבת "
        "קוד פשוט.</p>",
    },
    "sections": {
        "experience": _section(
            _experience(
                "מפתחת בכירה",
                "אופק מערכות",
                "תל אביב",
                "2018 – 2024",
                "הובילה צוות של ארבעה מפתחים",
                "קיצרה את זמן הבנייה ב-40 % בעזרת Python",
            )
        ),
        "education": _section(_school("תואר ראשון", "מדעי המחשב", "הטכניון", "2016")),
        "projects": _section(
            {
                "name": "ספריית תורים",
                "period": "2022",
                "description": "<p>ספרייה קטנה לניהול תורים; 1,400 כוכבים.</p>",
                "website": {"url": "https://github.com/noalevi/torim", "label": "קוד"},
            }
        ),
        "skills": _section({"name": "שפות תכנות", "level": 5, "keywords": ["Python", "C++"]}),
        "languages": _section(
            {"language": "עברית", "fluency": "שפת אם"}, {"language": "אנגלית", "level": 4}
        ),
        "certifications": _section(
            {"title": "CKA", "issuer": "Cloud Native Computing Foundation", "date": "2022"}
        ),
        "profiles": _section(
            {
                "network": "LinkedIn",
                "username": "noalevi",
                "website": {"url": "https://www.linkedin.com/in/noalevi", "label": ""},
            }
        ),
    },
}

CHINESE: Raw = {
    "basics": _basics("王小明", "软件工程师", "wang.xm@example.org", "+86 10 1234 5678", "北京"),
    "summary": {"title": "", "content": "<p>八年后端开发经验，熟悉分布式系统与数据库优化。</p>"},
    "sections": {
        "experience": _section(
            _experience(
                "高级工程师",
                "北方科技有限公司",
                "北京",
                "2018年3月 – 至今",
                "负责支付系统的设计与开发，日均处理一百万笔订单",
                "使用 Python 与 PostgreSQL 重写报表服务",
            )
        ),
        "skills": _section({"name": "编程语言", "keywords": ["Python", "Go"]}),
    },
}

JAPANESE: Raw = {
    "basics": _basics("山田 花子", "ソフトウェアエンジニア", "hanako@example.jp", "", "東京"),
    "summary": {"title": "", "content": "<p>検索基盤の開発を六年間担当しました。</p>"},
    "sections": {
        "experience": _section(
            _experience(
                "主任エンジニア",
                "株式会社みどり",
                "東京",
                "2019年4月 – 現在",
                "検索の応答時間を半分に短縮しました。",
                "新人エンジニアを三名育成しました。",
            )
        ),
    },
}

KOREAN: Raw = {
    "basics": _basics("김민준", "백엔드 개발자", "minjun@example.kr", "+82 2 123 4567", "서울"),
    "summary": {"title": "", "content": "<p>대규모 결제 시스템을 개발한 경험이 있습니다.</p>"},
    "sections": {
        "experience": _section(
            _experience(
                "선임 개발자",
                "한빛 소프트",
                "서울",
                "2020 – 현재",
                "결제 서비스의 응답 시간을 절반으로 줄였습니다",
                "개발자 네 명을 이끌었습니다",
            )
        ),
    },
}
