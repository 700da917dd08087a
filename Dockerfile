# The server of EventHub, in production. It needs SECRET_KEY and ALLOWED_HOSTS; see .env.example for the rest.
# Before the first start, and after each update:  docker run … .venv/bin/python manage.py migrate

FROM python:3.11-slim-bookworm AS build
WORKDIR /app
RUN python3 -m venv .venv
COPY requirements.txt ./
RUN .venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt
COPY . ./
# the key is for this step alone, and signs nothing
RUN ENVIRONMENT=production SECRET_KEY=unused .venv/bin/python manage.py collectstatic --noinput && mkdir -p var

FROM python:3.11-slim-bookworm
WORKDIR /app
ENV ENVIRONMENT=production PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
COPY --from=build /app ./
# the database, where it is SQLite, and the counts of the workers
COPY --from=build --chown=10001:10001 /app/var ./var
VOLUME /app/var
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD [".venv/bin/python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ.get(\"PORT\", \"8000\")}/health', timeout=4)"]
CMD [".venv/bin/python", "manage.py", "serve", "--host", "0.0.0.0"]
