"""``python -m seeds.sample`` serves the newsroom for a look in a browser; ``--list`` prints its pages."""

import argparse
import sys
import threading

from seeds.sample.newsroom import EDITIONS, Newsroom
from seeds.sample.server import serve


def main() -> int:
    """Parses the options and runs until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m seeds.sample", description="The invented sample newsroom.")
    parser.add_argument("--edition", type=int, default=len(EDITIONS) - 1, choices=range(len(EDITIONS)))
    parser.add_argument("--list", action="store_true", help="print outcome, day and address of every link, and end")
    options = parser.parse_args()
    newsroom = Newsroom.build()
    if options.list:
        for link in sorted(newsroom.truth_at(options.edition), key=lambda link: (link.published, link.url)):
            print(link.outcome, link.published[:10], link.url, link.article.title if link.article else "", sep="\t")
        return 0
    with serve(newsroom, options.edition) as server:
        print(f"The newsroom of {EDITIONS[options.edition]:%Y-%m-%d %H:%M} answers on 127.0.0.1:{server.port} for")
        for outlet in newsroom.outlets:
            print(f"  http://{outlet.host}/  {outlet.name}")
        print("Look at it with:")
        print(f'  chromium --host-resolver-rules="MAP *.example 127.0.0.1:{server.port}" http://{server.hosts[0]}/')
        print("Ctrl-C ends it.", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
