// "Oförändrat": fills in last period's answer at once, where the button would otherwise post the form.
function fyll(formular, kod, varde, bara_tomma) {
  const falt = formular.elements[kod];
  const skal = formular.elements[`${kod}_skal`];
  if (!falt || (bara_tomma && (falt.value || skal.value))) return;
  falt.value = varde; // a RadioNodeList takes a value too
  skal.value = "";
}

document.addEventListener("click", (handelse) => {
  const knapp = handelse.target.closest("[data-oforandrat]");
  const formular = knapp && knapp.form;
  if (!formular) return;
  handelse.preventDefault();
  const alla = knapp.dataset.oforandrat === "alla";
  const valda = alla ? formular.querySelectorAll("[data-forra]") : [knapp];
  for (const k of valda) fyll(formular, k.dataset.oforandrat, k.dataset.forra, alla);
  formular.dispatchEvent(new Event("change", { bubbles: true }));
});
