// What runs inside a page: the same for the runner outside to call.
import { cross } from "./cross.mjs";
import { runDrivers } from "./drivers.mjs";
import { runVectors } from "./vectors.mjs";

globalThis.tokensealRunner = { vectors: runVectors, drivers: () => runDrivers(), cross };
