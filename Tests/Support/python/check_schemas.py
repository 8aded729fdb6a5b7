"""Holds documents against their JSON Schemas.

Arguments: the folder of the schemas, and a file with one {"topic": …, "document": …} a line. Prints what is wrong, at
most twenty times, and then how many documents of each type there were: `type <name> <count>`.
"""

import collections
import json
import pathlib
import sys

import jsonschema

folder, file = sys.argv[1:]
validators = {}
for path in sorted(pathlib.Path(folder).glob("*.json")):
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validators[path.name.split(".")[0]] = jsonschema.Draft202012Validator(schema)

counts = collections.Counter()
wrong = 0
for line in open(file, encoding="utf-8"):
    record = json.loads(line)
    document = record["document"]
    kind = document.get("type")
    counts[kind] += 1
    topic_kind = record["topic"].split(".")[1]
    problems = []
    if kind not in validators:
        problems.append(f"there is no schema of {kind}")
    else:
        problems += [error.message for error in validators[kind].iter_errors(document)]
    if kind != topic_kind and not kind.startswith(topic_kind + "_"):
        problems.append(f"a {kind} on {record['topic']}")
    if list(document)[:2] != ["type", "version"]:
        problems.append("type and version do not come first")
    for problem in problems:
        wrong += 1
        if wrong <= 20:
            print("wrong:", problem, json.dumps(document)[:300])
for kind, count in sorted(counts.items()):
    print("type", kind, count)
