// What every page has: toasts that go, forms that are sent once, sheets, and news from the server.
const body = document.body;

document.cookie = `refleqt_zone=${Intl.DateTimeFormat().resolvedOptions().timeZone};path=/;max-age=31536000;samesite=lax`;

// --- toasts -------------------------------------------------------------------------------------
const LASTS = 8000;

function fade(toast) {
  const waits = () => toast.matches(":hover, :focus-within") ? setTimeout(waits, 1500) : toast.remove();
  setTimeout(waits, LASTS);
}

export function say(words, { bad = false } = {}) {
  const toast = document.createElement("div");
  toast.className = bad ? "toast bad" : "toast";
  toast.textContent = words;
  document.getElementById("toasts").append(toast);
  fade(toast);
}

document.querySelectorAll(".toast").forEach(fade);

// --- forms --------------------------------------------------------------------------------------
const kept = form => `kept:${location.pathname}:${form.dataset.keep}`;

// A second click does nothing; the server would do the write once in any case.
document.addEventListener("submit", event => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  if (form.dataset.keep) sessionStorage.setItem("sent", kept(form));
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  setTimeout(() => button?.setAttribute("aria-busy", "true"), 150);
});
// A page that comes back from the browser's memory can be used again.
addEventListener("pageshow", event => {
  if (!event.persisted) return;
  for (const form of document.forms) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy=true]")) button.removeAttribute("aria-busy");
});

// What is typed into a form with `data-keep` survives a lost session and a crash; it goes once the
// server says that the form it was sent with is done.
if (document.querySelector("#toasts[data-done]")) sessionStorage.removeItem(sessionStorage.getItem("sent"));
sessionStorage.removeItem("sent");
for (const form of document.querySelectorAll("form[data-keep]")) {
  const fields = [...form.elements].filter(each => each.name && /text|search|url|email|number|area/.test(each.type));
  const held = JSON.parse(sessionStorage.getItem(kept(form)) ?? "{}");
  for (const each of fields) if (!each.value && held[each.name]) each.value = held[each.name];
  form.addEventListener("input", () => sessionStorage.setItem(kept(form),
    JSON.stringify(Object.fromEntries(fields.map(each => [each.name, each.value])))));
}

// What was sent when the session had ended comes back into its form; it is never sent by itself.
const held = JSON.parse(document.getElementById("held-form")?.textContent ?? "null");
if (held) {
  const form = [...document.forms].find(each => each.getAttribute("action") === held.action);
  for (const [name, value] of held.fields) {
    const each = form?.elements.namedItem(name);
    if (each && !each.value && "value" in each) each.value = value;
  }
  form?.querySelector("textarea, input:not([type=hidden])")?.focus();
}

document.addEventListener("click", event => {
  const target = event.target.closest?.("[data-dismiss], [data-close]");
  if (target) target.closest(".toast, dialog")?.[target.hasAttribute("data-close") ? "close" : "remove"]();
});
document.addEventListener("keydown", event => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const find = document.getElementById("find");
  if (event.key === "/" && find?.offsetParent && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    find.focus();
  }
});
document.addEventListener("change", event => {
  if (event.target.closest?.("form[data-auto]")) event.target.form.requestSubmit();
});

// --- sheets: a link with `data-sheet` opens its page's <main> in a dialog -------------------------
const sheet = document.getElementById("sheet");

export async function openSheet(href) {
  const answer = await fetch(href, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = page.querySelector("#content");
  if (!content || answer.redirected) { location.href = href; return; }
  const holder = document.getElementById("sheet-body");
  holder.replaceChildren(...content.childNodes);
  const heading = holder.querySelector("h1");
  sheet.setAttribute("aria-label", heading?.textContent.trim() ?? "");
  window.htmx?.process(holder);
  if (!sheet.open) sheet.showModal();
}

document.addEventListener("click", event => {
  const link = event.target.closest?.("a[data-sheet]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (link.dataset.sheet === "side") sheet?.classList.add("side");
  openSheet(link.href);
});
sheet?.addEventListener("click", event => { if (event.target === sheet) sheet.close(); });
sheet?.addEventListener("close", () => { document.getElementById("sheet-body").replaceChildren(); sheet.classList.remove("side"); });

// --- news: one stream for the tab; parts of a page listen with hx-trigger="live-<Event> from:body"
let source = null, resting = 0;
const state = { fact: body.dataset.live, chat: null };
const listeners = new Map();

export function follow(thread, after, heard) {
  state.chat = { thread, after };
  listeners.set("chat", heard);
  connect(true);
}

function address() {
  const query = new URLSearchParams({ fact: state.fact });
  if (state.chat) { query.set("thread", state.chat.thread); query.set("after", state.chat.after); }
  return `/live?${query}`;
}

function connect(anew = false) {
  if (source && !anew) return;
  source?.close();
  source = new EventSource(address());
  source.addEventListener("hello", () => online(true));
  source.addEventListener("fact", event => {
    state.fact = event.lastEventId.split(".")[0];
    const { name } = JSON.parse(event.data);
    body.dispatchEvent(new CustomEvent(`live-${name}`));
    body.dispatchEvent(new CustomEvent("live-any", { detail: name }));
  });
  source.addEventListener("chat", event => {
    const number = Number(event.lastEventId.split(".")[1]);
    if (number <= state.chat.after) return;
    state.chat.after = number;
    listeners.get("chat")(JSON.parse(event.data), number);
  });
  source.onerror = () => {
    online(false);
    // the browser tries again by itself; a refused stream (session over, too many) does not
    if (source?.readyState === EventSource.CLOSED) { source = null; setTimeout(connect, 5000); }
  };
}

function online(on) {
  body.classList.toggle("is-offline", !on);
  body.dispatchEvent(new CustomEvent("live-state", { detail: on }));
}

if (body.dataset.live !== undefined) {
  connect();
  // a tab that nobody looks at gives its connection back after a while, and catches up on return
  document.addEventListener("visibilitychange", () => {
    clearTimeout(resting);
    if (document.hidden) resting = setTimeout(() => { source?.close(); source = null; }, 30000);
    else connect();
  });
}
