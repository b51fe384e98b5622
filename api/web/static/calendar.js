// The server draws the calendar; this adds dragging and the keyboard.
const DAY = 86400000, STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const $ = (selector, root = document) => root.querySelector(selector);
const cell = day => $(`td[data-day="${day}"]`);
const shifted = (day, days) => new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY).toISOString().slice(0, 10);

// Send a form and put what the next page says in the place of this one's calendar.
async function send(form, focus) {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const place = ["month", "agenda"].find(id => page.getElementById(id) && document.getElementById(id));
  if (!place || !answer.ok) { location.href = answer.url; return; }
  document.getElementById(place).replaceWith(page.getElementById(place));
  window.htmx?.process(document.getElementById(place));
  const toasts = $("#toasts");
  toasts.replaceChildren(...page.querySelectorAll("#toasts > .toast"));
  const told = [...toasts.children];
  setTimeout(() => told.forEach(each => each.remove()), 12000);
  (document.getElementById(`ev-${focus.id}`) ?? cell(focus.day))?.focus();
}

function move(entry, day) {
  const form = $("#move-entry");
  if (!form || !day || entry.closest("[data-day]").dataset.day === day) return;
  form.elements.entry_id.value = entry.dataset.id;
  form.elements.publish_on.value = day;
  form.elements.version.value = entry.dataset.version;
  send(form, { id: entry.dataset.id, day });
}

function trash(entry) {
  const form = $("#trash-entry");
  if (!form) return;
  form.action = `/calendar/${entry.dataset.id}/trash?to=${encodeURIComponent(location.pathname + location.search)}`;
  send(form, { id: "", day: entry.closest("[data-day]").dataset.day });
}

let dragged = null;
const target = event => event.target.closest?.("[data-day]");
const clear = () => $(".over")?.classList.remove("over");
document.addEventListener("dragstart", event => {
  dragged = event.target.closest?.(".ev[data-movable]") ?? null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.textContent.trim());
  dragged.classList.add("dragged");
});
document.addEventListener("dragover", event => {
  const over = target(event);
  if (!dragged || !over?.dataset.day) return;
  event.preventDefault();
  clear();
  over.classList.add("over");
});
document.addEventListener("drop", event => {
  const over = target(event);
  clear();
  if (dragged && over?.dataset.day) { event.preventDefault(); move(dragged, over.dataset.day); }
});
document.addEventListener("dragend", () => { clear(); dragged?.classList.remove("dragged"); dragged = null; });

// Days take the focus one at a time: the last one that had it is the one that Tab comes to.
function focusDay(day) {
  const to = cell(day);
  if (!to) return false;
  document.querySelectorAll("td[data-day][tabindex='0']").forEach(each => { each.tabIndex = -1; });
  to.tabIndex = 0;
  to.focus();
  return true;
}

document.addEventListener("keydown", event => {
  if (event.target.closest?.("input, textarea, select, dialog") || event.ctrlKey || event.metaKey) return;
  const here = target(event), entry = event.target.closest?.(".ev[data-id]"), step = STEPS[event.key];
  if (event.key.toLowerCase() === "n" && !event.altKey) {
    const link = $("#new-entry");
    if (!link) return;
    event.preventDefault();
    const address = new URL(link.href);
    if (here?.dataset.day) address.searchParams.set("day", here.dataset.day);
    link.href = address;
    link.click();
    return;
  }
  if (!here?.dataset.day) return;
  if (step && event.altKey && entry?.hasAttribute("data-movable")) {
    event.preventDefault();
    move(entry, shifted(here.dataset.day, step));
  } else if (step && !event.altKey && here.matches("td")) {
    event.preventDefault();
    if (!focusDay(shifted(here.dataset.day, step))) $(step < 0 ? "#month-before" : "#month-after")?.click();
  } else if (event.key === "Enter" && event.target === here) {
    const first = $("a", here);
    if (first) { event.preventDefault(); first.focus(); }
  } else if (event.key === "Escape" && entry && here.matches("td")) {
    here.focus();
  } else if (event.key === "Delete" && entry && !entry.classList.contains("k-ghost")) {
    event.preventDefault();
    trash(entry);
  } else if (event.key === "PageUp" || event.key === "PageDown") {
    event.preventDefault();
    $(event.key === "PageUp" ? "#month-before" : "#month-after")?.click();
  }
});
