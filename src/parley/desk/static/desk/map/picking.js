// What was picked, or typed, in every notation: the server's words, so that there is one way to say a place.

const decimal = (value, letters) => `${Math.abs(value).toFixed(5)} ${value < 0 ? letters[1] : letters[0]}`;
const placeText = ({ lon, lat }) => `${decimal(lat, "NS")}, ${decimal(lon, "EW")}`;

export function pickingIn(form, map, out) {
  const { place, other } = form.elements;
  const measure = form.querySelector("[data-measure]");
  measure.hidden = false;

  let asked = 0;
  async function ask() {
    const number = (asked += 1);
    const answer = await fetch(`${form.dataset.source}?${new URLSearchParams({ place: place.value, other: other.value })}`).catch(() => null);
    const html = answer?.ok ? await answer.text() : "";
    // An answer to what was picked before says another place than the field does; so do words that nobody answered.
    if (number !== asked) return;
    out.innerHTML = html;
    const at = (name) => out.querySelector(`[data-at="${name}"]`)?.dataset.place.split(",").map(Number);
    map.mark(at("first"), at("second"));
  }

  form.addEventListener("submit", (event) => { if (event.submitter && "leads" in event.submitter.dataset) return; event.preventDefault(); event.stopPropagation(); ask(); }, true);
  measure.addEventListener("click", () => measure.setAttribute("aria-pressed", String(measure.getAttribute("aria-pressed") !== "true")));
  if (place.value) ask();
  return {
    isMeasuring: () => measure.getAttribute("aria-pressed") === "true",
    put({ lon, lat, text }) {
      (measure.getAttribute("aria-pressed") === "true" ? other : place).value = text || placeText({ lon, lat });
      ask();
    },
  };
}
