// The queue by keyboard: J and K move, 1 to 3 choose a label, Enter keeps it. Without it, all works by hand.
const items = [...document.querySelectorAll("[data-queue] > .item")];
let at = Math.max(0, items.findIndex(item => `#${item.id}` === location.hash));

function choose(place) {
  if (!items.length) return;
  items[at]?.classList.remove("chosen");
  at = Math.min(Math.max(place, 0), items.length - 1);
  items[at].classList.add("chosen");
  items[at].focus({ preventScroll: true });
  items[at].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", event => {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
  const item = items[at];
  const key = event.key.toLowerCase();
  if (key === "j") choose(at + (item?.classList.contains("chosen") ? 1 : 0));
  else if (key === "k") choose(at - 1);
  else if ("123".includes(key) && item?.classList.contains("chosen")) {
    const radio = item.querySelectorAll("input[name=label]")[Number(key) - 1];
    if (!radio) return;
    radio.checked = true;
    const reasons = item.querySelector("details");
    if (radio.value === "bad" && reasons) { reasons.open = true; reasons.querySelector("input")?.focus(); }
  } else if (key === "enter" && item?.classList.contains("chosen") && !event.target.closest("a, button, summary")) {
    item.querySelector("form")?.requestSubmit();
  } else return;
  event.preventDefault();
});
if (items.length && (location.hash || document.querySelector(".toast"))) choose(at);
