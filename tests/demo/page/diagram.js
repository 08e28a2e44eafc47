// The diagram of who holds the state: boxes, and wires between them that light up as requests go.
import { SERVICES } from "./services.js";
import { mechanismOf, outcomeOf } from "./wire.js";

const SVG = "http://www.w3.org/2000/svg";
const CLIENTS = ["browser", "phone", "thief"];
/** Milliseconds that a wire is lit. */
const LIT = 1500;
/** Milliseconds after which the request has come to the store. */
const HOP = 250;
/** Cookies that are sent with every request, so that one that is not sent is gone. */
const EVERYWHERE = ["__Host-theme", "__Host-session", "__Host-access"];

/** What clients hold. */
export const held = new Set();

const map = document.querySelector("#map");
const drawing = document.querySelector("#wires");

function box(name) {
  return map.querySelector(`[data-box=${name}]`);
}

function isAcross() {
  const [clients, services] = map.querySelectorAll(".column");
  return services.getBoundingClientRect().left >= clients.getBoundingClientRect().right;
}

/** From the edge of one box to that of the next: across where they stand side by side, else down. */
function curve(from, to) {
  const frame = map.getBoundingClientRect();
  const [a, b] = [box(from), box(to)].map((each) => each.getBoundingClientRect());
  const at = (x, y) => `${x - frame.left} ${y - frame.top}`;
  if (isAcross()) {
    const [y1, y2, middle] = [a.top + a.height / 2, b.top + b.height / 2, (a.right + b.left) / 2];
    return `M${at(a.right, y1)}C${at(middle, y1)} ${at(middle, y2)} ${at(b.left, y2)}`;
  }
  const [x1, x2, middle] = [a.left + a.width / 2, b.left + b.width / 2, (a.bottom + b.top) / 2];
  return `M${at(x1, a.bottom)}C${at(x1, middle)} ${at(x2, middle)} ${at(x2, b.top)}`;
}

function draw() {
  const { width, height } = map.getBoundingClientRect();
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  for (const path of drawing.children) path.setAttribute("d", curve(path.dataset.from, path.dataset.to));
}

function wire(from, to) {
  const path = document.createElementNS(SVG, "path");
  path.dataset.from = from;
  path.dataset.to = to;
  path.setAttribute("pathLength", "1");
  return path;
}

function glow(part, classes, after) {
  setTimeout(() => {
    part.setAttribute("class", `${part.dataset.base ?? ""} lit ${classes}`);
    clearTimeout(part.fading);
    part.fading = setTimeout(() => part.setAttribute("class", part.dataset.base ?? ""), LIT);
  }, after);
}

function lightUp({ client, service, store, ...exchange }) {
  const classes = `${mechanismOf(exchange.path) ?? ""} ${outcomeOf(exchange) === "ok" ? "" : "refused"}`;
  const find = (from, to) => drawing.querySelector(`[data-from=${from}][data-to=${to}]`);
  glow(find(client, service), classes, 0);
  glow(box(service), classes, 0);
  if (store.length > 0) {
    glow(find(service, "store"), classes, HOP);
    glow(box("store"), classes, HOP);
  }
}

/** Keeps in mind what the clients hold after an exchange. */
function remember({ client, path, status, request, response }) {
  const set = (name, is) => (is ? held.add(name) : held.delete(name));
  if (client === "browser") {
    const sent = request.filter((line) => line.startsWith("Cookie: ")).join("; ");
    for (const name of EVERYWHERE) set(name, sent.includes(`${name}=`));
    for (const line of response.filter((line) => line.startsWith("Set-Cookie: "))) {
      const [, name] = /^Set-Cookie: ([^=]*)=/.exec(line);
      set(name, !line.includes("Max-Age=0"));
    }
    if (path === "/token/auth/refresh" && status === 204) held.add("replaced");
  } else if (client === "phone" && status === 200) {
    if (path === "/session/login") held.add("phone-session");
    if (path === "/token/login") held.add("phone-token");
  }
  for (const chip of map.querySelectorAll("[data-held]")) {
    chip.classList.toggle("held", held.has(chip.dataset.held));
  }
}

/** Draws it, and gives what is to be called for each exchange. */
export function wireDiagram() {
  for (const service of SERVICES) {
    drawing.append(...CLIENTS.map((client) => wire(client, service)), wire(service, "store"));
  }
  for (const each of map.querySelectorAll(".box")) each.dataset.base = "box";
  new ResizeObserver(draw).observe(map);
  draw();
  return (exchange) => {
    remember(exchange);
    // What was before this page came is not lit up again.
    if (exchange.is_new && CLIENTS.includes(exchange.client)) lightUp(exchange);
  };
}
