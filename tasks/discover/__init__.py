"""Discovery: feeds, sitemaps and listings in, links out."""
