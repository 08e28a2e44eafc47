// The three cards: buttons, and what the services say afterwards.
import { ask, chosen, element, SERVICES } from "./services.js";

const WHO = { preference: "/preference/theme", session: "/session/who", token: "/token/who" };

/** What each button does; the service is the one that is chosen. */
const ACTIONS = {
  preference: {
    light: () => choose("light"),
    dark: () => choose("dark"),
    system: () => choose("system"),
  },
  session: {
    "login": (service) => send(service, "/session/login"),
    "visit": (service) => send(service, "/session/visit"),
    "logout": (service) => send(service, "/session/auth/logout"),
    "logout-all": (service) => send(service, "/session/auth/logout-all"),
    "phone": (service) => onPhone(service, "session"),
  },
  token: {
    "login": (service) => send(service, "/token/login"),
    "refresh": (service) => send(service, "/token/auth/refresh"),
    "logout": (service) => send(service, "/token/auth/logout"),
    "logout-all": (service) => send(service, "/token/auth/logout-all"),
    "phone": (service) => onPhone(service, "token"),
    "replay": (service) => send("python", `/lab/replay?service=${service}`),
  },
};
const FORGERIES = ["tamper", "move"];
const NAMES = { python: "Python", node: "Node", c: "C" };

async function send(service, path) {
  return await ask(service, "POST", path);
}

async function choose(theme) {
  const answer = await send(chosen(), `/preference/theme?theme=${theme}`);
  document.documentElement.dataset.theme = theme;
  return answer;
}

async function onPhone(service, mechanism) {
  const answer = await send("python", `/lab/phone/login?service=${service}&mechanism=${mechanism}`);
  showPhone(mechanism);
  return answer;
}

/** From now on the phone is asked, too. */
export function showPhone(mechanism) {
  for (const row of card(mechanism).querySelectorAll("[data-path]")) row.hidden = false;
}

function card(mechanism) {
  return document.querySelector(`[data-mechanism=${mechanism}]`);
}

/** Asks all three services who each row's client is, and shows what they say. */
export async function askAll(mechanism) {
  const browser = card(mechanism).querySelector("[data-row=browser]");
  const asked = SERVICES.map(async (service) => {
    show(browser, service, mechanism, await ask(service, "GET", WHO[mechanism]));
  });
  const rows = [...card(mechanism).querySelectorAll("[data-path]:not([hidden])")].map(async (row) => {
    const said = await ask("python", "POST", `/lab/phone/who?path=${row.dataset.path}`);
    for (const service of SERVICES) show(row, service, mechanism, said[service]);
  });
  await Promise.all([...asked, ...rows]);
  if (mechanism === "preference") {
    document.documentElement.dataset.theme = browser.querySelector("[data-theme-said]").dataset.themeSaid;
  }
}

function show(row, service, mechanism, said) {
  const cell = row.querySelector(`[data-service=${service}]`);
  const isNobody = said.code === "credentials-required";
  const [who, more] = said.code === undefined ? verdict(mechanism, said) : [isNobody ? "nobody" : said.code];
  cell.className = said.code === undefined ? "good" : isNobody ? "nobody" : "refused";
  cell.replaceChildren(who, ...(more === undefined ? [] : [" ", element("small", { text: more })]));
  if (mechanism === "preference") cell.dataset.themeSaid = said.theme;
}

/** Who or what it is, and more of it. */
function verdict(mechanism, { theme, subject, visits, role }) {
  if (mechanism === "preference") return [theme];
  return [subject, mechanism === "token" ? role : `${visits} ${visits === 1 ? "visit" : "visits"}`];
}

/** What came of a button, in words. */
function told(action, service, { code }) {
  if (FORGERIES.includes(action)) return `In this browser: ${code ?? "done"}`;
  const done = action === "replay" ? "the same successor again, within the grace" : "done";
  return `${NAMES[service]}: ${code ?? done}`;
}

async function act(mechanism, action) {
  const service = chosen();
  if (action !== "ask") {
    const answer = FORGERIES.includes(action)
      ? await send("python", `/lab/${action}?mechanism=${mechanism}`)
      : await ACTIONS[mechanism][action](service);
    const last = card(mechanism).querySelector(".last");
    last.textContent = told(action, service, answer);
    last.classList.toggle("refused", answer.code !== undefined);
  }
  await askAll(mechanism);
}

/** Lets the buttons work, one after the other. */
export function wireCards() {
  for (const mechanism of Object.keys(WHO)) {
    card(mechanism).addEventListener("click", async ({ target }) => {
      const button = target.closest("[data-action]");
      if (button === null || card(mechanism).ariaBusy === "true") return;
      card(mechanism).ariaBusy = "true";
      try {
        await act(mechanism, button.dataset.action);
      } finally {
        card(mechanism).ariaBusy = "false";
      }
    });
  }
}
