// Utforska: plotly in place of the drawn charts, in the page's own colours and language.
const svenska = {
  moduleType: "locale",
  name: "sv",
  dictionary: {
    "Autoscale": "Visa allt",
    "Box Select": "Markera ruta",
    "Double-click to zoom back out": "Dubbelklicka för att visa allt igen",
    "Download plot": "Hämta bild",
    "Download plot as a PNG": "Hämta som bild (PNG)",
    "Download plot as a png": "Hämta som bild (PNG)",
    "Pan": "Flytta",
    "Reset axes": "Visa allt igen",
    "Reset": "Visa allt igen",
    "Zoom": "Zooma",
    "Zoom in": "Zooma in",
    "Zoom out": "Zooma ut",
  },
  format: { decimal: ",", thousands: "\u00a0" },
};

function farg(element, egenskap) {
  return getComputedStyle(element)[egenskap];
}

// The drawn lines know the theme's colours, light or dark.
function linjefarger(antal) {
  const matare = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  matare.setAttribute("class", "ritning dold");
  document.body.append(matare);
  const farger = Array.from({ length: antal }, (_, i) => {
    const linje = document.createElementNS("http://www.w3.org/2000/svg", "path");
    linje.setAttribute("class", `linje l${i}`);
    matare.append(linje);
    return farg(linje, "stroke");
  });
  matare.remove();
  return farger;
}

// As many years on the axis as there is room for.
function glesad(axel, hogst) {
  const steg = Math.ceil(axel.tickvals.length / hogst);
  const var_nte = (_, i) => i % steg === 0;
  return { ...axel, tickvals: axel.tickvals.filter(var_nte), ticktext: axel.ticktext.filter(var_nte) };
}

function fargad(spec, sektion) {
  const farger = linjefarger(spec.data.length);
  const text = farg(document.body, "color");
  const dov = farg(sektion.querySelector(".kalla"), "color");
  const linje = farg(sektion, "borderTopColor");
  const axel = { gridcolor: linje, linecolor: dov, zeroline: false, color: dov, automargin: true };
  const smal = sektion.clientWidth < 560;
  return {
    data: spec.data.map((spar, i) => ({
      ...spar,
      line: { ...spar.line, color: farger[i] },
      marker: { ...spar.marker, color: farger[i] },
    })),
    layout: {
      ...spec.layout,
      autosize: true,
      height: smal ? 340 : 430,
      margin: { t: 48, r: 16, b: 40, l: 44 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: farg(document.body, "fontFamily"), size: 14, color: text },
      hoverlabel: { bgcolor: farg(sektion, "backgroundColor"), bordercolor: linje, font: { color: text } },
      modebar: { bgcolor: "rgba(0,0,0,0)", color: dov, activecolor: text },
      legend: { orientation: "h", x: 0, y: -0.14, yanchor: "top" },
      xaxis: { ...glesad(spec.layout.xaxis, smal ? 5 : 12), ...axel, showgrid: false, tickangle: 0 },
      yaxis: axel,
    },
  };
}

function rita(sektion) {
  const spec = JSON.parse(document.getElementById(sektion.dataset.spec).textContent);
  const { data, layout } = fargad(spec, sektion);
  let yta = sektion.querySelector(".plotlyyta");
  if (!yta) {
    yta = document.createElement("div");
    yta.className = "plotlyyta";
    sektion.querySelector(".bild").before(yta);
  }
  window.Plotly.react(yta, data, layout, {
    locale: "sv",
    responsive: true,
    displaylogo: false,
    displayModeBar: true,
    modeBarButtons: [["toImage"], ["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d"]],
    toImageButtonOptions: { format: "png", filename: `vandpunkt-${sektion.dataset.fil}`, scale: 2 },
  });
  sektion.querySelector(".bild").hidden = true;
  const forklaring = sektion.querySelector(".forklaring");
  if (forklaring) forklaring.hidden = true;
}

function ritaAlla() {
  if (!window.Plotly) return;
  for (const sektion of document.querySelectorAll("[data-spec]")) rita(sektion);
}

// A choice takes effect at once; without this the button does it.
function valj(handelse) {
  const falt = handelse.target;
  const namn = falt.list ? [...falt.list.options].map((o) => o.value) : null;
  if (namn && !namn.includes(falt.value)) return;
  falt.form.requestSubmit();
}

if (window.Plotly) window.Plotly.register(svenska);
ritaAlla();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ritaAlla);
document.querySelector("[data-utforska]").addEventListener("change", valj);
