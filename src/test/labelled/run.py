#!/usr/bin/env python3
"""Records the labelled captures: run.py --out DIR [NAME ...]. Runs in a network namespace of its own, see scripts/labelled-captures."""

import argparse
import concurrent.futures
import dataclasses
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import clients
import edits
import lab
import latest
import servers
import unseen
import wire
from cases import CASES as SEEN

CASES = SEEN + unseen.CASES + latest.CASES
HERE = os.path.dirname(os.path.abspath(__file__))
JARS = "~/.m2/repository/{}"
CLIENT_JARS = (
    "com/squareup/okhttp3/okhttp/4.12.0",
    "com/squareup/okio/okio-jvm/3.6.0",
    "org/jetbrains/kotlin/kotlin-stdlib/1.9.10",
    "org/apache/httpcomponents/client5/httpclient5/5.1.3",
    "org/apache/httpcomponents/core5/httpcore5/5.1.3",
    "org/apache/httpcomponents/core5/httpcore5-h2/5.1.3",
    "commons-codec/commons-codec/1.15",
    "org/eclipse/jetty/jetty-server/12.0.15",
    "org/eclipse/jetty/jetty-http/12.0.15",
    "org/eclipse/jetty/jetty-io/12.0.15",
    "org/eclipse/jetty/jetty-util/12.0.15",
    "org/eclipse/jetty/jetty-alpn-server/12.0.15",
    "org/eclipse/jetty/jetty-alpn-java-server/12.0.15",
    "org/eclipse/jetty/http2/jetty-http2-common/12.0.15",
    "org/eclipse/jetty/http2/jetty-http2-hpack/12.0.15",
    "org/eclipse/jetty/http2/jetty-http2-server/12.0.15",
    "org/slf4j/slf4j-api/2.0.16",
    "org/apache/tomcat/embed/tomcat-embed-core/10.1.34",
    "org/apache/tomcat/tomcat-annotations-api/10.1.34",
    "io/undertow/undertow-core/2.3.18.Final",
    "org/jboss/logging/jboss-logging/3.4.3.Final",
    "org/jboss/threads/jboss-threads/3.5.0.Final",
    "org/jboss/xnio/xnio-api/3.8.16.Final",
    "org/jboss/xnio/xnio-nio/3.8.16.Final",
    "org/wildfly/common/wildfly-common/1.5.4.Final",
    "org/wildfly/client/wildfly-client-config/1.0.1.Final",
)
STARTS_AT_ONCE, APART_S = 4, 0.1


class Bench:
    """The folders and the words that all cases share."""

    def __init__(self, folder):
        self.folder = folder
        self.words = {"@PKI@": self.make("pki"), "@WWW@": self.make("www"), "@CLASSES@": self.make("classes")}
        jars = [found for name in CLIENT_JARS for found in glob.glob(os.path.expanduser(JARS.format(name)) + "/*.jar")]
        self.words["@JARS@"] = ":".join(jars)
        lab.make_certificates(self.words["@PKI@"])
        for name in ("small", "index.txt", "index.html"):
            with open(os.path.join(self.words["@WWW@"], name), "w") as file:
                file.write("waflab " * 60)
        subprocess.run(["javac", "-d", self.words["@CLASSES@"], "-cp", self.words["@JARS@"], *glob.glob(HERE + "/*.java")], check=True)
        subprocess.run(["go", "build", "-o", self.words["@CLASSES@"] + "/gohost", HERE + "/GoHost.go"], check=True, env={"GOCACHE": folder + "/go", **os.environ})

    def make(self, name):
        path = os.path.join(self.folder, name)
        os.mkdir(path)
        os.chmod(path, 0o755)
        return path


