// What runs inside a page: the same for the runner outside to call.
import { performAll, runVectors } from "./vectors.mjs";

globalThis.tokensealRunner = { vectors: runVectors, perform: performAll };
