// On a phone the facets start closed, so that the first example is seen; without JavaScript they stand open.
const facetter = document.getElementById("facetter");
if (facetter) facetter.open = !matchMedia("(max-width: 60rem)").matches;