class Run:
    """One case, with its port, its folder and its server."""

    def __init__(self, case, port, bench):
        self.case, self.port = case, port
        folder = bench.make(case.name)
        self.words = {**bench.words, "@PORT@": str(port), "@DIR@": folder}
        self.log = open(os.path.join(folder, "log"), "w", buffering=1)
        self.server = None

    def fill(self, text):
        for word, value in self.words.items():
            text = text.replace(word, value)
        return text

    def start(self):
        """Starts the server and waits until it listens."""
        for side, verdict in self.case.blocked:
            clients.firewall("INPUT", side, self.port, *verdict)
        wanted = self.case.server
        if isinstance(wanted, servers.Nothing):
            return
        for name, text in wanted.files.items():
            with open(os.path.join(self.words["@DIR@"], name), "w") as file:
                file.write(self.fill(text))
        environment = {**os.environ, **{name: self.fill(value) for name, value in wanted.environment.items()}}
        self.server = subprocess.Popen(
            [self.fill(word) for word in wanted.command],
            cwd=self.words["@DIR@"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        lab.await_listening(self.port, wanted.ready_s, self.server)

    def stop(self):
        if self.server:
            lab.stop(self.server)


def start_all(runs):
    """Starts the servers, a few at once; a server that does not start fails its case alone."""

    def attempt(run):
        try:
            run.start()
            return run
        except (OSError, RuntimeError) as error:
            with open(run.words["@DIR@"] + "/log") as log:
                print(f"{run.case.name}: {error}\n{log.read()[-600:]}", file=sys.stderr)
            return None

    with concurrent.futures.ThreadPoolExecutor(STARTS_AT_ONCE) as pool:
        return [run for run in pool.map(attempt, runs) if run]


def play(runs):
    """Runs all clients side by side and waits for those that end by themselves."""
    threads = []
    for run in runs:
        thread = threading.Thread(target=run.case.client.run, args=(run.fill, run.log), daemon=True)
        thread.start()
        if not run.case.stays:
            threads.append(thread)
        time.sleep(APART_S)
    limit = time.monotonic() + clients.PATIENCE_S
    for thread in threads:
        thread.join(max(0.0, limit - time.monotonic()))
    time.sleep(max((run.case.stays for run in runs), default=0))


def silence_of(truth, ending):
    """A late answer's silence is before the answer, and what ends at once has none."""
    if truth.cause == "response-timeout":
        return ending.longest_s
    return ending.at_once_s if truth.gap_s == 0 else ending.gap_s


def judge(case, path, port):
    """The ending on the wire that fits the label, and what is wrong: nothing when the label is what the wire shows."""
    found = wire.endings(path, port)
    for ending in found:
        silence = ending.longest_s if case.farewell else silence_of(case.truth, ending)
        if case.truth.fits(ending) and case.truth.allows(silence):
            return silence, None
    told = case.truth
    return None, f"labelled {told.cause} {told.closed_by} {told.how} {told.gap_s}, the wire shows " + "; ".join(
        f"{e.closed_by} {e.how} {e.gap_s} (at once {e.at_once_s}, longest {e.longest_s}, alert {e.alert})" for e in found[:3]
    )


def label(file, port, truth, silence):
    told = dataclasses.asdict(truth)
    if isinstance(truth.gap_s, tuple):
        told["gap_s"] = round(silence, 2)
    told["also"] = list(truth.also)
    return {"file": file, "server_port": port, "truth": told}


def record(chosen, bench, out):
    """Plays the cases and writes their captures. Returns the labels and the cases that failed."""
    runs = [Run(case, lab.FIRST_PORT + number, bench) for number, case in enumerate(CASES) if case in chosen]
    subprocess.run(["iptables", "-w", "-F"], check=True)
    recorders = [lab.Recorder(bench.folder + "/lo.pcap"), lab.Recorder(bench.folder + "/any.pcap", "any", ("-y", "LINUX_SLL2"))]
    started = start_all(runs)
    play(started)
    for recorder in recorders:
        recorder.stop()
    clients.OVER.set()
    for run in runs:
        run.stop()
    for recorder, device in zip(recorders, ("lo", "any")):
        lab.cut(recorder.path, {run.port: f"{out}/{run.case.name}.pcap" for run in started if run.case.device == device})
    labels = list(filter(None, (judged(run, out) for run in started)))
    done = {one["file"] for one in labels}
    return labels, [run.case for run in runs if run.case.name + ".pcap" not in done]


def judged(run, out):
    """The label of a case that the wire confirms. Else says why not, keeps the programs' log, and removes the capture."""
    file = run.case.name + ".pcap"
    silence, wrong = judge(run.case, f"{out}/{file}", run.port)
    if not wrong:
        for leftover in glob.glob(f"{glob.escape(out)}/{run.case.name}.refused") + glob.glob(f"{glob.escape(out)}/{run.case.name}.log"):
            os.remove(leftover)
        return label(file, run.port, run.case.truth, silence)
    print(f"{run.case.name}: {wrong}; see {run.case.name}.log", file=sys.stderr)
    shutil.copy(run.words["@DIR@"] + "/log", f"{out}/{run.case.name}.log")
    os.rename(f"{out}/{file}", f"{out}/{run.case.name}.refused")
    return None


def record_twice(chosen, out):
    """Plays what failed once more: with few cases at work, a busy machine shifts no timer."""
    labels = []
    lab.Origin()
    for _ in range(2):
        with tempfile.TemporaryDirectory(prefix="labelled", ignore_cleanup_errors=True) as folder:
            os.chmod(folder, 0o755)
            clients.OVER.clear()
            found, chosen = record(chosen, Bench(folder), out)
        labels += found
        if not chosen:
            break
    return labels, len(chosen)


def main():
    parser = argparse.ArgumentParser(prog="labelled-captures", description="Records captures whose cause is known.")
    parser.add_argument("--out", required=True, metavar="DIR", help="takes the captures and truth.json")
    parser.add_argument("--list", action="store_true", help="names the cases and records nothing")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these cases; a part of the name is enough")
    words = parser.parse_args()
    chosen = [case for case in CASES if not words.names or any(name in case.name for name in words.names)]
    if words.list:
        print("\n".join(f"{case.name}: {case.truth.cause}" for case in chosen))
        return 0
    if not chosen:
        parser.error(f"no case has one of these in its name: {' '.join(words.names)} (--list names the cases)")
    os.makedirs(words.out, exist_ok=True)
    labels, failed = record_twice(chosen, words.out)
    labels += edits.make(words.out, labels)
    with open(os.path.join(words.out, "truth.json"), "w") as file:
        json.dump(labels, file, indent=1)
    print(f"{len(labels)} captures in {words.out}, {failed} cases failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
