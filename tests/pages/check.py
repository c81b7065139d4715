"""check.py - are the pages fit to be read? For each HTML file: valid HTML, nothing unresolved, no broken link, alternative text on
every picture, nothing fetched from elsewhere; and in a real browser no console message, no failed request, no horizontal scroll
on a phone, nothing cut off. Writes screenshots (light, dark, phone) and a print version for people.

    python3 check.py [--shots FOLDER] FILE-OR-FOLDER ...

Exit status 0: all fine; 1: something is wrong (one line each); 2: wrong usage; 77: Chromium or html5lib is missing."""
import base64
import os
import re
import sys
import urllib.parse

from browser import Browser, BrowserError, find_chromium

try:
    import html5lib
except ImportError:
    html5lib = None

PHONE, NARROW, DESK = (390, 844), (320, 640), (1280, 900)
SHOT_LIMIT = 15000  # pixels of height; beyond it browsers return nothing

# What only an unresolved or unfinished text leaves on a page.
UNRESOLVED = [
    (r"\\(?:eq)?ref\s*\{", "a raw \\ref"), (r"\\label\s*\{", "a raw \\label"), (r"\{\.(?:value|claim|ref|printed)\b", "an unread span"),
    (r":::", "an unread fence"), (r"\?\?\?", "an unresolved citation"), (r"\bfigure:[a-z]", "an unread figure"),
    (r"\bTODO\b|\bFIXME\b", "a TODO"), (r"\bundefined\b|\bnil\b|\bNaN\b", "an undefined number"),
]


class Page:
    def __init__(self, path):
        self.path = path
        self.problems = []

    def problem(self, text, *values):
        self.problems.append(text % values if values else text)


def texts_of(element, skip=("style", "annotation", "pre", "code")):
    """All text of an element but that of listings and of TeX annotations."""
    parts = []
    if element.tag in skip or not isinstance(element.tag, str):
        return parts
    parts.append(element.text or "")
    for child in element:
        parts.extend(texts_of(child, skip))
        parts.append(child.tail or "")
    return parts


def check_source(page, ids_of_pages):
    with open(page.path, "rb") as file:
        data = file.read()
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(data, transport_encoding="utf-8")
    for (line, column), code, details in parser.errors:
        page.problem("line %d, column %d: HTML error %s %s", line, column, code, details or "")

    ids, headings, references = set(), [], []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.split("}")[-1]
        name = element.get("id")
        if name is not None:
            if name == "" or re.search(r"\s", name):
                page.problem("the id '%s' is empty or has a blank", name)
            if name in ids:
                page.problem("the id '%s' occurs twice", name)
            ids.add(name)
        if tag == "img" and not (element.get("alt") or "").strip():
            page.problem("a picture has no alternative text (%s)", (element.get("src") or "")[:60])
        if tag == "svg" and not ((element.get("aria-label") or "").strip() or element.get("aria-hidden") == "true"):
            page.problem("an inline svg has neither aria-label nor aria-hidden")
        if element.get("role") == "img" and not (element.get("aria-label") or "").strip():
            page.problem("an element with role img has no aria-label")
        if tag in ("script", "iframe", "object", "embed", "form"):
            page.problem("there is a <%s>; pages work without", tag)
        if any(key.lower().startswith("on") for key in element.keys() if isinstance(key, str)):
            page.problem("<%s> has an event handler", tag)
        if re.fullmatch("h[1-6]", tag):
            headings.append(int(tag[1]))
        for key in ("href", "src", "srcset", "data", "poster"):
            if element.get(key) is not None:
                references.append((tag, key, element.get(key)))
        if tag == "th" and element.get("scope") not in ("col", "row"):
            page.problem("a <th> has no scope")
        if tag == "a" and element.get("href") is not None and not "".join(element.itertext()).strip() \
                and not element.get("aria-label") and element.get("aria-hidden") != "true" and not len(element):
            page.problem("the link to %s has no text", element.get("href"))

    html = root if root.tag == "html" else root.find("html")
    if not html.get("lang"):
        page.problem("<html> has no lang")
    title = root.find(".//title")
    if title is None or not (title.text or "").strip():
        page.problem("there is no <title>")
    if headings.count(1) != 1:
        page.problem("there are %d headings of the first level", headings.count(1))
    for before, after in zip(headings, headings[1:]):
        if after > before + 1:
            page.problem("a heading of level %d follows one of level %d", after, before)
    text = " ".join("".join(texts_of(root.find(".//body"))).split())
    for pattern, what in UNRESOLVED:
        found = re.search(pattern, text)
        if found:
            page.problem("%s is left in the text: '%s'", what, text[max(0, found.start() - 30):found.end() + 20])
    ids_of_pages[os.path.realpath(page.path)] = ids
    return references


