"""The DuckDB side: migrations, views, checks, questions and the Python that opens and publishes."""
