// npm test: runs the tests from a fresh clone; those of the whole command run what is built. Further arguments go to vitest.
import { become, prepare } from "./prepare.mjs";

const given = process.argv.slice(2);
const projects = given.includes("--project") ? [] : ["--project", "unit", "--project", "e2e"];
prepare();
await become("node_modules/vitest/vitest.mjs", ["run", ...projects, ...given]);
