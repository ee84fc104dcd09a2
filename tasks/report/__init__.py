"""The weekly report: one page, its digest and its feed, written from a published file."""
