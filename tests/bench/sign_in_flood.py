"""What a flood of wrong sign-ins costs the process that also sends the mail.

    python tests/bench/sign_in_flood.py [--attempts 1000] [--at-once 50]

Starts ``digest desk`` on a project in a temporary folder. Once with one name and once with a name
for each attempt, it posts that many wrong passwords, so many at once, while a browser asks for a
page again and again. Prints the answers, the desk's processor time, how far its memory (the largest
resident set) grew, and how long the page took.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.desk_benchmark import times
from tests.desk.desks import PASSWORD
from tests.mail_catcher import free_port
from tests.test_run import command

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PAUSE = 0.05


def main() -> None:
    """Prints the figures of both floods."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--attempts", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=50)
    options = parser.parse_args()
    ways: list[tuple[str, Callable[[int], str]]] = [
        ("one name", lambda _: "ada"),
        ("a name for each", lambda number: f"name-{number}"),
    ]
    for way, name_of in ways:
        with tempfile.TemporaryDirectory() as folder:
            flood(Path(folder), way, name_of, options.attempts, options.at_once)


def flood(
    folder: Path, way: str, name_of: Callable[[int], str], attempts: int, at_once: int
) -> None:
    (folder / "schedules.toml").write_text(
        '[publication]\nname = "The Gazette"\nbase_url = "https://digest.example.com"\n'
        'address = "4 Quay Street"\n[newsletters.morning]\nname = "Tide"\n'
        'sender = "a@example.com"\ndays = ["monday"]\nsend_at = 06:30:00\nnever_after = 09:00:00\n',
        "utf-8",
    )
    subprocess.run([*command(folder), "init", "--bare", str(folder)], check=True, stderr=-3)
    add = [*command(folder), "user", "add", "ada", "--role", "operator"]
    subprocess.run(add, check=True, stdout=-3, env=os.environ | {"DIGEST_USER_PASSWORD": PASSWORD})
    port = free_port()
    desk = subprocess.Popen([*command(folder), "desk", "--port", str(port)], stderr=-3)
    try:
        wait_for_page(port)
        cookie = sign_in(port)
        before = memory_of(desk.pid, "VmRSS")
        worked = processor_time_of(desk.pid)
        waits: list[float] = []
        done = threading.Event()
        browser = threading.Thread(target=look, args=[port, cookie, waits, done])
        browser.start()
        began = time.perf_counter()
        with ThreadPoolExecutor(at_once) as pool:
            answers = Counter(pool.map(lambda n: guess(port, name_of(n)), range(attempts)))
        seconds = time.perf_counter() - began
        worked = processor_time_of(desk.pid) - worked
        done.set()
        browser.join()
        grown = memory_of(desk.pid, "VmHWM") - before
    finally:
        desk.terminate()
        desk.wait()
    print(f"{attempts} wrong sign-ins, {at_once} at once, {way}: {dict(answers)}, {seconds:.1f} s")
    print(f"  processor time of the desk: {worked:.2f} s")
    print(f"  memory at its largest: {grown:+.1f} MB above {before:.1f} MB")
    print(f"  a page beside it: {times(waits)}")


def memory_of(process: int, what: str) -> float:
    """The resident set of the process in MB: as it is (VmRSS), or the largest so far (VmHWM)."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    found = re.search(rf"{what}:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024


def processor_time_of(process: int) -> float:
    """Seconds of processor time that the process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def guess(port: int, name: str) -> int:
    return post(port, name, "a wrong password")[0]


def sign_in(port: int) -> str:
    """The cookies of somebody who signed in."""
    status, cookie = post(port, "ada", PASSWORD)
    assert status == 303, status
    return cookie


def post(port: int, name: str, password: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/sign-in", urlencode({"name": name, "password": password}), FORM)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    cookies = answer.headers.get_all("Set-Cookie") or []
    return answer.status, "; ".join(cookie.split(";")[0] for cookie in cookies)


def look(port: int, cookie: str, waits: list[float], done: threading.Event) -> None:
    while not done.wait(PAUSE) or not waits:
        began = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/", headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        connection.close()
        waits.append(time.perf_counter() - began)


def wait_for_page(port: int) -> None:
    for _ in range(300):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/sign-in")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the desk does not answer")


if __name__ == "__main__":
    main()
