"""The document says what there is: no route without it, nothing in it without a route."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from orchestrator.api import urls, wire
from orchestrator.api.openapi import document
from orchestrator.api.schemas.jobs import JobOut, JobPatch, JobRow
from orchestrator.api.schemas.shared import Body, Shape

pytestmark = pytest.mark.django_db


def routes() -> set[tuple[str, str]]:
    """Verb and path of every route under /api/, as the document spells them."""
    return {
        (verb, "/api/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(one.pattern)))
        for one in urls.urlpatterns
        for verb in one.callback.verbs
    }


def described() -> set[tuple[str, str]]:
    return {
        (method.upper(), path)
        for path, methods in document()["paths"].items()
        if path.startswith("/api/")
        for method in methods
    }


def references(value: Any) -> set[str]:
    """Every `$ref` anywhere inside."""
    if isinstance(value, list):
        return {one for part in value for one in references(part)}
    if not isinstance(value, dict):
        return set()
    inside = {one for part in value.values() for one in references(part)}
    return inside | ({value["$ref"]} if isinstance(value.get("$ref"), str) else set())


def shapes(of: type) -> set[type]:
    """Every class below, our own ones."""
    below = {one for child in of.__subclasses__() for one in {child, *shapes(child)}}
    return {one for one in below if one.__module__.startswith("orchestrator.api.")}


def test_no_two_shapes_share_a_name_under_which_the_document_would_show_one() -> None:
    names = [one.__name__ for parent in (Shape, Body) for one in shapes(parent)]
    assert sorted(names) == sorted(set(names))
    assert len(names) > 30


def test_routes_and_document_name_the_same_endpoints() -> None:
    assert routes() == described()
    assert len(routes()) > 30


def test_every_route_of_the_api_is_ours() -> None:
    found = next(one for one in get_resolver().url_patterns if str(one.pattern) == "api/")
    assert found.url_patterns == urls.urlpatterns


def test_operation_ids_are_unique() -> None:
    # GET and HEAD of one file share theirs.
    paths = document()["paths"].values()
    ids = [op["operationId"] for path in paths for verb, op in path.items() if verb != "head"]
    assert len({*ids}) == len(ids)


def test_every_reference_has_its_shape() -> None:
    shapes = document()["components"]["schemas"]
    names = {one.removeprefix("#/components/schemas/") for one in references(document())}
    assert names <= set(shapes)


def test_the_document_is_public_and_raw(client: Client, required: None) -> None:
    response = client.get("/api/openapi.json")
    assert response.status_code == 200
    assert response.json()["openapi"].startswith("3.1")
    assert "/health/ready" in response.json()["paths"]


def test_the_page_loads_nothing_from_elsewhere(client: Client, required: None) -> None:
    response = client.get("/api/docs")
    page = response.content.decode()
    assert response.status_code == 200
    assert "/api/jobs/{job_id}/generate-pdf" in page
    assert not re.search(r"(src|href)=\"(https?:)?//", page)
    assert "<script" not in page
    assert "<style" not in page
    assert "default-src" in response["Content-Security-Policy"]


def test_wire_tables_and_models_name_the_same_fields() -> None:
    row = {field.alias for field in JobRow.model_fields.values()}
    whole = {field.alias for field in JobOut.model_fields.values()}
    both = {"pdfPath", "pdfRegenerating", "pdfFreshness", "attribution", "tags"}
    assert set(wire.LISTED) | both == row
    assert {*wire.COLUMNS, *wire.EXTRAS, *both, "salaryIsPredicted", "appliedPdfPath"} == whole


def test_everything_a_client_may_change_is_a_field_of_the_job() -> None:
    changeable = {field.alias for field in JobPatch.model_fields.values()}
    assert changeable - {"expectedUpdatedAt"} <= {f.alias for f in JobOut.model_fields.values()}
