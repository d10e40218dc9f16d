"""Pages as sites write them: data that tells the truth, data that lies, and pages without any."""

from __future__ import annotations

import json
from typing import Any

POSTING: dict[str, Any] = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Senior Backend Engineer (m/f/d)",
    "hiringOrganization": {
        "@type": "Organization",
        "name": "Brightwater GmbH",
        "sameAs": "https://www.brightwater.example",
    },
    "jobLocation": {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Leipzig",
            "addressRegion": "SN",
            "addressCountry": "DE",
        },
    },
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {
            "@type": "QuantitativeValue", "minValue": 70000, "maxValue": 85000, "unitText": "YEAR",
        },
    },
    "datePosted": "2026-11-02",
    "validThrough": "2026-12-31T23:59:59+01:00",
    "employmentType": ["FULL_TIME", "CONTRACTOR"],
    "identifier": {"@type": "PropertyValue", "name": "Brightwater", "value": "BW-1042"},
    "url": "https://www.brightwater.example/jobs/1042",
    "description": "<p>You build services that measure rivers.</p><ul>"
    "<li>Python and PostgreSQL</li><li>A team of five</li></ul><p>"
    + "We explain what we do and why. " * 12
    + "</p>",
}  # fmt: skip
URL = "https://www.brightwater.example/jobs/1042?utm_source=feed"


def page(*data: Any, head: str = "", body: str = "<h1>Jobs</h1>") -> str:
    scripts = "".join(
        f'<script type="application/ld+json">{one if isinstance(one, str) else json.dumps(one)}'
        "</script>"
        for one in data
    )
    return f"<!doctype html><html><head>{head}{scripts}</head><body>{body}</body></html>"


PROSE = (
    "<p>As a Product Designer you shape how hikers plan their tours. You work with two "
    "researchers and a small team of engineers, and you own the flows from first sketch to "
    "release.</p>"
    "<h2>What you bring</h2><ul><li>Three years of product design</li><li>Figma</li></ul>"
    "<p>Salary: £48,000 - £56,000 per year. Apply by 18 December 2026.</p>"
    "<p>This role is remote within the United Kingdom.</p>"
)
BARE = f"""<!doctype html><html><head><title>Product Designer - Fellwalk | Careers</title>
<meta property="og:title" content="Product Designer">
<meta property="og:site_name" content="Fellwalk">
<link rel="canonical" href="https://fellwalk.example/careers/designer"></head>
<body><nav><a href="/">Home</a><a href="/careers">Careers</a> <span>{"menu " * 60}</span></nav>
<main><h1>Product Designer</h1>{PROSE}</main>
<aside>{"<a href=/x>Similar job</a> " * 40}</aside><footer>{"All rights reserved. " * 30}</footer>
</body></html>"""

MICRODATA = """<!doctype html><html><body><div itemscope itemtype="https://schema.org/JobPosting">
<h1 itemprop="title">Warehouse Lead</h1>
<span itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization">
<b itemprop="name">Kestrel Parcels</b></span>
<span itemprop="jobLocation" itemscope itemtype="https://schema.org/Place">
<span itemprop="address" itemscope><span itemprop="addressLocality">Rotterdam</span>,
<meta itemprop="addressCountry" content="NL"></span></span>
<time itemprop="validThrough" datetime="2026-12-20">20 December</time>
<div itemprop="description"><p>You lead a shift of twelve.</p><ul><li>Planning</li></ul></div>
</div></body></html>"""
