"""The frames that pass between the steps, each declared once.

Every arrow of the pipeline is a Polars frame of one of these schemas. A step ends with
``Schema.validate(frame)``, so that a wrong column stops the run at the step that made it.
Instants are UTC; offsets are code points of the stored text, end exclusive.
"""

import dataframely as dy

OUTCOMES = (
    "loaded",
    "unchanged",
    "refused-robots",
    "refused-address",
    "refused-scheme",
    "gone",
    "try-later",
    "too-big",
    "not-a-page",
    "not-an-article",
    "paywalled-stub",
    "unreadable",
    "duplicate",
    "failed",
    "not-fetched",
)
"""Every link of a run ends in exactly one of these; they sum to the links of the run.

``loaded`` new or changed article in the warehouse · ``unchanged`` fetched again, same content or
HTTP 304 · ``refused-robots`` robots.txt forbids it · ``refused-address`` a private or reserved address ·
``refused-scheme`` neither http nor https · ``gone`` 404 or 410 · ``try-later`` timeout, 429, 5xx, network
error: will be tried again · ``too-big`` over a size limit · ``not-a-page`` PDF, image, feed … ·
``not-an-article`` listing, consent wall, shop page · ``paywalled-stub`` only the free teaser ·
``unreadable`` could not be decoded or parsed · ``duplicate`` its canonical URL is another link of the
warehouse · ``failed`` another 4xx answer: will not be tried again · ``not-fetched`` the worker that was to
fetch it was lost: stays due as it was.
"""


def _instant(*, nullable: bool) -> dy.Datetime:
    return dy.Datetime(nullable=nullable, time_zone="UTC", time_unit="us")


class Links(dy.Schema):
    """One link found by discovery. Key: ``url`` (canonical)."""

    url = dy.String(primary_key=True, min_length=8)
    source_id = dy.String(nullable=False)
    feed_url = dy.String(nullable=False)
    guid = dy.String(nullable=True)
    title = dy.String(nullable=True)
    """As the feed gives it: plain text, otherwise unaltered."""
    summary = dy.String(nullable=True)
    author = dy.String(nullable=True)
    full_text = dy.String(nullable=True)
    """content:encoded or content_html as plain paragraphs, where the feed carries the whole text."""
    published_at = _instant(nullable=True)
    published_precision = dy.String(nullable=True)
    """second, minute, hour or day; a day is stored as its midnight in Asia/Tokyo."""
    published_raw = dy.String(nullable=True)
    updated_at = _instant(nullable=True)
    found_at = _instant(nullable=False)


class Polls(dy.Schema):
    """One request for a feed, sitemap or listing. Key: ``feed_url``."""

    feed_url = dy.String(primary_key=True)
    source_id = dy.String(nullable=False)
    polled_at = _instant(nullable=False)
    outcome = dy.String(nullable=False)
    """ok, not-modified, or the name of what went wrong (not-a-feed, gone, try-later, refused-robots …)."""
    detail = dy.String(nullable=True)
    """One line for a person: what happened and what to do."""
    status = dy.Int32(nullable=True)
    format = dy.String(nullable=True)
    item_count = dy.Int32(nullable=False)
    newest_at = _instant(nullable=True)
    oldest_at = _instant(nullable=True)
    """Of the items taken: how far back the answer reaches; null where none is dated."""
    etag = dy.String(nullable=True)
    last_modified = dy.String(nullable=True)
    wire_bytes = dy.Int64(nullable=False)
    elapsed_ms = dy.Int32(nullable=False)


