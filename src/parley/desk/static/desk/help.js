// F1 opens the help of this screen beside it; where that fails the browser goes to its page.

document.addEventListener("keydown", (event) => {
  if (event.key !== "F1" || event.repeat) return;
  const link = document.getElementById("help-here");
  if (!link) return;
  event.preventDefault();
  link.click();
});
