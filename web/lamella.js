/**
 * <lamella-chat>: the chat that a site shows its visitors, as one web component.
 *
 * One line embeds it; the script adds the element to the page by itself:
 *
 *   <script type="module" src="https://chat.example/lamella.js" data-title="Skin help"></script>
 *
 * Attributes, on the script or on a <lamella-chat> of one's own; what they leave out look.yml may set:
 *   data-server    address of the Lamella server; without it, the one that this file came from
 *   data-title     name on the button and the panel
 *   data-greeting  first message
 *   data-starters  the sentences offered below it, parted by |
 *   data-accent    any CSS colour; the text on it turns black or white, whichever reads better
 *   data-privacy   address of the site's privacy page
 *   data-hash      a fragment that opens the panel: data-hash="open" makes it open on page#open
 *   data-text-…    any other text of TEXT below: data-text-start-over="Begin again"
 *
 * Anything on the page with data-lamella-ask="a sentence" asks that sentence when it is clicked.
 *
 * From a script: open(), close(), send(text), startOver(), deleteData(). Events, which bubble up to
 * the document: lamella:open, lamella:close, lamella:start-over, lamella:delete, lamella:time-over,
 * and lamella:message with detail {from: "visitor" | "lamella", id, text, answer}.
 *
 * Theme: --lamella-accent, --lamella-on-accent, --lamella-surface, --lamella-ground, --lamella-text,
 * --lamella-muted, --lamella-line, --lamella-font, --lamella-radius, set on lamella-chat in the
 * page's own style sheet. data-theme="light" or "dark" fixes what else follows the visitor's system.
 *
 * It works under a strict content security policy: no inline styles or scripts, and whatever the
 * server or the visitor wrote enters the page as text, never as HTML.
 */

// What the site's owner has set in look.yml; the server puts it in when it hands this file out.
const OWNER = {};

// ---------------------------------------------------------------------------------------------
// Words

const TEXT = {
  title: "Lamella",
  greeting: "Hello. Ask me which masks and serums go together, in what order, and how often.",
  starters:
    "Can I use a mask and serum on the same day? | Can I use retinol with glycolic acid? | Walk me through a clay mask and a niacinamide serum",
  automated: "Automated. Not a doctor.",
  privacy: "Please leave out names and addresses.",
  privacyLink: "Privacy",
  label: "Your question",
  placeholder: "Type a question",
  conversation: "Conversation",
  send: "Send",
  close: "Close",
  cancel: "Cancel",
  startOver: "Start over",
  startOverAsk: "Begin a new conversation? This one leaves the screen. What I remember about you stays.",
  deleteData: "Delete my data",
  deleteAsk: "Delete all you wrote here and all I remember about you? There is no way back.",
  deleted: "Done. What you wrote here and what I remembered about you is deleted.",
  notDeleted: "Nothing is deleted yet.",
  writing: "Writing an answer",
  you: "You: ",
  answer: "Answer: ",
  tryAgain: "Try again",
  edit: "Edit",
  takeCare: "Take care",
  sources: "Sources",
  evidence: "evidence {grade}",
  step: "Step {at} of {of}",
  minute: "1 minute",
  minutes: "{minutes} minutes",
  quickReplies: "Suggested replies",
  helpful: "Helpful",
  helpfulSays: "That was helpful",
  unhelpful: "Not helpful",
  unhelpfulSays: "That was not helpful",
  startOverSays: "New conversation",
  layers: "The layers, from the skin outwards: {layers}",
  skin: "skin",
  comesOff: "comes off again",
  week: "Week",
  day: "Day",
  morning: "Morning",
  evening: "Evening",
  asEveryDay: "as every day",
  restNight: "rest night",
  retinoid: "retinoid",
  acid: "acid",
  mask: "mask",
  timerStart: "Start a timer: {time}",
  timer: "Timer",
  timerStop: "Stop",
  timerOver: "Time is up. Look at your skin now.",
  timerLatest: "Time is up. Look at your skin now; it comes off after {time} at the latest.",
  timerDone: "All right",
  nothing: "No answer came back. Please ask in other words.",
  offline: "Not sent: you seem to be offline. It is sent when you are back.",
  unreachable: "Not sent: the chat can't be reached just now. It is sent when it is back.",
  slow: "No answer yet: it is taking too long.",
  broken: "Something went wrong on our side.",
  verdictYes: "Yes",
  verdictYesInOrder: "Yes, in order",
  verdictNoRule: "I have no rule",
  verdictStartSlowly: "Start slowly",
  verdictSeparateTimes: "Different times of day",
  verdictAlternateDays: "Different days",
  verdictAskProfessional: "Ask a professional",
  verdictAvoid: "Avoid",
};

/** The texts of one chat: those above, and its owner's in their place. */
function wordsOf({ title, greeting, starters, ...dataset }) {
  const words = { ...TEXT };
  for (const key of Object.keys(TEXT)) {
    const own = dataset[`text${key[0].toUpperCase()}${key.slice(1)}`];
    if (own) words[key] = own;
  }
  words.title = title || words.title;
  words.greeting = greeting || words.greeting;
  words.starters = starters || words.starters;
  return words;
}

/** A text with what stands in for {names}. */
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

const VERDICTS = {
  yes: { words: "verdictYes", tone: "good", icon: "tick" },
  yes_in_order: { words: "verdictYesInOrder", tone: "good", icon: "layers" },
  no_rule: { words: "verdictNoRule", tone: "plain", icon: "question" },
  start_slowly: { words: "verdictStartSlowly", tone: "slow", icon: "clock" },
  separate_times: { words: "verdictSeparateTimes", tone: "apart", icon: "sun" },
  alternate_days: { words: "verdictAlternateDays", tone: "apart", icon: "calendar" },
  ask_professional: { words: "verdictAskProfessional", tone: "ask", icon: "person" },
  avoid: { words: "verdictAvoid", tone: "stop", icon: "cross" },
};

