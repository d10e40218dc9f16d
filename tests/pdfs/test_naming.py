from __future__ import annotations

import pytest

from pdfs.naming import download_name

PEOPLE = [
    ("en", "Ada Brook", "Ada_Brook"),
    ("de", "Jörg Groß", "Joerg_Gross"),
    ("de-AT", "Ümit Äußerl", "Uemit_Aeusserl"),
    ("fr", "Zoé Lœuf-Ñoël", "Zoe_Loeuf_Noel"),
    ("es", "Íñigo Muñoz", "Inigo_Munoz"),
    ("pt", "João Conceição", "Joao_Conceicao"),
    ("it", "Niccolò D’Amì", "Niccolo_DAmi"),
    ("nl", "Zoë van IJs", "Zoe_van_IJs"),
    ("pl", "Łukasz Żółć", "Lukasz_Zolc"),
    ("cs", "Jiří Šťastný", "Jiri_Stastny"),
    ("hu", "Győző Hűvös", "Gyozo_Huvos"),
    ("ro", "Ștefan Țărăncă", "Stefan_Taranca"),
    ("sv", "Åsa Öberg", "Asa_Oberg"),
    ("da", "Åse Sørensen", "Aase_Soerensen"),
    ("tr", "İpek Işık Çağ", "Ipek_Isik_Cag"),
    ("vi", "Nguyễn Đức", "Nguyen_Duc"),
    ("el", "Γιάννης Ψωμάς", "Giannis_Psomas"),
    ("uk", "Григорій Щука", "Hryhorii_Shchuka"),
    ("ru", "Юрий Жёлудев", "Yurii_Zheludev"),
    ("bg", "Тошо Щерев", "Tosho_Shterev"),
]


@pytest.mark.parametrize(("locale", "name", "stem"), PEOPLE)
def test_a_name_is_written_in_ascii_by_its_language(locale: str, name: str, stem: str) -> None:
    assert download_name(name, "", "", locale)[0] == f"{stem}.pdf"


def test_name_role_and_employer_are_joined() -> None:
    assert download_name("Ada Brook", "C++ / Qt Engineer", "Źródło & Co.", "pl") == (
        "Ada_Brook_C_Qt_Engineer_Zrodlo_Co.pdf",
        "Ada_Brook_C_Qt_Engineer_Źródło_Co.pdf",
    )


@pytest.mark.parametrize("name", ["王小明", "山田花子", "김민준", "ليلى حداد", "अंजलि"])
def test_other_scripts_are_kept_apart(name: str) -> None:
    plain, own = download_name(name, "Engineer", "", "en")
    assert plain == "Engineer.pdf"
    assert own == f"{name.replace(' ', '_')}_Engineer.pdf"


def test_all_parts_empty_is_the_fallback() -> None:
    assert download_name("王", "", "", "zh", fallback="resume_42")[0] == "resume_42.pdf"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("CON", "resume_CON.pdf"),
        ("lpt1", "resume_lpt1.pdf"),
        ("../../etc/passwd", "etc_passwd.pdf"),
        (".hidden", "hidden.pdf"),
        ('a"b\r\nc', "a_b_c.pdf"),
        ("Unknown", "resume.pdf"),
    ],
)
def test_no_name_can_harm_a_file_system_or_a_header(name: str, plain: str) -> None:
    assert download_name(name, "", "", "en") == (plain, plain)


@pytest.mark.parametrize("name", ["x" * 500, "王" * 500])
def test_a_name_is_short_enough(name: str) -> None:
    for each in download_name(name, name, name, "en"):
        assert len(each) <= 120
        assert len(each.encode()) <= 255
