// Says in good time that answers will be deleted, has them kept when asked to, and says when they
// are gone. Its words stand in the page, where they are translated; see templates/cmsflows/kept.html.
//
// It looks at the clock and never counts: a laptop that sleeps counts nothing.
(() => {
  const place = document.querySelector("[data-flow-kept]");
  if (!place) return;

  const SECOND = 1000;
  const MINUTE = 60 * SECOND;
  const WARNINGS = [2 * MINUTE, MINUTE, 20 * SECOND]; // Before the end.
  const LATE = 2 * SECOND; // After it, the server has deleted them for sure.
  const BRIEFLY = 10 * SECOND;
  const LONG = 120 * MINUTE; // So long that the day is said too.

  const language = document.documentElement.lang.replace("_", "-") || undefined;
  const distance = new Intl.RelativeTimeFormat(language);
  const tabs = new BroadcastChannel("cmsflows");
  const stayUrl = place.dataset.flowStay;
  const region = document.querySelector(".flow-time");

  let end; // Milliseconds since the epoch, as all moments here.
  let warnings;
  let lastWarning; // The one that was given: Infinity before the first, 0 when all is over.
  let isLast = false; // No asking makes it longer.
  let field = null; // Where the visitor was, before the button took the focus.

  begin(Date.now() + place.dataset.flowKept * SECOND);
  tabs.postMessage({ stayUrl, end });
  tabs.addEventListener("message", ({ data }) => {
    const isNews = data.stayUrl === stayUrl && data.end > end + SECOND;
    if (isNews && lastWarning !== 0) begin(data.end);
  });
  if (region) {
    document.addEventListener("focusin", ({ target }) => {
      if (!region.contains(target)) field = target;
    });
    document.addEventListener("visibilitychange", look);
    setInterval(look, SECOND);
  }

  function begin(moment) {
    end = moment;
    const inGoodTime = Math.min(WARNINGS[0], (end - Date.now()) / 2);
    warnings = [inGoodTime, ...WARNINGS.filter((before) => before < inGoodTime)];
    lastWarning = Infinity;
    region?.replaceChildren();
    const line = place.querySelector("[data-flow-line]");
    if (line) line.replaceChildren(words("until"));
    else fillIn(place);
  }

  function look() {
    const left = end - Date.now();
    const due = left < -LATE ? 0 : Math.min(...warnings.filter((before) => left <= before));
    if (due === lastWarning) return;
    lastWarning = due;
    if (due === 0) makeSure();
    else warn(left);
  }

  // Another tab may have kept them, and not have told.
  async function makeSure() {
    const seconds = await ask();
    if (seconds) begin(Date.now() + seconds * SECOND);
    else tellTheEnd();
  }

  function warn(left) {
    let button = region.querySelector("button");
    if (!button) {
      region.replaceChildren(words("warning"));
      button = region.querySelector("button");
      button.addEventListener("click", keep);
    }
    button.hidden = isLast;
    region.querySelector("[data-flow-last]").hidden = !isLast;
    fillIn(region, left);
  }

  async function keep() {
    const failed = region.querySelector("[data-flow-failed]");
    failed.hidden = true; // So that it is said again, should it be so again.
    const seconds = await ask();
    if (seconds === undefined) failed.hidden = false;
    else if (seconds === 0) tellTheEnd();
    else stayFor(seconds);
  }

  function stayFor(seconds) {
    const before = end;
    const hadFocus = region.contains(document.activeElement);
    begin(Date.now() + seconds * SECOND);
    isLast = end - before < 5 * SECOND;
    tabs.postMessage({ stayUrl, end });
    const stayed = document.createElement("div");
    stayed.append(words("stayed"));
    region.append(stayed);
    setTimeout(() => stayed.remove(), BRIEFLY);
    if (hadFocus) field?.focus({ preventScroll: true });
  }

  // Answers for how many seconds they are kept from now on: 0 where they are gone, undefined where
  // the site does not say.
  async function ask() {
    try {
      const response = await fetch(stayUrl, { headers: { Accept: "application/json" } });
      if (response.status >= 500) return undefined;
      const isTold = response.headers.get("Content-Type")?.startsWith("application/json");
      return response.ok && isTold ? (await response.json()).seconds : 0;
    } catch {
      return undefined;
    }
  }

  // A form that will fail must not be filled in.
  function tellTheEnd() {
    lastWarning = 0;
    const wasInside = document.activeElement !== document.body;
    for (const part of region.parentElement.children) {
      if (part !== region && !part.matches(".flow-header")) part.hidden = true;
    }
    region.replaceChildren(words("over"));
    region.classList.add("flow-time-over");
    if (wasInside) region.querySelector("a")?.focus();
  }

  // A copy of the words of this name, with the gaps filled in.
  function words(name) {
    const copy = place.querySelector(`[data-flow-words="${name}"]`).content.cloneNode(true);
    fillIn(copy);
    return copy;
  }

  function fillIn(text, left) {
    for (const time of text.querySelectorAll("time")) {
      time.dateTime = new Date(end).toISOString();
      time.textContent = clock().format(end);
    }
    const gap = text.querySelector("[data-flow-in]");
    if (gap && left !== undefined) gap.textContent = inWords(Math.max(0, left));
  }

  function clock() {
    const isLong = end - Date.now() > LONG;
    return new Intl.DateTimeFormat(language, {
      timeStyle: "short",
      dateStyle: isLong ? "medium" : undefined,
    });
  }

  function inWords(left) {
    const minutes = Math.round(left / MINUTE);
    const isMinutes = left > MINUTE - 5 * SECOND;
    return isMinutes
      ? distance.format(minutes, "minute")
      : distance.format(Math.ceil(left / SECOND), "second");
  }
})();