class Pages(dy.Schema):
    """One page of one link; an article over three pages has three. Key: ``url``, ``part``."""

    url = dy.String(primary_key=True)
    """The link's URL, the same for every part."""
    part = dy.Int16(primary_key=True, min=1)
    source_id = dy.String(nullable=False)
    page_url = dy.String(nullable=False)
    """What was asked for: ``url`` for part 1, the next page's address after."""
    final_url = dy.String(nullable=True)
    """Where redirects ended."""
    fetched_at = _instant(nullable=False)
    outcome = dy.String(nullable=True)
    """Null where a page was archived and can be extracted; else one of OUTCOMES."""
    detail = dy.String(nullable=True)
    error_class = dy.String(nullable=True)
    status = dy.Int32(nullable=True)
    content_type = dy.String(nullable=True)
    attempts = dy.Int16(nullable=False)
    elapsed_ms = dy.Int32(nullable=False)
    wire_bytes = dy.Int64(nullable=False)
    body_bytes = dy.Int64(nullable=False)
    is_conditional = dy.Bool(nullable=False)
    etag = dy.String(nullable=True)
    last_modified = dy.String(nullable=True)
    retry_at = _instant(nullable=True)
    """Not before this instant again: Retry-After or back-off; only with ``try-later``."""
    warc_file = dy.String(nullable=True)
    """Relative to the archive folder."""
    warc_offset = dy.Int64(nullable=True)
    payload_digest = dy.String(nullable=True)
    """``sha256:`` and hex, of the payload after transfer and content decoding."""


class Articles(dy.Schema):
    """One article. Key: ``article_id``; ``url`` is unique too."""

    article_id = dy.String(primary_key=True)
    """First 16 hex digits of the SHA-256 of the canonical ``url``."""
    url = dy.String(nullable=False)
    """Canonical URL of the article (page 1, ``link rel=canonical`` respected)."""
    link_url = dy.String(nullable=False)
    """The link that led here: key of Links and Pages."""
    source_id = dy.String(nullable=False)
    fetched_at = _instant(nullable=False)
    title = dy.String(nullable=False)
    body = dy.String(nullable=False)
    """Paragraphs separated by one newline."""
    lang = dy.String(nullable=False)
    """ja, en or other."""
    authors = dy.List(dy.String(nullable=False), nullable=False)
    desk = dy.String(nullable=True)
    published_at = _instant(nullable=True)
    """Null where only the day is known or nothing is stated."""
    published_on = dy.Date(nullable=True)
    """Day in Asia/Tokyo."""
    published_precision = dy.String(nullable=True)
    published_zone_source = dy.String(nullable=True)
    published_evidence = dy.String(nullable=True)
    """What won: jsonld, meta, time, visible, feed, url."""
    published_raw = dy.String(nullable=True)
    modified_at = _instant(nullable=True)
    is_paywalled = dy.Bool(nullable=False)
    is_sponsored = dy.Bool(nullable=False)
    site_name = dy.String(nullable=True)
    section = dy.String(nullable=True)
    keywords = dy.List(dy.String(nullable=False), nullable=False)
    image_url = dy.String(nullable=True)
    part_count = dy.Int16(nullable=False)
    is_feed_text = dy.Bool(nullable=False)
    """The body came from the feed because the page could not be had."""
    recipe = dy.String(nullable=True)
    """Site recipe and version that gave the body; null for the generic path."""
    encoding = dy.String(nullable=True)
    encoding_source = dy.String(nullable=True)
    content_hash = dy.String(nullable=False)
    """SHA-256 over title, body, authors, published and modified: a new one makes a new version."""


class Outcomes(dy.Schema):
    """How one link of a run ended. Key: ``url``."""

    url = dy.String(primary_key=True)
    source_id = dy.String(nullable=False)
    outcome = dy.String(nullable=False, check=lambda col: col.is_in(OUTCOMES))
    detail = dy.String(nullable=True)


class Mentions(dy.Schema):
    """One place where a registered company is named. Key: ``article_id``, ``field``, ``start``, ``company_id``."""

    article_id = dy.String(primary_key=True)
    field = dy.String(primary_key=True)
    """title or body."""
    start = dy.Int32(primary_key=True)
    company_id = dy.String(primary_key=True)
    end = dy.Int32(nullable=False)
    alias = dy.String(nullable=False)
    """As written: equal to ``text[start:end]`` of the field."""
    rule = dy.String(nullable=False)
    confidence = dy.Float32(nullable=False, min=0, max=1)


