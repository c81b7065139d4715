"""browser.py - a headless Chromium, spoken to over the two pipes of --remote-debugging-pipe (file descriptors 3 and 4, one JSON
message after another, each ended by a zero byte). Python's standard library only."""
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


class BrowserError(Exception):
    pass


def find_chromium():
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        path = shutil.which(name)
        if path:
            return path
    return None


class Browser:
    """One process, one tab. Events are kept in self.events until a caller takes them."""

    def __init__(self, executable, timeout=60):
        self.timeout = timeout
        self.events = []
        self.buffer = b""
        self.last_id = 0
        self.session = None
        self.profile = tempfile.mkdtemp(prefix="reprise-pages-")
        to_read, self.to_browser = os.pipe()
        self.from_browser, to_write = os.pipe()

        # The browser wants to find its ends as descriptors 3 and 4; they are first moved out of the way of each other.
        def place_pipes():
            a, b = os.dup(to_read), os.dup(to_write)
            os.dup2(a, 3)
            os.dup2(b, 4)

        command = [
            executable, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--mute-audio", "--force-color-profile=srgb",
            "--allow-file-access-from-files", "--remote-debugging-pipe", "--user-data-dir=" + self.profile, "about:blank",
        ]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        close_fds=True, pass_fds=(3, 4), preexec_fn=place_pipes)
        os.close(to_read)
        os.close(to_write)
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self.session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(domain + ".enable")

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (BrowserError, OSError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.to_browser)
        os.close(self.from_browser)
        shutil.rmtree(self.profile, ignore_errors=True)

    def _message(self, deadline):
        while b"\0" not in self.buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.from_browser], [], [], left)[0]:
                raise BrowserError("the browser did not answer within %d seconds" % self.timeout)
            chunk = os.read(self.from_browser, 1 << 20)
            if not chunk:
                raise BrowserError("the browser ended unexpectedly")
            self.buffer += chunk
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, parameters=None):
        self.last_id += 1
        message = {"id": self.last_id, "method": method, "params": parameters or {}}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to_browser, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + self.timeout
        while True:
            answer = self._message(deadline)
            if answer.get("id") == message["id"]:
                if "error" in answer:
                    raise BrowserError("%s: %s" % (method, answer["error"].get("message")))
                return answer["result"]
            if "method" in answer:
                self.events.append(answer)

    def wait(self, name):
        deadline = time.monotonic() + self.timeout
        while True:
            for event in self.events:
                if event["method"] == name:
                    return event
            message = self._message(deadline)
            if "method" in message:
                self.events.append(message)

    def take_events(self):
        events, self.events = self.events, []
        return events

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", {"expression": expression, "returnByValue": True, "awaitPromise": True})
        if "exceptionDetails" in result:
            raise BrowserError("the page could not be asked: " + json.dumps(result["exceptionDetails"])[:300])
        return result["result"].get("value")
