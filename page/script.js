"use strict";
// The page's behaviour. gr.HTML runs this once and gives `element` (our markup), `trigger` (sends
// an event to the server), `props` and `watch` (its messages). All text from outside is written
// as text nodes, never as markup. An answer comes as offsets into the article, counted in code
// points; nothing is ever searched for.

const $ = (selector) => element.querySelector(selector);
const talk = $(".talk"), list = $(".entries"), pane = $(".text"), form = $(".composer");
const input = form.querySelector("textarea"), opener = $(".opener");
const onward = $(".onward");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const shelf = new Map(); // digest -> { article, entries }: what was opened during this visit
const { article: first, library: hasLibrary, most } = props.value; // most: bytes of a file
const home = first.digest;
props.value = null; // or Gradio would compare the whole article when the next message comes
let here = null; // the shelf's item on the page
let active = null; // the entry whose footnotes are lit in the article
let asking = null; // { id, entry, at, only }: the one question under way, and its place
let editing = null; // the entry that the next question replaces
let draft = ""; // what was being typed before
let opening = null; // { id, then }: the article that is being read
let suggesting = 0; // the id of the newest request for suggestions; answers to others are late
let leaving = false; // the page is being loaded anew
let browsing = 0; // likewise, for the list of the library
let lastId = 0;

// ---------------------------------------------------------------------------------- nodes

/** A node; strings among its children become text. */
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

const button = (label, action, attributes = {}) =>
  make("button", { type: "button", onclick: action, ...attributes }, label);

/** Tells a screen reader. */
function say(text) {
  $(".said").textContent = "";
  setTimeout(() => ($(".said").textContent = text), 50);
}

function show(node, text) {
  node.hidden = !text;
  node.textContent = text;
}

/** Scrolls within `box` where it scrolls by itself, else (if `far`) the whole page. */
function reveal(node, box, far) {
  const behavior = calm.matches ? "auto" : "smooth";
  if (box.scrollHeight > box.clientHeight && getComputedStyle(box).overflowY !== "visible") {
    const top = node.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTo({ top: box.scrollTop + top - box.clientHeight / 4, behavior });
  } else if (far) node.scrollIntoView({ block: "center", behavior });
}

function flash(node) {
  node.classList.remove("flash");
  void node.offsetWidth; // restarts the animation
  node.classList.add("flash");
}

// ---------------------------------------------------------------------------- the article

/** For every code point of `text`, and its end, the index in UTF-16 units. */
function units(text) {
  const at = new Uint32Array(text.length + 1);
  let point = 0, unit = 0;
  for (const character of text) {
    at[point++] = unit;
    unit += character.length;
  }
  at[point] = unit;
  return at;
}

