/**
 * <lamella-chat>: the chat that a site shows its visitors, as one web component.
 *
 * One line embeds it; the script adds the element to the page by itself:
 *
 *   <script type="module" src="https://chat.example/lamella.js" data-title="Skin help"></script>
 *
 * Attributes, on the script or on a <lamella-chat> of one's own:
 *   data-server    address of the Lamella server; without it, the one that this file came from
 *   data-title     name on the button and the panel
 *   data-greeting  first message
 *   data-accent    any CSS colour; the text on it turns black or white, whichever reads better
 *   data-privacy   address of the site's privacy page
 *   data-hash      a fragment that opens the panel: data-hash="open" makes it open on page#open
 *
 * Anything on the page with data-lamella-ask="a sentence" asks that sentence when it is clicked.
 *
 * From a script: open(), close(), send(text); events lamella:open and lamella:message, the latter
 * with detail {from: "visitor" | "lamella", id, text, answer}.
 *
 * Theme: --lamella-accent, --lamella-on-accent, --lamella-surface, --lamella-ground, --lamella-text,
 * --lamella-muted, --lamella-line, --lamella-font, --lamella-radius, set on lamella-chat in the
 * page's own style sheet.
 *
 * It works under a strict content security policy: no inline styles or scripts, and whatever the
 * server or the visitor wrote enters the page as text, never as HTML.
 */

// ---------------------------------------------------------------------------------------------
// Words

const TEXT = {
  title: "Lamella",
  greeting: "Hello. Ask me which masks and serums go together, in what order, and how often.",
  starters: [
    "Can I use a mask and serum on the same day?",
    "Can I use retinol with glycolic acid?",
    "Walk me through a clay mask and a niacinamide serum",
  ],
  automated: "Automated. Not a doctor.",
  privacy: "Please leave out names and addresses.",
  privacyLink: "Privacy",
  label: "Your question",
  placeholder: "Type a question",
  conversation: "Conversation",
  send: "Send",
  close: "Close",
  startOver: "Start over",
  startOverAsk: "Begin a new conversation? This one leaves the screen.",
  keep: "Keep this one",
  writing: "Writing an answer",
  you: "You: ",
  answer: "Answer: ",
  tryAgain: "Try again",
  edit: "Edit",
  takeCare: "Take care",
  sources: "Sources",
  quickReplies: "Suggested replies",
  nothing: "No answer came back. Please ask in other words.",
  offline: "Not sent: you seem to be offline.",
  unreachable: "Not sent: the chat can't be reached just now.",
  slow: "No answer yet: it is taking too long.",
  broken: "Something went wrong on our side.",
};

const VERDICTS = {
  yes: { words: "Yes", tone: "good", icon: "tick" },
  yes_in_order: { words: "Yes, in order", tone: "good", icon: "layers" },
  no_rule: { words: "I have no rule", tone: "plain", icon: "question" },
  start_slowly: { words: "Start slowly", tone: "slow", icon: "clock" },
  separate_times: { words: "Different times of day", tone: "apart", icon: "sun" },
  alternate_days: { words: "Different days", tone: "apart", icon: "calendar" },
  ask_professional: { words: "Ask a professional", tone: "ask", icon: "person" },
  avoid: { words: "Avoid", tone: "stop", icon: "cross" },
};

// Outlines on a 24 by 24 grid, drawn as strokes.
const ICONS = {
  layers: "M12 3 3 8l9 5 9-5-9-5ZM3 12l9 5 9-5M3 16l9 5 9-5",
  tick: "m5 12.5 4.5 4.5L19 7.5",
  cross: "M6 6l12 12M18 6 6 18",
  question: "M8.5 9a3.5 3.5 0 1 1 5.2 3.1c-1.1.6-1.7 1.2-1.7 2.4M12 18v.5",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7v5l3 2",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2",
  calendar: "M4 6h16v14H4ZM4 10.5h16M8 3v4M16 3v4",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 21c.8-4 4-6 8-6s7.2 2 8 6",
  caution: "M12 4 2.5 20h19ZM12 10v4.5M12 17v.5",
  again: "M5 12a7 7 0 1 0 2.3-5.2M4.5 4v4h4",
  send: "M12 19V5M6 11l6-6 6 6",
};

// ---------------------------------------------------------------------------------------------
// Talking to the server

const ANSWER_WITHIN_MS = 30_000;

/** Why a message got no answer, in words for the visitor, and what they can do about it. */
class Failure extends Error {
  constructor(words, { status = 0, offline = false } = {}) {
    super(words);
    this.status = status;
    this.offline = offline;
    // The same text would be refused again, so the visitor is offered to change it instead.
    this.refused = status === 400 || status === 413;
  }
}

