"""The best hits of each group on SQLite, and how many there are.

To rank a hundred thousand hits takes longer than to find them. So each tier is looked up by itself,
the best first, and the next one only while a group still lacks hits.
"""

from __future__ import annotations

from collections.abc import Sequence

from orchestrator.jobs.fulltext import Hits, standing

# hit0 … hit4: the rows of a tier, with those of the tiers above it; best0 … best4: the newest of
# each group; more1 … more4: one row while a group lacks hits that the tiers above do not have.
# SQLite writes a table of a WITH out at each mention, so each is mentioned once by the next.
TIERS = """
heaps AS (VALUES {places}),
hit{last} AS MATERIALIZED (SELECT s.id AS id, {heap} AS heap, found FROM {all}{only}),
sums AS MATERIALIZED (
  SELECT column1 AS heap, CASE column1 {cases} END AS total
  FROM (SELECT {counts} FROM hit{last}) CROSS JOIN heaps
),
hit0 AS MATERIALIZED (
  SELECT s.id AS id, {heap} AS heap, found FROM job_standing s
  WHERE id IN (SELECT id FROM job_search WHERE job_id IN ({exact})){only}
),
{stages},
best AS (
  SELECT id, heap, found, tier FROM (
    SELECT *, row_number() OVER (
      PARTITION BY heap ORDER BY tier, found DESC, id DESC
    ) AS place FROM (
      SELECT id, heap, found, min(tier) AS tier FROM ({tiers}) GROUP BY id, heap, found
    )
  ) WHERE place <= {most}
)
"""
HIT = """
hit{tier} AS MATERIALIZED (
  SELECT s.id AS id, {heap} AS heap, found FROM more{tier} CROSS JOIN {hits}{only}
)"""
MORE = """
more{tier} AS MATERIALIZED (SELECT 1 WHERE EXISTS (
  SELECT 1 FROM sums LEFT JOIN (
    SELECT heap, count(*) AS has FROM ({above}) GROUP BY heap
  ) g ON g.heap = sums.heap WHERE coalesce(g.has, 0) < min(sums.total, {most})
))"""
# Twice as many as are shown: some of them may stand in a tier above.
BEST = """
best{tier} AS MATERIALIZED (
  SELECT s.id, heaps.column1 AS heap, s.found, {tier} AS tier
  FROM {gate}heaps CROSS JOIN job_standing s WHERE s.id IN (
    SELECT h.id FROM hit{tier} h WHERE h.heap = heaps.column1
    ORDER BY h.found DESC, h.id DESC LIMIT 2 * {most}
  )
)"""


def staged(
    ranked: Sequence[Hits], every: Hits, *, exact: str, heap: str, heaps: int, only: str, most: int
) -> str:
    """What a WITH defines: best (id, heap, found, tier) and sums (heap, total). Its parameters are
    those of `every`, the last tier, of `exact`, the first, and of those between, `ranked`.
    """
    last = len(ranked) + 1
    stages = [BEST.format(tier=0, gate="", most=most)]
    for tier in range(1, last + 1):
        above = " UNION ".join(f"SELECT id, heap FROM best{place}" for place in range(tier))
        stages.append(MORE.format(tier=tier, above=above, most=most))
        if tier < last:
            found = standing(ranked[tier - 1])
            stages.append(HIT.format(tier=tier, heap=heap, hits=found, only=only))
        gate = f"more{tier} CROSS JOIN " if tier == last else ""
        stages.append(BEST.format(tier=tier, gate=gate, most=most))
    return TIERS.format(
        places=", ".join(f"({place})" for place in range(heaps)), last=last, heap=heap,
        counts=", ".join(f"count(*) FILTER (WHERE heap = {n}) AS total{n}" for n in range(heaps)),
        cases=" ".join(f"WHEN {place} THEN total{place}" for place in range(heaps)),
        all=standing(every), only=only, exact=exact, stages=",".join(stages), most=most,
        tiers=" UNION ALL ".join(f"SELECT * FROM best{tier}" for tier in range(last + 1)),
    )  # fmt: skip
