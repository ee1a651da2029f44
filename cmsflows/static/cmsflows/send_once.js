// Keeps a form from being sent when it should not be: a second time at once, or when it is stale.
(() => {
  const A_WHILE = 10_000; // Milliseconds. Whoever stopped the page from loading may send again then.

  // A second click must not send the form again: the first may just be logging the visitor in.
  for (const form of document.querySelectorAll(".flow-form")) {
    let sentAt = -Infinity;
    form.addEventListener("submit", (event) => {
      if (event.timeStamp - sentAt < A_WHILE) event.preventDefault();
      else sentAt = event.timeStamp;
    });
  }

  // A page that comes back from the browser's memory is as old as it was: its form may be done, or
  // carry a token from before the visitor logged in. Asked for anew, not reloaded: it may be the
  // answer to a form, and a reload would send that again.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.replace(location.pathname + location.search);
  });
})();
