"""`scrapy …` at another time: `at_moment.py 2026-11-22T12:00:00Z [+SECONDS@REQUESTS] WORDS…`.

With the second word the clock jumps by so many seconds after so many answers.
"""

import sys
from datetime import datetime, timedelta

import time_machine
from scrapy import signals
from scrapy.cmdline import execute
from scrapy.crawler import Crawler
from scrapy.signalmanager import SignalManager


def main():
    moment, *words = sys.argv[1:]
    traveller = time_machine.travel(datetime.fromisoformat(moment), tick=True).start()
    if words[0][0] in "+-":
        seconds, _, answers = words.pop(0).partition("@")
        seen = []

        def jump():
            seen.append(1)
            if len(seen) == int(answers):
                traveller.shift(timedelta(seconds=int(seconds)))

        made = Crawler.__init__

        def make(crawler, *given, **named):
            made(crawler, *given, **named)
            SignalManager(crawler).connect(jump, signals.response_downloaded)

        Crawler.__init__ = make

    execute(["scrapy", *words])


if __name__ == "__main__":
    main()
