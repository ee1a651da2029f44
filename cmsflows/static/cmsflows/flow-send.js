// Sends the form of a page that is only passed through. Without this its button does.
document.querySelector("[data-flow-send]")?.requestSubmit();
