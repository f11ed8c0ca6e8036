"use strict";
// Filters the list of questions by fault and by words. Without it, all of them are shown.
const questions = [...document.querySelectorAll("details.question")];
const words = document.querySelector("#words");
const count = document.querySelector("#count");
let fault = "";

function show() {
  const wanted = words.value.trim().toLowerCase();
  let shown = 0;
  for (const question of questions) {
    const fits =
      (!fault || question.dataset.faults.split("|").includes(fault)) &&
      (!wanted || question.textContent.toLowerCase().includes(wanted));
    question.hidden = !fits;
    shown += fits;
  }
  count.textContent = `${shown} shown`;
}

for (const button of document.querySelectorAll("button[data-fault]")) {
  button.addEventListener("click", () => {
    fault = fault === button.dataset.fault ? "" : button.dataset.fault;
    for (const other of document.querySelectorAll("button[data-fault]")) {
      other.setAttribute("aria-pressed", String(other.dataset.fault === fault));
    }
    show();
  });
}
words.addEventListener("input", show);
document.querySelector("#filter").hidden = false;
show();