def check_references(page, references, ids_of_pages):
    folder = os.path.dirname(os.path.realpath(page.path))
    for tag, key, target in references:
        url = urllib.parse.urlsplit(target)
        if url.scheme == "data":
            continue
        if url.scheme in ("http", "https", "mailto"):
            if tag != "a":
                page.problem("<%s %s> fetches %s from elsewhere", tag, key, target[:80])
            continue
        if url.scheme:
            page.problem("the link '%s' has the scheme %s", target[:80], url.scheme)
            continue
        path = os.path.realpath(page.path)
        if url.path:
            path = os.path.realpath(os.path.join(folder, urllib.parse.unquote(url.path)))
            if not os.path.isfile(path):
                page.problem("'%s' leads to no file", target[:120])
                continue
        if url.fragment and path in ids_of_pages and urllib.parse.unquote(url.fragment) not in ids_of_pages[path]:
            page.problem("'%s' leads to no place of that page", target[:120])


OVERFLOW = """(() => {
  const wide = document.documentElement.clientWidth, found = [];
  for (const e of document.body.querySelectorAll('*')) {
    const box = e.getBoundingClientRect();
    if (box.right <= wide + 0.5 || box.width === 0) continue;
    let inside = false;
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
      if (/auto|scroll|hidden/.test(getComputedStyle(p).overflowX)) inside = true;
    if (!inside && getComputedStyle(e).position !== 'absolute') found.push(e.tagName.toLowerCase() + (e.className ? '.' + e.className : ''));
  }
  return { scroll: document.scrollingElement.scrollWidth, wide: innerWidth, found: found.slice(0, 5) };
})()"""

# A box that hides what does not fit, without a way to scroll there.
CUT_OFF = """(() => {
  const found = [];
  for (const e of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(e);
    if (style.overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1 && style.clipPath === 'none')
      found.push(e.tagName.toLowerCase() + (e.className ? '.' + e.className : ''));
  }
  return found.slice(0, 5);
})()"""

BROKEN_PICTURES = """(async () => {
  const images = Array.from(document.images);
  for (const i of images) i.loading = 'eager';
  await Promise.all(images.map(i => i.decode().catch(() => null)));
  return images.filter(i => !i.complete || i.naturalWidth === 0).map(i => i.alt || i.src.slice(0, 60));
})()"""


# What moves on the page: the frames of each animation, how many of them are visible, how many change by themselves.
MOTION = """(() => Array.from(document.querySelectorAll('.moving svg')).map(svg => {
  const frames = Array.from(svg.querySelectorAll('[style*="animation-delay"]'));
  const seen = frames.filter(g => getComputedStyle(g).visibility === 'visible');
  return { name: (svg.getAttribute('aria-label') || '').slice(0, 60), frames: new Set(frames.map(g => g.style.animationDelay)).size,
    seen: new Set(seen.map(g => g.style.animationDelay)).size,
    running: svg.getAnimations({ subtree: true }).filter(a => a.playState === 'running').length };
}))()"""

PAUSE = "document.querySelectorAll('.moving .pause').forEach(box => box.click())"


def set_view(browser, size, scheme="light", media="screen", motion="no-preference"):
    phone = size[0] < 600
    browser.call("Emulation.setDeviceMetricsOverride", {"width": size[0], "height": size[1], "deviceScaleFactor": 2 if phone else 1,
                                                        "mobile": phone})
    browser.call("Emulation.setEmulatedMedia", {"media": media, "features": [
        {"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": motion}]})


