"""Reads recordings, and writes the chosen frames for `tapedeck-bench --prepared`."""

import csv
import gzip
import json
import os
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


@dataclass
class Frame:
    """A WebSocket frame, or the body of a REST answer with the path and query of its request."""

    text: str
    request: str = ""

    @property
    def symbol(self):
        """The symbol of a REST body."""
        return parse_qs(urlsplit(self.request).query).get("symbol", [""])[0]


def _open(folder, name):
    path = os.path.join(folder, name)
    if os.path.exists(path):
        return open(path, encoding="utf-8")
    return gzip.open(path + ".gz", "rt", encoding="utf-8") if os.path.exists(path + ".gz") else None


def _requests(folder, file):
    """The path and query of each line with a REST body, from the recording's index."""
    requests = {}
    lines = _open(folder, file + ".index.tsv")
    if lines:
        with lines:
            for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                if len(row) >= 4 and row[1] == "http" and row[0].isdigit():
                    url = urlsplit(row[3].split(" ")[-1])
                    requests[int(row[0])] = f"{url.path}?{url.query}"
    return requests


def read(folder, recording):
    """All frames of a recording, in order; None if the collection does not contain it."""
    frames = []
    for file in recording.files:
        requests = _requests(folder, file)
        lines = _open(folder, file + ".frames.jsonl")
        if lines is None:
            return None
        with lines:
            for number, line in enumerate(lines, 1):
                text = line.rstrip("\n")
                request = requests.get(number, "")
                if recording.request and text.startswith('{"lastUpdateId"'):
                    request = recording.request
                frames.append(Frame(text, request))
    return frames


def kind(text):
    """The kind of a frame, for the list of left-out frames."""
    message = json.loads(text)
    if not isinstance(message, dict):
        return "list"
    data = message.get("data")
    if "stream" in message and isinstance(data, dict):
        return data.get("e", "bookTicker")
    if "topic" in message:
        return message["topic"].split(".")[0]
    if "channel" in message:
        return message["channel"]
    if isinstance(message.get("params"), dict) and "channel" in message["params"]:
        return message["params"]["channel"].split(".")[0]
    return "answer"


def renumbered(frames):
    """Closes the gaps in Coinbase's `sequence_num` that left-out frames have caused. It counts the frames of all channels,
    and our side would report each gap in a separate document."""
    count = 0
    for frame in frames:
        frame.text, found = re.subn(r'"sequence_num":\d+', f'"sequence_num":{count}', frame.text, count=1)
        count += found
    return frames


def write(path, snapshots, frames):
    """Writes REST snapshots and then frames in the format of `PreparedFrames`."""
    with open(path, "w", encoding="utf-8") as file:
        for frame in snapshots:
            file.write(f"rest\t{frame.request}\t{frame.text}\n")
        for frame in frames:
            file.write(f"ws\t\t{frame.text}\n")