// The signs let the marks of a week be told apart without colours.
const MARKS = {
  retinoid: { sign: "●", tone: "ask" },
  acid: { sign: "▲", tone: "slow" },
  mask: { sign: "■", tone: "good" },
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
  helpful: "M7 11v9H4v-9ZM7 11l4-8c2 0 2.5 1.5 2 3.5L12.5 10H18c1.5 0 2.3 1 2 2.4l-1.2 6c-.2 1-1 1.6-2 1.6H7",
  unhelpful: "M7 13V4H4v9ZM7 13l4 8c2 0 2.5-1.5 2-3.5L12.5 14H18c1.5 0 2.3-1 2-2.4l-1.2-6c-.2-1-1-1.6-2-1.6H7",
};

// ---------------------------------------------------------------------------------------------
// What the page keeps between visits

// As many as the server tells of.
const MOST_TURNS = 50;
// What the name of a turn in the storage begins with.
const TURN = "turn:";
// What was typed longer ago may no longer be meant; it is sent again only when the visitor asks.
const RESEND_WITHIN_MS = 60 * 60_000;

/** Session, turns and timer in the page's storage, which all its tabs share. */
class Store {
  #prefix;
  // Storage is closed to us in some private modes; then this lasts as long as the page.
  #values = new Map();

  constructor(address) {
    this.#prefix = `lamella:${address}:`;
  }