def screenshot(browser, path):
    """The whole page; a long one goes on in PATH-2.png, PATH-3.png, ..."""
    size = browser.call("Page.getLayoutMetrics")["cssContentSize"]
    step = SHOT_LIMIT / browser.evaluate("devicePixelRatio")
    for part in range(int(size["height"] // step) + 1):
        top = part * step
        clip = {"x": 0, "y": top, "width": size["width"], "height": min(size["height"] - top, step), "scale": 1}
        if clip["height"] < 1:
            break
        shot = browser.call("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True, "clip": clip})
        with open(path if part == 0 else path.replace(".png", "-%d.png" % (part + 1)), "wb") as file:
            file.write(base64.b64decode(shot["data"]))


def check_events(page, events):
    for event in events:
        what, details = event["method"], event["params"]
        if what == "Runtime.consoleAPICalled":
            page.problem("console: %s", " ".join(str(a.get("value", a.get("description", ""))) for a in details["args"])[:200])
        elif what == "Runtime.exceptionThrown":
            page.problem("exception: %s", details["exceptionDetails"].get("text", "")[:200])
        elif what == "Log.entryAdded":
            page.problem("console: %s", details["entry"].get("text", "")[:200])
        elif what == "Network.loadingFailed":
            page.problem("a request failed: %s", details.get("errorText", ""))
        elif what == "Network.requestWillBeSent":
            url = details["request"]["url"]
            if not url.startswith(("file:", "data:", "about:")):
                page.problem("the page asks for %s", url[:120])


def check_motion(page, browser):
    """Animations move, one frame at a time, until the reader stops them; in print and for readers who prefer less motion they stand."""
    def look(situation, moves):
        for each in browser.evaluate(MOTION):
            if each["seen"] != 1:
                page.problem("%s the animation '%s' shows %d frames at once", situation, each["name"], each["seen"])
            if moves and each["running"] < each["frames"]:
                page.problem("%s the animation '%s' does not move", situation, each["name"])
            if not moves and each["running"]:
                page.problem("%s the animation '%s' moves", situation, each["name"])
    set_view(browser, DESK)
    look("on a screen", True)
    browser.evaluate(PAUSE)
    look("after a click on its box", False)
    browser.evaluate(PAUSE)
    set_view(browser, DESK, motion="reduce")
    look("with reduced motion", False)
    set_view(browser, DESK, media="print")
    look("in print", False)


def check_in_browser(page, browser, shots, name):
    browser.take_events()
    set_view(browser, PHONE)
    address = "file://" + urllib.parse.quote(os.path.realpath(page.path))
    answer = browser.call("Page.navigate", {"url": address})
    if answer.get("errorText"):
        page.problem("the page cannot be opened: %s", answer["errorText"])
        return
    browser.wait("Page.loadEventFired")
    for alt in browser.evaluate(BROKEN_PICTURES):
        page.problem("a picture cannot be shown: %s", alt)
    views = [(NARROW, "light", None), (PHONE, "light", "phone"), (PHONE, "dark", "phone-dark"), (DESK, "light", "light"),
             (DESK, "dark", "dark")]
    for size, scheme, shot in views:
        set_view(browser, size, scheme)
        state = browser.evaluate(OVERFLOW)
        if state["scroll"] > state["wide"] or state["found"]:
            page.problem("at %d px the page is %d px wide: %s", size[0], state["scroll"], ", ".join(state["found"]) or "(unknown element)")
        for element in browser.evaluate(CUT_OFF):
            page.problem("at %d px %s cuts off what it holds", size[0], element)
        if shots and shot:
            screenshot(browser, os.path.join(shots, "%s-%s.png" % (name, shot)))
    check_motion(page, browser)
    if shots:
        set_view(browser, DESK, "light", "")
        pdf = browser.call("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": False, "paperWidth": 8.27, "paperHeight": 11.69})
        with open(os.path.join(shots, name + "-print.pdf"), "wb") as file:
            file.write(base64.b64decode(pdf["data"]))
    check_events(page, browser.take_events())


def pages_below(arguments):
    for argument in arguments:
        if os.path.isdir(argument):
            for folder, folders, files in os.walk(argument):
                folders.sort()
                for name in sorted(files):
                    if name.endswith(".html"):
                        yield os.path.join(folder, name)
        elif os.path.isfile(argument):
            yield argument
        else:
            sys.exit("check.py: there is no page '%s'" % argument)


def shot_name(path):
    name = re.sub(r"\.html$", "", os.path.basename(path))
    folder = os.path.basename(os.path.dirname(os.path.realpath(path)))
    return folder if name == "index" else name


def main(arguments):
    shots = None
    if "--shots" in arguments:
        at = arguments.index("--shots")
        if at + 1 >= len(arguments):
            print("check.py: --shots needs a folder", file=sys.stderr)
            return 2
        shots = arguments[at + 1]
        del arguments[at:at + 2]
    if not arguments or any(word.startswith("-") for word in arguments):
        print("usage: check.py [--shots FOLDER] FILE-OR-FOLDER ...", file=sys.stderr)
        return 2
    executable = find_chromium()
    if html5lib is None or executable is None:
        print("check.py: %s is missing" % ("python3-html5lib" if html5lib is None else "chromium"), file=sys.stderr)
        return 77
    pages = [Page(path) for path in pages_below(arguments)]
    if not pages:
        print("check.py: there is no page below %s" % ", ".join(arguments), file=sys.stderr)
        return 1
    if shots:
        os.makedirs(shots, exist_ok=True)

    ids_of_pages = {}
    references = [check_source(page, ids_of_pages) for page in pages]
    for page, found in zip(pages, references):
        check_references(page, found, ids_of_pages)
    try:
        browser = Browser(executable)
        try:
            for page in pages:
                check_in_browser(page, browser, shots, shot_name(page.path))
        finally:
            browser.close()
    except BrowserError as error:
        print("check.py: %s" % error, file=sys.stderr)
        return 1
    wrong = 0
    for page in pages:
        for problem in dict.fromkeys(page.problems):
            print("%s: %s" % (page.path, problem))
            wrong += 1
    print("%d pages, %d problems" % (len(pages), wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
