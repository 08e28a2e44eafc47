// A fetch handler: `Deno.serve(handler)`, `Bun.serve({ fetch: handler })`, or `export default { fetch:
// handler }` in a worker.
import { Key, Sessions, type Store } from "tokenseal";
import { guarded } from "tokenseal/fetch";
import { Guard } from "tokenseal/web";

interface Visitor {
  sub?: string;
  visits?: number;
}

export function counter(key: Key, store: Store): (request: Request) => Promise<Response> {
  const guard = new Guard(key, { sessions: new Sessions<Visitor>(key, store) });

  return guarded(guard, async (_request, auth) => {
    await auth.updateSession((data) => {
      data.visits = (data.visits ?? 0) + 1;
    });
    return new Response(`visit ${String(auth.session.visits)} of ${auth.subject ?? "a stranger"}\n`);
  });
}
