// A second click must not send the form again: the first may just be logging the visitor in.
for (const form of document.querySelectorAll(".flow-form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}

// A page that comes back from the browser's memory is fresh.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll(".flow-form")) delete form.dataset.sent;
});