/** The two endpoints and the session between them. One request at a time: the widget queues. */
class Server {
  #base;
  #key;
  #request = null;
  // Storage is closed to us in some private modes; the conversation then lasts as long as the page.
  #sessionWithoutStorage = null;

  constructor(address) {
    this.#base = new URL("webhooks/website/", address.endsWith("/") ? address : `${address}/`);
    this.#key = `lamella:session:${this.#base}`;
  }

  /** The replies to a message. Sent again with the same id, it is still answered only once. */
  async ask(message) {
    const session = this.#session ?? (await this.#newSession());
    try {
      return await this.#sendMessage(message, session);
    } catch (failure) {
      if (failure.status !== 401) throw failure;
      // Another tab may have replaced the session already; then that one is ours too.
      const other = this.#session;
      const fresh = other && other !== session ? other : await this.#newSession();
      return this.#sendMessage(message, fresh);
    }
  }

  forget() {
    this.#request?.abort();
    this.#session = null;
  }

  async #sendMessage(message, session) {
    const { replies } = await this.#post("message", message, { Authorization: `Bearer ${session}` });
    return list(replies).filter(isObject);
  }

  async #newSession() {
    const { session } = await this.#post("session", {});
    if (!text(session)) throw new Failure(TEXT.broken);
    this.#session = session;
    return session;
  }

  async #post(path, body, headers = {}) {
    const request = new AbortController();
    const timer = setTimeout(() => request.abort(), ANSWER_WITHIN_MS);
    this.#request = request;
    try {
      const response = await fetch(new URL(path, this.#base), {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body: JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        signal: request.signal,
      });
      return await contentOf(response);
    } catch (error) {
      if (error instanceof Failure) throw error;
      if (request.signal.aborted) throw new Failure(TEXT.slow);
      throw new Failure(navigator.onLine ? TEXT.unreachable : TEXT.offline, { offline: true });
    } finally {
      clearTimeout(timer);
    }
  }

  get #session() {
    try {
      return localStorage.getItem(this.#key) ?? this.#sessionWithoutStorage;
    } catch {
      return this.#sessionWithoutStorage;
    }
  }

  set #session(session) {
    this.#sessionWithoutStorage = session;
    try {
      if (session) localStorage.setItem(this.#key, session);
      else localStorage.removeItem(this.#key);
    } catch {
      // Kept in memory above.
    }
  }
}

async function contentOf(response) {
  const written = await response.text();
  let body = null;
  try {
    body = JSON.parse(written);
  } catch {
    // A proxy's error page, for instance; judged by the status below.
  }
  if (response.ok && isObject(body)) return body;
  throw new Failure(text(body?.error?.message) || TEXT.broken, { status: response.status });
}

