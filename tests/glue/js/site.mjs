// The application of the tests: what each route does with an `Auth`, whatever the framework. A route
// gets the search parameters and answers with JSON, or throws.
const later = new Map();

export const routes = {
  "GET /plain": () => ({ plain: true }),
  "GET /who": (auth) => ({
    subject: auth.subject ?? null,
    authenticated: auth.authenticated,
    refused: auth.refused?.code ?? null,
    scopes: [...auth.scopes].sort(),
    role: auth.claims.role ?? null,
  }),
  "GET /me": (auth) => ({ subject: auth.require() }),
  "GET /admin": (auth) => ({ subject: auth.require("admin", "audit") }),
  "POST /login": async (auth, given) => {
    await auth.startSession(given.get("user"), { role: "guest" });
    return {};
  },
  "POST /login-as-tokens": async (auth, given) => {
    const { access } = await auth.issueTokens(given.get("user"), { scope: "read write" });
    return { access };
  },
  "POST /logout-from-app": async (auth) => {
    await auth.logOut();
    return {};
  },
  "POST /logout-all-from-app": async (auth) => {
    await auth.logOutEverywhere();
    return {};
  },
  "GET /session": (auth) => ({ ...auth.session }),
  "POST /put": (auth, given) => {
    for (const [name, value] of given) {
      auth.session[name] = value;
    }
    return {};
  },
  "POST /remove": (auth, given) => {
    delete auth.session[given.get("name")];
    return {};
  },
  "POST /put-deep": (auth) => {
    auth.session.cart.push("pears");
    return {};
  },
  "POST /count": async (auth) => {
    auth.session.pending = "kept";
    await auth.updateSession((data) => {
      data.visits = (data.visits ?? 0) + 1;
      data.sub = "mallory";
    });
    return {};
  },
  "POST /put-when-told": async (auth, given) => {
    auth.session[given.get("name")] = given.get("value");
    await new Promise((resolve) => later.set(given.get("name"), resolve));
    return {};
  },
  "POST /put-cart": (auth) => {
    auth.session.cart = ["apples"];
    return {};
  },
  "GET /csrf": async (auth) => ({ token: await auth.csrfToken() }),
  "POST /broken": (auth) => {
    auth.session.lost = true;
    throw new Error("on purpose");
  },
  "POST /not-json": (auth) => {
    auth.session.big = 10n;
    return {};
  },
  "POST /login-then-problem": async (auth) => {
    await auth.startSession("alice");
    auth.require("admin");
  },
};

/** Has the waiting requests go on. */
export function goOn() {
  later.forEach((resolve) => resolve());
  later.clear();
}

/** How many wait. */
export const waiting = () => later.size;
