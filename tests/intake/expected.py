"""What a person reads in the public sample résumés: facts only, the files stay where they are.

An employer or title that the file itself left out is not listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "resumes"


@dataclass(frozen=True)
class Expected:
    name: str = ""
    email: str = ""
    phone: str = ""
    employers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


EXPECTED: Mapping[str, Expected] = {
    "docx/01.docx": Expected(
        employers=("Bank Otkritie", "Privatbank"),
        titles=(
            "Backend JAVA developer",
            "Full stack JAVA developer",
            "Software R-Style language developer",
        ),
    ),
    "docx/02.docx": Expected(
        employers=("Elpisor LTD", "Cetera Labs", 'Company "ConsultantPlus"'),
        titles=("JAVA BACK-END developer", "FULLSTACK Developer", "Data scientist"),
    ),
    "docx/03.docx": Expected(
        employers=("Naya Technologies, migVisor", "Inetex Ltd.", "Regions Group"),
        titles=("Web Developer", "Web Developer"),
    ),
    "docx/04.docx": Expected(
        employers=("Amdocs", "Most Technologies"),
        titles=("Java Back-End Developer", "Java Developer"),
    ),
    "docx/05.docx": Expected(
        employers=("Amdocs", "Inetex LTD", "WebSoft"),
        titles=(
            "Java Microservices / Python Developer",
            "Fullstack Java/JS Developer",
            "Full stack Java/JS Developer",
        ),
    ),
    "docx/06.docx": Expected(
        name="LEONID SHALAEV",
        titles=(
            "FULL STACK DEVELOPER",
            "Network Planning & Optimization Engineer",
            "Network Engineer",
            "System Administrator",
        ),
    ),
    "docx/07.docx": Expected(
        titles=("Frontend Developer", "MES Architect, UI Developer", "Control System Programmer"),
    ),
    "docx/08.docx": Expected(
        employers=("Inetex LTD", "NTC Astrosoft MIR"),
        titles=("Android Developer", "Android Developer"),
    ),
    "docx/09.docx": Expected(
        employers=("CGS", "Inetex Ltd", "Bayer KAZ LLP", "STEAM & M"),
        titles=(
            "Customer Care Associate",
            "Frontend React developer",
            "User Support and Information Security IT Specialist",
            "Junior Web Developer",
        ),
    ),
    "pdf/openresume_laverne-resume.pdf": Expected(
        name="Leo Leopard",
        email="lleopard@laverne.edu",
        phone="(909) 555-5555",
        employers=("Enactus, University of La Verne", "LionLike MindState", "YMCA"),
        titles=("Member", "Volunteer", "Volunteer Swim Coach"),
    ),
    "pdf/rr_v4_ditto.pdf": Expected(
        name="John Doe",
        email="hello@johndoe.com",
        phone="555-555-5555",
        employers=("Telcoin",),
        titles=("Vice President, Banking Operations",),
    ),
    "jobsync_strong-senior.txt": Expected(
        name="Jordan Ellis",
        email="jordan.ellis@email.com",
        phone="(555) 204-8812",
        employers=("Meridian Technologies", "Stackline Inc.", "Luminary Digital"),
        titles=("Staff Software Engineer", "Senior Software Engineer", "Software Engineer"),
    ),
    "jobsync_weak-sparse.txt": Expected(
        name="Alex Kim",
        email="alex.kim@email.com",
        employers=("Generic Tech Company",),
        titles=("Software Developer",),
    ),
}