class ArticleCompanies(dy.Schema):
    """A company in an article. Key: ``article_id``, ``company_id``."""

    article_id = dy.String(primary_key=True)
    company_id = dy.String(primary_key=True)
    mention_count = dy.Int32(nullable=False, min=1)
    is_in_title = dy.Bool(nullable=False)
    salience = dy.Float32(nullable=False, min=0, max=1)
    is_salient = dy.Bool(nullable=False)


class ArticleThemes(dy.Schema):
    """A leaf theme of an article. Key: ``article_id``, ``theme_id``."""

    article_id = dy.String(primary_key=True)
    theme_id = dy.String(primary_key=True)
    score = dy.Float32(nullable=False, min=0)
    evidence = dy.List(
        dy.Struct(
            {
                "field": dy.String(nullable=False),
                "start": dy.Int32(nullable=False),
                "end": dy.Int32(nullable=False),
                "keyword": dy.String(nullable=False),
            }
        ),
        nullable=False,
    )


class FundingClaims(dy.Schema):
    """A round or loan that an article announces. Key: ``article_id``, ``claim_no``."""

    article_id = dy.String(primary_key=True)
    claim_no = dy.Int16(primary_key=True, min=1)
    company = dy.String(nullable=False)
    """Id of the register, else the written name without its legal form."""
    is_registered = dy.Bool(nullable=False)
    amount = dy.Float64(nullable=True)
    """In units of ``currency``; the floor of a range."""
    amount_max = dy.Float64(nullable=True)
    currency = dy.String(nullable=True)
    amount_jpy = dy.Float64(nullable=True)
    round = dy.String(nullable=True)
    tranche = dy.String(nullable=True)
    instrument = dy.String(nullable=True)
    investors = dy.List(dy.String(nullable=False), nullable=False)
    lead = dy.String(nullable=True)
    announced_on = dy.Date(nullable=True)
    evidence = dy.String(nullable=False)
    field = dy.String(nullable=False)
    start = dy.Int32(nullable=False)
    end = dy.Int32(nullable=False)


class UnknownCompanies(dy.Schema):
    """A company name that is in no register. Key: ``article_id``, ``name``."""

    article_id = dy.String(primary_key=True)
    name = dy.String(primary_key=True)
    rule = dy.String(nullable=False)
    field = dy.String(nullable=False)
    start = dy.Int32(nullable=False)
    end = dy.Int32(nullable=False)
    sentence = dy.String(nullable=False)


class Signatures(dy.Schema):
    """What is kept of an article to fold reprints: see ``tasks.cluster.signatures``. Key: ``article_id``.

    A cache: signing the stored article again gives the same row, so rows may be dropped.
    """

    article_id = dy.String(primary_key=True)
    source_id = dy.String(nullable=False)
    url = dy.String(nullable=False)
    published_at = _instant(nullable=False)
    """The instant used: published, else the end of the published day in Tokyo, else fetched."""
    version = dy.Int16(nullable=False)
    """Of the signing rule; only equal versions are compared."""
    is_release = dy.Bool(nullable=False)
    """Written as companies write about themselves."""
    bands = dy.List(dy.UInt32(nullable=False), nullable=False)
    """Two articles are compared where they share one."""
    shingle_count = dy.Int32(nullable=False, min=0)
    shingles = dy.List(dy.UInt32(nullable=False), nullable=False)
    """Hashes in ascending order: all of them, or the smallest of a long text."""
    title_shingles = dy.List(dy.UInt32(nullable=False), nullable=False)
    numbers = dy.List(dy.String(nullable=False), nullable=False)
    names = dy.List(dy.String(nullable=False), nullable=False)
    lead_numbers = dy.List(dy.String(nullable=False), nullable=False)
    """Those of the title and opening."""
    lead_names = dy.List(dy.String(nullable=False), nullable=False)


class StoryMembers(dy.Schema):
    """The story that an article belongs to. Key: ``article_id``."""

    article_id = dy.String(primary_key=True)
    story_id = dy.String(nullable=False)
    """The ``article_id`` of the story's lead."""
    role = dy.String(nullable=False)
    """lead, reprint, rewrite or update."""
    similarity = dy.Float32(nullable=True, min=0, max=1)
    """Containment of the closest earlier member; null for the lead."""
