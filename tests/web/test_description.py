"""The JSON beside every page keeps to its own description, whatever is asked of it."""

import json
import os
from urllib.request import urlopen

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema_rs import validator_for
from schemathesis.checks import CHECKS
from schemathesis.generation import GenerationMode

from boredcrawl.web.openapi import described

EXAMPLES = int(os.environ.get("BOREDCRAWL_READER_EXAMPLES", "12"))
"""Requests tried of each page, each way; 40 in the run that counted."""

NOT_PROMISED = {"positive_data_acceptance", "negative_data_rejection"}
"""Any words are allowed as a search by the description, and not all are one: the answer is 400.
And as everywhere on the web, parameters a page does not have are none of its business."""

PATHS = sorted(described("0")["paths"])


@pytest.mark.parametrize("path", PATHS)
def test_answers_are_what_the_description_says(reader, path):
    schema = schemathesis.openapi.from_url(f"{reader}/openapi.json")
    schema.config.generation.modes = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
    schema.config.seed = 7
    assert {"response_schema_conformance", "status_code_conformance"} <= set(CHECKS.get_all_names())

    checks = [check for check in CHECKS.get_all() if check.__name__ not in NOT_PROMISED]
    asked = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        response = case.call_and_validate(checks=checks)
        asked.append(response.status_code)

    given(case=schema[path]["GET"].as_strategy())(ask)()

    assert asked
    assert max(asked) < 500


def test_ids_that_are_there_answer_as_described(reader, kept):
    description = json.load(urlopen(f"{reader}/openapi.json"))
    for path, what in description["paths"].items():
        kind = what["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        table = path.split("/")[1].removesuffix(".json") if "{id}" in path else None
        ids = [row[0] for row in kept.rows(f"SELECT id FROM {table} LIMIT 25")] if table else [0]
        judge = validator_for({**kind, "components": description["components"]})
        for number in ids:
            query = "?q=the" if path.startswith("/search") else ""
            found = urlopen(reader + path.replace("{id}", str(number)) + query)

            judge.validate(json.load(found))
