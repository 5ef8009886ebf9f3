// The slash goes to the search field. By its sign where the layout has it, else by its place on the keyboard.

const SWITCH = "parley-keys-off";

function isTyping(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat || isTyping(event.target)) return;
  if (event.key !== "/" && event.code !== "Slash") return;
  if (localStorage.getItem(SWITCH) !== null || document.querySelector("dialog[open]")) return;
  const fields = [...document.querySelectorAll("form[role=search] input[type=search]")];
  const field = fields.find((one) => one.offsetParent !== null);
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
