"""A judge for `./aihf quickstart --judge`: reads {prompt, completion} rows, prints VADER's compound sentiment (-1..1) of each completion.

Needs `pip install vaderSentiment`; the reference kit's venv has it.
"""
import json
import sys

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

analyzer = SentimentIntensityAnalyzer()
for line in sys.stdin:
    print(analyzer.polarity_scores(json.loads(line)["completion"])["compound"])
