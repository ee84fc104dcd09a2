"""Pages a second out of a WARC file, beside the WARC reading of news-please or fundus on the same file.

    python -m tests.bench.backfill FILE.warc.gz... [--peer-python PATH]
    python -m tests.bench.backfill --pages FOLDER [--repeat N] [--peer-python PATH]

``--pages`` makes a synthetic file from saved pages (``.html``, ``.html.gz``), each under an address of its own.
``--peer-python`` is the interpreter of an environment with news-please, fundus or trafilatura and warcio; those it
lacks are said and left out. Each peer reads the file as its own code for Common Crawl does and extracts every page:

- news-please: ``NewsPlease.from_warc`` over warcio's records, as its commoncrawl extractor does;
- fundus: fastwarc's records through the parser of the publisher, as its CC-NEWS crawler does. It has parsers for
  some publishers only and passes over the others at once, so its figure counts the pages that it parses;
- trafilatura: ``bare_extraction`` over warcio's records.

Ours is measured twice: extraction alone (as ``kawaraban extract`` does), and the whole backfill, with sifting, copying
into the archive, tagging, clustering and loading, on one and on two processes. Prefect is left out of both: its tasks
are counted in ``--flow``, which runs the flow as the command does, on the configured server.
"""
