// One key from any screen raises a request about what is selected. F as the other keys do; F8 also while somebody types.

const button = () => document.querySelector(".raise");
const selected = () => document.querySelector("article[data-matter]")?.dataset.matter ?? document.querySelector("[data-matter].here")?.dataset.matter ?? "";

// What is typed elsewhere is kept as a draft; the request itself begins with the matter that is selected.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest(".raise") : null;
  if (!link) return;
  const matter = selected();
  link.search = matter ? `?${new URLSearchParams({ matter })}` : "";
}, true);

document.addEventListener("keydown", (event) => {
  if (event.code !== "F8" || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const link = button();
  if (!link) return;
  event.preventDefault();
  link.click();
});
