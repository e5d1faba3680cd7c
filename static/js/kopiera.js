// "Kopiera med källa": shows the button where there is a clipboard and tells how it went.
async function kopiera(knapp) {
  const ruta = knapp.closest(".kopiera");
  const text = ruta.querySelector("textarea");
  const status = ruta.querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(text.value);
    status.textContent = "Kopierat.";
  } catch {
    text.select();
    status.textContent = "Det gick inte. Texten är markerad: tryck Ctrl+C.";
  }
}

function visaKnappar(rot) {
  if (!navigator.clipboard) return;
  for (const knapp of rot.querySelectorAll("[data-kopiera]")) knapp.hidden = false;
}

document.addEventListener("click", (handelse) => {
  const knapp = handelse.target.closest("[data-kopiera]");
  if (knapp) kopiera(knapp);
});
document.addEventListener("htmx:load", (handelse) => visaKnappar(handelse.target));
visaKnappar(document);