  get(name) {
    try {
      return JSON.parse(localStorage.getItem(this.#prefix + name));
    } catch {
      return this.#values.get(name) ?? null;
    }
  }

  set(name, value) {
    this.#values.set(name, value);
    try {
      if (value === null) localStorage.removeItem(this.#prefix + name);
      else localStorage.setItem(this.#prefix + name, JSON.stringify(value));
    } catch {
      // Kept in memory above.
    }
  }

  /** {id, text, at, replies} each, oldest first; replies is null until the answer is there. */
  get turns() {
    return this.#turns().map(({ place, ...turn }) => turn);
  }

  set turns(turns) {
    const kept = turns.slice(-MOST_TURNS);
    const ids = new Set(kept.map((turn) => turn.id));
    for (const { id } of this.#turns()) if (!ids.has(id)) this.drop(id);
    kept.forEach((turn, place) => this.#write(turn, place));
  }

  // A name for each: of two tabs that write at once into one list, one would undo what the other wrote.
  put(turn) {
    const turns = this.#turns();
    const known = turns.find(({ id }) => id === turn.id);
    this.#write(turn, known?.place ?? (turns.at(-1)?.place ?? 0) + 1);
    if (!known && turns.length >= MOST_TURNS) this.drop(turns[0].id);
  }

  drop(id) {
    this.set(TURN + id, null);
  }

  #write({ id, text: words, at, replies }, place) {
    this.set(TURN + id, { id, text: words, at, replies, place });
  }

  #turns() {
    return this.#names().filter((name) => name.startsWith(TURN)).map((name) => this.get(name))
      .filter((turn) => isObject(turn) && text(turn.id) && text(turn.text))
      .sort((one, other) => one.place - other.place || one.at - other.at);
  }

  #names() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix)).map((key) => key.slice(this.#prefix.length));
    } catch {
      return [...this.#values.keys()];
    }
  }

  clear() {
    for (const name of this.#names()) this.set(name, null);
  }

  /** Calls back when another tab has changed something of a name. */
  watch(changed, signal) {
    addEventListener("storage", ({ key }) => {
      if (key === null) changed("");
      else if (key.startsWith(this.#prefix)) changed(key.slice(this.#prefix.length));
    }, { signal });
  }
}

// ---------------------------------------------------------------------------------------------
// Talking to the server

const ANSWER_WITHIN_MS = 30_000;
const HISTORY_WITHIN_MS = 4_000;
// A tab sees what another has stored only a little later; till then no other tab may ask for a session.
const SEEN_BY_TABS_MS = 200;
const RETRY_AFTER_MS = 2_000;
const RETRY_AT_LEAST_EVERY_MS = 60_000;

/** Why the server did not do what it was asked: a name in TEXT, and its own words where it had some. */
class Failure extends Error {
  constructor(reason, { status = 0, message = "", seconds = 0 } = {}) {
    super(message || reason);
    this.reason = reason;
    this.said = message;
    this.status = status;
    this.retryAfterMs = seconds * 1000;
    // The same would be refused again, so the visitor is offered to change it instead.
    this.refused = status >= 400 && status < 500 && status !== 401 && status !== 429;
  }
}

/** The endpoints and the session that they are asked with. */
class Server {
  #base;
  #store;
  #requests = new Set();

  constructor(address, store) {
    this.#base = address;
    this.#store = store;
  }

  /** The replies to a message. Sent again with the same id, it is still answered only once. */
  async ask({ id, text: words }) {
    const message = (token) => this.#request("POST", "message", { body: { id, text: words }, token });
    const token = this.#token ?? (await this.#begin(null));
    const { replies } = await message(token).catch(async (failure) => {
      if (failure.status !== 401) throw failure;
      return message(await this.#begin(token));
    });
    return list(replies).filter(isObject);
  }

  /** The turns of this conversation as {id, text, at, replies}; null where there is no conversation yet. */
  async history() {
    if (!this.#token) return null;
    await this.#renew();
    const { turns } = await this.#request("GET", "history", { token: this.#token, within: HISTORY_WITHIN_MS });
    return list(turns).filter((turn) => isObject(turn) && text(turn.text)).map((turn) => ({
      id: text(turn.id) || newId(), text: turn.text, at: turn.at * 1000, replies: list(turn.replies).filter(isObject),
    }));
  }

  /** Erases all that the server holds of this visitor. */
  async forget() {
    this.abort();
    if (!this.#token) return;
    try {
      await this.#request("POST", "forget", { body: {}, token: this.#token });
    } catch (failure) {
      // A session that the server does not know has nothing to erase.
      if (failure.status !== 401) throw failure;
    }
  }

  abort() {
    for (const request of this.#requests) request.abort();
  }

  /** A new session in place of `old`; what another tab has put there in the meantime is ours too. */
  #begin(old) {
    return new Promise((resolve, reject) => {
      const begin = async () => {
        const other = this.#token;
        if (other && other !== old) return resolve(other);
        await this.#request("POST", "session", { body: {} }).then((fresh) => resolve(this.#issue(fresh))).catch(reject);
        await new Promise((seen) => setTimeout(seen, SEEN_BY_TABS_MS));
      };
      if (navigator.locks) navigator.locks.request(`lamella:${this.#base}`, begin);
      else begin();
    });
  }

  /** A session that is past half of its time is replaced by a fresh one of the same conversation. */
  async #renew() {
    const { token, issued, expires } = this.#store.get("session");
    if (!expires || Date.now() < (issued + expires * 1000) / 2) return;
    this.#issue(await this.#request("POST", "session", { body: {}, token }));
  }

  #issue({ session, expires }) {
    if (!text(session)) throw new Failure("broken");
    this.#store.set("session", { token: session, issued: Date.now(), expires: expires ?? 0 });
    return session;
  }

  get #token() {
    return text(this.#store.get("session")?.token) || null;
  }

  async #request(method, path, { body, token, within = ANSWER_WITHIN_MS }) {
    const request = new AbortController();
    const timer = setTimeout(() => request.abort(), within);
    this.#requests.add(request);
    try {
      const response = await fetch(new URL(path, this.#base), {
        method,
        headers: { ...(body && { "Content-Type": "application/json" }), ...(token && { Authorization: `Bearer ${token}` }) },
        body: body && JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        signal: request.signal,
      });
      return await contentOf(response);
    } catch (error) {
      if (error instanceof Failure) throw error;
      if (request.signal.aborted) throw new Failure("slow");
      throw new Failure(navigator.onLine ? "unreachable" : "offline");
    } finally {
      clearTimeout(timer);
      this.#requests.delete(request);
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
  const { message, retry_after: seconds } = isObject(body?.error) ? body.error : {};
  throw new Failure("broken", {
    status: response.status, message: text(message), seconds: Number.isFinite(seconds) ? seconds : 0,
  });
}

/** crypto.randomUUID is missing on plain http, which is how people first try things at home. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// ---------------------------------------------------------------------------------------------
// Reading what came over the wire: a field of the wrong type is treated as absent

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const list = (value) => (Array.isArray(value) ? value : []);
const text = (value) => (typeof value === "string" ? value.trim() : "");
const texts = (value) => list(value).map(text).filter(Boolean);

/** An address that is fit to be a link, or null; javascript: and its kin are not. */
function linkAddress(value, base) {
  try {
    const address = new URL(value, base);
    return ["http:", "https:", "mailto:"].includes(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

const minutesInWords = (minutes, words) => (minutes === 1 ? words.minute : filled(words.minutes, { minutes }));

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

const isUrgent = ({ kind }) => kind === "reaction" || kind === "red_flag";

/** Whether an answer says something that a visitor can find helpful or not. */
function isJudged(answer) {
  return Boolean(isObject(answer) && !answer.walk && (answer.verdict || list(answer.sources).length || answer.week));
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

function drawing(viewBox, d) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", viewBox);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", d);
  svg.append(path);
  return svg;
}

const icon = (name) => drawing("0 0 24 24", ICONS[name]);
const sheet = () => drawing("0 0 112 46", "M56 2 110 23 56 44 2 23Z");

function iconButton(name, label, onclick) {
  return element("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick }, icon(name));
}

function chip(label, onclick, kind = "chip") {
  return element("button", { type: "button", class: kind, onclick }, label);
}

// ---------------------------------------------------------------------------------------------
// A reply, as a card or, where there is none, as plain text

function bodyOf(reply, words) {
  const shown = isObject(reply.answer) ? card(reply.answer, words) : null;
  if (shown?.hasChildNodes()) return shown;
  return text(reply.text) ? bubble(text(reply.text)) : null;
}

function bubble(words) {
  return element("p", { class: "bubble", dir: "auto" }, words);
}

function card(answer, words) {
  const days = week(answer.week, words);
  return element(
    "div",
    { class: isUrgent(answer) ? "card urgent" : "card" },
    badge(answer.verdict, words),
    progress(answer.walk, words),
    text(answer.headline) ? element("p", { class: "headline" }, text(answer.headline)) : null,
    ...texts(answer.reasons).map((reason) => element("p", {}, reason)),
    days ?? steps(answer.steps),
    layers(answer.steps, words),
    cautions(answer.cautions, words),
    ...texts(answer.notes).map((note) => element("p", { class: "note" }, ...linked(note))),
    sources(answer.sources, words),
  );
}

/** Words in which addresses of pages and of people are links: where a person is reached, what is said about data. */
function linked(words) {
  const parts = words.split(/(https:\/\/[^\s<>"]*[^\s<>".,;:!?)]|[^\s@<>()",;:]+@[^\s@<>()",;:]+\.[a-z]{2,})/i);
  return parts.map((part, at) => {
    const href = at % 2 ? linkAddress(/^https:/i.test(part) ? part : `mailto:${part}`) : null;
    return href ? element("a", { href, target: "_blank", rel: "noopener noreferrer" }, part) : part;
  });
}

function badge(verdict, words) {
  // An unknown verdict shows no badge: better none than one that is too mild.
  if (!Object.hasOwn(VERDICTS, verdict ?? "")) return null;
  const { words: key, tone, icon: name } = VERDICTS[verdict];
  return element("p", { class: `badge ${tone}` }, icon(name), words[key]);
}

function progress(walk, words) {
  if (!isObject(walk) || !(walk.at >= 1 && walk.at <= walk.of)) return null;
  // The headline says it in words.
  return element("progress", { max: walk.of, value: walk.at, "aria-label": filled(words.step, walk) });
}

const stepsOf = (given) => list(given).filter((step) => isObject(step) && text(step.text));

function steps(given) {
  const shown = stepsOf(given);
  return shown.length ? element("ol", {}, ...shown.map((step) => element("li", {}, text(step.text)))) : null;
}

/** What lies on the skin in the end, sheet over sheet; a mask that is taken off again is only outlined. */
function layers(given, words) {
  const named = stepsOf(given)
    .filter((step) => text(step.layer))
    .map((step) => ({ name: text(step.layer), off: step.comes_off === true }));
  if (named.length < 2) return null;
  const said = named.map(({ name, off }) => (off ? `${name} (${words.comesOff})` : name));
  const sheets = [{ name: words.skin, off: false }, ...named].map(({ name, off }) =>
    element("div", { class: off ? "off" : null }, sheet(),
      element("span", {}, name, off ? element("small", {}, words.comesOff) : null)));
  return element("div", { class: "layers", role: "img", "aria-label": filled(words.layers, { layers: said.join(", ") }) }, ...sheets);
}

/** A row a day, morning and evening side by side, with what not every day has. */
function week(given, words) {
  const rows = isObject(given) ? list(given.rows).filter((row) => isObject(row) && text(row.day)) : [];
  if (!rows.length) return null;
  const moments = ["morning", "evening"];
  const everyDay = (moment) => texts(given.daily?.[moment]);
  const head = element("tr", {}, element("td", {}),
    ...moments.map((moment) => element("th", { scope: "col" }, words[moment])));
  const body = rows.map((row) => element("tr", {},
    element("th", { scope: "row" }, element("abbr", { title: text(row.day) }, text(row.day).slice(0, 3))),
    ...moments.map((moment) => session(row[moment], everyDay(moment), words))));
  return element("table", {}, element("caption", { class: "unseen" }, words.week),
    element("thead", {}, head), element("tbody", {}, ...body));
}

function session(cell, daily, words) {
  const { names, marks, rest } = isObject(cell) ? cell : {};
  const special = texts(names).filter((name) => !daily.includes(name));
  const known = list(marks).filter((mark) => Object.hasOwn(MARKS, mark));
  if (!special.length && !rest) return element("td", { class: "same" }, words.asEveryDay);
  return element("td", { class: known.length ? MARKS[known[0]].tone : rest ? "plain" : null },
    ...known.map((mark) => element("strong", {}, element("i", { "aria-hidden": "true" }, `${MARKS[mark].sign} `), words[mark])),
    rest ? element("strong", {}, element("i", { "aria-hidden": "true" }, "☾ "), words.restNight) : null,
    special.join(", "));
}

function cautions(given, words) {
  const shown = texts(given);
  if (!shown.length) return null;
  return element(
    "div",
    { class: "caution" },
    icon("caution"),
    element("div", {}, element("strong", {}, words.takeCare), ...shown.map((caution) => element("p", {}, caution))),
  );
}

function sources(given, words) {
  const shown = list(given).filter((source) => isObject(source) && text(source.title));
  if (!shown.length) return null;
  return element(
    "details",
    {},
    element("summary", {}, `${words.sources} (${shown.length})`),
    element("ul", {}, ...shown.map((cited) => source(cited, words))),
  );
}

function source({ title, url, grade }, words) {
  const address = linkAddress(text(url));
  const name = address
    ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text(title))
    : text(title);
  const known = /^[A-D]$/.test(grade);
  return element("li", {}, name, known ? element("span", { class: "grade" }, filled(words.evidence, { grade })) : null);
}

// ---------------------------------------------------------------------------------------------
// Looks

const STYLES = `
:host {
  all: initial;
  color-scheme: light dark;
  font-family: var(--lamella-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
  --accent: var(--lamella-accent, light-dark(#2f5d50, #93ccb8));
  --on-accent: var(--lamella-on-accent, light-dark(#fff, #0d2019));
  --surface: var(--lamella-surface, light-dark(#fff, #1b2320));
  --ground: var(--lamella-ground, light-dark(#f6f4ef, #131a17));
  --text: var(--lamella-text, light-dark(#22302b, #e7ede9));
  --muted: var(--lamella-muted, light-dark(#56635d, #a8b5ae));
  --line: var(--lamella-line, light-dark(#dcd8ce, #35423c));
  --radius: var(--lamella-radius, 16px);
  --good: light-dark(#1b5733, #a5dcb7); --good-ground: light-dark(#e1f1e5, #1b3a28);
  --plain: light-dark(#434d48, #cdd6d1); --plain-ground: light-dark(#e9ece9, #2d3733);
  --slow: light-dark(#764600, #f2cd8d); --slow-ground: light-dark(#fcefd6, #41300f);
  --apart: light-dark(#27468a, #b5cbf8); --apart-ground: light-dark(#e6edfa, #22325a);
  --ask: light-dark(#66327c, #e0bdf0); --ask-ground: light-dark(#f3e9f8, #40264d);
  --stop: light-dark(#93201f, #f8b6b0); --stop-ground: light-dark(#fbe7e5, #4f2220);
  --shadow: 0 12px 40px light-dark(rgb(20 30 25 / .22), rgb(0 0 0 / .6)), 0 0 0 1px light-dark(rgb(20 30 25 / .08), var(--line));
}
:host([data-theme="light"]) { color-scheme: light; }
:host([data-theme="dark"]) { color-scheme: dark; }
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
.caution { display: flex; gap: 9px; padding: 10px 12px; border-radius: 10px; background: var(--slow-ground); color: var(--text); }
.caution svg { margin-top: 2px; color: var(--slow); }
.caution strong { display: block; font-size: 13px; line-height: 1.6; color: var(--slow); }
.caution p + p { margin-top: 6px; }
.layers { display: flex; flex-direction: column-reverse; padding: 8px 0; font-size: 13px; line-height: 1.25; }
.layers div { display: flex; align-items: center; gap: 4px; height: 27px; }
.layers span { flex: 1; }
.layers span::before { content: ""; display: inline-block; width: 14px; margin-right: 8px; border-top: 1px solid var(--muted); vertical-align: middle; }
.layers small { margin-left: 6px; font-size: 12px; color: var(--muted); }
.layers small::before { content: "· "; }
.layers svg { width: 108px; height: 44px; margin: -9px 0; stroke: var(--surface); stroke-width: 1.5; fill-opacity: .92; }
.layers div svg { fill: color-mix(in srgb, var(--accent) 30%, var(--ground)); }
.layers div:nth-child(1) svg { fill: light-dark(#e5c3ad, #8a6450); }
.layers div:nth-child(3) svg { fill: color-mix(in srgb, var(--accent) 45%, var(--ground)); }
.layers div:nth-child(4) svg { fill: color-mix(in srgb, var(--accent) 65%, var(--ground)); }
.layers div:nth-child(n+5) svg { fill: color-mix(in srgb, var(--accent) 85%, var(--ground)); }
.layers .off svg { fill: none; stroke: var(--muted); stroke-dasharray: 4 3; }
table { width: 100%; border-collapse: separate; border-spacing: 0 3px; font-size: 13px; line-height: 1.35; table-layout: fixed; }
th { padding: 4px 8px; font-weight: 650; text-align: left; }
thead td, tbody th { width: 42px; padding-left: 0; vertical-align: top; }
tbody td { padding: 4px 8px; vertical-align: top; border-left: 3px solid var(--surface); background: var(--ground); overflow-wrap: anywhere; }
td strong { display: block; font-size: 12px; }
td i { font-style: normal; }
td.same { color: var(--muted); }
abbr { text-decoration: none; }
.note { font-size: 14px; color: var(--muted); }
details { font-size: 14px; color: var(--muted); }
summary { padding: 2px 0; width: fit-content; cursor: pointer; border-radius: 4px; }
details ul { padding: 4px 0 0 1.2em; }
a { color: inherit; text-underline-offset: 2px; }
a:hover { color: var(--text); }
.grade { margin-left: 6px; font-size: 13px; white-space: nowrap; }
.grade::before { content: "· "; }
progress { display: block; width: 100%; height: 8px; border: 0; border-radius: 4px; overflow: hidden; appearance: none; background: var(--line); }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--accent); border-radius: 4px; }
progress::-moz-progress-bar { background: var(--accent); border-radius: 4px; }
.feedback { display: flex; gap: 2px; margin: -4px -8px -8px; }
.start-timer { align-self: flex-start; }
.timer { display: flex; align-items: center; gap: 8px; padding: 8px 16px; border-bottom: 1px solid var(--line); background: var(--slow-ground); font-size: 14px; }
.timer svg { color: var(--slow); }
.timer span { flex: 1; }
.time { font-size: 17px; font-variant-numeric: tabular-nums; }

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
.privacy a, .link { padding: 4px 2px; }
.link { min-height: 24px; border: 0; background: none; color: inherit; text-decoration: underline; text-underline-offset: 2px; }
.link:hover { color: var(--text); }
`;

let sharedStyles = null;

function styles() {
  if (!sharedStyles) {
    sharedStyles = new CSSStyleSheet();
    const colours = Object.entries(OWNER.colours ?? {});
    const own = colours.map(([name, colour]) => `--${name}: var(--lamella-${name}, ${colour});`);
    sharedStyles.replaceSync(`${STYLES}:host { ${own.join(" ")} }`);
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
// The timer of a mask

/** A bar that counts down to a moment, which outlives a reload. */
class Timer {
  #words;
  #store;
  #over;
  #ticking = 0;
  #time = element("strong", { class: "time" });
  #button = chip("", () => this.stop());
  #said = element("span", {});

  /** `over` is called with the words to say when time is up. */
  constructor(words, store, over) {
    this.#words = words;
    this.#store = store;
    this.#over = over;
    this.bar = element("div", { class: "timer", role: "timer", "aria-label": words.timer, hidden: true },
      icon("clock"), this.#said, this.#time, this.#button);
  }

  start({ at, minutes: [least, most = least] }) {
    this.#store.set("timer", { at, ends: Date.now() + least * 60_000, least, most });
    this.show();
  }

  /** The timer of one step ends with the step. */
  follow(step) {
    if (this.#store.get("timer")?.at !== step?.at) this.stop();
  }

  stop() {
    this.#store.set("timer", null);
    this.show();
  }

  pause() {
    clearInterval(this.#ticking);
  }

  /** What the storage says: counting, over, or nothing. */
  show() {
    this.pause();
    const set = this.#store.get("timer");
    this.bar.hidden = !Number.isFinite(set?.ends);
    if (this.bar.hidden) return;
    this.#said.textContent = this.#words.timer;
    this.#button.textContent = this.#words.timerStop;
    if (set.ends <= Date.now()) return this.#end(set, false);
    this.#ticking = setInterval(() => this.#tick(set), 250);
    this.#tick(set);
  }

  #tick(set) {
    const seconds = Math.ceil((set.ends - Date.now()) / 1000);
    this.#time.textContent = `${Math.floor(Math.max(0, seconds) / 60)}:${String(Math.max(0, seconds) % 60).padStart(2, "0")}`;
    if (seconds <= 0) this.#end(set, true);
  }

  #end({ least, most }, said) {
    this.pause();
    const time = minutesInWords(most, this.#words);
    const words = most > least ? filled(this.#words.timerLatest, { time }) : this.#words.timerOver;
    this.#said.textContent = words;
    this.#time.textContent = "";
    this.#button.textContent = this.#words.timerDone;
    if (said) this.#over(words);
  }
}

// ---------------------------------------------------------------------------------------------
// The element

// Dots that flash up for an answer of a few milliseconds are only noise.
const TYPING_AFTER_MS = 250;

class LamellaChat extends HTMLElement {
  #words;
  #store;
  #server;
  #timer;
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
  // What the log shows, by id, and of it what has not reached the server.
  #shown = new Map();
  #unsent = new Set();
  #retryTimer = 0;
  #retryDelay = RETRY_AFTER_MS;

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    addEventListener("online", () => this.#resendUnsent(), { signal });
    addEventListener("hashchange", () => this.#openOnHash(), { signal });
    document.addEventListener("click", (event) => this.#askFromPage(event), { signal });
    this.#store.watch((name) => this.#onOtherTab(name), signal);
    this.#phone.addEventListener("change", () => this.#fitToScreen(), { signal });
    visualViewport?.addEventListener("resize", () => this.#fitToKeyboard(), { signal });
    visualViewport?.addEventListener("scroll", () => this.#fitToKeyboard(), { signal });
    this.#timer.show();
    this.#openOnHash();
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#timer.pause();
    clearTimeout(this.#retryTimer);
  }

  // What the host page may call

  open() {
    if (this.#panel.open) return;
    this.#opener = this.shadowRoot.activeElement ?? document.activeElement;
    this.#showPanel();
    this.#launcher.hidden = true;
    this.#focusInput();
    this.#log.scrollTo({ top: this.#log.scrollHeight, behavior: "instant" });
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
    this.#announce("lamella:close");
  }

  /** Sends a sentence as the visitor's; settles when it is answered or has failed. */
  send(sentence) {
    const words = text(sentence);
    if (!words) return Promise.resolve();
    this.#resendUnsent();
    const turn = this.#newTurn({ id: newId(), text: words, at: Date.now(), replies: null });
    this.#store.put(turn);
    this.#announce("lamella:message", { from: "visitor", id: turn.id, text: words, answer: null });
    return this.#enqueue(turn);
  }

  /** Clears the screen. What is remembered of the visitor stays, and so does the session. */
  startOver() {
    const anew = this.#shown.size ? { id: newId(), text: this.#words.startOverSays } : null;
    const left = [...this.#shown.keys(), ...(anew ? [anew.id] : [])];
    if (left.length) this.#store.set("left", left);
    this.#store.turns = [];
    this.#store.set("timer", null);
    this.#clear();
    this.#greet();
    // The server would go on with what was talked of. Where this fails, it does so, and can be told the same again.
    if (anew) this.#server.ask(anew).catch(() => {});
    this.#announce("lamella:start-over");
  }

  /** Erases the conversation and all that is remembered, here and on the server; false where that failed. */
  async deleteData() {
    this.#clear();
    try {
      await this.#server.forget();
    } catch (failure) {
      this.#greet();
      this.#catchUp();
      this.#sayNotDeleted(failure);
      return false;
    }
    this.#store.clear();
    this.#clear();
    this.#show(this.#lamellaEntry(bubble(this.#words.deleted)));
    this.#offerStarters();
    this.#announce("lamella:delete");
    return true;
  }

  // Building

  #build() {
    // What the page says counts more.
    Object.assign(this.dataset, { ...OWNER.data, ...this.dataset });
    const { server, privacy, accent } = this.dataset;
    const address = new URL(server || new URL(import.meta.url).origin, location.href).href;
    const base = new URL("webhooks/website/", address.endsWith("/") ? address : `${address}/`).href;
    this.#words = wordsOf(this.dataset);
    this.#store = new Store(base);
    this.#server = new Server(base, this.#store);
    this.#timer = new Timer(this.#words, this.#store, (words) => this.#onTimeOver(words));
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles()];
    this.#launcher = element("button",
      { type: "button", class: "launcher", "aria-haspopup": "dialog", onclick: () => this.open() },
      icon("layers"), this.#words.title);
    this.#confirm = element("div", { class: "confirm", role: "group", "aria-labelledby": "confirm", hidden: true });
    this.#log = element("div",
      { class: "log", role: "log", "aria-live": "polite", "aria-label": this.#words.conversation, tabindex: "0" });
    this.#status = element("p", { class: "unseen", role: "status" });
    this.#panel = element("dialog", { "aria-labelledby": "title", lang: "en", tabindex: "-1" },
      this.#header(), this.#confirm, this.#timer.bar, this.#log, this.#status, this.#form(), this.#footer(privacy));
    this.#panel.addEventListener("keydown", (event) => this.#onKey(event));
    // Back gestures and the browser's own Esc on a modal dialog arrive here.
    this.#panel.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    root.append(this.#launcher, this.#panel);
    this.#useAccent(accent);
    this.#greet();
    this.#restore();
  }

  #header() {
    const { title, automated, startOver, close } = this.#words;
    // Not a <header>: inside the host page that would count as a second banner.
    return element("div", { class: "head" },
      element("span", { class: "mark" }, icon("layers")),
      element("div", { class: "name" }, element("h2", { id: "title" }, title), element("p", {}, automated)),
      iconButton("again", startOver, () => this.#askToStartOver()),
      iconButton("cross", close, () => this.close()));
  }

  #form() {
    this.#input = element("textarea", {
      id: "question", rows: "1", placeholder: this.#words.placeholder, autocomplete: "off", enterkeyhint: "send",
      oninput: () => this.#growInput(),
    });
    return element("form", { onsubmit: (event) => this.#onSubmit(event) },
      element("label", { class: "unseen", for: "question" }, this.#words.label),
      element("div", { class: "field" },
        this.#input,
        element("button", { class: "send", "aria-label": this.#words.send, title: this.#words.send }, icon("send"))));
  }

  #footer(address) {
    const href = address ? linkAddress(address, location.href) : null;
    const link = href ? element("a", { href, target: "_blank", rel: "noopener" }, this.#words.privacyLink) : null;
    return element("p", { class: "privacy" }, this.#words.privacy, " ", link, link && " ",
      chip(this.#words.deleteData, () => this.#askToDelete(), "link"));
  }

  #useAccent(accent) {
    if (!accent || !CSS.supports("color", accent)) return;
    this.style.setProperty("--lamella-accent", accent);
    this.style.setProperty("--lamella-on-accent", readableOn(accent, this.#launcher));
  }

  #greet() {
    this.#show(this.#lamellaEntry(bubble(this.#words.greeting)));
    this.#offerStarters();
  }

  #offerStarters() {
    const sentences = this.#words.starters.split("|").map(text).filter(Boolean);
    this.#showQuickReplies(sentences.map((sentence) => ({ sentence, title: sentence })));
  }

  // What was said before, and in other tabs

  /** The page's own turns at once; then the server's, which knows best, where it can be asked. */
  async #restore() {
    const round = this.#round;
    this.#catchUp();
    const answered = new Set(this.#store.turns.filter((turn) => turn.replies).map((turn) => turn.id));
    this.#resendStored();
    const turns = await this.#server.history().catch((failure) => (failure.status === 401 ? [] : null));
    if (!turns || round !== this.#round || this.#waiting) return;
    const left = new Set(list(this.#store.get("left")));
    const told = turns.slice(turns.findLastIndex((turn) => left.has(turn.id)) + 1);
    const known = new Set(turns.map((turn) => turn.id));
    // What was not answered when the server was asked may have been since; an old list does not undo that.
    const newer = this.#store.turns.filter((turn) => !answered.has(turn.id) && !known.has(turn.id));
    const same = [...told, ...newer].map((turn) => turn.id).join() === [...this.#shown.keys()].join();
    this.#store.turns = [...told, ...newer];
    if (same) return;
    this.#clear();
    this.#greet();
    this.#catchUp();
    this.#resendStored();
  }

  /** Shows what the storage holds and the log does not. */
  #catchUp() {
    for (const stored of this.#store.turns) {
      const turn = this.#shown.get(stored.id) ?? this.#newTurn(stored);
      if (stored.replies && !turn.answered) this.#showReplies(turn, list(stored.replies).filter(isObject));
    }
  }

  #resendStored() {
    for (const turn of this.#shown.values()) {
      if (turn.answered) continue;
      if (Date.now() - turn.at < RESEND_WITHIN_MS) this.#enqueue(turn);
      else this.#showFailure(turn, new Failure("unreachable"));
    }
  }

  #onOtherTab(name) {
    if (name === "timer") this.#timer.show();
    if (name && !name.startsWith(TURN)) return;
    if (!this.#store.turns.length) {
      // Cleared turn by turn, and told of as often.
      if (!this.#shown.size) return;
      this.#clear();
      this.#greet();
    } else if (!this.#waiting) this.#catchUp();
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

  // Starting over, deleting

  #askToStartOver() {
    if (!this.#shown.size) return this.startOver();
    this.#ask(this.#words.startOverAsk, this.#words.startOver, () => this.startOver());
  }

  #askToDelete() {
    this.#ask(this.#words.deleteAsk, this.#words.deleteData, () => this.deleteData());
  }

  #ask(question, yes, onYes) {
    this.#confirm.replaceChildren(
      element("p", { id: "confirm" }, question),
      chip(yes, () => { this.#keep(); onYes(); }, "chip primary"),
      chip(this.#words.cancel, () => this.#keep()));
    this.#confirm.hidden = false;
    this.#confirm.querySelector("button").focus();
  }

  #keep() {
    this.#confirm.hidden = true;
    this.#focusInput();
  }

  #sayNotDeleted(failure) {
    const said = `${this.#words.notDeleted} ${failure.said ?? ""}`;
    this.#show(element("div", { class: "entry" }, element("div", { class: "failure" },
      element("span", {}, said), chip(this.#words.tryAgain, () => this.deleteData()))));
  }

  #clear() {
    this.#round += 1;
    this.#queue = Promise.resolve();
    this.#shown.clear();
    this.#unsent.clear();
    clearTimeout(this.#retryTimer);
    this.#server.abort();
    this.#wait(-this.#waiting);
    this.#timer.show();
    this.#log.replaceChildren();
  }

  // A message's way

  #newTurn({ id, text: words, at }) {
    const turn = { id, text: words, at, replies: null, answered: false, entry: this.#visitorEntry(words) };
    this.#shown.set(id, turn);
    this.#removeQuickReplies();
    this.#show(turn.entry);
    return turn;
  }

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
      const replies = await this.#server.ask(turn);
      outcome = () => this.#onReplies(turn, replies);
    } catch (failure) {
      outcome = () => this.#showFailure(turn, failure);
    }
    if (round !== this.#round) return;
    this.#wait(-1);
    outcome();
    // What another tab has said meanwhile.
    if (!this.#waiting) this.#catchUp();
  }

  #onReplies(turn, replies) {
    this.#retryDelay = RETRY_AFTER_MS;
    turn.replies = replies;
    this.#store.put(turn);
    // Once the server has forgotten, nothing of it comes back at the next visit.
    if (replies.some((reply) => reply.answer?.kind === "forget_me")) this.#store.clear();
    this.#showReplies(turn, replies);
    for (const reply of replies) {
      const answer = isObject(reply.answer) ? reply.answer : null;
      if (answer && (answer.kind === "walk" || isUrgent(answer))) this.#timer.follow(answer.walk);
      this.#announce("lamella:message", { from: "lamella", id: turn.id, text: text(reply.text), answer });
    }
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
    clearTimeout(this.#retryTimer);
    for (const turn of [...this.#unsent]) this.#sendAgain(turn);
  }

  /** The server says when to come back, or the waits double. */
  #retryLater({ retryAfterMs }) {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#resendUnsent(), retryAfterMs || this.#retryDelay);
    this.#retryDelay = Math.min(2 * this.#retryDelay, RETRY_AT_LEAST_EVERY_MS);
  }

  #edit(turn) {
    this.#forgetTurn(turn);
    turn.entry.remove();
    this.#input.value = turn.text;
    this.#growInput();
    this.#input.focus();
  }

  #forgetTurn(turn) {
    this.#shown.delete(turn.id);
    this.#store.drop(turn.id);
  }

  // What the log shows

  #show(entry, top = entry) {
    if (this.#typing.isConnected && entry !== this.#typing) this.#typing.before(entry);
    else this.#log.append(entry);
    // A long answer is read from its question down, so that stays in view; a short one ends at the end.
    this.#log.scrollTop = top.offsetTop - this.#log.offsetTop - 12;
  }

  #showReplies(turn, replies) {
    turn.answered = true;
    this.#removeQuickReplies();
    const shown = replies.map((reply) => ({ reply, body: bodyOf(reply, this.#words) })).filter(({ body }) => body);
    if (!shown.length) this.#show(this.#lamellaEntry(bubble(this.#words.nothing)), turn.entry);
    for (const { reply, body } of shown) {
      this.#show(this.#lamellaEntry(body), turn.entry);
      this.#followWalk(reply.answer, body);
    }
    const last = shown.at(-1);
    if (last && isJudged(last.reply.answer)) last.body.append(this.#feedback());
    this.#showQuickReplies(quickRepliesOf(replies), turn.entry);
  }

  /** A timer is offered at the step where the walkthrough stands. */
  #followWalk(answer, body) {
    if (!isObject(answer) || answer.kind !== "walk") return;
    this.#log.querySelector(".start-timer")?.remove();
    const [least] = list(answer.walk?.minutes);
    if (!(least >= 1)) return;
    const label = filled(this.#words.timerStart, { time: minutesInWords(least, this.#words) });
    body.append(chip(label, () => this.#startTimer(answer.walk), "chip start-timer"));
  }

  #startTimer(step) {
    this.#timer.start(step);
    this.#log.scrollTop += this.#timer.bar.offsetHeight;
    this.#focusInput();
  }

  #onTimeOver(words) {
    this.#status.textContent = words;
    navigator.vibrate?.(400);
    this.#announce("lamella:time-over");
  }

  #feedback() {
    const { helpful, helpfulSays, unhelpful, unhelpfulSays } = this.#words;
    return element("div", { class: "feedback" },
      iconButton("helpful", helpful, () => this.#useQuickReply(helpfulSays)),
      iconButton("unhelpful", unhelpful, () => this.#useQuickReply(unhelpfulSays)));
  }

  /** What may be sent again is, by itself; what the server refuses as it is can be changed. */
  #showFailure(turn, failure) {
    const known = failure instanceof Failure ? failure : new Failure("broken");
    if (known.refused) this.#forgetTurn(turn);
    else {
      this.#unsent.add(turn);
      this.#retryLater(known);
    }
    const remedy = known.refused
      ? chip(this.#words.edit, () => this.#edit(turn))
      : chip(this.#words.tryAgain, () => this.#tryAgain(turn));
    turn.entry.classList.add("failed");
    turn.entry.append(element("div", { class: "failure" },
      element("span", {}, known.said || this.#words[known.reason]), remedy));
    this.#show(turn.entry);
  }

  #visitorEntry(words) {
    return element("div", { class: "entry visitor" }, element("span", { class: "unseen" }, this.#words.you), bubble(words));
  }

  #lamellaEntry(body) {
    return element("div", { class: "entry" }, element("span", { class: "unseen" }, this.#words.answer), body);
  }

  #showQuickReplies(replies, top) {
    if (!replies.length) return;
    const chips = replies.map(({ sentence, title }) => element("li", {}, chip(title, () => this.#useQuickReply(sentence))));
    this.#show(element("ul", { class: "replies", role: "list", "aria-label": this.#words.quickReplies }, ...chips), top);
  }

  #useQuickReply(sentence) {
    this.send(sentence);
    this.#focusInput();
  }

  #removeQuickReplies() {
    this.#log.querySelector(".replies")?.remove();
    this.#log.querySelector(".feedback")?.remove();
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
    this.#status.textContent = this.#words.writing;
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
