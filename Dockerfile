# One image for web and worker; compose.yaml starts it twice.
# This Debian because its pg_dump understands PostgreSQL 16, which compose.yaml starts.
FROM python:3.11-slim-trixie

# Versions are left open: Debian replaces Chromium with every security update.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        chromium-headless-shell \
        fonts-liberation \
        fonts-wqy-microhei \
        libatomic1 \
        poppler-utils \
        postgresql-client \
        tini \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --create-home --uid 10001 jobops \
    && mkdir /data \
    && chown jobops:jobops /data

WORKDIR /app

# Files whose hash is known, none of them built here: no compiler is needed.
COPY requirements-scale.lock ./
RUN pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r requirements-scale.lock

COPY manage.py CHANGELOG.md ./
COPY jobops ./jobops
COPY orchestrator ./orchestrator
COPY tailoring ./tailoring
COPY pdfs ./pdfs
COPY templates ./templates
COPY static ./static
COPY docs ./docs
RUN python -m compileall -q jobops orchestrator tailoring pdfs

USER 10001
# Inside a container the address is the container's own; compose publishes it on the loopback only.
# Nothing is written outside /data and /tmp, so the rest may be read-only.
ENV PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    CHROMIUM_PATH=/usr/bin/chromium-headless-shell \
    JOBOPS_DATA_DIR=/data \
    JOBOPS_AUTH=required \
    HOST=0.0.0.0 \
    PORT=3001
VOLUME /data
EXPOSE 3001
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:3001/health', timeout=4)"]

ENTRYPOINT ["tini", "--"]
CMD ["python", "manage.py", "serve"]
