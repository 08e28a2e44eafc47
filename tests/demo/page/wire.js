// The log of exchanges, in groups: what a button has sent, and what the page asked then.
import { element, NAMES } from "./services.js";

const KEPT = 30;

/** Which mechanism a path belongs to. */
export function mechanismOf(path) {
  return /^\/(preference|session|token)\//.exec(path)?.[1] ?? /mechanism=(\w+)/.exec(path)?.[1];
}

/** What came out, in a word. */
export function outcomeOf({ answer, status }) {
  return answer.code ?? (status < 400 ? "ok" : String(status));
}

/** A line of what was sent (>) or came back (<): a name, and what follows it, in parts. */
function line(sign, name, rest = "") {
  const parts = rest.split(/(?<=; )/);
  return element(
    "span",
    { className: `line ${name.toLowerCase().replace(": ", "")}` },
    element("i", { text: sign }),
    element("b", { text: name }),
    ...parts.map((text) => element("span", { text })),
  );
}

/** A header. */
function header(sign, text) {
  const end = text.indexOf(": ") + 2;
  return line(sign, text.slice(0, end), text.slice(end));
}

function storeLine({ get, found, swap, took }) {
  const name = (key) => key.split(":")[1];
  const text =
    swap === undefined
      ? `read ${get.map((key, place) => `${name(key)}${found[place] ? "" : " (none)"}`).join(", ")}`
      : `wrote ${name(swap)}${took ? "" : " (somebody was faster)"}`;
  return line("·", "store: ", text);
}

function summary({ client, service, method, path, status }, outcome) {
  const isGood = outcome === "ok";
  return element(
    "summary",
    {},
    element("span", { text: client, className: `who ${client}` }),
    element("span", { text: "→", className: "arrow" }),
    element("span", { text: NAMES[service], className: "who" }),
    element("code", { text: `${method} ${path}` }),
    element("span", {
      text: isGood ? String(status) : `${status} ${outcome}`,
      className: isGood ? "good" : "refused",
    }),
  );
}

function lines({ method, path, request, status, response, answer, store }) {
  const body = Object.keys(answer).length === 0 ? [] : [JSON.stringify(answer)];
  return element(
    "div",
    { className: "lines" },
    line(">", `${method} `, path),
    ...request.map((text) => header(">", text)),
    ...store.map(storeLine),
    line("<", String(status)),
    ...response.map((text) => header("<", text)),
    ...body.map((text) => line("<", "", text)),
  );
}

/** The newest group is on top; in it, what a button has sent is first, and then what the page asked. */
export function showExchange(exchange) {
  const groups = document.querySelector("#wire");
  const outcome = outcomeOf(exchange);
  const details = element("details", {}, summary(exchange, outcome), lines(exchange));
  if (exchange.method === "POST" || groups.children.length === 0) {
    for (const open of groups.querySelectorAll("details[open]")) open.open = false;
    groups.prepend(element("li", {}, element("ol")));
    details.open = exchange.method === "POST";
  }
  const item = element(
    "li",
    {
      "className": mechanismOf(exchange.path) ?? "both",
      "data-client": exchange.client,
      "data-service": exchange.service,
      "data-path": exchange.path,
      "data-outcome": outcome,
    },
    details,
  );
  groups.firstElementChild.firstElementChild.append(item);
  while (groups.children.length > KEPT) groups.lastElementChild.remove();
}