/** crypto.randomUUID is missing on plain http, which is how people first try things at home. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// ---------------------------------------------------------------------------------------------
// Reading what came over the wire: a field of the wrong type is treated as absent

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const list = (value) => (Array.isArray(value) ? value : []);
const text = (value) => (typeof value === "string" ? value.trim() : "");
const texts = (value) => list(value).map(text).filter(Boolean);

/** An address that is fit to be a link, or null; javascript: and its kin are not. */
function linkAddress(value) {
  try {
    const address = new URL(value, location.href);
    return ["http:", "https:", "mailto:"].includes(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

function minutesInWords(value) {
  const [least, most = least] = list(value);
  if (!Number.isFinite(least) || !Number.isFinite(most)) return "";
  if (least === most) return least === 1 ? "1 minute" : `${least} minutes`;
  return `${least} to ${most} minutes`;
}

/** What the buttons under an answer would send, each sentence once. */
function quickRepliesOf(replies) {
  const sentences = new Map();
  for (const reply of replies) {
    for (const sentence of texts(reply.answer?.suggestions)) sentences.set(sentence, sentence);
    for (const button of list(reply.buttons).filter(isObject)) {
      const title = text(button.title);
      const sentence = text(button.payload) || title;
      if (title && !sentences.has(sentence)) sentences.set(sentence, title);
    }
  }
  return [...sentences].map(([sentence, title]) => ({ sentence, title }));
}

// ---------------------------------------------------------------------------------------------
// Building elements. Children that are strings become text nodes, so nothing is parsed as HTML.

function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== ""));
  return node;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function iconButton(name, label, onclick) {
  return element("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick }, icon(name));
}

// ---------------------------------------------------------------------------------------------
// A reply, as a card or, where there is none, as plain text

function bodyOf(reply) {
  const shown = isObject(reply.answer) ? card(reply.answer) : null;
  if (shown?.hasChildNodes()) return shown;
  return text(reply.text) ? bubble(text(reply.text)) : null;
}

function bubble(words) {
  return element("p", { class: "bubble", dir: "auto" }, words);
}

function card(answer) {
  const urgent = answer.kind === "reaction";
  return element(
    "div",
    { class: urgent ? "card urgent" : "card" },
    badge(answer.verdict),
    progress(answer.walk),
    text(answer.headline) ? element("p", { class: "headline" }, text(answer.headline)) : null,
    ...texts(answer.reasons).map((reason) => element("p", {}, reason)),
    steps(answer.steps, answer.walk),
    cautions(answer.cautions),
    ...texts(answer.notes).map((note) => element("p", { class: "note" }, note)),
    sources(answer.sources),
  );
}

function badge(verdict) {
  // An unknown verdict shows no badge: better none than one that is too mild.
  if (!Object.hasOwn(VERDICTS, verdict ?? "")) return null;
  const { words, tone, icon: name } = VERDICTS[verdict];
  return element("p", { class: `badge ${tone}` }, icon(name), words);
}

function progress(walk) {
  if (!isObject(walk) || !(walk.at >= 1 && walk.at <= walk.of)) return null;
  const words = `Step ${walk.at} of ${walk.of}`;
  const minutes = minutesInWords(walk.minutes);
  return element(
    "div",
    { class: "walk" },
    element("p", {}, element("strong", {}, words), minutes ? element("span", {}, minutes) : null),
    element("progress", { max: walk.of, value: walk.at, "aria-label": words }),
  );
}

function steps(given, walk) {
  const shown = list(given).filter((step) => isObject(step) && text(step.text));
  if (!shown.length) return null;
  // A walkthrough may send the whole list, to mark one step in, or just the step it is at.
  const whole = isObject(walk) && shown.length === walk.of;
  const single = isObject(walk) && shown.length === 1;
  const items = shown.map((step, index) => {
    const minutes = single ? "" : minutesInWords(step.minutes);
    const current = whole && walk.at === index + 1 ? "step" : null;
    return element("li", { "aria-current": current }, text(step.text), minutes && element("span", { class: "minutes" }, minutes));
  });
  return element("ol", { start: single ? walk.at : null }, ...items);
}

function cautions(given) {
  const shown = texts(given);
  if (!shown.length) return null;
  return element(
    "div",
    { class: "caution" },
    icon("caution"),
    element("div", {}, element("strong", {}, TEXT.takeCare), ...shown.map((caution) => element("p", {}, caution))),
  );
}

function sources(given) {
  const shown = list(given).filter((source) => isObject(source) && text(source.title));
  if (!shown.length) return null;
  return element(
    "details",
    {},
    element("summary", {}, `${TEXT.sources} (${shown.length})`),
    element("ul", {}, ...shown.map(source)),
  );
}

function source({ title, url, grade }) {
  const address = text(url) ? linkAddress(text(url)) : null;
  const name = address
    ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text(title))
    : text(title);
  const known = /^[A-D]$/.test(grade);
  return element("li", {}, name, known ? element("span", { class: "grade" }, `evidence ${grade}`) : null);
}

// ---------------------------------------------------------------------------------------------
// Looks

const STYLES = `
:host {
  all: initial;
  color-scheme: light dark;
  font-family: var(--lamella-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
  --accent: var(--lamella-accent, #2f5d50);
  --on-accent: var(--lamella-on-accent, #fff);
  --surface: var(--lamella-surface, #fff);
  --ground: var(--lamella-ground, #f6f4ef);
  --text: var(--lamella-text, #22302b);
  --muted: var(--lamella-muted, #56635d);
  --line: var(--lamella-line, #dcd8ce);
  --radius: var(--lamella-radius, 16px);
  --good: #1b5733; --good-ground: #e1f1e5;
  --plain: #434d48; --plain-ground: #e9ece9;
  --slow: #764600; --slow-ground: #fcefd6;
  --apart: #27468a; --apart-ground: #e6edfa;
  --ask: #66327c; --ask-ground: #f3e9f8;
  --stop: #93201f; --stop-ground: #fbe7e5;
  --shadow: 0 12px 40px rgb(20 30 25 / .22), 0 2px 6px rgb(20 30 25 / .12);
}
@media (prefers-color-scheme: dark) {
  :host {
    --accent: var(--lamella-accent, #93ccb8);
    --on-accent: var(--lamella-on-accent, #0d2019);
    --surface: var(--lamella-surface, #1b2320);
    --ground: var(--lamella-ground, #131a17);
    --text: var(--lamella-text, #e7ede9);
    --muted: var(--lamella-muted, #a8b5ae);
    --line: var(--lamella-line, #35423c);
    --good: #a5dcb7; --good-ground: #1b3a28;
    --plain: #cdd6d1; --plain-ground: #2d3733;
    --slow: #f2cd8d; --slow-ground: #41300f;
    --apart: #b5cbf8; --apart-ground: #22325a;
    --ask: #e0bdf0; --ask-ground: #40264d;
    --stop: #f8b6b0; --stop-ground: #4f2220;
    --shadow: 0 12px 40px rgb(0 0 0 / .6), 0 0 0 1px var(--line);
  }
}
:host([hidden]) { display: none; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
p, ol, ul, h2 { margin: 0; }
button, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--text); outline-offset: 2px; }
svg { width: 1.25em; height: 1.25em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.launcher {
  position: fixed; right: max(20px, env(safe-area-inset-right)); bottom: max(20px, env(safe-area-inset-bottom)); z-index: 2147483000;
  display: flex; align-items: center; gap: 10px; max-width: calc(100vw - 40px); min-height: 52px; padding: 0 22px 0 18px;
  border: 1px solid transparent; border-radius: 26px; background: var(--accent); color: var(--on-accent);
  font-size: 16px; font-weight: 600; line-height: 1.2; box-shadow: var(--shadow);
}
.launcher:focus-visible { outline: 3px solid var(--surface); outline-offset: -6px; box-shadow: 0 0 0 3px var(--text); }

dialog {
  position: fixed; inset: auto 20px 20px auto; z-index: 2147483000; margin: 0; padding: 0; overflow: hidden;
  width: 404px; max-width: calc(100vw - 40px); height: 680px; max-height: calc(100vh - 40px);
  border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); color: var(--text);
  font-size: 15px; line-height: 1.5; box-shadow: var(--shadow);
}
dialog[open] { display: flex; flex-direction: column; }
dialog::backdrop { background: transparent; }
dialog:focus-visible { outline: none; }
@media (max-width: 600px) {
  dialog, dialog:modal {
    inset: var(--view-top, 0) 0 auto 0; width: 100%; max-width: none; height: var(--view-height, 100dvh); max-height: none;
    border: 0; border-radius: 0; padding: env(safe-area-inset-top) 0 env(safe-area-inset-bottom);
  }
}
@media (prefers-reduced-motion: no-preference) {
  dialog[open] { animation: rise .18s ease-out; }
  .entry { animation: rise .18s ease-out; }
  .typing i { animation: breathe 1.2s ease-in-out infinite; }
  .typing i:nth-child(2) { animation-delay: .15s; }
  .typing i:nth-child(3) { animation-delay: .3s; }
  .log { scroll-behavior: smooth; }
}
@keyframes rise { from { opacity: 0; transform: translateY(8px); } }
@keyframes breathe { 50% { opacity: .25; } }

.head { display: flex; align-items: center; gap: 4px; padding: 12px 10px 12px 16px; border-bottom: 1px solid var(--line); }
.mark { display: grid; place-items: center; flex: none; width: 36px; height: 36px; margin-right: 8px; border-radius: 50%; background: var(--accent); color: var(--on-accent); }
.name { flex: 1; min-width: 0; }
h2 { font-size: 16px; font-weight: 650; line-height: 1.3; overflow-wrap: anywhere; }
.name p { font-size: 13px; line-height: 1.3; color: var(--muted); }
.icon { display: grid; place-items: center; flex: none; width: 40px; height: 40px; padding: 0; border: 0; border-radius: 50%; background: none; color: var(--muted); }
.icon:hover { background: var(--ground); color: var(--text); }
.confirm { display: flex; flex-wrap: wrap; gap: 8px; padding: 12px 16px; border-bottom: 1px solid var(--line); background: var(--ground); font-size: 14px; }
.confirm p { flex: 1 0 100%; }

.log { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 16px; background: var(--ground); }
.log:focus-visible { outline-offset: -3px; }
.entry { position: relative; display: flex; flex-direction: column; align-items: flex-start; margin-bottom: 12px; }
.entry.visitor { align-items: flex-end; }
.bubble, .card { max-width: 100%; border: 1px solid var(--line); background: var(--surface); overflow-wrap: anywhere; }
.bubble { max-width: 88%; padding: 9px 14px; border-radius: 16px 16px 16px 4px; white-space: pre-wrap; }
.visitor .bubble { border-color: transparent; border-radius: 16px 16px 4px 16px; background: var(--accent); color: var(--on-accent); }
.failed .bubble { border: 1px dashed var(--text); background: none; color: var(--text); }
.failure { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 4px 10px; margin-top: 6px; font-size: 13px; color: var(--stop); }

.card { display: flex; flex-direction: column; gap: 10px; width: 100%; padding: 14px 16px; border-radius: 4px 16px 16px 16px; }
.card.urgent { border-color: var(--stop); border-width: 2px; }
.badge { display: flex; align-items: center; gap: 6px; align-self: flex-start; padding: 3px 12px 3px 9px; border: 1px solid transparent; border-radius: 99px; font-size: 14px; font-weight: 650; }
.badge svg { width: 1.1em; height: 1.1em; stroke-width: 2.2; }
.good { background: var(--good-ground); color: var(--good); }
.plain { background: var(--plain-ground); color: var(--plain); }
.slow { background: var(--slow-ground); color: var(--slow); }
.apart { background: var(--apart-ground); color: var(--apart); }
.ask { background: var(--ask-ground); color: var(--ask); }
.stop { background: var(--stop-ground); color: var(--stop); }
.headline { font-size: 16px; font-weight: 600; line-height: 1.4; }
ol { padding-left: 1.7em; }
li + li { margin-top: 6px; }
ol li { padding-left: 2px; }
ol li::marker { font-weight: 650; font-variant-numeric: tabular-nums; }
li[aria-current] { font-weight: 600; }
.minutes { margin-left: 8px; padding: 1px 8px; border-radius: 99px; background: var(--plain-ground); color: var(--plain); font-size: 13px; font-weight: 400; white-space: nowrap; }
.caution { display: flex; gap: 9px; padding: 10px 12px; border-radius: 10px; background: var(--slow-ground); color: var(--text); }
.caution svg { margin-top: 2px; color: var(--slow); }
.caution strong { display: block; font-size: 13px; line-height: 1.6; color: var(--slow); }
.caution p + p { margin-top: 6px; }
.note { font-size: 14px; color: var(--muted); }
details { font-size: 14px; color: var(--muted); }
summary { padding: 2px 0; width: fit-content; cursor: pointer; border-radius: 4px; }
details ul { padding: 4px 0 0 1.2em; }
a { color: inherit; text-underline-offset: 2px; }
a:hover { color: var(--text); }
.grade { margin-left: 6px; font-size: 13px; white-space: nowrap; }
.grade::before { content: "· "; }
.walk p { display: flex; justify-content: space-between; gap: 12px; font-size: 14px; margin-bottom: 6px; }
.walk span { color: var(--muted); }
progress { display: block; width: 100%; height: 8px; border: 0; border-radius: 4px; overflow: hidden; appearance: none; background: var(--line); }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--accent); border-radius: 4px; }
progress::-moz-progress-bar { background: var(--accent); border-radius: 4px; }

.replies { display: flex; flex-wrap: wrap; gap: 8px; margin: 2px 0 12px; padding: 0; list-style: none; }
.replies li { margin: 0; max-width: 100%; }
.chip { min-height: 36px; max-width: 100%; padding: 6px 14px; border: 1px solid var(--muted); border-radius: 18px; background: var(--surface); color: var(--text); font-size: 14px; line-height: 1.35; text-align: left; overflow-wrap: anywhere; }
.chip:hover { border-color: var(--text); background: var(--ground); }
.chip.primary { border-color: transparent; background: var(--accent); color: var(--on-accent); }
.failure .chip { min-height: 30px; padding: 3px 12px; font-size: 13px; }
.typing { display: flex; gap: 5px; width: fit-content; padding: 14px 16px; }
.typing i { width: 7px; height: 7px; border-radius: 50%; background: var(--muted); }

form { padding: 10px 12px 0; border-top: 1px solid var(--line); }
.field { display: flex; align-items: flex-end; gap: 8px; padding: 4px 4px 4px 14px; border: 1px solid var(--muted); border-radius: 24px; background: var(--surface); }
.field:focus-within { outline: 2px solid var(--text); outline-offset: -1px; }
textarea { flex: 1; min-width: 0; min-height: 38px; max-height: 132px; padding: 8px 0; border: 0; resize: none; background: none; font-size: 16px; line-height: 22px; overflow-wrap: anywhere; }
textarea:focus-visible { outline: 0; }
textarea::placeholder { color: var(--muted); opacity: 1; }
.send { display: grid; place-items: center; flex: none; width: 38px; height: 38px; padding: 0; border: 1px solid transparent; border-radius: 50%; background: var(--accent); color: var(--on-accent); }
.privacy { padding: 8px 16px 10px; font-size: 12px; line-height: 1.4; text-align: center; color: var(--muted); }
.privacy a { padding: 4px 2px; }
`;

let sharedStyles = null;

function styles() {
  if (!sharedStyles) {
    sharedStyles = new CSSStyleSheet();
    sharedStyles.replaceSync(STYLES);
  }
  return sharedStyles;
}

/** Black or white, whichever reads better on the colour; one of the two always passes AA. */
function readableOn(colour, probe) {
  // Mixing a colour with itself makes the browser spell any notation as plain sRGB numbers.
  probe.style.color = `color-mix(in srgb, ${colour}, ${colour})`;
  const spelled = getComputedStyle(probe).color;
  probe.style.color = "";
  const scale = spelled.startsWith("rgb") ? 255 : 1;
  const numbers = spelled.replace("srgb", "").match(/[\d.]+/g) ?? [0, 0, 0];
  const [red, green, blue] = numbers.slice(0, 3).map((number) => {
    const part = number / scale;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? "#000" : "#fff";
}

// ---------------------------------------------------------------------------------------------
// The element

// Dots that flash up for an answer of a few milliseconds are only noise.
const TYPING_AFTER_MS = 250;

class LamellaChat extends HTMLElement {
  #server;
  #launcher;
  #panel;
  #confirm;
  #log;
  #input;
  #status;
  #typing = element("div", { class: "entry", "aria-hidden": "true" },
    element("div", { class: "bubble typing" }, element("i"), element("i"), element("i")));
  #phone = matchMedia("(max-width: 600px)");
  #opener = null;
  #listening = null;
  // One message at a time, so that answers come in the order of the questions.
  #queue = Promise.resolve();
  #waiting = 0;
  #typingTimer = 0;
  // Counts up when the visitor starts over; an answer to an earlier round is dropped.
  #round = 0;
  #unsent = new Set();

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    addEventListener("online", () => this.#resendUnsent(), { signal });
    addEventListener("hashchange", () => this.#openOnHash(), { signal });
    document.addEventListener("click", (event) => this.#askFromPage(event), { signal });
    this.#phone.addEventListener("change", () => this.#fitToScreen(), { signal });
    visualViewport?.addEventListener("resize", () => this.#fitToKeyboard(), { signal });
    visualViewport?.addEventListener("scroll", () => this.#fitToKeyboard(), { signal });
    this.#openOnHash();
  }

  disconnectedCallback() {
    this.#listening?.abort();
  }

  // What the host page may call

  open() {
    if (this.#panel.open) return;
    this.#opener = this.shadowRoot.activeElement ?? document.activeElement;
    this.#showPanel();
    this.#launcher.hidden = true;
    this.#focusInput();
    this.#announce("lamella:open");
  }

  close() {
    if (!this.#panel.open) return;
    this.#launcher.hidden = false;
    this.#confirm.hidden = true;
    this.#panel.close();
    const back = this.#opener;
    const usable = back?.isConnected && back !== document.body && back !== this;
    (usable ? back : this.#launcher).focus();
  }

  /** Sends a sentence as the visitor's; settles when it is answered or has failed. */
  send(sentence) {
    const words = text(sentence);
    if (!words) return Promise.resolve();
    const turn = { id: newId(), text: words, entry: this.#visitorEntry(words) };
    this.#removeQuickReplies();
    this.#show(turn.entry);
    this.#announce("lamella:message", { from: "visitor", id: turn.id, text: words, answer: null });
    return this.#enqueue(turn);
  }

  // Building

  #build() {
    const { server, title, greeting, privacy, accent } = this.dataset;
    this.#server = new Server(new URL(server || new URL(import.meta.url).origin, location.href).href);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles()];
    const name = title || TEXT.title;
    this.#launcher = element("button",
      { type: "button", class: "launcher", "aria-haspopup": "dialog", onclick: () => this.open() }, icon("layers"), name);
    this.#confirm = this.#confirmRow();
    this.#log = element("div",
      { class: "log", role: "log", "aria-live": "polite", "aria-label": TEXT.conversation, tabindex: "0" });
    this.#status = element("p", { class: "unseen", role: "status" });
    this.#panel = element("dialog", { "aria-labelledby": "title", lang: "en", tabindex: "-1" },
      this.#header(name), this.#confirm, this.#log, this.#status, this.#form(), this.#privacyLine(privacy));
    this.#panel.addEventListener("keydown", (event) => this.#onKey(event));
    // Back gestures and the browser's own Esc on a modal dialog arrive here.
    this.#panel.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    root.append(this.#launcher, this.#panel);
    this.#useAccent(accent);
    this.#greet(greeting || TEXT.greeting);
  }

  #header(name) {
    // Not a <header>: inside the host page that would count as a second banner.
    return element("div", { class: "head" },
      element("span", { class: "mark" }, icon("layers")),
      element("div", { class: "name" }, element("h2", { id: "title" }, name), element("p", {}, TEXT.automated)),
      iconButton("again", TEXT.startOver, () => this.#askToStartOver()),
      iconButton("cross", TEXT.close, () => this.close()));
  }

  #confirmRow() {
    return element("div", { class: "confirm", role: "group", "aria-labelledby": "confirm", hidden: true },
      element("p", { id: "confirm" }, TEXT.startOverAsk),
      element("button", { type: "button", class: "chip primary", onclick: () => this.#startOver() }, TEXT.startOver),
      element("button", { type: "button", class: "chip", onclick: () => this.#keep() }, TEXT.keep));
  }

  #form() {
    this.#input = element("textarea", {
      id: "question", rows: "1", placeholder: TEXT.placeholder, autocomplete: "off", enterkeyhint: "send",
      oninput: () => this.#growInput(),
    });
    return element("form", { onsubmit: (event) => this.#onSubmit(event) },
      element("label", { class: "unseen", for: "question" }, TEXT.label),
      element("div", { class: "field" },
        this.#input,
        element("button", { class: "send", "aria-label": TEXT.send, title: TEXT.send }, icon("send"))));
  }

  #privacyLine(address) {
    const href = address ? linkAddress(address) : null;
    const link = href ? element("a", { href, target: "_blank", rel: "noopener" }, TEXT.privacyLink) : null;
    return element("p", { class: "privacy" }, TEXT.privacy, link && " ", link);
  }

  #useAccent(accent) {
    if (!accent || !CSS.supports("color", accent)) return;
    this.style.setProperty("--lamella-accent", accent);
    this.style.setProperty("--lamella-on-accent", readableOn(accent, this.#launcher));
  }

  #greet(greeting) {
    this.#show(this.#lamellaEntry(bubble(greeting)));
    this.#showQuickReplies(TEXT.starters.map((sentence) => ({ sentence, title: sentence })));
  }

  // Opening, and fitting the screen

  /** On a phone the panel covers the page, so the page must be out of reach of Tab as well. */
  #showPanel() {
    if (this.#phone.matches) this.#panel.showModal();
    else this.#panel.show();
    this.#fitToKeyboard();
  }

  #fitToScreen() {
    if (!this.#panel.open) return;
    const focused = this.shadowRoot.activeElement;
    this.#panel.close();
    this.#showPanel();
    focused?.focus();
  }

  /** A phone's keyboard covers the page without resizing it; the input must stay above it. */
  #fitToKeyboard() {
    if (!visualViewport || !this.#panel.open) return;
    this.#panel.style.setProperty("--view-height", `${visualViewport.height}px`);
    this.#panel.style.setProperty("--view-top", `${visualViewport.offsetTop}px`);
  }

  #openOnHash() {
    const { hash } = this.dataset;
    if (hash && location.hash === `#${hash}`) this.open();
  }

  #askFromPage(event) {
    const asker = event.target instanceof Element ? event.target.closest("[data-lamella-ask]") : null;
    if (!asker) return;
    event.preventDefault();
    this.open();
    this.send(asker.dataset.lamellaAsk);
  }

  // Keyboard and focus

  #onKey(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      if (this.#confirm.hidden) this.close();
      else this.#keep();
      return;
    }
    // While a word is being composed (Japanese, Chinese, …), Enter only accepts the word.
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (sends && event.target === this.#input) this.#onSubmit(event);
  }

  #onSubmit(event) {
    event.preventDefault();
    const words = this.#input.value;
    if (!text(words)) return;
    this.#input.value = "";
    this.#growInput();
    this.#input.focus();
    this.send(words);
  }

  /** On touch screens a focused input brings up the keyboard, over the answer one wants to read. */
  #focusInput() {
    if (matchMedia("(pointer: coarse)").matches) this.#panel.focus({ preventScroll: true });
    else this.#input.focus({ preventScroll: true });
  }

  #growInput() {
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }

  // Starting over

  #askToStartOver() {
    if (!this.#log.querySelector(".visitor")) return this.#startOver();
    this.#confirm.hidden = false;
    this.#confirm.querySelector("button").focus();
  }

  #keep() {
    this.#confirm.hidden = true;
    this.#focusInput();
  }

  #startOver() {
    this.#round += 1;
    this.#queue = Promise.resolve();
    this.#unsent.clear();
    this.#server.forget();
    this.#wait(-this.#waiting);
    this.#log.replaceChildren();
    this.#greet(this.dataset.greeting || TEXT.greeting);
    this.#keep();
  }

  // A message's way

  #enqueue(turn) {
    const round = this.#round;
    this.#unsent.delete(turn);
    this.#wait(+1);
    this.#queue = this.#queue.then(() => this.#deliver(turn, round));
    return this.#queue;
  }

  async #deliver(turn, round) {
    if (round !== this.#round) return;
    let outcome;
    try {
      const replies = await this.#server.ask({ id: turn.id, text: turn.text });
      outcome = () => this.#showReplies(turn, replies);
    } catch (failure) {
      outcome = () => this.#showFailure(turn, failure);
    }
    if (round !== this.#round) return;
    this.#wait(-1);
    outcome();
  }

  #tryAgain(turn) {
    this.#focusInput();
    this.#sendAgain(turn);
  }

  #sendAgain(turn) {
    turn.entry.classList.remove("failed");
    turn.entry.querySelector(".failure")?.remove();
    // Moved to the end, so that the answer stands under its question.
    this.#show(turn.entry);
    return this.#enqueue(turn);
  }

  #resendUnsent() {
    for (const turn of [...this.#unsent]) this.#sendAgain(turn);
  }

  #edit(turn) {
    turn.entry.remove();
    this.#input.value = turn.text;
    this.#growInput();
    this.#input.focus();
  }

  // What the log shows

  #show(entry, top = entry) {
    if (this.#typing.isConnected && entry !== this.#typing) this.#typing.before(entry);
    else this.#log.append(entry);
    // A long answer is read from its question down, so that stays in view; a short one ends at the end.
    this.#log.scrollTop = top.offsetTop - this.#log.offsetTop - 12;
  }

  #showReplies(turn, replies) {
    this.#removeQuickReplies();
    const shown = replies.map((reply) => ({ reply, body: bodyOf(reply) })).filter(({ body }) => body);
    if (!shown.length) this.#show(this.#lamellaEntry(bubble(TEXT.nothing)), turn.entry);
    for (const { reply, body } of shown) {
      this.#show(this.#lamellaEntry(body), turn.entry);
      const answer = isObject(reply.answer) ? reply.answer : null;
      this.#announce("lamella:message", { from: "lamella", id: turn.id, text: text(reply.text), answer });
    }
    this.#showQuickReplies(quickRepliesOf(replies), turn.entry);
  }

  #showFailure(turn, failure) {
    const known = failure instanceof Failure ? failure : new Failure(TEXT.broken);
    if (known.offline) this.#unsent.add(turn);
    const remedy = known.refused
      ? element("button", { type: "button", class: "chip", onclick: () => this.#edit(turn) }, TEXT.edit)
      : element("button", { type: "button", class: "chip", onclick: () => this.#tryAgain(turn) }, TEXT.tryAgain);
    turn.entry.classList.add("failed");
    turn.entry.append(element("div", { class: "failure" }, element("span", {}, known.message), remedy));
    this.#show(turn.entry);
  }

  #visitorEntry(words) {
    return element("div", { class: "entry visitor" }, element("span", { class: "unseen" }, TEXT.you), bubble(words));
  }

  #lamellaEntry(body) {
    return element("div", { class: "entry" }, element("span", { class: "unseen" }, TEXT.answer), body);
  }

  #showQuickReplies(replies, top) {
    if (!replies.length) return;
    const chips = replies.map(({ sentence, title }) => element("li", {},
      element("button", { type: "button", class: "chip", onclick: () => this.#useQuickReply(sentence) }, title)));
    this.#show(element("ul", { class: "replies", role: "list", "aria-label": TEXT.quickReplies }, ...chips), top);
  }

  #useQuickReply(sentence) {
    this.send(sentence);
    this.#focusInput();
  }

  #removeQuickReplies() {
    this.#log.querySelector(".replies")?.remove();
  }

  #wait(change) {
    this.#waiting += change;
    clearTimeout(this.#typingTimer);
    if (this.#waiting) {
      this.#typingTimer = setTimeout(() => this.#showTyping(), TYPING_AFTER_MS);
    } else {
      this.#typing.remove();
      this.#status.textContent = "";
    }
  }

  #showTyping() {
    if (!this.#typing.isConnected) this.#show(this.#typing);
    this.#status.textContent = TEXT.writing;
  }

  #announce(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

// ---------------------------------------------------------------------------------------------
// Embedding

/** A module has no document.currentScript, so its own script element is found by address. */
function ownScript() {
  return [...document.scripts].find((script) => script.src === import.meta.url);
}

function embed() {
  if (document.querySelector("lamella-chat")) return;
  const chat = document.createElement("lamella-chat");
  Object.assign(chat.dataset, ownScript()?.dataset);
  document.body.append(chat);
}

if (!customElements.get("lamella-chat")) {
  customElements.define("lamella-chat", LamellaChat);
  embed();
}
