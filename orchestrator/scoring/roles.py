"""Job titles: which kind of work, how near to another, how senior."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache

from orchestrator.scoring.posting import fold
from orchestrator.scoring.words import stems

# Kind of work → words of its titles. The first table row that fits names the kind; a title may
# have several. Kinds in GENERIC count only when nothing more exact fits.
_KINDS: dict[str, str] = {
    "fullstack": r"full.?stack",
    "backend": r"back.?end|server.side|api developer|(?:python|java|php|ruby|\.net|c#|golang|go|node\.?js|django|scala|kotlin|rust|elixir|rails|laravel) (?:software )?(?:\w+ )?(?:dev|eng|entw|progr)|(?:developp?eur|desarrollador\w*|desenvolvedor\w*|sviluppatore|programador\w*) (?:python|java|php|ruby|\.net)",
    "frontend": r"front.?end|(?:react|angular|vue|javascript|typescript|ui|web) (?:\w+ )?(?:dev|eng|entw)|web ?entwickler|web ?developer|developpeur web|desarrollador web|webdesign",
    "mobile": r"mobile|android|\bios\b|flutter|react native|swift",
    "embedded": r"embedded|firmware|kernel|compiler|bsp\b|low.level|fpga|robotic|autosar|device driver|virtuali[sz]ation engineer",
    "hardware": r"hardware|asic|\brf\b|electronics|elektronik|pcb|semiconductor|silicon|circuit",
    "game": r"\bgame|gameplay|unity|unreal",
    "machine learning": r"machine learning|\bml\b|mlops|deep learning|\bai\b|artificial intelligence|computer vision|\bnlp\b|natural language|llm|gen ?ai|inference|ki.entwickler|applied scientist",
    "research": r"research (?:scientist|engineer|assistant|associate|fellow)|(?<!data )(?<!decision )(?<!applied )scientist|researcher|wissenschaftl|chercheur|investigador|postdoc",
    "data science": r"data scien|statisti|decision scien|quantitative (?:res|ana)|quant\b|psychometric",
    "data engineering": r"data (?:platform |infrastructure |warehouse |pipeline )?(?:eng|arch|dev)|\betl\b|big data|analytics engineer|database (?:eng|dev)|dateningenieur",
    "data analysis": r"data analy|business intelligence|\bbi\b|reporting analyst|analytics|datenanaly|analista de datos|product analyst|insights analyst|var analytics",
    "devops": r"dev.?ops|site reliab|\bsre\b|platform engineer|infrastructure|cloud (?:platform |infrastructure |operations |security )?eng|systems reliability|build engineer|release engineer|production engineer|devsecops|cloud architect|kubernetes",
    "security": r"security|cyber|penetration|pentest|infosec|informationssicherheit|red team|\bsoc\b analyst|threat|vulnerability",
    "quality assurance": r"quality assurance|\bqa\b|\bsdet\b|test (?:eng|auto|manag|lead|analyst)|tester|testing|softwaretest",
    "database": r"database admin|\bdba\b|datenbankadmin",
    "system administration": r"system\w* (?:admin|eng|operat)|sysadmin|network (?:eng|admin|tech)|netzwerk|it.admin|administrateur syst|windows admin|linux admin|systemadministrat|fachinformatiker",
    "it support": r"it.support|help.?desk|service desk|desktop support|technical support|support engineer|support techn|it.techn|first level|second level|support specialist|product support",
    "architecture": r"(?:software|solution\w*|enterprise|system\w*|technical|it|cloud|data|application).?architect|architecte logiciel",
    "solutions": r"solution\w* eng|sales eng|pre.?sales|customer eng|forward deployed|implementation|technical account|integration engineer|solution consultant|delivery engineer|professional services",
    "engineering management": r"engineering manager|head of (?:eng|dev|soft|tech)|vp.{0,4}eng|director.{0,5}(?:of )?(?:eng|soft|tech)|\bcto\b|development manager|entwicklungsleit|team lead.{0,14}(?:eng|dev|soft)|engineering team lead",
    "product management": r"product (?:manager|owner|lead|director)|head of product|produktmanag|chef de produit|product management",
    "project management": r"project (?:manager|lead|coordinat|engineer|director)|program(?:me)? (?:manager|lead)|projekt(?:leit|manag)|chef de projet|jefe de proyecto|gerente de projeto|project management|scrum master|\bpmo\b|delivery (?:manager|lead)|agile coach|capo progetto",
    "business analysis": r"business analy|requirements eng|systems analyst|process analyst|business systems|functional consultant",
    "ux design": r"\bux\b|ui/ux|user experience|product design|interaction design|service design|ui design|usability|ux.?research",
    "graphic design": r"graphic|grafik|visual design|brand design|creative (?:lead|director|design)|art director|motion design|illustrator|diseñador grafico|mediengestalt|web designer|designer grafico|grafico|graphiste|3d artist|animator|environment artist|creative",
    "marketing": r"marketing|brand|growth|\bseo\b|\bsem\b|paid (?:search|media|social)|campaign|acquisition|demand gen|\bcrm manager|marketeer",
    "content": r"content|copywrit|writer|editor|redakt|redact|journalis|author|lektor|texter|communications|kommunikation|public relations|\bpr\b|social media|community",
    "sales": r"sales|account executive|business develop|vertrieb|commercial|verkauf|vendedor|venditore|vendas|ventas|vente|salesperson|\bbdr\b|\bsdr\b|territory|account manager|key account|aussendienst|verkoop|inside sales|producer",
    "customer success": r"customer success|client success|onboarding|customer experience|account manager|client partner|customer solution",
    "customer service": r"customer (?:service|support|care)|call cent|contact cent|kundenservice|kundenberat|kundenbetreu|service client|atencion al cliente|client service|chat support|atendimento|klantenservice|servizio clienti|customer advis",
    "accounting": r"account(?:ant|ing|s pay|s rec)|bookkeep|buchhalt|comptab|contab|contador|controller|controlling|tax |steuer|audit|payroll|lohn|ragionier|boekhoud|\bap\b|\bar\b and",
    "finance": r"financ|investment|treasury|fp&a|\bbank|trader|trading|portfolio|credit|risk|actuar|fund|equity|underwrit|finanz",
    "insurance": r"insurance|claims|versicherung|underwrit|broker",
    "human resources": r"human resources|\bhr\b|recruit|talent|people (?:partner|oper|team)|personal(?:refer|sachb|leit)|compensation|ressources humaines|recursos humanos|payroll|risorse umane|rekruter",
    "legal": r"legal|lawyer|attorney|counsel|paralegal|jurist|rechtsanw|avocat|abogad|advogad|avvocat|compliance|regulatory|notar",
    "administration": r"assistant|administrat|secretar|office manager|sekretar|receptionist|sachbearbeit|burokauf|data entry|clerk|asistente|secretaire|back.?office|office (?:coord|assis)|rezeption",
    "operations": r"operations|business manager|general manager|chief of staff|process (?:manager|improve)|betriebsleit",
    "logistics": r"logisti|supply chain|warehouse|lager|transport|dispatch|freight|shipping|magasin|almacen|magazzin|fulfil|forklift|stapler|spedition|driver|fahrer|chauffeur|conductor|kurier|courier|picker|packer",
    "procurement": r"procure|purchas|buyer|einkauf|einkauf|acheteur|comprador|sourcing|category manager|inkoper",
    "nursing": r"nurse|\brn\b|\blpn\b|pflege|infirm|enfermer|infermier|verpleeg|midwi|hebamme|care assistant|caregiver|healthcare assistant|altenpfleg",
    "medicine": r"physician|doctor|\barzt|\barztin|medecin|medico|surgeon|medical director|clinical director|psychiatr|dentist|zahnarzt|medical monitor",
    "therapy": r"therap|psycholog|counsel+or|ergotherap|logopad|physio|kinesi|fisioterap",
    "health science": r"pharma|clinical (?:research|trial|science)|laborat|lab tech|biolog|chemi|biotech|labor|\bmta\b|toxicolog|medical (?:writer|science)",
    "social work": r"social work|sozial|erzieher|childcare|kindergarten|kita|youth|educador social|travailleur social|case manager|early years|nursery|padagog",
    "teaching": r"teach|tutor|lehrer|lehrkraft|enseignant|profes(?:or|sor|seur)|docent|instructor|lecturer|trainer|dozent|insegnant|formateur|education",
    "mechanical engineering": r"mechanical|maschinenbau|konstrukt|mecanique|mecanico|meccanic|cad |design engineer|product engineer|werktuigbouw",
    "electrical engineering": r"electric|elektro|automation eng|automatis|\bplc\b|sps|electromec|mechatron|elettr|automatiseur",
    "civil engineering": r"civil|structural|bauing|bauleit|construction|site manager|surveyor|polier|architekt\b|(?<!software )(?<!solution )(?<!solutions )(?<!data )(?<!cloud )(?<!systems )(?<!enterprise )(?<!technical )(?<!security )(?<!it )architect\b|genie civil|obra",
    "process engineering": r"process eng|chemical eng|verfahrens|production (?:eng|manager|plan)|manufactur|industrial eng|fertigung|produktionsleit|lean|quality (?:eng|manag|inspec)|qualitats",
    "skilled trades": r"electrician|plumber|welder|schweiss|carpenter|tischler|mechanic\b|mechaniker|installateur|schlosser|technician|techniker|technicien|tecnico|maintenance|painter|machinist|zerspan|cnc|monteur|wartung|instandhalt|roofer|hvac",
    "hospitality": r"chef\b|cook|koch\b|waiter|waitress|kellner|barista|bartend|hotel|restaurant|kitchen|kuche|housekeep|serveur|cuisin|camar|cocin|host\b|servicekraft|catering|gastro|cuoco|cameriere",
    "retail": r"retail|store|shop|cashier|verkaufer|kassier|filial|vendeur|dependient|commesso|merchandis|einzelhandel",
    "security services": r"security (?:guard|officer)|physical security|protective|wachmann|sicherheitsmitarb|vigilante|guardia",
    "cleaning": r"clean|reinig|janitor|nettoy|limpi|limpez|puliz|hausmeister|facility|caretaker",
    "policy": r"policy|public affairs|government|advocacy|non.?profit|fundrais|grant",
    "translation": r"translat|interpreter|ubersetz|dolmetsch|traduct|tradut|language specialist|linguist|locali[sz]ation",
    "software": r"software|developer|programm|entwickler|developp?eur|desarrollador|desenvolvedor|sviluppatore|ontwikkelaar|\bsde\b|\bswe\b|application eng|applications eng|coder|member of technical staff|java|python|web engineer|computing|distributed|quantitative dev|payments eng|engineer, product|product engineer|protocol engineer",
    "consulting": r"consult|berater|advisor|adviser|conseil",
    "management": r"manager|director|head of|leiter|lead\b|responsable|gerente|chief|founder|entrepreneur|president",
    "engineering": r"engineer|ingenieur|ingeniero|engenheiro|ingegnere",
    "analysis": r"analyst|analist|analys",
}  # fmt: skip
GENERIC = ("software", "analysis", "consulting", "engineering", "management")
_TABLE = {kind: re.compile(rf"(?<!\w)(?:{body})") for kind, body in _KINDS.items()}
# Kinds that are the same work for a title that says no more than "software engineer".
_SAME = (
    frozenset({"software", "backend"}),
    frozenset({"software", "fullstack"}),
    frozenset({"backend", "fullstack"}),
)
_NEIGHBOURS: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split("+"))
    for group in (
        "software+frontend", "fullstack+frontend", "software+mobile", "software+game", "software+data engineering", "software+devops", "software+embedded", "software+quality assurance",
        "software+architecture", "software+engineering management", "software+machine learning", "software+security", "backend+data engineering", "backend+devops", "backend+architecture", "frontend+mobile",
        "frontend+ux design", "embedded+hardware", "embedded+electrical engineering", "machine learning+data science", "machine learning+research", "machine learning+data engineering", "data science+data analysis",
        "data science+research", "data science+data engineering", "data engineering+data analysis", "data engineering+database", "data analysis+business analysis", "devops+system administration", "devops+security", "devops+architecture",
        "security+system administration", "system administration+it support", "system administration+database", "quality assurance+devops", "architecture+solutions", "architecture+engineering management", "solutions+sales", "solutions+customer success",
        "engineering management+product management", "product management+project management", "product management+business analysis", "project management+business analysis", "project management+operations", "product management+ux design",
        "ux design+graphic design", "graphic design+content", "marketing+content", "marketing+sales", "marketing+graphic design", "sales+customer success", "customer success+customer service", "sales+retail", "customer service+it support", "customer service+retail",
        "customer service+administration", "accounting+finance", "finance+insurance", "finance+data analysis", "accounting+administration", "human resources+administration", "legal+policy", "legal+finance", "operations+administration", "operations+logistics", "logistics+procurement",
        "nursing+medicine", "nursing+therapy", "medicine+therapy", "medicine+health science", "health science+research", "social work+teaching", "social work+therapy", "nursing+social work", "mechanical engineering+process engineering",
        "mechanical engineering+electrical engineering", "electrical engineering+hardware", "electrical engineering+skilled trades", "civil engineering+mechanical engineering", "civil engineering+skilled trades", "process engineering+skilled trades", "mechanical engineering+skilled trades", "hospitality+retail", "hospitality+cleaning",
        "security services+cleaning", "content+translation", "teaching+translation", "teaching+human resources", "policy+content", "consulting+business analysis", "consulting+project management", "management+operations", "management+project management", "engineering+mechanical engineering",
        "engineering+software", "engineering+electrical engineering", "engineering+process engineering", "engineering+civil engineering", "analysis+data analysis", "analysis+business analysis", "analysis+finance",
        "logistics+skilled trades", "finance+data science", "fullstack+architecture", "fullstack+devops", "fullstack+mobile", "backend+quality assurance", "embedded+game", "procurement+operations", "content+customer service",
    )
)  # fmt: skip

_AFTER_HEAD = re.compile(r",| [-–—|] | ?[(\[|/–—]|(?<=\w)- ")

STEPS = ("intern", "junior", "mid", "senior", "lead", "head", "director")
_LEVELS = (
    (6, r"director|direktor|directeur|directora?|vice president|\bvp\b|chief|\bc[etofim]o\b|geschaftsfuhr|founder|president|managing partner"),
    (5, r"head of|\bhead\b|principal|leiter(?:in)?\b|abteilungsleit|distinguished|fellow"),
    (4, r"\blead\b|staff|team ?lead|teamleit|tech lead|chef d'equipe|jefe de|capo|team leader|supervisor|lead "),
    (3, r"senior|\bsr\b|snr|erfahrene?r?\b|confirme|\biii\b|experienced|specialist iii|\biv\b|experto|expert\b"),
    (0, r"\bintern\b|internship|praktik|stagiaire|\bstage\b|becari|estagi|werkstudent|working student|tirocin|alternan|apprentice|azubi|ausbildung|trainee|alternance|practicas"),
    (1, r"junior|\bjr\b|entry.?level|graduate|new grad|early career|campus|berufseinsteig|debutant|absolvent|\bassociate (?:software|eng|dev|prod|data|ana)|\bi\b$|starter|recien|neolaureat|principiante|assistant"),
    (2, r"\bmid\b|mid.?level|intermediate|\bii\b|medior|regular|semi.?senior|pleno|professional"),
)  # fmt: skip
_LEVEL_PATTERNS = tuple((step, re.compile(rf"(?<!\w)(?:{body})")) for step, body in _LEVELS)
_PLAIN = frozenset(
    ["senior", "junior", "lead", "staff", "principal", "head", "of", "the", "and", "m", "f", "d", "w", "x", "sr", "jr", "i", "ii", "iii", "remote", "hybrid", "full", "part", "time", "in", "a", "for", "at", "to", "intern", "manager", "director", "der", "die", "das", "und", "de", "la", "le", "en"]
)


@lru_cache(maxsize=2048)
def kinds(title: str) -> frozenset[str]:
    """What stands behind a comma or a dash is a team or a place, unless the head says too little."""
    folded = fold(title)
    head = _exact(_AFTER_HEAD.split(folded, maxsplit=1)[0])
    exact = head or _exact(folded)
    if exact:
        return exact
    generic = (kind for kind in GENERIC if _TABLE[kind].search(folded))
    return frozenset(itertools.islice(generic, 1))


def _exact(folded: str) -> frozenset[str]:
    return frozenset(
        kind for kind, pattern in _TABLE.items() if kind not in GENERIC and pattern.search(folded)
    )


def kinship(title: str, *, held: Iterable[str]) -> float:
    """1 the same kind of work, 0.5 a neighbouring one, 0 another; the best over the held titles."""
    return max((_kin(title, other) for other in held if other.strip()), default=0.0)


@lru_cache(maxsize=4096)
def _kin(one: str, other: str) -> float:
    left, right = kinds(one), kinds(other)
    if not left or not right:
        return _by_words(one, other)
    if left & right or any(frozenset({a, b}) in _SAME for a in left for b in right):
        # A second, foreign kind in the title ("machine learning infrastructure") makes it a neighbour.
        return 1.0 if _covered(left, right) else 0.5
    near = any(frozenset({a, b}) in _NEIGHBOURS for a in left for b in right)
    return 0.5 if near else 0.0


def _covered(wanted: frozenset[str], held: frozenset[str]) -> bool:
    return all(
        a in held
        or any(frozenset({a, b}) in _SAME or frozenset({a, b}) in _NEIGHBOURS for b in held)
        for a in wanted
    )


def _by_words(one: str, other: str) -> float:
    left = {s for s in stems(one) if s not in _PLAIN}
    right = {s for s in stems(other) if s not in _PLAIN}
    if not left or not right:
        return 0.0
    share = len(left & right) / min(len(left), len(right))
    return 1.0 if share > 0.5 else 0.5 if share > 0 else 0.0


@lru_cache(maxsize=2048)
def seniority(title: str) -> int | None:
    """The step of STEPS that a title names, None when it names none."""
    folded = fold(title)
    return next((step for step, pattern in _LEVEL_PATTERNS if pattern.search(folded)), None)


def by_years(years: float) -> int:
    return 1 if years < 1 else 2 if years < 5 else 3


def wanted_by_years(years: int) -> int:
    return 1 if years <= 1 else 2 if years < 5 else 3 if years < 9 else 4
