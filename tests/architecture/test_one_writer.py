"""One writer of status: everything else asks orchestrator/lifecycle.py."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.tree import Module, calls, functions, module, modules

EXEMPT = {
    "orchestrator.lifecycle",
    # Rows out of nothing, for tests and for measurements.
    "tests.make",
    "bench.seed",
    # Proves that the library refuses an assignment.
    "tests.lifecycle.test_transitions",
}
WRITES = {"update", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
OWN_NAMES = {
    *("start_processing", "finish_processing", "fail_processing", "abandon_processing"),
    *("cancel_processing", "mark_ready", "attach_upload", "return_to_discovered", "auto_skip"),
    *("sync_timeline", "take_back", "relist"),
}
COMMON_NAMES = {"skip", "apply", "reopen", "expire"}
# Most modules say none of these words, and reading a tree takes longer than reading a text.
SUSPECT = re.compile(rf"\bstatus|\.(?:{'|'.join(sorted(OWN_NAMES | COMMON_NAMES))})\(")


def complaints(found: Module) -> list[str]:
    if not SUSPECT.search(found.source):
        return []
    # Each is looked at once, so no tree is kept.
    tree = ast.parse(found.source)
    jobs, imported = _names_of_jobs(tree), _imported(tree)
    lines = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        and any(_is_status_of(target, jobs) for target in _targets(node))
    ]
    lines += [call.lineno for call in calls(tree) if _writes_status(call, jobs)]
    lines += [call.lineno for call in calls(tree) if _is_transition(call, jobs, imported)]
    return [f"{found.path}:{line}" for line in sorted(set(lines))]


def _targets(node: ast.Assign | ast.AugAssign | ast.AnnAssign) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else [node.target]


def _is_status_of(target: ast.expr, jobs: set[str]) -> bool:
    is_status = isinstance(target, ast.Attribute) and target.attr == "status"
    return is_status and _is_about_jobs(target.value, jobs)


def _writes_status(call: ast.Call, jobs: set[str]) -> bool:
    name = _called(call)
    listed = {"status", "status_id"}
    if name == "setattr" and len(call.args) == 3:
        return _text(call.args[1]) in listed and _is_about_jobs(call.args[0], jobs)
    if name == "Job":
        return any(keyword.arg in listed for keyword in call.keywords)
    if not isinstance(call.func, ast.Attribute) or not _is_about_jobs(call.func.value, jobs):
        return False
    if name in WRITES and any(keyword.arg in listed for keyword in call.keywords):
        return True
    named = [*call.args[1:], *(k.value for k in call.keywords if k.arg in {"fields", "defaults"})]
    named += [k.value for k in call.keywords if k.arg == "update_fields"]
    texts = {_text(node) for part in named for node in ast.walk(part)}
    return name in {*WRITES, "save", "asave"} and bool(texts & listed)


def _is_transition(call: ast.Call, jobs: set[str], imported: set[str]) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    base = call.func.value
    if isinstance(base, ast.Name) and base.id in imported:
        return False
    name = call.func.attr
    return name in OWN_NAMES or (name in COMMON_NAMES and _is_about_jobs(base, jobs))


def _names_of_jobs(tree: ast.AST) -> set[str]:
    """Names that hold a job or a set of jobs, told by annotation, source or name."""
    names = {"job", "jobs"}
    for function in functions(tree):
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        names |= {one.arg for one in arguments if "Job" in _words(one.annotation)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _is_about_jobs(node.value, names):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        if isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Name):
            names |= {node.target.id} if _is_about_jobs(node.iter, names) else set()
        if isinstance(node, ast.AnnAssign) and "Job" in _words(node.annotation):
            names |= {node.target.id} if isinstance(node.target, ast.Name) else set()
    return names


def _is_about_jobs(node: ast.expr, names: set[str]) -> bool:
    """Whether the chain `a.b(…).c[…]` starts from a job or goes through `.job` or `.jobs`."""
    while True:
        if isinstance(node, ast.Name):
            return node.id in names or node.id == "Job"
        if isinstance(node, ast.Attribute):
            if node.attr in {"job", "jobs"}:
                return True
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript | ast.Await):
            node = node.value
        else:
            return False


def _imported(tree: ast.AST) -> set[str]:
    names = (node.names for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return {(alias.asname or alias.name).partition(".")[0] for group in names for alias in group}


def _words(annotation: ast.expr | None) -> set[str]:
    found = ast.unparse(annotation) if annotation else ""
    return set(found.replace('"', " ").replace("[", " ").replace("]", " ").split())


def _called(call: ast.Call) -> str:
    func = call.func
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_only_the_lifecycle_writes_a_jobs_status():
    found = modules("jobops", "orchestrator", "tailoring", "pdfs", "tests", "bench")
    own = {"tests.architecture.test_one_writer"}

    assert [line for one in found if one.name not in EXEMPT | own for line in complaints(one)] == []


def test_the_names_of_the_transitions_are_those_of_the_lifecycle():
    (found,) = (one for one in modules() if one.name == "orchestrator.lifecycle")
    decorated = {
        function.name
        for function in functions(found.tree)
        if any("transition" in ast.unparse(one) for one in function.decorator_list)
    }

    assert decorated == OWN_NAMES | COMMON_NAMES


@pytest.mark.parametrize(
    "source",
    [
        "job.status = 'ready'",
        "def f(row: Job): row.status = 'ready'",
        "for one in owner.jobs.all(): one.status = 'ready'",
        "item.job.status = 'ready'",
        "found = Job.objects.get(pk=1)\nfound.status = 'ready'",
        "Job.objects.filter(pk=1).update(status='ready')",
        "free = Job.objects.filter(pk=1)\nfree.update(status='ready')",
        "owner.jobs.create(status='ready')",
        "Job(owner=owner, status='ready')",
        "Job.objects.bulk_update(found, ['title', 'status'])",
        "job.save(update_fields=['status'])",
        "setattr(job, 'status', 'ready')",
        "job.skip(at=now)",
        "anything.start_processing(at=now)",
        "Job.objects.update_or_create(pk=1, defaults={'status': 'ready'})",
    ],
)
def test_the_check_sees_a_second_writer(source):
    assert complaints(module(source)) != []


@pytest.mark.parametrize(
    "source",
    [
        "run.status = 'failed'",
        "Operation.objects.filter(job=job).update(status='failed')",
        "Job.objects.filter(status='ready').update(score=1)",
        "stages = 1\nfrom x import stages\nstages.apply(job)",
        "response = render(request, status=200)",
        "lifecycle.move(job, 'skip', actor='owner')",
    ],
)
def test_the_check_lets_other_statuses_pass(source):
    assert complaints(module(source)) == []
