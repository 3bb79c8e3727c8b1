// npm start: brings the quickstart up from a fresh clone. Further arguments go to `kvsim up`.
import { become, prepare } from "./prepare.mjs";

const given = process.argv.slice(2);
prepare();
await become("dist/cli.js", ["up", "scenarios/quickstart.yaml", ...given]);
