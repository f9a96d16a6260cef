# The program alone: docker run --rm -v "$PWD:/work" de-lint check
FROM python:3.12-slim AS build
WORKDIR /source
COPY . .
RUN pip install --no-cache-dir build && python -m build --wheel --outdir /dist .

FROM python:3.12-slim
# git tells what has changed; a repository that is mounted belongs to somebody else.
RUN apt-get update -qq \
    && apt-get install -qq -y --no-install-recommends git \
    && rm -rf /var/lib/apt/lists/* \
    && git config --system --add safe.directory '*'
COPY --from=build /dist/*.whl /tmp/
RUN pip install --no-cache-dir /tmp/*.whl && rm /tmp/*.whl
RUN useradd --create-home reader
USER reader
WORKDIR /work
ENTRYPOINT ["de-lint"]
CMD ["--help"]