function drawArticle(item) {
  const { article } = item;
  item.at ??= units(article.text);
  item.numbers ??= new Map(article.sentences.map(([start], n) => [start, n]));
  item.nodes = [];
  const begins = new Set(article.paragraphs);
  const body = document.createDocumentFragment();
  let paragraph;
  article.sentences.forEach(([start, end], n) => {
    if (begins.has(n)) body.append((paragraph = make("p", { dir: "auto" })));
    else paragraph.append(" ");
    const text = article.text.slice(item.at[start], item.at[end]);
    const node = make("span", { class: "s", "data-n": n }, text);
    item.nodes.push({ node, text, start });
    paragraph.append(node);
  });
  // Where the text opens with its own headline, that line is the title.
  const first = body.firstChild;
  if (first?.textContent.replace(/^#+\s*/, "").trim() === article.title) {
    const title = make("h2", { dir: "auto" }, ...first.childNodes);
    first.replaceWith(title);
  } else body.prepend(make("h2", { dir: "auto" }, article.title));
  const notice = article.notice ? [make("p", { class: "notice", role: "note" }, article.notice)] : [];
  pane.replaceChildren(make("div", { class: "page" }, ...notice, body));
  pane.scrollTop = 0;
}

/** Where an entry points to: [{ n, marker, span }], markers only for what it cites. */
function pointsOf(entry) {
  const { answer } = entry;
  if (!answer) return [];
  const points = answer.found ? answer.citations : answer.nearest;
  return points.map((p) => ({ n: here.numbers.get(p.start), marker: p.marker, span: p.span }));
}

/** Draws one sentence with the marks of the active entry and traces of the others. */
function drawSentence(n) {
  const { node, text, start } = here.nodes[n];
  const lit = active ? pointsOf(active).filter((p) => p.n === n) : [];
  const cited = lit.some((p) => p.marker);
  const citing = here.entries.filter((e) => e.answer?.found && pointsOf(e).some((p) => p.n === n));
  node.className = "s" + (cited ? " cited" : lit.length ? " near" : citing.length ? " earlier" : "");
  const parts = [];
  let done = 0;
  const spans = lit.filter((p) => p.span).map((p) => p.span).sort((a, b) => a[0] - b[0]);
  for (const span of spans) {
    const [from, to] = span.map((offset) => here.at[offset] - here.at[start]);
    if (from < done) continue;
    parts.push(text.slice(done, from), make("mark", {}, text.slice(from, to)));
    done = to;
  }
  parts.push(text.slice(done));
  const back = (label, name) =>
    button(label, () => showCiting(n), { class: "ref", "aria-label": name });
  for (const p of lit) if (p.marker) parts.push(back(`${p.marker}`, `Footnote ${p.marker}: back to the answer`));
  if (!cited && citing.length) parts.push(back("↩", "Show the answers that cite this sentence"));
  node.replaceChildren(...parts);
}

/** Lights the footnotes of `entry`; redraws `also`, sentences whose entries have gone. */
function activate(entry, also = []) {
  const before = here.entries.concat(active ?? []).flatMap(pointsOf).map((p) => p.n);
  active = entry;
  for (const n of new Set([...before, ...also, ...(entry ? pointsOf(entry).map((p) => p.n) : [])]))
    drawSentence(n);
  for (const e of here.entries) {
    e.node.classList.toggle("active", e === entry);
    e.node.classList.remove("citing");
  }
}

/** From an answer to a sentence of the article. */
function goTo(entry, n) {
  activate(entry);
  const { node } = here.nodes[n];
  reveal(node, pane, true);
  flash(node);
  (node.querySelector(".ref") ?? pane).focus({ preventScroll: true });
}

/** From a sentence to the answers that cite it. */
function showCiting(n) {
  const citing = here.entries.filter((e) => e.answer?.found && pointsOf(e).some((p) => p.n === n));
  if (!citing.length) return;
  const best = citing.includes(active) ? active : citing.at(-1);
  activate(best);
  for (const e of citing) e.node.classList.add("citing");
  reveal(best.node, talk, true);
  const marker = pointsOf(best).find((p) => p.n === n).marker;
  best.node.querySelector(`.marker[data-marker="${marker}"]`)?.focus({ preventScroll: true });
  const names = citing.map((e) => here.entries.indexOf(e) + 1).join(" and ");
  say(`Cited by ${citing.length > 1 ? "answers" : "answer"} ${names}.`);
}

pane.addEventListener("click", (event) => {
  const sentence = event.target.closest(".s");
  const selecting = !getSelection().isCollapsed;
  if (sentence && !selecting && !event.target.closest("button")) showCiting(+sentence.dataset.n);
});

// ------------------------------------------------------------------------------- the chat

const markerButton = (entry, point, label) =>
  button(`${point.marker}`, () => goTo(entry, point.n), {
    class: "marker", "data-marker": point.marker, "aria-label": label,
  });

/** The page of a source that has pages; nothing for others. */
const place = (page) => page ? [" ", make("span", { class: "place", dir: "ltr" }, `page ${page}`)] : [];

/** An answer of several lines: a list, or a paragraph each; the server knows which marks are ours. */
function drawLines(entry) {
  const points = new Map(pointsOf(entry).map((p) => [p.marker, p]));
  const listed = entry.answer.kind === "list";
  const drawn = entry.lines.map(({ text, markers, page }) => {
    const marks = markers.map((m) => markerButton(entry, points.get(m), `Footnote ${m}`));
    const glue = marks.length ? ["\u2060"] : [];
    return make(listed ? "li" : "p", { dir: "auto" }, text, ...glue, ...marks, ...place(page));
  });
  return make(listed ? "ul" : "div", { class: "direct lines" }, ...drawn);
}

function footnote(entry, citation, point) {
  const { text, start } = here.nodes[point.n];
  const quote = [text];
  if (citation.span) {
    const [from, to] = citation.span.map((offset) => here.at[offset] - here.at[start]);
    quote.splice(0, 1, text.slice(0, from), make("b", {}, text.slice(from, to)), text.slice(to));
  }
  const label = `Footnote ${point.marker}: show it in the article`;
  return make("li", { dir: "auto" }, markerButton(entry, point, label),
    make("span", { class: "quote", onclick: () => goTo(entry, point.n) },
      ...quote, ...place(citation.page)));
}

function drawFound(entry) {
  const { answer, sure } = entry, points = pointsOf(entry);
  const whole = new Set(entry.lines.flatMap((line) => line.whole));
  const notes = answer.citations.flatMap((c, i) => whole.has(c.marker) ? [] : [footnote(entry, c, points[i])]);
  const said = entry.shown || answer.short;
  const size = said.length > 160 ? "long" : said.length > 48 ? "mid" : "";
  return [
    ...(entry.lead ? [make("p", { class: "label" }, entry.lead)] : []),
    entry.lines.length ? drawLines(entry) : make("p", { class: `direct ${size}`, dir: "auto" },
      said, "\u2060", ...points.map((p) => markerButton(entry, p, `Footnote ${p.marker}`))),
    make("p", { class: "sure", ...(answer.short && { title: `Confidence: ${percent(answer)}` }) },
      sure),
    ...(notes.length ? [make("ol", { class: "notes", "aria-label": "Footnotes" }, ...notes)] : []),
  ];
}

function drawAbsent(entry) {
  const { answer } = entry;
  const nearest = pointsOf(entry).map((p) =>
    make("li", { dir: "auto" },
      button(here.nodes[p.n].text, () => goTo(entry, p.n), { class: "nearest" })));
  return [
    make("p", { class: "none", ...(nearest.length && { title: `The nearest answer was refused at ${percent(answer)}` }) },
      answer.text),
    ...(nearest.length ? [make("p", { class: "label" }, "Closest sentences"), make("ul", {}, ...nearest)] : []),
  ];
}

const percent = (answer) => `${Math.min(99, Math.round(answer.confidence * 100))} %`;

function drawAnswer(entry) {
  const { answer } = entry;
  if (answer.found) return drawFound(entry);
  return answer.kind === "absent" ? drawAbsent(entry) : [make("p", { class: "direct long", dir: "auto" }, answer.text)];
}

function actions(entry) {
  const link = new URL(location.href);
  link.search = new URLSearchParams({ q: entry.question });
  const quiet = (label, action, title, name = "") =>
    button(label, action, { class: `quiet ${name}`, title });
  return make("div", { class: "actions" },
    quiet("Copy", () => copy(entry.plain, "Answer copied."), "Copy the answer with its footnotes"),
    quiet("Edit", () => edit(entry), "Change the question and ask again"),
    quiet("Retry", () => send(entry.question, entry, true), "Ask the same again", "retry"),
    ...(here.article.digest === home
      ? [quiet("Link", () => copy(`${link}`, "Link copied."), "Copy a link that asks this")] : []),
    quiet("Wrong answer?", () => copy(entry.pair, "Copied: this question and answer, for a report."),
      "Copy the question and the answer, for a report"));
}

function drawEntry(entry) {
  const { answer } = entry;
  const understood = entry.understood
    ? [make("p", { class: "understood" }, "Understood as: ", make("q", { dir: "auto" }, entry.understood))] : [];
  const body = answer
    ? [...understood, ...drawAnswer(entry), actions(entry)]
    : [make("p", { class: "reading" }, "Reading…")];
  const kind = !answer ? "pending" : answer.kind === "absent" ? "absent" : "";
  const node = make("li", { class: `entry ${kind}` },
    make("h2", { class: "question", dir: "auto" }, entry.question), ...body);
  if (entry.node?.isConnected) entry.node.replaceWith(node);
  else list.append(node);
  entry.node = node;
}

function drawChat() {
  list.replaceChildren();
  here.entries.forEach(drawEntry);
  askForSuggestions();
  tidy();
}

/** Asks what is worth asking next: nobody waits for it, and it comes when it is worked out. */
function askForSuggestions() {
  drawSuggestions([]);
  const newest = here.entries.at(-1);
  trigger("suggest", {
    id: (suggesting = ++lastId), digest: here.article.digest,
    cited: newest ? pointsOf(newest).map((p) => p.n) : [],
    asked: here.entries.flatMap((e) => [e.question, e.answer.question]),
  });
}

function drawSuggestions(questions) {
  onward.querySelector("ul").replaceChildren(...questions.map((text) =>
    make("li", {}, button(text, () => {
      send(text);
      // The button goes; where there is no keyboard on the screen to pop up, focus moves on.
      if (matchMedia("(hover: hover)").matches) input.focus({ preventScroll: true });
    }, { class: "suggestion", dir: "auto" }))));
}

/** After every change: shows what goes with the conversation as it is, and keeps it. */
function tidy() {
  keep();
  const empty = !here.entries.length && !asking;
  $(".welcome").hidden = !empty;
  onward.hidden = asking || !onward.querySelector("button");
  onward.classList.toggle("first", empty);
  onward.querySelector(".label").textContent = empty ? "It answers, for example" : "Ask next";
  form.querySelector(".keep").hidden = !here.entries.length;
  form.querySelector(".editing").hidden = !editing;
}

// ------------------------------------------------------------------------------ to ask

/** Asks; with `instead`, in the place of an earlier entry, and of those behind it unless `only`. */
function send(question, instead = null, only = false) {
  if (asking) return;
  show(form.querySelector(".problem"), "");
  const at = instead ? here.entries.indexOf(instead) : here.entries.length;
  const entry = { question: question.trim(), node: null };
  asking = { entry, at, only };
  drawEntry(entry);
  if (only && instead) instead.node.after(entry.node);
  tidy();
  reveal(entry.node, talk, true);
  form.setAttribute("aria-busy", "true");
  post(question);
  lookForServer(asking);
}

const LOOK = 3000; // milliseconds between looks; an answer is mostly there before the first
const AWAY = "The server does not answer. The question is asked again when it is back.";

/** While an answer is awaited: says so when the server is gone. Once it is back, Gradio loads the
 * page anew, and `restore` asks again. */
async function lookForServer(awaited) {
  await new Promise((done) => setTimeout(done, LOOK));
  if (asking !== awaited) return;
  const there = await fetch("gradio_api/app_id").then(() => true, () => false);
  if (asking !== awaited) return;
  const sign = awaited.entry.node.querySelector(".reading"), words = there ? "Reading…" : AWAY;
  if (sign.textContent !== words) {
    sign.textContent = words;
    say(words);
  }
  lookForServer(awaited);
}

function post(question) {
  asking.id = ++lastId;
  trigger("ask", {
    id: asking.id, digest: here.article.digest, question,
    turns: here.entries.slice(0, asking.at).map((e) => [e.question, e.answer.text]),
  });
}

/** Takes the pending question back; its words return to the input, or where something else is
 * being typed there, are named, so that nothing is lost. */
function giveUp(problem) {
  const { entry, at, only } = asking;
  drop();
  if (input.value.trim()) problem = `${problem} Not asked: “${entry.question}”`;
  else {
    input.value = entry.question;
    editing = only ? null : here.entries[at] ?? null;
  }
  show(form.querySelector(".problem"), problem);
  tidy();
  grow();
}

/** Asks no longer; an answer that comes after all is not heard. */
function drop() {
  asking.entry.node.remove();
  endAsking();
}

function endAsking() {
  asking = null;
  form.removeAttribute("aria-busy");
}

function receiveAnswer(message) {
  const { entry, at, only } = asking;
  endAsking();
  Object.assign(entry, message);
  const gone = here.entries.splice(at, only ? 1 : Infinity, entry);
  const traces = gone.flatMap(pointsOf).map((p) => p.n);
  if (gone.includes(active)) active = null;
  if (gone.includes(editing)) editing = only ? entry : null;
  const focused = gone.some((e) => e.node.contains(document.activeElement));
  for (const e of gone) e.node.remove();
  drawEntry(entry);
  askForSuggestions();
  tidy();
  activate(entry, traces);
  if (focused) entry.node.querySelector(".retry").focus({ preventScroll: true });
  reveal(entry.node, talk, true);
  const points = pointsOf(entry);
  if (points.length) reveal(here.nodes[Math.min(...points.map((p) => p.n))].node, pane, false);
  const { answer, sure } = entry;
  const count = answer.citations.length, notes = count > 1 ? "footnotes" : "footnote";
  const direct = [entry.lead, entry.shown || answer.short].filter(Boolean).join(" ");
  const said = answer.short ? `${direct}.` : entry.lines.map((line) => line.text).join(" ");
  say(answer.found ? `${said} ${sure}. ${count} ${notes}.` : answer.text);
}

function edit(entry) {
  draft = editing ? draft : input.value;
  editing = entry;
  input.value = entry.question;
  tidy();
  grow();
  input.focus();
}

function stopEditing() {
  editing = null;
  input.value = draft;
  tidy();
  grow();
}

function grow() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + 2}px`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (asking) return;
  const question = input.value, instead = editing;
  editing = null;
  input.value = instead ? draft : "";
  grow();
  send(question, instead);
});
input.addEventListener("input", grow);
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Escape" && editing) stopEditing();
});
form.querySelector(".cancel").addEventListener("click", stopEditing);

// ------------------------------------------------------------------------- what leaves

async function copy(text, done) {
  const focused = document.activeElement;
  try {
    await navigator.clipboard.writeText(text);
  } catch { // no permission, or a page that is neither local nor encrypted
    const area = make("textarea", { readonly: "" });
    area.value = text;
    document.body.append(area);
    area.select();
    if (!document.execCommand("copy")) done = "The browser does not let this page copy.";
    area.remove();
    focused.focus({ preventScroll: true });
  }
  toast(done);
}

function toast(text) {
  say(text);
  $(".toast")?.remove();
  const node = make("p", { class: "toast", "aria-hidden": "true" }, text);
  element.firstElementChild.append(node);
  setTimeout(() => node.remove(), 2500);
}

function save(name, type, text) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}

form.querySelector(".markdown").addEventListener("click", () => {
  const parts = [`From: ${here.article.title}\n`, ...here.entries.map((e) => e.markdown)];
  save("conversation.md", "text/markdown", parts.join("\n"));
});
form.querySelector(".json").addEventListener("click", () => {
  const { title, digest } = here.article;
  const conversation = here.entries.map((e) => e.answer);
  const whole = { title, digest, offsets: "Unicode code points", conversation };
  save("conversation.json", "application/json", JSON.stringify(whole, null, 2));
});
form.querySelector(".clear").addEventListener("click", () => {
  if (asking) drop();
  const traces = here.entries.flatMap(pointsOf).map((p) => p.n);
  here.entries = [];
  editing = null;
  drawChat();
  activate(null, traces);
  say("Conversation cleared.");
  input.focus();
});

// --------------------------------------------------------------------- other articles

const address = opener.querySelector(".address"), title = opener.querySelector(".title");
const pasted = opener.querySelector(".pasted"), stock = opener.querySelector(".stock");
const problem = opener.querySelector(".problem"), progress = opener.querySelector(".progress");

function showArticle(digest) {
  if (asking) drop(); // it belongs to the article that is left
  here = shelf.get(digest);
  active = null;
  editing = null;
  drawArticle(here);
  drawChat();
  activate(here.entries.at(-1) ?? null);
  document.title = `${here.article.title} · Footnote`;
}

/** Has the server open an article. `what`: its { text }, { address }, { digest }, or { data, name }
 * of a file. */
function openArticle(what, then = null) {
  if (opening) return;
  opening = { id: ++lastId, then };
  show(problem, "");
  progress.hidden = false;
  report(0, "Sending");
  progress.scrollIntoView({ block: "nearest" });
  trigger("open", { id: opening.id, ...what });
}

function refuse(why) {
  show(problem, why);
  problem.scrollIntoView({ block: "nearest" });
}

function report(share, what) {
  progress.querySelector("progress").value = share;
  progress.querySelector("span").textContent = what;
}

function receiveArticle(article) {
  const { then } = opening;
  endOpening();
  const known = shelf.get(article.digest);
  if (!known) shelf.set(article.digest, { article, entries: [] });
  if (then) return then();
  opener.close();
  pasted.value = address.value = "";
  showArticle(article.digest);
  say(`Opened: ${article.title}. ${article.notice ?? ""}`);
  input.focus();
}

function endOpening() {
  opening = null;
  progress.hidden = true;
}

/** Sends a file as it is: what it holds is for the server to find out. */
function readFile(file) {
  if (file.size > most) return refuse(`${file.name} is larger than ${most / 1e6} MB.`);
  const reader = new FileReader();
  reader.onerror = () => refuse(`${file.name} cannot be read.`);
  reader.onload = () => openArticle({
    data: reader.result.split(",")[1] ?? "", name: file.name, title: title.value,
  });
  reader.readAsDataURL(file);
}

const choice = ({ title }, action) => make("li", {}, button(title, action, { class: "choice", dir: "auto" }));

function openDialog() {
  show(problem, "");
  const items = [...shelf.values()].filter((item) => item !== here);
  opener.querySelector(".shelf").replaceChildren(...items.map((item) => choice(item.article, () => {
    opener.close();
    showArticle(item.article.digest);
  })));
  if (!opener.open) opener.showModal();
  address.focus();
}

function drawLibrary({ library, error }) {
  const others = library.filter((article) => !shelf.has(article.digest));
  stock.hidden = !others.length;
  stock.querySelector("ul").replaceChildren(...others.map((article) =>
    choice(article, () => openArticle({ digest: article.digest }))));
  if (error) refuse(error);
}

$(".other").addEventListener("click", () => {
  openDialog();
  if (hasLibrary) trigger("browse", { id: (browsing = ++lastId) });
});
opener.addEventListener("close", () => {
  title.value = ""; // or it would name the next file that is dropped
  if (opening && !opening.then) endOpening();
});
opener.querySelector(".close").addEventListener("click", () => opener.close());
opener.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = pasted.value, from = address.value.trim();
  if (from && text.trim()) refuse("Give an address or a text, not both.");
  else if (!from && !text.trim()) refuse("Give an address, a file or a text.");
  else openArticle({ ...(from ? { address: from } : { text }), title: title.value });
});
opener.querySelector(".file").addEventListener("change", (event) => {
  if (event.target.files[0]) readFile(event.target.files[0]);
  event.target.value = "";
});
const hasFile = (event) => event.dataTransfer?.types.includes("Files");
const dropping = (on) => element.firstElementChild.classList.toggle("dropping", on);
window.addEventListener("dragover", (event) => {
  if (!hasFile(event)) return;
  event.preventDefault();
  dropping(true);
});
window.addEventListener("dragleave", (event) => { if (!event.relatedTarget) dropping(false); });
window.addEventListener("drop", (event) => {
  if (!hasFile(event)) return;
  event.preventDefault();
  dropping(false);
  openDialog();
  readFile(event.dataTransfer.files[0]);
});

// --------------------------------------------------------------- what the server says

function receive(message) {
  if (message.suggestions) {
    if (message.id !== suggesting) return;
    drawSuggestions(message.suggestions);
    tidy();
  } else if (message.library) {
    if (message.id === browsing) drawLibrary(message);
  } else if (opening && message.id === opening.id) {
    if (message.article) receiveArticle(message.article);
    else if (message.error) openingFailed(message.error);
    else report(message.share, message.what);
  } else if (asking && message.id === asking.id) {
    // The server has started anew: it gets the text again, and then the question.
    const { text, title, pages, published } = here.article, awaited = asking;
    const askAnew = () => asking === awaited && post(awaited.entry.question);
    if (message.lost && opening) giveUp(GONE); // one article at a time
    else if (message.lost) openArticle({ text, title, pages, published }, askAnew);
    else if (message.error) giveUp(message.error);
    else receiveAnswer(message);
  }
}

/** The dialog says why, or the composer where the text was sent for the sake of a question. */
function openingFailed(why) {
  const { then } = opening;
  endOpening();
  if (then) asking && giveUp(why);
  else refuse(why);
}

const GONE = "The server is busy, or something went wrong. Try again in a moment.";
document.addEventListener("footnote-ask-failed", () => asking && !leaving && giveUp(GONE));
document.addEventListener("footnote-open-failed", () => opening && openingFailed(GONE));

watch("value", () => { if (props.value) receive(props.value); });

// ---------------------------------------------------------------- what outlives a reload

// Kept for this window alone. A reload in mid-answer, or Gradio's own reload when the server is
// back, finds the conversation as it was and asks the question under way once more.
const KEY = `footnote 3 ${home}`; // the number changes with what an entry holds
const wanted = new URLSearchParams(location.search).get("q");

function keep() {
  const items = [...shelf].map(([digest, { article, entries }]) => ({
    article: digest === home ? null : article,
    entries: entries.map(({ node, ...entry }) => entry),
  }));
  const { entry, at, only } = asking ?? {};
  const pending = entry && { question: entry.question, at, only };
  try {
    const shown = here.article.digest, typed = input.value;
    sessionStorage.setItem(KEY, JSON.stringify({ items, shown, pending, wanted, typed }));
  } catch { // too long for the browser's store, or the store is off: a reload starts anew
    forget();
  }
}

function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch { // the store is off
  }
}

function restore() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEY));
  } catch { // the store is off
  }
  const { pending } = kept ?? {}, linked = wanted && wanted !== kept?.wanted;
  input.value = kept?.typed ?? "";
  for (const { article, entries } of kept?.items ?? [])
    shelf.set(article?.digest ?? home, { article: article ?? first, entries });
  if (!shelf.has(home)) shelf.set(home, { article: first, entries: [] });
  try {
    showArticle(linked && !pending ? home : kept?.shown ?? home);
  } catch { // what was kept no longer fits the article, whose sentences were parted anew
    shelf.set(home, { article: first, entries: [] });
    showArticle(home);
  }
  grow();
  if (pending) send(pending.question, here.entries[pending.at] ?? null, pending.only);
  else if (linked) send(wanted);
  else if (matchMedia("(hover: hover)").matches) input.focus({ preventScroll: true });
}

window.addEventListener("pagehide", keep); // with what is being typed
// What a reload breaks off has not failed: it is asked again behind it.
window.addEventListener("beforeunload", () => {
  leaving = true;
  setTimeout(() => (leaving = false), 1000); // where the page stays after all
});
restore();
