// Compiled, never run: an edge worker with Cloudflare's own types.
import { findCookie, Key, Sessions, type Store } from "tokenseal";
import {
  DurableObjectStore,
  TokensealObject,
  type DurableObjectStoreOptions,
  type ObjectNamespace,
} from "tokenseal/durable-object";

export { TokensealObject };

interface Env {
  SESSIONS: DurableObjectNamespace;
  TOKEN_KEY: string;
}

const options: DurableObjectStoreOptions = { name: "shop", shards: 4 };

export default {
  async fetch(request, env) {
    const namespace: ObjectNamespace = env.SESSIONS;
    const store: Store = new DurableObjectStore(namespace, options);
    const sessions = new Sessions(Key.fromBase64url("HS256", env.TOKEN_KEY), store);
    const session = await sessions.load(findCookie(request.headers.get("cookie") ?? "", sessions.cookie));
    return Response.json(session);
  },
} satisfies ExportedHandler<Env>;

export class Mine extends TokensealObject {
  constructor(state: DurableObjectState) {
    super(state);
  }
}

// @ts-expect-error: no namespace
new DurableObjectStore({});
// @ts-expect-error: a number
new DurableObjectStore({} as DurableObjectNamespace, { shards: "4" });
