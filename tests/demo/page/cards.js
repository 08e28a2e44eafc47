// The buttons of the three cards.
import { ask, chosen, NAMES } from "./services.js";
import { askAll, card, drawVerdicts, MECHANISMS, showPhone } from "./verdicts.js";

/** Which path each button asks of the service that is chosen. */
const PATHS = {
  preference: {
    light: "/preference/theme?theme=light",
    dark: "/preference/theme?theme=dark",
    system: "/preference/theme?theme=system",
  },
  session: {
    "login": "/session/login",
    "visit": "/session/visit",
    "logout": "/session/auth/logout",
    "logout-all": "/session/auth/logout-all",
  },
  token: {
    "login": "/token/login",
    "refresh": "/token/auth/refresh",
    "logout": "/token/auth/logout",
    "logout-all": "/token/auth/logout-all",
  },
};
/** What the first service does to the browser's cookie, or lets another client ask of the one that is chosen. */
const LAB = {
  tamper: (mechanism) => `/lab/tamper?mechanism=${mechanism}`,
  move: (mechanism) => `/lab/move?mechanism=${mechanism}`,
  phone: (mechanism, service) => `/lab/phone/login?service=${service}&mechanism=${mechanism}`,
  replay: (_mechanism, service) => `/lab/replay?service=${service}`,
};

/** What came of a button, in words. */
function told(action, service, { code }) {
  if (action === "tamper" || action === "move") return `In this browser: ${code ?? "done"}`;
  const done = action === "replay" ? "the same successor again, within the grace" : "done";
  return `${NAMES[service]}: ${code ?? done}`;
}

async function act(mechanism, action) {
  const service = chosen();
  const answer =
    action in LAB
      ? await ask("python", "POST", LAB[action](mechanism, service))
      : await ask(service, "POST", PATHS[mechanism][action]);
  if (action === "phone") showPhone(mechanism);
  const last = card(mechanism).querySelector(".last");
  last.textContent = told(action, service, answer);
  last.classList.toggle("refused", answer.code !== undefined);
}

/** Lets the buttons work, one after the other. */
export function wireCards() {
  drawVerdicts();
  for (const mechanism of MECHANISMS) {
    card(mechanism).addEventListener("click", async ({ target }) => {
      const action = target.closest("[data-action]")?.dataset.action;
      if (action === undefined || card(mechanism).ariaBusy === "true") return;
      card(mechanism).ariaBusy = "true";
      try {
        if (action !== "ask") await act(mechanism, action);
        await askAll(mechanism);
      } finally {
        card(mechanism).ariaBusy = "false";
      }
    });
  }
}
