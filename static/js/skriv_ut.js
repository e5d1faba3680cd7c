// "Skriv ut": shown only where the browser can do it.
for (const knapp of document.querySelectorAll("[data-skriv-ut]")) {
  knapp.hidden = false;
  knapp.addEventListener("click", () => window.print());
}
