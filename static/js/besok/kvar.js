// The visit is not there for this user any more: what the browser kept of it can be copied out.
import { texter } from "./falt.js";
import { visaKvar } from "./krock.js";
import { Lager, skrivet } from "./lager.js";

const plats = document.getElementById("kvar");
const lager = new Lager(plats.dataset.anvandare, plats.dataset.besok);
const delar = lager.alla().filter(({ post }) => post.sands || post.nytt).map(({ nyckel, post }) => [nyckel, texter(skrivet(post))]);
if (delar.length) {
  visaKvar(plats, "Det här skrev du utan att det hann sparas på servern. Kopiera det du vill ha kvar.", delar);
}
