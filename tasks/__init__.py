"""The steps of the pipeline: discover, fetch, extract, tag, cluster, load, publish."""
